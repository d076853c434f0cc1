"""Figures of those affected: the injured, or the dead and the injured together where the report takes the figure apart so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.drafts import Draft

#: How many figures behind one of the affected may be its parts.
PARTS = 3


def settle(drafts: Sequence[Draft]) -> None:
    """Make casualties of the affected whose number is the sum of the dead and injured behind it, and of those counted after."""
    summed = False
    for at, one in enumerate(drafts):
        if one.affected and one.outcome is Outcome.INJURED:
            summed = summed or _sums(one, drafts[at + 1 : at + 1 + PARTS])
            if summed:
                _both(one)
        elif one.trigger is not None and one.trigger.form == "toll" and one.outcome is Outcome.KILLED:
            parts = [d for d in drafts[at + 1 : at + 3] if d.sentence is one.sentence]
            if _sums(one, parts):
                _both(one)  # "the number of victims rose to 30: 10 dead and 20 wounded"


def _both(one: Draft) -> None:
    """Make casualties of a figure."""
    one.outcome, one.covers, one.summed = Outcome.CASUALTIES, (Outcome.KILLED, Outcome.INJURED), True


def _sums(whole: Draft, parts: Sequence[Draft]) -> bool:
    """Return whether a number of dead and one of injured among the parts make up the whole."""
    killed = {p.quantity.bounds.low for p in parts if p.outcome is Outcome.KILLED}
    injured = {p.quantity.bounds.low for p in parts if p.outcome is Outcome.INJURED}
    total = whole.quantity.bounds.low
    return total is not None and any(k and i and k + i == total for k in killed for i in injured)
