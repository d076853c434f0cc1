"""What is said on standard error while the program works: a bar over many inputs, and why the first run takes longer."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from counterclaim.knowledge.places import index_path
from counterclaim.reading.sources import find_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.progress import Progress

    from counterclaim.settings import Settings


def announce_first_run(settings: Settings) -> None:
    """Say on a terminal what takes the time when the program runs for the first time."""
    if sys.stderr.isatty() and not index_path(settings.cache).is_file():
        click.echo("Building the index of places (once; this takes some seconds) ...", err=True)


@contextlib.contextmanager
def watched(paths: Sequence[str]) -> Iterator[Callable[[str], None] | None]:
    """Give what is to be called before each input, which moves the bar on; None where there is no bar.

    There is none where nobody would see it (standard error is no terminal), where it would break into the output
    (standard output is the terminal), or where there is but one input.
    """
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield None
        return
    inputs = sum(1 for _ in find_inputs(paths))
    if inputs == 1:
        yield None
        return
    with _bar() as bar:
        task = bar.add_task("reading", total=inputs, completed=-1)
        yield lambda _: bar.advance(task)


def _bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - only where there is a bar
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("inputs"), TimeRemainingColumn()
    # Standard output stays what it is: rich would otherwise send what is written there to the bar's console.
    return Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
