"""The two ends of a measured process: it loads, then does a job for each line it is sent, and answers what that cost.

It imports only the standard library: the program that ours is compared with runs in an environment of its own.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What the system counts memory in, in megabytes' parts: Linux in kilobytes, macOS in bytes.
UNIT = 1024 if sys.platform != "darwin" else 1024 * 1024
_STATUS = Path("/proc/self/status")


class Cost(NamedTuple):
    """What one pass over the articles cost: seconds of the processor, how much was found, megabytes at the peak so far."""

    seconds: float
    found: int
    peak: float


def peak_megabytes() -> float:
    """Return the most memory that this process has held (elsewhere than on Linux, or the process that started it)."""
    if _STATUS.is_file():
        lines = (line.split() for line in _STATUS.read_text("ascii").splitlines())
        return next(int(words[1]) / UNIT for words in lines if words[0] == "VmHWM:")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT


def serve(jobs: Mapping[str, Callable[[], int]]) -> None:
    """Answer each line of standard input, the name of a job, with its cost as a line of JSON, until the input ends.

    Either side runs with the collector of unused values set as our programs set it (`counterclaim.collecting`).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    print(json.dumps(Cost(0.0, 0, peak_megabytes())), flush=True)  # loaded
    for line in sys.stdin:
        begun = time.process_time()
        found = jobs[line.strip()]()
        print(json.dumps(Cost(time.process_time() - begun, found, peak_megabytes())), flush=True)


class Worker:
    """A measured process, on one core where the system lets us choose; it has loaded when this is made."""

    def __init__(self, python: Path, script: Path, *arguments: str) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        program = [str(python), str(script), *arguments]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(self._process.pid, {max(os.sched_getaffinity(0))})
        self._answer()

    def run(self, job: str) -> Cost:
        """Return what a pass of a job cost; raises RuntimeError where the process ended."""
        if self._process.stdin is not None:
            print(job, file=self._process.stdin, flush=True)
        return self._answer()

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _answer(self) -> Cost:
        line = self._process.stdout.readline() if self._process.stdout is not None else ""
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with status {self._process.wait()}")
        return Cost(*json.loads(line))
