"""The way in: paths in, reports out, one at a time, and every input that is none with its reason."""

from __future__ import annotations

from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from counterclaim.errors import UnreadableInput
from counterclaim.model import Rejected
from counterclaim.reading.archive import read_archive
from counterclaim.reading.decoding import decode
from counterclaim.reading.finishing import Draft, finish
from counterclaim.reading.lines import read_lines
from counterclaim.reading.page import read_page
from counterclaim.reading.sources import Limits, find_inputs, open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from counterclaim.model import Report
    from counterclaim.reading.sources import Source

    Reader = Callable[[Source, Limits], Iterator[Report | Rejected]]


def read(
    paths: Iterable[str],
    *,
    on_progress: Callable[[str], None] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    standard_input: BinaryIO | None = None,
) -> Iterator[Report | Rejected]:
    """Yield the reports behind the paths, in order: text files, HTML pages, JSON lines, web archives, folders of them, `-`.

    One report is held at a time. `on_progress` is called with the name of each input before it is opened. What cannot be
    read is a Rejected, and the rest is read all the same. Ids are not made unique: two reports with one id are versions
    of one document, and which is newer is for others to say.
    """
    for found in find_inputs(paths):
        if isinstance(found, UnreadableInput):
            yield Rejected(found.source, str(found))
            continue
        if on_progress:
            on_progress(found)
        yield from _read_one(found, limits, standard_input)


def _read_one(name: str, limits: Limits, standard_input: BinaryIO | None) -> Iterator[Report | Rejected]:
    try:
        with open_source(name, standard_input) as source:
            yield from READERS[source.kind](source, limits)
    except UnreadableInput as wrong:
        yield Rejected(name, str(wrong))
    except OSError as wrong:
        yield Rejected(name, f"{name}: reading stopped ({wrong.strerror or wrong}); try again")


def read_text(source: Source, limits: Limits) -> Iterator[Report | Rejected]:
    """Yield the one report of a text file; its text is exactly what the bytes say."""
    text = decode(source.name, source.everything(limits.file)).text
    yield finish(Draft(id=PurePath(source.name).as_posix(), text=text), source.name, limits)


#: Which reader reads which kind of input.
READERS: Mapping[str, Reader] = MappingProxyType(
    {"archive": read_archive, "lines": read_lines, "page": read_page, "text": read_text}
)
