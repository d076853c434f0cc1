"""What the measures of batches share: archives of generated pages, what commands take, how a figure is held to its limit."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import psutil  # Dask brings it

from pages import pages as generated
from pages import write_archives

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = [sys.executable, "-m", "counterclaim"]
#: What the command lines of workers and of the processes that read pages hold, and how often processes are looked at.
WORKER, PAGES = "spawn_main", "counterclaim.reading.isolated"
LOOK = 0.25


class Wanted(NamedTuple):
    """Which generated pages: so many from number `start` on, so large a share of them on conflicts."""

    pages: int
    conflict: float = 0.02
    seed: int = 1
    start: int = 0


class Spent(NamedTuple):
    """What a run took: seconds of processors and by the clock, and megabytes of its largest process."""

    processor: float
    clock: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.processor:,.0f} s of processor, {self.clock:,.0f} s by the clock, largest process {self.megabytes:.0f} MB"


def archives(folder: Path, wanted: Wanted, files: int) -> list[Path]:
    """Return so many archives of generated pages; they are made unless they lie in the folder already."""
    count, conflict, seed, start = wanted
    name = folder / f"pages-{count}-{seed}-{start}"
    if len(list(name.glob("*.warc.gz"))) != files:
        write_archives(generated(count, conflict=conflict, seed=seed, start=start), name, files, count)
    return sorted(name.iterdir())


def say(measured: str, limit: str, *, kept: bool) -> bool:
    """Print a figure beside its limit, and return whether it was kept."""
    print(f"{measured}; limit {limit}: {'kept' if kept else 'NOT KEPT'}", flush=True)
    return kept


class Watch:
    """Looks at commands and all their processes while they run: the processor time so far, and the largest since it was asked."""

    def __init__(self, running: list[psutil.Popen]) -> None:
        self._running = running
        self._begun = time.perf_counter()
        self._seen: dict[int, float] = {}
        self._largest: dict[str, float] = {}

    def look(self) -> None:
        """Look once."""
        for one in chain.from_iterable(map(family, self._running)):
            try:
                times, words = one.cpu_times(), words_of(one)
                self._seen[one.pid] = times.user + times.system
                kind = next((kind for kind in (WORKER, PAGES) if kind in words), "")
                self._largest[kind] = max(self._largest.get(kind, 0.0), one.memory_info().rss / 1e6)
            except psutil.Error:
                continue

    def spent(self, *kinds: str) -> Spent:
        """Return what was spent from the beginning, and the largest process of those kinds (of all) since this was asked last."""
        largest = max((size for kind, size in self._largest.items() if not kinds or kind in kinds), default=0.0)
        self._largest.clear()
        return Spent(round(sum(self._seen.values()), 1), round(time.perf_counter() - self._begun, 1), round(largest))


def spend(*commands: list[str]) -> Spent:
    """Return what commands of the program take at once, looked at four times a second."""
    running = [psutil.Popen([*PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for words in commands]
    watch = Watch(running)
    while any(one.poll() is None for one in running):
        watch.look()
        time.sleep(LOOK)
    return watch.spent()


def family(running: psutil.Process) -> list[psutil.Process]:
    """Return a process and all those that it started."""
    try:
        return [running, *running.children(recursive=True)]
    except psutil.Error:
        return []


def workers_of(running: psutil.Process) -> list[psutil.Process]:
    """Return the workers below a process."""
    return [one for one in family(running)[1:] if WORKER in words_of(one)]


def words_of(one: psutil.Process) -> str:
    """Return the command line of a process, nothing where it is gone."""
    try:
        return " ".join(one.cmdline())
    except psutil.Error:
        return ""
