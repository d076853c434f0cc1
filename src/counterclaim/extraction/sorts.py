"""What sort the counted were, where their own words leave it open: soldiers, fighters, civilians, some of each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import MEMBER
from counterclaim.extraction.parties import MEMBERS, loses
from counterclaim.extraction.parts import cue_before
from counterclaim.extraction.scene import did_it
from counterclaim.extraction.whose import BODY
from counterclaim.model import ClaimantKind, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.choosing import Features
    from counterclaim.extraction.describing import Victims
    from counterclaim.extraction.parties import Party
    from counterclaim.extraction.scene import Scene

#: Roles that say what sort the counted were, the surest first.
TELLING = ("predicate", "group", "loser", "side", "owner")
COMBATANTS = frozenset({VictimKind.MILITARY, VictimKind.MERCENARY, VictimKind.MILITANT, VictimKind.POLICE})
#: The most tokens between the items of a list.
LIST = 2
#: Where those stand who are no more than named.
_BESIDE = ("before", "behind")
KINDS = tuple(kind for kind in VictimKind if kind is not VictimKind.MATERIEL)


def told_kind(number: int, scene: Scene, own: Sequence[Victims], done: Sequence[Victims]) -> VictimKind | None:
    """Return the kind that the counted words say, or the sentence in others: "17 from the army", "they fell in battle"."""
    if own[number].of_known_kind:
        return _known_kind(number, scene, own, done)
    one = scene.drafts[number]
    found = dict(reversed([(role, party) for role, party in scene.roles(number) if role in TELLING]))
    if (kind := _of_own(number, scene)) is not None:
        return kind
    for role in TELLING:
        if (party := found.get(role)) is not None and (kind := _told_by(role, party, number, scene)) is not None:
            return kind
    if (shared := sharing_noun(number, scene, own)) is not None:
        return own[shared].kind
    if (struck := of_struck(number, scene, own)) is not None and (struck.kind is not None or loses(one)):
        return struck.kind or VictimKind.MILITARY
    if (plain := _plain(number, scene)) is not None:
        return plain
    parts = _parts(number, scene, own)
    if parts is not None and parts[1] == "parts_all":
        return parts[0]
    if (meant := _of_those_before(number, scene, own, done)) is not None:
        return meant
    return VictimKind.MILITARY if one.outcome is Outcome.STRENGTH else None


def sharing_noun(number: int, scene: Scene, own: Sequence[Victims]) -> int | None:
    """Return the next figure where its noun stands for both: "nine dead and seven wounded policemen"."""
    if not own[number].bare or number + 1 == len(scene.drafts) or not own[number + 1].of_known_kind:
        return None
    one, following = scene.drafts[number], scene.drafts[number + 1]
    if one.phrase.noun is None or following.sentence is not one.sentence or following.outcome is one.outcome:
        return None
    joined = one.marks.is_a(one.phrase.end, "conjunction")
    nouns = [head.start for head in following.phrase.heads]
    told = [*following.phrase.adjectives, *([following.phrase.noun] if following.phrase.noun else [])]
    both = joined is not None and joined.end == following.phrase.start and bool(nouns)
    return number + 1 if both and any(mark.end <= nouns[0] for mark in told) else None


def _of_those_before(number: int, scene: Scene, own: Sequence[Victims], done: Sequence[Victims]) -> VictimKind | None:
    """Return the kind of those who were counted before, of whom the words tell more."""
    one = scene.drafts[number]
    if own[number].bare and (beside := _beside(number, scene, done)) is not None:
        return beside
    referring = one.phrase.anaphoric or one.model is not None or any(scene.concepts[h.value].same for h in one.phrase.heads)
    referring = referring or _his_men(number, scene)
    third = own[number].bare and one.quantity.additional and one.quantity.bounds.high == 1  # "two officers died, a third later"
    if not (referring or third):
        return None
    said = [p for role, p in scene.roles(number) if role == "before" and p.sort == "victims" and p.kind]
    if one.whole is None and one.model is None and said:
        return said[0].kind
    antecedent = scene.antecedent(number)
    other = done[antecedent.number] if antecedent is not None else None
    return other.kind if other is not None and other.of_known_kind and other.kind is not VictimKind.MATERIEL else None


def _his_men(number: int, scene: Scene) -> bool:
    """Return whether the men of somebody told of before are counted: "the commander and two of his men"."""
    one = scene.drafts[number]
    owned = any(one.phrase.start < m.start and m.end <= one.phrase.end for m in one.sentence.of("grammar", "possessive"))
    return owned and bool(one.phrase.heads) and all(head.value == "man" for head in one.phrase.heads)


def of_struck(number: int, scene: Scene, own: Sequence[Victims]) -> Party | None:
    """Return the people of whom bare words count some: those told to have been attacked, where no others were counted since.

    "Of them" means those; so do words without a noun where those were the subject ("Soldiers came under fire. Nine were killed"),
    and all where they are said to have suffered losses. "Nine dead" in an attack on somebody may be anybody.
    """
    one = scene.drafts[number]
    plain = own[number].country is None and all(scene.concepts[head.value].plain for head in one.phrase.heads)
    its = own[number].country is None and (loses(one) or _fell(number, scene))  # "The army suffered losses. 600 men fell."
    if not (own[number].bare or its or plain) or one.unnumbered or one.outcome not in BODY:
        return None
    antecedent = scene.antecedent(number)
    others = antecedent is not None and antecedent.how in ("whole", "same", "sentence") and not own[antecedent.number].bare
    struck = None if others else scene.struck(number)
    if struck is None:
        return None
    means_them = own[number].bare and (_of_them(number, scene) or (struck.form == "subject" and _goes_on(number, scene)))
    goes_on = number and own[number].bare and scene.drafts[number - 1].sentence is one.sentence
    again = goes_on and of_struck(number - 1, scene, own) is not None  # "of them nine died and 20 were wounded"
    return struck.party if means_them or again or struck.form == "losses" else None


def _of_them(number: int, scene: Scene) -> bool:
    """Return whether words beside a number say that it counts some of those told of: "nine of them", "among them nine"."""
    one = scene.drafts[number]
    cue = cue_before(one.phrase, one.marks) and one.sentence.texts[one.phrase.start - 1] != ":"
    return one.phrase.anaphoric or cue


def _goes_on(number: int, scene: Scene) -> bool:
    """Return whether a number counts some of the subject before it: "Nine died", "soldiers: nine dead", "nine in their ranks"."""
    one = scene.drafts[number]
    ranks = any(one.phrase.end <= m.start <= one.phrase.end + 1 for m in one.sentence.of("grammar", "combat"))
    return one.phrase.noun is None or ranks or ":" in one.sentence.texts[: one.phrase.start]


def _plain(number: int, scene: Scene) -> VictimKind | None:
    """Return the kind of the fallen, who are soldiers or a group's fighters, and of one told of with his age."""
    if _fell(number, scene):
        return _of_speaker(number, scene) or VictimKind.MILITARY
    return VictimKind.UNSPECIFIED if _aged(number, scene) else None


def _fell(number: int, scene: Scene) -> bool:
    """Return whether the words around say that soldiers were lost: the fallen, the enemy, men whom somebody lost."""
    one = scene.drafts[number]
    losing = loses(one)
    fallen = any(one.start - 1 <= m.start <= one.end for m in one.sentence.of("grammar", "combat"))
    heads = one.phrase.heads
    return fallen or any(scene.concepts[h.value].enemy or (losing and h.value == "man") for h in heads)


def _of_own(number: int, scene: Scene) -> VictimKind | None:
    """Return the kind of those of whom words say that they are the speaker's own: "its own dead", a group's "members"."""
    if scene.says(number, "self") or scene.of_own_side(number):
        return _own_people(number, scene)
    own = _own_people(number, scene) if _its_members(number, scene) else None
    return own if own in (VictimKind.MILITANT, VictimKind.MERCENARY) else None


def _its_members(number: int, scene: Scene) -> bool:
    """Return whether members of whoever speaks are counted: "four of its members", "of the group's members"."""
    phrase, sentence = scene.drafts[number].phrase, scene.drafts[number].sentence
    owners = (*sentence.of("grammar", "possessive"), *(m for m in sentence.of("roles") if m.form == "body"))
    owned = any(phrase.start < m.start and m.end <= phrase.end for m in owners)
    return owned and bool(phrase.heads) and all(head.value == MEMBER for head in phrase.heads)


def _aged(number: int, scene: Scene) -> bool:
    """Return whether one is told of with his age, as no soldier is: "a 27-year-old Palestinian", "a man of 54"."""
    one = scene.drafts[number]
    plain = all(head.value == "man" for head in one.phrase.heads)
    if not plain or not (one.phrase.heads or one.phrase.countries) or one.quantity.bounds.high != 1:
        return False
    words = one.sentence.tokens[one.phrase.start : one.phrase.end]
    return len(words) > 1 and any(token.kind == "number" for token in words[1:])


def _of_speaker(number: int, scene: Scene) -> VictimKind | None:
    """Return the kind of an armed group's own men, of whom it says no more than that they fell."""
    bare = not (scene.drafts[number].phrase.heads or scene.drafts[number].phrase.countries)
    own = _own_people(number, scene) if bare else None
    return own if own in (VictimKind.MILITANT, VictimKind.MERCENARY) else None


def _known_kind(number: int, scene: Scene, own: Sequence[Victims], done: Sequence[Victims]) -> VictimKind:
    """Return the kind that the counted words say: officers are police and fighters mercenaries where those are told of."""
    kind = own[number].kind
    if (led := _of_the_led(number, scene, own, done)) is not None:
        return led
    uniformed = any(scene.concepts[h.value].uniformed for h in scene.drafts[number].phrase.heads)
    if not (uniformed or kind is VictimKind.MILITANT):
        return kind
    here = {party.kind for _, party in scene.roles(number)} | {party.kind for party in scene.above(number)}
    antecedent = scene.antecedent(number)
    if antecedent is not None:
        here.add(done[antecedent.number].kind)
    if uniformed:
        return VictimKind.POLICE if VictimKind.POLICE in here and VictimKind.MILITARY not in here else kind
    generic = own[number].actor is None and any(
        h.value in ("fighter", "commander", "rebel_commander", "volunteer") for h in scene.drafts[number].phrase.heads
    )
    return VictimKind.MERCENARY if generic and VictimKind.MERCENARY in here else kind


def _of_the_led(number: int, scene: Scene, own: Sequence[Victims], done: Sequence[Victims]) -> VictimKind | None:
    """Return the kind of the fighters beside whom a sentence tells of a commander of no force named: "and their commander"."""
    heads = scene.drafts[number].phrase.heads
    if own[number].actor is not None or not any(scene.concepts[head.value].leads for head in heads):
        return None
    theirs = scene.says(number, "possessive")
    for at, read in ((number - 1, done), (number + 1, own)):
        if not 0 <= at < len(scene.drafts) or read[at].kind not in COMBATANTS:
            continue
        other, here = scene.drafts[at].sentence, scene.drafts[number].sentence
        near = other is here or (theirs and at < number and other.paragraph == here.paragraph)
        if near and not did_it(scene.drafts[at], scene.drafts[number]):
            return read[at].kind
    return None


def _beside(number: int, scene: Scene, done: Sequence[Victims]) -> VictimKind | None:
    """Return the kind of the fighters right before a bare figure: "six policemen were killed and nine wounded"."""
    one, before = scene.drafts[number], scene.drafts[number - 1] if number else None
    if before is None or before.sentence is not one.sentence or before.outcome is one.outcome or did_it(before, one):
        return None
    close = 0 <= one.phrase.start - before.end <= LIST
    return done[number - 1].kind if close and done[number - 1].kind in COMBATANTS else None


def _listed(number: int, scene: Scene, done: Sequence[Victims]) -> VictimKind | None:
    """Return the kind of those before whom a list of nations takes apart: "seven drivers – three Indians, three Kenyans"."""
    one, before = scene.drafts[number], scene.drafts[number - 1] if number else None
    nation = any(c.form == "people" for c in one.phrase.countries) and not one.phrase.heads
    if before is None or before.sentence is not one.sentence or not nation:
        return None
    gap = range(before.phrase.end, one.phrase.start)
    apart = all(one.sentence.tokens[at].kind == "sign" or one.marks.is_a(at, "conjunction") for at in gap)
    kind = done[number - 1].kind
    known = kind in COMBATANTS or kind in (VictimKind.CIVILIAN, VictimKind.CHILD)
    return kind if apart and known and 0 < len(gap) <= LIST else None


def _own_people(number: int, scene: Scene) -> VictimKind | None:
    """Return what the own dead of whoever speaks were: an army's and a ministry's are soldiers, a group's are fighters."""
    claimants = scene.told[number].voice.claimants
    kind = claimants[0].kind if claimants else None
    known = scene.actors.get(claimants[0].id) if claimants and claimants[0].id else None
    if known is not None and known.kind is ClaimantKind.ARMED_GROUP:
        return known.members or VictimKind.MILITANT
    if kind is ClaimantKind.GOVERNMENT:
        return VictimKind.MILITARY
    return MEMBERS.get(kind) if kind in (ClaimantKind.MILITARY, ClaimantKind.ARMED_GROUP) else None


def _told_by(role: str, party: Party, number: int, scene: Scene) -> VictimKind | None:
    """Return the kind that a party in a telling role stands for; a state that loses people loses soldiers."""
    if party.kind is VictimKind.MATERIEL:
        return None
    if party.sort == "enemy":
        return VictimKind.MILITARY
    if party.kind is None and role == "loser" and party.sort in ("name", "adjective", "office", "people"):
        return VictimKind.MILITARY if loses(scene.drafts[number]) else None
    return party.kind


def kinds(number: int, scene: Scene, own: Sequence[Victims], done: Sequence[Victims]) -> dict[VictimKind, Features]:
    """Return the kinds that those whom a draft counts may have been, with what speaks for each."""
    pointers = _pointers(number, scene, own, done)
    if not pointers and _of_people(number, scene):
        return {VictimKind.UNSPECIFIED: {}}
    answers: dict[VictimKind, Features] = {kind: {} for kind in KINDS}
    for name in _surroundings(number, scene, own):
        for kind in KINDS:
            answers[kind][f"{kind}:{name}"] = 1.0
    for pointed, name in pointers:
        answers[pointed][name] = answers[pointed].get(name, 0.0) + 1.0
        sort = "fighting" if pointed in COMBATANTS else "open" if pointed is VictimKind.UNSPECIFIED else "civil"
        answers[pointed][f"{sort}<{name}"] = 1.0
    if any(scene.concepts[head.value].adult for head in scene.drafts[number].phrase.heads):
        del answers[VictimKind.CHILD]
    return answers


def _surroundings(number: int, scene: Scene, own: Sequence[Victims]) -> list[str]:
    """Return what stands around the figure and may speak for any kind."""
    one, told, victims = scene.drafts[number], scene.told[number], own[number]
    names = ["", f"outcome_{one.outcome}"]
    names += [f"word_{head.value}" for head in one.phrase.heads] or ["bare"]
    names += _nation(number, scene, victims)
    if told.voice.claimants:
        names.append(f"speaker_{told.voice.claimants[0].kind}")
    names += [f"means_{mark.value}" for mark in one.sentence.of("means")]
    names += [f"target_{value}" for value in sorted(scene.targets(number))]
    names += [f"title_target_{value}" for value in sorted(scene.title_targets())]
    names.append(f"form_{one.trigger.form if one.trigger else 'none'}")
    names.append(f"stance_{told.voice.stance}")
    if one.trigger is not None and one.trigger.form in ("active", "either") and told.voice.claimants:
        names.append(f"deed_of_{told.voice.claimants[0].kind}")
    names += [f"{role}_{party.kind}" for role, party in scene.roles(number) if role == "doer" and party.kind]
    sides = {party.kind for party in scene.named(number)}
    said = {
        "place_said": told.place_said,
        "sided": any(role == "side" for role, _ in scene.roles(number)),
        "opens": scene.opens(number),
        "both_sides": VictimKind.MILITANT in sides and bool(sides & {VictimKind.MILITARY, VictimKind.POLICE}),
        "one": one.quantity.bounds.high == 1,
        "additional": one.quantity.additional,
    }
    names += [name for name, true in said.items() if true]
    if scene.alone:
        names += [f"alone_{name}" for name in names]
    return list(dict.fromkeys(names))


def _nation(number: int, scene: Scene, victims: Victims) -> list[str]:
    """Return what the country of the counted says, where their words name one."""
    one, told = scene.drafts[number], scene.told[number]
    people = any(c.form != "adjective" for c in one.phrase.countries)
    if victims.country is None:
        return []
    names = ["nation" if people else "described"]
    if told.place_country and told.place_country != victims.country:
        names.append("nation_abroad" if people else "abroad")
        if people and scene.armies[victims.country]:
            names.append("nation_army")
    if people and one.outcome is Outcome.CAPTURED:
        names.append("nation_captured")
    return names


def _pointers(number: int, scene: Scene, own: Sequence[Victims], done: Sequence[Victims]) -> list[tuple[VictimKind, str]]:
    """Return the kinds to which words point, and how."""
    found: list[tuple[VictimKind, str]] = []
    seen: set[str] = set()
    for role, party in scene.roles(number):
        if party.kind is None or party.kind is VictimKind.MATERIEL or role in seen or role == "doer":
            continue
        if role in _BESIDE and scene.states(party, number) and _of_people(number, scene):
            continue
        seen.add(role)
        found.append((party.kind, role))
    above = [p for p in scene.above(number) if p.kind and p.kind is not VictimKind.MATERIEL]
    if above:
        found.append((above[-1].kind or VictimKind.UNSPECIFIED, "above"))
    antecedent = scene.antecedent(number)
    if antecedent is not None and done[antecedent.number].kind is not VictimKind.MATERIEL:
        other = done[antecedent.number]
        apart = own[number].country and other.country and own[number].country != other.country
        alike = "" if scene.drafts[antecedent.number].outcome is not scene.drafts[number].outcome else "_again"
        found.append((other.kind, f"antecedent_{antecedent.how}{alike}" + ("_apart" if apart else "")))
    if (parts := _parts(number, scene, own)) is not None:
        found.append(parts)
    found += _elsewhere(number, scene, own)
    said = [v.kind for i, v in enumerate(own) if i != number and v.kind not in (VictimKind.UNSPECIFIED, VictimKind.MATERIEL)]
    if said and len(set(said)) == 1:
        found.append((said[0], "all_others"))
    return found


def _of_people(number: int, scene: Scene) -> bool:
    """Return whether those counted are called people, of whom an army that tells of them says more where they are its own."""
    heads = scene.drafts[number].phrase.heads
    return bool(heads) and all(head.value == "person" for head in heads)


def _elsewhere(number: int, scene: Scene, own: Sequence[Victims]) -> list[tuple[VictimKind, str]]:
    """Return the kinds that other sentences name: of the same figure, of the next one, in the title, of most others."""
    found: list[tuple[VictimKind, str]] = []
    twin = next((own[i].kind for i in scene.twins(number) if own[i].of_known_kind), None)
    if twin is not None:
        found.append((twin, "twin"))
    following = own[number + 1] if number + 1 < len(own) else None
    if following is not None and following.of_known_kind and following.kind is not VictimKind.MATERIEL:
        same = scene.drafts[number + 1].sentence.paragraph == scene.drafts[number].sentence.paragraph
        found.append((following.kind, "next" if same else "next_far"))
    first = [p for p in scene.title() if not (_of_people(number, scene) and scene.states(p, number))]
    titled = [p.kind for p in first if p.kind and p.kind is not VictimKind.MATERIEL]
    if titled:
        found.append((titled[0], "title"))
    others = Counter(v.kind for i, v in enumerate(own) if i != number and v.of_known_kind and v.kind is not VictimKind.MATERIEL)
    if others:
        found.append((others.most_common(1)[0][0], "most_others"))
    return found


def _parts(number: int, scene: Scene, own: Sequence[Victims]) -> tuple[VictimKind, str] | None:
    """Return what the parts of a figure make of the whole: their kind where they are of one, mixed where of several."""
    parts = scene.parts.get(number)
    if not parts:
        return None
    told = {own[i].kind for i in parts if own[i].kind is not VictimKind.UNSPECIFIED}
    if not told:
        return None
    size = scene.drafts[number].quantity.bounds.low
    counted = sum(scene.drafts[i].quantity.bounds.low or 0 for i in parts)
    full = "parts_all" if size is not None and counted >= size else "parts_some"
    return (next(iter(told)) if len(told) == 1 else VictimKind.MIXED), full
