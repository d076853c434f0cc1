"""The times that a report names, as EDTF: which tokens they stand at, and which of them belongs to a claim."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction.anchoring import Anchor
from counterclaim.extraction.date_joining import read_terms
from counterclaim.extraction.date_terms import Between, DateKind, Moment, Night, Past, Shift, Since, SoFar
from counterclaim.extraction.dateline import TOKENS, conflict_start, is_dateline, publication
from counterclaim.extraction.when import Frame, choose, leading_date
from counterclaim.fleeting import fleeting
from counterclaim.knowledge.date_words import date_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.date_terms import Term, Time
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.date_words import DateWords
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.model import Scope, Span

_GRANULARITY = {
    DateKind.DAY: "day",
    DateKind.PART_OF_DAY: "day",
    DateKind.WEEKDAY: "day",
    DateKind.MONTH: "month",
    DateKind.YEAR: "year",
    DateKind.DECADE: "decade",
    DateKind.SEASON: "season",
    DateKind.CLOCK: "minute",
}
_LIMITS = frozenset((DateKind.SINCE, DateKind.UNTIL, DateKind.PAST, DateKind.DURATION, DateKind.PUBLISHED))


@fleeting
class DateMark:
    """Words for a time at tokens `start` to `end` (half-open), and the unit in which they name it.

    `edtf` is None where they give no date, such as "14.30" or "for two years". `yearless` is a day
    whose year nothing tells, `weekday` a named one from Monday as 0.
    """

    start: int
    end: int
    kind: DateKind
    granularity: str
    edtf: str | None = None
    yearless: str | None = None
    weekday: int | None = None


@fleeting
class Stretch:
    """Words for a time at tokens `start` to `end` (half-open), and the unit in which they name it, whatever they mean."""

    start: int
    end: int
    granularity: str


class _Meant(NamedTuple):
    """What the words for times mean: the marks by sentence, what the report is about, and the same for what stands."""

    marks: list[list[DateMark]]
    frame: Frame
    standing: Frame


class Dates:
    """The times of one report. A sentence is read when its words are asked for; what they mean, once that is asked of any.

    Most reports make no claim, and of these the words around their numbers are all that is asked for.
    """

    def __init__(self, sentences: Sequence[Sentence], words: DateWords, published: str | None) -> None:
        self._sentences, self._words, self._given = sentences, words, published
        self._terms: dict[int, list[Term]] = {}

    @property
    def published(self) -> str | None:
        """When the report appeared, as far as it is known."""
        return self._meant.frame.published

    @property
    def leading(self) -> str | None:
        """The time of the event that the report is about."""
        return self._meant.frame.leading

    def stretches(self, sentence_number: int) -> list[Stretch]:
        """Return where a sentence names times, in reading order."""
        return [Stretch(term.start, term.end, _granularity(term)) for term in self._read(sentence_number)]

    def marks(self, sentence_number: int) -> Sequence[DateMark]:
        """Return the times named in a sentence, in reading order."""
        return self._meant.marks[sentence_number]

    def when(
        self, sentence_number: int, token_start: int, token_end: int, scope: Scope, *, standing: bool = False
    ) -> tuple[str | None, Span | None]:
        """Return the time of a claim at these tokens and the words that name it; None for what is not known.

        A `standing` figure (the strength of a force) holds at a time, and does not add up from the start of a war.
        """
        at = sentence_number, token_start, token_end
        return choose(self._sentences, self._meant.marks, at, scope, self._meant.standing if standing else self._meant.frame)

    def _read(self, sentence_number: int) -> list[Term]:
        known = self._terms.get(sentence_number)
        if known is None:
            sentence = self._sentences[sentence_number]
            found = read_terms(sentence, self._words)
            known = self._terms[sentence_number] = [term for term in found if not _born(term, sentence)] if found else found
        return known

    @functools.cached_property
    def _meant(self) -> _Meant:
        """What the words of the whole report mean."""
        sentences, terms = self._sentences, [self._read(number) for number in range(len(self._sentences))]
        known = publication(sentences, terms, self._given)
        anchor = Anchor(known, conflict_start(sentences, terms, known))
        for found in terms:
            for term in found:
                anchor.learn(term.time)
        marks = [_marks(sentence, found, anchor) if found else [] for sentence, found in zip(sentences, terms, strict=True)]
        leading = leading_date(sentences, marks, anchor)
        _fill_context(sentences, terms, marks, (anchor, leading))
        frame = Frame(leading, anchor.published, anchor.conflict)
        return _Meant(marks, frame, frame._replace(conflict=None))


def _born(term: Term, sentence: Sentence) -> bool:
    """Return whether a year is the one somebody was born in, told behind it: Russian "of the year 2009 of birth"."""
    return any(mark.value == "age" and term.start < mark.start <= term.end for mark in sentence.of("exclusions", form="after"))


def read_dates(sentences: Sequence[Sentence], pack: LanguagePack, published: str | None) -> Dates:
    """Return the times of a report, its sentences numbered from 0 in order; `published` is EDTF, None where it is not known."""
    return Dates(sentences, date_words(pack), published)


def _marks(sentence: Sentence, terms: Sequence[Term], anchor: Anchor) -> list[DateMark]:
    """Return the marks of a sentence; what refers to a time spoken of before is still open."""
    out = []
    for term in terms:
        found = anchor.resolve(term.time) if term.time is not None else None
        kind = DateKind.PUBLISHED if is_dateline(sentence, term, found, anchor.published) else term.kind
        yearless = _yearless(term) if found is None else None
        out.append(DateMark(term.start, term.end, kind, _granularity(term), found, yearless, _weekday(term.time)))
    if len(sentence.tokens) <= TOKENS and any(mark.kind is DateKind.PUBLISHED for mark in out):
        return [replace(mark, kind=DateKind.PUBLISHED) for mark in out]
    return out


def _weekday(time: Time | None) -> int | None:
    """Return the weekday that words name; that of the night's own day for a night."""
    if isinstance(time, Night):
        return _weekday(time.day)
    return time.weekday if isinstance(time, Moment) else None


def _yearless(term: Term) -> str | None:
    """Return the day of a month that words name without a year, as EDTF; None where they name none."""
    time = term.time.last if isinstance(term.time, Between) else term.time
    if not isinstance(time, Moment) or time.year is not None or not (time.month and time.day):
        return None
    return f"XXXX-{time.month:02d}-{time.day:02d}"


def _granularity(term: Term) -> str:
    """Return the unit in which a time is named."""
    time = term.time
    if isinstance(time, Since):
        return "clause" if time.apart else "interval"
    if isinstance(time, Between):
        time = time.last
    if isinstance(time, (Shift, Past, SoFar)):
        return time.unit
    if isinstance(time, Moment) and term.kind is DateKind.RANGE:
        return "day" if time.day or time.weekday is not None else "month" if time.month else "year"
    return _GRANULARITY.get(term.kind, "interval")


def _fill_context(
    sentences: Sequence[Sentence],
    terms: Sequence[Sequence[Term]],
    marks: Sequence[list[DateMark]],
    known: tuple[Anchor, str | None],
) -> None:
    """Resolve "the day before" and its like: from the time last named in the paragraph, else from the report's leading date."""
    anchor, leading = known
    paragraph, month = -1, None
    for sentence, found, resolved in zip(sentences, terms, marks, strict=True):
        if sentence.paragraph != paragraph:
            paragraph, anchor.context = sentence.paragraph, leading
        for number, term in enumerate(found):
            if isinstance(term.time, Shift) and term.time.context:
                wide = term.time.unit in ("month", "year")
                anchor.context = month or anchor.context if wide else anchor.context
                resolved[number] = replace(resolved[number], edtf=anchor.resolve(term.time))
            mark = resolved[number]
            if mark.edtf and mark.kind not in _LIMITS:
                anchor.context = mark.edtf
            if mark.edtf and mark.kind is not DateKind.PUBLISHED:
                month = mark.edtf.partition("/")[0]
