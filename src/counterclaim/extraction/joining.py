"""Which pieces of a sentence name one actor together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.atoms import REPORT, Atom, Sort
from counterclaim.model import ClaimantKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.knowledge.actors import Actors
    from counterclaim.knowledge.clauses import Clauses
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.roles import Roles
    from counterclaim.text import Token

#: How many words may say for what an officer serves his owner.
TASKS = 2
#: How many words may say what somebody is head of, where no preposition does.
OFFICE = 3
QUOTES = frozenset("\"'“”„«»‘’")
#: The signs before which somebody's name behind his office ends.
CLOSING = frozenset(",.;:)!?–—") | QUOTES
#: How many words may stand before the name by which somebody goes.
CALLING = 4

#: Kinds of persons who speak to an outlet rather than for it.
_TOLD = frozenset((ClaimantKind.UNNAMED, ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY))
#: Kinds of groups whose names may stand in quotation marks.
_GROUPS = frozenset((ClaimantKind.ARMED_GROUP, ClaimantKind.NGO, ClaimantKind.IGO))


class Joiner:
    """Decides whether the next atom goes on with a phrase, in one language."""

    def __init__(self, pack: LanguagePack, clauses: Clauses, roles: Roles, actors: Actors) -> None:
        self.pack, self.clauses, self.roles, self.actors = pack, clauses, roles, actors
        self._outlets = frozenset(value for value, body in roles.bodies.items() if body.relay)
        self._media = frozenset(actor.id for actor in actors if actor.kind == "media")
        self._capitals = frozenset(actor.id for actor in actors if actor.capital)
        self._platforms = frozenset(actor.id for actor in actors if actor.platform)
        self._persons = frozenset(actor.id for actor in actors if actor.person)

    def _apart(self, tokens: Sequence[Token], phrase: Sequence[Atom], atom: Atom) -> bool:
        """Return whether a case parts who listens, or where he writes, from the next: "told reporters | the army"."""
        if not self.clauses.cases:
            return False
        first = phrase[0]
        listens = first.end == atom.start == first.start + 1 and tokens[first.start].key in self.clauses.skip
        owned = first.sort == Sort.BODY and first.start > 0 and tokens[first.start - 1].key in self.clauses.own
        return listens or (owned and atom.sort != Sort.NAME and not self.is_outlet(atom))

    def _quotes_them(self, phrase: Sequence[Atom], outlet: Atom) -> bool:
        """Return whether an outlet stands behind whom it quotes: "with reference to the army | TASS writes"."""
        if not self.clauses.cases:
            return False
        bodies = [self.roles.bodies[atom.value] for atom in phrase if atom.sort == Sort.BODY and not self.is_outlet(atom)]
        if outlet.sort == Sort.BODY:
            known = any(atom.sort == Sort.ACTOR and not self.is_outlet(atom) for atom in phrase)
            return known or any(body.kind is not None for body in bodies)  # no press service of it
        return bool(bodies) or any(atom.sort == Sort.ACTOR for atom in phrase)

    def _speaks_for(self, atom: Atom) -> bool:
        """Return whether the atom is a role of one who speaks or fights for somebody."""
        role = self.roles.roles[atom.value]
        return role.owner or role.kind == ClaimantKind.MILITARY

    def is_outlet(self, atom: Atom) -> bool:
        """Return whether the atom names an outlet, an agency, a network."""
        return self._brings_news(atom) or (atom.sort == Sort.BODY and atom.value in self._outlets)

    def _brings_news(self, atom: Atom) -> bool:
        """Return whether the atom is the name of an outlet."""
        return atom.sort == Sort.ACTOR and atom.value in self._media

    def names_land(self, atom: Atom) -> bool:
        """Return whether the atom is a word for a country whose name it leaves out ("the country")."""
        return atom.sort == Sort.BODY and self.roles.bodies[atom.value].family == "country"

    def is_capital(self, atom: Atom) -> bool:
        """Return whether the atom is a city that may stand for its government."""
        return atom.sort == Sort.ACTOR and atom.value in self._capitals

    def is_person(self, atom: Atom) -> bool:
        """Return whether the atom is a registered person."""
        return atom.sort == Sort.ACTOR and atom.value in self._persons

    def rules(self, body: Atom, group: Atom) -> bool:
        """Return whether a body is one by which a group governs: "the health ministry of the Houthis" is no armed group.

        A government that is no state's has bodies of all sorts: "the army of Nagorno-Karabakh".
        """
        governs, actor = self.roles.bodies[body.value].kind == ClaimantKind.GOVERNMENT, self.actors.get(group.value)
        return actor.unrecognised or (governs and actor.kind == ClaimantKind.ARMED_GROUP)

    def joins(self, tokens: Sequence[Token], phrase: Sequence[Atom], atom: Atom, *, placed: bool) -> bool:
        """Return whether the atom goes on naming the phrase's actor."""
        last, gap = phrase[-1], self._gap(tokens, phrase[-1], atom)
        if len(gap) > 6 or self._posted(tokens, last, atom) or self._apart(tokens, phrase, atom):
            return False
        if not gap:
            told = self.is_outlet(atom) and (any(a.sort == Sort.ROLE for a in phrase) or self._quotes_them(phrase, atom))
            there = placed and atom.sort == Sort.ROLE and self._inside(tokens, phrase)
            parted = (
                told or there or self._addresses(last, atom) or self._owns(tokens, last, atom)
            )  # "the governor told the paper", where the case says so
            return not parted and self._adjoins(last, atom)
        if all(map(_glues, gap)):
            return self._adjoins(last, atom) and self._hyphened(tokens, last, atom)
        if last.sort == Sort.NAME and gap[0].key in self.clauses.region and gap[1:] and gap[1].text in ",–—":
            gap = gap[1:]  # "governor of the Name region, Name Surname"
        if self._opens_compound(last, gap, atom):
            return True
        opening = gap[0]
        if opening.text == "(":
            named = len(gap) == 1 and atom.sort in (Sort.ACTOR, Sort.NAME) and last.sort in (Sort.BODY, Sort.ACTOR)
            return named and not (atom.sort == last.sort and atom.value != last.value)  # "Reporters Without Borders (RSF)"
        if opening.text in ",–—":
            return not placed and self._apposes(tokens, phrase, gap[1:], atom)
        if self.is_outlet(atom) and not self.is_outlet(phrase[0]) and any(token.key in self.clauses.link for token in gap):
            return False
        if opening.key in self.clauses.link:
            named = self._belongs(phrase, gap, atom) or self._serves(tokens, phrase, gap[1:], atom)
            return self._links(phrase, gap[1:], atom) or (named and not placed)
        owned = not placed and self._serves_owner(tokens, phrase, gap, atom)
        called = owned or self._calls(phrase, gap, atom) or self._describes(tokens, last, gap, atom)
        return called or self._commissioned(tokens, phrase, gap, atom)

    def _commissioned(self, tokens: Sequence[Token], phrase: Sequence[Atom], gap: Sequence[Token], atom: Atom) -> bool:
        """Return whether one or two words between an owner and his officer say for what: "the group's field relief officer"."""
        if atom.sort != Sort.ROLE or phrase[-1].sort not in (Sort.BODY, Sort.ACTOR) or self.is_outlet(phrase[-1]):
            return False
        whole = tokens[phrase[0].start : atom.start]
        tasks = [token for token in gap if token.key != "'s"]
        plain = all(token.kind == "word" and not token.capitalised and not self._is_clausal(token) for token in tasks)
        short = 0 < len(tasks) <= TASKS and not any(token.key in self.clauses.skip for token in tasks)
        owned = any(token.key == "'s" for token in whole) and self._speaks_for(atom)
        return owned and plain and short and not self._verbs(tasks)

    def _addresses(self, last: Atom, atom: Atom) -> bool:
        """Return whether an outlet is but told what somebody says who is named behind it: "told Name | the regional police"."""
        if not self._brings_news(last) or self.is_outlet(atom):
            return False
        somebody = atom.sort == Sort.BODY and not self.roles.bodies[atom.value].generic
        return somebody or atom.sort in (Sort.ACTOR, Sort.ADJECTIVE)

    def _serves_owner(self, tokens: Sequence[Token], phrase: Sequence[Atom], gap: Sequence[Token], atom: Atom) -> bool:
        """Return whether a case says of what he is head whose name follows: "Bürgermeister der Stadt, Name,"."""
        led = gap[0].key in self.clauses.genitive
        return (led or self.clauses.cases) and self._serves(tokens, phrase, gap[1:] if led else gap, atom)

    def _owns(self, tokens: Sequence[Token], last: Atom, atom: Atom) -> bool:
        """Return whether a genitive says whose the next body is, which speaks itself: Danish "lægernes fagforening"."""
        if atom.sort != Sort.BODY or not (self.pack.genitive and tokens[last.end - 1].key.endswith(self.pack.genitive)):
            return False
        if last.sort == Sort.ROLE:
            return self.roles.roles[last.value].kind == ClaimantKind.INDIVIDUAL
        kinds = (self.roles.bodies[one.value].kind for one in (last, atom) if one.sort == Sort.BODY)
        return tuple(kinds) == (ClaimantKind.ARMED_GROUP, ClaimantKind.GOVERNMENT)

    def _serves(self, tokens: Sequence[Token], phrase: Sequence[Atom], gap: Sequence[Token], atom: Atom) -> bool:
        """Return whether a name between commas is his whose office stands before it ("the mayor of the town, Name,")."""
        office = phrase[-1].sort == Sort.ROLE and atom.sort == Sort.NAME and atom.form == "name"
        *gap, comma = gap or tokens[:1]
        if comma.text != ",":
            return False
        if not office or atom.end - atom.start < 2 or not _closes(tokens, atom.end):
            return False
        plain = all(token.kind == "word" and not self._is_clausal(token) for token in gap)
        return plain and len(gap) <= OFFICE and not self._verbs(gap)

    def ranks(self, tokens: Sequence[Token], phrase: Sequence[Atom], behind: Sequence[Atom]) -> bool:
        """Return whether a comma leads from an office to its holder's rank and name ("the spokesman, Colonel Name")."""
        if len(behind) < 2 or phrase[-1].end >= len(tokens) or tokens[phrase[-1].end].text != ",":
            return False
        rank, name = behind
        gap = tokens[phrase[-1].end + 1 : rank.start]
        office = any(a.sort == Sort.ROLE and a.form == "role" for a in phrase) and not any(map(self._is_name, phrase))
        called = name.sort == Sort.NAME or self.is_person(name)
        ranked = rank.sort == Sort.ROLE and rank.form == "role" and called and name.start == rank.end
        plain = all(token.key in self.clauses.article and token.key not in self.clauses.indefinite for token in gap)
        return office and ranked and plain and _closes(tokens, name.end)

    def _is_name(self, atom: Atom) -> bool:
        """Return whether the atom names a person or a place."""
        return atom.sort == Sort.NAME or self.is_person(atom)

    def _posted(self, tokens: Sequence[Token], last: Atom, atom: Atom) -> bool:
        """Return whether a platform ends a phrase, or a preposition leads to one behind it: "the army on Name"."""
        if last.sort == Sort.ACTOR and last.value in self._platforms:
            return True
        return atom.sort == Sort.ACTOR and atom.value in self._platforms and tokens[atom.start].key in self.clauses.link

    def _inside(self, tokens: Sequence[Token], phrase: Sequence[Atom]) -> bool:
        """Return whether a name alone says where somebody spoke ("said in Name General Surname")."""
        return len(phrase) == 1 and tokens[phrase[0].start - 1].key in self.clauses.inside

    def _gap(self, tokens: Sequence[Token], last: Atom, atom: Atom) -> Sequence[Token]:
        """Return the tokens between two pieces, without quotation marks that only set off one of them."""
        gap = tokens[last.end : atom.start]
        return [token for token in gap if token.text not in QUOTES] if gap and self._quotes(tokens, last, atom) else gap

    def _quotes(self, tokens: Sequence[Token], last: Atom, atom: Atom) -> bool:
        """Return whether quotation marks beside a gap only set off one piece ("the 'spokesman' of the movement")."""
        role = last.sort in (Sort.ROLE, Sort.BODY) and last.start > 0
        set_off = role and tokens[last.start - 1].text in QUOTES and tokens[last.end].text in QUOTES
        named = last.sort == Sort.BODY and atom.sort in (Sort.ACTOR, Sort.NAME)  # "the movement 'Name'"
        named = named or (self.clauses.cases and last.sort == Sort.ROLE and atom.sort == Sort.ACTOR)  # "spokesman (of) 'Name'"
        closed = named and atom.end < len(tokens) and tokens[atom.end].text in QUOTES
        return set_off or (closed and tokens[atom.start - 1].text in QUOTES) or self._quoted(tokens, last, atom)

    def _quoted(self, tokens: Sequence[Token], last: Atom, atom: Atom) -> bool:
        """Return whether a group's name stands alone in quotation marks, or a body's before that of him who serves it."""
        around = tokens[last.end].text in QUOTES and last.start > 0 and tokens[last.start - 1].text in QUOTES
        known = last.sort == Sort.ACTOR and self.actors.get(last.value).kind in _GROUPS
        return around and (known or last.sort == atom.sort == Sort.NAME)

    def _opens_compound(self, last: Atom, gap: Sequence[Token], atom: Atom) -> bool:
        """Return whether an organisation opens a compound that says what the next is to it ("FN-styrken UNAMA")."""
        if len(gap) != 2 or gap[0].text != "-" or not (gap[0].glued and gap[1].glued) or gap[1].kind != "word":
            return False
        return atom.sort == Sort.ACTOR and last.sort == Sort.ACTOR and not self.is_person(atom) and not self.is_outlet(last)

    def _calls(self, phrase: Sequence[Atom], gap: Sequence[Token], atom: Atom) -> bool:
        """Return whether the atom is the name of him whose region or calling stands before it."""
        last = phrase[-1]
        if last.sort == Sort.NAME and len(gap) == 1 and gap[0].key in self.clauses.region:
            # "governor of the Name region Name Surname"
            return atom.sort == Sort.ROLE or (atom.sort == Sort.NAME and len(phrase) > 1)
        if last.sort == Sort.ROLE and atom.sort == Sort.NAME and gap[-1].key in self.clauses.region:
            # "governor (of the) region Name", where a case says "of"
            return all(token.key in self.clauses.article for token in gap[:-1])
        if last.sort == Sort.ROLE and atom.sort == Sort.NAME and gap[0].key in self.clauses.relative:
            return len(gap) <= CALLING and gap[-1].text in "'‘’\"“„«"  # "a commander who calls himself 'Name'"
        return False

    def _describes(self, tokens: Sequence[Token], last: Atom, gap: Sequence[Token], atom: Atom) -> bool:
        """Return whether a word between a country or adjective and a body only describes it further."""
        owned = last.sort == Sort.ROLE and all(token.key in self.clauses.genitive for token in gap)
        if owned and atom.sort in (Sort.BODY, Sort.ACTOR, Sort.COUNTRY, Sort.ADJECTIVE) and not self.is_outlet(atom):
            return True  # "Sprecher der Armee": no comma, hence no clause
        if owned and atom.sort == Sort.ROLE and self.roles.roles[last.value].owner:
            return self.roles.roles[atom.value].kind == ClaimantKind.GOVERNMENT  # "Sprecher des Gouverneurs"
        governed = last.sort == Sort.BODY and self.roles.bodies[last.value].kind == ClaimantKind.GOVERNMENT
        if governed and gap and all(token.key in self.clauses.genitive for token in gap) and atom.sort == Sort.ACTOR:
            return self.rules(last, atom)  # "Gesundheitsministerium der Hamas"
        words = tokens[last.end : atom.end - 1]  # "of the region" before a name, of which a noun with a capital may be part
        if last.sort == Sort.ROLE and atom.sort == Sort.NAME and words[0].key in self.clauses.genitive and len(words) > 1:
            return all(token.key in self.clauses.region for token in words[1:])
        helped = last.sort == Sort.ADJECTIVE and any(token.key in self.clauses.skip for token in gap)
        plain = all(token.kind == "word" and not token.capitalised and not self._is_clausal(token) for token in gap)
        if helped or not plain or self._verbs(gap):
            return False  # "earlier | had | the army", where "earlier" is "former" too
        if last.sort == Sort.ADJECTIVE or (last.sort == Sort.COUNTRY and last.form in ("adjective", "name")):
            return atom.sort in (Sort.BODY, Sort.ROLE, Sort.ADJECTIVE, Sort.NAME) and len(gap) <= (
                1 if atom.sort == Sort.NAME else 2
            )
        if self.clauses.cases and last.sort == Sort.ROLE and atom.sort == Sort.NAME and atom.end - atom.start > 1:
            return len(gap) <= OFFICE  # "head of the health directorate Name Surname", where the case says "of"
        if self.clauses.cases and last.sort == Sort.ROLE and atom.sort == Sort.BODY and not self.is_outlet(atom):
            return len(gap) == 1  # "spokesman of the republican police", where the case says "of"
        if not all(token.key in self.clauses.article for token in gap):
            return len(gap) == 1 and (self._served(last, atom) or self._trails(last, atom))
        return self._holds(tokens, last, atom) or (
            last.sort in (Sort.BODY, Sort.ACTOR) and not self.is_outlet(last) and atom.sort in (Sort.BODY, Sort.ROLE)
        )

    def _trails(self, last: Atom, atom: Atom) -> bool:
        """Return whether an adjective stands between a group and that of its nation ("le mouvement chiite libanais")."""
        national = self.clauses.trailing and atom.sort == Sort.COUNTRY and atom.form == "adjective"
        return national and last.sort in (Sort.BODY, Sort.ACTOR)

    def _served(self, last: Atom, atom: Atom) -> bool:
        """Return whether an adjective stands between an organisation and its officer ("FNs humanitære koordinator")."""
        owned = last.sort == Sort.ACTOR and atom.sort == Sort.ROLE and self._speaks_for(atom) and atom.value != REPORT
        return owned and self.actors.get(last.value).kind in (ClaimantKind.IGO, ClaimantKind.NGO)

    def _holds(self, tokens: Sequence[Token], last: Atom, atom: Atom) -> bool:
        """Return whether a role holds the preposition that leads to its body ("responsable de")."""
        held = last.sort == Sort.ROLE and tokens[last.end - 1].key in self.clauses.link
        return held and atom.sort in (Sort.BODY, Sort.ACTOR) and not self.is_outlet(atom)

    def _hyphened(self, tokens: Sequence[Token], last: Atom, atom: Atom) -> bool:
        """Return whether a hyphen ties two words, and does not sign a headline ("in Lagos -police", "in Lagos-police")."""
        sign = tokens[last.end]
        if sign.text != "-":
            return True
        ahead = tokens[max(1, last.start - 2) : last.start]  # "in Lagos-police", "in northeast Nigeria-police"
        signed = atom.end == len(tokens) and any(token.key in self.clauses.link for token in ahead)
        return sign.glued and tokens[atom.start].glued and not signed

    def _adjoins(self, last: Atom, atom: Atom) -> bool:
        if atom.sort == Sort.COUNTRY and last.sort in (Sort.COUNTRY, Sort.NAME):
            return False
        if self.is_outlet(last) and atom.sort in (Sort.COUNTRY, Sort.ADJECTIVE):
            return self.clauses.trailing and last.sort == Sort.BODY and atom.form != "name"  # "l'agence syrienne"
        if self.is_outlet(last) and last.sort == Sort.ACTOR and atom.sort == Sort.NAME and atom.end - atom.start > 1:
            return False  # "a déclaré à l'AFP Name Surname"
        if self.is_outlet(atom) and last.sort == Sort.ROLE and not self.roles.roles[last.value].owner:
            return False  # "witnesses told the agency", where the case and no preposition says so
        if self.is_outlet(last) and atom.sort in (Sort.ROLE, Sort.BODY) and self._told(atom):
            return False  # "told the channel sources in the army"
        return not (last.sort == Sort.NAME and last.form == "weak" and atom.sort != Sort.ROLE)

    def _told(self, atom: Atom) -> bool:
        """Return whether who stands behind an outlet speaks to it: always where cases say whose something is."""
        if atom.sort == Sort.BODY:
            return self.clauses.cases and not self.is_outlet(atom)
        return self.clauses.cases or self.roles.roles[atom.value].kind in _TOLD

    def _verbs(self, gap: Sequence[Token]) -> bool:
        return any(entry.kind in ("attribution", "outcomes") for token in gap for entry in self.pack.lexicon.entries(token.text))

    def _is_clausal(self, token: Token) -> bool:
        words, key = self.clauses, token.key
        return key in words.that or key in words.contrast or key in words.relative or key in words.also or key in words.person

    def _links(self, phrase: Sequence[Atom], gap: Sequence[Token], atom: Atom) -> bool:
        """Return whether a preposition ties the atom to a role or a body ("governor of", "ministry in")."""
        heads = [a for a in phrase if a.sort in (Sort.ROLE, Sort.BODY)]
        if not heads or (
            phrase[-1].sort == Sort.NAME and phrase[-1] is not phrase[0] and heads[0].sort == Sort.ROLE and len(phrase) > 2
        ):
            return bool(heads) and atom.sort == Sort.BODY and len(gap) <= 1
        if heads[0].sort == Sort.BODY and self.is_outlet(heads[0]):
            return atom.sort == Sort.COUNTRY and not gap
        words = self.clauses
        plain = [t for t in gap if t.key not in words.article | {"'s"} and t.text not in "«»\"'“”„"]
        if any(token.kind != "word" or self._is_clausal(token) or token.capitalised for token in plain) or len(plain) > 2:
            return False
        return not self._verbs(plain)

    def _belongs(self, phrase: Sequence[Atom], gap: Sequence[Token], atom: Atom) -> bool:
        """Return whether a preposition tells where a person with a full name works ("Name Surname of the health ministry")."""
        name = phrase[0]
        full = len(phrase) == 1 and name.sort == Sort.NAME and name.end - name.start > 1
        if not full or gap[0].key not in self.clauses.belonging or any(t.key not in self.clauses.article for t in gap[1:]):
            return False
        body = atom.sort == Sort.ACTOR and not (self.is_outlet(atom) or self.is_capital(atom) or self.is_person(atom))
        national = atom.sort == Sort.COUNTRY and atom.form == "adjective"
        return body or national or (atom.sort == Sort.BODY and not self.is_outlet(atom))

    def _locates(self, tokens: Sequence[Token], phrase: Sequence[Atom], number: int) -> bool:
        """Return whether a name of a phrase is that of a place: behind a role and a preposition, or before "region"."""
        atom = phrase[number]
        if atom.form == "place" or (atom.end < len(tokens) and tokens[atom.end].key in self.clauses.region):
            return True
        before = phrase[number - 1] if number else None
        if atom.start and tokens[atom.start - 1].key in self.clauses.region and not self.clauses.cases:
            return before is None or before.end != atom.start - 1 or before.sort != Sort.NAME
        before = next((a for a in reversed(phrase[:number]) if a.sort != Sort.ADJECTIVE), None)
        if before is None or before.sort not in (Sort.ROLE, Sort.BODY):
            return False
        if tokens[before.end].key in self.clauses.genitive and before.end < atom.start:
            return True
        return any(token.key in self.clauses.link for token in tokens[before.end : atom.start])

    def led(self, tokens: Sequence[Token], phrase: Sequence[Atom], number: int) -> bool:
        """Return whether a name that opens a phrase is of the place that the office behind it leads: "Name's governor"."""
        name, office = phrase[number], phrase[number + 1] if number + 1 < len(phrase) else None
        if number or office is None or office.sort != Sort.ROLE:
            return False
        role = self.roles.roles[office.value]
        if not (role.leads or role.kind == ClaimantKind.GOVERNMENT):
            return False
        return name.end - name.start == 1 and all(token.key == "'s" for token in tokens[name.end : office.start])

    def _apposes(self, tokens: Sequence[Token], phrase: Sequence[Atom], gap: Sequence[Token], atom: Atom) -> bool:
        """Return whether a comma brings the same actor again ("Name, governor of", "the minister, Name")."""
        words = self.clauses
        titled = any(a.sort == Sort.ROLE for a in phrase)
        named = any(
            (a.sort == Sort.NAME and not (self._locates(tokens, phrase, number) or self.led(tokens, phrase, number)))
            or self.is_person(a)
            for number, a in enumerate(phrase)
        )
        rest = [token for token in gap if token.key not in words.article]
        if (
            named
            and not titled
            and atom.sort in (Sort.ROLE, Sort.BODY, Sort.COUNTRY, Sort.ADJECTIVE, Sort.ACTOR)
            and not self.is_outlet(atom)
        ):
            if rest and rest[0].key in words.relative and atom.sort == Sort.COUNTRY:
                return False  # "at Name, where Israel says"
            if rest and rest[0].key in words.relative:
                return (atom.sort == Sort.ROLE and len(rest) <= 4) or (len(rest) <= 4 and not self._verbs(rest))
            return (
                len(rest) <= 1 and all(token.kind == "word" and not token.capitalised for token in rest) and not self._verbs(rest)
            )
        if named and titled and all(a.sort != Sort.BODY for a in phrase):
            speaks = atom.sort == Sort.ROLE and self._speaks_for(atom)  # "Colonel Name, spokesman for"
            owns = atom.sort == Sort.BODY and atom.end < len(tokens) and tokens[atom.end].key == "'s"  # "the army's spokesman"
            return (speaks or owns) and not rest and not self._verbs(gap)
        if titled and not named:
            bare = all(token.key in words.title for token in gap)
            return bare and (self.is_person(atom) or (atom.sort == Sort.NAME and atom.form == "name"))
        return False


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a sentence or a part of it ends at a token."""
    return at >= len(tokens) or tokens[at].text in CLOSING


def _glues(token: Token) -> bool:
    """Return whether a sign, or what marks an owner, joins the words beside it."""
    return token.text in "-'’" or token.key == "'s"
