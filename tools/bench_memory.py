"""The memory of the program while it reads and extracts many reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from articles import articles
from bench_worker import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The evaluation reports, in ten languages; every other line is one of them.
_REPORTS = Path(__file__).parent.parent / "tests" / "quality" / "reports.jsonl"


class Used(NamedTuple):
    """What a run took: megabytes at the peak, and seconds by the clock."""

    megabytes: float
    seconds: float


def read_many(count: int, folder: Path) -> Used:
    """Return what `counterclaim extract` takes for a file of so many reports."""
    inputs = folder / f"reports-{count}.jsonl"
    with inputs.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(count))
    begun = time.perf_counter()
    program = [sys.executable, "-m", "counterclaim", "extract", str(inputs), "--format", "jsonl"]
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    inputs.unlink()
    if process.returncode:
        raise RuntimeError(f"{program!r} ended with status {process.returncode}")
    return Used(usage.ru_maxrss / UNIT, time.perf_counter() - begun)


def _lines(count: int) -> Iterator[dict[str, str]]:
    """Yield so many reports: generated English ones, and the evaluation reports of all languages, again and again."""
    known = [json.loads(line) for line in _REPORTS.read_text("utf-8").splitlines()]
    for number, article in enumerate(articles(count)):
        if number % 2:
            report = known[number // 2 % len(known)]
            yield {"id": f"{report['id']}-{number}", "text": report["text"], "published": report["published"]}
        else:
            yield article._asdict()
