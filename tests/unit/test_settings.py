"""Settings: what the surroundings say, read once."""

from __future__ import annotations

from pathlib import Path

from counterclaim.settings import Settings, read_settings


def test_nothing_is_set_by_default() -> None:
    """Without variables, and with empty ones, each setting is None."""
    assert read_settings({}) == read_settings({"COUNTERCLAIM_CACHE": "", "COUNTERCLAIM_LEDGER": ""}) == Settings()


def test_the_variables_are_read() -> None:
    """Each variable is its setting."""
    found = read_settings({"COUNTERCLAIM_CACHE": "cache", "COUNTERCLAIM_LEDGER": "war.db"})
    assert found == Settings(cache=Path("cache"), ledger="war.db")
