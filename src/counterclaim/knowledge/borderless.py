"""Countries where the unnamed fighters of whom reports tell are of groups that fight in several."""

from __future__ import annotations

import functools
import tomllib

from counterclaim.knowledge.actors import load_actors
from counterclaim.knowledge.language import data_folder


@functools.cache
def borderless_lands() -> frozenset[str]:
    """Return the countries whose unnamed fighters are of no one country; raises UnknownIdentifier for a group nobody knows."""
    table = tomllib.loads(data_folder().joinpath("borderless.toml").read_text(encoding="utf-8"))
    for row in table.values():
        for group in row["groups"]:
            load_actors().get(group)
    return frozenset(table)
