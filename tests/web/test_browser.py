"""In a real browser: no script of reports runs, nothing is asked for outside, everything is reachable and fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING

from browsing import Watched, watching
from page_visitors import PASSWORD, Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: The colours of a page as the browser works them out.
_SCHEME = (
    "['--page','--panel','--text','--muted','--rule','--control','--asserts','--confirms','--denies','--totals','--mark','--band',"
    "'--sea','--land','--link','--on'].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim())"
)


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


def test_every_page_is_accessible(browser: Browser, reading: Running, database: str) -> None:
    """Automated checks at level AA find nothing in either scheme; no page scrolls sideways at 320 pixels.

    What a page is made of does not depend on the database: the checks are made once, on both everything is visited.
    """
    axe = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    found: list[str] = []
    with watching(browser, reading.root, width=320) as watched:
        for path in pages(reading.root, watched):
            page = watched.go(path)
            if path == "/none":
                watched.trouble = [said for said in watched.trouble if "404" not in said]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > 320:
                found.append(f"{path}: {wide} pixels wide")
            if database == "sqlite":
                page.evaluate(axe)
                found += [f"{path}: {said}" for said in _violations(page)]
    assert found == []


def _violations(page: Page) -> list[str]:
    """Return what the checks find on a page that has them loaded, in both schemes; only colours differ between these."""
    found = []
    for colours, rules in (("light", _LEVELS), ("dark", ["color-contrast"])):
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        results = page.evaluate("(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules)
        found += [f"{colours}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in results["violations"]]
    page.emulate_media(color_scheme="light")
    return found


def test_colours_that_were_chosen_win(browser: Browser, reading: Running) -> None:
    """Dark chosen on a bright system is the very scheme that a dark system gets, and light the other way round."""
    with watching(browser, reading.root) as watched:
        page = watched.go("/preferences")
        seen = {}
        for system in ("light", "dark"):
            page.emulate_media(color_scheme=system)
            for chosen in ("auto", "light", "dark"):
                with page.expect_navigation():
                    page.locator("footer").get_by_role("button", name=chosen).click()
                seen[system, chosen] = page.evaluate(_SCHEME)
        assert seen["light", "auto"] != seen["dark", "auto"]
        for chosen in ("light", "dark"):
            assert seen["light", chosen] == seen["dark", chosen] == seen[chosen, "auto"]


def test_the_review_goes_by_keyboard_alone(browser: Browser, serve: Callable[[str], Running], contradicted: str) -> None:
    """Next, previous, accept, reject with a reason, correct, comment: one key each, saved and gone on; undo takes it back."""
    root = serve(contradicted).root
    with watching(browser, root) as watched:
        page = watched.go("/review")
        first = page.locator("#ruling").get_attribute("action")
        for key, same in (("j", False), ("k", True), ("s", False)):
            with page.expect_navigation():
                page.keyboard.press(key)
            assert (page.locator("#ruling").get_attribute("action") == first) == same
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
        corrected = int(page.locator("[name=low]").input_value() or 0) + 1
        for bound in ("low", "high"):
            page.locator(f"[name={bound}]").fill(str(corrected))
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        rulings.append("correct")
        done = page.request.get(f"{root}/review/done.json").json()["decisions"]
        assert [one["kind"] for one in reversed(done)] == rulings
        assert done[0]["fields"]["low"] == corrected
        with page.expect_navigation():
            page.get_by_role("button", name="Undo").first.click()
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
        page = watched.go("/review")
        page.keyboard.press("x")
        marked = page.evaluate("String(getSelection())")
        assert marked
        assert marked in page.locator("#words mark.figure").first.inner_text()
        page.keyboard.press("Shift+ArrowRight")
        several = page.evaluate("String(getSelection())")
        assert several.startswith(marked)
        assert len(several.split()) > len(marked.split())
        page.keyboard.press("3")
        assert page.locator("[name=victims]").input_value() == several.strip()
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
