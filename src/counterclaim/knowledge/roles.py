"""The neutral bodies, roles and adjectives of actor names, and how they are written in English."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import data_folder, read_table
from counterclaim.knowledge.lexicon import expand
from counterclaim.model import ClaimantKind
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

#: In place of a kind: that of the actor that it belongs to.
OWNER = "owner"
#: Before the end of a word.
TAIL = "*"


@dataclass(frozen=True, slots=True)
class Body:
    """A sort of body. `kind` is None where it is that of its owner; `generic` ones refer back within their family.

    `faceless` ones refer to the one group that a report names, where there is but one. `relay`: an outlet.
    `desk`: a press service, which speaks for another body. `owned`: somebody only where it is told whose it is.
    """

    name: str
    kind: ClaimantKind | None
    family: str
    generic: bool = False
    relay: bool = False
    faceless: bool = False
    desk: bool = False
    owned: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is. `owner`: the body that the person speaks for decides the kind; `member`: an organisation does, no state.

    `nameless` is the kind of a single person without a name; `open` roles do not change when a name is withheld. Who `leads` a
    place and no body is of its government.
    """

    one: str
    many: str
    kind: ClaimantKind | None = None
    owner: bool = False
    nameless: ClaimantKind | None = None
    person: bool = True
    member: bool = False
    open: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Adjective:
    """A word before a body or role. `kind` stands where nothing else decides; `hidden` withholds the name.

    `origin` ones say where somebody is from, so that no country is looked for.
    """

    name: str
    kind: ClaimantKind | None = None
    hidden: bool = False
    former: bool = False
    origin: bool = False


@dataclass(frozen=True, slots=True)
class Nation:
    """A state's English name and adjective; `army` is the country of the army that reports on it mean, where it has none."""

    name: str
    adjective: str
    army: str | None = None


@dataclass(frozen=True, slots=True)
class Roles:
    """The whole vocabulary. `names` are words of names, `tails` ends of such words, that tell what a body is."""

    bodies: Mapping[str, Body]
    roles: Mapping[str, Role]
    adjectives: Mapping[str, Adjective]
    nations: Mapping[str, Nation]
    names: Mapping[str, ClaimantKind]
    tails: Mapping[str, ClaimantKind]
    addresses: frozenset[str]

    def holds_office(self, name: str) -> bool:
        """Return whether a person's English name says what he is ("Kharkiv governor Oleh Syniehubov")."""
        words = f" {name.casefold().replace(',', ' ,')} "
        return any(f" {role.one.casefold()} " in words for role in self.roles.values())

    def called(self, name: str) -> ClaimantKind | None:
        """Return the kind of a body that no registry has, where a word of its name tells it ("Deep South Watch")."""
        keys = [fold(word) for word in name.split() if word.strip("-")]
        spelt = [key for at, word in enumerate(keys) for key in (word, " ".join(keys[at : at + 2]))] if len(keys) > 1 else []
        known = next((self.names[key] for key in reversed(spelt) if key in self.names), None)
        if known is not None:
            return known
        tailed = [key for key in reversed(keys) if key.endswith(tuple(self.tails))]
        return next((kind for key in tailed for tail, kind in self.tails.items() if key.endswith(tail) and key != tail), None)


@functools.cache
def load_roles() -> Roles:
    """Return the vocabulary of the package."""
    table = tomllib.loads(data_folder().joinpath("roles_vocabulary.toml").read_text(encoding="utf-8"))
    called = [(word, ClaimantKind(kind)) for kind, words in table["name_word"].items() for word in words]
    return Roles(
        bodies={value: Body(**{**row, "kind": _kind(row.get("kind"))}) for value, row in table["body"].items()},
        roles={
            value: Role(**{**row, "kind": _kind(row.get("kind")), "nameless": _kind(row.get("nameless"))})
            for value, row in table["role"].items()
        },
        adjectives={value: Adjective(**{**row, "kind": _kind(row.get("kind"))}) for value, row in table["adjective"].items()},
        names={fold(word): kind for word, kind in called if word[0] != TAIL},
        tails={fold(word[1:]): kind for word, kind in called if word[0] == TAIL},
        addresses=frozenset(table["address"]["endings"]),
        nations=_nations(table["rendering"]["language"], table["nation"], table["nation_name"], table["nation_army"]),
    )


def _kind(value: str | None) -> ClaimantKind | None:
    return None if value in (None, OWNER) else ClaimantKind(value)


def _nations(language: str, adjectives: dict[str, str], names: dict[str, str], armies: dict[str, str]) -> dict[str, Nation]:
    nations = {}
    for code, forms in read_table(language, "countries").items():
        name = names.get(code) or expand(forms["name"][0])[0]
        listed = forms.get("adjective", ())
        adjective = adjectives.get(code) or (expand(listed[0])[0] if listed else name)
        nations[code] = Nation(name, adjective, armies.get(code))
    return nations
