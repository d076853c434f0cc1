"""Fill a ledger with generated claims and time what people ask of it: `python tools/bench_ledger.py --claims 1000000`.

Prints a line for each question: how often it was asked, the median and the 95th percentile, warm, first page of 50.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from counterclaim.ledger.filters import Circle, ClaimFilter, ReportFilter
from counterclaim.ledger.history import get_claim, get_report, list_claims, list_reports
from counterclaim.ledger.opening import Ledger, open_ledger
from counterclaim.ledger.positions import positions
from counterclaim.ledger.store import Reader, writing
from counterclaim.ledger.upkeep import refresh_statistics
from counterclaim.model import Outcome, Stance
from generated_claims import CLAIMS_A_REPORT, generate, make_world
from postgresql_server import Server, find_programs

if TYPE_CHECKING:
    from collections.abc import Callable

    from generated_claims import World

_READER = Reader("bench", "generated")
_BATCH = 100


def main() -> int:
    """Fill, ask, print; return 1 where a limit is not kept."""
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
        with open_ledger(address, create=True) as ledger:
            fill(ledger, world, arguments.claims, start=arguments.start)
            return 0 if ask(ledger, world, arguments.times, arguments.limit_ms) else 1
    finally:
        if server is not None:
            server.stop()


def fill(ledger: Ledger, world: World, claims: int, *, start: int = 0) -> None:
    """Add so many generated claims, and print the speed."""
    reports = claims // CLAIMS_A_REPORT
    begun = last = time.perf_counter()
    processor = time.process_time()
    made = 0.0
    done = 0
    findings = generate(reports - start, world, start=start)
    while done < reports - start:
        making = time.perf_counter()
        batch = [found for _, found in zip(range(_BATCH), findings, strict=False)]
        made += time.perf_counter() - making
        with writing(ledger, by="bench") as writer:
            for capture, extraction in batch:
                number = writer.add_capture(capture).number
                if number is not None:
                    writer.add_reading(extraction, capture=number, reader=_READER)
        done += len(batch)
        if time.perf_counter() - last > 30:
            last = time.perf_counter()
            print(
                f"  {done * CLAIMS_A_REPORT:>9,} claims, {done * CLAIMS_A_REPORT / (last - begun - made):,.0f} a second",
                flush=True,
            )
    spent = time.perf_counter() - begun - made
    if done:
        busy = time.process_time() - processor - made
        print(f"added {done * CLAIMS_A_REPORT:,} claims in {spent:,.0f} s: {done * CLAIMS_A_REPORT / spent:,.0f} a second")
        print(f"the adding process itself was busy for {busy:,.0f} s; load of the machine: {os.getloadavg()}")
        refresh_statistics(ledger)


def ask(ledger: Ledger, world: World, times: int, limit: float) -> bool:
    """Ask every question so many times, print the times, and return whether all stay below the limit."""
    dice = random.Random(7)
    everything: list[tuple[float, float]] = []
    print(f"{'':<34} {'':>9}     median, 95th     median, 95th of the processor (load {os.getloadavg()[0]:.1f})")
    fine = True
    for name, question in _questions(ledger, world, dice).items():
        question()
        spent = [_timed(question) for _ in range(times)]
        everything += spent
        fine = _tell(name, spent) < limit and fine
    _tell("all", everything)
    return fine


def _timed(question: Callable[[], object]) -> tuple[float, float]:
    """Return how many milliseconds a question took, and for how many of them this process was at work."""
    wall, processor = time.perf_counter(), time.process_time()
    question()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000


def _tell(name: str, spent: list[tuple[float, float]]) -> float:
    """Print how long a question took, and return the 95th percentile."""
    told = []
    for kind in (0, 1):
        sorted_ = [one[kind] for one in spent]
        told += [statistics.median(sorted_), statistics.quantiles(sorted_, n=20)[-1]]
    print(f"{name:<34} {len(spent):>5} times {told[0]:7.1f} {told[1]:7.1f} ms {told[2]:7.1f} {told[3]:7.1f} ms", flush=True)
    return told[1]


def _questions(ledger: Ledger, world: World, dice: random.Random) -> dict[str, Callable[[], object]]:
    def often(size: int) -> int:
        return int(size * dice.random() ** 3)

    def claims(**wanted: object) -> object:
        return list_claims(ledger, ClaimFilter(**wanted))  # type: ignore[arg-type]

    def actor() -> str:
        return world.actors[often(len(world.actors))].name

    def place() -> str:
        return world.places[often(len(world.places))].name

    def word() -> str:
        return world.words[often(len(world.words))]

    def circle(kilometres: float) -> Circle:
        found = world.places[often(len(world.places))]
        return Circle(found.latitude or 0, found.longitude or 0, kilometres)

    countries = sorted({found.country or "" for found in world.places})
    languages = ("en", "ru", "nn", "sv")
    some = [line.id for line in list_claims(ledger, limit=500).items]
    return {
        "claims": claims,
        "claims, language": lambda: claims(language=dice.choice(languages)),
        "claims, outcome": lambda: claims(outcome=dice.choice(list(Outcome))),
        "claims, stance": lambda: claims(stance=dice.choice(list(Stance))),
        "claims, status of none": lambda: claims(status="rejected"),
        "claims, country": lambda: claims(country=dice.choice(countries)),
        "claims, place": lambda: claims(place=place()),
        "claims, within 25 km": lambda: claims(near=circle(25)),
        "claims, within 300 km": lambda: claims(near=circle(300)),
        "claims, actor": lambda: claims(actor=actor()),
        "claims, claimant": lambda: claims(claimant=actor()),
        "claims, of one week": lambda: (
            claims(since=f"20{dice.randrange(16, 25)}-03-01", until="2025-12-31")
            if dice.random() < 0.5
            else claims(since=(y := f"20{dice.randrange(16, 25)}") + "-03-01", until=f"{y}-03-07")
        ),
        "claims, five filters": lambda: claims(
            language=dice.choice(languages),
            outcome=dice.choice(list(Outcome)),
            stance=Stance.DENIES,
            country=dice.choice(countries),
            victims_country=dice.choice(countries),
        ),
        "claims, language and rare outcome": lambda: claims(language="nn", outcome=Outcome.STRENGTH, stance=Stance.ESTIMATES),
        "claims, actor and place": lambda: claims(claimant=actor(), place=place()),
        "claims, text": lambda: claims(text=word()),
        "claims, two words of text": lambda: claims(text=f"{word()} {word()}"),
        "claims, common words": lambda: claims(text="ministry says"),
        "claims, text and outcome": lambda: claims(text=word(), outcome=dice.choice(list(Outcome))),
        "reports, text": lambda: list_reports(ledger, ReportFilter(text=word())),
        "reports, phrase": lambda: list_reports(ledger, ReportFilter(text=f'"ministry says" {word()}')),
        "reports, beginning of a word": lambda: list_reports(ledger, ReportFilter(text=word()[:6] + "*")),
        "reports, language": lambda: list_reports(ledger, ReportFilter(language=dice.choice(languages))),
        "positions": lambda: positions(ledger, actor()),
        "positions, most quoted": lambda: positions(ledger, world.actors[0].name),
        "one report": lambda: get_report(ledger, f"generated-{dice.randrange(1000):07}"),
        "one claim": lambda: get_claim(ledger, some[dice.randrange(len(some))]),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--start", type=int, default=0, help="continue from this report on (an existing ledger)")
    parser.add_argument("--ledger", default="bench.db", help="a file, an address, or `postgresql` for a server of its own")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--limit-ms", type=float, default=100.0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
