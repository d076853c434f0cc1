"""The application as server processes make it: from what `counterclaim serve` left in their surroundings."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from counterclaim.settings import read_settings
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
    return create_app(Serving(**{**told, "names": tuple(told.get("names", ()))}), settings)
