"""When a report was published, and which war it speaks of, as far as its own words tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim import edtf
from counterclaim.extraction.anchoring import Anchor
from counterclaim.extraction.date_terms import DateKind, Moment, Since, SoFar
from counterclaim.knowledge.wars import likely_war

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.date_terms import Term
    from counterclaim.extraction.sentences import Sentence

#: A full date in a paragraph of at most so many tokens, within so many paragraphs from the top, is that of publication.
TOKENS = 16
PARAGRAPHS = 12
#: A sentence of at most so many tokens with the day of publication in it says nothing else: "Moscow, 30 October."
BARE = 6
#: A date at one of the first tokens of the text is a stamp, put there by the site or the crawler.
STAMP = 1
#: "Since the war began".
_WAR = SoFar("war")


def publication(sentences: Sequence[Sentence], terms: Sequence[Sequence[Term]], given: str | None) -> str | None:
    """Return when a report was published: what is given, made exact by the report's own dateline, which also stands in for it.

    A month that stands as a stamp before the text counts where there is nothing better; a dateline later than what is given is
    that of another report.
    """
    if given and edtf.precision(given) == "day":
        return given
    stamp = None
    for sentence, term, date in _full_dates(sentences, terms):
        if is_stamp(sentence, term):
            stamp = stamp or date
        if len(date) == 10 and (not given or (date[: len(given)] <= given and not _opens_sentence(sentence))):
            return date
    return given or stamp


def _full_dates(sentences: Sequence[Sentence], terms: Sequence[Sequence[Term]]) -> Iterator[tuple[Sentence, Term, str]]:
    """Yield the dates with a year that stand where datelines do."""
    lengths: dict[int, int] = {}
    for sentence in sentences:
        lengths[sentence.paragraph] = lengths.get(sentence.paragraph, 0) + len(sentence.tokens)
    top = set(list(lengths)[:PARAGRAPHS])
    for sentence, found in zip(sentences, terms, strict=True):
        for term in found:
            if isinstance(term.time, Moment) and term.time.year and term.time.month:
                short = sentence.paragraph in top and lengths[sentence.paragraph] <= TOKENS
                date = edtf.date_of(term.time.year, term.time.month, term.time.day)
                if date and (short or (term.start <= STAMP and sentence.number < 3)):
                    yield sentence, term, date


def _opens_sentence(sentence: Sentence) -> bool:
    """Return whether a sentence is too long for a dateline: a date at its front may be that of the event."""
    return len(sentence.tokens) > TOKENS


def is_stamp(sentence: Sentence, term: Term) -> bool:
    """Return whether a date in numbers stands at the very start of the text."""
    first = sentence.number == 0 and term.start <= STAMP and sentence.tokens[term.start].kind == "number"
    return first and term.kind in (DateKind.MONTH, DateKind.DAY)


def is_dateline(sentence: Sentence, term: Term, date: str | None, published: str | None) -> bool:
    """Return whether a date in the text is only that of publication."""
    time = term.time
    if date == published and term.kind is DateKind.DAY and len(sentence.tokens) <= BARE:
        return True
    if not (isinstance(time, Moment) and time.year and time.month):
        return False
    if is_stamp(sentence, term) and term.kind is DateKind.MONTH:
        return True
    return date == published and time.day is not None and (len(sentence.tokens) <= TOKENS or term.start <= STAMP)


def conflict_start(sentences: Sequence[Sentence], terms: Sequence[Sequence[Term]], published: str | None) -> str | None:
    """Return the start of the war that a report counts from: one that it names, else that of a known war of its countries."""
    since = [term.time for found in terms for term in found if isinstance(term.time, Since)]
    counted = any(time.start is None for time in since) or any(term.time == _WAR for found in terms for term in found)
    named: dict[str, int] = {}
    for sentence in sentences:
        for mark in sentence.of("countries"):
            named[mark.value] = named.get(mark.value, 0) + 1
    today = edtf.days(published)
    war = likely_war(named, today.last.isoformat() if today and today.last else None)
    anchor = Anchor(published)
    starts = [anchor.resolve(time.start) for time in since if isinstance(time.start, Moment) and time.start.month]
    if war and (war.start in starts or not since):
        return war.start
    if not counted:  # the report counts from something else
        return None
    return next(filter(None, starts), war.start if war else None)
