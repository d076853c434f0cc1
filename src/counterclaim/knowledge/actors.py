"""The registry of bodies, groups, outlets and well-known persons that occur in reports on wars."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from counterclaim.errors import UnknownIdentifier
from counterclaim.knowledge.language import data_folder, read_table
from counterclaim.knowledge.lexicon import Entry
from counterclaim.model import ClaimantKind, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: The key whose names stand in every language.
ANY = "any"
#: The fewest letters of a name with which a word may begin without a sign between ("Hamaskrigare").
NAME = 5
#: How many words are remembered with the group whose name they begin with.
REMEMBERED = 20_000
_SIGNS = frozenset("-–‑'’")


@dataclass(frozen=True, slots=True)
class Relation:
    """What one actor is to another (`belongs_to`, `backs`, `fights`), since and until when, and who says so."""

    kind: str
    actor: str
    source: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor.

    `short` stands before a body or office of the actor ("DPR ministry"). `person` marks an office holder, `platform` a network
    that carries the words of others, `capital` a city that stands for its government. `bodies` are the neutral bodies of its
    country that it is. `members` is what its dead are counted
    as, where that does not follow from the kind; `later` is the kind from the day `since` on, for a group that came to rule.
    """

    id: str
    name: str
    kind: ClaimantKind
    country: str | None = None
    short: str | None = None
    person: bool = False
    platform: bool = False
    capital: bool = False
    members: VictimKind | None = None
    later: ClaimantKind | None = None
    since: str | None = None
    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    relations: tuple[Relation, ...] = ()
    bodies: tuple[str, ...] = ()

    @property
    def unrecognised(self) -> bool:
        """Whether the actor is a government that is no state's, which other bodies go by: "the army of Nagorno-Karabakh"."""
        return self.kind is ClaimantKind.GOVERNMENT and self.short is not None

    def kind_on(self, day: str | None) -> ClaimantKind:
        """Return the kind on a day (ISO 8601, also a month or a year); None is a day before `since`."""
        if self.later and self.since and day and day >= self.since[: len(day)]:
            return self.later
        return self.kind


class Actors:
    """All actors by id, and their names by language."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self._bodies = {(body, actor.country): actor for actor in self._actors.values() for body in actor.bodies}
        groups = (actor for actor in self._actors.values() if actor.kind is ClaimantKind.ARMED_GROUP)
        self._groups = {word: actor for actor in groups for names in actor.names.values() for word in _plain(names)}
        outlets = (actor for actor in self._actors.values() if actor.kind is ClaimantKind.MEDIA)
        self._outlets = {word: actor for actor in outlets for names in actor.names.values() for word in _plain(names)}
        self.group_in = functools.lru_cache(maxsize=REMEMBERED)(self._group_in)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __len__(self) -> int:
        return len(self._actors)

    def get(self, identifier: str) -> Actor:
        """Return the actor with this id; raises UnknownIdentifier."""
        try:
            return self._actors[identifier]
        except KeyError:
            raise UnknownIdentifier("actor", identifier) from None

    def body_of(self, body: str, country: str | None) -> Actor | None:
        """Return the actor that is a state's army, ministry and so on; None where the registry does not have it."""
        return self._bodies.get((body, country))

    def outlet_called(self, name: str) -> Actor | None:
        """Return the outlet of this name, whatever else bears it: "Sana" is an agency as well as a capital."""
        return self._outlets.get(name.casefold())

    def _group_in(self, word: str) -> Actor | None:
        """Return the armed group with whose name a longer word begins: "talibankrigere", "IS-Kämpfer", "PKK'ers"."""
        lower = word.casefold()
        for end in range(len(lower) - 1, 1, -1):
            if (end >= NAME or lower[end] in _SIGNS) and (found := self._groups.get(lower[:end])) is not None:
                return found
        return None

    def phrases(self, code: str) -> Iterator[tuple[str, Entry]]:
        """Yield the names of a language, inflected, as phrases of its lexicon."""
        endings = read_table(code, "clauses").get("inflection", ())
        tail = f"({'|'.join(['', *endings])})" if endings else ""
        for actor in self:
            entry = Entry("actors", actor.id, "name")
            for name in (*actor.names.get(ANY, ()), *actor.names.get(code, ())):
                yield (name if name.endswith(("*", ")")) else name + tail), entry


def _plain(names: Iterable[str]) -> Iterator[str]:
    """Yield the names that are written in one way only, without the spaces around their hyphens."""
    for name in names:
        if not set(name) & set("()*|«»"):
            yield name.replace(" - ", "-").casefold()


@functools.cache
def load_actors() -> Actors:
    """Return the registry of the package."""
    table = tomllib.loads(data_folder().joinpath("actors.toml").read_text(encoding="utf-8"))
    return Actors(_actor(identifier, row) for identifier, row in table.items())


#: The keys of a row that are no language.
FIELDS = frozenset(
    {"name", "kind", "country", "short", "person", "platform", "capital", "members", "later", "since", "bodies", "relations"}
)


def _actor(identifier: str, row: dict[str, Any]) -> Actor:
    return Actor(
        id=identifier,
        name=row["name"],
        kind=ClaimantKind(row["kind"]),
        country=row.get("country"),
        short=row.get("short"),
        person=row.get("person", False),
        platform=row.get("platform", False),
        capital=row.get("capital", False),
        members=VictimKind(row["members"]) if "members" in row else None,
        later=ClaimantKind(row["later"]) if "later" in row else None,
        since=row.get("since"),
        names=MappingProxyType({code: tuple(names) for code, names in row.items() if code not in FIELDS}),
        bodies=tuple(row.get("bodies", ())),
        relations=tuple(Relation(**relation) for relation in row.get("relations", ())),
    )
