"""Measure batches on generated pages: `bench_batch.py [STEP...] [--pages N] [--reports N]` prints what it finds.

Steps: `speed` (an archive to claims on one core, by step), `recall` (of the sieve), `workers` (two of Dask's against two plain
processes), `equal` (plain and batch; linked whole and in shares). Without a step, all. What counts is processor time where it
can be told, since other programs may run beside; where the clock is meant it says so. Returns 1 where a limit is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # Dask brings it

from batches import PROGRAM, Wanted, archives, say, spend
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

if TYPE_CHECKING:
    from counterclaim.knowledge.loading import Knowledge

#: What must be kept: pages a second on one core, recall of the sieve, throughput against plain processes.
SPEED, RECALL, AGAINST_PLAIN = 200.0, 0.995, 0.93
_TURNS = 3
STEPS = ("speed", "recall", "workers", "equal")


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", nargs="*", choices=STEPS, default=STEPS)
    parser.add_argument("--pages", type=int, default=4_000)
    parser.add_argument("--reports", type=int, default=2_000)
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d %H:%M')}")
    kept = True
    for step in given.steps:
        with tempfile.TemporaryDirectory() as folder:
            kept = _MEASURES[step](Path(folder), given) and kept
    return 0 if kept else 1


def speed(folder: Path, given: argparse.Namespace) -> bool:
    """Measure the pages a second from an archive to Parquet on one core, and what each step takes."""
    (warm,), (archive,) = archives(folder, Wanted(1_000, 0.5, 2), 1), archives(folder, Wanted(given.pages), 1)
    size, name = archive.stat().st_size, str(archive)
    knowledge, limits = load_knowledge(read_settings().cache), Limits()
    with PageReader(limits=limits) as reader:
        _steps(str(warm), reader, knowledge)  # loads what the languages need
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
    return say(f"{found / total:.0f} pages a second on one core", f">= {SPEED:.0f}", kept=found / total >= SPEED)


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
    name = str(archives(folder, Wanted(given.pages, 0.25, 3), 1)[0])
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
    return say(
        f"sieve: {passed:,} of {telling:,} pages that claim something pass, of {found:,}: recall {share:.4f}",
        f">= {RECALL}",
        kept=share >= RECALL,
    )


def workers(folder: Path, given: argparse.Namespace) -> bool:
    """Measure two of Dask's workers against two plain processes, each on half of the same archives, in turns."""
    files = [str(path) for path in archives(folder, Wanted(given.pages), 8)]
    ratios = []
    for turn in range(_TURNS):
        plain = spend(*(["extract", "--format", "jsonl", *half] for half in (files[::2], files[1::2])))
        spread = spend(["batch", "run", *files, "--out", str(folder / f"out-{turn}"), "--workers", "2"])
        print(
            f"two plain processes {plain.clock:.1f} s, two workers {spread.clock:.1f} s by the clock, starts included; "
            f"{plain.processor:.1f} and {spread.processor:.1f} s of processor, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        ratios.append(plain.clock / spread.clock)
    median = statistics.median(ratios)
    return say(
        f"throughput of two workers against two plain processes: {median:.2f} (median of {[round(one, 2) for one in ratios]})",
        f">= {AGAINST_PLAIN}",
        kept=median >= AGAINST_PLAIN,
    )


def _rows(out: Path) -> list[str]:
    done = subprocess.run([*PROGRAM, "batch", "rows", str(out)], capture_output=True, text=True, check=True)
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
    plain = subprocess.run([*PROGRAM, "extract", "--format", "jsonl", str(path)], capture_output=True, text=True, check=False)
    rows = sorted(plain.stdout.splitlines()) == _rows(out)
    kept = say(f"{given.reports:,} reports: plain and batch {'agree' if rows else 'DIFFER'}", "the same rows", kept=rows)
    begun = time.perf_counter()
    link_run(out, Cluster(workers=2))
    shares = time.perf_counter() - begun
    known = [one for one in extract_paths([str(path)], read_settings()) if isinstance(one, Extraction)]
    begun = time.perf_counter()
    whole = [line(event_to_record(one)) for one in link_extractions(known).events]
    print(f"linked as a whole in {time.perf_counter() - begun:.1f} s; in shares, with estimates, in {shares:.1f} s by the clock")
    same = sorted(whole) == sorted((out / "linked" / "events.jsonl").read_text("utf-8").splitlines())
    return say(f"{len(whole):,} events: whole and shares {'agree' if same else 'DIFFER'}", "the same events", kept=same) and kept


_MEASURES = {"speed": speed, "recall": recall, "workers": workers, "equal": equal}

if __name__ == "__main__":
    sys.exit(main())
