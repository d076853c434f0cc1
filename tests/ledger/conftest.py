"""Ledgers for tests: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

import pytest
from postgresql_server import Server, find_programs

from counterclaim.ledger.opening import Ledger, open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_NEEDED = "postgres" in os.environ.get("COUNTERCLAIM_NEED", "").split(",")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Give a running PostgreSQL server."""
    programs = find_programs()
    if programs is None:
        if _NEEDED:
            pytest.fail("COUNTERCLAIM_NEED names postgres, but its server is not installed")
        pytest.skip("left out: no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    running = Server(programs)
    yield running
    running.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give a maker of addresses where no ledger is yet."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"{uuid.uuid4().hex}.db")
    running: Server = request.getfixturevalue("server")
    return lambda: running.create(f"ledger_{uuid.uuid4().hex}")


@pytest.fixture
def address(fresh: Callable[[], str]) -> str:
    """Give one address where no ledger is yet."""
    return fresh()


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """Give an open, empty ledger."""
    with open_ledger(address, create=True) as opened:
        yield opened
