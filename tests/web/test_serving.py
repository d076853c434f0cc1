"""`counterclaim serve` as a process: it refuses to be open to all, logs records without secrets, and ends in good order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from page_visitors import PASSWORD, Running, Visitor, free_port

_SOURCE = Path(__file__).parent.parent.parent / "src"


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
