"""Work spread over Dask: a function and its jobs in, their results out as they come."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from counterclaim.batch.layout import BatchError
from counterclaim.collecting import collect_seldom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client

    Job = TypeVar("Job")
    Result = TypeVar("Result")
    #: Takes a function, named jobs, and what to make of one that cannot be done; gives the results as they come.
    Spread = Callable[
        [Callable[..., Result], Iterable[tuple[str, tuple[Any, ...]]]], Iterator[tuple[str, Result | BaseException]]
    ]

#: A job whose worker died so many times is given up; and how long a scheduler is waited for, in seconds.
DEATHS, PATIENCE = 20, 15

#: What Dask does beside the work in processes that we start: many times a second of its own accord, here seldom, since a job
#: takes seconds or minutes. Memory goes back to the system 64 MB at a time, and not after every page.
_SELDOM: dict[str, Any] = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 1 << 26,
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where work is done: by so many processes here (0: by this one, without Dask), or behind the scheduler at an address.

    `dashboard` is the port on which Dask's own pages are shown; `tell` is called with what whoever waits should know.
    """

    workers: int = 1
    scheduler: str | None = None
    dashboard: int | None = None
    tell: Callable[[str], None] | None = None


@contextmanager
def spreading(cluster: Cluster) -> Iterator[Spread[Any]]:
    """Yield what spreads work over a cluster; processes that were started for it end with it. Raises BatchError."""
    if not cluster.scheduler and not cluster.workers:
        yield _here
        return
    with _client(cluster) as client:
        yield lambda function, jobs: _there(client, function, jobs)


def _here(function: Callable[..., Any], jobs: Iterable[tuple[str, tuple[Any, ...]]]) -> Iterator[tuple[str, Any]]:
    for name, arguments in jobs:
        yield name, function(*arguments)


def _there(
    client: Client, function: Callable[..., Any], jobs: Iterable[tuple[str, tuple[Any, ...]]]
) -> Iterator[tuple[str, Any]]:
    """Yield (name, result) of the jobs as they end, the exception where one raised.

    Raises BatchError where the scheduler goes away.
    """
    from distributed import CancelledError, as_completed  # noqa: PLC0415 - the extra

    names: dict[Any, str] = {}
    for name, arguments in jobs:
        key = f"counterclaim-{function.__name__}-{name}"
        names[client.submit(_work, function, *arguments, key=key, pure=False, retries=2)] = name
    left = len(names)
    try:
        for future in as_completed(list(names)):  # type: ignore[no-untyped-call]
            problem = future.exception() if future.status == "error" else None  # of one that was cancelled, `result` raises
            yield names[future], problem if problem is not None else future.result()
            left -= 1
            future.release()
    except (CancelledError, OSError, TimeoutError) as problem:
        raise BatchError(
            "the scheduler", f"it went away with {left} partitions to do", "run the same again: what is finished stays"
        ) from problem


def _work(function: Callable[..., Result], *arguments: object) -> Result:
    """Return what a job comes to; in a worker, which is a program of ours as long as it has our jobs."""
    collect_seldom()
    return function(*arguments)


@contextmanager
def _client(cluster: Cluster) -> Iterator[Client]:
    try:
        import dask  # noqa: PLC0415 - the extra
        from distributed import Client, LocalCluster  # noqa: PLC0415 - the same
    except ImportError as problem:
        raise BatchError("batch", f"Dask is missing ({problem})", "install counterclaim[batch]") from problem
    settings = {
        "distributed.scheduler.allowed-failures": DEATHS,
        "distributed.comm.timeouts.connect": PATIENCE,
        "distributed.admin.low-level-log-length": 100,
        **_SELDOM,
    }
    with dask.config.set(settings):
        if cluster.scheduler:
            try:
                client = Client(cluster.scheduler, timeout=PATIENCE)  # type: ignore[no-untyped-call]
            except (OSError, TimeoutError, ValueError) as problem:
                remedy = "start one with `dask scheduler`, or leave --scheduler out"
                raise BatchError(cluster.scheduler, "no scheduler answers there", remedy) from problem
            with client:
                if cluster.tell and not client.scheduler_info()["workers"]:
                    cluster.tell(f"{cluster.scheduler} has no workers yet: waiting for some (`dask worker {cluster.scheduler}`)")
                yield client
            return
        address = f"127.0.0.1:{cluster.dashboard or 0}"
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
