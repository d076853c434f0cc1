"""Workers that die, a scheduler that goes away: the rows are those of a quiet run."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from archives import packed, war
from counterclaim.batch.layout import PARTS, BatchError
from counterclaim.batch.results import stored_in
from counterclaim.batch.run import run
from counterclaim.batch.spreading import Cluster
from counterclaim.records import extraction_to_record, line
from ledger_samples import is_full

_ROOT = Path(__file__).parent.parent.parent
_ARCHIVES, _KILLS = (60, 20) if is_full() else (10, 2)
_DASK = str(Path(sys.executable).with_name("dask"))


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Give archives enough to be killed over."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(_ARCHIVES):
        (folder / f"{number:03}.warc.gz").write_bytes(packed(*(war(100 * number + at) for at in range(5, 15))))
    return folder


def _rows(out: Path) -> list[str]:
    return sorted(line(extraction_to_record(stored.extraction)) for stored in stored_in(out))


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(_ROOT / "src")}


def test_killed_workers_cost_nothing_but_time(inputs: Path, tmp_path: Path) -> None:
    """Killed one after the other, as soon as something is finished; the run may be repeated."""
    quiet, loud = tmp_path / "quiet", tmp_path / "loud"
    run([str(inputs)], quiet, Cluster(workers=0))
    dice, killed = random.Random(1), 0
    program = [sys.executable, "-m", "counterclaim", "batch", "run", str(inputs), "--out", str(loud), "--workers", "2"]
    for _ in range(_KILLS + 2):
        running = psutil.Popen(program, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while running.poll() is None:
            time.sleep(0.2)
            workers = [one for one in running.children() if "spawn_main" in " ".join(_words(one))]
            if killed < _KILLS and workers and _finished(loud) > killed:
                dice.choice(workers).kill()
                killed += 1
        if running.returncode == 0:
            break
    assert killed == _KILLS
    assert _rows(loud) == _rows(quiet)


def test_a_scheduler_that_goes_away_is_said_and_the_run_repeated(inputs: Path, tmp_path: Path) -> None:
    """What was finished stays; the second run does the rest."""
    quiet, loud = tmp_path / "quiet", tmp_path / "loud"
    run([str(inputs)], quiet, Cluster(workers=0))
    address, processes = _cluster(tmp_path / "first.json")

    def stop_soon(done: int, _: int) -> None:
        if done >= 2:
            processes[0].kill()

    try:
        with pytest.raises(BatchError, match="went away"):
            run([str(inputs)], loud, Cluster(scheduler=address), on_progress=stop_soon)
    finally:
        _stop(processes)
    assert 2 <= _finished(loud) < _ARCHIVES
    address, processes = _cluster(tmp_path / "second.json")
    try:
        assert not run([str(inputs)], loud, Cluster(scheduler=address)).failed
    finally:
        _stop(processes)
    assert _rows(loud) == _rows(quiet)


def _cluster(file: Path) -> tuple[str, list[subprocess.Popen[bytes]]]:
    """Return the address of a scheduler on the loopback with a worker, and their processes."""
    quiet: dict[str, Any] = {"env": _environment(), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(
        [_DASK, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)], **quiet
    )
    deadline = time.monotonic() + 120
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    address = json.loads(file.read_text("utf-8"))["address"]
    alone = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "20"]
    worker = subprocess.Popen([_DASK, "worker", address, *alone], **quiet)
    return address, [scheduler, worker]


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.kill()
        process.wait()


def _finished(out: Path) -> int:
    return len(list((out / PARTS).iterdir())) if (out / PARTS).is_dir() else 0


def _words(one: psutil.Process) -> list[str]:
    try:
        return [str(word) for word in one.cmdline()]
    except psutil.Error:
        return []
