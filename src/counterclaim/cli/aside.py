"""Inputs that were put aside: named at once, counted, and told in the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO, TypeVar

import click

from counterclaim.cli.status import Status
from counterclaim.export.visible import visible
from counterclaim.model import Rejected
from counterclaim.records import line, rejected_to_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Kept = TypeVar("Kept")


class Aside:
    """Counts the rejected of a stream. `record` takes a line of JSON for each."""

    def __init__(self, record: TextIO | None = None) -> None:
        self._record = record
        self._count = 0

    def keep(self, results: Iterable[Kept | Rejected]) -> Iterator[Kept]:
        """Yield the results that are no rejections, and put those aside."""
        for result in results:
            if isinstance(result, Rejected):
                self._put(result)
            else:
                yield result

    def finish(self) -> Status:
        """Say how many were put aside, and return the exit status that follows."""
        if not self._count:
            return Status.DONE
        click.echo(f"{self._count:,} {'input was' if self._count == 1 else 'inputs were'} put aside, see above", err=True)
        return Status.SOME_REJECTED

    def _put(self, rejected: Rejected) -> None:
        self._count += 1
        said = rejected.reason if rejected.reason.startswith(rejected.id) else f"{rejected.id}: {rejected.reason}"
        click.echo(f"put aside: {visible(said)}", err=True)
        if self._record:
            self._record.write(line(rejected_to_record(rejected)) + "\n")
