"""`counterclaim batch`: the pipeline over many files and processes, into Parquet files."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterclaim.cli.aside import Aside
from counterclaim.cli.status import Status
from counterclaim.export.visible import visible
from counterclaim.knowledge.codebook import codebook_names
from counterclaim.records import extraction_to_record, line
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@click.group(short_help="Extract claims from many files or web archives, spread over processes or machines.")
def batch() -> None:
    """Extract claims from many files or web archives, spread over processes or machines (Dask)."""


@batch.command("run")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder of the result.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="So many processes on this machine. Default: 1.")
@click.option("--scheduler", metavar="ADDRESS", help="Work on the cluster of this Dask scheduler (tcp://HOST:PORT).")
@click.option("--dashboard", type=click.IntRange(1, 65535), metavar="PORT", help="Show Dask's pages here (they need bokeh).")
def run_batch(inputs: tuple[str, ...], out: Path, *, workers: int | None, scheduler: str | None, dashboard: int | None) -> Status:
    """Extract the claims of all reports behind the inputs, into Parquet files below DIR.

    INPUT is what `extract` takes: text files, pages, JSON lines, web archives (WARC, WARC.gz, WACZ), folders of them, such as a
    mirror of Common Crawl's news. The result is that of `extract`. It is safe to stop and to repeat: finished partitions stay.
    """
    if workers and scheduler:
        raise click.UsageError("Give --workers or --scheduler, not both.")
    from counterclaim.batch.run import run  # noqa: PLC0415 - loads the extra
    from counterclaim.batch.spreading import Cluster  # noqa: PLC0415 - the same

    settings = read_settings()
    with _watched() as on_progress:
        summary = run(
            inputs, out, Cluster(workers or 1, scheduler, dashboard, _tell), cache=settings.cache, on_progress=on_progress
        )
    for failed in summary.failed:
        click.echo(f"not finished: {failed.key}: {visible(failed.reason)}", err=True)
    counts = summary.counts
    finished = f"{summary.partitions - len(summary.failed):,} of {summary.partitions:,} partitions finished"
    click.echo(": ".join((finished, ", ".join(f"{count:,} {visible(name)}" for name, count in counts.items()))).rstrip(": "))
    if summary.failed:
        click.echo("when that is mended, run the same again: what is finished stays", err=True)
    if summary.rejected:
        click.echo(f"{summary.rejected:,} inputs were put aside, see {out / 'manifest.json'}", err=True)
    if counts.get("rejected") and not summary.failed:
        click.echo(f"what was rejected, and why: counterclaim batch rows {out} --rejected", err=True)
    return Status.SOME_REJECTED if summary.failed or summary.rejected or counts.get("rejected") else Status.DONE


@batch.command("rows")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--rejected", is_flag=True, help="What was put aside and why, instead.")
def show_rows(folder: Path, *, rejected: bool) -> Status:
    """Print the result of a run as `extract --format jsonl` would have: a line for each report, in the order of the inputs."""
    from counterclaim.batch.results import rejected_in, stored_in  # noqa: PLC0415 - loads the extra

    if rejected:
        for one in rejected_in(folder):
            sys.stdout.write(line({"id": one.rejected.id, "source": one.source, "reason": one.rejected.reason}) + "\n")
        return Status.DONE
    aside = Aside()
    for stored in stored_in(folder):
        sys.stdout.write(line(extraction_to_record(stored.extraction)) + "\n")
    return aside.finish()


@batch.command("link")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="So many processes on this machine. Default: 1.")
@click.option("--scheduler", metavar="ADDRESS", help="Work on the cluster of this Dask scheduler (tcp://HOST:PORT).")
@click.option(
    "--codebook",
    type=click.Choice(list(codebook_names())),
    default="ucdp",
    show_default=True,
    help="Whose rules turn claims into low, best and high.",
)
def link_batch(folder: Path, *, workers: int | None, scheduler: str | None, codebook: str) -> Status:
    """Link the reports of a finished run and estimate their events: the same as `link` and `estimate` give, at any size.

    Writes events.jsonl, suggestions.jsonl, series.jsonl and estimates.jsonl into DIR/linked.
    """
    if workers and scheduler:
        raise click.UsageError("Give --workers or --scheduler, not both.")
    from counterclaim.batch.linking import link_run  # noqa: PLC0415 - loads the extra
    from counterclaim.batch.spreading import Cluster  # noqa: PLC0415 - the same

    with _watched() as on_progress:
        found = link_run(folder, Cluster(workers or 1, scheduler, tell=_tell), codebook=codebook, on_progress=on_progress)
    click.echo(
        f"{found.events:,} events, {found.estimates:,} estimates, {found.suggestions:,} doubtful links, {found.series:,} series"
    )
    return Status.DONE


def _tell(words: str) -> None:
    click.echo(visible(words), err=True)


@contextmanager
def _watched() -> Iterator[Callable[[int, int], None] | None]:
    """Give what is to be called with how many partitions are finished and how many there are; None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only where there is a bar
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - the same

    columns = TextColumn("batch"), BarColumn(), MofNCompleteColumn(), TextColumn("partitions"), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("batch")
        yield lambda done, total: bar.update(task, completed=done, total=total)
