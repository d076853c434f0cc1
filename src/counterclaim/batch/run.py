"""A run: the plan written down, its partitions given to Dask, and a manifest of what came of them."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim import __version__
from counterclaim.batch.layout import MANIFEST, PARTS, RUN, BatchError, Done, Failed, read_about, read_done, write_whole
from counterclaim.batch.partitions import process
from counterclaim.batch.plan import Plan, make_plan
from counterclaim.knowledge.versions import knowledge_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client

    from counterclaim.records import Record

#: A partition whose worker died so many times is given up; and how long a scheduler is waited for, in seconds.
_DEATHS, _PATIENCE = 20, 15


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where a run works: so many processes here, or the scheduler at an address. `dashboard` is the port of Dask's pages."""

    workers: int = 1
    scheduler: str | None = None
    dashboard: int | None = None


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
        with _client(cluster) as client:
            for number, result in enumerate(
                _results(client, todo, str(out.absolute()), str(cache) if cache else None), ended + 1
            ):
                if isinstance(result, Failed):
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


def _results(client: Client, todo: Iterable[Any], out: str, cache: str | None) -> Iterator[Done | Failed]:
    """Yield what comes of the partitions, as they end; raises BatchError where the scheduler goes away."""
    from distributed import CancelledError, as_completed  # noqa: PLC0415 - the extra

    keys: dict[Any, str] = {}
    for part in todo:
        keys[client.submit(process, part, out, cache, key=f"counterclaim-{part.key}", pure=False, retries=2)] = part.key
    left = set(keys.values())
    try:
        for future in as_completed(list(keys)):  # type: ignore[no-untyped-call]
            problem = future.exception() if future.status == "error" else None  # of one that was cancelled, `result` raises
            yield Failed(keys[future], f"{type(problem).__name__}: {problem}") if problem else future.result()
            left.discard(keys[future])
            future.release()
    except (CancelledError, OSError, TimeoutError) as problem:
        raise BatchError(
            "the scheduler", f"it went away with {len(left)} partitions to do", "run the same again: what is finished stays"
        ) from problem


@contextmanager
def _client(cluster: Cluster) -> Iterator[Client]:
    """Yield a client of the cluster; processes that were started for it end with it."""
    try:
        import dask  # noqa: PLC0415 - the extra
        from distributed import Client, LocalCluster  # noqa: PLC0415 - the same
    except ImportError as problem:
        raise BatchError("batch", f"Dask is missing ({problem})", "install counterclaim[batch]") from problem
    settings = {
        "distributed.scheduler.allowed-failures": _DEATHS,
        "distributed.comm.timeouts.connect": _PATIENCE,
        "distributed.scheduler.work-stealing": True,
        "distributed.admin.low-level-log-length": 100,
    }
    with dask.config.set(settings):
        if cluster.scheduler:
            try:
                client = Client(cluster.scheduler, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
            except (OSError, TimeoutError, ValueError) as problem:
                raise BatchError(
                    cluster.scheduler, "no scheduler answers there", "start one with `dask scheduler`, or leave --scheduler out"
                ) from problem
            with client:
                yield client
            return
        address = None if cluster.dashboard is None else f"127.0.0.1:{cluster.dashboard}"
        local = LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=cluster.workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=address,
            silence_logs=50,
        )
        with local, Client(local) as client:  # type: ignore[no-untyped-call]
            yield client


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
