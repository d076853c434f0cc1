"""Areas that two states divide between them, and the part that each holds."""

from __future__ import annotations

import functools
import tomllib
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping


@functools.cache
def divided_areas() -> Mapping[str, Mapping[str, str]]:
    """Return the parts of divided areas by the country that holds them, by the ids of the area and of the line within it."""
    table = tomllib.loads(data_folder().joinpath("divided.toml").read_text(encoding="utf-8"))
    return {key: parts for area, parts in table.items() for key in (area, parts.pop("line"))}
