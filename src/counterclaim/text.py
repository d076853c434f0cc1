"""Tokens of a text and the keys under which they are looked up. The text itself is never edited."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Apostrophes become one; soft hyphens, zero-width signs, directional marks and loose stress marks vanish.
_SIGNS = dict.fromkeys([0x27, 0x2018, 0x2019, 0x02BC, 0x02BB, 0x60, 0xB4, 0x2032], "'") | dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x0301]
)

_LETTER = "[^\\W\\d_\u0300-\u036f]"
_INNER = "[^\\W\\d_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"
_TOKEN = re.compile(
    rf"(?P<word>{_LETTER}(?:{_INNER})*(?:['\u2018\u2019\u02bc\u2032](?:{_INNER})+)*)"
    r"|(?P<number>\d+(?:[.,:]\d+)*)"
    r"|(?P<sign>\S)"
)


def fold(token: str) -> str:
    """Return the look-up key of a token; folding twice changes nothing."""
    if token.isascii():
        return token.casefold().translate(_SIGNS)
    key = _fold_once(token)
    while (again := _fold_once(key)) != key:
        key = again
    return key


def _fold_once(token: str) -> str:
    letters = unicodedata.normalize("NFD", token).casefold()
    return unicodedata.normalize("NFC", letters).translate(_SIGNS)


class Token(NamedTuple):
    """One word, number or sign. `glued` says that no white space stands before it."""

    start: int
    end: int
    text: str
    key: str
    kind: str
    glued: bool

    @property
    def capitalised(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[:1].isupper()


class Splitting(NamedTuple):
    """Where a language joins two words with an apostrophe: heads split off in front, tails behind (keys)."""

    heads: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()


_WHOLE = Splitting()


def tokenise(text: str, start: int = 0, end: int | None = None, splitting: Splitting = _WHOLE) -> Iterator[Token]:
    """Yield the tokens of a stretch of the text, with offsets into the whole text."""
    stop = len(text) if end is None else end
    last = start - 1
    for found in _TOKEN.finditer(text, start, stop):
        kind = found.lastgroup or "sign"
        at, to = found.span()
        glued = at == last
        if kind == "word" and (cut := _cut(text, at, to, splitting)):
            yield _token(text, at, cut, kind, glued=glued)
            yield _token(text, cut, to, kind, glued=True)
        else:
            yield _token(text, at, to, kind, glued=glued)
        last = to


def _token(text: str, start: int, end: int, kind: str, *, glued: bool) -> Token:
    words = text[start:end]
    return Token(start, end, words, fold(words), kind, glued)


def _cut(text: str, start: int, end: int, splitting: Splitting) -> int | None:
    """Return where a joined word comes apart, None where it is one word."""
    if not (splitting.heads or splitting.tails):
        return None
    for at in range(start + 1, end):
        if text[at] in "'\u2018\u2019\u02bc\u2032":
            if fold(text[start:at]) in splitting.heads:
                return at + 1
            if fold(text[at + 1 : end]) in splitting.tails:
                return at
    return None
