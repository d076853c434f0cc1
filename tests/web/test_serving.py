"""`counterclaim serve` as a process: it refuses to be open to all, logs records without secrets, and ends in good order."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from counterclaim import pipeline_events
from counterclaim.ledger.computed import list_events
from counterclaim.ledger.opening import open_ledger
from counterclaim.pipeline_ledger import Adder
from counterclaim.pipeline_refresh import refresh
from counterclaim.settings import Settings
from counterclaim.web.afterwards import Afterwards, Turns
from page_visitors import PASSWORD, Running, Visitor, free_port

_SOURCE = Path(__file__).parent.parent.parent / "src"
_CONTRADICTIONS = Path(__file__).parents[1] / "cases" / "web" / "contradictions.jsonl"


def serve(address: str, *options: str) -> subprocess.Popen[str]:
    """Return a started server."""
    return subprocess.Popen(
        [sys.executable, "-m", "counterclaim", "serve", "--ledger", address, *options],
        env={**os.environ, "PYTHONPATH": str(_SOURCE)},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_is_not_open_to_all(address: str) -> None:
    """Where nobody has an account, it refuses to listen beyond this machine, and says what would help."""
    refused = serve(address, "--host", "0.0.0.0", "--port", str(free_port()))  # noqa: S104 - that is what is refused
    assert "counterclaim user add" in refused.communicate(timeout=60)[1]
    assert refused.returncode == 2


def test_it_logs_records_and_ends_in_good_order(peopled: str) -> None:
    """Each line of the log is a record, without passwords, tokens or forms; told to stop, it ends with success."""
    port = free_port()
    running = serve(peopled, "--port", str(port), "--every", "0")
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            answers(client)
            visitor = Visitor(client)
            assert visitor.log_in("reader").status_code == 303
            visitor.get("/search?q=the")
            visitor.get("/none")
        running.send_signal(signal.SIGTERM)
        said = running.communicate(timeout=30)[1].splitlines()
    finally:
        running.kill()
    assert running.returncode in (0, -signal.SIGTERM)
    records = [json.loads(line) for line in said if line.startswith("{")]
    assert {one["said"]["status"] for one in records} >= {200, 303, 404}
    assert all({"time", "level", "logger", "said"} <= one.keys() for one in records)
    assert all({"method", "path", "status", "ms"} <= one["said"].keys() for one in records)
    assert PASSWORD not in "".join(said)
    assert "token" not in "".join(said)


def answers(client: httpx.Client) -> None:
    """Return once the server answers."""
    end = time.monotonic() + 60
    while True:
        with suppress(httpx.TransportError):
            assert client.get("/health").json()["status"] == "ok"
            return
        assert time.monotonic() < end
        time.sleep(0.05)


def test_trouble_with_the_ledger_is_told(reading: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the ledger does not answer, health says so with 503, and pages say it to people."""
    visitor = reading.visitor()
    engine = reading.app.state.ledger.engine

    def broken(*_: object, **__: object) -> None:
        from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - what a driver raises

        raise OperationalError("SELECT 1", {}, OSError("no connection"))

    with monkeypatch.context() as patched:
        patched.setattr(engine, "connect", broken)
        assert visitor.get("/health").status_code == 503
        page = visitor.get("/events")
        assert page.status_code == 503
        assert "no connection" in page.text
    assert visitor.get("/health").status_code == 200


def test_what_another_process_wrote_is_on_the_next_page(serve: Callable[[str], Running], address: str) -> None:
    """Nothing that a server process keeps outlives a write: neither counts, nor lists, nor finds, nor an event's estimates."""
    one, other = serve(address).visitor(), serve(address).visitor()
    paths = ("/events", "/events?q=Kreminna", "/search?q=Kremin*", "/search?q=barracks")

    def shown() -> list[list[str]]:
        found = [[who.get(path).text for path in paths] for who in (one, other)]
        assert [_without_tokens(page) for page in found[0]] == [_without_tokens(page) for page in found[1]]
        return found

    before = shown()
    with open_ledger(address) as ledger:
        list(Adder(ledger, Settings(), by="anna").add([str(_CONTRADICTIONS)]))
        refresh(ledger, by="counterclaim")
    after = shown()
    assert all(earlier != later for earlier, later in zip(before[0], after[0], strict=True))
    event = next(line for line in one.get("/events.json?q=Kreminna").json()["events"] if "disputed" in line["badges"])
    claims = one.get(f"/events/{event['id']}.json").json()["claims"]
    for claim in claims:
        assert one.post(f"/claims/{claim}/decide", kind="reject", reason="misread").status_code == 303
    made = other.get(f"/events/{event['id']}.json").json()["made"]
    assert {line["status"] for line in made} == {"rejected"}
    end = time.monotonic() + 20
    while "disputed" in _line(other, event["id"])["badges"]:
        assert time.monotonic() < end
        time.sleep(0.1)


def _line(visitor: Visitor, event: str) -> dict[str, Any]:
    lines: list[dict[str, Any]] = visitor.get("/events.json?limit=500").json()["events"]
    return next(line for line in lines if line["id"] == event)


def _without_tokens(page: str) -> str:
    return re.sub(r'name="token" value="[0-9a-f]+"|127[.\\]+0[.\\]+0[.\\]+1:\d+', "", page)


def test_each_event_is_estimated_once_however_often_it_is_ruled_on(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decisions that wait together lead to one estimate of their event."""
    estimated: list[str] = []
    monkeypatch.setattr(pipeline_events, "reestimate", lambda _, event, *, by: estimated.append(f"{event} {by}"))
    with open_ledger(address) as ledger:
        event = max(list_events(ledger).items, key=lambda one: len(one.record["claims"]))
        afterwards = Afterwards(ledger, Turns())
        for claim in event.record["claims"]:
            afterwards.add([claim], "anna")

        async def work() -> None:
            await asyncio.gather(afterwards.work(), afterwards.work())

        with ThreadPoolExecutor(1) as apart:  # the browser of other tests keeps a loop running in this thread
            apart.submit(lambda: asyncio.run(work())).result()
    assert estimated == [f"{event.id} anna"]
