"""The application as server processes make it: from what `counterclaim serve` left in their surroundings."""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import TYPE_CHECKING

from counterclaim import pipeline_events
from counterclaim.collecting import collect_seldom
from counterclaim.settings import read_settings
from counterclaim.web import answering, basemap
from counterclaim.web.app import Serving, create_app

if TYPE_CHECKING:
    from fastapi import FastAPI


#: How long a request holds the processor while others wait: short ones, such as saves, are not to queue behind long pages.
_TURN_SECONDS = 0.001


def from_environment() -> FastAPI:
    """Return the application that COUNTERCLAIM_SERVE describes; without it, one on COUNTERCLAIM_LEDGER."""
    sys.setswitchinterval(_TURN_SECONDS)
    settings = read_settings()
    told = json.loads(os.environ.get("COUNTERCLAIM_SERVE", "{}"))
    told.setdefault("address", settings.ledger or "counterclaim.db")
    app = create_app(Serving(**{**told, "names": tuple(told.get("names", ()))}), settings)
    settle()
    return app


def settle() -> None:
    """Load what pages and decisions need, and keep the collector of unused values from going through all of it while they wait.

    It takes some 70 ms to do so, and would every few dozen pages.
    """
    answering.load()
    basemap.load()
    pipeline_events.load()
    gc.collect()
    gc.freeze()
    collect_seldom()
