"""What holds for all tests: how often a property is tried, which come first, and the database server that they share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from ledger_samples import is_full
from postgresql_server import Server, find_programs

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("quick", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("full", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("full" if is_full() else "quick")

_NEEDED = os.environ.get("COUNTERCLAIM_NEED", "").split(",")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first: at the end a process would be left alone with it."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Give a running PostgreSQL server."""
    programs = find_programs()
    if programs is None:
        if "postgres" in _NEEDED:
            pytest.fail("COUNTERCLAIM_NEED names postgres, but its server is not installed")
        pytest.skip("left out: no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    running = Server(programs, in_memory=not is_full())  # a disk is slow to write some hundred databases, and to forget them
    yield running
    running.stop()
