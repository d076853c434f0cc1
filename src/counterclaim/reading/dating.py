"""Datelines: where a page says when it was published. The day of reading never counts, nor does a file's date."""

from __future__ import annotations

import functools
import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.knowledge.reading_words import reading_words
from counterclaim.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from counterclaim.knowledge.reading_words import DatelineWords, ReadingWords

#: A dateline is short, and beside its dates it holds few other words, all of them names.
LONGEST_LINE, MOST_NAMES = 160, 5
#: A dateline of the report itself stands before this many code points of running text, or in the last lines.
HEAD, TAIL_LINES = 1500, 6
#: A paragraph counts as running text from this length on.
PARAGRAPH = 130
#: How far into a paragraph a dateline may reach: "BEIRUT, 3 March 2016 (agency) - ...".
OPENING = 90
_YEARS = range(1900, 2100)
_PREFIX = re.compile(r"\s{0,8}date[ \t](\d{4}(?:-\d{2}(?:-\d{2})?)?)(?=\s|$)")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_SEGMENT = re.compile(r"\s*(?:\||·|•|‖|\s--\s|\s–\s(?=\D)|\s—\s)\s*")
_DASH = re.compile(r"\s(?:--?|–|—)\s")
_YEAR = re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}[./]\d{2}")
_BRACKETS = re.compile(r"\(([^()\n]{4,90})\)\s*$")


class Role(StrEnum):
    """What a dateline says of its date."""

    PUBLISHED = "published"
    UPDATED = "updated"
    BARE = "bare"
    CRAWLED = "crawled"


class Dateline(NamedTuple):
    """Words that give a date (EDTF) of the page. `whole` says that they fill their line; `head` and `tail` where it stands."""

    span: Span
    date: str
    role: Role
    head: bool
    tail: bool
    whole: bool


def date_of_publication(datelines: Sequence[Dateline]) -> str | None:
    """Return when the report was published, as precisely as its page says; None where it does not say.

    The first publication counts, not an update. A date that a crawler put in front gives way to a dateline that is not
    later.
    """
    crawled = next((line.date for line in datelines if line.role is Role.CRAWLED), None)
    stated = _stated(datelines)
    if crawled is None or stated is None:
        return stated or crawled
    return stated if stated[: len(crawled)] <= crawled else crawled


def _stated(datelines: Sequence[Dateline]) -> str | None:
    places = [
        [line for line in datelines if line.head and line.role is Role.PUBLISHED],
        [line for line in datelines if line.head and line.role is Role.BARE],
        [line for line in datelines if line.tail and line.role is Role.PUBLISHED],
    ]
    for found in places:
        if found:
            return found[0].date
    bare = {line.date for line in datelines if line.tail and line.role is Role.BARE}
    return bare.pop() if len(bare) == 1 else None


def find_datelines(text: str, words: ReadingWords) -> list[Dateline]:
    """Return the datelines of a text in reading order, wherever they stand."""
    found: list[Dateline] = []
    prefix = _PREFIX.match(text)
    start = 0
    if prefix and (crawled := _checked(prefix.group(1))):
        found.append(Dateline(_trimmed(text, 0, prefix.end()), crawled, Role.CRAWLED, head=True, tail=False, whole=False))
        start = prefix.end()
    lines = [line for line in _LINE.finditer(text, start) if not line.group().isspace()]
    running = 0
    grammar = _grammar(words.code)
    for number, line in enumerate(lines):
        head, tail = running < HEAD, number >= len(lines) - TAIL_LINES
        said = line.group()
        if _YEAR.search(said[: 2 * LONGEST_LINE]) or (tail and _YEAR.search(said, max(0, len(said) - LONGEST_LINE))):
            found += _in_line(_Place(text, line.start(), line.end(), head, tail), grammar)
        running += len(said) if len(said) > PARAGRAPH else 0
    return found


class _Place(NamedTuple):
    text: str
    start: int
    end: int
    head: bool
    tail: bool

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    def line(self, start: int, end: int, date: str, role: Role, *, whole: bool) -> Dateline:
        span = _trimmed(self.text, self.start + start, self.start + end)
        return Dateline(span, date, role, self.head, self.tail, whole)


def _in_line(place: _Place, grammar: _Grammar) -> Iterator[Dateline]:
    line = place.words
    if len(line) <= LONGEST_LINE:
        yield from _in_short_line(place, line, grammar)
    elif place.head:
        yield from _in_opening(place, line, grammar)
    if place.tail and (sign_off := _BRACKETS.search(line, max(0, len(line) - 100))):
        read = grammar.read(sign_off.group(1))
        if read and read.dates and read.names_only:
            date, role = read.dates[0]
            yield place.line(sign_off.start(), sign_off.end(), date, role, whole=False)


def _in_short_line(place: _Place, line: str, grammar: _Grammar) -> Iterator[Dateline]:
    at = 0
    found: list[tuple[int, int, str, Role]] = []
    segments = [*((cut.start(), cut.end()) for cut in _SEGMENT.finditer(line)), (len(line), len(line))]
    readable = 0
    for end, following in segments:
        read = grammar.read(line[at:end])
        if read and read.dates and (read.names_only or read.labelled):
            found += [(at, end, date, role) for date, role in read.dates]
            readable += 1
        elif read and read.names_only:
            readable += 1
        at = following
    whole = readable == len(segments)
    for start, end, when, role in found:
        yield place.line(0, len(line), when, role, whole=True) if whole else place.line(start, end, when, role, whole=False)
    if not found and place.head:
        yield from _in_opening(place, line, grammar)


def _in_opening(place: _Place, line: str, grammar: _Grammar) -> Iterator[Dateline]:
    """Yield the dateline before the dash that opens a paragraph, or the bare date in front of its first capital."""
    dash = _DASH.search(line, 0, OPENING)
    if dash:
        read = grammar.read(line[: dash.start()])
        if read and read.dates and read.names_only:
            date, role = read.dates[0]
            yield place.line(0, dash.start(), date, role, whole=False)
            return
    leading = grammar.leading(line)
    if leading:
        end, date = leading
        if line[end:].lstrip()[:1].isupper():
            yield place.line(0, end, date, Role.BARE, whole=False)


class _Read(NamedTuple):
    """A stretch read as a dateline: its dates with their roles, whether other words are few and all names."""

    dates: list[tuple[str, Role]]
    names_only: bool
    labelled: bool


class _Grammar:
    """The dates, times, weekdays and labels of one language in one expression, tried at each word once."""

    def __init__(self, dateline: DatelineWords, news: frozenset[str]) -> None:
        self._words, self._news = dateline, news
        self._expression = re.compile("|".join(_alternatives(dateline)), re.IGNORECASE)

    def read(self, words: str) -> _Read | None:
        """Return what a stretch says; None where it holds nothing."""
        dates: list[tuple[str, Role]] = []
        role, labelled, names, others, told = Role.BARE, False, 0, 0, 0
        for found in self._expression.finditer(words):
            kind = found.lastgroup or ""
            date = self._date(found)
            if date:
                dates.append((date, role))
                role = Role.BARE
            elif found["published"] or found["updated"]:
                role, labelled = (Role.PUBLISHED if found["published"] else Role.UPDATED), True
            elif found["word"]:
                word = found["word"]
                names += 1
                others += not word[:1].isupper()
                told += word.lower() in self._news
            elif kind == "number" or found["iso"] or found["numeric"]:
                others += 1
        if not (dates or names or others or labelled):
            return None
        others += told if names > 1 else 0  # "War | 2 May 2022" is a section, "Twelve Killed 2 May 2022" a headline
        return _Read(dates, others == 0 and names <= MOST_NAMES, labelled and names + others <= 2 * MOST_NAMES)

    def leading(self, line: str) -> tuple[int, str] | None:
        """Return where a date that opens the line ends, and the date."""
        at = 0
        for found in self._expression.finditer(line, 0, OPENING):
            if line[at : found.start()].strip(" ,") or not (found["weekdays"] or self._date(found)):
                return None
            if date := self._date(found):
                return found.end(), date
            at = found.end()
        return None

    def _date(self, found: re.Match[str]) -> str | None:
        if found["iso"]:
            return _day(found["y1"], found["m1"], found["d1"])
        if found["dmy"]:
            return _day(found["y3"], self._month(found["m3"]), found["d3"])
        if found["mdy"]:
            return _day(found["y4"], self._month(found["m4"]), found["d4"])
        return self._numeric(found) if found["numeric"] else None

    def _month(self, name: str) -> int:
        return self._words.months[name.lower()]

    def _numeric(self, found: re.Match[str]) -> str | None:
        """Return the date of three numbers; only the year where the language's orders read it differently."""
        year = found["y2"] if len(found["y2"]) == 4 else f"20{found['y2']}"
        first, second = found["n1"], found["n2"]
        readings = {_day(year, second, first) if order == "dmy" else _day(year, first, second) for order in self._words.order} - {
            None
        }
        return year if len(readings) > 1 else next(iter(readings), None)


def _alternatives(dateline: DatelineWords) -> Iterator[str]:
    """Yield the expressions of what a dateline may hold, the more telling first."""
    months = _any(dateline.months)
    day, space, year = r"\d{1,2}", r"[ \u00a0]", r"\d{4})(?!\d)"
    yield rf"(?P<iso>(?<!\d)(?P<y1>\d{{4}})(?P<s1>[-./ ])(?P<m1>{day})(?P=s1)(?P<d1>{day})(?:T[\d:.+Z-]{{4,24}})?(?!\d))"
    yield rf"(?P<numeric>(?<!\d)(?P<n1>{day})(?P<s2>[./-]) ?(?P<n2>{day})(?P=s2) ?(?P<y2>\d{{4}}|\d{{2}})(?!\d))"
    ordinal, of = r"(?:\.|:?[a-z]{1,2})?", r"(?:de |of )?"
    yield rf"(?P<dmy>(?<!\d)(?P<d3>{day}){ordinal}{space}{of}(?P<m3>{months})\.?,?{space}{of}(?P<y3>{year})"
    yield rf"(?P<mdy>(?<!\w)(?P<m4>{months})\.?{space}(?P<d4>{day})(?:st|nd|rd|th)?,?{space}(?P<y4>{year})"
    yield r"(?P<time>(?<!\d)\d{1,2}[:.hu]\d{2}(?::\d{2})?(?!\d))"
    for name in ("updated", "published", "weekdays", "filler"):
        yield rf"(?<!\w)(?P<{name}>{_any(getattr(dateline, name))})(?!\w)\.?"
    yield r"(?P<number>\d+)"
    yield r"(?P<word>[^\W\d_]+(?:['’.-][^\W\d_]+)*)"


@functools.cache
def _grammar(code: str) -> _Grammar:
    words = reading_words(code)
    return _Grammar(words.dateline, words.news)


def _any(phrases: Iterable[str]) -> str:
    """Return an expression for any of the phrases, longer ones first."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"[ \u00a0]") for phrase in ordered)


def _day(year: str, month: str | int, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None


def _checked(edtf: str) -> str | None:
    year, *rest = edtf.split("-")
    if int(year) not in _YEARS or (rest and not 1 <= int(rest[0]) <= 12):
        return None
    return edtf if len(rest) < 2 else _day(year, rest[0], rest[1])


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
