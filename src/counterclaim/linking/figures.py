"""Whether the figures of two incidents agree."""

from __future__ import annotations

from collections import defaultdict
from math import log2
from typing import TYPE_CHECKING

from counterclaim.linking.features import Feature

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.linking.incidents import Figure, Incident

#: Figures from here on are unusual unless they are round.
_UNUSUAL = 11
_CLOSE = 0.15
#: What figures that differ count beside others that nearly agree.
_PARTLY = 0.5
#: What one equal figure counts: from this for 1, up to 1; a round one no more than this.
_EQUAL_FLOOR, _EQUAL_FULL, _ROUND = 0.2, 6.0, 0.7
#: What a conflict of estimates counts.
_ESTIMATED = 0.5
#: What a conflict with one victim counts, who may be one of many.
_ONE_OF_MANY = 0.4
#: First figures that lie this many doublings apart conflict as much as figures can; nearer than this they do not.
_DOUBLINGS, _NEAR_DOUBLINGS = 3.0, 0.7

#: A day, or the night between two.
_DAY = 2

_CONFLICTS = (Feature.FIGURE_CONFLICT, Feature.LEAD_CONFLICT)


def compare_figures(one: Incident, other: Incident) -> Iterator[tuple[Feature, float]]:
    """Yield what the figures of two incidents have in common, all of them, and the first of each.

    Totals grow, unless they are of one day, and conflict with nothing; neither does a first figure that the other report names
    too, of whomever.
    """
    found = dict(_all(one.figures, other.figures)) if one.figures and other.figures else {}
    if one.lead and other.lead:
        found.update(_first(one.lead, other.lead))
    totals = _grows(one) or _grows(other)
    told = any(a.lead and a.lead.number in b.naming.numbers for a, b in ((one, other), (other, one)))
    for name, value in found.items():
        if name not in _CONFLICTS:
            yield name, value
        elif not (totals or told):
            yield name, value * _firmness(one.lead, other.lead)


def _grows(incident: Incident) -> bool:
    """Return whether the figures of a report without a claim on an event are running totals: not those of a day."""
    when = incident.when
    return not incident.claims and (when is None or when.length is None or when.length > _DAY)


def _firmness(one: Figure | None, other: Figure | None) -> float:
    """Return what a conflict counts: less for estimates, and for one victim, who may be one of many.

    A floor above the other's exact figure contradicts it as an exact one does.
    """
    if one is None or other is None:
        return 1.0
    lower, higher = sorted((one, other), key=lambda figure: figure.number)
    if lower.number == 1:
        return _ONE_OF_MANY
    return 1.0 if lower.exact and (higher.exact or higher.most is not None) else _ESTIMATED


def worth(number: int) -> float:
    """Return what an agreement in this figure counts: 1 for an unusual one, less for small and for round ones."""
    if unusual(number):
        return 1.0
    floor = _EQUAL_FLOOR + log2(max(1, number)) / _EQUAL_FULL
    return min(_ROUND if number % 10 == 0 else 1.0, floor)


def unusual(number: int) -> bool:
    """Return whether a figure is neither small nor round."""
    return number >= _UNUSUAL and number % 10 != 0


def _all(one: frozenset[Figure], other: frozenset[Figure]) -> Iterator[tuple[Feature, float]]:
    by_outcome: dict[str, list[Figure]] = defaultdict(list)
    for figure in other:
        by_outcome[figure.outcome].append(figure)
    counts: dict[str, float] = defaultdict(float)
    for figure in one:
        rivals = [rival for rival in by_outcome[figure.outcome] if _same_people(figure, rival)]
        counts[_agreement(figure, rivals)] += worth(figure.number) if rivals else 0.0
        counts["comparable"] += bool(rivals)
    special, equal, close, comparable = (counts[name] for name in ("unusual", "equal", "close", "comparable"))
    if special:
        yield Feature.FIGURE_UNUSUAL, min(1.0, special / 2)
    if equal:
        yield Feature.FIGURE_EQUAL, min(1.0, equal / 2)
    if close:
        yield Feature.FIGURE_CLOSE, min(1.0, close / 2)
    if comparable and not (special or equal) and counts["apart"]:
        yield Feature.FIGURE_CONFLICT, min(1.0, comparable / 2) if not close else _PARTLY


def _first(one: Figure, other: Figure) -> Iterator[tuple[Feature, float]]:
    """Yield whether the first figures agree, where they count the same."""
    if one.outcome != other.outcome or not _same_people(one, other):
        return
    apart = abs(log2(one.number) - log2(other.number))
    if one.number == other.number:
        yield Feature.LEAD_EQUAL, worth(one.number)
    elif apart > _NEAR_DOUBLINGS and not (_close(one, other) or _close(other, one)):
        yield Feature.LEAD_CONFLICT, min(1.0, apart / _DOUBLINGS)


def _agreement(figure: Figure, rivals: Sequence[Figure]) -> str:
    if any(rival.number == figure.number for rival in rivals):
        return "unusual" if unusual(figure.number) else "equal"
    return "close" if any(_close(figure, rival) or _close(rival, figure) for rival in rivals) else "apart"


def _close(figure: Figure, rival: Figure) -> bool:
    """Return whether two figures nearly agree: by a small part, or one is a floor that the other does not exceed by much."""
    if figure.most is not None and figure.number <= rival.number <= figure.most:
        return True
    return abs(rival.number - figure.number) <= _CLOSE * max(rival.number, figure.number)


def _same_people(one: Figure, other: Figure) -> bool:
    if one.country and other.country and one.country != other.country:
        return False
    return one.sort is None or other.sort is None or one.sort == other.sort
