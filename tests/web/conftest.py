"""A ledger with the bundled reports, linked and estimated; the application on it; a browser where one is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from counterclaim.demo import reports_folder
from counterclaim.ledger.opening import open_ledger
from counterclaim.pipeline_events import refresh
from counterclaim.pipeline_ledger import Adder
from counterclaim.settings import Settings
from counterclaim.web import accounts
from counterclaim.web.app import Serving, create_app
from counterclaim.web.asking import Role
from page_visitors import PASSWORD, Running, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with a ledger of the bundled reports, to be copied."""
    path = tmp_path_factory.mktemp("pages") / "linked.db"
    with reports_folder() as folder, open_ledger(str(path), create=True) as ledger:
        list(Adder(ledger, Settings(), by="anna").add([str(folder)]))
        refresh(ledger, by="counterclaim")
    return path


@pytest.fixture
def address(linked: Path, tmp_path: Path) -> str:
    """Give the address of a ledger of this test's own."""
    return str(shutil.copy(linked, tmp_path / "ledger.db"))


@pytest.fixture(scope="session")
def with_people(linked: Path) -> Path:
    """Give a file with a ledger and one account for each role, to be copied."""
    path = Path(shutil.copy(linked, linked.parent / "people.db"))
    with open_ledger(str(path)) as ledger:
        accounts.prepare(ledger)
        for role in Role:
            accounts.add_person(ledger, role.value, role, PASSWORD, by="tests")
    return path


@pytest.fixture
def peopled(with_people: Path, tmp_path: Path) -> str:
    """Give the address of a ledger of this test's own, with one account for each role."""
    return str(shutil.copy(with_people, tmp_path / "peopled.db"))


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


@pytest.fixture
def visitor(serve: Callable[[str], Running], address: str) -> Visitor:
    """Give whoever sits at the machine, where nobody has an account."""
    return serve(address).visitor()


@pytest.fixture
def guest(serve: Callable[[str], Running], peopled: str) -> Visitor:
    """Give somebody without a login, where others have accounts."""
    return serve(peopled).visitor()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a headless Chromium that finds no name but that of this machine."""
    program = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        if "chromium" in os.environ.get("COUNTERCLAIM_NEED", "").split(","):
            pytest.fail("COUNTERCLAIM_NEED names chromium, but it is not installed")
        pytest.skip("left out: no Chromium is installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        blocked = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", blocked])
        yield opened
        opened.close()
