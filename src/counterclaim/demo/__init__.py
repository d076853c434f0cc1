"""Example reports, written for this project after real events, as untidy as pages of crawled news are."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path


def reports_folder() -> AbstractContextManager[Path]:
    """Return the folder of the example reports; it exists while the context lasts."""
    return resources.as_file(resources.files(__name__) / "reports")
