"""The folder of a run: what lies where, which partitions are finished, and what can be wrong with it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim.errors import CounterclaimError

if TYPE_CHECKING:
    from pathlib import Path

    from counterclaim.records import Record

RUN, MANIFEST = "run.json", "manifest.json"
PARTS, WORK, ABOUT = "parts", "work", "part.json"


class BatchError(CounterclaimError):
    """A batch run cannot begin or go on, and what would help."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(where, problem, remedy)
        self.where, self.problem, self.remedy = where, problem, remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Done:
    """A finished partition: how much it read and found."""

    key: str
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """A partition that could not be finished, and why; another run tries it again."""

    key: str
    reason: str


def is_run(folder: Path) -> bool:
    """Return whether a folder holds a batch run."""
    return (folder / RUN).is_file() and (folder / PARTS).is_dir()


def read_about(place: Path) -> Record | None:
    """Return what a finished partition says of itself, None where it is not finished."""
    try:
        about: Record = json.loads((place / ABOUT).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return about


def read_done(place: Path) -> Done | None:
    """Return the counts of a partition whose files are in place, None where they are not."""
    about = read_about(place)
    return None if about is None else Done(about["key"], about["counts"])


def finished(folder: Path) -> tuple[Path, ...]:
    """Return the folders of the partitions, in order; raises BatchError where there is no run, or one that is not at its end."""
    if not is_run(folder):
        raise BatchError(str(folder), "this is no folder of a batch run", "name the folder that was given as --out")
    keys = [part["key"] for part in json.loads((folder / RUN).read_text("utf-8"))["partitions"]]
    missing = [key for key in keys if read_done(folder / PARTS / key) is None]
    if missing:
        raise BatchError(str(folder), f"{len(missing)} of {len(keys)} partitions are not finished", "run the same again first")
    return tuple(folder / PARTS / key for key in keys)


def write_whole(path: Path, record: Record) -> None:
    """Write a record as JSON; the file is there whole, or as it was before."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8") as stream:
            json.dump(record, stream, indent=1)
            stream.write("\n")
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
