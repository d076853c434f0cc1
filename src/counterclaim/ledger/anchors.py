"""Finding again what a decision spoke of, when a report is read anew or its text has changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.records import Record

#: How many characters of the text are kept on each side of a quote (as in the Web Annotation model).
CONTEXT = 32


class Found(StrEnum):
    """How a decision reached a claim."""

    SAME = "same"
    QUOTE = "quote"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that a decision spoke of, with what stood around them, and the claim's outcome."""

    exact: str
    prefix: str
    suffix: str
    start: int
    outcome: str
    claimant: str | None = None

    @property
    def end(self) -> int:
        """Where the words ended."""
        return self.start + len(self.exact)

    def record(self) -> dict[str, Any]:
        """Return the quote as a decision's body holds it."""
        return {
            "exact": self.exact,
            "prefix": self.prefix,
            "suffix": self.suffix,
            "start": self.start,
            "outcome": self.outcome,
            "claimant": self.claimant,
        }


def quote(record: Record, text: str) -> Quote:
    """Return the quote of a claim: the words of its figure, else of its evidence."""
    figure = record["figure"]
    start, end = (figure["start"], figure["end"]) if figure else (record["start"], record["end"])
    return quote_span(text, start, end, record["outcome"], record["claimant"])


def quote_span(text: str, start: int, end: int, outcome: str, claimant: str | None = None) -> Quote:
    """Return the quote of a stretch of text."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Quote(text[start:end], before, after, start, outcome, claimant)


def find_claim(quoted: Quote, text: str, records: Sequence[Record]) -> int | None:
    """Return which of the records of a text is the one that was quoted, None where none is.

    It carries the same outcome and stands on the quoted words; of several, the same claimant's is taken.
    """
    at = find_quote(quoted, text)
    if at is None:
        return None
    end = at + len(quoted.exact)
    fitting = [
        number for number, record in enumerate(records) if record["outcome"] == quoted.outcome and _stands_on(record, at, end)
    ]
    same = [number for number in fitting if records[number]["claimant"] == quoted.claimant]
    return next(iter(same or fitting), None)


def find_quote(quoted: Quote, text: str) -> int | None:
    """Return where the quoted words stand in a text: where their surroundings fit best, then nearest to where they were.

    None where they do not stand there, or where they do but nothing around them is as it was.
    """
    if not quoted.exact:
        return None
    best: tuple[int, int, int] | None = None
    for at in _places(quoted.exact, text):
        fit = _surroundings(quoted, text, at)
        candidate = (fit, -abs(at - quoted.start), at)
        if best is None or candidate > best:
            best = candidate
    whole = len(quoted.prefix) + len(quoted.suffix)
    return None if best is None or (whole and best[0] * 4 < whole) else best[2]


def _places(exact: str, text: str) -> Iterator[int]:
    at = text.find(exact)
    while at >= 0:
        yield at
        at = text.find(exact, at + 1)


def _surroundings(quoted: Quote, text: str, at: int) -> int:
    before = text[max(0, at - CONTEXT) : at]
    after = text[at + len(quoted.exact) : at + len(quoted.exact) + CONTEXT]
    return _shared(quoted.prefix[::-1], before[::-1]) + _shared(quoted.suffix, after)


def _shared(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _stands_on(record: Record, start: int, end: int) -> bool:
    figure = record["figure"]
    first, last = (figure["start"], figure["end"]) if figure else (record["start"], record["end"])
    return bool(first < end and start < last)
