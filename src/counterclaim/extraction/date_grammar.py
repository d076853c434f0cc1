"""Words for times in a sentence: calendar dates, weekdays, units with their counts, fixed phrases. One pass, left to right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.date_numbers import DASHES, NumberScanner
from counterclaim.extraction.date_terms import DateKind, Moment, Past, Shift, SoFar, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.date_words import DateWords
    from counterclaim.knowledge.lexicon import Mark

_FIXED = {
    "shifts": DateKind.RELATIVE,
    "context": DateKind.CONTEXT,
    "sofar": DateKind.SINCE,
    "past": DateKind.PAST,
    "per_day": DateKind.PER_DAY,
    "now": DateKind.NOW,
    "idle": DateKind.DURATION,
    "seasons": DateKind.SEASON,
    "holidays": DateKind.DAY,
}


def find_terms(sentence: Sentence, words: DateWords) -> tuple[list[Term], list[Mark]]:
    """Return the terms of a sentence in reading order, not yet joined, and the marks of wars and of parts of the day."""
    marks = sentence.marks_in(words.lexicon)
    numbers = [at for at, token in enumerate(sentence.tokens) if token.kind == "number"]
    if not marks and not numbers:
        return [], []
    scanner = Scanner(sentence, words, marks)
    return list(scanner.terms(numbers)), scanner.others


class Scanner(NumberScanner):
    """Reads the terms of one sentence."""

    def terms(self, numbers: Sequence[int]) -> Iterator[Term]:
        """Yield the terms, none of which overlaps another; `numbers` are the tokens that are numbers."""
        starts = set(numbers)
        for at in sorted(starts | self._at.keys()):
            if at < self._floor:
                continue
            term = self._number(at) if at in starts else None
            if term is None and at in self._at:
                term = self._marked(at, self._at[at])
            if term:
                yield term
                self._floor = term.end

    def _marked(self, at: int, mark: Mark) -> Term | None:
        kind, value = mark.kind, mark.value
        if kind == "months":
            return self._month(at, mark)
        if kind == "weekdays":
            return self._weekday(at, mark)
        if kind == "units":
            return self._unit(at, mark)
        return Term(at, mark.end, _FIXED[kind], self._fixed(kind, value))

    def _fixed(self, kind: str, value: str) -> Moment | Shift | Past | SoFar | None:
        if kind in ("shifts", "context"):
            cut = max(value.find("+"), value.find("-"))
            return Shift(value[:cut], int(value[cut:]), kind == "context")
        if kind == "past":
            unit, count = value.split()
            return Past(unit, int(count))
        if kind == "sofar":
            return SoFar(value)
        if kind == "now":
            return Shift("day", 0)
        if kind == "seasons":
            return Moment(season=value)
        if kind == "holidays":
            month, day = value.split("-")
            return Moment(None, int(month), int(day))
        return None

    def _turn(self, start: int, end: int) -> tuple[int, int, int]:
        """Return -1, 0 or 1 for "last", nothing and "next" beside these tokens, and the tokens with that word."""
        for role, turn in (("previous", -1), ("next", 1), ("this", 0)):
            before = self.words.roles[role].before(self.tokens, start)
            if before is not None and before >= self._floor:
                return turn, before, end
        if end not in self._at:
            for role, turn in (("previous", -1), ("next", 1)):
                after = self.words.roles[role].after(self.tokens, end)
                if after is not None and after not in self._at:
                    return turn, start, after
        return 0, start, end

    def _month(self, at: int, mark: Mark) -> Term | None:
        tokens, roles = self.tokens, self.words.roles
        month = int(mark.value)
        after = mark.end + 1 if mark.form == "short" and self._is(mark.end, ".") else mark.end
        if (
            self.words.months_before_days
            and after < len(tokens)
            and tokens[after].text.isdecimal()
            and len(tokens[after].text) <= 2
        ):
            day, end = int(tokens[after].text), self._skip_ordinal(after + 1)
            if 1 <= day <= 31 and end not in self._victims and not self._is(after + 1, "%"):
                end, year = self._year_after(end)
                return Term(at, end, DateKind.DAY, Moment(year, month, day))
        end, year = self._year_after(mark.end)
        if year:
            return Term(at, end, DateKind.MONTH, Moment(year, month))
        turn, start, end = self._turn(at, mark.end)
        if mark.form != "full":
            roles_beside = ("year_before", "part_of") if mark.form == "word" else ()
            touched = (start, end) != (at, mark.end) or any(roles[r].before(tokens, at) is not None for r in roles_beside)
            if not touched or mark.form == "short":
                return None
        return Term(start, end, DateKind.MONTH, Moment(None, month, turn=turn))

    def _weekday(self, at: int, mark: Mark) -> Term:
        turn, start, end = self._turn(at, mark.end)
        moment = Moment(weekday=int(mark.value) - 1, turn=turn)
        after = end + 1 if end < len(self.tokens) and self.tokens[end].text in (",", ".") else end
        after = self.words.roles["link"].after(self.tokens, after) or after
        date = None
        if after < len(self.tokens) and self.tokens[after].kind == "number":
            pointed = not self.tokens[after].text.isdecimal()
            date = self._pointed(after) if pointed else self._numeric_date(after) or self._day_of_month(after)
        elif (following := self._at.get(after)) and following.kind == "months":
            date = self._month(after, following)
        if date and date.kind is DateKind.DAY and isinstance(date.time, Moment):
            return Term(start, date.end, DateKind.DAY, replace(date.time, weekday=moment.weekday))
        return Term(start, end, DateKind.WEEKDAY, moment)

    def _unit(self, at: int, mark: Mark) -> Term | None:
        """Return the stretch of time that a unit is part of: counted, or beside "last", "this" and "next"."""
        roles, unit = self.words.roles, mark.value
        found = self._count(at)
        start, count = found or (at, 0)
        start, role = self._role_before(start, counted=found is not None)
        for after_role, sign, context in (("ago_after", -1, False), ("earlier", -1, True), ("later", 1, True)):
            after = roles[after_role].after(self.tokens, mark.end)
            if after is not None and (found or not context):
                number = count if found else 1  # "a week ago"
                kind = DateKind.CONTEXT if context else DateKind.RELATIVE
                return Term(start, after, kind, Shift(unit, sign * number, context, counted=True) if number else None)
        if role == "ago_before" and found:
            return Term(start, mark.end, DateKind.RELATIVE, Shift(unit, -count, counted=True) if count else None)
        if role == "within" and found and self._tells_age(start):
            return Term(start, mark.end, DateKind.DURATION)
        if role == "trailing" or (role in ("previous", "since", "within") and found):
            return Term(start, mark.end, DateKind.PAST if role != "within" else DateKind.DURATION, Past(unit, count))
        if found:
            return Term(start, mark.end, DateKind.DURATION)
        turn, start, end = self._turn(at, mark.end)
        if (start, end) == (at, mark.end):
            return None
        return Term(start, end, DateKind.RELATIVE, Shift(unit, turn))

    def _tells_age(self, at: int) -> bool:
        """Return whether a noun for one person ends at a token, behind an article: Norwegian "en mann | på 54 år"."""
        noun = self._persons.get(at)
        counted = self.words.counts.count(self.tokens, noun) if noun is not None else None
        return counted is not None and counted[1] == 1

    def _count(self, at: int) -> tuple[int, int] | None:
        """Return where the count before a unit begins and what it is; one word of another sort may stand between."""
        tokens, roles = self.tokens, self.words.roles
        for end in (at, at - 1):
            if end <= self._floor:
                return None
            if end < at and not any(roles[r].before(tokens, at) == end for r in ("hedge", "trailing", "previous")):
                return None
            hyphen = tokens[end - 1].text in DASHES and tokens[end - 1].glued and end > 1
            last = end - 2 if hyphen else end - 1
            if tokens[last].kind == "number":
                text = tokens[last].text
                return last, int(text) if text.isdecimal() and len(text) <= 4 else 0
            if (counted := self.words.counts.count(tokens, end)) and counted[0] >= self._floor:
                return counted
        return None

    def _role_before(self, at: int, *, counted: bool) -> tuple[int, str | None]:
        """Return the role of the word before a counted unit, hedges passed over, and where it begins."""
        tokens, roles = self.tokens, self.words.roles
        place = at
        for _ in range(4):
            for role in ("ago_before", "trailing", "previous", "since", "within"):
                before = roles[role].before(tokens, place)
                if before is not None and before >= self._floor and (counted or role == "trailing"):
                    return before, role
            hedge = roles["hedge"].before(tokens, place) if counted else None
            if hedge is None or hedge < self._floor:
                break
            place = hedge
        return at, None
