"""Ledgers for tests: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import uuid
from typing import TYPE_CHECKING

import pytest

from counterclaim.ledger.opening import Ledger, open_ledger
from postgresql_server import Server, find_programs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_NEEDED = "postgres" in os.environ.get("COUNTERCLAIM_NEED", "").split(",")
_TEMPLATE = "empty_ledger"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Give a running PostgreSQL server, in which an empty ledger stands ready to be copied."""
    programs = find_programs()
    if programs is None:
        if _NEEDED:
            pytest.fail("COUNTERCLAIM_NEED names postgres, but its server is not installed")
        pytest.skip("left out: no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    running = Server(programs)
    open_ledger(running.create(_TEMPLATE), create=True).close()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with an empty ledger, to be copied."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    open_ledger(str(path), create=True).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give a maker of addresses where no ledger is yet."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"{uuid.uuid4().hex}.db")
    running: Server = request.getfixturevalue("server")
    return lambda: running.create(f"ledger_{uuid.uuid4().hex}")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give a maker of addresses of empty ledgers."""
    if request.param == "sqlite":
        model: Path = request.getfixturevalue("empty_file")
        return lambda: str(shutil.copy(model, tmp_path / f"{uuid.uuid4().hex}.db"))
    running: Server = request.getfixturevalue("server")
    return lambda: running.create(f"ledger_{uuid.uuid4().hex}", model=_TEMPLATE)


@pytest.fixture
def address(empty: Callable[[], str]) -> str:
    """Give the address of an empty ledger."""
    return empty()


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """Give an open, empty ledger."""
    with open_ledger(address) as opened:
        yield opened
