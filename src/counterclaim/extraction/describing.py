"""Who was counted, in English: the words, the kind and the country, also where the words point back to others of the report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterclaim.model import ClaimantKind, How, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.assembly import Draft
    from counterclaim.knowledge.actors import Actor, Actors
    from counterclaim.knowledge.victims import VictimConcept

#: The kind of victim that the members of a body are.
MEMBERS = {
    ClaimantKind.ARMED_GROUP: VictimKind.MILITANT,
    ClaimantKind.MILITARY: VictimKind.MILITARY,
    ClaimantKind.NGO: VictimKind.CIVILIAN,
    ClaimantKind.IGO: VictimKind.CIVILIAN,
    ClaimantKind.MEDIA: VictimKind.CIVILIAN,
}
COMBATANTS = frozenset({VictimKind.MILITARY, VictimKind.MERCENARY, VictimKind.MILITANT, VictimKind.POLICE})


@dataclass(frozen=True, slots=True)
class Victims:
    """Who was counted. `actor` is the registry id of their group; `bare` says that no word tells who they are.

    `several` marks people of more than one country, `sided` that the country is the one they fought for and not where they live.
    """

    words: str
    kind: VictimKind
    country: str | None
    actor: str | None
    bare: bool = False
    several: bool = False


def describe_all(drafts: Sequence[Draft], concepts: Mapping[str, VictimConcept], actors: Actors) -> list[Victims]:
    """Return who each draft counts; what its own words leave open comes from the drafts around it."""
    own = [describe(one, concepts, actors) for one in drafts]
    out: list[Victims] = []
    for number, one in enumerate(drafts):
        out.append(_resolve(number, one, drafts, own, out))
    return out


def describe(draft: Draft, concepts: Mapping[str, VictimConcept], actors: Actors) -> Victims:
    """Return who the phrase of a draft counts, as far as its own words say."""
    phrase = draft.phrase
    actor = _group(draft, actors)
    countries = {c.value for c in phrase.countries}
    country = next(iter(countries)) if len(countries) == 1 else None
    if not countries and actor is not None:
        country = actor.country
    named = [concepts[h.value] for h in phrase.heads]
    telling = [c for c in named if not c.plain] or named
    kind = _kind(telling, actor, draft.outcome)
    one = draft.quantity.bounds.high == 1
    noun = (telling[0].one if one else telling[0].many) if telling else ("person" if one else "people")
    people = any(c.form != "adjective" for c in phrase.countries)
    return Victims(
        words=(actor.name + " " if actor is not None else "") + noun,
        kind=kind,
        country=country,
        actor=actor.id if actor is not None else None,
        bare=not (telling or actor or people) or phrase.anaphoric and not telling,
        several=len(countries) > 1,
    )


def _group(draft: Draft, actors: Actors) -> Actor | None:
    """Return the body or group to which the counted belong; persons and capitals are none."""
    for mark in draft.phrase.actors:
        actor = actors.get(mark.value)
        if not (actor.person or actor.capital or actor.platform):
            return actor
    return None


def _kind(telling: Sequence[VictimConcept], actor: Actor | None, outcome: Outcome) -> VictimKind:
    if outcome is Outcome.LOST:
        return VictimKind.MATERIEL
    kind = telling[0].kind if telling else VictimKind.UNSPECIFIED
    vague = not telling or telling[0].plain
    if actor is not None and (vague or kind in COMBATANTS):
        kind = actor.members or (MEMBERS.get(actor.kind, kind) if vague or kind is VictimKind.MILITANT else kind)
    if kind is VictimKind.UNSPECIFIED and outcome is Outcome.DISPLACED:
        return VictimKind.CIVILIAN
    return kind


def _resolve(number: int, one: Draft, drafts: Sequence[Draft], own: Sequence[Victims], done: Sequence[Victims]) -> Victims:
    victims = own[number]
    if one.outcome is Outcome.LOST:
        return victims if victims.country else replace(victims, country=_enemy(number, drafts, done))
    if victims.bare and (model := _model(number, one, drafts, done)) is not None:
        same = victims.country in (None, model.country)
        kind = model.kind if same and victims.kind is VictimKind.UNSPECIFIED else victims.kind
        victims = replace(victims, kind=kind, country=victims.country or model.country, actor=victims.actor or model.actor)
    if victims.country is None and not victims.several and victims.kind in COMBATANTS:
        victims = replace(victims, country=_side(number, victims, own))
    return victims


def _model(number: int, one: Draft, drafts: Sequence[Draft], done: Sequence[Victims]) -> Victims | None:
    """Return those whom bare words mean: of the same sentence or paragraph, or the only ones that the report has told of."""
    if one.whole is not None or one.model is not None:
        wanted = one.whole or one.model
        return next((done[i] for i in range(number) if drafts[i] is wanted), None)
    people = [i for i in range(number) if drafts[i].outcome is not Outcome.LOST and drafts[i].quantity.how is not How.ZERO]
    near = [i for i in people if drafts[i].sentence.paragraph == one.sentence.paragraph]
    referring = one.phrase.anaphoric or one.quantity.additional
    if near:
        model = done[near[-1]]
        if model.kind is VictimKind.CHILD and not referring:
            return None
        return model
    told = {(done[i].kind, done[i].country) for i in people}
    if people and (referring or (len(told) == 1 and done[people[-1]].kind in COMBATANTS)):
        return done[people[-1]]
    return None


def _side(number: int, victims: Victims, own: Sequence[Victims]) -> str | None:
    """Return the country for which combatants of this kind fight elsewhere in the report: nearest before, then after."""
    order = [*range(number - 1, -1, -1), *range(number + 1, len(own))]
    return next((own[i].country for i in order if own[i].kind is victims.kind and own[i].country), None)


def _enemy(number: int, drafts: Sequence[Draft], done: Sequence[Victims]) -> str | None:
    """Return the country of the losses told of in the same paragraph, to which destroyed weapons belong as well."""
    paragraph = drafts[number].sentence.paragraph
    near = [done[i] for i in range(number) if drafts[i].sentence.paragraph == paragraph and done[i].country]
    return near[-1].country if near else None
