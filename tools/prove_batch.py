"""Prove what batches promise at a real size: `prove_batch.py [growth] [kills] [--pages N] [--kills-pages N] [--folder DIR]`.

`growth` runs N pages (400,000) on two workers and says what each quarter of them took: the whole takes at most 4.2 times what its
first quarter did, and no worker grows. `kills` runs so many of them (50,000) behind a scheduler, kills a worker every 20 seconds
and, when half is done, the scheduler; the run is then repeated with another, and its rows are those of an undisturbed one. DIR
keeps the archives, 9 kB a page. It takes an hour where nothing else runs. Returns 1 where a promise is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil  # Dask brings it

from batches import LOOK, PROGRAM, WORKER, Spent, Wanted, Watch, archives, say, workers_of
from counterclaim.batch.layout import MANIFEST, PARTS

#: Growth for four times the pages, megabytes of a worker, and what it may have grown since the second quarter of a run.
GROWTH, MEGABYTES, FLAT = 4.2, 1_000.0, 1.1
_AN_ARCHIVE, _WORKERS = 1_000, 2
_DASK = str(Path(sys.executable).with_name("dask"))
_QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
#: A run is begun so often before it is given up.
_RUNS = 10


def main() -> int:
    """Prove what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", nargs="*", choices=("growth", "kills"), default=("growth", "kills"))
    parser.add_argument("--pages", type=int, default=400_000)
    parser.add_argument("--kills-pages", type=int, default=50_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--kill-every", type=float, default=20.0)
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d %H:%M')}")
    with tempfile.TemporaryDirectory() as other:
        folder = given.folder or Path(other)
        files = archives(folder, Wanted(given.pages), given.pages // _AN_ARCHIVE)
        some = files[: given.kills_pages // _AN_ARCHIVE]
        kept = [growth(folder, files) if step == "growth" else kills(folder, some, given.kill_every) for step in given.steps]
    return 0 if all(kept) else 1


def growth(folder: Path, files: list[Path]) -> bool:
    """Run all pages, and compare what the whole took with what its first quarter took, which was a run of a fourth of them."""
    out = _fresh(folder / "growth")
    running = psutil.Popen([*PROGRAM, *_run(files, out)], **_QUIET)
    watch, parts = Watch([running]), list[Spent]()
    while running.poll() is None:
        watch.look()
        if len(parts) < 3 and _finished(out) >= len(files) * (len(parts) + 1) // 4:
            parts.append(watch.spent(WORKER))
            print(f"{_AN_ARCHIVE * _finished(out):,} pages: {parts[-1]}", flush=True)
        time.sleep(LOOK)
    parts.append(watch.spent(WORKER))
    print(f"{_AN_ARCHIVE * _finished(out):,} pages: {parts[-1]}", flush=True)
    if len(parts) < 4 or not _whole(out):
        return say(f"the run ended early, see {out}", "to its end", kept=False)
    times = parts[-1].processor / parts[0].processor
    largest = max(one.megabytes for one in parts)
    grown = parts[-1].megabytes / parts[1].megabytes
    return all(
        (
            say(f"four times the pages take {times:.2f} times the processor", f"<= {GROWTH}", kept=times <= GROWTH),
            say(f"the largest worker {largest:.0f} MB", f"< {MEGABYTES:.0f} MB", kept=largest < MEGABYTES),
            say(f"workers grow {grown:.2f} times from the second quarter to the last", f"<= {FLAT}", kept=grown <= FLAT),
        )
    )


def kills(folder: Path, files: list[Path], every: float) -> bool:
    """Kill worker after worker and once the scheduler, and compare the rows with those of a run in peace."""
    quiet, loud = folder / "quiet", _fresh(folder / "loud")
    if not _whole(quiet):
        subprocess.run([*PROGRAM, *_run(files, _fresh(quiet))], check=False, **_QUIET)
    begun, dice, killed, runs, schedulers = time.monotonic(), random.Random(4), 0, 0, 0
    while runs < _RUNS and not _whole(loud):
        runs += 1
        cluster = _cluster(folder / f"scheduler-{runs}.json")
        try:
            address = json.loads((folder / f"scheduler-{runs}.json").read_text("utf-8"))["address"]
            running = psutil.Popen([*PROGRAM, *_run(files, loud, "--scheduler", address)], **_QUIET)
            due = time.monotonic() + every
            while running.poll() is None:
                time.sleep(0.2)
                victims = workers_of(cluster[1])
                if time.monotonic() > due and victims:
                    dice.choice(victims).kill()
                    killed, due = killed + 1, time.monotonic() + every
                if not schedulers and _finished(loud) >= len(files) // 2:
                    cluster[0].kill()
                    schedulers, at = 1, _finished(loud)
                    print(f"the scheduler killed when {at} of {len(files)} partitions were finished", flush=True)
        finally:
            _stop(cluster)
    same = _whole(loud) and _rows(quiet) == _rows(loud)
    told = f"{killed} workers killed, one every {every:g} s, and {schedulers} scheduler, in {runs} runs"
    took = f"{time.monotonic() - begun:,.0f} s"
    return say(
        f"{_AN_ARCHIVE * len(files):,} pages, {told}, {took}: {'the same' if same else 'OTHER'} {len(_rows(quiet)):,} rows",
        "the same",
        kept=same and bool(killed and schedulers),
    )


def _run(files: list[Path], out: Path, *where: str) -> list[str]:
    return ["batch", "run", *map(str, files), "--out", str(out), *(where or ("--workers", str(_WORKERS)))]


def _fresh(out: Path) -> Path:
    shutil.rmtree(out, ignore_errors=True)
    return out


def _whole(out: Path) -> bool:
    """Return whether a run is at its end."""
    path = out / MANIFEST
    return path.is_file() and bool(json.loads(path.read_text("utf-8"))["complete"])


def _finished(out: Path) -> int:
    return len(list((out / PARTS).iterdir())) if (out / PARTS).is_dir() else 0


def _rows(out: Path) -> list[str]:
    done = subprocess.run([*PROGRAM, "batch", "rows", str(out)], capture_output=True, text=True, check=True)
    return sorted(done.stdout.splitlines())


def _cluster(file: Path) -> tuple[psutil.Popen, psutil.Popen]:
    """Return a scheduler on the loopback, whose address the file tells, and what keeps its workers."""
    file.unlink(missing_ok=True)
    words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    scheduler = psutil.Popen([_DASK, "scheduler", *words], **_QUIET)
    while not file.exists():
        time.sleep(0.2)
    words = ["--nworkers", str(_WORKERS), "--nthreads", "1", "--no-dashboard", "--death-timeout", "20"]
    return scheduler, psutil.Popen([_DASK, "worker", "--scheduler-file", str(file), *words], **_QUIET)


def _stop(cluster: tuple[psutil.Popen, psutil.Popen]) -> None:
    for one in reversed(cluster):
        if one.poll() is None:
            one.terminate()
    for one in cluster:
        one.wait()


if __name__ == "__main__":
    sys.exit(main())
