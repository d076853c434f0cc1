"""Airwars' grade of an event, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.estimation.values import Standing
from counterclaim.model import Blame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.estimation.values import Case, Vote

_CIVILIAN = {"civilians", "children", "whole", "people"}


def airwars_grade(case: Case, votes: Sequence[Vote]) -> tuple[str, str]:
    """Return confirmed, fair, weak, contested or discounted, and why.

    PRODUCT: confirmed where a belligerent accepts responsibility; discounted where those killed were combatants; contested
    where responsibility is claimed against several; fair with two credible origins; weak with one.
    """
    accused = {(r.accused_id or r.accused).casefold() for r in case.responsibilities if r.stance is not Blame.DENIES}
    accused |= {(c.attacker.id or c.attacker.name).casefold() for c in case.claims if c.attacker}
    accepted = [r for r in case.responsibilities if r.stance is Blame.ACCEPTS]
    groups = {group.kind for vote in votes for group in vote.statement.parts}
    credible = [vote for vote in votes if vote.standing is not Standing.ENEMY]
    if groups and not groups & _CIVILIAN:
        return "discounted", "all who are counted were combatants"
    if accepted:
        return "confirmed", f"{accepted[0].accused} accepts responsibility"
    if len(accused) > 1:
        return "contested", f"responsibility is laid on {', '.join(sorted(accused))}"
    if len(credible) > 1:
        return "fair", f"{len(credible)} independent origins"
    return "weak", "one origin only"
