"""The single words of a language that hold clauses and names together."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import read_table
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Clauses:
    """Sets of look-up keys.

    `link` joins a role to its body ("of", "for"), `article` stands before nouns, `indefinite` are those of one not yet
    named, `skip` may stand between a speaker and his verb, `also` and `contrast` join clauses, `relative` opens a clause
    about the noun before, `demonstrative`, `person` and `pronoun` stand for what was said and for who said it, `either` are those
    of `person` that stand for a body as well ("sie": she, the group), `particle`
    belongs inside a name, `none` says that there was nobody, `like` opens "as the ministry says", `title` stands before
    names and is none of them, `region` behind the name of one, `locative` before a body whose people speak,
    `inside` before the name of a place and not of a person.
    `belonging` are those of `link` that tell where a person works, `genitive` the articles that do so without one.
    `pointing` points at somebody named before ("this official"). `meanwhile` turns to something else where a sentence
    begins. `leading` are verbs for being at the head of something.
    `own` says that a count is somebody's who is named before it ("the army's own count").
    `controlled` says that a body is in the hands of the group named beside it ("run", "led"), `backed` that it has its support,
    `favouring` (before a hyphen) that it takes its side.
    `nouns`: every noun has a capital. `cases`: a noun's case alone says whose something is. `home`: the state whose ministry
    is meant where none is named; `fronts`: lands where its army fights, so that it is meant in reports on them too.
    `plural`: the endings of verbs of several, where they need no subject.
    `agreeing`: the endings of adjectives, and what nouns end in that agree with them.
    `trailing`: adjectives of nations stand behind nouns. `function` is all of those that begin no name, `backing` are those of
    `backed`, `favouring` and `controlled`.
    """

    demonstrative: frozenset[str] = frozenset()
    pronoun: frozenset[str] = frozenset()
    person: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()
    that: frozenset[str] = frozenset()
    contrast: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    link: frozenset[str] = frozenset()
    article: frozenset[str] = frozenset()
    indefinite: frozenset[str] = frozenset()
    relative: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    time: frozenset[str] = frozenset()
    particle: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    like: frozenset[str] = frozenset()
    title: frozenset[str] = frozenset()
    region: frozenset[str] = frozenset()
    locative: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    belonging: frozenset[str] = frozenset()
    genitive: frozenset[str] = frozenset()
    controlled: frozenset[str] = frozenset()
    meanwhile: frozenset[str] = frozenset()
    backed: frozenset[str] = frozenset()
    favouring: frozenset[str] = frozenset()
    pointing: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    nouns: bool = False
    cases: bool = False
    trailing: bool = False
    home: str | None = None
    fronts: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    agreeing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    function: frozenset[str] = frozenset()
    backing: frozenset[str] = frozenset()


#: The sets that are made of others.
_TOGETHER = frozenset(("function", "backing"))
#: The sets whose words say nothing of where a name begins.
NAMEABLE = frozenset(
    (
        "particle",
        "time",
        "title",
        "none",
        "like",
        "region",
        "locative",
        "inside",
        "belonging",
        "genitive",
        "controlled",
        "backed",
        "favouring",
        "pointing",
        "leading",
        "meanwhile",
        "own",
    )
)


@functools.cache
def load_clauses(code: str) -> Clauses:
    """Return the words of a language; sets are empty where its pack has none."""
    table = read_table(code, "clauses")
    words = {
        one.name: frozenset(map(fold, table.get(one.name, ())))
        for one in fields(Clauses)
        if one.type == "frozenset[str]" and one.name not in _TOGETHER
    }
    function = frozenset().union(*(words[name] for name in words if name not in NAMEABLE))
    return Clauses(
        **words,
        nouns=table.get("nouns", False),
        cases=table.get("cases", False),
        trailing=table.get("trailing", False),
        home=table.get("home"),
        fronts=tuple(table.get("fronts", ())),
        plural=tuple(table.get("plural", ())),
        agreeing={ending: tuple(nouns) for ending, nouns in table.get("agreeing", {}).items()},
        function=function,
        backing=words["backed"] | words["favouring"] | words["controlled"],
    )
