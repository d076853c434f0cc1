"""Values in a file, each found again by its number without reading the others."""

from __future__ import annotations

import pickle
from array import array
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_INDEX = ".index"


def write_values(path: Path, values: Iterable[Any]) -> int:
    """Write values and return how many there are."""
    offsets = array("Q")
    with path.open("wb") as stream:
        for value in values:
            offsets.append(stream.tell())
            pickle.dump(value, stream, protocol=pickle.HIGHEST_PROTOCOL)
    path.with_name(path.name + _INDEX).write_bytes(offsets.tobytes())
    return len(offsets)


def read_values(path: Path) -> Iterator[Any]:
    """Yield all values in order."""
    with path.open("rb") as stream:
        while True:
            try:
                yield _load(stream)
            except EOFError:
                return


class Values:
    """Opens files of values as they are asked for, a few at a time."""

    _MOST = 64

    def __init__(self) -> None:
        self._open: dict[Path, tuple[BinaryIO, array[int]]] = {}

    def get(self, path: Path, number: int) -> Any:  # noqa: ANN401 - whatever was written
        """Return the value with that number."""
        if path not in self._open:
            if len(self._open) >= self._MOST:
                self.close()
            offsets = array("Q")
            offsets.frombytes(path.with_name(path.name + _INDEX).read_bytes())
            self._open[path] = (path.open("rb"), offsets)
        stream, offsets = self._open[path]
        stream.seek(offsets[number])
        return _load(stream)

    def close(self) -> None:
        """Close all files."""
        for stream, _ in self._open.values():
            stream.close()
        self._open.clear()


def _load(stream: BinaryIO) -> Any:  # noqa: ANN401 - whatever was written
    return pickle.load(stream)  # noqa: S301 - our own run wrote it
