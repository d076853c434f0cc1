"""Who was counted, in English: the words, the kind and the country, also where the words point back to others of the report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterclaim.model import ClaimantKind, How, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.drafts import Draft
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
#: How far before a verb of losing its subject may begin, in tokens.
LOSER = 9
#: How many claims back or forward the words of a claim may point.
WINDOW = 60
COMBATANTS = frozenset({VictimKind.MILITARY, VictimKind.MERCENARY, VictimKind.MILITANT, VictimKind.POLICE})


@dataclass(frozen=True, slots=True)
class Victims:
    """Who was counted. `actor` is the registry id of their group; `bare` says that no word tells who they are.

    `several` marks people of more than one country, `guessed` that the country is that of others like them in the report.
    """

    words: str
    kind: VictimKind
    country: str | None
    actor: str | None
    bare: bool = False
    several: bool = False
    guessed: bool = False


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
    if not countries:
        country = actor.country if actor is not None else _loser(draft, actors)
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
        bare=not (telling or actor or people) or (phrase.anaphoric and not telling),
        several=len(countries) > 1 or (country is None and _transnational(draft, actor)),
    )


def _transnational(draft: Draft, actor: Actor | None) -> bool:
    """Return whether the counted belong to a body of many countries (guide, "Several countries: country null")."""
    return (actor is not None and actor.country is None) or any(h.value == "peacekeeper" for h in draft.phrase.heads)


def _loser(draft: Draft, actors: Actors) -> str | None:
    """Return the country that a toll or a verb of losing names as its own: "Russian losses of 2,800", "Russia lost 40 men"."""
    trigger = draft.trigger
    if trigger is None or not (trigger.form in ("toll", "noun") or "losing" in trigger.values):
        return None
    reach = trigger.start - (LOSER if "losing" in trigger.values else 3)
    end = max(trigger.end, draft.phrase.start)
    near = [m for m in draft.sentence.marks if reach <= m.start and m.end <= end and m.tail is None]
    found = [
        m.value if m.entry.kind == "countries" else actors.get(m.value).country
        for m in near
        if m.entry.kind in ("countries", "actors")
    ]
    return next((country for country in reversed(found) if country), None)


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
    if kind is VictimKind.UNSPECIFIED:
        return {Outcome.DISPLACED: VictimKind.CIVILIAN, Outcome.STRENGTH: VictimKind.MILITARY}.get(outcome, kind)
    return kind


def _resolve(number: int, one: Draft, drafts: Sequence[Draft], own: Sequence[Victims], done: Sequence[Victims]) -> Victims:
    victims = own[number]
    if one.outcome is not Outcome.LOST and victims.bare and (model := _model(number, one, drafts, done)) is not None:
        same = victims.country in (None, model.country)
        kind = model.kind if same and victims.kind is VictimKind.UNSPECIFIED else victims.kind
        country = victims.country or model.country
        victims = replace(victims, kind=kind, country=country, actor=victims.actor or model.actor, guessed=model.guessed)
    return victims


def side_of(
    number: int, victims: Victims, all_victims: Sequence[Victims], claimant: str | None, *, own: bool = False
) -> str | None:
    """Return the country of combatants or weapons that name none: that of others of their kind in the report, nearest first.

    A party that tells of losses means the other side's: the claimant's own country is passed over. One that confirms that
    soldiers died, and names no side, means its `own`.
    """
    if victims.kind not in COMBATANTS and victims.kind is not VictimKind.MATERIEL:
        return None
    if own and claimant and victims.kind is VictimKind.MILITARY:
        return claimant
    like = COMBATANTS if victims.kind is VictimKind.MATERIEL else {victims.kind}
    order = [*range(number - 1, max(number - WINDOW, 0) - 1, -1), *range(number + 1, min(number + WINDOW, len(all_victims)))]
    found = (all_victims[i].country for i in order if all_victims[i].kind in like or all_victims[i].kind is victims.kind)
    return next((country for country in found if country and country != claimant), None)


def _model(number: int, one: Draft, drafts: Sequence[Draft], done: Sequence[Victims]) -> Victims | None:
    """Return those whom bare words mean: of the same sentence or paragraph, or the only ones that the report has told of."""
    if one.whole is not None or one.model is not None:
        wanted = one.whole or one.model
        return next((done[i] for i in range(number - 1, max(number - WINDOW, 0) - 1, -1) if drafts[i] is wanted), None)
    people = [
        i
        for i in range(max(number - WINDOW, 0), number)
        if drafts[i].outcome is not Outcome.LOST and drafts[i].quantity.how is not How.ZERO
    ]
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
