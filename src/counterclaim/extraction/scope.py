"""How wide a figure is: one attack, battle or clash, or anything wider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import Outcome, Scope

if TYPE_CHECKING:
    from counterclaim.extraction.assembly import Draft
    from counterclaim.extraction.finishing import Readings


def scope_of(draft: Draft, readings: Readings) -> Scope:
    """Return the scope that the words around a figure give it."""
    del readings
    score = 0.0
    for mark in draft.sentence.of("scope"):
        distance = max(mark.start - draft.end, draft.start - mark.end, 0)
        weight = 1.0 if distance <= 8 else 0.5
        score += weight if mark.value == "total" else -weight
    bounds = draft.quantity.bounds
    number = bounds.low or bounds.high or 0
    if number >= 1000:
        score += 1.0
    elif number >= 300:
        score += 0.4
    if draft.outcome in (Outcome.STRENGTH, Outcome.DISPLACED):
        score += 0.5
    return Scope.TOTAL if score >= 0.5 else Scope.EVENT
