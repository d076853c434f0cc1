"""Codebooks: which rules turn the claims of an event into low, best and high, as data that names rules and cites sources.

A codebook is a TOML file in `data/codebooks/`. Its rules are names of `Rule`; the functions behind them are in
`estimation/rules.py`. What a rule rests on is part of it: `source`, and `verified = false` where the codebook's own text
could not be read.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from counterclaim.errors import BadEntry, KnowledgeError
from counterclaim.knowledge.language import data_folder
from counterclaim.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path


class Step(StrEnum):
    """The steps of an estimate, in the order in which they are taken."""

    LEAVE_OUT = "leave_out"
    READ = "read"
    SETTLE = "settle"
    COMBINE = "combine"
    ADJUST = "adjust"
    SIDES = "sides"
    GRADE = "grade"


class Rule(StrEnum):
    """The rules that codebooks choose from; each has a function of its name in `estimation/rules.py`."""

    # leave_out: claims that enter no figure
    TOTALS = "totals"
    COMBINED_FIGURES = "combined_figures"
    DENIALS = "denials"
    WITHDRAWN = "withdrawn"
    REVISED = "revised"
    NO_FIGURE = "no_figure"
    # read: from a claim's words to low, best, high
    CONSERVATIVE_READING = "conservative_reading"
    LOWEST_READING = "lowest_reading"
    PLAIN_READING = "plain_reading"
    # settle: which origins still stand beside each other
    EARLY_COUNTS = "early_counts"
    # combine: from origins to one figure
    MOST_RELIABLE = "most_reliable"
    LOWEST = "lowest"
    MEDIAN = "median"
    RANGE = "range"
    MINIMUM_MAXIMUM = "minimum_maximum"
    # adjust: what is done to the figure afterwards
    DENIED_TO_ZERO = "denied_to_zero"
    UNTRUSTED_TO_ZERO = "untrusted_to_zero"
    UNSURE_TO_ZERO = "unsure_to_zero"
    # sides: whose the figure is
    FROM_BEST = "from_best"
    EACH_ALONE = "each_alone"
    ONE_FIGURE = "one_figure"
    # grade
    AIRWARS_GRADE = "airwars_grade"


#: At which step a rule may stand.
STEP_OF: Mapping[Rule, Step] = MappingProxyType(
    {
        Rule.TOTALS: Step.LEAVE_OUT,
        Rule.COMBINED_FIGURES: Step.LEAVE_OUT,
        Rule.DENIALS: Step.LEAVE_OUT,
        Rule.WITHDRAWN: Step.LEAVE_OUT,
        Rule.REVISED: Step.LEAVE_OUT,
        Rule.NO_FIGURE: Step.LEAVE_OUT,
        Rule.CONSERVATIVE_READING: Step.READ,
        Rule.LOWEST_READING: Step.READ,
        Rule.PLAIN_READING: Step.READ,
        Rule.EARLY_COUNTS: Step.SETTLE,
        Rule.MOST_RELIABLE: Step.COMBINE,
        Rule.LOWEST: Step.COMBINE,
        Rule.MEDIAN: Step.COMBINE,
        Rule.RANGE: Step.COMBINE,
        Rule.MINIMUM_MAXIMUM: Step.COMBINE,
        Rule.DENIED_TO_ZERO: Step.ADJUST,
        Rule.UNTRUSTED_TO_ZERO: Step.ADJUST,
        Rule.UNSURE_TO_ZERO: Step.ADJUST,
        Rule.FROM_BEST: Step.SIDES,
        Rule.EACH_ALONE: Step.SIDES,
        Rule.ONE_FIGURE: Step.SIDES,
        Rule.AIRWARS_GRADE: Step.GRADE,
    }
)

#: Left out under every codebook, whether it names them or not: DESIGN.md, the laws of estimates.
ALWAYS_LEFT_OUT = (Rule.TOTALS, Rule.WITHDRAWN, Rule.REVISED, Rule.NO_FIGURE)

#: What is estimated where a codebook names no outcomes.
DEFAULT_OUTCOMES = (Outcome.KILLED, Outcome.INJURED, Outcome.CAPTURED, Outcome.MISSING, Outcome.DISPLACED)


@dataclass(frozen=True, slots=True)
class Policy:
    """One rule of a codebook, and what it rests on."""

    rule: Rule
    source: str
    verified: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class VagueWord:
    """What a codebook makes of a vague quantity. None: it makes nothing of it."""

    low: int | None = None
    high: int | None = None
    point: int | None = None


@dataclass(frozen=True, slots=True)
class Codebook:
    """The rules of one coding practice."""

    name: str
    title: str
    version: str
    about: str
    source: str
    read: Policy
    combine: Policy
    sides: Policy
    leave_out: tuple[Policy, ...] = ()
    settle: tuple[Policy, ...] = ()
    adjust: tuple[Policy, ...] = ()
    grade: Policy | None = None
    outcomes: tuple[Outcome, ...] = DEFAULT_OUTCOMES
    words: Mapping[str, VagueWord] = field(default_factory=dict)
    words_source: str = ""
    words_verified: bool = True
    reliability: Mapping[str, int] = field(default_factory=dict)
    reliability_source: str = ""

    @property
    def policies(self) -> tuple[Policy, ...]:
        """All rules, in the order in which they are applied."""
        last = (self.grade,) if self.grade else ()
        return (*self.leave_out, self.read, *self.settle, self.combine, *self.adjust, self.sides, *last)

    @property
    def unverified(self) -> tuple[Policy, ...]:
        """The rules whose codebook text could not be read."""
        return tuple(policy for policy in self.policies if not policy.verified)

    def word(self, quantity: str | None) -> VagueWord | None:
        """Return what the codebook makes of a vague quantity, None where it has nothing on it."""
        return None if quantity is None else self.words.get(quantity)


@functools.cache
def codebook_names() -> tuple[str, ...]:
    """Return the names of the codebooks in the package, sorted."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in _folder().iterdir() if f.name.endswith(".toml")))


@functools.cache
def load_codebook(name: str) -> Codebook:
    """Return a codebook of the package; raises KnowledgeError where there is none of that name or it is wrong."""
    if name not in codebook_names():
        raise BadEntry(f"codebooks/{name}.toml", None, f"there is no such codebook; there are {', '.join(codebook_names())}")
    return read_codebook(_folder().joinpath(f"{name}.toml"))


def read_codebook(file: Traversable | Path) -> Codebook:
    """Return the codebook of a file; raises an ExceptionGroup of all that is wrong with it."""
    text = file.read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadEntry(file.name, None, f"this is not TOML: {problem}") from problem
    problems = list(_problems(file.name, table, text))
    if problems:
        raise ExceptionGroup(f"{file.name}: {len(problems)} wrong entries", problems)
    return _built(table)


def codebook_problems() -> Iterator[KnowledgeError]:
    """Yield everything that is wrong in the package's codebooks."""
    for name in codebook_names():
        file = _folder().joinpath(f"{name}.toml")
        try:
            read_codebook(file)
        except ExceptionGroup as group:
            yield from (problem for problem in group.exceptions if isinstance(problem, KnowledgeError))
        except KnowledgeError as problem:
            yield problem


def _folder() -> Traversable:
    return data_folder().joinpath("codebooks")


# --- what a file may say ------------------------------------------------------------------------------------------------

_TEXTS = ("name", "title", "version", "about", "source")
_KEYS = {*_TEXTS, "outcomes", "rule", "words", "reliability"}
_RULE_KEYS = {"rule", "source", "verified", "note"}
_ONE_EACH = (Step.READ, Step.COMBINE, Step.SIDES)


def _problems(file: str, table: dict[str, Any], text: str) -> Iterator[BadEntry]:
    for key in sorted(table.keys() - _KEYS):
        yield BadEntry(file, _line(text, key), f"unknown key {key!r}; known are {', '.join(sorted(_KEYS))}")
    for key in _TEXTS:
        if not isinstance(table.get(key), str):
            yield BadEntry(file, None, f"the key {key!r} is missing or no text")
    for outcome in table.get("outcomes", ()):
        if outcome not in DEFAULT_OUTCOMES:
            yield BadEntry(file, _line(text, "outcomes"), f"unknown outcome {outcome!r}; known are {', '.join(DEFAULT_OUTCOMES)}")
    seen: list[Step] = []
    for entry in table.get("rule", ()):
        yield from _rule_problems(file, entry, text)
        if entry.get("rule") in set(Rule):
            seen.append(STEP_OF[Rule(entry["rule"])])
    for step in _ONE_EACH:
        if seen.count(step) != 1:
            fitting = ", ".join(rule for rule, at in STEP_OF.items() if at is step)
            yield BadEntry(file, None, f"needs exactly one rule for the step {step!r}, has {seen.count(step)}; one of {fitting}")
    yield from _word_problems(file, table.get("words", {}), text)
    yield from _number_problems(file, table.get("reliability", {}), text)


def _rule_problems(file: str, entry: dict[str, Any], text: str) -> Iterator[BadEntry]:
    name = entry.get("rule")
    line = _line(text, f'rule = "{name}"')
    if name not in set(Rule):
        yield BadEntry(file, line, f"unknown rule {name!r}; known are {', '.join(sorted(Rule))}")
    if not isinstance(entry.get("source"), str):
        yield BadEntry(file, line, f"the rule {name!r} does not say what it rests on (source)")
    if not isinstance(entry.get("verified", True), bool):
        yield BadEntry(file, line, f"the rule {name!r}: verified is true or false")
    for key in sorted(entry.keys() - _RULE_KEYS):
        yield BadEntry(file, line, f"unknown key {key!r} in the rule {name!r}")


def _word_problems(file: str, words: dict[str, Any], text: str) -> Iterator[BadEntry]:
    for word, value in words.items():
        if word in {"source", "verified"}:
            continue
        line = _line(text, word)
        if not isinstance(value, dict) or value.keys() - {"low", "high", "point"}:
            yield BadEntry(file, line, f"the vague word {word!r} takes low, high and point, nothing else")
        elif any(not isinstance(number, int) or number < 0 for number in value.values()):
            yield BadEntry(file, line, f"the vague word {word!r} takes whole numbers from 0")
        elif value.get("low", 0) > value.get("high", value.get("low", 0)):
            yield BadEntry(file, line, f"the vague word {word!r} has its low above its high")


def _number_problems(file: str, classes: dict[str, Any], text: str) -> Iterator[BadEntry]:
    for key, value in classes.items():
        if key != "source" and not isinstance(value, int):
            yield BadEntry(file, _line(text, key), f"the reliability of {key!r} is a whole number")


def _line(text: str, words: str) -> int | None:
    return next((number for number, line in enumerate(text.splitlines(), 1) if words in line), None)


def _built(table: dict[str, Any]) -> Codebook:
    policies = [
        Policy(Rule(entry["rule"]), entry["source"], entry.get("verified", True), entry.get("note")) for entry in table["rule"]
    ]
    by_step = {step: tuple(p for p in policies if STEP_OF[p.rule] is step) for step in Step}
    words = dict(table.get("words", {}))
    classes = dict(table.get("reliability", {}))
    return Codebook(
        **{key: table[key] for key in _TEXTS},
        outcomes=tuple(map(Outcome, table.get("outcomes", DEFAULT_OUTCOMES))),
        leave_out=by_step[Step.LEAVE_OUT],
        read=by_step[Step.READ][0],
        combine=by_step[Step.COMBINE][0],
        settle=by_step[Step.SETTLE],
        adjust=by_step[Step.ADJUST],
        sides=by_step[Step.SIDES][0],
        grade=next(iter(by_step[Step.GRADE]), None),
        words_source=words.pop("source", ""),
        words_verified=words.pop("verified", True),
        words=MappingProxyType({word: VagueWord(**value) for word, value in words.items()}),
        reliability_source=classes.pop("source", ""),
        reliability=MappingProxyType(classes),
    )
