"""What a report says around each of its figures: who speaks, where it was, whom its sentences name, whom a bare figure means."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.extraction.parties import Party, roles
from counterclaim.fleeting import fleeting
from counterclaim.knowledge.wars import load_wars
from counterclaim.model import ClaimantKind, How, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from counterclaim.extraction.attribution import Voice
    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.struck import Struck
    from counterclaim.knowledge.actors import Actors
    from counterclaim.knowledge.victims import VictimConcept

#: How many claims back or forward the words of a claim may point.
WINDOW = 60
#: How the kinds are taken together where a word speaks for a country.
SORTS = {
    VictimKind.MILITARY: "force",
    VictimKind.POLICE: "force",
    VictimKind.MERCENARY: "mercenary",
    VictimKind.MILITANT: "militant",
    VictimKind.MATERIEL: "materiel",
    VictimKind.CIVILIAN: "civil",
    VictimKind.CHILD: "civil",
    VictimKind.MIXED: "people",
    VictimKind.UNSPECIFIED: "people",
}


#: How many sentences back stand those who were attacked of whom a figure tells.
STRUCK = 2
#: What words for losses as such mean ("its own losses").
LOSSES = ("casualties", "losing")
#: How many tokens behind a noun its owner may begin ("of the enemy"), and "own" before "ranks".
OWNER, SIDE = 2, 3
#: How many tokens from the words for losses in a heading those stand whose losses they are.
BESIDE = 3


@fleeting
class Told:
    """What else was read of a draft: who states it, the country of its place, whether its own sentence names that.

    `wide`: it is wider than one event.
    """

    voice: Voice
    place_country: str | None
    place_said: bool
    wide: bool = False


@fleeting
class Said:
    """One sentence: its paragraph, whom it names, and the sorts of target of which it speaks ("base", "market").

    The targets are read where the sentence opens the report or holds a draft.
    """

    paragraph: int
    named: Sequence[Party]
    targets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The draft that bare words point back to: its number, and how ("whole", "same", "near", "far")."""

    number: int
    how: str


class Scene:
    """The drafts of one report among what its sentences name."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a report tells, and what is known beforehand
        self,
        drafts: Sequence[Draft],
        told: Sequence[Told],
        said: Sequence[Said],
        concepts: Mapping[str, VictimConcept],
        actors: Actors,
        home: str | None = None,
        struck: Callable[[int], Struck | None] = lambda _: None,
    ) -> None:
        self.drafts, self.told, self.concepts, self.actors = drafts, told, concepts, actors
        self._said, self._home, self._struck = said, home, struck
        self._roles: dict[int, Sequence[tuple[str, Party]]] = {}
        self.tally = Counter(p.country for one in said for p in one.named if p.country and p.sort != "office")
        self.ranking = self.tally.most_common()
        self.armies = Counter(p.country for one in said for p in one.named if p.country and p.kind is VictimKind.MILITARY)
        self.sorts = Counter(
            (SORTS[p.kind], p.country) for one in said for p in one.named if p.kind is not None and (p.country or p.foreign)
        )
        #: Whether a body of many countries fights in the report.
        self.borderless = any(p.foreign and p.kind is VictimKind.MILITANT for one in said for p in one.named)
        self._numbers = {id(one): number for number, one in enumerate(drafts)}
        self._counting = frozenset(one.sentence.number for one in drafts if not one.unnumbered)
        self.doers = frozenset(
            party.country
            for number in range(len(drafts))
            for role, party in self.roles(number)
            if role == "doer" and party.country
        )
        self.parts: dict[int, list[int]] = {}
        for number, one in enumerate(drafts):
            if one.whole is not None:
                self.parts.setdefault(self._numbers.get(id(one.whole), -1), []).append(number)

    @property
    def alone(self) -> bool:
        """Whether the report is a single sentence, such as a headline."""
        return len(self._said) == 1

    def named(self, number: int) -> Sequence[Party]:
        """Return the parties of a draft's sentence."""
        return self._said[self.drafts[number].sentence.number].named

    def roles(self, number: int) -> Sequence[tuple[str, Party]]:
        """Return the parties of a draft's sentence by what they are to those whom it counts."""
        known = self._roles.get(number)
        if known is None:
            named = self.named(number)
            known = self._roles[number] = list(roles(self.drafts[number], named, self._speaking(number, named)))
        return known

    def _speaking(self, number: int, named: Sequence[Party]) -> list[Party]:
        """Return which of those named state a draft."""
        one, spoken = self.drafts[number], self.told[number].voice.spans.get("claimant", ())
        spans = [(p, one.sentence.span(p.start, p.end)) for p in named] if spoken else []
        return [p for p, span in spans if any(span.start < said.end and said.start < span.end for said in spoken)]

    def states(self, party: Party, number: int) -> bool:
        """Return whether a party is who states a draft, in its own sentence."""
        return party in self._speaking(number, self.named(number))

    def opens(self, number: int) -> bool:
        """Return whether no figure stands before a draft in its paragraph."""
        return number == 0 or self.drafts[number - 1].sentence.paragraph != self.drafts[number].sentence.paragraph

    def says(self, number: int, value: str) -> bool:
        """Return whether a function word stands within the counted words of a draft, or directly before ("50 own dead")."""
        phrase = self.drafts[number].phrase
        return any(phrase.start - 1 <= m.start and m.end <= phrase.end for m in self.drafts[number].sentence.of("grammar", value))

    def of_own_side(self, number: int) -> bool:
        """Return whether words beside those counted say that they were the speaker's.

        "71 dead in its own ranks", "on its own side two were wounded", "put its own losses at 71".
        """
        one = self.drafts[number]
        own = one.sentence.of("grammar", "self")
        if not own:
            return False
        sides = {m.start: m.end for m in one.sentence.of("grammar", "side", "word")}
        losses = {m.start for m in one.sentence.of("outcomes") if m.value in LOSSES and m.tail is None}
        start, end = one.phrase.start, one.phrase.end
        beside = any(end <= m.start <= end + SIDE or 0 <= start - sides[m.end] <= SIDE for m in own if m.end in sides)
        return beside or any(m.end in losses and m.end < start for m in own)

    def from_elsewhere(self, number: int) -> bool:
        """Return whether words right behind those counted say that they are of another country ("from another nation")."""
        phrase = self.drafts[number].phrase
        return any(m.start == phrase.end for m in self.drafts[number].sentence.of("grammar", "foreign", "behind"))

    def of_enemy(self, number: int) -> bool:
        """Return whether the counted are the enemy's: a word for him stands in their words, or right behind as their owner."""
        phrase = self.drafts[number].phrase
        claimants = self.told[number].voice.claimants
        state = not claimants or claimants[0].kind is not ClaimantKind.ARMED_GROUP  # whose enemy may be its own state
        owned = state and any(p.sort == "enemy" and p.start == phrase.end for p in self.named(number)) and bool(phrase.heads)
        return owned or self.says(number, "enemy") or any(self.concepts[h.value].enemy for h in phrase.heads)

    def trailing_enemy(self, number: int) -> bool:
        """Return whether a word for the other side follows what a draft counts: "8 guns of the enemy"."""
        one = self.drafts[number]
        named = one.phrase.heads[0].end if one.phrase.heads else one.phrase.end
        return any(p.sort == "enemy" and named <= p.start <= named + OWNER for p in self.named(number))

    def speaker(self, number: int) -> str | None:
        """Return the country of the one who states a draft."""
        claimants = self.told[number].voice.claimants
        return claimants[0].country if claimants else None

    def rival(self, number: int) -> str | None:
        """Return the country against which the speaker of a draft stands: the one that is named most often beside his own."""
        own = self.speaker(number)
        return self._rival_of(own) if own else None

    def _rival_of(self, own: str) -> str | None:
        return next((c for c, _ in self.ranking[:3] if c and c != own), None)

    def silent(self, number: int) -> bool:
        """Return whether the report names no state, people or army but those that state a draft."""
        one = self.drafts[number]
        speaking = self._speaking(number, self.named(number))
        own = [p for p in self.named(number) if p in speaking or (one.phrase.start <= p.start < one.phrase.end)]
        here = one.sentence.number
        return not any(
            p.country and p.sort != "office" and not (at == here and p in own)
            for at, said in enumerate(self._said)
            for p in said.named
        )

    def foes(self, number: int) -> frozenset[str]:
        """Return the other sides of the wars that the speaker of a draft is known to fight."""
        return foes_of(self.speaker(number))

    def foe(self, number: int) -> str | None:
        """Return whom "the enemy" means: the one other side of the speaker's known wars, else the rival that the report names.

        Where nobody speaks, it is the enemy of the army that did it; where nobody knows whose side a speaker is on, it is that
        of the country in which his language is spoken, and in no other.
        """
        own = self.speaker(number) or self._army_that_did_it(number) or self._home
        return self.foe_of(own) if own is not None else None

    def foe_of(self, own: str) -> str | None:
        """Return whom a country fights: the one other side of its known wars, else the rival that the report names."""
        sides = foes_of(own)
        only, named = next(iter(sides)) if len(sides) == 1 else None, self._rival_of(own)
        return only if only and (named is None or self.tally[only]) else named

    def _army_that_did_it(self, number: int) -> str | None:
        """Return the country of the army that did it, where nobody speaks: "Ukrainian troops destroyed ten enemy tanks"."""
        if self.told[number].voice.claimants:
            return None
        return next((p.country for role, p in self.roles(number) if role == "doer" and p.sort == "body"), None)

    def above(self, number: int) -> Sequence[Party]:
        """Return the parties of the sentence before a draft's, where it is of the same paragraph."""
        sentence = self.drafts[number].sentence
        before = self._said[sentence.number - 1] if sentence.number else None
        return before.named if before is not None and before.paragraph == sentence.paragraph else ()

    def headed(self, number: int) -> Party | None:
        """Return whose losses the heading above an item tells by the words beside it, else the enemy of the line before it."""
        heading = self.drafts[number].under
        if heading is None:
            return None
        said, trigger = self._said[heading.sentence], heading.trigger
        whose = [p for p in said.named if p.country or p.sort == "enemy"]
        behind = [p for p in whose if trigger.end <= p.start <= trigger.end + BESIDE]
        acting = [p for p in whose if trigger.start - BESIDE <= p.end <= trigger.start]
        before = [p for p in acting if trigger.form != "active" or (p.sort == "adjective" and p.end == trigger.start)]
        above = self._said[heading.sentence - 1] if heading.sentence else said
        enemies = [p for p in above.named if p.sort == "enemy" and above.paragraph == said.paragraph]
        return next(iter([*before[::-1], *behind, *enemies]), None)

    def targets(self, number: int) -> frozenset[str]:
        """Return the sorts of target of which a draft's sentence speaks."""
        return self._said[self.drafts[number].sentence.number].targets

    def title_targets(self) -> frozenset[str]:
        """Return the sorts of target of which the first sentence speaks."""
        return self._said[0].targets if self._said else frozenset()

    def struck(self, number: int) -> Struck | None:
        """Return the people whom the words before a draft tell to have been attacked, where no other figure stands between.

        The words are those of its own sentence and of the two before it, in its paragraph or, where it opens one, in the last.
        """
        one = self.drafts[number]
        here, phrase = one.sentence.number, one.phrase
        own = self._struck(here)
        if own is not None and (own.party.end <= phrase.start or self._struck_behind(own, one)):
            return own
        for before in range(here - 1, max(here - STRUCK, 0) - 1, -1):
            apart = self._said[before].paragraph != one.sentence.paragraph
            if before in self._counting or (apart and before < here - 1):
                return None
            if (found := self._struck(before)) is not None:
                return found
        return None

    @staticmethod
    def _struck_behind(struck: Struck, one: Draft) -> bool:
        """Return whether a clause behind a figure says who was hit: "40 died when a school full of soldiers was hit"."""
        opened = (m.start for m in one.sentence.of("grammar", "subordinator", "word"))
        return struck.form == "subject" and any(one.end <= start < struck.party.start for start in opened)

    def hit(self, number: int) -> Party | None:
        """Return the soldiers of no nation named whom the sentence of a draft says to have been hit when those counted died."""
        own, one = self._struck(self.drafts[number].sentence.number), self.drafts[number]
        if own is None or own.party.kind is not VictimKind.MILITARY or own.party.country or own.party.foreign:
            return None
        return own.party if self._struck_behind(own, one) else None

    def twins(self, number: int) -> list[int]:
        """Return the other drafts that tell the same figure of the same outcome."""
        one = self.drafts[number]
        same = (i for i, other in enumerate(self.drafts) if other.outcome is one.outcome)
        bounds = one.quantity.bounds
        return [i for i in same if i != number and bounds.low and self.drafts[i].quantity.bounds.low == bounds.low]

    def taken_up(self, number: int) -> int | None:
        """Return which draft before told the figure that one puts otherwise or turns down: "the ministry puts it at 15"."""
        again = self.drafts[number].again
        found = self._numbers.get(id(again)) if again is not None else None
        return found if found is not None and found < number else None

    def title(self) -> Sequence[Party]:
        """Return the parties of the first sentence."""
        return self._said[0].named if self._said else ()

    def antecedent(self, number: int) -> Antecedent | None:
        """Return what bare words point back to: their whole, the figure that they repeat, the last told of, no part."""
        one = self.drafts[number]
        wanted = one.whole or one.model
        if wanted is not None:
            found = self._numbers.get(id(wanted))
            return Antecedent(found, "whole") if found is not None and found < number else None
        people = [
            i
            for i in range(max(number - WINDOW, 0), number)
            if self.drafts[i].outcome is not Outcome.LOST
            and self.drafts[i].quantity.how is not How.ZERO
            and self.drafts[i].whole is not one
            and not did_it(self.drafts[i], one)
        ]
        if not people:
            return None
        last = self._whole_of(people[-1], one)
        if one.phrase.anaphoric or one.quantity.additional:
            return Antecedent(last, "same")
        if self.drafts[last].sentence is one.sentence:
            return Antecedent(last, "sentence")
        return Antecedent(last, "near" if self.drafts[last].sentence.paragraph == one.sentence.paragraph else "far")

    def _whole_of(self, number: int, one: Draft) -> int:
        """Return the whole of a part before which no more of it is told: "17 died, including three children, 24 were hurt"."""
        whole = self.drafts[number].whole
        if whole is None or one.phrase.anaphoric or one.quantity.additional:
            return number
        return self._numbers.get(id(whole), number)


def did_it(before: Draft, one: Draft) -> bool:
    """Return whether those told of before did it to those counted: "150 fighters attacked the village and killed three"."""
    if before.outcome is not Outcome.STRENGTH or before.sentence is not one.sentence or one.trigger is None:
        return False
    acting = one.trigger.form in ("active", "either", "participle") and "losing" not in one.trigger.values
    return acting and before.phrase.end <= one.trigger.start and one.trigger.end <= one.phrase.start


@functools.cache
def foes_of(own: str | None) -> frozenset[str]:
    """Return the other sides of the wars that a country is known to fight."""
    sides = ((war.country, *war.sides) for war in load_wars())
    return frozenset(side for fighting in sides if own in fighting for side in fighting if side != own)
