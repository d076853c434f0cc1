"""A ledger with the bundled reports, linked and estimated; the application on it; a browser where one is installed.

Tests that write get a copy of their own, on SQLite and on PostgreSQL. Tests that only read share one server for each database.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from counterclaim.demo import reports_folder
from counterclaim.ledger.opening import open_ledger
from counterclaim.pipeline_ledger import Adder
from counterclaim.pipeline_refresh import refresh
from counterclaim.settings import Settings
from counterclaim.web import accounts
from counterclaim.web.app import Serving, create_app
from counterclaim.web.asking import Role
from page_visitors import PASSWORD, Running, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from postgresql_server import Server

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_NEEDED = os.environ.get("COUNTERCLAIM_NEED", "").split(",")
_DATABASES = ("sqlite", "postgresql")
_CONTRADICTIONS = Path(__file__).parents[1] / "cases" / "web" / "contradictions.jsonl"
Maker = Callable[[], str]


# --- ledgers ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", params=_DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Give the name of each database in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def linked(database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Give a maker of ledgers that hold the bundled reports."""
    if database == "sqlite":
        address = str(tmp_path_factory.mktemp("pages") / "linked.db")
    else:
        address = request.getfixturevalue("server").create("linked")
    with reports_folder() as folder, open_ledger(address, create=True) as ledger:
        list(Adder(ledger, Settings(), by="anna").add([str(folder)]))
        refresh(ledger, by="counterclaim")
    return _copies(database, address, request)


@pytest.fixture(scope="session")
def with_people(database: str, linked: Maker, request: pytest.FixtureRequest) -> Maker:
    """Give a maker of ledgers with the bundled reports and one account for each role."""
    address = linked()
    with open_ledger(address) as ledger:
        accounts.prepare(ledger)
        for role in Role:
            accounts.add_person(ledger, role.value, role, PASSWORD, by="tests")
    return _copies(database, address, request)


def _copies(database: str, address: str, request: pytest.FixtureRequest) -> Maker:
    """Return a maker of copies of a ledger that nobody has open."""
    if database == "sqlite":
        model = Path(address)
        return lambda: str(shutil.copy(model, model.parent / f"{uuid.uuid4().hex}.db"))
    running: Server = request.getfixturevalue("server")
    name = address.rpartition("/")[2]
    return lambda: running.create(f"pages_{uuid.uuid4().hex}", model=name)


@pytest.fixture
def address(linked: Maker) -> str:
    """Give the address of a ledger of this test's own."""
    return linked()


@pytest.fixture
def contradicted(address: str) -> str:
    """Give the address of a ledger of this test's own in which three more reports contradict each other on one event."""
    with open_ledger(address) as ledger:
        list(Adder(ledger, Settings(), by="anna").add([str(_CONTRADICTIONS)]))
        refresh(ledger, by="counterclaim")
    return address


@pytest.fixture
def peopled(with_people: Maker) -> str:
    """Give the address of a ledger of this test's own, with one account for each role."""
    return with_people()


# --- servers and those who visit them ---------------------------------------------------------------------------------------


@pytest.fixture
def serve() -> Iterator[Callable[[str], Running]]:
    """Give a maker of servers on ledgers."""
    running: list[Running] = []

    def start(address: str) -> Running:
        running.append(Running(create_app(Serving(address))))
        return running[-1]

    yield start
    for one in running:
        one.stop()


@pytest.fixture(scope="session")
def reading(linked: Maker) -> Iterator[Running]:
    """Give a server for tests that change nothing; nobody has an account."""
    running = Running(create_app(Serving(linked())))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def guarded(with_people: Maker) -> Iterator[Running]:
    """Give a server for tests that change nothing but their own sessions; each role has an account."""
    running = Running(create_app(Serving(with_people())))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def people(guarded: Running) -> dict[str | None, Visitor]:
    """Give one visitor for each role, logged in, and one for none, who change nothing."""
    found: dict[str | None, Visitor] = {None: guarded.visitor()}
    for role in Role:
        found[role] = guarded.visitor()
        assert found[role].log_in(role.value).status_code == 303
    return found


@pytest.fixture
def stranger(serve: Callable[[str], Running], peopled: str) -> Visitor:
    """Give somebody without a login, on a server of this test's own, where others have accounts."""
    return serve(peopled).visitor()


@pytest.fixture
def reader(reading: Running) -> Visitor:
    """Give whoever sits at the machine, and changes nothing."""
    return reading.visitor()


@pytest.fixture
def guest(guarded: Running) -> Visitor:
    """Give somebody without a login where others have accounts, who changes nothing but the own session."""
    return guarded.visitor()


@pytest.fixture
def visitor(serve: Callable[[str], Running], address: str) -> Visitor:
    """Give whoever sits at the machine, where nobody has an account."""
    return serve(address).visitor()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a headless Chromium that finds no name but that of this machine."""
    program = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        if "chromium" in _NEEDED:
            pytest.fail("COUNTERCLAIM_NEED names chromium, but it is not installed")
        pytest.skip("left out: no Chromium is installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        blocked = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", blocked])
        yield opened
        opened.close()
