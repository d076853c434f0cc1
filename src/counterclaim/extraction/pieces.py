"""What each piece of an actor's name does in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.atoms import Atom, Phrase, Sort
from counterclaim.extraction.joining import QUOTES
from counterclaim.model import ClaimantKind

if TYPE_CHECKING:
    from counterclaim.extraction.actors import Recogniser
    from counterclaim.extraction.sentences import Sentence

#: The family of bodies by which even a movement governs.
MINISTRY = "ministry"
#: The family of words that stand for a country.
COUNTRY = "country"
#: The adjective that withholds a name.
NAMELESS = "anonymous"


class Pieces:
    """The atoms of a phrase by what they do in it."""

    def __init__(self, recogniser: Recogniser, sentence: Sentence, phrase: Phrase) -> None:
        self._tokens = sentence.tokens
        self._regions, self._cases = recogniser.clauses.region, recogniser.clauses.cases
        self.actor: Atom | None = None
        self.capital: Atom | None = None
        self.body: Atom | None = None
        self.desk: Atom | None = None
        self.role: Atom | None = None
        self.country: Atom | None = None
        self.person: Atom | None = None
        self.place: Atom | None = None
        self.adjectives: list[Atom] = []
        self.owner: Atom | None = None
        self.patron: Atom | None = None
        self.former = self.nameless = False
        self.follows_body = False
        for number, atom in enumerate(phrase.atoms):
            self._take(recogniser, phrase, number, atom)
        if (
            self.actor
            and recogniser.is_person(self.actor)
            and self.role
            and self.actor.end <= self.role.start
            and self._close(self.actor, self.role)
        ):
            self.owner, self.actor = self.actor, None  # somebody's adviser is not he
        self._hand_over(recogniser)

    def _hand_over(self, recogniser: Recogniser) -> None:
        """Leave out the paper by one who is only named: "an estimate by Name Surname"."""
        if self.role is None or self.person is None or recogniser.roles.roles[self.role.value].person:
            return
        if self.person.start > self.role.start:
            self.role = None

    def _take(self, recogniser: Recogniser, phrase: Phrase, number: int, atom: Atom) -> None:
        if atom.sort == Sort.ACTOR:
            if recogniser.is_capital(atom):
                self.capital = self.capital or atom
            elif self.actor is None or not recogniser.is_person(self.actor):
                before = phrase.atoms[number - 1] if number else None
                self.follows_body = bool(before and before.sort == Sort.BODY and self.body and not recogniser.rules(before, atom))
                self.actor = atom
        elif atom.sort == Sort.ROLE:
            self._take_role(recogniser, phrase, number, atom)
        elif atom.sort == Sort.BODY:
            self._take_body(recogniser, atom)
        elif atom.sort == Sort.COUNTRY:
            self.country = self.country or atom
        elif atom.sort == Sort.ADJECTIVE:
            self._take_adjective(recogniser, atom)
        elif number and atom.form != "place" and self._headed(recogniser, phrase.atoms[number - 1], atom):
            self.person = atom
        elif recogniser.led(self._tokens, phrase.atoms, number):
            self.place = self.place or atom
        else:
            self._name(phrase, number, atom)

    def _headed(self, recogniser: Recogniser, role: Atom, name: Atom) -> bool:
        """Return whether a name stands behind a role and what its bearer is head of, no preposition between."""
        gap = self._tokens[role.end : name.start]
        if self.person is not None or not recogniser.clauses.cases:
            return False
        return role.sort == Sort.ROLE and bool(gap) and not any(token.key in recogniser.clauses.link for token in gap)

    def _take_adjective(self, recogniser: Recogniser, atom: Atom) -> None:
        adjective = recogniser.roles.adjectives[atom.value]
        self.former = self.former or adjective.former
        self.nameless = self.nameless or atom.value == NAMELESS
        if not (adjective.former or adjective.hidden):
            self.adjectives.append(atom)

    def _take_body(self, recogniser: Recogniser, atom: Atom) -> None:
        body = recogniser.roles.bodies[atom.value]
        known = recogniser.roles.bodies[self.body.value] if self.body else None
        if known is not None and known.family == COUNTRY:
            self.body = atom  # "the country's army"
        elif known is None or (known.desk and not body.desk):
            self.desk, self.body = self.body, atom
        elif body.desk:
            self.desk = self.desk or atom
        elif body.kind == ClaimantKind.ARMED_GROUP or (body.family == MINISTRY and known.generic):
            self.body = atom  # a militia's headquarters speak for the militia, a movement's ministry for those who rule

    def _take_role(self, recogniser: Recogniser, phrase: Phrase, number: int, atom: Atom) -> None:
        roles = recogniser.roles
        before = phrase.atoms[number - 1] if number else None
        if self.role is not None and not roles.roles[self.role.value].person and roles.roles[atom.value].person:
            self.role = atom  # "a report by the governor"
            return
        if self.role is not None and before is not None and self.patron is None:
            apart = before.end < atom.start
            office = roles.roles[self.role.value].owner and roles.roles[atom.value].kind == ClaimantKind.GOVERNMENT
            if apart or (office and before is self.role):
                self.patron = atom
        if self.role is None or (
            roles.roles[atom.value].owner
            and not roles.roles[self.role.value].owner
            and number
            and (
                self.person is not None
                or phrase.atoms[number - 1].sort == Sort.ROLE
                or recogniser.is_person(phrase.atoms[number - 1])
            )
        ):
            if self.patron is atom or (self.role and roles.roles[self.role.value].kind == ClaimantKind.GOVERNMENT):
                self.patron = self.role  # "the governor's spokesman"
            self.role = atom

    def _region(self, atom: Atom) -> bool:
        """Return whether a word for a region stands beside a name: it is that region's."""
        behind = atom.end < len(self._tokens) and self._tokens[atom.end].key in self._regions
        before = atom.start > 0 and self._tokens[atom.start - 1].key in self._regions
        return behind or (before and not self._cases and self.place is None)

    def _close(self, first: Atom, second: Atom) -> bool:
        return not any(token.text in ",–—(" for token in self._tokens[first.end : second.start])

    def _name(self, phrase: Phrase, number: int, atom: Atom) -> None:
        if atom.form == "place" or self._region(atom):
            self.place = self.place or atom
            return
        before = phrase.atoms[number - 1] if number else None
        gap = self._tokens[before.end : atom.start] if before else ()
        quoted = before is not None and before.sort == Sort.ACTOR and all(token.text in QUOTES for token in gap)
        adjacent = not gap or quoted
        comma = any(token.text in ",–—" for token in gap)
        if (
            before is None
            or (self.person is None and before.sort == Sort.ROLE and adjacent)
            or (self.person is None and self.role and not self.body and before.sort == Sort.NAME and adjacent)
            or (self.person is None and adjacent and before.sort in (Sort.BODY, Sort.ACTOR, Sort.COUNTRY) and self.role)
            or (self.person is None and comma and self.role)
            or (self.person is None and self.role and before is self.place and atom.start - before.end <= 1)
        ):
            self.person = atom
        elif self.place is None:
            self.place = atom
        if (
            self.place is atom
            and self.person is not None
            and before is not None
            and adjacent
            and before.sort in (Sort.BODY, Sort.ROLE)
            and number > 1
            and phrase.atoms[number - 1].start >= self.person.end
            and (self.person is not phrase.atoms[0] or self._opens(phrase))
        ):
            self.person, self.place = atom, self.person  # "head of the Name region, Name Surname": the last is he

    def _opens(self, phrase: Phrase) -> bool:
        """Return whether a name that opens a phrase says where its office is ("Name regional governor Name Surname")."""
        return not self._cases and phrase.atoms[1].start == phrase.atoms[0].end
