"""Dates and times of day that are written with numbers: "7 February", "06.03.2023", "14.30", "in 2017", "the 1980s"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.date_terms import DateKind, Moment, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.date_words import DateWords
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.text import Token

#: The years that a bare number of four digits may be.
YEARS = range(1900, 2100)
DASHES = frozenset("-–—−‑")
_JOINTS = DASHES | frozenset("'’‘")
_DATE_SIGNS = frozenset("/.") | DASHES


class NumberScanner:
    """Reads the terms of one sentence that begin with a number; `marks` are the lexicon's."""

    def __init__(self, sentence: Sentence, words: DateWords, marks: Sequence[Mark]) -> None:
        self.tokens: Sequence[Token] = sentence.tokens
        self.words = words
        self.others: list[Mark] = []
        self._at: dict[int, Mark] = {}
        for mark in marks:
            if mark.kind in ("war", "parts"):
                self.others.append(mark)
            else:
                self._at.setdefault(mark.start, mark)
        self._victims = {mark.start for mark in sentence.of("victims")}
        self._persons = {mark.end: mark.start for mark in sentence.of("victims", form="one")}
        self._floor = 0  # tokens before this one belong to an earlier term

    def _number(self, at: int) -> Term | None:
        token = self.tokens[at]
        if not token.text.isdecimal():
            return self._pointed(at)
        if len(token.text) > 4:
            return None
        return self._numeric_date(at) or self._day_of_month(at) or self._clock(at) or self._year(at)

    def _pointed(self, at: int) -> Term | None:
        """Return the date or time of day in a number with points or colons in it."""
        text = self.tokens[at].text
        parts = text.replace(":", ".").split(".")
        if not all(part.isdecimal() and len(part) <= 4 for part in parts):
            return None
        numbers = [int(part) for part in parts]
        if len(parts) == 3 and ":" not in text:
            moment = _numeric(parts)
            return Term(at, at + 1, DateKind.DAY, moment) if moment else None
        if len(parts) in (2, 3) and len(parts[1]) == 2 and numbers[0] <= 24 and numbers[1] < 60:
            return self._clock(at) or (Term(at, at + 1, DateKind.CLOCK) if ":" in text else None)
        return None

    def _numeric_date(self, at: int) -> Term | None:
        """Return the date in numbers with strokes, dashes or spaces between them."""
        parts, signs, end = self._numbers_from(at)
        if len(parts) == 3 and (all(signs) or [len(part) for part in parts] == [4, 2, 2]):
            months_first = self.words.months_before_days and signs[0] == "/"
            if moment := _numeric(parts, months_first=months_first):
                return Term(at, end, DateKind.DAY, moment)
        year = _year(self.tokens[at])
        if year and len(parts) > 1 and signs[0] == "-" and len(parts[1]) == 2 and 1 <= int(parts[1]) <= 12:
            return Term(at, at + 3, DateKind.MONTH, Moment(year, int(parts[1])))
        return None

    def _numbers_from(self, at: int) -> tuple[list[str], list[str], int]:
        """Return up to three whole numbers that follow each other, the signs between them (empty for a space), and their end."""
        tokens, end = self.tokens, at
        parts: list[str] = []
        signs: list[str] = []
        while end < len(tokens) and tokens[end].kind == "number" and tokens[end].text.isdecimal():
            parts.append(tokens[end].text)
            end += 1
            if len(parts) == 3 or end >= len(tokens):
                break
            joined = end + 1 < len(tokens) and tokens[end].text in _DATE_SIGNS and tokens[end].glued and tokens[end + 1].glued
            signs.append(tokens[end].text if joined else "")
            end += joined
        return parts, signs, end

    def _day_of_month(self, at: int) -> Term | None:
        """Return the date that begins with the number of its day."""
        day = int(self.tokens[at].text)
        if not 1 <= day <= 31:
            return None
        after = self._skip_ordinal(at + 1)
        for _ in range(3):
            mark = self._at.get(after)
            if mark and mark.kind == "months":
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
            joined = at + 1 if tokens[at].text in _JOINTS or tokens[at].text == ":" else at
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
        if (
            after < len(tokens)
            and (year := _year(tokens[after]))
            and after not in self._victims
            and after + 1 not in self._victims
        ):
            return self._after_year(after + 1), year
        return at, None

    def _after_year(self, at: int) -> int:
        """Return the token after the word that may follow a year."""
        tokens, word = self.tokens, self.words.roles["year_after"]
        if at + 1 < len(tokens) and tokens[at].text in DASHES and tokens[at].glued and tokens[at + 1].glued:
            return word.after(tokens, at + 1) or at
        end = word.after(tokens, at)
        if end is None:
            return at
        return end + 1 if self._is(end, ".") and len(tokens[end - 1].text) <= 2 else end

    def _clock(self, at: int) -> Term | None:
        """Return the time of day that begins with this number."""
        tokens, roles = self.tokens, self.words.roles
        if not tokens[at].text[:2].rstrip(".:").isdecimal() or int(tokens[at].text[:2].rstrip(".:")) > 24:
            return None
        before = roles["clock_before"].before(tokens, at)
        after = roles["clock_after"].after(tokens, at + 1)
        if after is not None:
            if after < len(tokens) and tokens[after].kind == "number" and tokens[after].glued:
                return Term(at, after + 1, DateKind.CLOCK)
            glued = tokens[at + 1].glued or before is not None or not tokens[at].text.isdecimal()
            return Term(at if before is None else before, after, DateKind.CLOCK) if glued or len(tokens[at + 1].key) > 1 else None
        if before is not None and before >= self._floor and at + 1 not in self._victims:
            strong = len(tokens[before].key) > 2 or tokens[before].key.startswith("k") or not tokens[at].text.isdecimal()
            return Term(before, at + 1, DateKind.CLOCK) if strong and not self._counted(at + 1) else None
        return None

    def _counted(self, at: int) -> bool:
        """Return whether a word stands here that the number before it may count."""
        return at < len(self.tokens) and self.tokens[at].kind == "word" and self.tokens[at - 1].text.isdecimal()

    def _year(self, at: int) -> Term | None:
        """Return the year, or the decade, that a bare number is."""
        tokens, roles = self.tokens, self.words.roles
        number = int(tokens[at].text)
        joined = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text in _JOINTS and tokens[at + 1].glued else at + 1
        if number % 10 == 0 and (number in YEARS or number < 100):
            decade = roles["decade_after"].after(tokens, joined) if joined < len(tokens) and tokens[joined].glued else None
            said = roles["decade_before"].before(tokens, at)
            if decade or (said is not None and at + 1 not in self._victims):
                first = number if number >= 100 else 1900 + number
                return Term(at if said is None else said, decade or at + 1, DateKind.DECADE, Moment(first, written="decade"))
        if number not in YEARS:
            return None
        end = self._after_year(at + 1)
        if end > at + 1:
            return Term(at, end, DateKind.YEAR, Moment(number))
        before = roles["year_before"].before(tokens, at) is not None or (at > 0 and tokens[at - 1].text in DASHES | {"("})
        if not before or at + 1 in self._victims or (at + 1 < len(tokens) and tokens[at + 1].text == "%"):
            return None
        return Term(at, at + 1, DateKind.YEAR, Moment(number))

    def _is(self, at: int, text: str) -> bool:
        return at < len(self.tokens) and self.tokens[at].text == text and self.tokens[at].glued


def _year(token: Token) -> int | None:
    """Return the year that a token is."""
    if token.kind != "number" or len(token.text) != 4 or not token.text.isdecimal():
        return None
    return int(token.text) if int(token.text) in YEARS else None


def _numeric(parts: Sequence[str], *, months_first: bool = False) -> Moment | None:
    """Return the date that three numbers are: year first, or year last with day and month in an open order."""
    if any(len(part) > 4 for part in parts):
        return None
    a, b, c = map(int, parts)
    if len(parts[0]) == 4 and a in YEARS and 1 <= b <= 12 and 1 <= c <= 31:
        return Moment(a, b, c)
    year = c if len(parts[2]) == 4 else 2000 + c if len(parts[2]) == len(parts[0]) == 2 else 0
    if year not in YEARS or not (1 <= a <= 31 and 1 <= b <= 31):
        return None
    if a > 12:
        return Moment(year, b, a) if b <= 12 else None
    day, month = (b, a) if months_first or b > 12 else (a, b)
    return Moment(year, month, day, written="" if b > 12 else "open")
