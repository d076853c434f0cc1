"""What an actor phrase is called in English, and what sort of claimant it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from counterclaim.extraction.atoms import Sort
from counterclaim.extraction.pieces import Pieces
from counterclaim.fleeting import fleeting
from counterclaim.knowledge.number_words import number_words
from counterclaim.knowledge.romanisation import load_romanisation
from counterclaim.model import ClaimantKind

if TYPE_CHECKING:
    from counterclaim.extraction.actors import Recogniser
    from counterclaim.extraction.atoms import Atom, Phrase
    from counterclaim.extraction.seats import Seat
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.actors import Actor
    from counterclaim.knowledge.roles import Role

#: The family of hospitals, whose officials are no government's.
CARING = "hospital"
#: The kinds of those whose members speak for them.
_ORGANISED = (ClaimantKind.NGO, ClaimantKind.IGO, ClaimantKind.ARMED_GROUP)
#: The kinds of bodies that an organisation may have, and that are then of its own kind ("the Red Cross ambulance service").
_SERVING = (ClaimantKind.GOVERNMENT, ClaimantKind.INDIVIDUAL)


@fleeting
class ActorMark:
    """One actor that a sentence names: tokens `start` to `end`, its English name, kind, country, id in the registry.

    `person` is the name of a person as the text spells it; `role` and `body` are the neutral values; `nation` is the English
    adjective. `land` is the country, also where only the place of an office tells it. `seated`: a place or "Western" says where
    it is from. `pointing`: "this" stands before it. `abroad`: it is that of a country told of ("the country's ministry").
    `outlet`: it passes on what others know. `weak`: only a capital letter or a city speaks for it. `apposed`: more is told of
    him right behind his name ("Name, a trader from"). `owned`: of somebody told of before ("its director").
    """

    sentence: int
    start: int
    end: int
    name: str
    kind: ClaimantKind | None
    country: str | None = None
    land: str | None = None
    id: str | None = None
    person: str | None = None
    role: str | None = None
    body: str | None = None
    outlet: bool = False
    platform: bool = False
    weak: bool = False
    place: bool = False
    indefinite: bool = False
    pointing: bool = False
    abroad: bool = False
    seated: bool = False
    apposed: bool = False
    owned: bool = False
    text: str = ""


class Namer:
    """Turns phrases into named actors. `day` is the day of the report, for groups that came to rule."""

    def __init__(self, recogniser: Recogniser, day: str | None) -> None:
        self._recogniser, self._day = recogniser, day
        self._roles, self._actors = recogniser.roles, recogniser.actors
        self._called = recogniser.called
        self._words = number_words(recogniser.pack)
        self._script = load_romanisation(recogniser.pack.code)
        self._romanise = self._script.english

    def mark(self, sentence: Sentence, phrase: Phrase) -> ActorMark:
        """Return the actor of a phrase."""
        parts = Pieces(self._recogniser, sentence, phrase)
        self._settle_part(parts)
        self._settle_post(parts, sentence, phrase)
        seat = self._seat(sentence, parts)
        country = self._country(parts)
        kind = self._kind(sentence, parts, seated=seat is not None)
        actor = self._actors.get(parts.actor.value) if parts.actor else None
        if parts.person and _follows_source(sentence, phrase):
            parts.person = replace(parts.person, value=self._script.nominative(parts.person.value))
        person = parts.person.value if parts.person else None
        if actor is None and parts.body and not parts.place and not parts.adjectives:
            actor = self._actors.body_of(parts.body.value, country)
        known = actor if actor and (actor.person or not (parts.role or parts.body or person)) else None
        only_name = parts.person is not None and not (parts.role or parts.body or parts.actor or parts.country)
        before = sentence.tokens[phrase.start - 1].key if phrase.start else ""
        return ActorMark(
            sentence=sentence.number,
            start=phrase.start,
            end=phrase.end,
            name=self._name(parts, seat),
            kind=kind,
            country=country,
            land=country or (seat.country if seat else None),
            id=(actor.id if actor and not actor.capital and (known or parts.body or parts.role) else None),
            person=person or (actor.name if actor and actor.person else None),
            role=parts.role.value if parts.role else None,
            body=parts.body.value if parts.body else None,
            outlet=self._outlet(parts),
            platform=bool(actor and actor.platform and not parts.role),
            weak=(only_name and parts.person is not None and (parts.person.form == "weak" or self._where(sentence, phrase)))
            or _describes(phrase)
            or self._unowned(parts),
            place=bool(len(phrase.atoms) == 1 and self._recogniser.is_capital(phrase.atoms[0]))
            or (len(phrase.atoms) == 1 and phrase.atoms[0].sort == Sort.COUNTRY and phrase.atoms[0].form == "name"),
            indefinite=before in self._recogniser.clauses.indefinite,
            pointing=before in self._recogniser.clauses.pointing,
            abroad=self._abroad(sentence, phrase, parts),
            seated=self._seated(sentence, phrase, parts),
            apposed=parts.person is not None and self._apposed(sentence, phrase.end),
            owned=self._owned(sentence, phrase, parts),
            text=" ".join(sentence.texts[phrase.start : phrase.end]),
        )

    def respelt(self, mark: ActorMark, land: str) -> ActorMark:
        """Return an official of no named country as English papers spell him, where a report is about a land of Slavic names."""
        official = mark.kind == ClaimantKind.GOVERNMENT and mark.role is not None
        if not official or mark.person is None or mark.id or mark.country:
            return mark
        return replace(mark, name=mark.name.replace(mark.person, self._romanise(mark.person, land)))

    def _seat(self, sentence: Sentence, parts: Pieces) -> Seat | None:
        """Return where the actor is by its name; a name right behind a word for an outlet is its own ("the news agency Name")."""
        body, place = parts.body, parts.place
        if place is None or (body is not None and body.end == place.start and self._recogniser.is_outlet(body)):
            return None
        return self._recogniser.seats.named(sentence, place, self._country(parts))

    def _abroad(self, sentence: Sentence, phrase: Phrase, parts: Pieces) -> bool:
        """Return whether a body is that of a country told of: "the country's ministry", "its ministry"."""
        if parts.body is None:
            return False
        return _is_owned(sentence, phrase) or any(
            a.start > parts.body.start and self._recogniser.names_land(a) for a in phrase.atoms
        )

    def _where(self, sentence: Sentence, phrase: Phrase) -> bool:
        """Return whether a sentence opens with a preposition and one word with a capital: "From Clark, the minister declared"."""
        opens = phrase.start == 1 and phrase.end == 2 and not _follows_source(sentence, phrase)
        return opens and sentence.tokens[0].key in self._recogniser.clauses.link

    def _owned(self, sentence: Sentence, phrase: Phrase, parts: Pieces) -> bool:
        """Return whether a word such as "its" stands before the office of one who speaks for whom he serves."""
        if parts.role is None or not self._roles.roles[parts.role.value].owner:
            return False
        return _is_owned(sentence, phrase)

    def _unowned(self, parts: Pieces) -> bool:
        """Return whether a body that is somebody only where it is told whose it is stands alone ("the side")."""
        body = self._roles.bodies[parts.body.value] if parts.body else None
        return body is not None and body.owned and not (parts.country or parts.actor or parts.capital or parts.adjectives)

    def _settle_part(self, parts: Pieces) -> None:
        """Put in place of an organisation, its body and a country the part of it that is there ("UN mission in Mali")."""
        if not (parts.actor and parts.body and parts.country):
            return
        part = self._actors.body_of(parts.body.value, parts.country.value)
        if part and any(r.kind == "belongs_to" and r.actor == parts.actor.value for r in part.relations):
            parts.actor, parts.body, parts.country = replace(parts.actor, value=part.id), None, None

    def _settle_post(self, parts: Pieces, sentence: Sentence, phrase: Phrase) -> None:
        """Leave out where somebody speaks who speaks for another ("its spokesman in Kabul"): he is not that state's."""
        if parts.role is None or parts.body or parts.actor:
            return
        role = self._roles.roles[parts.role.value]
        if not (_is_owned(sentence, phrase) and role.owner and role.kind is None and role.nameless):
            return
        posts = (parts.capital, parts.place, parts.country)
        parts.capital, parts.place, parts.country = (None if one and one.start > parts.role.start else one for one in posts)

    def _seated(self, sentence: Sentence, phrase: Phrase, parts: Pieces) -> bool:
        """Return whether a place, an adjective, or a people that no pack knows says where a phrase's actor is from."""
        if parts.place is not None or any(self._roles.adjectives[a.value].origin for a in parts.adjectives):
            return True
        words = self._recogniser.clauses
        if words.nouns or not phrase.start or not (parts.body and self._roles.bodies[parts.body.value].faceless):
            return False
        before = sentence.tokens[phrase.start - 1]  # "Tuareg rebels", but not "According to rebels"
        if any(mark.start < phrase.start <= mark.end for mark in sentence.of("attribution")):
            return False
        return before.kind == "word" and before.capitalised and before.key not in words.function and before.key not in words.time

    def _apposed(self, sentence: Sentence, end: int) -> bool:
        """Return whether a comma and an indefinite article stand at a token: "Name, a trader from the next village"."""
        tokens = sentence.tokens
        if end + 1 >= len(tokens) or tokens[end].text != ",":
            return False
        return tokens[end + 1].key in self._recogniser.clauses.indefinite

    def _outlet(self, parts: Pieces) -> bool:
        if parts.role and not self._roles.roles[parts.role.value].person and parts.role.form == "role":
            return True
        if parts.role or (parts.person and not parts.body):
            return False
        if parts.actor and not parts.follows_body and parts.body and self._roles.bodies[parts.body.value].kind is None:
            return self._actors.get(parts.actor.value).kind == ClaimantKind.MEDIA
        return any(map(self._recogniser.is_outlet, filter(None, (parts.actor, parts.body))))

    def _country(self, parts: Pieces) -> str | None:
        if parts.country:
            return parts.country.value
        if parts.capital:
            return self._actors.get(parts.capital.value).country
        owner = parts.actor or parts.owner
        return self._actors.get(owner.value).country if owner else None

    def _kind(self, sentence: Sentence, parts: Pieces, *, seated: bool) -> ClaimantKind | None:
        if parts.former:
            return ClaimantKind.INDIVIDUAL
        if parts.nameless and parts.role and parts.person is None:
            return ClaimantKind.UNNAMED
        actor = self._actors.get(parts.actor.value) if parts.actor else None
        if actor and actor.person:
            return actor.kind_on(self._day)
        owner = self._owner_kind(parts)
        if parts.role is None:
            if owner is None and parts.person is not None:
                return self._called(parts.person.value) or ClaimantKind.INDIVIDUAL
            return owner or ClaimantKind.GOVERNMENT
        role = self._roles.roles[parts.role.value]
        kind = self._role_kind(role, parts, owner or (ClaimantKind.GOVERNMENT if seated and role.leads else None))
        if (
            parts.role.form == "roles"
            and kind == ClaimantKind.GOVERNMENT
            and role.nameless
            and self._counted(sentence, min(a.start for a in (parts.role, *parts.adjectives, parts.country or parts.role)))
        ):
            return ClaimantKind.UNNAMED  # "two health officials": not the body as such
        if not parts.person and not role.open and kind != ClaimantKind.UNNAMED and _hides(sentence):
            return ClaimantKind.UNNAMED
        return kind

    def _counted(self, sentence: Sentence, start: int) -> bool:
        """Return whether a number stands right before a word."""
        before = sentence.tokens[start - 1] if start else None
        if before is None or any(mark.end == start for mark in sentence.of("grammar", "article")):
            return False
        begins = self._words.start(before.key)
        return before.kind == "number" or bool(begins and begins.begins)

    def _role_kind(self, role: Role, parts: Pieces, owner: ClaimantKind | None) -> ClaimantKind:
        single = parts.role is not None and parts.role.form == "role"
        if role.member and (parts.actor or parts.body or parts.adjectives) and owner in _ORGANISED:
            return owner
        if not role.person and owner:
            return owner  # a ministry's reports
        if role.kind == ClaimantKind.UNNAMED:
            return ClaimantKind.MEDIA if single and not role.person else ClaimantKind.UNNAMED
        if single and not parts.person and role.nameless:
            return _nameless(role, owner) or role.nameless
        if role.owner and owner:
            return owner
        body = self._roles.bodies[parts.body.value] if parts.body else None
        if body is not None and body.family == CARING and not parts.country:
            return body.kind or role.kind or ClaimantKind.INDIVIDUAL  # "health officials of a hospital"
        if role.kind == ClaimantKind.MILITARY and owner == ClaimantKind.ARMED_GROUP:
            return owner  # "military spokesman of the rebels"
        if role.kind:
            return role.kind
        if owner:
            return owner
        return ClaimantKind.INDIVIDUAL if parts.person else ClaimantKind.UNNAMED

    def _owner_kind(self, parts: Pieces) -> ClaimantKind | None:
        if parts.body:
            kind = self._roles.bodies[parts.body.value].kind
            actor = self._actors.get(parts.actor.value) if parts.actor else None
            whose = actor and actor.kind in (ClaimantKind.NGO, ClaimantKind.IGO) and kind in _SERVING
            whose = whose or (actor and actor.kind == ClaimantKind.ARMED_GROUP and kind == ClaimantKind.MILITARY)
            if actor and (whose or kind is None or parts.follows_body or self._roles.bodies[parts.body.value].generic):
                return actor.kind_on(self._day)
            if kind:
                name = (parts.person or parts.place) if self._roles.bodies[parts.body.value].generic else None
                return (self._called(name.value) if name else None) or kind  # "the group Name Lawyers"
        if parts.actor:
            return self._actors.get(parts.actor.value).kind_on(self._day)
        if parts.body and self._roles.bodies[parts.body.value].relay:
            return ClaimantKind.MEDIA
        for adjective in parts.adjectives:
            if kind := self._roles.adjectives[adjective.value].kind:
                return kind
        if parts.patron:
            return self._roles.roles[parts.patron.value].kind
        if parts.owner:
            return self._actors.get(parts.owner.value).kind_on(self._day)
        return ClaimantKind.GOVERNMENT if parts.country or parts.capital else None

    def _name(self, parts: Pieces, seat: Seat | None) -> str:
        actor = self._actors.get(parts.actor.value) if parts.actor else None
        role = self._roles.roles[parts.role.value] if parts.role else None
        titles = [self._roles.bodies[parts.desk.value].name] if parts.desk else []
        if role and parts.role:
            titles.append(role.many if parts.role.form == "roles" else role.one)
        if actor and actor.person:
            return actor.name if self._roles.holds_office(actor.name) else " ".join([*titles, actor.name])
        owner = self._owner_name(parts, seat, alone=role is None and parts.person is None)
        person = (
            [self._script.person(parts.person.value.replace(" - ", "-").replace(" .", "."), self._country(parts))]
            if parts.person
            else []
        )
        if parts.patron and not parts.body:
            titles.insert(0, self._roles.roles[parts.patron.value].one)
        described = [self._roles.adjectives[a.value].name for a in parts.adjectives]
        words = [owner, *described, *titles, *person] if parts.country else [*described, owner, *titles, *person]
        return _once(" ".join(dict.fromkeys(filter(None, words))))

    def _owner_name(self, parts: Pieces, seat: Seat | None, *, alone: bool) -> str:
        actor = self._actors.get(parts.actor.value) if parts.actor else self._unrecognised(parts.capital)
        body = self._roles.bodies[parts.body.value] if parts.body else None
        if actor and (body is None or parts.follows_body):
            return actor.name if alone or not actor.short else actor.short
        country = (
            parts.country.value if parts.country else self._actors.get(parts.capital.value).country if parts.capital else None
        )
        place = seat.name if seat else self._romanise(parts.place.value.replace(" - ", "-"), country) if parts.place else ""
        if country and alone and body is None:
            return self._roles.nations[country].name if country in self._roles.nations else country
        nation = self._roles.nations[country].adjective if country and country in self._roles.nations else ""
        if body and actor is None and not place and parts.body:
            named = self._actors.body_of(parts.body.value, country)
            if named and not (nation and named.name.startswith(nation)):
                return named.name  # else the text's own word for it: "the Ukrainian military"
        return " ".join(filter(None, ((actor.short or actor.name) if actor else nation, place, body.name if body else "")))

    def _unrecognised(self, capital: Atom | None) -> Actor | None:
        """Return the government in a capital that is no state's: that of Nagorno-Karabakh in Stepanakert."""
        actor = self._actors.get(capital.value) if capital else None
        nation = self._roles.nations.get(actor.country or "") if actor else None
        return actor if actor and nation and actor.name != nation.name else None


def _nameless(role: Role, owner: ClaimantKind | None) -> ClaimantKind | None:
    """Return the kind of somebody without a name, where it is that of his body, or his own ("a hospital employee")."""
    if (owner or role.kind) == ClaimantKind.INDIVIDUAL:
        return ClaimantKind.INDIVIDUAL
    return owner if role.owner and role.kind is None else None


def _once(name: str) -> str:
    """Return a name without words that repeat the one before ("police police chief")."""
    return " ".join([word for word, _ in groupby(name.split(" "))])


def _describes(phrase: Phrase) -> bool:
    """Return whether a phrase is but a state's adjective, which describes what no pack knows."""
    return len(phrase.atoms) == 1 and phrase.atoms[0].sort == Sort.COUNTRY and phrase.atoms[0].form == "adjective"


def _is_owned(sentence: Sentence, phrase: Phrase) -> bool:
    """Return whether a word such as "its" stands right before a phrase."""
    return any(mark.end == phrase.start for mark in sentence.of("grammar", "possessive"))


def _follows_source(sentence: Sentence, phrase: Phrase) -> bool:
    """Return whether "according to" or the like stands right before a phrase."""
    return any(mark.form in ("before", "around") and mark.head_end == phrase.start for mark in sentence.of("attribution"))


def _hides(sentence: Sentence) -> bool:
    return any(mark.form == "hidden" for mark in sentence.of("roles"))


def with_name(mark: ActorMark, source: ActorMark) -> ActorMark:
    """Return the mark under the name, kind, country and id of another that it refers to."""
    return replace(
        mark,
        name=source.name,
        kind=source.kind,
        country=source.country or mark.country,
        land=source.land or mark.land,
        id=source.id,
        person=source.person,
        role=source.role,
        body=source.body,
        outlet=source.outlet,
        platform=source.platform,
        weak=False,
        place=False,
        seated=source.seated,
    )
