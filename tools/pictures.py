"""Write docs/pictures: every page, light and dark, 1280 and 360 pixels wide, on a ledger of the bundled reports.

    python tools/pictures.py [LEDGER]

Needs Chromium; exits with status 1 where a page asks for anything outside, says something on the console, or is too wide.
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from counterclaim.demo import reports_folder
from counterclaim.ledger.opening import open_ledger
from counterclaim.pipeline_events import refresh
from counterclaim.pipeline_ledger import Adder
from counterclaim.settings import read_settings
from counterclaim.web.app import Serving, create_app

ROOT = Path(__file__).parent.parent
OUT = ROOT / "docs" / "pictures" / "pages"
WIDTHS = {1280: 1000, 360: 1300}


def main() -> int:
    """Write the pictures and return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        address = sys.argv[1] if len(sys.argv) > 1 else str(Path(folder) / "demo.db")
        if len(sys.argv) == 1:
            with reports_folder() as reports, open_ledger(address, create=True) as ledger:
                list(Adder(ledger, read_settings(), by="demo").add([str(reports)]))
                refresh(ledger, by="demo")
        root = start(address)
        OUT.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            trouble = [said for width in WIDTHS for colours in ("light", "dark") for said in draw(browser, root, width, colours)]
            browser.close()
    print("\n".join(trouble) or f"pictures in {OUT.relative_to(ROOT)}")
    return 1 if trouble else 0


def start(address: str) -> str:
    """Return where the pages of a ledger now answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(Serving(address, local="anna")), port=port, log_level="critical"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{port}"


def draw(browser: Browser, root: str, width: int, colours: Any) -> list[str]:  # noqa: ANN401 - playwright's own words
    """Return what is wrong with the pages of one width and scheme, each of which is drawn."""
    trouble: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, color_scheme=colours)
    page = context.new_page()
    page.on("console", lambda said: trouble.append(f"console: {said.text}"))
    page.on("request", lambda asked: None if asked.url.startswith(root) else trouble.append(f"outside: {asked.url}"))
    told = page.request
    events = told.get(f"{root}/events.json?limit=500").json()["events"]
    event = max(events, key=lambda one: (len(one["languages"]) * (one["origins"] or 0), one["id"]))["id"]
    made = told.get(f"{root}/events/{event}.json").json()["made"]
    claim = next(one for one in made if one["claimants"])
    report = next(
        one["id"] for one in told.get(f"{root}/sources.json?limit=500").json()["reports"] if one["report"] == claim["report"]
    )
    who = claim["claimants"][0]["id"] or claim["claimants"][0]["name"]
    pages = {
        "events": "/events", "event": f"/events/{event}", "estimate": f"/events/{event}/estimate", "report": f"/reports/{report}",
        "claim": f"/claims/{claim['id']}", "claimants": "/claimants", "claimant": f"/claimants/{who}", "totals": "/totals",
        "search": "/search?q=soldiers", "review": "/review", "review-list": "/review?list=1", "decisions": "/review/done",
        "agreement": "/review/agreement", "ledger": "/ledger", "entry": "/ledger/5", "methodology": "/methodology",
        "sources": "/sources", "people": "/people", "tokens": "/tokens", "login": "/login",
        "preferences": "/preferences", "api": "/api",
    }  # fmt: skip
    for name, path in pages.items():
        page.goto(root + path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=OUT / f"{name}-{width}-{colours}.jpg", type="jpeg", quality=60)
        wide = page.evaluate("document.documentElement.scrollWidth")
        trouble += [f"{name}: {wide} of {width} pixels wide"] if wide > width else []
    context.close()
    return trouble


if __name__ == "__main__":
    sys.exit(main())
