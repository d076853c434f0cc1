"""How wide a figure is: one attack, battle or clash, or anything wider.

A logistic model over features that know no language decides. Its weights are data (`knowledge/data/scope.toml`), fitted by
`tools/fit_scope.py`.
"""

from __future__ import annotations

import functools
import math
import tomllib
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import data_folder
from counterclaim.model import How, Outcome, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.finishing import Readings
    from counterclaim.extraction.sentences import Sentence

#: How many tokens away a word still speaks of the figure itself.
NEAR = 8
#: How many sentences to either side speak of a figure too.
REACH = 2
#: Kinds of time that stretch, and units that are longer than a day.
_STRETCHES = frozenset({"since", "until", "duration", "range", "per_day", "period"})
_LONG = frozenset({"week", "month", "season", "year", "decade", "century"})
#: Features that weigh otherwise where a report is a single sentence, such as a headline.
HEADLINE = (
    "day",
    "stretch",
    "long",
    "small_place",
    "wide_place",
    "event_near",
    "total_near",
    "size",
    "large",
    "event_far",
    "total_far",
)
_WIDE = frozenset({"country", "area", "part", "sea"})


def scope_of(draft: Draft, readings: Readings) -> Scope:
    """Return the scope of a figure; a part has that of its whole."""
    return Scope.TOTAL if total_odds(draft, readings) > 0 else Scope.EVENT


def total_odds(draft: Draft, readings: Readings) -> float:
    """Return the logarithm of the odds that a figure is wider than one event."""
    if draft.whole is not None:
        return total_odds(draft.whole, readings)
    weights = load_weights()
    return sum(weights.get(name, 0.0) * value for name, value in features(draft, readings).items())


@functools.cache
def load_weights() -> Mapping[str, float]:
    """Return the weights of the features."""
    table: dict[str, float] = tomllib.loads(data_folder().joinpath("scope.toml").read_text(encoding="utf-8"))["weights"]
    return table


def features(draft: Draft, readings: Readings) -> dict[str, float]:
    """Return what the words, times, places and numbers around a figure say about its scope."""
    sentence = draft.sentence
    found: dict[str, float] = {"bias": 1.0, "outcome_" + draft.outcome: 1.0, "how_" + draft.quantity.how: 1.0}
    for mark in sentence.of("scope"):
        near = max(mark.start - draft.end, draft.start - mark.end, 0) <= NEAR
        _add(found, f"{mark.value}_{'near' if near else 'far'}")
    bounds = draft.quantity.bounds
    number = bounds.low or bounds.high or 0
    found["size"] = math.log10(number + 1)
    found["large"] = float(number >= 500)
    found["one"] = float(number <= 1)
    for time in readings.dates.marks(sentence.number):
        _add(found, "stretch" if str(time.kind) in _STRETCHES else "long" if time.granularity in _LONG else "day")
    for place in readings.places.marks(sentence.number):
        _add(found, "wide_place" if place.kind in _WIDE else "small_place")
    for other in _around(draft, readings):
        for mark in other.of("scope"):
            _add(found, mark.value + "_around")
        for time in readings.dates.marks(other.number):
            _add(found, "stretch_around" if str(time.kind) in _STRETCHES else "day_around")
    found["places"] = float(len({p.place.name for p in readings.places.marks(sentence.number)}) > 1)
    found["enumerated"] = float(sum(m.entry.kind == "victims" for m in sentence.marks) > 3)
    found["lead"] = float(sentence.number <= 2)
    found["article"] = float(draft.quantity.article or draft.quantity.how is How.SINGULAR)
    found["toll"] = float(draft.trigger is not None and draft.trigger.form == "toll")
    if len(readings.sentences) == 1:
        found |= _headline(draft, found)
    found["combat_many"] = float(draft.outcome is Outcome.STRENGTH and number >= 100)
    return found


def _headline(draft: Draft, found: Mapping[str, float]) -> dict[str, float]:
    """Return what weighs otherwise in a report of one sentence: without a place it often tells a day's toll of a country."""
    alone = {"alone_" + name: found[name] for name in HEADLINE if name in found}
    placeless = "small_place" not in found
    crowd = not (draft.phrase.heads or draft.phrase.actors or draft.phrase.countries) or any(
        h.value == "person" for h in draft.phrase.heads
    )
    parts = any(draft.sentence.of("grammar", "among"))
    timed = "day" in found or "stretch" in found or "long" in found
    return alone | {
        "alone": 1.0,
        "alone_placeless": float(placeless),
        "alone_crowd": float(crowd),
        "alone_timed": float(timed),
        "alone_placeless_crowd": float(placeless and crowd),
        "alone_placeless_timed": float(placeless and timed),
        "alone_crowd_timed": float(crowd and timed),
        "alone_parts": float(parts),
        "alone_parts_crowd": float(parts and crowd),
        "alone_means": float(any(draft.sentence.of("means"))),
        "alone_passive": float(draft.trigger is not None and draft.trigger.form == "participle"),
    }


def _around(draft: Draft, readings: Readings) -> list[Sentence]:
    """Return the sentences of the paragraph directly before and behind."""
    number, paragraph = draft.sentence.number, draft.sentence.paragraph
    near = readings.sentences[max(number - REACH, 0) : number + REACH + 1]
    return [s for s in near if s.paragraph == paragraph and s.number != number]


def _add(found: dict[str, float], name: str) -> None:
    found[name] = min(found.get(name, 0.0) + 1.0, 2.0)
