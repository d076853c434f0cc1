"""Who has been named in a report, so that "he", "the ministry" and a bare surname find whom they mean."""

from __future__ import annotations

import functools
from collections import deque
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from counterclaim.extraction.naming import ActorMark, with_name
from counterclaim.model import ClaimantKind
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

    from counterclaim.knowledge.actors import Actor, Actors
    from counterclaim.knowledge.clauses import Clauses
    from counterclaim.knowledge.roles import Body, Role, Roles

#: A country is the one that a report is about where it is named this many times as often as the next.
DOMINANT = 2
#: An office that begins this early opens its sentence.
OPENING = 3
#: How many actors back a bare word may point, so that a report of any length takes its length in time.
REMEMBERED = 200
#: How many speakers, and how many sentences back, a general word ("the organisation") prefers to those only named.
HEARD, RECENT = 3, 3
#: Within how many sentences a name may follow the office of him who bears it.
NEAR = 2
#: How those are called who speak for a part of a state.
LOCAL = ("local", "regional", "provincial")
#: By what general words a body of no registry goes, by its kind.
CALLED = {
    "organisation": (ClaimantKind.NGO,),
    "group": (ClaimantKind.ARMED_GROUP, ClaimantKind.NGO),
}
#: The family of words for any body of a state, which mean the one that spoke, else a ministry.
STATE = "state"
#: "The charity" and "the news agency", which mean the one that was named.
AID, AGENCY = "aid_organisation", "news_agency"
#: The role of whoever holds any office.
OFFICIAL = "official"
#: The ministries that tell of what happens abroad, where their state has to do with it.
ABROAD = ("ministry_of_defence", "ministry_of_foreign_affairs")
#: The kinds of a person of whom no body is known.
PRIVATE = (ClaimantKind.INDIVIDUAL, ClaimantKind.UNNAMED)
#: The kinds of those whose leader goes by his office alone.
LED = (ClaimantKind.NGO, ClaimantKind.IGO, ClaimantKind.ARMED_GROUP)


class Cast:
    """All actors of a report.

    Names are collected from the whole report; what "the ministry" means depends on what stands before.
    """

    def __init__(
        self, marks: Iterable[ActorMark], roles: Roles, actors: Actors, countries: Counter[str], clauses: Clauses
    ) -> None:
        self._roles, self._actors = roles, actors
        self._persons: dict[str, ActorMark] = {}
        self._before: deque[ActorMark] = deque(maxlen=REMEMBERED)
        self._heard: deque[ActorMark] = deque(maxlen=HEARD)
        self._country, self._home = _dominant(countries), clauses.home
        self._involved = self._country in clauses.fronts or clauses.home in countries
        self._speaking = frozenset(
            value for value, role in roles.roles.items() if role.owner and role.kind is None and role.nameless
        )
        self._outlets: dict[str, ActorMark] = {}
        self._lands: set[str | None] = set()
        #: Whose soldiers the sentence at hand says to have fallen.
        self.fallen: str | None = None
        groups: dict[str, ActorMark] = {}
        opener: ActorMark | None = None
        for mark in marks:
            self.enrich(mark)
            if not (mark.place and actors.outlet_called(mark.text)):
                self._lands.add(mark.country)
            if opener is not None and mark.sentence == opener.sentence + 1 and self._titles(mark):
                self.enrich(replace(mark, person=opener.person, name=f"{mark.name} {opener.name}"))
            if mark.person and not mark.weak and (opener is None or opener.sentence != mark.sentence):
                opening = mark.start <= OPENING or " " in mark.person.replace(" - ", "-")
                opener = mark if opening and mark.role is None and mark.id is None and not mark.apposed else None
            if mark.id and mark.kind == ClaimantKind.ARMED_GROUP and not mark.person:
                known = groups.setdefault(mark.id, mark)
                groups[mark.id] = mark if known.role else known
        only = next(iter(groups.values())) if len(groups) == 1 else None
        self._group = only if only is not None and not only.role else None

    def enrich(self, mark: ActorMark) -> None:
        """Remember a person's fullest naming."""
        if mark.person is None or mark.weak:
            return
        for word in _surnames(mark.person):
            known = self._persons.get(word)
            if known is None or _fullness(mark) > _fullness(known):
                self._persons[word] = mark

    def _titles(self, mark: ActorMark) -> bool:
        """Return whether a sentence opens with an office without a name ("the minister", "she is a spokeswoman for")."""
        if mark.person or mark.role is None or mark.start > OPENING or mark.indefinite:
            return False
        role = self._roles.roles[mark.role]
        return role.owner or role.kind in (ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.IGO)

    def heard(self, mark: ActorMark) -> None:
        """Remember who spoke."""
        self._heard.append(mark)

    def resolve(self, mark: ActorMark) -> ActorMark:
        """Return the mark under its full name, and remember it."""
        meant = self._agency_called(mark) if mark.place else self._pointed_at(mark) if mark.pointing else None
        full = self._full(mark) if meant is None else with_name(mark, meant)
        self._before.append(full)
        if full.outlet and full.id:
            self._outlets[full.text.rpartition(" ")[2]] = full
        return full

    def _agency_called(self, mark: ActorMark) -> ActorMark | None:
        """Return the agency that a capital's name means: it was named before, or its own land is, and the capital's is not."""
        if (known := self._outlets.get(mark.text)) is not None:
            return known
        outlet = self._actors.outlet_called(mark.text)
        if outlet is None or outlet.country not in self._lands or mark.country in self._lands:
            return None
        return replace(
            mark, name=outlet.name, kind=outlet.kind, country=outlet.country, land=outlet.country, id=outlet.id, outlet=True
        )

    def _of_country(self, mark: ActorMark) -> ActorMark:
        """Return somebody of "the country" as of the one named last, else the one that the report is about."""
        named = next((known.country for known in reversed(self._before) if known.place and known.country), None)
        country = named or self._country
        nation = self._roles.nations.get(country or "")
        whose = f"{nation.adjective} " if nation else ""
        return replace(mark, name=whose + mark.name.removeprefix("country "), country=country, body=None)

    def _of_body(self, mark: ActorMark) -> ActorMark:
        """Return an officer of "the group" or "this organisation" as of the one that is registered and was named before."""
        body = self._roles.bodies[mark.body or ""]
        if body.faceless and self._group is not None:
            known = self._group if self._before else None
        else:
            named = (k for k in reversed(self._before) if k.id and not (k.role or k.person or k.outlet))
            known = next((k for k in named if self._meant(k, mark, body)), None)
        if known is None or body.name not in mark.name:
            return mark
        actor = self._actors.get(known.id) if known.id else None
        name = mark.name.replace(body.name, (actor.short if actor and actor.short else known.name), 1)
        return replace(mark, name=name, kind=known.kind, country=known.country, land=known.land, id=known.id)

    def _employed(self, mark: ActorMark) -> ActorMark:
        """Return an officer of a body that is only called by a general word as of the one that it stands for."""
        if not (mark.role and mark.body) or mark.country or mark.id:
            return mark
        body = self._roles.bodies[mark.body]
        if body.family == "country":
            return self._of_country(mark)
        return self._of_body(mark) if body.generic or body.faceless or body.kind == ClaimantKind.NGO else mark

    def _full(self, mark: ActorMark) -> ActorMark:
        mark = self._employed(mark)
        if mark.person is not None and mark.id is None:
            for word in reversed(_surnames(mark.person)):
                known = self._persons.get(word)
                if known is not None and _fullness(known) > _fullness(mark) and _same_person(mark.person, known.person or ""):
                    return with_name(mark, known)
            faceless = mark.body is None and mark.country is None and mark.kind in PRIVATE
            if faceless and (mark.owned or mark.role in self._speaking):
                return self._speaking_for(mark)
            return self._leading(mark) if faceless and mark.role else self._placed(mark)
        if (speaking := self._goes_on(mark)) is not None:
            return with_name(mark, speaking)
        if self._speaks_for_nobody(mark):
            return self._speaking_there(mark) if mark.name.startswith(LOCAL) else self._speaking_for(mark)
        if mark.id == "un" and mark.body and self._roles.bodies[mark.body].generic:
            office = next(
                (k for k in reversed(self._before) if k.kind == ClaimantKind.IGO and k.id not in (None, "un") and not k.person),
                None,
            )
            return with_name(mark, office) if office else mark
        if mark.person is None and not (mark.indefinite or mark.seated) and mark.id is None and mark.country is None:
            earlier = self._earlier(mark)
            if earlier is not None:
                return with_name(mark, earlier)
        return self._placed(mark)

    def _goes_on(self, mark: ActorMark) -> ActorMark | None:
        """Return who spoke last, where a bare office is the last word of his: "the spokesman" is the military spokesman Name."""
        if mark.role is None or mark.person or mark.body or mark.country or mark.id or mark.indefinite or mark.seated:
            return None
        role = self._roles.roles[mark.role]
        if not self._heard or (role.one != role.many and mark.name.endswith(role.many)):
            return None
        recent = [known for known in self._heard if known.sentence >= mark.sentence - RECENT]
        last = recent[-1:]
        named = [known for known in reversed(recent) if known.person]  # "the minister", whom others had interrupted
        return next((known for known in (*last, *named) if self._holds(known, role)), None)

    def _holds(self, known: ActorMark, role: Role) -> bool:
        """Return whether an office is the last word of somebody's, or says no more of a named official than that he is one."""
        if known.role is None:
            return False
        official = role is self._roles.roles[OFFICIAL] and known.person is not None and known.kind == role.kind
        return official or f" {self._roles.roles[known.role].one}".endswith(f" {role.one}")

    def _pointed_at(self, mark: ActorMark) -> ActorMark | None:
        """Return who spoke last, where a bare office points at him: "this official"."""
        if mark.role is None or mark.person or mark.body or mark.country or mark.id:
            return None
        return next((known for known in reversed(self._heard) if (known.person or known.role) and not known.outlet), None)

    def _speaks_for_nobody(self, mark: ActorMark) -> bool:
        """Return whether nothing says whose spokesman one without a name is: no body, no state, no office ("the governor's")."""
        bare = mark.body is None and mark.country is None and mark.id is None and mark.kind in PRIVATE
        return bare and mark.person is None and mark.role in self._speaking

    def _speaking_for(self, mark: ActorMark) -> ActorMark:
        """Return a bare spokesman as that of the body named last, or as the person who was said to be one."""
        for known in chain(self._speaking_last(mark), reversed(self._before)):
            if (
                known.role == mark.role
                and (known.person or known.body or known.id or known.country)
                and not (mark.indefinite or mark.person)
            ):
                return with_name(mark, known)
            if known.role is None and known.person is None and not known.outlet and not known.place and (known.body or known.id):
                if mark.indefinite and self._only_acted(known, mark):
                    return mark
                return self._as_of(known, mark)
        if any(known.sentence == mark.sentence and known.role == "soldier" for known in self._before):
            return replace(mark, kind=ClaimantKind.MILITARY)  # "two soldiers killed: spokesman"
        return mark

    def _speaking_last(self, mark: ActorMark) -> list[ActorMark]:
        """Return the body that spoke last, right before: a bare spokesman is its own, and not that of one told of."""
        known = self._heard[-1] if self._heard and not mark.owned else None
        return [known] if known is not None and mark.sentence - NEAR <= known.sentence < mark.sentence else []

    def _leading(self, mark: ActorMark) -> ActorMark:
        """Return who is named with his office alone ("the director, Name") as of the organisation that spoke right before."""
        known, role = self._heard[-1] if self._heard else None, self._roles.roles[mark.role or ""]
        if known is None or known.kind not in LED or known.role or known.person or known.sentence < mark.sentence - NEAR:
            return self._placed(mark)
        return self._as_of(known, mark) if role.owner else self._placed(mark)

    def _as_of(self, known: ActorMark, mark: ActorMark) -> ActorMark:
        """Return who holds an office as of the body that it is of."""
        full = replace(mark, name=f"{known.name} {mark.name}", kind=known.kind, country=known.country, id=known.id)
        self.enrich(full)
        return full

    def _speaking_there(self, mark: ActorMark) -> ActorMark:
        """Return "a local spokesman" as that of the group that his sentence names, else of the authorities."""
        group = any(known.sentence == mark.sentence and known.kind == ClaimantKind.ARMED_GROUP for known in self._before)
        return self._speaking_for(mark) if group else replace(mark, kind=ClaimantKind.GOVERNMENT)

    def _only_acted(self, known: ActorMark, mark: ActorMark) -> bool:
        """Return whether a group was only told of in a sentence before, so that "a spokesman" is not said to be its own."""
        if known.kind != ClaimantKind.ARMED_GROUP or known.sentence == mark.sentence:
            return False
        return all(heard.id != known.id or heard.name != known.name for heard in self._heard)

    def introduced(self, mark: ActorMark) -> ActorMark:
        """Return a person of whom only the name is told as who held the office that spoke right before without a name.

        "A spokesman for the governor said five had died. 'It was a bomb', says Name."
        """
        known = self._heard[-1] if self._heard else None
        if known is None or known.person or known.outlet or known.role is None or known.sentence < mark.sentence - NEAR:
            return mark
        if not mark.person or " " not in mark.person or mark.role or mark.body or mark.id or mark.kind != ClaimantKind.INDIVIDUAL:
            return mark
        if (
            known.kind in PRIVATE
            or known.role not in self._speaking
            or not known.name.endswith(self._roles.roles[known.role].one)
        ):
            return mark
        full = replace(
            mark,
            name=f"{known.name} {mark.name}",
            kind=known.kind,
            country=known.country,
            land=known.land,
            id=known.id,
            role=known.role,
        )
        self.enrich(full)
        return full

    def _earlier(self, mark: ActorMark) -> ActorMark | None:
        """Return what stands before and is meant by a bare body or role."""
        if mark.role is not None:
            same = (known for known in reversed(self._before) if known.role == mark.role)
            return next((known for known in same if _same_office(known, mark) and not self._fewer(known, mark)), None)
        body = self._roles.bodies.get(mark.body or "")
        if body is None:
            return None
        if body.generic and body.family != "country":
            speaker = next((k for k in reversed(self._heard) if self._called(k, body.family, since=mark.sentence - RECENT)), None)
            if speaker is not None:
                return speaker
        if body.faceless and (acting := self._acting(mark.sentence)) is not None:
            return acting
        if body.faceless and self._group is not None:
            return self._group if self._before else None
        if mark.body == AID and (named := self._caring(mark.sentence)) is not None:
            return named
        if mark.body == AGENCY and (agency := self._agency()) is not None:
            return agency
        named = next((known for known in reversed(self._before) if self._meant(known, mark, body)), None)
        if named is None or named.sentence == mark.sentence or body.kind != ClaimantKind.MILITARY:
            return named
        since = mark.sentence - RECENT  # "the army said" goes on with the army that spoke, not with one that was told of
        return next((k for k in reversed(self._heard) if k.sentence >= since and self._meant(k, mark, body)), named)

    def _acting(self, sentence: int) -> ActorMark | None:
        """Return the one armed group that a sentence and the one before it name: "the rebels" are whom they tell of."""
        near = (k for k in reversed(self._before) if k.sentence >= sentence - 1)
        groups = {k.id: k for k in near if k.id and k.kind == ClaimantKind.ARMED_GROUP and not (k.person or k.role)}
        return next(iter(groups.values())) if len(groups) == 1 else None

    def _caring(self, sentence: int) -> ActorMark | None:
        """Return the one registered organisation named in a sentence and the one before: "the charity" is whose staff died."""
        near = {k.id: k for k in reversed(self._before) if k.sentence >= sentence - 1 and k.id}
        named = [(actor, mark) for key, mark in near.items() if (actor := self._actors.get(key)).kind == ClaimantKind.NGO]
        if len(named) != 1:
            return None
        actor, mark = named[0]
        return replace(mark, name=actor.name, kind=actor.kind, role=None, person=None)

    def _agency(self) -> ActorMark | None:
        """Return the registered outlet named last, which "the agency" means."""
        return next((k for k in reversed(self._before) if k.outlet and k.id and not (k.platform or k.role)), None)

    def _fewer(self, known: ActorMark, mark: ActorMark) -> bool:
        """Return whether one was named, and several speak: "officials" is not the official before them."""
        role = self._roles.roles[mark.role or ""]
        several = role.one != role.many and mark.name.endswith(role.many)
        return several and (known.person is not None or not known.name.endswith(role.many))

    def _meant(self, known: ActorMark, mark: ActorMark, body: Body) -> bool:
        """Return whether a bare body may be the one named before."""
        if body.family == "country":
            return known.place and known.country is not None
        if body.generic and body.family == STATE:
            return self._family(known) == "ministry"
        if body.generic:
            return self._family(known) == body.family or _fits_generic(known, body.family)
        if known.id and known.role is None and known.person is None and mark.body in self._actors.get(known.id).bodies:
            return True
        return known.body == mark.body and known.role is None and bool(known.country or known.id)

    def _called(self, known: ActorMark, family: str, *, since: int) -> bool:
        """Return whether an actor spoke since a sentence and may be called by a general word."""
        if known.role is not None or known.sentence < since:
            return False
        if known.person is not None:
            return known.id is None and known.kind in CALLED.get(family, ())  # a body of no registry goes by its name
        if family == STATE:
            return known.kind in (ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY) and bool(known.body or known.id)
        watching = family == "group" and known.kind == ClaimantKind.NGO and known.id is not None  # that counts the dead
        return watching or self._family(known) == family or _fits_generic(known, family)

    def _family(self, mark: ActorMark) -> str | None:
        body = self._roles.bodies.get(mark.body or "")
        return body.family if body and mark.role is None else None

    def _placed(self, mark: ActorMark) -> ActorMark:
        """Return the mark with the country that the whole report is about, where it has none of its own and needs one."""
        body = self._roles.bodies.get(mark.body or "")
        if body is not None and mark.role is None and mark.id is None and mark.country is None:
            if body.generic and body.family == "agency":
                return replace(mark, name="news agency", kind=ClaimantKind.MEDIA, outlet=True)
            watching = self._watching(mark)
            if watching is not None:
                return replace(mark, name=watching.name, kind=watching.kind, country=watching.country, id=watching.id)
        state = (
            not (mark.outlet or mark.seated)
            and mark.kind in (ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY)
            and (body is None or not body.generic)
        )
        if not state or mark.country or mark.id or mark.person or not (mark.body or mark.role):
            return mark
        at_home = self._home if body is not None and body.family == "ministry" and self._of_home(mark) else None
        own = self.fallen if mark.kind == ClaimantKind.MILITARY else None
        own = self._relayed(mark) or own
        country = own or self._seat(mark) or at_home or self._near(mark) or self._country or self._forces(mark)
        if country is None:
            return mark
        nation = self._roles.nations.get(country)
        if nation is not None and nation.army and mark.kind == ClaimantKind.MILITARY:
            country, nation = nation.army, self._roles.nations.get(nation.army)
        known = self._actors.body_of(mark.body, country) if mark.body and mark.role is None else None
        if known is not None and not (nation and known.name.startswith(nation.adjective)):
            return replace(mark, name=known.name, kind=known.kind, country=country, id=known.id)
        identifier = known.id if known is not None else mark.id
        local = mark.name.startswith(LOCAL)
        name = f"{nation.adjective} {mark.name}" if nation and not local else mark.name
        return replace(mark, name=name, country=country, id=identifier)

    def _of_home(self, mark: ActorMark) -> bool:
        """Return whether a ministry without a country is that of the report's readers: who counts the dead abroad is not."""
        tells = mark.body in ABROAD and self._involved
        return not mark.abroad and (tells or self._country in (None, self._home))

    def _watching(self, mark: ActorMark) -> Actor | None:
        """Return the monitor that watches the state which the report or the sentence is about."""
        here = [k.country for k in reversed(self._before) if k.sentence == mark.sentence and k.country]
        found = (self._actors.body_of(mark.body or "", country) for country in dict.fromkeys([self._country, *here]))
        return next((actor for actor in found if actor is not None and actor.kind == ClaimantKind.NGO), None)

    def _forces(self, mark: ActorMark) -> str | None:
        """Return the state whose forces a sentence names first ("Turkish warplanes kill three in northern Iraq: army")."""
        if mark.kind != ClaimantKind.MILITARY:
            return None
        known = [k.country for k in self._before if k.sentence == mark.sentence and k.country and not k.place]
        return known[0] if known else None

    def _relayed(self, mark: ActorMark) -> str | None:
        """Return the nation of the media by which a sentence says that a body was quoted ("Ukrainian media, citing the army")."""
        outlets = (k for k in reversed(self._before) if k.sentence == mark.sentence and k.outlet and k.id is None)
        return next((known.country for known in outlets), None)

    def _near(self, mark: ActorMark) -> str | None:
        """Return the state that spoke right before ("Cameroon reports a success. The army killed 30, said the ministry")."""
        near = (k for k in reversed(self._heard) if k.place and k.country and k.sentence >= mark.sentence - 1)
        return next((known.country for known in near), None)

    def _seat(self, mark: ActorMark) -> str | None:
        """Return the country whose capital the sentence names before a body ("in Kyiv the ministry keeps count")."""
        seats = (k for k in reversed(self._before) if k.sentence == mark.sentence and k.place and k.text != k.name and k.country)
        return next((known.country for known in seats), None)

    def _above(self, sentence: int) -> list[ActorMark]:
        """Return the persons and bodies that the sentence before one names, in reading order."""
        return [k for k in self._before if k.sentence == sentence - 1 and not (k.outlet or k.weak or k.place)]

    def told(self, speakers: Sequence[ActorMark], *, person: bool, sentence: int) -> ActorMark | None:
        """Return the one person, or the one body, that the sentence before names, where nobody has spoken since."""
        if speakers and speakers[-1].sentence >= sentence - 1:
            return None
        named = {k.person or k.name: k for k in self._above(sentence) if (k.person if person else _is_body(k))}
        return next(iter(named.values())) if len(named) == 1 else None

    def last(self, speakers: Sequence[ActorMark], *, person: bool, sentence: int) -> ActorMark | None:
        """Return whom a pronoun means: the last speaker, for "he" the last person who spoke, else the last person named."""
        above = self._above(sentence)
        opener = next((k for k in above if k.start <= 1), None)
        if person and opener is not None and opener.person:
            return opener
        if person and (told := self.told(speakers, person=True, sentence=sentence)) is not None:
            return told
        for known in reversed(speakers):
            if known.role == "report":
                continue
            if not person or known.person or (known.role and not known.outlet):
                return _relayed_by(known, speakers) or known
        return opener or next((k for k in above if bool(k.person) == person), None)


def _is_body(mark: ActorMark) -> bool:
    """Return whether a mark is a body or group itself, and one that states figures."""
    return not (mark.person or mark.role) and mark.kind not in (*PRIVATE, None)


def _relayed_by(outlet: ActorMark, speakers: Sequence[ActorMark]) -> ActorMark | None:
    """Return who spoke in the sentence in which an outlet only passes it on: "says the ministry, according to the agency"."""
    if not outlet.outlet:
        return None
    return next((k for k in reversed(speakers) if k.sentence == outlet.sentence and not (k.outlet or k.platform)), None)


def _same_office(known: ActorMark, mark: ActorMark) -> bool:
    """Return whether an office without a name may be that of somebody named before who has the same."""
    told = known.person or known.country or known.body
    return bool(told) and (mark.body is None or known.body == mark.body)


def _fits_generic(mark: ActorMark, family: str) -> bool:
    """Return whether a registered actor may be called by a general word ("the organisation", "the group")."""
    if mark.id is None or mark.person or (mark.id == "nato" and family != "alliance"):
        return False
    return {
        "organisation": mark.kind in (ClaimantKind.NGO, ClaimantKind.IGO),
        "office": mark.kind == ClaimantKind.IGO,
        "group": mark.kind == ClaimantKind.ARMED_GROUP,
        "agency": mark.kind in (ClaimantKind.IGO, ClaimantKind.MEDIA),
        "alliance": mark.kind == ClaimantKind.IGO,
    }.get(family, False)


def _fullness(mark: ActorMark) -> int:
    return (
        4 * (mark.id is not None)
        + 2 * (mark.role is not None)
        + (mark.body is not None)
        + (mark.country is not None)
        + (" " in (mark.person or ""))
    )


def _same_person(name: str, known: str) -> bool:
    """Return whether two names may be one person's: the last word of one is in the other, not a first name alone."""
    words, others = _surnames(name), _surnames(known)
    return not words or not others or len(words) == 1 or words[-1] in others or others[-1] in words


@functools.lru_cache(maxsize=20_000)
def _surnames(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in name.split() if len(word) > 2 and word[:1].isupper())


def _dominant(countries: Counter[str]) -> str | None:
    ranked = countries.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < DOMINANT * ranked[1][1]):
        return None
    return ranked[0][0]
