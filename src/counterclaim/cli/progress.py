"""A bar on standard error while many inputs are read and the output goes elsewhere."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.progress import Progress


@contextlib.contextmanager
def watched(paths: Sequence[str]) -> Iterator[Iterator[str]]:
    """Give the paths one by one, and move the bar on as each is taken.

    There is no bar where nobody would see it (standard error is no terminal), where it would break into the output
    (standard output is the terminal), or where there is but one path.
    """
    if len(paths) == 1 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield iter(paths)
        return
    with _bar() as bar:
        yield _moving(bar, paths)


def _bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - only where there is a bar
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("inputs"), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _moving(bar: Progress, paths: Sequence[str]) -> Iterator[str]:
    task = bar.add_task("reading", total=len(paths))
    for path in paths:
        yield path
        bar.advance(task)
