"""In a real browser: no script of reports runs, nothing is asked for outside, everything is reachable and fits."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from counterclaim.ledger.opening import open_ledger
from counterclaim.pipeline_events import refresh
from counterclaim.pipeline_ledger import Adder
from counterclaim.settings import Settings
from hostile_strings import hostile
from page_visitors import PASSWORD, Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request


class Watched:
    """What a browser must not do: dialogs, errors, reports of the content policy, requests to elsewhere."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root = page, root
        self.trouble: list[str] = []
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.trouble.append(f"error {error}"))
        page.on("console", self._said)
        page.on("request", self._asked)

    def _dialog(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _said(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.trouble.append(said.text)

    def _asked(self, asked: Request) -> None:
        if not asked.url.startswith(self.root):
            self.trouble.append(f"outside {asked.url}")

    def go(self, path: str) -> Page:
        """Open a page and wait until it is quiet."""
        self.page.goto(self.root + path)
        self.page.wait_for_load_state("networkidle")
        return self.page


@contextmanager
def watching(browser: Browser, root: str, *, width: int = 1280, colours: Any = "light") -> Iterator[Watched]:  # noqa: ANN401
    """Yield a watched page; nothing of what must not happen may have happened at the end."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)
    watched = Watched(context.new_page(), root)
    yield watched
    context.close()
    assert watched.trouble == []


def pages(root: str, watched: Watched) -> list[str]:
    """Return one address of each kind of page."""
    told = watched.page.request
    events = told.get(f"{root}/events.json?limit=500").json()["events"]
    event = max(events, key=lambda one: (one["origins"] or 0, one["id"]))["id"]
    made = told.get(f"{root}/events/{event}.json").json()["made"]
    report = next(one for one in told.get(f"{root}/sources.json").json()["reports"] if one["claims"])["id"]
    who = told.get(f"{root}/claimants.json").json()["claimants"]
    named = [f"/claimants/{who[0]['claimant']}"] if who else []
    return [
        "/events",
        f"/events/{event}", f"/events/{event}/estimate", f"/reports/{report}", f"/claims/{made[0]['id']}", *named,
        "/sources", "/claimants", "/totals", "/search?q=the", "/review", "/review?list=1", "/review?cause=link", "/review/done",
        "/review/agreement", "/ledger", "/ledger/5", "/methodology", "/people", "/tokens", "/login",
        "/preferences", "/api", "/none",
    ]  # fmt: skip


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_is_accessible(browser: Browser, serve: Callable[[str], Running], address: str, colours: str) -> None:
    """Automated checks at level AA find nothing; no page scrolls sideways at 320 pixels; nothing is asked for outside."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    root = serve(address).root
    found: list[str] = []
    with watching(browser, root, width=320, colours=colours) as watched:
        for path in pages(root, watched):
            page = watched.go(path)
            missing = [said for said in watched.trouble if "404" in said]
            if path == "/none":
                watched.trouble = [said for said in watched.trouble if said not in missing]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > 320:
                found.append(f"{path}: {wide} pixels wide")
            page.evaluate(axe)
            results = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
            found += [f"{path}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in results["violations"]]
    assert found == []


def test_the_review_goes_by_keyboard_alone(browser: Browser, serve: Callable[[str], Running], address: str) -> None:
    """Next, previous, accept, reject with a reason, correct, comment: one key each, saved and gone on; undo takes it back."""
    root = serve(address).root
    with watching(browser, root) as watched:
        page = watched.go("/review")
        first = page.url + page.locator("#ruling").get_attribute("action")  # type: ignore[operator]
        page.keyboard.press("j")
        page.wait_for_url("**item=**")
        page.wait_for_load_state("networkidle")
        page.keyboard.press("k")
        page.wait_for_load_state("networkidle")
        assert str(page.locator("#ruling").get_attribute("action")) in first
        rulings = []
        for keys, kind in ((["a"], "accept"), (["r", "*misread", "Enter"], "reject"), (["m", "*look again", "Enter"], "comment")):
            page = watched.go("/review")
            rulings.append(kind)
            for key in keys:
                if key.startswith("*"):
                    page.keyboard.type(key[1:])
                elif key == keys[-1]:
                    with page.expect_navigation():
                        page.keyboard.press(key)
                else:
                    page.keyboard.press(key)
        page = watched.go("/review")
        page.locator("[name=low]").fill("3")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        rulings.append("correct")
        done = page.request.get(f"{root}/review/done.json").json()["decisions"]
        assert [one["kind"] for one in reversed(done)] == rulings
        assert done[0]["fields"] == {"low": 3} or done[0]["fields"]["low"] == 3
        page.get_by_role("button", name="Undo").first.click()
        page.wait_for_load_state("networkidle")
        assert page.request.get(f"{root}/review/done.json").json()["decisions"][0]["kind"] == "undo"


def test_fields_are_set_by_selecting_words(browser: Browser, serve: Callable[[str], Running], address: str) -> None:
    """Selected words go into a field; changed keys work, and can be switched off."""
    root = serve(address).root
    with watching(browser, root) as watched:
        page = watched.go("/review")
        page.evaluate(
            "() => { const words = document.querySelector('#words mark'); const range = document.createRange();"
            "range.selectNodeContents(words); getSelection().removeAllRanges(); getSelection().addRange(range); }"
        )
        chosen = page.evaluate("String(getSelection())")
        page.locator("#setters button", has_text="claimant").click()
        assert page.locator("[name=claimant]").input_value() == chosen.strip()
        page = watched.go("/preferences")
        page.locator("[name=key_next]").fill("n")
        page.get_by_role("button", name="Keep").click()
        page = watched.go("/review")
        with page.expect_navigation():
            page.keyboard.press("n")
        assert "item=" in page.url


def test_logging_in_merging_and_parting(browser: Browser, serve: Callable[[str], Running], peopled: str) -> None:
    """A reviewer logs in, makes two events one, parts a claim from it, and logs out."""
    root = serve(peopled).root
    with watching(browser, root) as watched:
        page = watched.go("/login")
        page.locator("[name=name]").fill("reviewer")
        page.locator("[name=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="Log in").click()
        one, other = (event["id"] for event in page.request.get(f"{root}/events.json?limit=2").json()["events"])
        page = watched.go(f"/events/{one}")
        page.locator("[name=other]").fill(other)
        with page.expect_navigation():
            page.get_by_role("button", name="Make them one").click()
        assert page.request.get(f"{root}/events.json").json()["total"] >= 1
        merged = page.url.partition("/events/")[2].partition("?")[0]
        before = page.request.get(f"{root}/events/{merged}.json").json()["claims"]
        page = watched.go(f"/events/{merged}")
        page.locator("[name=claim]").last.check()
        with page.expect_navigation():
            page.get_by_role("button", name="Part them").click()
        assert len(page.request.get(f"{root}/events/{merged}.json").json()["claims"]) == len(before) - 1
        with page.expect_navigation():
            page.get_by_role("button", name="Log out").click()
        assert page.get_by_role("link", name="Log in").count() == 1


def test_without_script_every_page_says_the_same(browser: Browser, serve: Callable[[str], Running], address: str) -> None:
    """Filters, maps and the review are there without script."""
    root = serve(address).root
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{root}/events")
    assert page.locator(".map .still svg").is_visible()
    page.locator("[name=country]").fill("UKR")
    page.get_by_role("button", name="Filter").click()
    assert "country=UKR" in page.url
    page.goto(f"{root}/review")
    page.get_by_role("button", name=re.compile("Accept")).click()
    assert page.get_by_role("button", name="Undo").count() >= 1
    context.close()


def test_hostile_strings_are_shown_as_text(
    browser: Browser, serve: Callable[[str], Running], linked: Path, tmp_path: Path
) -> None:
    """Markup, script, formulas, overrides of direction and control characters, in every field of a report: shown, never run."""
    strings = hostile()
    assert len(strings) >= 500
    address = str(shutil.copy(linked, tmp_path / "hostile.db"))
    source = tmp_path / "hostile.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for at, nasty in enumerate(strings):
            text = f'{nasty} At least 12 soldiers were killed in Bakhmut, {nasty} said on Tuesday. "{nasty}"'
            record = {
                "id": f"{nasty} {at}", "lang": "en", "published": "2024-04-30", "text": text, "title": nasty, "outlet": nasty,
                "url": f"https://h{at}.example/{nasty}", "event": f"{nasty[:80]} {at % 7}",
            }  # fmt: skip
            file.write(json.dumps(record) + "\n")
    with open_ledger(address) as ledger:
        outcomes = list(Adder(ledger, Settings(), by="<script>alert('by')</script>").add([str(source)]))
        assert sum(one.fate.value == "added" for one in outcomes) >= 490
        refresh(ledger, by="<b>by</b>")
    root = serve(address).root
    with watching(browser, root) as watched:
        told = watched.page.request
        addresses = [
            "/events?limit=500",
            "/search?q=soldiers&limit=500",
            "/sources?limit=500",
            "/claimants?limit=500",
            "/totals?limit=500",
        ]
        addresses += [
            "/ledger?limit=500",
            "/review?list=1",
            "/review",
            "/feeds/events.atom",
            "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        ]
        events = told.get(f"{root}/events.json?limit=500").json()["events"]
        addresses += [f"/events/{one['id']}" for one in events[:: max(1, len(events) // 20)]]
        addresses += [f"/reports/{one['id']}" for one in told.get(f"{root}/sources.json?limit=500").json()["reports"][::25]]
        for path in addresses:
            if path.endswith(".atom"):
                assert told.get(root + path).ok
                continue
            page = watched.go(path)
            assert (
                page.evaluate("document.querySelectorAll('main script:not([src]), main iframe, main object, main img').length")
                == 0
            )
            assert page.evaluate("typeof window.hit") == "undefined"
        for path in ("/events.csv?limit=500", "/search.csv?q=soldiers&limit=500", "/sources.csv?limit=500"):
            rows = csv.reader(io.StringIO(told.get(root + path).text()))
            cells = [cell for row in rows for cell in row if cell[:1] in "=+@\t\r|" and cell]
            assert cells == []
