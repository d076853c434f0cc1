"""Ledgers for tests: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
import uuid
from typing import TYPE_CHECKING

import pytest

from counterclaim.ledger.opening import Ledger, open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from postgresql_server import Server

_TEMPLATE = "empty_ledger"


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """Give the name of an empty ledger on the server, to be copied."""
    open_ledger(server.create(_TEMPLATE), create=True).close()
    return _TEMPLATE


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
    template: str = request.getfixturevalue("template")
    return lambda: running.create(f"ledger_{uuid.uuid4().hex}", model=template)


@pytest.fixture
def address(empty: Callable[[], str]) -> str:
    """Give the address of an empty ledger."""
    return empty()


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """Give an open, empty ledger."""
    with open_ledger(address) as opened:
        yield opened
