"""Who was counted, in English: the words, the kind and the country, also where the words point back to others of the report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterclaim.extraction.choosing import heaviest, load_weights
from counterclaim.extraction.parties import MEMBERS, TRANSNATIONAL
from counterclaim.extraction.sorts import kinds, of_struck, sharing_noun, told_kind
from counterclaim.extraction.whose import countries, side_of
from counterclaim.knowledge.borderless import borderless_lands
from counterclaim.model import ClaimantKind, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.scene import Scene
    from counterclaim.knowledge.actors import Actor
    from counterclaim.knowledge.victims import VictimConcept

#: Those who fight in their own country where nothing else is said.
HOMEGROWN = frozenset({"rebel", "separatist", "militia", "guerrilla", "volunteer"})
COMBATANTS = frozenset({VictimKind.MILITARY, VictimKind.MERCENARY, VictimKind.MILITANT, VictimKind.POLICE})


@dataclass(frozen=True, slots=True)
class Victims:
    """Who was counted. `actor` is the registry id of their group; `bare` says that no word tells who they are.

    `several` marks people of more than one country.
    """

    words: str
    kind: VictimKind
    country: str | None
    actor: str | None
    bare: bool = False
    several: bool = False

    @property
    def of_known_side(self) -> bool:
        """Whether the words themselves say of which country they were, or that it is not one country."""
        return self.country is not None or self.several or (self.actor is not None and self.kind is VictimKind.MILITANT)

    @property
    def of_known_kind(self) -> bool:
        """Whether the words themselves say what sort of people or things they were."""
        return self.kind is not VictimKind.UNSPECIFIED


def describe_all(scene: Scene) -> list[Victims]:
    """Return who each draft counts; what its own words leave open is weighed by what stands around them."""
    own = describe_own(scene)
    done: list[Victims] = []
    for number, victims in enumerate(own):
        same = scene.taken_up(number)
        if same is not None and _is_known(same, number, scene, own):
            done.append(done[same])
            continue
        kind = told_kind(number, scene, own, done) or heaviest(kinds(number, scene, own, done), load_weights("kind"))
        told, side = (True, victims.country) if victims.of_known_side else side_of(number, scene)
        if not told and (whole := _told_whole(number, scene, own)) is not None:
            told, side = True, whole
        if not told and (struck := of_struck(number, scene, own)) is not None and (struck.country or struck.foreign):
            told, side = True, struck.country
        if not told and (shared := sharing_noun(number, scene, own)) is not None and own[shared].country:
            told, side = True, own[shared].country
        if not told and kind is VictimKind.MILITARY and _of_mixed_force(number, victims, scene, done):
            told, side = True, None
        if not told and kind is VictimKind.MILITANT and _of_borderless(number, scene):
            told, side = True, None
        country = side if told else heaviest(countries(number, kind, scene, own, done), load_weights("country"))
        actor = victims.actor or _model_actor(number, victims, scene, done)
        done.append(
            replace(victims, kind=kind, country=country, actor=actor, several=victims.several or (told and country is None))
        )
    return done


def _told_whole(number: int, scene: Scene, own: Sequence[Victims]) -> str | None:
    """Return whose a part is by the words for its whole: "750,000 Russian casualties, nearly 200,000 of them dead"."""
    antecedent = scene.antecedent(number) if own[number].bare else None
    return own[antecedent.number].country if antecedent is not None and antecedent.how == "whole" else None


def _is_known(same: int, number: int, scene: Scene, own: Sequence[Victims]) -> bool:
    """Return whether a figure counts whom another did: the very same, or people of a sort that was told, and none of his own."""
    again = scene.drafts[same].quantity.bounds == scene.drafts[number].quantity.bounds
    return again or (own[same].of_known_kind and not scene.says(number, "self"))


def describe_own(scene: Scene) -> list[Victims]:
    """Return who each draft counts as far as its own words say."""
    return [describe(one, scene) for one in scene.drafts]


def _of_mixed_force(number: int, victims: Victims, scene: Scene, done: Sequence[Victims]) -> bool:
    """Return whether bare words go on with soldiers of many countries: "two UN peacekeepers were killed; three were wounded"."""
    antecedent = scene.antecedent(number) if victims.bare else None
    if antecedent is None or antecedent.how == "far":
        return False
    before = done[antecedent.number]
    return before.several and before.kind is VictimKind.MILITARY


def _of_borderless(number: int, scene: Scene) -> bool:
    """Return whether fighters fell where those of whom nothing is said are of groups that fight in several countries."""
    homegrown = any(head.value in HOMEGROWN for head in scene.drafts[number].phrase.heads)
    return scene.told[number].place_country in borderless_lands() and not homegrown


def _model_actor(number: int, victims: Victims, scene: Scene, done: Sequence[Victims]) -> str | None:
    """Return the group of those whom bare words point back to."""
    antecedent = scene.antecedent(number) if victims.bare else None
    return done[antecedent.number].actor if antecedent is not None and antecedent.how != "far" else None


def describe(draft: Draft, scene: Scene) -> Victims:
    """Return who the phrase of a draft counts, as far as its own words say."""
    phrase, concepts = draft.phrase, scene.concepts
    actor = _group(draft, scene)
    named_countries = {c.value for c in (*phrase.countries, *phrase.joined) if c.kind == "countries"}
    named_countries |= {country for h in phrase.heads if (country := concepts[h.value].country)}
    named = [concepts[h.value] for h in phrase.heads]
    joined = [concepts[m.value] for m in phrase.joined if m.kind == "victims"]
    country = next(iter(named_countries)) if len(named_countries) == 1 and not any(c.foreign for c in joined) else None
    if not named_countries and actor is not None and not _transnational(actor):
        country = actor.country
    telling = [c for c in named if not c.plain] or named
    one = draft.quantity.bounds.high == 1
    noun = (telling[0].one if one else telling[0].many) if telling else ("person" if one else "people")
    people = any(c.form != "adjective" for c in phrase.countries)
    kind = _kind(telling, actor, draft.outcome)
    if kind is VictimKind.UNSPECIFIED and phrase.of_kind is not None:
        kind = phrase.of_kind
    if kind is VictimKind.UNSPECIFIED and len({other.kind for other in joined}) == 1:
        kind = joined[0].kind
    if joined and any(_mixes(kind, other.kind) for other in joined):
        kind = VictimKind.MIXED
    return Victims(
        words=(actor.name + " " if actor is not None else "") + noun,
        kind=kind,
        country=country,
        actor=actor.id if actor is not None else None,
        bare=not (telling or actor or people) or (phrase.anaphoric and not telling) or all(c.same for c in telling),
        several=len(named_countries) > 1 or any(other.foreign for other in joined) or (country is None and _transnational(actor)),
    )


def _transnational(actor: Actor | None) -> bool:
    """Return whether the counted belong to a body of many countries (guide, "Several countries: country null")."""
    return actor is not None and (actor.kind is ClaimantKind.IGO or (actor.country is None and actor.kind in TRANSNATIONAL))


def _mixes(kind: VictimKind, other: VictimKind) -> bool:
    """Return whether people of two kinds are counted together; children are civilians, and people may be of any kind."""
    civil = (VictimKind.CIVILIAN, VictimKind.CHILD)
    known = VictimKind.MATERIEL not in (kind, other) and VictimKind.UNSPECIFIED not in (kind, other)
    return known and kind is not other and not (kind in civil and other in civil)


def _group(draft: Draft, scene: Scene) -> Actor | None:
    """Return the body or group to which the counted belong; persons and capitals are none."""
    for mark in draft.phrase.actors:
        actor = scene.actors.get(mark.value)
        if not (actor.person or actor.capital or actor.platform):
            return actor
    texts = draft.sentence.texts
    compound = (scene.actors.group_in("".join(texts[h.start : h.end])) for h in draft.phrase.heads)
    return next((actor for actor in compound if actor is not None), None)


def _kind(telling: Sequence[VictimConcept], actor: Actor | None, outcome: Outcome) -> VictimKind:
    if outcome is Outcome.LOST:
        return VictimKind.MATERIEL
    kind = telling[0].kind if telling else VictimKind.UNSPECIFIED
    vague = not telling or telling[0].plain
    if actor is not None and (vague or kind in COMBATANTS):
        armed = kind is VictimKind.MILITANT or (kind is VictimKind.MILITARY and actor.kind is ClaimantKind.ARMED_GROUP)
        kind = actor.members or (MEMBERS.get(actor.kind, kind) if vague or armed else kind)  # soldiers of no state
    if kind is VictimKind.UNSPECIFIED:
        return VictimKind.CIVILIAN if outcome is Outcome.DISPLACED else kind
    return kind
