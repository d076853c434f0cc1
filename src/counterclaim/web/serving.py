"""The application as server processes make it: from what `counterclaim serve` left in their surroundings."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from counterclaim.settings import read_settings
from counterclaim.web.app import Serving, create_app

if TYPE_CHECKING:
    from fastapi import FastAPI


def from_environment() -> FastAPI:
    """Return the application that COUNTERCLAIM_SERVE describes; without it, one on COUNTERCLAIM_LEDGER."""
    settings = read_settings()
    told = json.loads(os.environ.get("COUNTERCLAIM_SERVE", "{}"))
    told.setdefault("address", settings.ledger or "counterclaim.db")
    return create_app(Serving(**{**told, "names": tuple(told.get("names", ()))}), settings)
