"""Terms joined to longer ones: nights, years of months, ranges, "since" and "until"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from counterclaim.extraction.date_grammar import find_terms
from counterclaim.extraction.date_terms import Between, DateKind, Moment, Night, Shift, Since, Term, Until

if TYPE_CHECKING:
    from counterclaim.extraction.date_terms import Time
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.date_words import DateWords
    from counterclaim.knowledge.lexicon import Mark

D = TypeVar("D", int, None)
#: How far before a date the word "since" may stand, in tokens: "since the war began in March 2015".
SINCE_REACH = 8
_STOPS = frozenset(".;:!?")
_POINTS = frozenset((DateKind.DAY, DateKind.WEEKDAY, DateKind.MONTH, DateKind.YEAR, DateKind.SEASON, DateKind.DECADE))
_SIDES = _POINTS | {DateKind.PART_OF_DAY}
#: So few tokens stand between a night and its two days.
_BESIDE = 1
_STARTS = _POINTS | {DateKind.RELATIVE, DateKind.RANGE, DateKind.PART_OF_DAY}


def read_terms(sentence: Sentence, words: DateWords) -> list[Term]:
    """Return the terms of a sentence in reading order, joined as far as they belong together."""
    terms, others = find_terms(sentence, words)
    if not terms and not others:
        return []
    joiner = Joiner(sentence, words)
    nights = [(mark.start, mark.end) for mark in others if mark.kind == "parts" and mark.value == "night"]
    nights += [(term.start, term.end) for term in terms if isinstance(term.time, Shift) and term.time.unit == "night"]
    terms = joiner.nights(joiner.years(terms), nights) if terms else []
    terms = joiner.ranges(terms) if terms else []
    wars = [mark for mark in others if mark.kind == "war"]
    return _apart(joiner.limits(terms, wars))


def _apart(terms: list[Term]) -> list[Term]:
    """Return the terms in reading order; where two overlap, the longer."""
    out: list[Term] = []
    for term in sorted(terms, key=lambda term: (term.start, term.end)):
        if out and term.start < out[-1].end:
            if term.end - term.start > out[-1].end - out[-1].start:
                out[-1] = term
            continue
        out.append(term)
    return out


class Joiner:
    """Joins the terms of one sentence."""

    def __init__(self, sentence: Sentence, words: DateWords) -> None:
        self.tokens = sentence.tokens
        self.words = words
        self._counts = words.roles["since"].among(sentence.keys)
        self._told = [mark.start for mark in sentence.of("outcomes")] if self._counts else []

    def years(self, terms: list[Term]) -> list[Term]:
        """Join a month or a day with the "last year" beside it, and a weekday with the part of the week."""
        out: list[Term] = []
        for term in terms:
            before = out[-1] if out else None
            if before and self._near(before.end, term.start):
                first, last = before.time, term.time
                year = last.number if isinstance(last, Shift) and last.unit == "year" and not last.context else None
                if year is not None and isinstance(first, Moment) and first.year is None and (first.month or first.season):
                    out[-1] = Term(before.start, term.end, before.kind, replace(first, year_shift=year))
                    continue
                if isinstance(first, Moment) and isinstance(last, Moment) and first.season and last.year and not last.month:
                    out[-1] = Term(before.start, term.end, before.kind, replace(first, year=last.year))
                    continue
            out.append(term)
        return out

    def _near(self, end: int, start: int) -> bool:
        """Return whether nothing but joining words stands between two places."""
        if start - end > 3 or start < end:
            return False
        at = end
        while at < start:
            after = self.words.roles["link"].after(self.tokens, at)
            if after is None and self.tokens[at].text != ",":
                return False
            at = after or at + 1
        return True

    def nights(self, terms: list[Term], nights: list[tuple[int, int]]) -> list[Term]:
        """Give the days that a word for night stands beside their night: to the day ("natt til"), or after it."""
        out = list(terms)
        for night, end in nights:
            for number, term in enumerate(out):
                if isinstance(term.time, (Night, Between)) or not _is_day(term) or term.time is None:
                    continue
                if self._leads("turn", end, term.start) or self._leads("begun", end, term.start):
                    self._turn_night(out, number, (night, end))
                    break
                if term.start <= night < end <= term.end or self._near(term.end, night):
                    span = min(term.start, night), max(term.end, end)
                    out[number] = Term(*span, DateKind.PART_OF_DAY, Night(term.time, after=True))
                    break
        return out

    def _turn_night(self, terms: list[Term], number: int, night: tuple[int, int]) -> None:
        """Put the night that a word leads to a day, or from one day to the next, in the place of its terms."""
        term, following = terms[number], terms[number + 1] if number + 1 < len(terms) else None
        if term.time is None:
            return
        time: Time = Night(term.time, after=self._leads("begun", night[1], term.start))
        end = number + 1
        if following and following.time is not None and _is_day(following):
            onward = [self.words.roles[role].after(self.tokens, term.end) for role in ("to", "and")]
            if any(after is not None and (after == following.start or self._near(after, following.start)) for after in onward):
                time, end = Between(term.time, following.time), number + 2
        first = number
        while first > 0 and terms[first - 1].end > night[0]:
            first -= 1
        start = min(night[0], terms[first].start)
        terms[first:end] = [Term(start, terms[end - 1].end, DateKind.PART_OF_DAY, time)]

    def _leads(self, role: str, end: int, start: int) -> bool:
        """Return whether a word leads from a night to a day: that it turns to ("zum", "на"), or on which it has begun ("of")."""
        if not end < start <= end + 3:
            return False
        after = self.words.roles[role].after(self.tokens, end)
        return after is not None and (after == start or self._near(after, start))

    def ranges(self, terms: list[Term]) -> list[Term]:
        """Join two points with a joining word between them, and a day of the month before a date: "7 and 8 February"."""
        out: list[Term] = []
        for given in terms:
            term = self._with_first_day(given)
            before = out[-1] if out else None
            if before and before.kind in _SIDES and (term.kind in _SIDES or term.kind is DateKind.RANGE):
                start = self._joined(before, term)
                if start is not None and (both := _both(before, term)):
                    out[-1] = Term(start, term.end, DateKind.RANGE, both)
                    continue
            night = before is not None and isinstance(before.time, Shift) and before.time.unit == "night"
            if before and night and term.kind is DateKind.RANGE and term.start - before.end <= _BESIDE:
                out[-1] = replace(term, start=before.start)
                continue
            out.append(term)
        return out

    def _joined(self, before: Term, term: Term) -> int | None:
        """Return where a range begins; None where these two are none."""
        roles, tokens = self.words.roles, self.tokens
        for role in ("to", "and"):
            after = roles[role].after(tokens, before.end)
            if after is None or not (after == term.start or self._near(after, term.start)):
                continue
            opened = self._opened(before.start, "between" if role == "and" else "from", None)
            alike = before.kind is term.kind and before.kind in (DateKind.WEEKDAY, DateKind.MONTH, DateKind.DAY)
            if role == "to" or opened is not None or alike:
                return before.start if opened is None else opened
        return None

    def _opened(self, start: int, role: str, default: D) -> int | D:
        """Return where the word begins that opens a range before a place, articles passed over."""
        roles, tokens = self.words.roles, self.tokens
        opened = roles[role].before(tokens, start)
        if opened is None and (link := roles["link"].before(tokens, start)) is not None:
            opened = roles[role].before(tokens, link)
        return default if opened is None else opened

    def _with_first_day(self, term: Term) -> Term:
        """Return the range that a date ends whose first day stands before it as a bare number."""
        tokens, date = self.tokens, term.time
        if term.kind is not DateKind.DAY or not isinstance(date, Moment) or not date.day or term.start < 2:
            return term
        linked = self._before_link(term.start)
        for role, behind in (("to", linked), ("and", linked), ("to", term.start)):
            start = self.words.roles[role].before(tokens, behind)
            if start is None or start == 0:
                continue
            at = start - 2 if tokens[start - 1].text == "." and start > 1 else start - 1
            if tokens[at].kind == "number" and tokens[at].text.isdecimal() and 1 <= int(tokens[at].text[:4]) < date.day:
                first = replace(date, day=int(tokens[at].text), weekday=None)
                opening = self._opened(at, "between" if role == "and" else "from", None)
                if opening is None and behind != linked:
                    continue
                began = at if opening is None else opening
                return Term(began, term.end, DateKind.RANGE, Between(first, replace(date, weekday=None)))
        if self.words.months_before_days and term.end + 1 < len(tokens):
            end = self.words.roles["to"].after(tokens, term.end) or self.words.roles["and"].after(tokens, term.end)
            if end and end < len(tokens) and tokens[end].text.isdecimal() and date.day < int(tokens[end].text[:4]) <= 31:
                counted = end + 1 < len(tokens) and tokens[end + 1].kind == "word"
                if not counted:
                    return Term(term.start, end + 1, DateKind.RANGE, Between(date, replace(date, day=int(tokens[end].text))))
        return term

    def _before_link(self, start: int) -> int:
        found = self.words.roles["link"].before(self.tokens, start)
        return start if found is None or found < start - 1 else found

    def limits(self, terms: list[Term], wars: list[Mark]) -> list[Term]:
        """Turn a time after "since" or "until" into what it limits, and "since" with a war into its whole length."""
        out: list[Term] = []
        floor = 0
        for term in terms:
            out.append(self._limited(term, floor))
            floor = term.end
        taken = {at for term in out for at in range(term.start, term.end)}
        since = [term.start for term in out if isinstance(term.time, Since)]
        for mark in wars:
            start = self._since(mark.start, 0, SINCE_REACH)
            if start is None or start in taken or mark.start in taken:
                continue
            if not any(start < other < mark.start + SINCE_REACH for other in since):
                out.append(Term(self._unless_numbers(start, mark.start), mark.end, DateKind.SINCE, Since(None)))
                taken.update(range(start, mark.end))
        return out

    def _limited(self, term: Term, floor: int) -> Term:
        """Return what a time after "since" or "until" limits, or the time as it is."""
        if term.kind not in _STARTS or term.time is None:
            return term
        roles, tokens = self.words.roles, self.tokens
        start = self._since(term.start, floor, SINCE_REACH)
        if start is not None and self._tells_of_then(start, term.end):
            return term
        if start is not None:
            close = self._near(roles["since"].after(tokens, start) or start, term.start) or self._part(start, term.start)
            since = Since(term.time, apart=not close)
            return Term(self._unless_numbers(start, term.start), term.end, DateKind.SINCE, since)
        if term.kind is DateKind.RANGE:
            return term
        place = term.start
        for _ in range(3):
            until = roles["until"].before(tokens, place)
            if until is not None and until >= floor:
                return Term(until, term.end, DateKind.UNTIL, Until(term.time))
            opened = roles["opens"].before(tokens, place)
            if opened is not None and opened >= floor:
                return Term(opened, term.end, DateKind.SINCE, Since(term.time))
            earlier = roles["link"].before(tokens, place)
            earlier = roles["part_of"].before(tokens, place) if earlier is None else earlier
            if earlier is None or earlier < floor:
                break
            place = earlier
        return term

    def _tells_of_then(self, start: int, end: int) -> bool:
        """Return whether a clause behind a time tells what happened then, none before: "the worst since 2014, when 30 died"."""
        comma = end < len(self.tokens) and self.tokens[end].text == ","
        when = self.words.roles["when"].after(self.tokens, end + 1) if comma else None
        return when is not None and bool(self._told) and start > 0 and min(self._told) >= when

    def _part(self, start: int, end: int) -> bool:
        """Return whether "since" and a word such as "early" stand between two places."""
        after = self.words.roles["since"].after(self.tokens, start) or start
        part = self.words.roles["part_of"].after(self.tokens, self.words.roles["link"].after(self.tokens, after) or after)
        return part is not None and self._near(part, end)

    def _unless_numbers(self, start: int, end: int) -> int:
        """Return the first place, or the second where words stand between that may hold a figure."""
        return start if end - start <= 4 and not any(token.kind == "number" for token in self.tokens[start:end]) else end

    def _since(self, at: int, floor: int, reach: int) -> int | None:
        """Return where the "since" begins whose clause reaches to this token."""
        if not self._counts:
            return None
        since, tokens = self.words.roles["since"], self.tokens
        for end in range(at, max(floor, at - reach), -1):
            start = since.before(tokens, end)
            if start is not None and start >= floor:
                return start
            if tokens[end - 1].text in _STOPS and not (tokens[end - 1].glued and tokens[end - 2].kind == "number"):
                return None
        return None


def _is_day(term: Term) -> bool:
    """Return whether a term names one day."""
    time = term.time
    if isinstance(time, Shift):
        return time.unit == "day"
    return term.kind in (DateKind.DAY, DateKind.WEEKDAY) and isinstance(time, Moment)


def _both(before: Term, term: Term) -> Between | None:
    """Return the range from one term to another; what the first leaves out is taken from the second."""
    first, last = before.time, term.time
    if isinstance(last, Between):
        last = last.last
    if first is None or last is None:
        return None
    if isinstance(first, Moment) and isinstance(last, Moment):
        if (first.day is None) != (last.day is None) and (first.month or last.month):
            return None
        if first.year is None and last.year is not None and first.month and last.month:
            first = replace(first, year=last.year - (first.month > last.month))
        if last.year is None and first.year is not None and last.month is None and last.weekday is None:
            return None
    return Between(first, last)
