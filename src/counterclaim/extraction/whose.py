"""Whose the counted were: the country of the side on which they fought or lived, where their own words do not say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import separated_by_list
from counterclaim.extraction.fitting import flies
from counterclaim.extraction.parties import FIGHTING
from counterclaim.extraction.scene import SORTS, WINDOW, foes_of
from counterclaim.model import ClaimantKind, Outcome, Stance, VictimKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.choosing import Features
    from counterclaim.extraction.describing import Victims
    from counterclaim.extraction.parties import Party
    from counterclaim.extraction.scene import Scene
    from counterclaim.knowledge.lexicon import Mark

#: What speaks for an answer at all where people do not fight.
NEAR = ("place", "null", "bare_antecedent", "antecedent_whole", "antecedent_same", "antecedent_sentence", "antecedent_near")
#: What befalls soldiers.
BODY = (Outcome.KILLED, Outcome.INJURED, Outcome.CASUALTIES, Outcome.MISSING)
#: Who fights for a country.
ARMIES = ("body", "victims", "people")
#: Who speaks for a side of its own.
SIDES = (ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.ARMED_GROUP)
#: Roles that say whose the counted were, the surest first.
TELLING = ("predicate", "group", "loser", "side", "owner")


def countries(
    number: int, kind: VictimKind, scene: Scene, own: Sequence[Victims], done: Sequence[Victims]
) -> dict[str | None, Features]:
    """Return the countries that those whom a draft counts may have been of, None for no single one, with what speaks for each."""
    return _Weighing(number, kind, scene).run(own, done)


def side_of(number: int, scene: Scene) -> tuple[bool, str | None]:
    """Return whether the sentence itself says whose the counted were, and the country (None: of several)."""
    found = dict(reversed([(role, _at_home(party, number, scene)) for role, party in scene.roles(number) if role in TELLING]))
    for role in TELLING:
        party = found.get(role)
        if party is None or (role in ("predicate", "group") and party.kind is VictimKind.MATERIEL):
            continue
        if party.country or party.foreign:
            return True, party.country
        if party.sort == "enemy" and (country := scene.foe(number)):
            return True, country
    heads = [scene.concepts[h.value] for h in scene.drafts[number].phrase.heads]
    if (struck := _of_foe(number, scene)) is not None:
        return True, struck
    if _owned_up(number, scene):
        return True, scene.speaker(number)
    own = scene.says(number, "self") or scene.of_own_side(number) or _his(number, scene)
    if own and (country := scene.speaker(number)):
        return True, country
    if any(h.local for h in heads) and (country := scene.told[number].place_country):
        return True, country
    if (owned := _headed(number, scene) or _owned_with(number, scene)) is not None:
        return True, owned
    part = scene.drafts[number].whole is not None  # of those of whom it was told whose they were
    foreign = any(h.foreign and (h.kind is VictimKind.UNSPECIFIED or not part) for h in heads)
    return foreign or scene.says(number, "foreign") or scene.from_elsewhere(number), None


def _at_home(party: Party, number: int, scene: Scene) -> Party:
    """Return a party, one of whichever state it fights in as of the country of the figure: "government forces lost 12 men"."""
    return replace(party, country=scene.told[number].place_country) if party.local and party.country is None else party


def _stopped(number: int, scene: Scene) -> bool:
    """Return whether a side tells of missiles or drones destroyed, and not of its loss: it stopped those sent against it."""
    one, voice = scene.drafts[number], scene.told[number].voice
    lost = one.trigger is None or "losing" in one.trigger.values
    return (
        flies(one.phrase)
        and not lost
        and bool(voice.claimants)
        and voice.claimants[0].kind in SIDES
        and one.outcome is Outcome.LOST
    )


def _of_foe(number: int, scene: Scene) -> str | None:
    """Return the other side where the counted are called enemies, were stopped or hit by whoever speaks, or struck by an army."""
    enemies = scene.of_enemy(number) or _stopped(number, scene) or _hit(number, scene)
    called = scene.foe(number) if enemies else None
    return called or _struck_by_army(number, scene)


def _hit(number: int, scene: Scene) -> bool:
    """Return whether a side tells of many killed when a house full of soldiers was hit, and of no loss of its own."""
    voice = scene.told[number].voice
    telling = bool(voice.claimants) and voice.claimants[0].kind in SIDES and voice.stance is Stance.ASSERTS
    phrase, sentence = scene.drafts[number].phrase, scene.drafts[number].sentence
    hit = scene.hit(number) if telling and not (phrase.heads or phrase.countries) and scene.foes(number) else None
    return hit is not None and not any(hit.start in (m.end, m.start - 1) for m in sentence.of("grammar", "possessive"))


def _struck_by_army(number: int, scene: Scene) -> str | None:
    """Return whose soldiers or weapons an army destroyed, killed or took: those of the one with whom it is known to be at war."""
    one, trigger = scene.drafts[number], scene.drafts[number].trigger
    kinds = {scene.concepts[h.value].kind for h in one.phrase.heads}
    if trigger is None or not kinds or not kinds <= {VictimKind.MILITARY, VictimKind.MATERIEL} or one.phrase.countries:
        return None
    if trigger.head_end - trigger.start > 1 and one.outcome is Outcome.KILLED:
        return None  # "lost in dead"
    sorts = (*ARMIES, "name") if one.outcome is Outcome.LOST else ARMIES
    army = next((p for role, p in scene.roles(number) if role == "doer" and p.sort in sorts), None)
    if army is None or army.country is None or any(d.phrase.start < army.end and army.start < d.phrase.end for d in scene.drafts):
        return None
    foe = scene.foe_of(army.country)
    return foe if foe in foes_of(army.country) else None


def _headed(number: int, scene: Scene) -> str | None:
    """Return whose the losses of a list are by its heading: "Russia's losses so far:", "the enemy lost:"."""
    party = scene.headed(number)
    return None if party is None else party.country or scene.foe(number)


def _owned_with(number: int, scene: Scene) -> str | None:
    """Return whose the things of a list are by the words behind its last: "22 tanks, 18 drones and 8 guns of the enemy"."""
    one = scene.drafts[number]
    for later in range(number + 1, len(scene.drafts)):
        other, tokens = scene.drafts[later], one.sentence.tokens
        if other.sentence is not one.sentence or other.outcome is not one.outcome or other.quantity.start < one.phrase.end:
            return None
        if not separated_by_list(scene.drafts[later - 1].phrase, other.phrase, tokens, one.marks):
            return None
        if scene.trailing_enemy(later):
            return scene.foe(later)
        found = next((party for role, party in scene.roles(later) if role == "group"), None)
        if found is not None:
            return found.country
    return None


def _owned_up(number: int, scene: Scene) -> bool:
    """Return whether an army or a government confirms losses of fighters that nobody else suffered, or denies that it has any."""
    one, voice = scene.drafts[number], scene.told[number].voice
    fighting = any(scene.concepts[h.value].kind in FIGHTING for h in one.phrase.heads)
    lost = one.outcome in BODY and fighting
    speaking = bool(voice.claimants) and voice.claimants[0].kind in SIDES and scene.speaker(number) is not None
    others = any(role in ("before", "behind") and p.sort in ("people", "adjective") for role, p in scene.roles(number))
    none = voice.stance is Stance.DENIES and one.quantity.bounds.high == 0
    return lost and speaking and (none or voice.stance is Stance.CONFIRMS) and not others


def _his(number: int, scene: Scene) -> bool:
    """Return whether the counted are the speaker's: "its soldiers", where no other party is named before them."""
    phrase, sentence, own = scene.drafts[number].phrase, scene.drafts[number].sentence, scene.speaker(number)
    behind = [m.end for m in sentence.of("grammar", "among") if m.end == phrase.end]  # Norwegian "av soldatene deres"
    words = sentence.of("grammar", "possessive")
    his = any((phrase.start < m.start and m.end <= phrase.end) or m.start in behind for m in words)
    return his and all(p.country == own for role, p in scene.roles(number) if role not in ("behind", "predicate"))


class _Weighing:
    """Gathers what speaks for the countries of one draft."""

    def __init__(self, number: int, kind: VictimKind, scene: Scene) -> None:
        self.number, self.kind, self.scene = number, kind, scene
        self.draft, self.told = scene.drafts[number], scene.told[number]
        self.sort = "displaced" if self.draft.outcome is Outcome.DISPLACED else SORTS[kind]
        self.answers: dict[str | None, Features] = {None: {}}

    def run(self, own: Sequence[Victims], done: Sequence[Victims]) -> dict[str | None, Features]:
        self._nobody()
        self._place()
        self._speaker()
        self._named()
        self._about()
        self._others(own, done)
        self._many(own)
        self._unstruck()
        if self._of_either_side():
            return {None: self.answers[None]}
        return self._likely() if self.sort in ("civil", "people") else self.answers

    def _likely(self) -> dict[str | None, Features]:
        """Return the answers for people who do not fight: where they were, or of whom the report had just told, or none."""
        if self.told.place_country is None:
            return self.answers
        return {answer: features for answer, features in self.answers.items() if any(n.startswith(NEAR) for n in features)}

    def _of_either_side(self) -> bool:
        """Return whether soldiers may be the speaker's or his foe's, since the report names nobody but the speaker.

        An army tells of the other side's dead as often as of its own.
        """
        stance = self.told.voice.stance
        fights = self.kind is VictimKind.MILITARY and self.draft.outcome in BODY and stance in (Stance.ASSERTS, Stance.ESTIMATES)
        lost = self.draft.trigger is not None and "losing" in self.draft.trigger.values
        phrase = self.draft.phrase
        owned = any(
            phrase.start < m.start < phrase.end for m in self.draft.sentence.of("roles", "country")
        )  # "the country's soldiers"
        known = lost or owned or not self.scene.foes(self.number)
        return fights and not known and self.scene.silent(self.number)

    def _add(self, country: str | None, *names: str, value: float = 1.0) -> None:
        features = self.answers.setdefault(country, {})
        for name in names:
            for full in (name, f"{name}.{self.sort}"):
                features[full] = features.get(full, 0.0) + value

    def _worded(self, head: Mark) -> str:
        """Return the concept of a noun; lives lost in one event say no more of whose they were than people killed."""
        return "person" if head.value == "life" and not self.told.wide else head.value

    def _nobody(self) -> None:
        self._add(None, "null")
        for head in self.draft.phrase.heads[:1]:
            self.answers[None][f"null_{self._worded(head)}"] = 1.0
        if self.told.place_country is None:
            self._add(None, "null_placeless")
        if self.draft.outcome is Outcome.STRENGTH:
            self._add(None, "null_strength")

    def _many(self, own: Sequence[Victims]) -> None:
        """Weigh what makes several countries likely: nations counted apart, a sum over a wide area, a group without one."""
        nations = {v.country for v in own if v.country and SORTS[v.kind] in ("civil", "people")}
        if len(nations - {self.told.place_country}) > 1:
            self._add(None, "null_nations")
        if self.told.wide:
            self._add(None, "null_wide")
        if self.scene.borderless:
            self._add(None, "null_borderless")
        if any(p.foreign and p.kind is VictimKind.MILITANT for p in self.scene.named(self.number)):
            self._add(None, "null_borderless_here")

    def _place(self) -> None:
        if self.told.place_country:
            self._add(self.told.place_country, "place")
            if self.told.place_said:
                self._add(self.told.place_country, "place_said")
            for head in self.draft.phrase.heads[:1]:
                self.answers[self.told.place_country][f"place_{self._worded(head)}"] = 1.0
            if self.draft.outcome is Outcome.STRENGTH:
                self._add(self.told.place_country, "place_strength")

    def _speaker(self) -> None:
        """Weigh the speaker's own side and the other one: a party tells of what it did, and confirms what it suffered."""
        claimants = self.told.voice.claimants
        if not claimants or claimants[0].country is None:
            return
        country = claimants[0].country
        names = ["speaker", f"speaker_{self.draft.outcome}"]
        if self.told.voice.stance in (Stance.CONFIRMS, Stance.DENIES):
            names.append(f"speaker_{self.told.voice.stance}")
        if self._active():
            names.append("speaker_active")
        if any(self.draft.sentence.of("grammar", "self")):
            names.append("speaker_self")
        trigger = self.draft.trigger
        if trigger is not None and "losing" in trigger.values:
            names.append("speaker_losing")
        if claimants[0].kind is not None:
            names.append(f"speaker_by_{claimants[0].kind}")
        self._add(country, *names)
        rival = self.scene.rival(self.number)
        if rival:
            self._add(rival, *(name.replace("speaker", "rival") for name in names))

    def _active(self) -> bool:
        trigger = self.draft.trigger
        return trigger is not None and trigger.form in ("active", "either") and "losing" not in trigger.values

    def _unstruck(self) -> None:
        """Take away the nations whose attack it was: they strike neither their own soldiers nor their own people elsewhere."""
        for role, party in self.scene.roles(self.number):
            at_home = party.country == self.told.place_country and self.sort != "force"
            if role == "striker" and not at_home and len(self.answers) > 1:
                self.answers.pop(party.country, None)

    def _named(self) -> None:
        seen: set[str] = set()
        for role, party in self.scene.roles(self.number):
            if (party.country is None and not party.foreign) or (role == "behind" and self._only_acted(party)):
                continue
            if role in ("before", "behind"):
                name = f"{role}_{party.sort}"
                if name in seen:
                    continue
                seen.add(name)
                self._add(party.country, name)
                if role not in seen:
                    seen.add(role)
                    self._add(party.country, role)
            else:
                self._add(party.country, role)

    def _only_acted(self, party: Party) -> bool:
        """Return whether a body of many countries only acted: "the attack, in which nine died, was condemned by the UN"."""
        by = (m.end for m in self.draft.sentence.of("grammar", "agent"))
        return party.foreign and self.sort == "people" and any(0 <= party.start - end <= 1 for end in by)

    def _about(self) -> None:
        """Weigh what the sentence before, the title and the whole report are about."""
        above = [p for p in self.scene.above(self.number) if p.country]
        for name, one in [("above_first", above[0]), ("above_last", above[-1])] if above else []:
            self._add(one.country, name, f"{name}_{one.sort}")
        for country in {p.country for p in self.scene.title() if p.country}:
            self._add(country, "title")
        for country in self.scene.doers:
            self._add(country, "attacker")
        total = sum(self.scene.tally.values())
        for rank, (country, count) in enumerate(self.scene.ranking[:4]):
            self._add(country, "share", value=count / total)
            if rank < 2:
                self._add(country, f"rank_{rank}")
        alike = {country: count for (sort, country), count in self.scene.sorts.items() if sort == self.sort}
        for side, count in alike.items():
            self._add(side, "sort_share", value=count / sum(alike.values()))
            if len(alike) == 1:
                self._add(side, "sort_only")

    def _others(self, own: Sequence[Victims], done: Sequence[Victims]) -> None:
        antecedent = self.scene.antecedent(self.number)
        if antecedent is not None:
            other = done[antecedent.number]
            if other.country or other.several:
                bare = "bare_" if own[self.number].bare else ""
                same = "" if other.kind is self.kind else "_unlike"
                self._add(other.country, f"{bare}antecedent_{antecedent.how}{same}")
        twin = next((own[i] for i in self.scene.twins(self.number) if own[i].of_known_side), None)
        if twin is not None:
            self._add(twin.country, "twin")
        like = [i for i in range(self.number - 1, max(self.number - WINDOW, 0) - 1, -1) if SORTS[done[i].kind] == self.sort]
        back = next((i for i in like if done[i].country), None)
        if back is not None:
            abroad = done[back].country != self.scene.told[back].place_country
            self._add(done[back].country, "like_back", "like_back_abroad" if abroad else "like_back_home")
        ahead = range(self.number + 1, min(self.number + WINDOW, len(own)))
        forward = next((own[i].country for i in ahead if own[i].country and SORTS[own[i].kind] == self.sort), None)
        if forward:
            self._add(forward, "like_ahead")
        admitted = next((done[i].country for i in range(self.number) if done[i].country and self._admits(i)), None)
        if admitted and self.kind is not VictimKind.MATERIEL:
            self._add(admitted, "admitted")
        if self.kind is VictimKind.MATERIEL:
            force = [
                v.country
                for v in (*reversed(done[: self.number]), *own[self.number + 1 :])
                if v.country and SORTS[v.kind] == "force"
            ]
            if force:
                self._add(force[0], "crew")

    def _admits(self, number: int) -> bool:
        """Return whether a side confirms losses in an earlier figure: what others state beside it are likely its losses."""
        return self.scene.told[number].voice.stance is Stance.CONFIRMS and self.scene.drafts[number].outcome in BODY
