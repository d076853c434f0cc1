"""What a run found, read from its folder: extractions in the order of the inputs, whoever worked them out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from counterclaim.batch.partitions import PARTS, read_done
from counterclaim.batch.run import RUN, BatchError
from counterclaim.batch.tables import Stored, read_rejected, read_stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from counterclaim.model import Rejected


def is_run(folder: Path) -> bool:
    """Return whether a folder holds a batch run."""
    return (folder / RUN).is_file() and (folder / PARTS).is_dir()


def finished(folder: Path) -> tuple[Path, ...]:
    """Return the folders of the partitions, in order; raises BatchError where there is no run, or one that is not at its end."""
    if not is_run(folder):
        raise BatchError(str(folder), "this is no folder of a batch run", "name the folder that was given as --out")
    keys = [part["key"] for part in json.loads((folder / RUN).read_text("utf-8"))["partitions"]]
    missing = [key for key in keys if read_done(folder / PARTS / key) is None]
    if missing:
        raise BatchError(str(folder), f"{len(missing)} of {len(keys)} partitions are not finished", "run the same again first")
    return tuple(folder / PARTS / key for key in keys)


def stored_in(folder: Path) -> Iterator[Stored]:
    """Yield the extractions of a run with what lies behind them; raises BatchError as `finished` does."""
    for part in finished(folder):
        yield from read_stored(part)


def rejected_in(folder: Path) -> Iterator[tuple[str, Rejected]]:
    """Yield what a run put aside, with its source; raises BatchError as `finished` does."""
    for part in finished(folder):
        yield from read_rejected(part)
