"""Markup, script, formulas, overrides of direction, control characters in every field: shown, never run; pages and exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from browsing import watching
from counterclaim.cli.main import main
from counterclaim.ledger.decisions import DecisionKind, Ruling
from counterclaim.ledger.history import list_claims
from counterclaim.ledger.opening import open_ledger
from counterclaim.ledger.store import writing
from counterclaim.pipeline_ledger import Adder
from counterclaim.pipeline_refresh import refresh
from counterclaim.settings import Settings
from counterclaim.web.app import Serving, create_app
from hostile_strings import hostile
from page_visitors import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_RUN = "document.querySelectorAll('main script:not([src]), main iframe, main object, main img').length || 'hit' in window"
_FORMULAS = ("=", "+", "@", "\t", "\r", "|")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file of reports whose every field holds a hostile string."""
    source = tmp_path_factory.mktemp("hostile") / "hostile.jsonl"
    with source.open("w", encoding="utf-8") as file:
        strings = hostile()
        for at, nasty in enumerate(strings):
            text = f'{nasty} At least 12 soldiers were killed in Bakhmut, {nasty} said on Tuesday. "{nasty}"'
            record = {
                "id": f"{nasty} {at}", "lang": "en", "published": "2024-04-30", "text": text, "title": nasty, "outlet": nasty,
                "url": f"https://h{at}.example/{nasty}", "event": strings[at - at % 8][:80],
            }  # fmt: skip
            file.write(json.dumps(record) + "\n")
    return source


@pytest.fixture(scope="module")
def harmed(reports: Path, linked: Callable[[], str]) -> Iterator[Running]:
    """Give a server on a ledger of these reports, which people with hostile names ruled on for hostile reasons."""
    address = linked()
    with open_ledger(address) as ledger:
        outcomes = list(Adder(ledger, Settings(), by="<script>alert('by')</script>").add([str(reports)]))
        assert sum(one.fate.value == "added" for one in outcomes) >= 500
        claims = list_claims(ledger, limit=40).items
        with writing(ledger, by="\u202e<b onclick=alert(1)>") as writer:
            for line, nasty in zip(claims, hostile()[::13], strict=False):
                fields = {"victims": nasty[:80], "place": nasty[:80]}
                writer.add_decision(Ruling(DecisionKind.CORRECT, line.id, nasty, fields))
        refresh(ledger, by="<b>by</b>")
    running = Running(create_app(Serving(address)))
    yield running
    running.stop()


def test_there_are_five_hundred() -> None:
    """The strings are that many, and all different."""
    assert len(set(hostile())) == len(hostile()) >= 500


def test_pages_show_them_as_text(browser: Browser, harmed: Running) -> None:
    """Nothing of them runs on any page, and the content policy has nothing to report."""
    with watching(browser, harmed.root) as watched:
        told = watched.page.request
        lists = (
            "/events",
            "/search?q=soldiers",
            "/sources",
            "/claimants",
            "/totals",
            "/ledger",
            "/review?list=1",
            "/review/done",
        )
        addresses = [f"{path}{'&' if '?' in path else '?'}limit=500" for path in lists]
        events = told.get(f"{harmed.root}/events.json?limit=500").json()["events"]
        found = told.get(f"{harmed.root}/sources.json?limit=500").json()["reports"]
        claims = told.get(f"{harmed.root}/search.json?q=soldiers&limit=500").json()["claims"]
        addresses += [f"/events/{one['id']}" for one in events[:: max(1, len(events) // 12)]]
        addresses += [f"/events/{one['id']}/estimate" for one in events[:2]]
        addresses += [f"/reports/{one['id']}" for one in found[::40]]
        addresses += [f"/claims/{one['id']}" for one in claims[::60]]
        addresses += [f"/review?item={one['id']}" for one in claims[::120]]
        addresses += [f"/search?q={quote(nasty)}" for nasty in hostile()[40::120]]
        addresses += [f"/claimants/{quote(one['claimant'], safe='')}" for one in claims[::120] if one["claimant"]]
        for path in addresses:
            page = watched.go(path)
            watched.trouble = [said for said in watched.trouble if "status of 40" not in said]
            assert not page.evaluate(_RUN), path


def test_sheets_and_feeds_hold_them_as_text(harmed: Running) -> None:
    """No cell is a formula, every row has all columns, feeds and JSON can be read."""
    visitor = harmed.visitor()
    for path in (
        "/events.csv",
        "/search.csv?q=soldiers",
        "/sources.csv",
        "/claimants.csv",
        "/totals.csv",
        "/ledger.csv",
        "/review/done.csv",
    ):
        answer = visitor.get(f"{path}{'&' if '?' in path else '?'}limit=500")
        rows = list(csv.reader(io.StringIO(answer.text)))
        assert len(rows) > 1 or path == "/totals.csv"
        assert {len(row) for row in rows} == {len(rows[0])}
        assert [cell for row in rows for cell in row if cell.startswith(_FORMULAS)] == []
        assert answer.headers["content-type"].startswith("text/csv")
    assert len(ET.fromstring(visitor.get("/feeds/events.atom").content)) > 4  # noqa: S314 - our own feed
    assert visitor.get("/feeds/events.json").json()["items"]


def test_exports_hold_them_as_text(reports: Path, tmp_path: Path) -> None:
    """Each format of `export` can be read back; the sheet for people holds no formula (those for programs may)."""
    for form, file in (
        ("csv", "events.csv"),
        ("jsonl", "events.jsonl"),
        ("geojson", "events.geojson"),
        ("web-annotation", "annotations.jsonl"),
        ("ged-csv", "events-ged.csv"),
    ):
        words = ["export", form, str(reports), "--out", str(tmp_path)]
        done = CliRunner().invoke(main, words, standalone_mode=False, catch_exceptions=False)
        assert done.return_value in (0, 3), done.output
        text = (tmp_path / file).read_text("utf-8")
        if file.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(text)))
            assert {len(row) for row in rows} == {len(rows[0])}
            assert form != "csv" or [cell for row in rows for cell in row if cell.startswith(_FORMULAS)] == []
        else:
            for line in text.rstrip("\n").split("\n") if file.endswith("jsonl") else [text]:
                json.loads(line)
