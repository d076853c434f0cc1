"""Speed and memory, side by side with gdelt-regkg in one run: `bench.py` prints the figures and fails where a limit is not kept.

gdelt-regkg is the open coder in the manner of GDELT's Global Knowledge Graph. It is installed from the package index into an
environment of its own and needs Python 3.12: the one that `--peer-python` or COUNTERCLAIM_PEER_PYTHON names, else one on the
PATH or among pyenv's. Where there is none the comparison is left out, which is a failure where COUNTERCLAIM_NEED says `peer`.
Both code the same generated English articles, loaded and warm, in turns, on one core; what counts is processor time. What
gdelt-regkg does, and what it is spared, says `bench_peer.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from articles import articles
from bench_memory import read_many
from bench_peers import find_python, install
from bench_worker import Cost, Worker

HERE = Path(__file__).parent
#: What must be kept: times as fast as gdelt-regkg, megabytes while reading, how much more ten times the reports take, seconds.
FASTER, MEGABYTES, GROWTH, VERSION_SECONDS = 8.0, 500.0, 1.25, 0.2
STARTS = 9


def main() -> int:
    """Measure what was asked for; return 1 where a limit is not kept, or the comparison is needed and left out."""
    arguments = _arguments()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}")
    kept = [_version()]
    with tempfile.TemporaryDirectory() as folder:
        if not arguments.no_speed:
            kept.append(_speed(arguments, Path(folder)))
        if not arguments.no_memory:
            kept.append(_memory(arguments.reports, Path(folder)))
    return 0 if all(kept) else 1


def _version() -> bool:
    """Measure how long `counterclaim --version` takes; return whether that is short enough."""
    spent = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "counterclaim", "--version"], check=True, stdout=subprocess.DEVNULL)
        spent.append(time.perf_counter() - begun)
    median = statistics.median(spent)
    return _say(
        f"counterclaim --version: {median:.3f} s (median of {STARTS})", f"< {VERSION_SECONDS} s", kept=median < VERSION_SECONDS
    )


def _speed(arguments: argparse.Namespace, folder: Path) -> bool:
    """Code the same articles with both programs in turns; return whether ours is fast enough."""
    texts = folder / "articles.jsonl"
    lines = [{**article._asdict(), "lang": "en"} for article in articles(arguments.articles)]
    texts.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    size = statistics.mean(len(line["text"]) for line in lines)
    print(
        f"\n{len(lines)} generated English articles of {size:,.0f} characters on average; the best of {arguments.rounds} rounds"
    )
    ours = Worker(Path(sys.executable), HERE / "bench_ours.py", str(texts))
    peer = _peer(arguments, texts)
    workers = {"counterclaim": (ours, ("extract", "figures", "read"))}
    if peer:
        workers["gdelt-regkg"] = (peer, ("names", "record", "counts"))
    best: dict[tuple[str, str], Cost] = {}
    for turn in range(arguments.rounds + 1):  # the first only warms up
        for program, (worker, jobs) in workers.items():
            for job in jobs:
                cost = worker.run(job)
                known = best.get((program, job))
                if turn and (known is None or cost.seconds < known.seconds):
                    best[program, job] = cost
    for (program, job), cost in best.items():
        speed, spent, found = len(lines) / cost.seconds, cost.seconds / len(lines) * 1000, cost.found / len(lines)
        print(f"  {program:<13}{job:<9}{speed:7.1f} articles a second{spent:8.2f} ms each{found:7.2f} found each")
    for program, (worker, jobs) in workers.items():
        print(f"  {program:<13}peak memory {worker.run(jobs[0]).peak:.0f} MB")
        worker.close()
    return _compare(best) if peer else _left_out()


def _compare(best: dict[tuple[str, str], Cost]) -> bool:
    """Print how many times as fast ours is, like against like and worst case; return whether that is fast enough."""

    def ratio(own: str, other: str) -> float:
        return best["gdelt-regkg", other].seconds / best["counterclaim", own].seconds

    print(f"  figures alone (figures against counts): {ratio('figures', 'counts'):.1f} times as fast")
    print(f"  all that ours reads against records without persons, organisations, places: {ratio('extract', 'record'):.1f} times")
    whole = ratio("extract", "names")
    return _say(f"all that ours reads against records as documented: {whole:.1f} times", f">= {FASTER:.0f}", kept=whole >= FASTER)


def _peer(arguments: argparse.Namespace, texts: Path) -> Worker | None:
    python = find_python(arguments.peer_python)
    if python is None:
        return None
    environment = install(python, Path(sys.prefix) / "gdelt-regkg")
    print(f"  gdelt-regkg {environment.version} under Python {environment.python_version}")
    more = (arguments.peer_model,) if arguments.peer_model else ()
    return Worker(environment.python, HERE / "bench_peer.py", str(texts), str(environment.themes), *more)


def _left_out() -> bool:
    print("  LEFT OUT: the comparison with gdelt-regkg, since no Python 3.12 or later was found; name one with --peer-python")
    return "peer" not in os.environ.get("COUNTERCLAIM_NEED", "").split(",")


def _memory(reports: int, folder: Path) -> bool:
    """Extract from a tenth of the reports and from all of them; return whether memory stays low and does not grow with them."""
    print(f"\nreading and extracting {reports:,} reports in ten languages, from one file of JSON lines")
    peaks = []
    for count in (reports // 10, reports):
        used = read_many(count, folder)
        peaks.append(used.megabytes)
        pace = count / used.seconds
        print(f"  {count:>7,} reports {used.megabytes:6.0f} MB at the peak{used.seconds:8.1f} s{pace:6.0f} a second", flush=True)
    low = _say(f"peak memory {peaks[-1]:.0f} MB", f"< {MEGABYTES:.0f} MB", kept=peaks[-1] < MEGABYTES)
    flat = peaks[-1] <= peaks[0] * GROWTH
    return _say(f"ten times the reports take {peaks[-1] / peaks[0]:.2f} times the memory", f"<= {GROWTH}", kept=flat) and low


def _say(sentence: str, limit: str, *, kept: bool) -> bool:
    print(f"  {sentence} (required {limit}): {'kept' if kept else 'NOT KEPT'}", flush=True)
    return kept


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300, help="how many articles both code (300)")
    parser.add_argument("--rounds", type=int, default=3, help="how often; the best counts (3)")
    parser.add_argument("--reports", type=int, default=10_000, help="how many reports are read for the peak memory (10000)")
    parser.add_argument("--peer-python", default=os.environ.get("COUNTERCLAIM_PEER_PYTHON"), help="a Python 3.12 or later")
    parser.add_argument("--peer-model", help="a spaCy model that is in gdelt-regkg's environment")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--no-memory", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
