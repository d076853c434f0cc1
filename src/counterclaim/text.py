"""Tokens of a text and the keys under which they are looked up. The text itself is never edited."""

from __future__ import annotations

import functools
import re
import unicodedata
from operator import attrgetter
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.fleeting import fleeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Apostrophes become one; soft hyphens, zero-width signs, directional marks and loose stress marks vanish; the Russian letter yo
#: becomes the ye that most texts write for it.
_SIGNS = (
    dict.fromkeys([0x27, 0x2018, 0x2019, 0x02BC, 0x02BB, 0x60, 0xB4, 0x2032], "'")
    | dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x0301])
    | {ord("\N{CYRILLIC SMALL LETTER IO}"): "\N{CYRILLIC SMALL LETTER IE}"}
)

#: How many runs of signs without a space are remembered with their tokens, and the length up to which they are.
_REMEMBERED, _REMEMBERED_LENGTH = 50_000, 40

_LETTER = "[^\\W\\d_]"
_SIGN = "[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"
_INNER = f"{_LETTER}*(?:{_SIGN}{_LETTER}*)*"  # letters, with signs that are part of a word among them
_TOKEN = re.compile(
    rf"(?P<word>{_LETTER}{_INNER}(?:['\u2018\u2019\u02bc\u2032](?:{_LETTER}|{_SIGN}){_INNER})*)"
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


@fleeting
class Token:
    """One word, number or sign. `glued`: no white space stands before it; `capitalised`: it begins with a capital letter."""

    start: int
    end: int
    text: str
    key: str
    kind: str
    glued: bool
    capitalised: bool


_TEXT, _KEY = attrgetter("text"), attrgetter("key")


def texts_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    """Return the texts of tokens in a row of their own, which is quicker to go through than the tokens."""
    return tuple(map(_TEXT, tokens))


def keys_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    """Return the keys of tokens in a row of their own."""
    return tuple(map(_KEY, tokens))


class Splitting(NamedTuple):
    """Where a language joins two words with an apostrophe: heads split off in front, tails behind (keys)."""

    heads: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()


_WHOLE = Splitting()


def tokenise(text: str, start: int = 0, end: int | None = None, splitting: Splitting = _WHOLE) -> list[Token]:
    """Return the tokens of a stretch of the text, with offsets into the whole text."""
    found: list[Token] = []
    known = _runs(splitting)
    at = start
    for run in text[start:end].split(" "):
        for first, last, words, key, kind, glued, capital in known[run]:
            found.append(Token(at + first, at + last, words, key, kind, glued, capital))
        at += len(run) + 1
    return found


#: The fields of a token.
_Fields = tuple[int, int, str, str, str, bool, bool]


class _Runs(dict[str, tuple[_Fields, ...]]):
    """The tokens of the runs of signs without a space that were seen lately, with offsets into the run."""

    def __init__(self, splitting: Splitting) -> None:
        super().__init__()
        self._splitting = splitting

    def __missing__(self, run: str) -> tuple[_Fields, ...]:
        found = tuple(_tokens(run, self._splitting))
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(run) <= _REMEMBERED_LENGTH:
            self[run] = found
        return found


@functools.cache
def _runs(splitting: Splitting) -> _Runs:
    return _Runs(splitting)


def _tokens(run: str, splitting: Splitting) -> Iterator[_Fields]:
    """Yield the fields of the tokens of a run.

    Equal words are one object, whose hash is known, for they are looked up again and again.
    """
    for match in _TOKEN.finditer(run):
        at, to = match.span()
        kind = match.lastgroup or "sign"
        joined = kind == "word" and not match[0].isalpha()
        cut = _cut(run, at, to, splitting) if joined else None
        for first, last in ((at, to),) if cut is None else ((at, cut), (cut, to)):
            words = intern(run[first:last])
            glued = first > 0 and not run[first - 1].isspace()
            yield first, last, words, intern(fold(words)), kind, glued, words[:1].isupper()


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
