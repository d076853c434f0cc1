"""The JSON Schema of every line that is printed or read."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def schema(name: str) -> dict[str, Any]:
    """Return the schema of a kind of line, which is the name of its file."""
    found: dict[str, Any] = json.loads((resources.files(__name__) / f"{name}.json").read_text("utf-8"))
    return found
