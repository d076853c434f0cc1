"""Words of texts and of queries, cut the same way for SQLite and PostgreSQL, so that both find the same.

Words are folded by ourselves: case, accents and marks are set aside, and whatever is neither letter nor digit parts them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a text beyond this many words says is kept and shown, but not found by search (PostgreSQL's positions end here).
LONGEST_TEXT = 16_000
_LONGEST_WORD = 60
#: Letters that do not come apart into a letter and a mark.
_LETTERS = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "\u0131": "i"}


class BadQuery(InputError):
    """A search that cannot be understood."""

    def __init__(self, query: str, problem: str) -> None:
        super().__init__(query, problem)
        self.query, self.problem = query, problem

    def __str__(self) -> str:
        return f'search {self.query!r}: {self.problem}; write words, "a phrase", begin* or -without'


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a query: words that stand side by side. `begins`: the last is the beginning of a word."""

    words: tuple[str, ...]
    begins: bool = False
    without: bool = False


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    flat = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return [word[:_LONGEST_WORD] for word in flat.translate(_SIGNS).split()]


def indexed(text: str) -> list[str]:
    """Return the words under which a text is found."""
    return words(text)[:LONGEST_TEXT]


def read_query(query: str) -> tuple[Term, ...]:
    """Return the terms of a query, all of which must hold; raises BadQuery."""
    terms = tuple(_terms(query))
    if not any(not term.without for term in terms):
        raise BadQuery(query, "nothing to look for")
    return terms


def sqlite_query(terms: tuple[Term, ...]) -> str:
    """Return the terms as FTS5 reads them."""
    wanted = " AND ".join(_sqlite_term(term) for term in terms if not term.without)
    return wanted + "".join(f" NOT {_sqlite_term(term)}" for term in terms if term.without)


def postgresql_query(terms: tuple[Term, ...]) -> str:
    """Return the terms as a `tsquery`."""
    return " & ".join(f"{'!' if term.without else ''}({_postgresql_term(term)})" for term in terms)


def tsvector(found: list[str]) -> str:
    """Return words as a `tsvector`, with their positions."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(found, start=1):
        places.setdefault(word, []).append(at)
    return " ".join(f"'{word}':{','.join(map(str, at[:255]))}" for word, at in places.items())


class _Signs(dict[int, str]):
    """What becomes of each sign: a letter or digit stays, a mark vanishes, all else parts words. Filled as met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if sign.isalnum() and unicodedata.category(sign) != "Lm":
            kept = _LETTERS.get(sign, sign)
        else:
            kept = "" if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf" else " "
        self[code] = kept
        return kept


_SIGNS = _Signs()


def _terms(query: str) -> Iterator[Term]:
    for number, part in enumerate(query.split('"')):
        if number % 2:
            if phrase := tuple(words(part)):
                yield Term(phrase)
            continue
        for raw in part.split():
            if plain := tuple(words(raw)):
                yield Term(plain, begins=raw.endswith("*"), without=raw.startswith("-"))


def _sqlite_term(term: Term) -> str:
    return '"' + " ".join(term.words) + '"' + ("*" if term.begins else "")


def _postgresql_term(term: Term) -> str:
    return " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.begins else "")
