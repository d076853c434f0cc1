"""Stretches of days as whole numbers: what orders publications, and compares when things happened."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from counterclaim.edtf import days


@dataclass(frozen=True, slots=True)
class Interval:
    """The first and the last day that a time covers, as proleptic ordinals; None where that side is open."""

    first: int | None
    last: int | None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError(f"an interval must run forward, not from {self.first} to {self.last}")

    @property
    def length(self) -> int | None:
        """How many days it holds; None where it is open."""
        return None if self.first is None or self.last is None else self.last - self.first + 1

    def gap(self, other: Interval) -> int:
        """Return the days between two intervals; 0 where they meet."""
        if self.last is not None and other.first is not None and other.first > self.last:
            return other.first - self.last
        if other.last is not None and self.first is not None and self.first > other.last:
            return self.first - other.last
        return 0


@functools.lru_cache(maxsize=65536)
def read_interval(edtf: str | None) -> Interval | None:
    """Return the days that an EDTF string covers; None for None and for what cannot be read."""
    covered = days(edtf)
    if covered is None:
        return None
    return Interval(
        covered.first.toordinal() if covered.first else None,
        covered.last.toordinal() if covered.last else None,
    )
