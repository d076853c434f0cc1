"""How strongly two incidents are one event: an additive model over the features, with a sentence for each."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from counterclaim.linking.comparison import compare_rest, possible, where_and_when
from counterclaim.linking.features import Feature
from counterclaim.model import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from counterclaim.knowledge.linking import Weights
    from counterclaim.linking.incidents import Incident

_WORDS: Mapping[Feature, str] = MappingProxyType(
    {
        Feature.PLACE_SAME: "the same place",
        Feature.PLACE_NEAR: "places near each other",
        Feature.PLACE_NAMED: "places of the same name",
        Feature.PLACE_WITHIN: "one place lies within the other",
        Feature.PLACE_COUNTRY: "the same country, no closer place in common",
        Feature.PLACE_FAR: "places far from each other",
        Feature.COUNTRY_DIFFERS: "different countries",
        Feature.DAY_SAME: "the same day",
        Feature.TIME_OVERLAPS: "times that overlap",
        Feature.WEEKDAY_SAME: "the same weekday",
        Feature.WEEKDAY_DIFFERS: "different weekdays",
        Feature.TIME_NEXT: "days that follow each other",
        Feature.TIME_APART: "days that lie apart",
        Feature.DAY_NAMED: "a day named in passing is the other's day",
        Feature.WINDOW_OVERLAPS: "may be of the same days",
        Feature.WINDOW_APART: "cannot be of the same days",
        Feature.WINDOW_LATE: "one would be a late report",
        Feature.FRESH: "one appeared within two days of the other's day",
        Feature.STALE: "one appeared days after the other's day",
        Feature.PUBLISHED_TOGETHER: "published at the same time",
        Feature.PUBLISHED_APART: "published at different times",
        Feature.FRONT_APART: "both tell of a place without figures, in different months",
        Feature.FIGURE_UNUSUAL: "the same unusual figure",
        Feature.FIGURE_EQUAL: "the same figure",
        Feature.FIGURE_CLOSE: "figures close to each other",
        Feature.LEAD_EQUAL: "the same figure first",
        Feature.LEAD_CONFLICT: "first figures far from each other",
        Feature.NUMBERS_SHARED: "the same numbers in the text",
        Feature.FIGURE_CONFLICT: "no figure in common",
        Feature.CONFLICT_UNDATED: "no figure in common, and no day",
        Feature.ACTORS_SHARED: "the same bodies speak or act",
        Feature.MEANS_SAME: "the same kind of attack",
        Feature.MEANS_DIFFER: "different kinds of attack",
        Feature.OUTCOMES_DIFFER: "different kinds of losses",
        Feature.NAMES_SHARED: "the same names",
        Feature.SUBJECTS_ALIKE: "they name the same countries, bodies and means",
        Feature.TARGET_SAME: "the same kind of target",
        Feature.TOPICS_BOTH: "both are what the reports are about",
    }
)


def score(features: Mapping[Feature, float], weights: Weights) -> float:
    """Return the score: above `weights.link` a link, above `weights.suggest` a suggestion."""
    return weights.bias + sum([weights.weights[feature] * value for feature, value in features.items()])


def score_from(least: float, one: Incident, other: Incident, rarity: Mapping[str, float], weights: Weights) -> float | None:
    """Return the score of two incidents; None where it is below `least`, which their places and times often tell already.

    All features have values from 0 to 1, so that what may speak for two incidents speaks with its weight at most.
    """
    found = where_and_when(one, other)
    known = score(found, weights)
    if known + sum([max(0.0, weights.weights[feature]) for feature in possible(one, other)]) < least:
        return None
    worth = score(compare_rest(one, other, rarity, found), weights)
    return worth if worth >= least else None


def reasons(features: Mapping[Feature, float], weights: Weights, claims: Iterable[str] = ()) -> Reason:
    """Return why two incidents are taken as one, or not: the features in words, the weightiest first."""
    weighed = sorted(
        ((weights.weights[f] * value, f) for f, value in features.items()), key=lambda pair: (-abs(pair[0]), pair[1])
    )
    sides = [
        ", ".join(_WORDS[feature] for weight, feature in weighed if (weight > 0) is speaks_for and weight)
        for speaks_for in (True, False)
    ]
    text = sides[0] or "nothing in common"
    if sides[1]:
        text += f"; against it: {sides[1]}"
    return Reason("link", text, tuple(claims))
