"""What the user's surroundings say, read once into one frozen value that is passed down."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are kept. `ledger` is a path or database address, None where no ledger was named.

    `cache` is the folder for what can be built again (the index of places), None for the user's own cache folder.
    """

    cache: Path | None = None
    ledger: str | None = None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of an environment (None: this process's); an empty variable counts as not set."""
    found = os.environ if environment is None else environment
    cache = found.get("COUNTERCLAIM_CACHE")
    return Settings(cache=Path(cache).expanduser() if cache else None, ledger=found.get("COUNTERCLAIM_LEDGER") or None)
