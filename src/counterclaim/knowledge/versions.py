"""Which knowledge is in use: a digest of the data files, so that a reading can say what it was read with."""

from __future__ import annotations

import functools
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_SHOWN = 16


@functools.cache
def knowledge_version() -> str:
    """Return a digest of all data files of the package; the same files give the same on any machine."""
    whole = hashlib.sha256()
    for name, file in sorted(_data(files("counterclaim.knowledge") / "data", "")):
        raw = file.read_bytes()
        whole.update(f"{name}:{len(raw)}:".encode())
        whole.update(raw)
    return whole.hexdigest()[:_SHOWN]


def _data(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.name.startswith((".", "__")):
            continue
        name = f"{path}/{item.name}"
        if item.is_dir():
            yield from _data(item, name)
        else:
            yield name, item
