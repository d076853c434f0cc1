"""Words for times in a sentence: calendar dates, weekdays, units with their counts, fixed phrases. One pass, left to right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.date_terms import DateKind, Moment, Past, Shift, SoFar, Term
from counterclaim.knowledge.date_words import date_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.date_words import DateWords
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.text import Token

#: The years that a bare number of four digits may be.
YEARS = range(1900, 2100)
_DASHES = frozenset("-–—−‑")
_DATE_SIGNS = frozenset("/.") | _DASHES
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


def find_terms(sentence: Sentence, pack: LanguagePack) -> tuple[list[Term], list[Mark]]:
    """Return the terms of a sentence in reading order, not yet joined, and the marks of wars and of parts of the day."""
    words = date_words(pack)
    marks = words.lexicon.find(sentence.tokens)
    numbers = [at for at, token in enumerate(sentence.tokens) if token.kind == "number"]
    if not marks and not numbers:
        return [], []
    scanner = Scanner(sentence, words, marks)
    return list(scanner.terms(numbers)), scanner.others


class Scanner:
    """Reads the terms of one sentence."""

    def __init__(self, sentence: Sentence, words: DateWords, marks: Sequence[Mark]) -> None:
        self.tokens: Sequence[Token] = sentence.tokens
        self.words = words
        self.others: list[Mark] = []
        self._at: dict[int, Mark] = {}
        for mark in marks:
            if mark.entry.kind in ("war", "parts"):
                self.others.append(mark)
            else:
                self._at.setdefault(mark.start, mark)
        self._victims = {mark.start for mark in sentence.of("victims")}
        self._floor = 0  # tokens before this one belong to an earlier term

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

    # --- numbers ---------------------------------------------------------------------------------------------------

    def _number(self, at: int) -> Term | None:
        token = self.tokens[at]
        if not token.text.isdigit():
            return self._pointed(at)
        if len(token.text) > 4:
            return None
        return self._numeric_date(at) or self._day_of_month(at) or self._clock(at) or self._year(at)

    def _pointed(self, at: int) -> Term | None:
        """Return the date or time of day in a number with points or colons in it."""
        text = self.tokens[at].text
        parts = text.replace(":", ".").split(".")
        if not all(part.isdigit() and len(part) <= 4 for part in parts):
            return None
        numbers = [int(part) for part in parts]
        if len(parts) == 3 and ":" not in text:
            moment = _numeric([(part, number) for part, number in zip(parts, numbers, strict=True)])
            return Term(at, at + 1, DateKind.DAY, moment) if moment else None
        if len(parts) in (2, 3) and len(parts[1]) == 2 and numbers[0] <= 24 and numbers[1] < 60:
            return self._clock(at) or (Term(at, at + 1, DateKind.CLOCK) if ":" in text else None)
        return None

    def _numeric_date(self, at: int) -> Term | None:
        """Return the date in numbers with strokes, dashes or spaces between them."""
        tokens, parts, end = self.tokens, [], at
        while end < len(tokens) and tokens[end].kind == "number" and tokens[end].text.isdigit() and len(parts) < 3:
            parts.append((tokens[end].text, int(tokens[end].text)) if len(tokens[end].text) <= 4 else ("", 0))
            end += 1
            if len(parts) < 3 and end + 1 < len(tokens) and tokens[end].text in _DATE_SIGNS and tokens[end].glued:
                if not tokens[end + 1].glued:
                    break
                end += 1
        if len(parts) == 3 and (moment := _numeric(parts)):
            return Term(at, end, DateKind.DAY, moment)
        year = _year(tokens[at])
        if year and end >= at + 3 and tokens[at + 1].text == "-" and len(parts[1][0]) == 2 and 1 <= parts[1][1] <= 12:
            return Term(at, at + 3, DateKind.MONTH, Moment(year, parts[1][1]))
        return None

    def _day_of_month(self, at: int) -> Term | None:
        """Return the date that begins with the number of its day."""
        day = int(self.tokens[at].text)
        if not 1 <= day <= 31:
            return None
        after = self._skip_ordinal(at + 1)
        for _ in range(3):
            mark = self._at.get(after)
            if mark and mark.entry.kind == "months":
                end, year = self._year_after(mark.end)
                return Term(at, end, DateKind.DAY, Moment(year, int(mark.value), day))
            linked = self.words.roles["link"].after(self.tokens, after)
            if linked is None:
                return None
            after = linked
        return None

    def _skip_ordinal(self, at: int) -> int:
        """Return the token after the sign or ending that makes a number an ordinal."""
        tokens, ordinal = self.tokens, self.words.roles["ordinal"]
        if at < len(tokens) and tokens[at].glued:
            if tokens[at].text == ".":
                return at + 1
            joined = at + 1 if tokens[at].text in _DASHES or tokens[at].text in "'’:" else at
            if joined < len(tokens) and tokens[joined].glued:
                return ordinal.after(tokens, joined) or at
        return at

    def _year_after(self, at: int) -> tuple[int, int | None]:
        """Return where a date ends whose month ends before token `at`, and its year where one follows."""
        tokens, after = self.tokens, at
        if after < len(tokens) and tokens[after].text == "." and tokens[after].glued:
            after += 1
        if after < len(tokens) and tokens[after].text == ",":
            after += 1
        after = self.words.roles["link"].after(tokens, after) or after
        if after < len(tokens) and (year := _year(tokens[after])) and after not in self._victims and after + 1 not in self._victims:
            return self._after_year(after + 1), year
        return at, None

    def _after_year(self, at: int) -> int:
        """Return the token after the word that may follow a year."""
        tokens, word = self.tokens, self.words.roles["year_after"]
        if at + 1 < len(tokens) and tokens[at].text in _DASHES and tokens[at].glued and tokens[at + 1].glued:
            return word.after(tokens, at + 1) or at
        end = word.after(tokens, at)
        if end is None:
            return at
        return end + 1 if end < len(tokens) and tokens[end].text == "." and tokens[end].glued else end

    def _clock(self, at: int) -> Term | None:
        """Return the time of day that begins with this number."""
        tokens, roles = self.tokens, self.words.roles
        if not tokens[at].text[:2].rstrip(".:").isdigit() or int(tokens[at].text[:2].rstrip(".:")) > 24:
            return None
        before = roles["clock_before"].before(tokens, at)
        after = roles["clock_after"].after(tokens, at + 1)
        if after is not None:
            if after < len(tokens) and tokens[after].kind == "number" and tokens[after].glued:
                return Term(at, after + 1, DateKind.CLOCK)
            glued = tokens[at + 1].glued or before is not None or not tokens[at].text.isdigit()
            return Term(at if before is None else before, after, DateKind.CLOCK) if glued or len(tokens[at + 1].key) > 1 else None
        if before is not None and before >= self._floor and at + 1 not in self._victims:
            strong = len(tokens[before].key) > 2 or tokens[before].key.startswith("k") or not tokens[at].text.isdigit()
            return Term(before, at + 1, DateKind.CLOCK) if strong and not self._counted(at + 1) else None
        return None

    def _counted(self, at: int) -> bool:
        """Return whether a word stands here that the number before it may count."""
        return at < len(self.tokens) and self.tokens[at].kind == "word" and self.tokens[at - 1].text.isdigit()

    def _year(self, at: int) -> Term | None:
        """Return the year, or the decade, that a bare number is."""
        tokens, roles = self.tokens, self.words.roles
        number = int(tokens[at].text)
        joined = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text in _DASHES and tokens[at + 1].glued else at + 1
        if number % 10 == 0 and (number in YEARS or number < 100):
            decade = roles["decade_after"].after(tokens, joined) if joined < len(tokens) and tokens[joined].glued else None
            said = roles["decade_before"].before(tokens, at) is not None
            if decade or (said and at + 1 not in self._victims):
                first = number if number >= 100 else 1900 + number
                return Term(at, decade or at + 1, DateKind.DECADE, Moment(first, written="decade"))
        if number not in YEARS:
            return None
        end = self._after_year(at + 1)
        if end > at + 1:
            return Term(at, end, DateKind.YEAR, Moment(number))
        before = roles["year_before"].before(tokens, at) is not None or (at > 0 and tokens[at - 1].text in _DASHES | {"("})
        if not before or at + 1 in self._victims or (at + 1 < len(tokens) and tokens[at + 1].text == "%"):
            return None
        return Term(at, at + 1, DateKind.YEAR, Moment(number))

    # --- words -----------------------------------------------------------------------------------------------------

    def _marked(self, at: int, mark: Mark) -> Term | None:
        kind, value = mark.entry.kind, mark.value
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
        if self.words.months_before_days and after < len(tokens) and tokens[after].text.isdigit() and len(tokens[after].text) <= 2:
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

    def _is(self, at: int, text: str) -> bool:
        return at < len(self.tokens) and self.tokens[at].text == text and self.tokens[at].glued

    def _weekday(self, at: int, mark: Mark) -> Term:
        turn, start, end = self._turn(at, mark.end)
        moment = Moment(weekday=int(mark.value) - 1, turn=turn)
        after = end + 1 if end < len(self.tokens) and self.tokens[end].text in (",", ".") else end
        after = self.words.roles["link"].after(self.tokens, after) or after
        date = None
        if after < len(self.tokens) and self.tokens[after].kind == "number":
            pointed = not self.tokens[after].text.isdigit()
            date = self._pointed(after) if pointed else self._numeric_date(after) or self._day_of_month(after)
        elif (following := self._at.get(after)) and following.entry.kind == "months":
            date = self._month(after, following)
        if date and date.kind is DateKind.DAY and isinstance(date.time, Moment):
            return Term(start, date.end, DateKind.DAY, date.time._replace(weekday=moment.weekday))
        return Term(start, end, DateKind.WEEKDAY, moment)

    def _unit(self, at: int, mark: Mark) -> Term | None:
        """Return the stretch of time that a unit is part of: counted, or beside "last", "this" and "next"."""
        roles, unit = self.words.roles, mark.value
        found = self._count(at)
        start, count = found or (at, 0)
        start, role = self._role_before(start, counted=found is not None)
        for after_role, sign, context in (("ago_after", -1, False), ("earlier", -1, True), ("later", 1, True)):
            after = roles[after_role].after(self.tokens, mark.end)
            if after is not None and found:
                kind = DateKind.CONTEXT if context else DateKind.RELATIVE
                return Term(start, after, kind, Shift(unit, sign * count, context, counted=True) if count else None)
        if role == "ago_before" and found:
            return Term(start, mark.end, DateKind.RELATIVE, Shift(unit, -count, counted=True) if count else None)
        if role == "trailing" or (role in ("previous", "since", "within") and found):
            return Term(start, mark.end, DateKind.PAST if role != "within" else DateKind.DURATION, Past(unit, count))
        if found:
            return Term(start, mark.end, DateKind.DURATION)
        turn, start, end = self._turn(at, mark.end)
        if (start, end) == (at, mark.end):
            return None
        return Term(start, end, DateKind.RELATIVE, Shift(unit, turn))

    def _count(self, at: int) -> tuple[int, int] | None:
        """Return where the count before a unit begins and what it is; one word of another sort may stand between."""
        tokens, roles = self.tokens, self.words.roles
        for end in (at, at - 1):
            if end <= self._floor:
                return None
            if end < at and not any(roles[r].before(tokens, at) == end for r in ("hedge", "trailing", "previous")):
                return None
            if tokens[end - 1].kind == "number":
                text = tokens[end - 1].text
                return end - 1, int(text) if text.isdigit() and len(text) <= 4 else 0
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


def _year(token: Token) -> int | None:
    """Return the year that a token is."""
    if token.kind != "number" or len(token.text) != 4 or not token.text.isdigit():
        return None
    return int(token.text) if int(token.text) in YEARS else None


def _numeric(parts: Sequence[tuple[str, int]]) -> Moment | None:
    """Return the date that three numbers are: year first, or year last with day and month in an open order."""
    (first, a), (_, b), (last, c) = parts
    if len(first) == 4 and a in YEARS and 1 <= b <= 12 and 1 <= c <= 31:
        return Moment(a, b, c)
    year = c if len(last) == 4 else 2000 + c if len(last) == 2 and len(first) == 2 else 0
    if year not in YEARS or not (1 <= a <= 31 and 1 <= b <= 31):
        return None
    if a > 12:
        return Moment(year, b, a) if b <= 12 else None
    return Moment(year, a, b) if b > 12 else Moment(year, b, a, written="open")
