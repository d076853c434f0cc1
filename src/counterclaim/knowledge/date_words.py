"""The words for dates of one language, compiled from the `dates` table of its pack.

Content words (months, weekdays, units, fixed phrases) are found with a lexicon in one pass over a sentence; function words
("since", "ago", "and") are looked at only where they touch such a word or a number.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim.knowledge.lexicon import Entry, Lexicon, expand
from counterclaim.text import Splitting, Token, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from counterclaim.knowledge.language import LanguagePack

#: The tables whose phrases the lexicon holds; the key in the table is the entry's value.
CONTENT = (
    "weekdays",
    "seasons",
    "holidays",
    "units",
    "parts",
    "shifts",
    "context",
    "sofar",
    "past",
    "per_day",
    "now",
    "idle",
    "war",
)
#: The roles of function words. A pack that has no word of a role may leave it out.
# fmt: off
ROLES = (
    "since", "when", "opens", "from", "until", "to", "and", "between", "ago_before", "ago_after", "previous", "trailing",
    "this", "next", "earlier", "later", "within", "link", "hedge", "turn", "begun", "part_of", "year_before", "year_after",
    "clock_before", "clock_after", "ordinal", "decade_before", "decade_after",
)
# fmt: on


_ORDERS = ("day-month", "month-day")
_UNIT = "(minute|hour|day|night|week|weekend|month|year|decade)"
#: The keys of each table that are not words of the language.
_SHAPES = {
    "months": "[1-9]|1[0-2]",
    "weekdays": "[1-7]",
    "seasons": "spring|summer|autumn|winter",
    "holidays": "[01][0-9]-[0-3][0-9]",
    "units": _UNIT,
    "parts": "night|other",
    "shifts": rf"{_UNIT}[+-][0-9]",
    "context": rf"{_UNIT}[+-][0-9]",
    "sofar": "week|month|year|war",
    "past": rf"{_UNIT} [0-9]+",
    "per_day": _UNIT,
    "counts": "[0-9]+",
}


class Phrases:
    """Phrases of one role, found where they begin or where they end; each stands for a number (1 where it means none)."""

    def __init__(self, phrases: Iterable[tuple[str, int]], splitting: Splitting) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._last: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for phrase, value in phrases:
            for plain in expand(phrase):
                keys = tuple(token.key for token in tokenise(plain, splitting=splitting))
                self._first.setdefault(keys[0], []).append((keys, value))
                self._last.setdefault(keys[-1], []).append((keys, value))
        for index in (self._first, self._last):
            for found in index.values():
                found.sort(key=lambda pair: -len(pair[0]))

    def after(self, tokens: Sequence[Token], start: int) -> int | None:
        """Return where the longest phrase that begins at token `start` ends; None where none does."""
        if start < len(tokens):
            for keys, _ in self._first.get(tokens[start].key, ()):
                if len(keys) == 1 or _reads(tokens, start, keys):
                    return start + len(keys)
        return None

    def among(self, keys: Iterable[str]) -> bool:
        """Return whether the last word of one of the phrases is among these keys; without it none of them is there."""
        return not self._last.keys().isdisjoint(keys)

    def before(self, tokens: Sequence[Token], end: int) -> int | None:
        """Return where the longest phrase that ends before token `end` begins; None where none does."""
        found = self.count(tokens, end)
        return found[0] if found else None

    def count(self, tokens: Sequence[Token], end: int) -> tuple[int, int] | None:
        """Return where the longest phrase that ends before token `end` begins, and the number it stands for."""
        if 0 < end <= len(tokens):
            for keys, value in self._last.get(tokens[end - 1].key, ()):
                if len(keys) == 1 or (len(keys) <= end and _reads(tokens, end - len(keys), keys)):
                    return end - len(keys), value
        return None


def _reads(tokens: Sequence[Token], start: int, keys: tuple[str, ...]) -> bool:
    return start + len(keys) <= len(tokens) and all(tokens[start + n].key == key for n, key in enumerate(keys))


class DateWords(NamedTuple):
    """One language's words for dates. `day_first` tells how 03/06 is read; `months_before_days` whether "May 3" is said."""

    lexicon: Lexicon
    roles: Mapping[str, Phrases]
    counts: Phrases
    months_before_days: bool


def date_words(pack: LanguagePack) -> DateWords:
    """Return the compiled table of a pack; compiled once."""
    return _compiled(_Table(pack.dates, pack.splitting))


def names_month(word: Token, pack: LanguagePack) -> bool:
    """Return whether a word names a month."""
    return any(entry.kind == "months" for entry in date_words(pack).lexicon.entries(word.text))


class _Table:
    """A pack's table as a key: two tables are the same only where they are one object."""

    __slots__ = ("splitting", "table")

    def __init__(self, table: dict[str, Any], splitting: Splitting) -> None:
        self.table = table
        self.splitting = splitting

    def __hash__(self) -> int:
        return id(self.table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Table) and self.table is other.table


@functools.lru_cache(maxsize=64)
def _compiled(source: _Table) -> DateWords:
    table, splitting = source.table, source.splitting
    words = table.get("words", {})
    if wrong := _problems(table):
        raise ValueError(f"in the table of dates: {'; '.join(wrong)}")
    return DateWords(
        lexicon=Lexicon(_content(table), splitting),
        roles={role: Phrases(((phrase, 1) for phrase in words.get(role, ())), splitting) for role in ROLES},
        counts=Phrases(((phrase, int(n)) for n, phrases in table.get("counts", {}).items() for phrase in phrases), splitting),
        months_before_days=table.get("order") == "month-day",
    )


def _problems(table: dict[str, Any]) -> list[str]:
    """Return what the table of dates may not say, in words for the one who wrote it."""
    unknown = (table.get("words", {}).keys() - set(ROLES)) | (table.keys() - {*CONTENT, "months", "words", "counts", "order"})
    wrong = [f"unknown key {key!r}" for key in sorted(unknown)]
    for kind, shape in _SHAPES.items():
        wrong += [
            f"{value!r} in {kind} has another shape than {shape}"
            for value in table.get(kind, {})
            if not re.fullmatch(shape, value)
        ]
    if table.get("order") not in _ORDERS:
        wrong.append(f"order must be one of {', '.join(_ORDERS)}")
    return wrong


def _content(table: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    for number, forms in table.get("months", {}).items():
        for form, phrases in forms.items():
            for phrase in phrases:
                yield phrase, Entry("months", number, form)
    for kind in CONTENT:
        for value, phrases in table.get(kind, {}).items():
            for phrase in phrases:
                yield phrase, Entry(kind, value, "")
