"""Fill a ledger with generated events, and time its pages for eight readers at once: `tools/bench_pages.py --claims 100000`.

The pages are served by `counterclaim serve` as anybody starts it; a reader asks for the next page as soon as the last has come.
Then one of them reviews, while the others read on. Prints a line for each kind of page: how often, median, 95th percentile.
"""

from __future__ import annotations

import argparse
import functools
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from counterclaim.ledger.opening import open_ledger
from counterclaim.ledger.store import Reader, writing
from counterclaim.ledger.upkeep import refresh_statistics
from counterclaim.model import Extraction
from counterclaim.pipeline_refresh import refresh
from generated_claims import CLAIMS_A_REPORT, generate, make_world
from postgresql_server import Server, find_programs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from counterclaim.ledger.store import Capture
    from generated_claims import World

REPORTS_AN_EVENT = 5
READERS = 8
_READER = Reader("bench", "generated")
_BATCH = 100
#: Milliseconds within which 95 of 100 answers are to be there.
LIMITS = {"event": 150, "events with filters": 300, "search": 300, "review save": 100}


def main() -> int:
    """Fill, serve, ask, print; return 1 where a limit is not kept."""
    arguments = _arguments()
    world = make_world()
    server = None
    address = arguments.ledger
    if address == "postgresql":
        programs = find_programs()
        if programs is None:
            sys.exit("no PostgreSQL server is installed")
        server = Server(programs)
        address = server.url
    try:
        if arguments.claims:
            fill(address, world, arguments.claims)
        return 0 if ask(address, world, arguments.port, arguments.seconds, arguments.workers) else 1
    finally:
        if server is not None:
            server.stop()


def fill(address: str, world: World, claims: int) -> None:
    """Add so many generated claims and work out their events; five reports tell of one event."""
    begun = time.perf_counter()
    with open_ledger(address, create=True) as ledger:
        findings = _told(claims // CLAIMS_A_REPORT, world)
        while batch := [found for _, found in zip(range(_BATCH), findings, strict=False)]:
            with writing(ledger, by="bench") as writer:
                for capture, extraction in batch:
                    number = writer.add_capture(capture).number
                    if number is not None:
                        writer.add_reading(extraction, capture=number, reader=_READER)
        print(f"{claims:,} claims in {time.perf_counter() - begun:,.0f} s", flush=True)
        done = refresh(ledger, by="bench")
        refresh_statistics(ledger)
    print(f"{done.events:,} events, {done.entries:,} entries after {time.perf_counter() - begun:,.0f} s", flush=True)


def _told(count: int, world: World) -> Iterator[tuple[Capture, Extraction]]:
    for at, (capture, extraction) in enumerate(generate(count, world)):
        report = replace(extraction.report, event=f"event {at // REPORTS_AN_EVENT:07}")
        yield capture, Extraction(report, extraction.claims)


# --- asking -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pages:
    """What readers ask for: the ids of some events, words, countries."""

    events: tuple[str, ...]
    world: World
    countries: tuple[str, ...]

    def next(self, dice: random.Random) -> tuple[str, str]:
        """Return a kind of page and an address of it; four in ten are events, as many lists, two are searches."""
        share = dice.random()
        if share < 0.4:
            return "event", f"/events/{dice.choice(self.events)}"
        if share < 0.8:
            wanted = dice.choice(
                (
                    {"country": dice.choice(self.countries)},
                    {"badge": dice.choice(("disputed", "denied", "one_source", "needs_review"))},
                    {"country": dice.choice(self.countries), "outcome": "killed", "since": f"{dice.randrange(2015, 2025)}-01-01"},
                    {
                        "language": dice.choice(("en", "ru", "nn", "sv")),
                        "month": f"{dice.randrange(2015, 2025)}-{dice.randrange(1, 13):02}",
                    },
                    {"side": dice.choice(self.countries), "until": f"{dice.randrange(2016, 2025)}-06-30"},
                    {"q": dice.choice(self.world.places).name},
                )
            )
            return "events with filters", f"/events?{urlencode(wanted)}"
        words = self.world.words
        word = words[int(len(words) * dice.random() ** 3)]
        more = words[int(len(words) * dice.random() ** 3)]
        return "search", f"/search?q={quote(dice.choice((word, f'{word} {more}', word[:6] + '*')))}"


def ask(address: str, world: World, port: int, seconds: float, workers: int) -> bool:
    """Print how long the pages take, and return whether all limits are kept."""
    served = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "counterclaim",
            "serve",
            "--ledger",
            address,
            "--port",
            str(port),
            "--every",
            "0",
            "--workers",
            str(workers),
        ],
        stderr=subprocess.DEVNULL,
        env=os.environ,
    )
    try:
        found = _pages(port, world)
        ok = True
        for name, reviewing in (("8 readers", False), ("7 readers, 1 reviewer", True)):
            spent = _together(port, found, seconds, reviewing=reviewing)
            print(f"{name}; {workers} server processes, load of the machine {os.getloadavg()[0]:.1f}")
            for kind, times in sorted(spent.items()):
                ok = _tell(kind, times) <= LIMITS.get(kind, 1e9) and ok
        return ok
    finally:
        served.terminate()
        served.wait(timeout=30)


def _pages(port: int, world: World) -> Pages:
    _wait(port)
    told = json.loads(_get(http.client.HTTPConnection("127.0.0.1", port, timeout=300), "/events.json?limit=500"))
    events = tuple(one["id"] for one in told["events"])
    return Pages(events, world, tuple(list(told["facets"]["country"])[:15]))


def _wait(port: int) -> None:
    """Return once the server answers."""
    end = time.monotonic() + 600
    while True:
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port, timeout=300), "/health")
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def _together(port: int, found: Pages, seconds: float, *, reviewing: bool) -> dict[str, list[float]]:
    spent: dict[str, list[float]] = defaultdict(list)
    end = time.monotonic() + seconds

    def read(seed: int) -> None:
        dice = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        while time.monotonic() < end:
            kind, path = found.next(dice)
            spent[kind].append(_timed(functools.partial(_get, connection, path)))

    def review() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        cookie, token = _form(connection)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        for event in found.events:
            made = json.loads(_get(connection, f"/events/{event}.json"))["made"]
            for claim in made[:3]:
                if time.monotonic() > end:
                    return
                body = urlencode({"token": token, "kind": "accept"})
                path = f"/claims/{claim['id']}/decide"
                spent["review save"].append(_timed(functools.partial(_get, connection, path, body, headers)))
                time.sleep(0.5)

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(READERS - reviewing)]
    threads += [threading.Thread(target=review)] if reviewing else []
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent


def _form(connection: http.client.HTTPConnection) -> tuple[str, str]:
    connection.request("GET", "/preferences")
    answer = connection.getresponse()
    cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
    token = re.search(rb'name="token" value="([0-9a-f]+)"', answer.read())
    if token is None:
        raise RuntimeError("the preferences have no form")
    return cookie, token[1].decode()


def _get(
    connection: http.client.HTTPConnection, path: str, body: str | None = None, headers: dict[str, str] | None = None
) -> bytes:
    connection.request("POST" if body else "GET", path, body, headers or {})
    answer = connection.getresponse()
    raw = answer.read()
    if answer.status >= 400:
        raise RuntimeError(f"{path}: {answer.status} {raw[:300]!r}")
    return raw


def _timed(question: Callable[[], object]) -> float:
    begun = time.perf_counter()
    question()
    return (time.perf_counter() - begun) * 1000


def _tell(kind: str, times: list[float]) -> float:
    last = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    print(
        f"{kind:<24} {len(times):>6} times, median {statistics.median(times):7.1f} ms, 95th percentile {last:7.1f} ms", flush=True
    )
    return last


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000, help="0: the ledger is filled already")
    parser.add_argument("--ledger", default="pages.db", help="a file, an address, or `postgresql` for a server of its own")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
