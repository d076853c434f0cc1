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
    """A war: its name, its first day, the countries that tell it, where the start is stated, its last day where it has ended."""

    name: str
    start: str
    countries: tuple[str, ...]
    source: str
    end: str | None = None

    def goes_on(self, day: str | None) -> bool:
        """Return whether a report of this day may count from the war's start; one without a day may, while the war goes on."""
        if day is None:
            return self.end is None
        return self.start <= day and (self.end is None or day <= self.end)


@functools.cache
def load_wars() -> tuple[War, ...]:
    """Return the known wars, in the order of the file."""
    table = tomllib.loads(data_folder().joinpath("wars.toml").read_text(encoding="utf-8"))
    return tuple(War(name, row["start"], tuple(row["countries"]), row["source"], row.get("end")) for name, row in table.items())


def likely_war(named: Mapping[str, int], day: str | None) -> War | None:
    """Return the war that a report of this day is about, by how often it names countries; None where no known war stands out."""
    most = max(named.values(), default=0)
    found = [(sum(named.get(country, 0) for country in war.countries), war) for war in load_wars() if war.goes_on(day)]
    counted = [(count, war) for count, war in found if count and 2 * count >= most]
    return max(counted, key=lambda pair: (pair[0], pair[1].start))[1] if counted else None
