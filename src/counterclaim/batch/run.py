"""A run: the plan written down, its partitions given to Dask, and a manifest of what came of them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from counterclaim import __version__
from counterclaim.batch.layout import MANIFEST, PARTS, RUN, BatchError, Failed, read_about, read_done, write_whole
from counterclaim.batch.partitions import process
from counterclaim.batch.plan import Plan, make_plan
from counterclaim.batch.spreading import Cluster, spreading
from counterclaim.knowledge.versions import knowledge_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from counterclaim.records import Record


class Summary(NamedTuple):
    """What a run came to: how many partitions there are, those not finished, and the sums of all counts."""

    partitions: int
    failed: tuple[Failed, ...]
    counts: dict[str, int]
    rejected: int


def run(
    inputs: Iterable[str],
    out: Path,
    cluster: Cluster,
    *,
    cache: Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Return what came of all partitions of the inputs, the finished ones of an earlier run of the same included.

    Raises BatchError where the folder holds another run, or the scheduler is not there or goes away.
    """
    plan = begin(inputs, out, remote=cluster.scheduler is not None)
    todo = [part for part in plan.partitions if read_done(out / PARTS / part.key) is None]
    failed: list[Failed] = []
    ended = len(plan.partitions) - len(todo)
    if on_progress:
        on_progress(ended, len(plan.partitions))
    if todo:
        jobs = [(part.key, (part, str(out.absolute()), str(cache) if cache else None)) for part in todo]
        with spreading(cluster) as spread:
            for number, (key, result) in enumerate(spread(process, jobs), ended + 1):
                if isinstance(result, BaseException):
                    failed.append(Failed(key, f"{type(result).__name__}: {result}"))
                elif isinstance(result, Failed):
                    failed.append(result)
                if on_progress:
                    on_progress(number, len(plan.partitions))
    return finish(out, plan, failed)


def begin(inputs: Iterable[str], out: Path, *, remote: bool = False) -> Plan:
    """Return the plan of a run, once the folder is its own; `remote` says that others must find the inputs by their paths.

    Raises BatchError where the folder holds another run or other files, or cannot be written.
    """
    named = tuple(inputs)
    plan = make_plan(named)
    _claim_folder(out, named, plan, remote=remote)
    return plan


def finish(out: Path, plan: Plan, failed: Iterable[Failed]) -> Summary:
    """Return what a run came to, once its manifest is written; raises BatchError where it cannot be."""
    done = [known for part in plan.partitions if (known := read_done(out / PARTS / part.key)) is not None]
    counts: Counter[str] = Counter()
    for one in done:
        counts.update(one.counts)
    left = tuple(sorted(failed, key=lambda one: one.key))
    summary = Summary(len(plan.partitions), left, dict(sorted(counts.items())), len(plan.rejected))
    _write_manifest(out, plan, summary)
    return summary


def _claim_folder(out: Path, named: tuple[str, ...], plan: Plan, *, remote: bool) -> None:
    """Write down what the run is, or make sure that the folder holds the same; raises BatchError."""
    if remote and not all(Path(name).is_absolute() for name in named):
        raise BatchError(
            "inputs",
            "workers elsewhere do not know where a relative path begins",
            "name the inputs by absolute paths that they see too",
        )
    wanted = _described(named, plan)
    path = out / RUN
    try:
        if path.exists():
            _compare(out, json.loads(path.read_text("utf-8")), wanted)
            return
        if out.exists() and any(out.iterdir()):
            raise BatchError(str(out), "the folder holds other files", "name an empty folder, or one that does not exist yet")
        out.mkdir(parents=True, exist_ok=True)
        write_whole(path, wanted)
    except OSError as problem:
        raise BatchError(
            str(out), f"the run cannot be written there ({problem.strerror})", "name another folder, or make room"
        ) from problem
    except ValueError as problem:
        raise BatchError(str(path), f"it cannot be read ({problem})", "name another folder") from problem


def _compare(out: Path, known: Record, wanted: Record) -> None:
    for what, key in (
        ("other inputs", "inputs"),
        ("another version of the program", "program"),
        ("another knowledge", "knowledge"),
    ):
        if known.get(key) != wanted[key]:
            raise BatchError(str(out), f"the folder holds a run with {what}", "name another folder with --out")
    if known.get("partitions") != wanted["partitions"]:
        changed = {p["key"] for p in wanted["partitions"]} ^ {p["key"] for p in known.get("partitions", ())}
        raise BatchError(
            str(out),
            f"the inputs have changed since the run began ({len(changed)} partitions differ)",
            "name another folder with --out",
        )


def _described(named: tuple[str, ...], plan: Plan) -> Record:
    return {
        "inputs": list(named),
        "program": __version__,
        "knowledge": knowledge_version(),
        "partitions": [{"key": part.key, "pieces": [asdict(piece) for piece in part.pieces]} for part in plan.partitions],
    }


def _write_manifest(out: Path, plan: Plan, summary: Summary) -> None:
    """Write what a run came to beside its partitions: their own descriptions, the sums, and what was put aside."""
    places = [out / PARTS / part.key for part in plan.partitions]
    parts = [about for place in places if (about := read_about(place)) is not None]
    manifest = {
        "program": __version__,
        "knowledge": knowledge_version(),
        "complete": not summary.failed,
        "counts": summary.counts,
        "failed": [asdict(one) for one in summary.failed],
        "rejected_inputs": [{"id": one.id, "reason": one.reason} for one in plan.rejected],
        "partitions": parts,
    }
    try:
        write_whole(out / MANIFEST, manifest)
    except OSError as problem:
        raise BatchError(
            str(out), f"the manifest cannot be written ({problem.strerror})", "make room, and run the same again"
        ) from problem
