"""Killed in the middle of a save: all of it is there or nothing, and what was answered is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from counterclaim.ledger.history import get_claim
from counterclaim.ledger.opening import Ledger, open_ledger
from counterclaim.ledger.rebuilding import compare
from counterclaim.ledger.tracing import list_decisions
from counterclaim.ledger.verification import verify
from ledger_samples import is_full
from page_visitors import Visitor, free_port

_TESTS = Path(__file__).parent.parent
_KILLS = 100 if is_full() else 4
_CLAIMS = 3


class Killable:
    """A server that is started, killed, and started again; `root` is where it answers."""

    def __init__(self, address: str) -> None:
        port = free_port()
        self.root = f"http://127.0.0.1:{port}"
        self._process = 0
        self._keeper = subprocess.Popen(
            [sys.executable, str(_TESTS / "page_server.py"), address, str(port)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (_TESTS.parent / "src", _TESTS)))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self) -> None:
        """Start a server, and return once it answers."""
        assert self._keeper.stdin is not None
        assert self._keeper.stdout is not None
        self._keeper.stdin.write("again\n")
        self._keeper.stdin.flush()
        self._process = int(self._keeper.stdout.readline())
        end = time.monotonic() + 60
        while True:
            with suppress(httpx.TransportError):
                assert httpx.get(f"{self.root}/health", timeout=30).status_code == 200
                return
            assert time.monotonic() < end
            time.sleep(0.02)

    def kill(self) -> None:
        """Kill it at once."""
        os.kill(self._process, signal.SIGKILL)

    def end(self) -> None:
        """Let nothing of it stay."""
        with suppress(ProcessLookupError):
            self.kill()
        self._keeper.communicate(timeout=30)


@contextmanager
def killable(address: str) -> Iterator[Killable]:
    """Yield a server that is not there yet."""
    server = Killable(address)
    try:
        yield server
    finally:
        server.end()


def test_a_save_is_whole_or_not_there(address: str) -> None:
    """Three claims that are ruled on together: the same for all after each kill, and as answered; the ledger holds."""
    dice = random.Random(11)
    with killable(address) as server, httpx.Client(base_url=server.root, timeout=60) as client:
        visitor = Visitor(client)
        server.start()
        claims = [one["id"] for one in visitor.get(f"/search.json?q=the&limit={_CLAIMS}").json()["claims"]]
        assert len(claims) == _CLAIMS
        body = {"token": visitor.form_token(), "claim": claims}
        begun = time.monotonic()
        assert client.post("/review/many", data={**body, "kind": "accept"}).status_code == 303
        usual = time.monotonic() - begun
        for number in range(_KILLS):
            answered: list[int] = []
            reason = f"kill {number}"
            kind = ("reject", "accept")[number % 2]

            def save(kind: str = kind, reason: str = reason, answered: list[int] = answered) -> None:
                with suppress(httpx.TransportError):
                    answered.append(client.post("/review/many", data={**body, "kind": kind, "reason": reason}).status_code)

            saving = threading.Thread(target=save)
            saving.start()
            time.sleep(dice.random() * usual * 1.5)
            server.kill()
            saving.join()
            with open_ledger(address) as ledger:
                found = [one for one in list_decisions(ledger).items if one.reason == reason]
                assert len(found) in ((_CLAIMS,) if answered == [303] else (0, _CLAIMS))
                assert answered in ([], [303])
                assert len(states(ledger, claims)) == 1
            server.start()
    with open_ledger(address) as ledger:
        assert verify(ledger).problems == ()
        assert compare(ledger) == []


def states(ledger: Ledger, claims: list[str]) -> set[str]:
    """Return what stands of claims."""
    return {get_claim(ledger, claim)[0].status.value for claim in claims}
