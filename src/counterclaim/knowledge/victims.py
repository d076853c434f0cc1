"""Those who can be counted: the neutral concepts behind the packs' nouns."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass

from counterclaim.knowledge.language import data_folder
from counterclaim.model import VictimKind


@dataclass(frozen=True, slots=True)
class VictimConcept:
    """A sort of person or thing: its kind and its English name for one and for many.

    `materiel` concepts can only be lost; `plain` ones ("people", "men") take the kind of the group that they belong to.
    `country` is the side that all of them fight on; `enemy`: they are of the other side of whoever speaks; `foreign`: of several
    countries; `same`: of the sort of those told of before ("their colleagues"); `local`: of the country where they fight
    ("government troops"). `uniformed`: of the police where the police is told of ("two officers").
    `adult`: never children. `leads`: of the force of those whom they lead, where it is told ("policemen and their commander").
    """

    kind: VictimKind
    one: str
    many: str
    plain: bool = False
    country: str | None = None
    enemy: bool = False
    foreign: bool = False
    same: bool = False
    local: bool = False
    uniformed: bool = False
    adult: bool = False
    leads: bool = False


def load_victims() -> dict[str, VictimConcept]:
    """Return the concepts by the value that packs use."""
    table = tomllib.loads(data_folder().joinpath("victims.toml").read_text(encoding="utf-8"))
    return {value: VictimConcept(**{**row, "kind": VictimKind(row["kind"])}) for value, row in table.items()}


@functools.cache
def fighting_for_states() -> frozenset[str]:
    """Return the values of the concepts that are soldiers of states."""
    return frozenset(value for value, concept in load_victims().items() if concept.kind is VictimKind.MILITARY)


@functools.cache
def materiel() -> frozenset[str]:
    """Return the values of the concepts that are things, which nobody's words come from."""
    return frozenset(value for value, concept in load_victims().items() if concept.kind is VictimKind.MATERIEL)
