"""What a run found, read from its folder: extractions in the order of the inputs, whoever worked them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.batch.layout import finished
from counterclaim.batch.tables import PutAside, Stored, read_rejected, read_stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def stored_in(folder: Path) -> Iterator[Stored]:
    """Yield the extractions of a run with what lies behind them; raises BatchError as `finished` does."""
    for part in finished(folder):
        yield from read_stored(part)


def rejected_in(folder: Path) -> Iterator[PutAside]:
    """Yield what a run put aside; raises BatchError as `finished` does."""
    for part in finished(folder):
        yield from read_rejected(part)
