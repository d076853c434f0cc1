"""What two incidents have in common, and what speaks against their being one: values from 0 to 1 for named features."""

from __future__ import annotations

from math import prod, sqrt
from typing import TYPE_CHECKING

from counterclaim.linking.features import Feature
from counterclaim.linking.figures import compare_figures, worth
from counterclaim.linking.when import compare_times
from counterclaim.linking.where import compare_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from counterclaim.linking.incidents import Incident

#: Shared names, and shared numbers, whose weights sum to this are as telling as they can be.
_FULL_NAMES, _FULL_NUMBERS = 3.0, 2.0
#: Means that reports of one attack may differ in: from the air, on the ground, with explosives, by hand.
_MEANS = (
    frozenset({"air_strike", "drone_strike", "missile", "shelling", "bomb", "poison"}),
    frozenset({"clash", "shelling", "ambush", "shooting", "air_strike"}),
    frozenset({"bomb", "car_bomb", "suicide_bombing"}),
    frozenset({"shooting", "execution", "ambush"}),
    frozenset({"shooting", "suicide_bombing", "bomb", "clash"}),
)
_TARGETS = "targets:"
#: Two reports that name little are alike by chance: as if each named so much more that the other does not.
_LITTLE = 1.0


def compare(one: Incident, other: Incident, rarity: Mapping[str, float]) -> dict[Feature, float]:
    """Return the features of two incidents that are not 0. `rarity` weighs a shared name from 0 (everywhere) to 1."""
    return compare_rest(one, other, rarity, where_and_when(one, other))


def where_and_when(one: Incident, other: Incident) -> dict[Feature, float]:
    """Return the features of their places and times."""
    found = dict(compare_places(one, other))
    found.update(compare_times(one, other))
    return found


def compare_rest(
    one: Incident, other: Incident, rarity: Mapping[str, float], found: dict[Feature, float]
) -> dict[Feature, float]:
    """Return the features of two incidents, those of their places and times being found already."""
    found.update(compare_figures(one, other))
    found.update(_sets(one, other))
    found.update(_named(one, other, rarity))
    if Feature.FIGURE_CONFLICT in found and Feature.DAY_SAME not in found:
        found[Feature.CONFLICT_UNDATED] = found.pop(Feature.FIGURE_CONFLICT)
    if one.topic and other.topic:
        found[Feature.TOPICS_BOTH] = 1.0
    return found


def possible(one: Incident, other: Incident) -> Iterator[Feature]:
    """Yield the features besides places and times that may speak for two incidents: a look at what they share, no more."""
    here, there = one.naming, other.naming
    if one.figures and other.figures:
        yield Feature.FIGURE_CLOSE
        numbers = {figure.number for figure in one.figures}
        if any(figure.number in numbers for figure in other.figures):
            yield from (Feature.FIGURE_UNUSUAL, Feature.FIGURE_EQUAL)
    if one.lead and other.lead and one.lead.number == other.lead.number:
        yield Feature.LEAD_EQUAL
    if not here.names.isdisjoint(there.names):
        yield Feature.NAMES_SHARED
    if not here.numbers.isdisjoint(there.numbers):
        yield Feature.NUMBERS_SHARED
    if not here.subjects.isdisjoint(there.subjects):
        yield from (Feature.SUBJECTS_ALIKE, Feature.TARGET_SAME)
    if not one.actors.isdisjoint(other.actors):
        yield Feature.ACTORS_SHARED
    if not one.means.isdisjoint(other.means):
        yield Feature.MEANS_SAME
    if one.topic and other.topic:
        yield Feature.TOPICS_BOTH


# --- what the reports name ----------------------------------------------------------------------------------------------


def _named(one: Incident, other: Incident, rarity: Mapping[str, float]) -> Iterator[tuple[Feature, float]]:
    names = sum(rarity.get(name, 0.0) for name in one.naming.names & other.naming.names)
    if names:
        yield Feature.NAMES_SHARED, min(1.0, names / _FULL_NAMES)
    numbers = sum(rarity.get(f"#{number}", 1.0) * worth(number) for number in one.naming.numbers & other.naming.numbers)
    if numbers:
        yield Feature.NUMBERS_SHARED, min(1.0, numbers / _FULL_NUMBERS)
    alike = _alike(one.naming.subjects, other.naming.subjects, rarity)
    if alike:
        yield Feature.SUBJECTS_ALIKE, alike
    targets = [
        rarity.get(subject, 1.0) for subject in one.naming.subjects & other.naming.subjects if subject.startswith(_TARGETS)
    ]
    if targets:
        yield Feature.TARGET_SAME, max(targets)


def _alike(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    """Return the cosine of what two reports name, each subject weighed by its rarity."""
    shared = sum(rarity.get(subject, 1.0) ** 2 for subject in one & other)
    if not shared:
        return 0.0
    lengths = (sum(rarity.get(subject, 1.0) ** 2 for subject in of) for of in (one, other))
    return shared / (sqrt(prod(lengths)) + _LITTLE)


# --- who, with what -------------------------------------------------------------------------------------------------------


def _sets(one: Incident, other: Incident) -> Iterator[tuple[Feature, float]]:
    if one.actors & other.actors:
        yield Feature.ACTORS_SHARED, min(1.0, len(one.actors & other.actors) / 2)
    if one.means & other.means:
        yield Feature.MEANS_SAME, 1.0
    elif one.means and other.means and not any(one.means & family and other.means & family for family in _MEANS):
        yield Feature.MEANS_DIFFER, 1.0
    if one.outcomes and other.outcomes and not _comparable(one.outcomes, other.outcomes):
        yield Feature.OUTCOMES_DIFFER, 1.0


def _comparable(one: frozenset[str], other: frozenset[str]) -> bool:
    deaths = {"killed", "injured", "casualties"}
    return bool(one & other) or bool(one & deaths and other & deaths)
