"""Wars whose start reports take for known ("since the invasion")."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass

from counterclaim.knowledge.language import data_folder


@dataclass(frozen=True, slots=True)
class War:
    """A war: its name, its start as EDTF, the countries (ISO 3166 alpha-3) that tell it, and where the start is stated."""

    name: str
    start: str
    countries: tuple[str, ...]
    source: str

    def named_in(self, countries: dict[str, int]) -> int:
        """Return how often a report names its countries."""
        return sum(countries.get(country, 0) for country in self.countries)


@functools.cache
def load_wars() -> tuple[War, ...]:
    """Return the known wars, in the order of the file."""
    table = tomllib.loads(data_folder().joinpath("wars.toml").read_text(encoding="utf-8"))
    return tuple(War(name, row["start"], tuple(row["countries"]), row["source"]) for name, row in table.items())
