"""What a run will do: its inputs cut into partitions, each with a key that says exactly which bytes it reads.

The same inputs give the same plan on any machine; a partition's key names its bytes by path, place, size and time of the
file, so that finished ones are known again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.errors import UnreadableInput
from counterclaim.model import Rejected, digest
from counterclaim.reading.archive import members
from counterclaim.reading.decoding import marked_encoding
from counterclaim.reading.sources import STANDARD_INPUT, find_inputs, open_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: A partition of JSON lines holds about so many bytes; one of small files at most so many files and bytes.
LINES_BYTES, FILES, FILES_BYTES = 32_000_000, 500, 64_000_000
_BLOCK = 1 << 20
_KEY = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """What is read of one input: all of it, or the lines that begin from byte `start` to byte `end`.

    `line` is the number of the first line; `size` and `changed` (nanoseconds) are those of the file when it was planned.
    """

    name: str
    kind: str
    size: int
    changed: int
    start: int = 0
    end: int | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Partition:
    """A share of the work: its number in the order of the inputs, and the pieces that it reads."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def key(self) -> str:
        """By what the partition is known: a digest of what it reads."""
        told = (f"{p.name}\n{p.kind}\n{p.size}\n{p.changed}\n{p.start}\n{p.end}\n{p.line}" for p in self.pieces)
        return f"{self.number:06}-{digest(*told)[:_KEY]}"


@dataclass(frozen=True, slots=True)
class Plan:
    """The partitions of a run in the order of its inputs, and the inputs that cannot be read at all."""

    partitions: tuple[Partition, ...]
    rejected: tuple[Rejected, ...]


def make_plan(inputs: Iterable[str]) -> Plan:
    """Return the plan for files and folders; raises UnreadableInput for standard input, which no other process can read."""
    rejected: list[Rejected] = []
    groups: list[tuple[Piece, ...]] = []
    small: list[Piece] = []
    for found in find_inputs(inputs):
        if isinstance(found, UnreadableInput):
            rejected.append(Rejected(found.source, str(found)))
        elif found == STANDARD_INPUT:
            raise UnreadableInput(found, "a batch cannot read standard input", "write it to a file and name that")
        else:
            try:
                pieces = tuple(_pieces(found))
            except UnreadableInput as problem:
                rejected.append(Rejected(found, str(problem)))
                continue
            for piece in pieces:
                alone = piece.kind == "archive" or piece.end is not None
                if small and (alone or len(small) >= FILES or sum(p.size for p in small) + piece.size > FILES_BYTES):
                    groups.append(tuple(small))
                    small = []
                if alone:
                    groups.append((piece,))
                else:
                    small.append(piece)
    groups += [tuple(small)] if small else []
    return Plan(tuple(Partition(number, pieces) for number, pieces in enumerate(groups)), tuple(rejected))


def _pieces(name: str) -> Iterator[Piece]:
    with open_source(name) as source:
        kind, encoding = source.kind, marked_encoding(source.head)
    path = Path(name)
    about = path.stat()
    if kind == "archive":
        for member in members(name):
            yield Piece(member, kind, about.st_size, about.st_mtime_ns)
    elif kind == "lines" and about.st_size > LINES_BYTES and encoding in {None, "utf-8-sig"}:
        for start, end, line in _ranges(path, about.st_size):
            yield Piece(name, kind, about.st_size, about.st_mtime_ns, start, end, line)
    else:
        yield Piece(name, kind, about.st_size, about.st_mtime_ns)


def _ranges(path: Path, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, number of the first line) of stretches of whole lines."""
    with path.open("rb") as stream:
        start, line = 0, 1
        while start < size:
            lines = 0
            at = start
            while block := stream.read(_BLOCK if at - start < LINES_BYTES else 0):
                lines += block.count(b"\n")
                at += len(block)
            rest = stream.readline()
            lines += rest.endswith(b"\n")
            end = at + len(rest)
            yield start, end, line
            start, line = end, line + lines
