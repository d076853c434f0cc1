"""None said against somebody's figure: who says that nobody died where another counts dead denies it (guide, "Denials")."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.outcomes import BODILY
from counterclaim.model import Stance, VictimKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.merging import Stated
    from counterclaim.model import Claim, Scope

    #: Who counts somebody, by what happened to whom, and by their kind.
    _About = tuple[str, Scope, str | None, str | None]
    _Counted = dict[_About, dict[VictimKind, set[str]]]

#: Kinds that may hold those of every other.
_ANYBODY = frozenset({VictimKind.UNSPECIFIED, VictimKind.MIXED})


def answered(stated: Sequence[Stated]) -> list[Stated]:
    """Return the statements, those of nobody as denials where another claimant counted some of the same people there before."""
    counted: _Counted = defaultdict(lambda: defaultdict(set))
    out: list[Stated] = []
    for one in stated:
        claim = one.claim
        if claim.bounds.high != 0 and claim.claimants:
            counted[_about(claim)][claim.victim_kind].add(claim.claimants[0].name)
        out.append(_denying(one) if _is_answer(claim, counted) else one)
    return out


def _about(claim: Claim) -> _About:
    """Return what happened, how widely, in which country, to which side."""
    # Who speaks of no losses answers him who counts dead: what befalls the body is denied together.
    outcome = "bodily" if claim.outcome in BODILY else str(claim.outcome)
    return outcome, claim.scope, claim.place.country if claim.place else None, claim.victim_country


def _is_answer(claim: Claim, counted: _Counted) -> bool:
    """Return whether a claim of nobody stands against a figure of somebody else's for the same sort of people, or for any."""
    if claim.bounds.high != 0 or claim.stance is not Stance.ASSERTS or not claim.claimants or _about(claim) not in counted:
        return False
    own, by_kind = claim.claimants[0].name, counted[_about(claim)]
    kinds = by_kind if claim.victim_kind in _ANYBODY else {claim.victim_kind, *_ANYBODY}
    return any(by_kind[kind] - {own} for kind in kinds if kind in by_kind)


def _denying(one: Stated) -> Stated:
    return one._replace(claim=replace(one.claim, stance=Stance.DENIES))
