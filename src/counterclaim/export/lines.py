"""One line of JSON for each report."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from counterclaim.records import extraction_to_record, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.model import Extraction


def write_lines(extractions: Iterable[Extraction], stream: TextIO) -> None:
    """Write a line for each report as it comes; `schema/extraction.json` describes it."""
    stream.writelines(line(extraction_to_record(extraction)) + "\n" for extraction in extractions)
