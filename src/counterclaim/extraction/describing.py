"""Who was counted, in English: the words, the kind and the country."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from counterclaim.model import ClaimantKind, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterclaim.extraction.assembly import Draft
    from counterclaim.knowledge.actors import Actors
    from counterclaim.knowledge.victims import VictimConcept

#: The kind of victim that the members of a body are.
MEMBERS = {
    ClaimantKind.ARMED_GROUP: VictimKind.MILITANT,
    ClaimantKind.MILITARY: VictimKind.MILITARY,
    ClaimantKind.NGO: VictimKind.CIVILIAN,
    ClaimantKind.IGO: VictimKind.CIVILIAN,
    ClaimantKind.MEDIA: VictimKind.CIVILIAN,
}


class Victims(NamedTuple):
    """Who was counted. `actor` is the registry id of the group they belong to."""

    words: str
    kind: VictimKind
    country: str | None
    actor: str | None


def describe(draft: Draft, concepts: Mapping[str, VictimConcept], actors: Actors) -> Victims:
    """Return who the phrase of a draft counts, as far as its own words say."""
    phrase = draft.phrase
    actor = actors.get(phrase.actors[0].value) if phrase.actors else None
    country = phrase.countries[0].value if len({c.value for c in phrase.countries}) == 1 else None
    if country is None and not phrase.countries and actor is not None:
        country = actor.country
    named = [concepts[h.value] for h in phrase.heads]
    telling = [c for c in named if not c.plain] or named
    kind = telling[0].kind if telling else VictimKind.UNSPECIFIED
    if actor is not None and (not telling or telling[0].plain or telling[0].kind is VictimKind.MILITANT):
        kind = MEMBERS.get(actor.kind, kind)
    if kind is VictimKind.MIXED or (len({c.kind for c in telling}) > 1 and draft.outcome is Outcome.LOST):
        kind = VictimKind.MATERIEL
    if kind is VictimKind.UNSPECIFIED and draft.outcome is Outcome.DISPLACED:
        kind = VictimKind.CIVILIAN
    if draft.outcome is Outcome.LOST:
        kind = VictimKind.MATERIEL
    one = draft.quantity.bounds.high == 1
    noun = (telling[0].one if one else telling[0].many) if telling else ("person" if one else "people")
    group = actor.name + " " if actor is not None else ""
    return Victims(group + noun, kind, country, actor.id if actor is not None else None)
