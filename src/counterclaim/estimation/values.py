"""The values that pass between the steps of an estimate."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterclaim.interval import Interval
    from counterclaim.knowledge.codebook import Codebook
    from counterclaim.model import Claim, Report, Responsibility


class Side(StrEnum):
    """Whose losses a figure counts."""

    A = "a"
    B = "b"
    CIVILIANS = "civilians"
    UNKNOWN = "unknown"
    ALL = "all"


class Standing(StrEnum):
    """What a claimant is to the victims."""

    OWN = "own side"
    ENEMY = "enemy"
    NEUTRAL = "neutral"
    UNATTRIBUTED = "unattributed"


class Relations(Protocol):
    """What an estimate asks of the actor registry; the ids are the registry's."""

    def allied(self, first: str, second: str) -> bool:
        """Return whether one belongs to or backs the other, or both fight on one side."""

    def opposed(self, first: str, second: str) -> bool:
        """Return whether the two fight each other."""


class NoRelations:
    """Relations of a registry that knows none."""

    def allied(self, first: str, second: str) -> bool:
        """Return whether the two are one and the same."""
        return first == second

    def opposed(self, first: str, second: str) -> bool:  # noqa: ARG002 - the protocol's signature
        """Return False: nothing is known."""
        return False


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """Whom a claim counts, as far as figures compete: `kind` is whole, civilians, children, state, armed or people."""

    kind: str
    party: str = ""

    @property
    def whole(self) -> bool:
        """Whether it counts everybody."""
        return self.kind == "whole"


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """What a codebook makes of a claim's words. `open` says that the words leave the upper side open."""

    low: int
    best: int
    high: int
    open: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.best <= self.high:
            raise ValueError(f"a reading must be ordered: {self.low}, {self.best}, {self.high}")

    def plus(self, other: Reading) -> Reading:
        """Return the sum of two disjoint parts."""
        return Reading(self.low + other.low, self.best + other.best, self.high + other.high, self.open or other.open)

    def hull(self, other: Reading) -> Reading:
        """Return the range that holds both; its best is the lower best."""
        return Reading(min(self.low, other.low), min(self.best, other.best), max(self.high, other.high), self.open or other.open)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose knowledge a claim is. `key` is its identity, `name` what a person reads, `named` whether the text names it."""

    key: str
    name: str
    named: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one origin states in one report on one outcome: a figure for each group that it counts.

    `stated` are the figures claim by claim. `inside` are the groups that are said to be part of another one here, and are
    never added to it.
    """

    origin: Origin
    report: str
    published: Interval | None
    parts: Mapping[Group, Reading]
    claims: Mapping[Group, tuple[str, ...]]
    stated: frozenset[tuple[Group, Reading]] = frozenset()
    inside: frozenset[Group] = frozenset()
    relayed: bool = False
    revising: bool = False

    @property
    def whole(self) -> bool:
        """Whether a figure for everybody is stated."""
        return any(group.whole for group in self.parts)

    @property
    def groups(self) -> frozenset[Group]:
        """Those who are counted."""
        return frozenset(self.parts)

    @property
    def total(self) -> Reading:
        """The stated whole; without one, the sum of the disjoint parts."""
        for group, reading in self.parts.items():
            if group.whole:
                return reading
        apart = [group for group in sorted(self.parts) if group not in self.inside and not among(group, self.parts)]
        disjoint = [self.parts[group] for group in apart] or [max(self.parts.values())]
        total = disjoint[0]
        for reading in disjoint[1:]:
            total = total.plus(reading)
        return total

    @property
    def ids(self) -> tuple[str, ...]:
        """The claims that it is made of."""
        return tuple(sorted({claim for claims in self.claims.values() for claim in claims}))


def among(group: Group, parts: Mapping[Group, Reading]) -> bool:
    """Return whether a group is counted within another: children among civilians or people who are as many or more.

    More children than civilians are others: "17 children and a woman" are 18.
    """
    if group.kind != "children":
        return False
    others = (reading for other, reading in parts.items() if other.kind in {"civilians", "people"})
    return any(parts[group].low <= reading.high for reading in others)


@dataclass(frozen=True, slots=True)
class Vote:
    """The one figure that an origin has in an estimate, and how far it is trusted (higher is more).

    `current` are the figures that `reading` holds together: several where it cannot be told which is the latest.
    """

    statement: Statement
    reading: Reading
    reliability: int
    standing: Standing
    repeats: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    current: tuple[Reading, ...] = ()

    @property
    def day(self) -> int | None:
        """The day (upper bound) on which the figure was published; None where it is not known."""
        return self.statement.published.last if self.statement.published else None

    @property
    def origin(self) -> Origin:
        """Whose figure it is."""
        return self.statement.origin


@dataclass(frozen=True, slots=True)
class Combined:
    """Low, best, high, and the sentence that says how they came about. `best_of` is the vote that gave best."""

    low: int
    best: int
    high: int
    why: str
    best_of: Vote | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.best <= self.high:
            raise ValueError(f"an estimate must be ordered: {self.low}, {self.best}, {self.high}")


@dataclass(frozen=True, slots=True)
class Case:
    """All that the rules may look at for one event."""

    event: str
    claims: tuple[Claim, ...]
    reports: Mapping[str, Report]
    codebook: Codebook
    relations: Relations = field(default_factory=NoRelations)
    responsibilities: tuple[Responsibility, ...] = ()
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    revised: frozenset[str] = frozenset()
    copied: tuple[Claim, ...] = ()
