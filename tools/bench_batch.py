"""Measure batches on generated pages: `bench_batch.py [STEP...] [--pages N] [--reports N] [--folder DIR]` prints what it finds.

Steps: `speed` (an archive to claims on one core, by step), `recall` (of the sieve), `growth` (four times the pages), `workers`
(two of Dask's against two plain processes), `kills` (workers killed during a run), `equal` (plain and batch; linked whole and in
shares). Without a step, all. What counts is processor time where it can be told, since other programs may run beside; where the
clock is meant it says so. Returns 1 where a limit is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil  # Dask brings it

from counterclaim.batch.linking import link_run
from counterclaim.batch.partitions import process
from counterclaim.batch.plan import make_plan
from counterclaim.batch.run import run
from counterclaim.batch.spreading import Cluster
from counterclaim.extraction import claims
from counterclaim.knowledge.loading import load_knowledge
from counterclaim.model import Extraction, Rejected
from counterclaim.pipeline import extract_paths, link_extractions
from counterclaim.reading.archive import pages
from counterclaim.reading.isolated import PageReader
from counterclaim.reading.sieve import sieve
from counterclaim.reading.sources import Limits
from counterclaim.records import event_to_record, line
from counterclaim.settings import read_settings
from pages import pages as generated
from pages import write_archives

if TYPE_CHECKING:
    from counterclaim.knowledge.loading import Knowledge

#: What must be kept: pages a second on one core, recall of the sieve, throughput against plain processes, growth for four times
#: the pages, megabytes of a worker.
SPEED, RECALL, AGAINST_PLAIN, GROWTH, MEGABYTES = 200.0, 0.995, 0.93, 4.2, 1_000.0
STEPS = ("speed", "recall", "growth", "workers", "kills", "equal")
_KILL_EVERY = 20.0
_PROGRAM = [sys.executable, "-m", "counterclaim"]


class Spent(NamedTuple):
    """What a run took: seconds of processors, by the clock, and megabytes of its largest process."""

    processor: float
    clock: float
    megabytes: float


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", nargs="*", choices=STEPS, default=STEPS)
    parser.add_argument("--pages", type=int, default=4_000)
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--kill-every", type=float, default=_KILL_EVERY)
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d %H:%M')}")
    kept = True
    for step in given.steps:
        with tempfile.TemporaryDirectory() as folder:
            kept = _MEASURES[step](Path(folder), given) and kept
    return 0 if kept else 1


def _archives(folder: Path, count: int, files: int = 2, *, conflict: float = 0.02, seed: int = 1) -> Path:
    name = folder / f"pages-{count}-{seed}"
    write_archives(generated(count, conflict=conflict, seed=seed), name, files, count)
    return name


def _say(measured: str, limit: str, *, kept: bool) -> bool:
    print(f"{measured}; limit {limit}: {'kept' if kept else 'NOT KEPT'}", flush=True)
    return kept


def speed(folder: Path, given: argparse.Namespace) -> bool:
    """Measure the pages a second from an archive to Parquet on one core, and what each step takes."""
    warm, archives = _archives(folder, 1_000, 1, conflict=0.5, seed=2), _archives(folder, given.pages, 1)
    size = sum(path.stat().st_size for path in archives.iterdir())
    name = str(next(archives.iterdir()))
    knowledge, limits = load_knowledge(read_settings().cache), Limits()
    with PageReader(limits=limits) as reader:
        _steps(str(next(warm.iterdir())), reader, knowledge)  # loads what the languages need
        spent, counts = _steps(name, reader, knowledge)
    found, total = counts["found"], sum(spent.values())
    print(
        f"{found:,} pages, {size / 1e6:.0f} MB packed; {counts['passed']:,} pass the sieve, {counts['telling']:,} claim something"
    )
    print("milliseconds a page: " + ", ".join(f"{step} {1000 * one / found:.2f}" for step, one in spent.items()))
    begun, clock = _usage(), time.perf_counter()
    process(make_plan([name]).partitions[0], str(folder / "out"))
    whole = _usage() - begun + spent["page (its process)"]  # whose own use is counted only when it ends
    told = f"{found / whole:.0f} pages a second of processor, {time.perf_counter() - clock:.0f} s by the clock"
    print(f"as a partition, languages loaded anew and Parquet files written: {told}")
    return _say(f"{found / total:.0f} pages a second on one core", f">= {SPEED:.0f}", kept=found / total >= SPEED)


def _steps(name: str, reader: PageReader, knowledge: Knowledge) -> tuple[dict[str, float], dict[str, int]]:
    """Return the seconds of processor that each step takes for an archive, and how many pages got how far."""
    spent: dict[str, float] = {}
    with Path(name).open("rb") as stream:
        begun = time.process_time()
        found = [one for one in pages(stream, name, reader.limits, Counter()) if not isinstance(one, Rejected)]
        spent["archive"] = time.process_time() - begun
    begun = time.process_time()
    passed = [page for page in found if sieve(page.content, page.media_type) is None]
    spent["sieve"] = time.process_time() - begun
    before, begun = _pages_use(), time.process_time()
    read = [reader.read(page.address, page.content).result for page in passed]
    spent["page (this side)"] = time.process_time() - begun
    spent["page (its process)"] = _pages_use() - before
    begun = time.process_time()
    told = [claims.extract(one, knowledge, named=True) for one in read if not isinstance(one, Rejected)]
    spent["extraction"] = time.process_time() - begun
    return spent, {"found": len(found), "passed": len(passed), "telling": sum(bool(one.claims) for one in told)}


def _pages_use() -> float:
    """Return the seconds that the process of pages has taken so far."""
    mine = [one for one in psutil.Process().children() if "counterclaim.reading.isolated" in " ".join(one.cmdline())]
    return float(sum(one.cpu_times().user + one.cpu_times().system for one in mine))


def _usage() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def recall(folder: Path, given: argparse.Namespace) -> bool:
    """Measure how many of the pages that claim something when they are all read pass the sieve."""
    archives = _archives(folder, given.pages, 1, conflict=0.25, seed=3)
    name = str(next(archives.iterdir()))
    knowledge = load_knowledge(read_settings().cache)
    passed = telling = found = 0
    with PageReader() as reader, Path(name).open("rb") as stream:
        for page in pages(stream, name, Limits(), Counter()):
            if isinstance(page, Rejected):
                continue
            found += 1
            result = reader.read(page.address, page.content).result
            if not isinstance(result, Rejected) and claims.extract(result, knowledge).claims:
                telling += 1
                passed += sieve(page.content, page.media_type) is None
    share = passed / telling
    return _say(
        f"sieve: {passed:,} of {telling:,} pages that claim something pass, of {found:,}: recall {share:.4f}",
        f">= {RECALL}",
        kept=share >= RECALL,
    )


def growth(folder: Path, given: argparse.Namespace) -> bool:
    """Measure the time and the memory of one process for some pages and for four times as many."""
    few = _spend(["batch", "run", str(_archives(folder, given.pages, 1)), "--out", str(folder / "few"), "--workers", "1"])
    many = _spend(["batch", "run", str(_archives(folder, 4 * given.pages, 1)), "--out", str(folder / "many"), "--workers", "1"])
    print(f"{given.pages:,} pages: {few}; {4 * given.pages:,} pages: {many}")
    times = many.processor / few.processor
    flat = _say(
        f"largest process {few.megabytes:.0f} and {many.megabytes:.0f} MB",
        f"< {MEGABYTES:.0f} MB",
        kept=many.megabytes < MEGABYTES,
    )
    return _say(f"four times the pages take {times:.2f} times the processor", f"<= {GROWTH}", kept=times <= GROWTH) and flat


def _spend(words: list[str]) -> Spent:
    """Return what a command takes, with all its processes; their memory is looked at four times a second."""
    begun, peak, seen = time.perf_counter(), 0.0, {}
    running = psutil.Popen([*_PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None:
        for one in _family(running):
            try:
                times = one.cpu_times()
                seen[one.pid] = times.user + times.system
                peak = max(peak, one.memory_info().rss / 1e6)
            except psutil.Error:
                continue
        time.sleep(0.25)
    return Spent(round(sum(seen.values()), 1), round(time.perf_counter() - begun, 1), round(peak))


def _family(running: psutil.Process) -> list[psutil.Process]:
    try:
        return [running, *running.children(recursive=True)]
    except psutil.Error:
        return []


def workers(folder: Path, given: argparse.Namespace) -> bool:
    """Measure two of Dask's workers against two plain processes, each on half of the same archives, in turns."""
    archives = _archives(folder, given.pages, 8)
    files = sorted(str(path) for path in archives.iterdir())
    ratios = []
    for turn in range(2):
        begun = time.perf_counter()
        plain = [
            subprocess.Popen(
                [*_PROGRAM, "extract", "--format", "jsonl", *half], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for half in (files[::2], files[1::2])
        ]
        for one in plain:
            one.wait()
        apart = time.perf_counter() - begun
        begun = time.perf_counter()
        subprocess.run(
            [*_PROGRAM, "batch", "run", *files, "--out", str(folder / f"out-{turn}"), "--workers", "2"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        spread = time.perf_counter() - begun
        print(f"two plain processes {apart:.1f} s, two workers {spread:.1f} s, by the clock, starts included")
        ratios.append(apart / spread)
    best = max(ratios)
    return _say(
        f"throughput of two workers against two plain processes: {best:.2f} (of {[round(one, 2) for one in ratios]})",
        f">= {AGAINST_PLAIN}",
        kept=best >= AGAINST_PLAIN,
    )


def kills(folder: Path, given: argparse.Namespace) -> bool:
    """Kill one worker after the other during a run, and compare its rows with those of a quiet one."""
    archives = _archives(folder, given.pages, 16)
    quiet, loud = folder / "quiet", folder / "loud"
    run([str(archives)], quiet, Cluster(workers=0))
    dice, killed = random.Random(4), 0
    for _ in range(20):
        running = psutil.Popen(
            [*_PROGRAM, "batch", "run", str(archives), "--out", str(loud), "--workers", "2"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        due = time.monotonic() + given.kill_every
        while running.poll() is None:
            time.sleep(0.2)
            victims = [one for one in _family(running)[1:] if "spawn_main" in " ".join(_words(one))]
            if time.monotonic() > due and victims:
                dice.choice(victims).kill()
                killed, due = killed + 1, time.monotonic() + given.kill_every
        if running.returncode in {0, 3} and json.loads((loud / "manifest.json").read_text("utf-8"))["complete"]:
            break
    same = _rows(quiet) == _rows(loud)
    return _say(
        f"{killed} workers killed, one every {given.kill_every:g} s: {'the same' if same else 'OTHER'} rows",
        "the same",
        kept=same,
    )


def _words(one: psutil.Process) -> list[str]:
    try:
        return [str(word) for word in one.cmdline()]
    except psutil.Error:
        return []


def _rows(out: Path) -> list[str]:
    done = subprocess.run([*_PROGRAM, "batch", "rows", str(out)], capture_output=True, text=True, check=True)
    return sorted(done.stdout.splitlines())


def equal(folder: Path, given: argparse.Namespace) -> bool:
    """Compare a plain run and a batch of the same reports, and linking as a whole with linking in shares."""
    path = folder / "reports.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for page in generated(given.reports, conflict=0.8, seed=5):
            record = {
                "id": page.url,
                "text": page.text,
                "published": page.published,
                "lang": page.lang if page.event is not None else None,
            }
            file.write(json.dumps(record) + "\n")
    out = folder / "out"
    run([str(path)], out, Cluster(workers=2))
    plain = subprocess.run([*_PROGRAM, "extract", "--format", "jsonl", str(path)], capture_output=True, text=True, check=False)
    rows = sorted(plain.stdout.splitlines()) == _rows(out)
    kept = _say(f"{given.reports:,} reports: plain and batch {'agree' if rows else 'DIFFER'}", "the same rows", kept=rows)
    begun = time.perf_counter()
    link_run(out, Cluster(workers=2))
    shares = time.perf_counter() - begun
    known = [one for one in extract_paths([str(path)], read_settings()) if isinstance(one, Extraction)]
    begun = time.perf_counter()
    whole = [line(event_to_record(one)) for one in link_extractions(known).events]
    print(f"linked as a whole in {time.perf_counter() - begun:.1f} s; in shares, with estimates, in {shares:.1f} s by the clock")
    same = sorted(whole) == sorted((out / "linked" / "events.jsonl").read_text("utf-8").splitlines())
    return _say(f"{len(whole):,} events: whole and shares {'agree' if same else 'DIFFER'}", "the same events", kept=same) and kept


_MEASURES = {"speed": speed, "recall": recall, "growth": growth, "workers": workers, "kills": kills, "equal": equal}

if __name__ == "__main__":
    sys.exit(main())
