"""Watches the feeds of a world until a moment of its time: what tests kill. `feed_watcher.py LEDGER PLAN BEGUN SPEED UNTIL`."""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from counterclaim.ledger.opening import open_ledger
from counterclaim.pipeline_ledger import Adder
from counterclaim.pipeline_watch import Clock, Watcher, read_plan
from counterclaim.settings import read_settings
from feed_world import START

#: The peak of memory is told after so many outcomes, and at the end.
TOLD = 20


@dataclass(frozen=True)
class FastClock(Clock):
    """The time of a world that began at a moment of ours and runs so many times faster."""

    begun: float
    speed: float

    def now(self) -> float:
        """Return its time."""
        return START + (time.time() - self.begun) * self.speed

    def sleep(self, seconds: float) -> None:
        """Wait so many of its seconds."""
        time.sleep(seconds / self.speed)


def main(address: str, plan: str, begun: str, speed: str, until: str) -> None:
    """Print the id of each article as soon as the ledger has it for good, and now and then the megabytes that it took at most."""
    clock = FastClock(float(begun), float(speed))
    with open_ledger(address, create=True) as ledger:
        found = read_plan(Path(plan))
        adder = Adder(ledger, read_settings(), by="watcher", allow=found.limits.allowed)
        outcomes = Watcher(adder, found, clock).forever(lambda: clock.now() > START + float(until))
        for number, outcome in enumerate(outcomes, 1):
            print(outcome.fate.value, outcome.id, outcome.reason, flush=True)  # noqa: T201 - what is confirmed
            if number % TOLD == 0:
                _tell_peak()
    _tell_peak()


def _tell_peak() -> None:
    print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)  # noqa: T201 - what is read


if __name__ == "__main__":
    main(*sys.argv[1:6])
