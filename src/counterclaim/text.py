"""Tokens of a text and the keys under which they are looked up. The text itself is never edited."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

#: Apostrophes become one; soft hyphens, zero-width signs, directional marks and loose stress marks vanish.
_SIGNS = dict.fromkeys([0x27, 0x2018, 0x2019, 0x02BC, 0x02BB, 0x60, 0xB4, 0x2032], "'") | dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x0301]
)

#: How many words are remembered with their keys, and the length up to which they are.
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


class Token(NamedTuple):
    """One word, number or sign. `glued`: no white space stands before it; `capitalised`: it begins with a capital letter."""

    start: int
    end: int
    text: str
    key: str
    kind: str
    glued: bool
    capitalised: bool


#: Makes a token of its fields without looking at them one by one.
_token: Callable[[tuple[int, int, str, str, str, bool, bool]], Token] = functools.partial(tuple.__new__, Token)


class Splitting(NamedTuple):
    """Where a language joins two words with an apostrophe: heads split off in front, tails behind (keys)."""

    heads: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()


_WHOLE = Splitting()


def tokenise(text: str, start: int = 0, end: int | None = None, splitting: Splitting = _WHOLE) -> list[Token]:
    """Return the tokens of a stretch of the text, with offsets into the whole text."""
    found: list[Token] = []
    splits = bool(splitting.heads or splitting.tails)
    last = start - 1
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        at, to = match.span()
        words, key, kind, capital, joined = _SPELLED[match[0]]
        cut = _cut(text, at, to, splitting) if splits and joined else None
        if cut:
            head, key, _, _, _ = _SPELLED[text[at:cut]]
            found.append(_token((at, cut, head, key, kind, at == last, capital)))
            tail, key, _, capital, _ = _SPELLED[text[cut:to]]
            found.append(_token((cut, to, tail, key, kind, True, capital)))
        else:
            found.append(_token((at, to, words, key, kind, at == last, capital)))
        last = to
    return found


#: What a token is wherever it stands: its text, key and kind, whether it is capitalised, and whether there is more in the word
#: than letters, such as an apostrophe.
_Spelling = tuple[str, str, str, bool, bool]


class _Spellings(dict[str, _Spelling]):
    """The spellings of words that were seen lately. What is looked up again and again is then one object, whose hash is known."""

    def __missing__(self, words: str) -> _Spelling:
        match = _TOKEN.match(words)
        kind = (match and match.lastgroup) or "sign"
        found = (words, fold(words), kind, words[:1].isupper(), kind == "word" and not words.isalpha())
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(words) <= _REMEMBERED_LENGTH:
            self[words] = found
        return found


_SPELLED = _Spellings()


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
