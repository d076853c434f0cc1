"""Whether a headline's claimant is the one whom the text names more fully."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import ClaimantKind as Kind

if TYPE_CHECKING:
    from counterclaim.model import Claim, Claimant

#: Kinds that a headline's word may stand for, by the kind of that word. A word that names nobody may stand for most.
STANDS_FOR = {
    Kind.GOVERNMENT: (Kind.GOVERNMENT, Kind.MILITARY),
    Kind.MILITARY: (Kind.MILITARY, Kind.GOVERNMENT),
    Kind.ARMED_GROUP: (Kind.ARMED_GROUP,),
    Kind.IGO: (Kind.IGO,),
    Kind.NGO: (Kind.NGO,),
    Kind.INDIVIDUAL: (Kind.INDIVIDUAL, Kind.UNNAMED),
    Kind.UNNAMED: (Kind.UNNAMED, Kind.NGO, Kind.INDIVIDUAL, Kind.GOVERNMENT, Kind.MILITARY),
}


def echoes(headline: Claim, text: Claim) -> bool:
    """Return whether the text repeats a headline's claim: of the same claimant, or of one for whom its word may stand."""
    if headline.claimant is None or text.claimant is None or headline.claimant == text.claimant:
        return True
    if len(headline.claimants) > 1:
        return False
    short, full = headline.claimants[0], text.claimants[0]
    if short.id is not None and short.id == full.id:
        return True
    return full.kind in STANDS_FOR.get(short.kind or Kind.MEDIA, ()) and _of_one_side(short, full)


def _of_one_side(short: Claimant, full: Claimant) -> bool:
    """Return whether nothing tells two claimants apart: both states' bodies are of one state, a named actor is named again."""
    if short.country and full.country and short.country != full.country:
        return False
    named = short.id is not None and not short.id.startswith("capital-") and short.name != full.name
    return not named or any(word in full.name.split() for word in short.name.split() if word[:1].isupper())
