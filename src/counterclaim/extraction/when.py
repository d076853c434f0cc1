"""Which of the times that a report names belongs to a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from counterclaim import edtf
from counterclaim.extraction.date_terms import DateKind
from counterclaim.model import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.anchoring import Anchor
    from counterclaim.extraction.dates import DateMark
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.model import Span

#: How many days before publication the event may lie that a report is about: one that it names by a day, by a month.
RECENT = 75
PAST = 183
#: How many days after an event a day of speaking is that of a statement on it.
TOLD = 4
#: How many sentences back in its paragraph a claim without a time takes one from.
CARRIED = 4
#: In how many sentences from the top a month in the past is that of the event.
TOP = 5
_STRETCHES = frozenset((DateKind.SINCE, DateKind.PAST, DateKind.UNTIL))
_DAYS = frozenset(("day", "night", "weekend"))
_NEVER = frozenset((DateKind.PUBLISHED, DateKind.PER_DAY, DateKind.CLOCK))
_TOTALS = frozenset((DateKind.UNTIL, DateKind.NOW))
_VAGUE = frozenset((DateKind.CONTEXT, DateKind.DURATION, DateKind.NOW))
_BREAKS = frozenset(",;:–—()")


class Frame(NamedTuple):
    """What holds for a whole report: the date of its event, its publication, and the start of the war that it counts from."""

    leading: str | None
    published: str | None
    conflict: str | None


def choose(
    sentences: Sequence[Sentence],
    marks: Sequence[Sequence[DateMark]],
    at: tuple[int, int, int],
    scope: Scope,
    frame: Frame,
) -> tuple[str | None, Span | None]:
    """Return the time of the claim at a sentence's tokens and its words: its own, a carried one, or the report's."""
    number, start, end = at
    sentence, published = sentences[number], frame.published
    own = _nearest(sentence, marks[number], (start, end), scope, published)
    told = scope is Scope.EVENT and own is not None and _spoken(sentence, own)
    if own and not told:
        return _of(own, sentence, scope, frame), sentence.span(own.start, own.end)
    for earlier in range(number - 1, max(-1, number - 1 - CARRIED), -1):
        if sentences[earlier].paragraph != sentences[earlier + 1].paragraph and not _runs_on(*sentences[earlier : earlier + 2]):
            break
        carried = _carried(sentences[earlier], marks[earlier], scope, published)
        if carried and not (own and _days_before(carried.edtf, own.edtf) is None):
            return _of(carried, sentences[earlier], scope, frame), sentences[earlier].span(carried.start, carried.end)
    days = _days_before(frame.leading, own.edtf) if own else None
    if own and (days is None or days > TOLD):
        return _of(own, sentence, scope, frame), sentence.span(own.start, own.end)
    return _of_report(scope, frame), None


def _of(mark: DateMark, sentence: Sentence, scope: Scope, frame: Frame) -> str | None:
    """Return what a time says of a claim: the start of a "since" for an event, up to a day of speaking for a total."""
    if scope is Scope.EVENT:
        return mark.edtf.partition("/")[0] if mark.edtf and mark.kind is DateKind.SINCE else mark.edtf
    if frame.conflict and mark.edtf and "/" not in mark.edtf and _spoken(sentence, mark):
        return edtf.interval(frame.conflict, mark.edtf) or mark.edtf
    return mark.edtf


def _of_report(scope: Scope, frame: Frame) -> str | None:
    """Return the time of a claim whose paragraph names none."""
    leading, published = frame.leading, frame.published
    if scope is Scope.EVENT:
        return leading or (published[:7] if published else None)
    if leading and published and edtf.precision(leading) == "month" and leading < published[:7]:
        return leading
    if frame.conflict and published and leading is None:
        return edtf.interval(frame.conflict, published)
    return published


def _days_before(event: str | None, told: str | None) -> int | None:
    """Return how many days lie between an event and the day on which somebody speaks of it; None where it is not before that."""
    happened, spoken = edtf.days(event), edtf.days(told)
    if not (happened and spoken and happened.first and happened.last and spoken.first and spoken.last):
        return None
    if happened.first >= spoken.first or happened.last > spoken.last:
        return None
    return spoken.last.toordinal() - happened.last.toordinal()


def _runs_on(line: Sentence, following: Sentence) -> bool:
    """Return whether a line was broken in the middle of a sentence."""
    first = following.tokens[0]
    return line.tokens[-1].kind == "word" and first.kind == "word" and not first.capitalised


def leading_date(sentences: Sequence[Sentence], marks: Sequence[Sequence[DateMark]], anchor: Anchor) -> str | None:
    """Return the time of the event that a report is about: the first recent day in it that is not that of somebody's speaking."""
    spoken = None
    for number, sentence in enumerate(sentences):
        for mark in marks[number]:
            if mark.edtf is None or mark.kind in _STRETCHES or mark.kind in _NEVER or mark.kind in _VAGUE:
                continue
            if number >= TOP and (anchor.first is None or mark.granularity not in _DAYS):
                continue
            if not _leads(mark, anchor):
                continue
            if not _spoken(sentence, mark):
                return mark.edtf
            spoken = spoken or mark.edtf
    return spoken


def _leads(mark: DateMark, anchor: Anchor) -> bool:
    """Return whether a time may be that of the event that the report is about."""
    covered = edtf.days(mark.edtf)
    if covered is None or covered.first is None or covered.last is None:
        return False
    if anchor.first is None or anchor.last is None:
        return mark.granularity in _DAYS
    before = anchor.first.toordinal() - covered.first.toordinal()
    if mark.granularity in _DAYS:
        return before <= RECENT and covered.first <= anchor.last
    return mark.granularity == "month" and 0 < before <= PAST


def _nearest(
    sentence: Sentence, marks: Sequence[DateMark], at: tuple[int, int], scope: Scope, published: str | None
) -> DateMark | None:
    """Return the time of a claim's own sentence that belongs to it."""
    found = [(_cost(sentence, mark, at, scope), mark) for mark in marks if _usable(mark, scope, published)]
    if not found:
        return None
    cost, best = min(found, key=lambda pair: pair[0])
    for other_cost, other in found:
        if other.edtf != best.edtf and edtf.within(other.edtf, best.edtf) and other_cost <= cost + 12:
            best = other
    return best


def _usable(mark: DateMark, scope: Scope, published: str | None) -> bool:
    """Return whether a time can be that of a claim at all: it names a date, and does not lie ahead."""
    if mark.edtf is None or mark.kind in _NEVER:
        return False
    if scope is Scope.EVENT and (mark.kind in _TOTALS or (mark.kind is DateKind.SINCE and mark.granularity != "clause")):
        return False
    covered, today = edtf.days(mark.edtf), edtf.days(published)
    if covered is None:
        return False
    return not (today and today.last and covered.first and covered.first.toordinal() > today.last.toordinal() + 1)


def _cost(sentence: Sentence, mark: DateMark, at: tuple[int, int], scope: Scope) -> int:
    """Return how far a time is from a claim, in tokens; breaks, speaking and a time of the wrong sort count extra."""
    start, end = at
    low, high = (mark.end, start) if mark.end <= start else (end, mark.start)
    between = sentence.tokens[low:high] if high > low else ()
    cost = len(between) + 6 * sum(token.text in _BREAKS for token in between)
    cost += (15 if scope is Scope.EVENT else 4) * _spoken(sentence, mark)
    if mark.kind in _STRETCHES:
        cost += 10 if scope is Scope.EVENT else -12
    if mark.kind is DateKind.DURATION:
        cost += 30 if scope is Scope.EVENT else 12
    if scope is Scope.EVENT and mark.granularity in ("year", "decade"):
        cost += 8
    return cost


def _spoken(sentence: Sentence, mark: DateMark) -> bool:
    """Return whether a time stands beside a verb of saying, or between its parts: "said on Friday", "teilte am Freitag mit"."""
    for verb in sentence.marks:
        if verb.kind != "attribution" or verb.form != "verb":
            continue
        if verb.tail is not None and verb.head_end <= mark.start and mark.end <= verb.tail:
            return True
        low, high = (verb.end, mark.start) if verb.end <= mark.start else (mark.end, verb.start)
        if 0 <= high - low <= 2 and not any(token.text in _BREAKS for token in sentence.tokens[low:high]):
            return True
    return False


def _carried(sentence: Sentence, marks: Sequence[DateMark], scope: Scope, published: str | None) -> DateMark | None:
    """Return the time that a sentence leaves for those after it."""
    for mark in reversed(list(_lasting(sentence, marks, scope, published))):
        return mark
    return None


def _lasting(sentence: Sentence, marks: Sequence[DateMark], scope: Scope, published: str | None) -> Iterator[DateMark]:
    for mark in marks:
        if not _usable(mark, scope, published) or mark.kind in (DateKind.DURATION, DateKind.NOW):
            continue
        whole_years = mark.kind is DateKind.RANGE and mark.granularity == "year"
        if scope is Scope.TOTAL or not (mark.kind in _STRETCHES or whole_years or _spoken(sentence, mark)):
            yield mark
