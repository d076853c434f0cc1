"""The times that a report names, as EDTF: which tokens they stand at, and which time belongs to a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from counterclaim import edtf
from counterclaim.extraction.anchoring import Anchor
from counterclaim.extraction.date_joining import read_terms
from counterclaim.extraction.date_terms import Between, DateKind, Moment, Past, Shift, Since, SoFar, Term
from counterclaim.extraction.when import choose, leading_date
from counterclaim.knowledge.wars import load_wars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.model import Scope, Span

#: A full date in a paragraph of at most so many tokens, near the top, is that of publication.
DATELINE_TOKENS = 16
DATELINE_PARAGRAPHS = 12


class DateMark(NamedTuple):
    """Words for a time at tokens `start` to `end` (half-open). `edtf` is None where they give no date, such as "14.30" or "for two years"."""

    start: int
    end: int
    kind: DateKind
    granularity: str
    edtf: str | None = None


class Dates:
    """The times of one report."""

    def __init__(self, sentences: Sequence[Sentence], marks: list[list[DateMark]], anchor: Anchor) -> None:
        self._sentences = sentences
        self._marks = marks
        self.published = anchor.published
        self.leading = leading_date(sentences, marks, anchor)

    def marks(self, sentence_number: int) -> list[DateMark]:
        """Return the times named in a sentence, in reading order."""
        return self._marks[sentence_number]

    def when(self, sentence_number: int, token_start: int, token_end: int, scope: Scope) -> tuple[str | None, Span | None]:
        """Return the time of a claim at these tokens, and the words that name it; None for what is not known."""
        return choose(self._sentences, self._marks, (sentence_number, token_start, token_end), scope, (self.leading, self.published))


def read_dates(sentences: Sequence[Sentence], pack: LanguagePack, published: str | None) -> Dates:
    """Return the times of a report. Sentences are numbered from 0 in order; `published` is EDTF or None."""
    terms = [read_terms(sentence, pack) for sentence in sentences]
    known = _published(sentences, terms, published)
    anchor = Anchor(known, _conflict(sentences, terms, known))
    marks = [_resolved(sentence, found, anchor) if found else [] for sentence, found in zip(sentences, terms, strict=True)]
    return Dates(sentences, marks, anchor)


# --- publication ---------------------------------------------------------------------------------------------------


def _published(sentences: Sequence[Sentence], terms: list[list[Term]], published: str | None) -> str | None:
    """Return when the report was published: what was handed in, made exact, or replaced where it is missing, by its own dateline."""
    if published and edtf.precision(published) == "day":
        return published
    lengths: dict[int, int] = {}
    for sentence in sentences:
        lengths[sentence.paragraph] = lengths.get(sentence.paragraph, 0) + len(sentence.tokens)
    ranks = {paragraph: rank for rank, paragraph in enumerate(lengths)}
    stamp = None
    for sentence, found in zip(sentences, terms, strict=True):
        for term in found:
            if not (isinstance(term.time, Moment) and term.time.year):
                continue
            date = edtf.date_of(term.time.year, term.time.month, term.time.day)
            if sentence.number == 0 and term.start <= 1 and term.kind in (DateKind.MONTH, DateKind.DAY):
                stamp = date
            short = lengths[sentence.paragraph] <= DATELINE_TOKENS and ranks[sentence.paragraph] < DATELINE_PARAGRAPHS
            if date and term.time.day and (short or term.start <= 2 and sentence.number < 3):
                if not published or date[: len(published)] <= published:
                    return date
    return published or stamp


def _conflict(sentences: Sequence[Sentence], terms: list[list[Term]], published: str | None) -> str | None:
    """Return the start of the war that a report is about: the one it names with "since", else a known war of its countries."""
    since_war = any(isinstance(t.time, Since) and t.time.start is None or t.time == SoFar("war") for found in terms for t in found)
    if not since_war:
        return None
    anchor = Anchor(published)
    for found in terms:
        for term in found:
            if isinstance(term.time, Since) and isinstance(term.time.start, Moment) and term.time.start.month:
                start = anchor.resolve(term.time.start)
                if start:
                    return start
    named: dict[str, int] = {}
    for sentence in sentences:
        for mark in sentence.marks:
            if mark.entry.kind == "countries":
                named[mark.value] = named.get(mark.value, 0) + 1
    day = edtf.days(published)
    begun = [war for war in load_wars() if day is None or day.last is None or war.start <= day.last.isoformat()]
    likely = max(begun, key=lambda war: (war.named_in(named), war.start), default=None)
    return likely.start if likely and likely.named_in(named) else None


# --- marks ---------------------------------------------------------------------------------------------------------

_GRANULARITY = {
    DateKind.DAY: "day", DateKind.PART_OF_DAY: "day", DateKind.WEEKDAY: "day", DateKind.MONTH: "month", DateKind.YEAR: "year",
    DateKind.DECADE: "decade", DateKind.SEASON: "season", DateKind.CLOCK: "minute", DateKind.PER_DAY: "day",
}  # fmt: skip


def _resolved(sentence: Sentence, terms: list[Term], anchor: Anchor) -> list[DateMark]:
    """Return the marks of a sentence; the anchor learns the years and the last time spoken of."""
    out = []
    for term in terms:
        found = anchor.resolve(term.time) if term.time is not None else None
        kind = term.kind
        if found and _stamps(sentence, term, anchor):
            kind = DateKind.PUBLISHED
        elif found and kind not in (DateKind.SINCE, DateKind.UNTIL, DateKind.PAST, DateKind.DURATION):
            anchor.context = found
        out.append(DateMark(term.start, term.end, kind, _granularity(term), found))
    return out


def _granularity(term: Term) -> str:
    """Return the unit in which a time is named."""
    time = term.time
    if isinstance(time, Between):
        time = time.last
    if isinstance(time, (Shift, Past, SoFar)):
        return time.unit
    return _GRANULARITY.get(term.kind, "interval")


def _stamps(sentence: Sentence, term: Term, anchor: Anchor) -> bool:
    """Return whether a date in the text is only that of publication: at the very start, or alone in a line."""
    if not (isinstance(term.time, Moment) and term.time.year and term.time.month):
        return False
    if sentence.number == 0 and term.start <= 1 and term.kind is DateKind.MONTH:
        return True
    if term.time.day is None or anchor.published is None:
        return False
    same = edtf.date_of(term.time.year, term.time.month, term.time.day) == anchor.published
    return same and (len(sentence.tokens) <= DATELINE_TOKENS or term.start <= 2)
