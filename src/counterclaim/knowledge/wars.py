"""Wars whose start reports take for known ("since the invasion")."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class War:
    """A war: its name, its first day, the country that it is fought in, who else fights it, and where the start is stated.

    Countries are ISO 3166-1 alpha-3. `end` is its last day, None while it goes on; `areas` are the ids of the parts of the
    country that are fought over; `began` is when its sides first fought there, None where that is its start. `opened` is the
    country that the attack of its first day struck, None where that is the country that it is fought in.
    """

    name: str
    start: str
    country: str
    sides: tuple[str, ...]
    source: str
    end: str | None = None
    areas: tuple[str, ...] = ()
    began: str | None = None
    opened: str | None = None

    def goes_on(self, day: str | None) -> bool:
        """Return whether a report of this day may count from the war's start; one without a day may, while the war goes on."""
        if day is None:
            return self.end is None
        return self.start <= day and (self.end is None or day <= self.end)

    def begun(self, day: str | None) -> bool:
        """Return whether its sides had fought there by the time of a report, as far as that is known."""
        first = self.began or self.start
        return day is None or first[: len(day)] <= day[: len(first)]


@functools.cache
def load_wars() -> tuple[War, ...]:
    """Return the known wars, in the order of the file."""
    table = tomllib.loads(data_folder().joinpath("wars.toml").read_text(encoding="utf-8"))
    return tuple(
        War(name=name, sides=tuple(row.pop("sides")), areas=tuple(row.pop("areas", ())), **row) for name, row in table.items()
    )


def likely_war(named: Mapping[str, int], day: str | None) -> War | None:
    """Return the war that a report of this day is about: its country is named, and stands out with its sides.

    The later war goes first. None where no known war stands out.
    """
    for war in sorted(load_wars(), key=lambda war: war.start, reverse=True):
        if not named.get(war.country) or not war.goes_on(day):
            continue
        others = max((count for country, count in named.items() if country not in (war.country, *war.sides)), default=0)
        own = sum(named.get(country, 0) for country in (war.country, *war.sides))
        if own * 2 > others:
            return war
    return None
