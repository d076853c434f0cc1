"""The formats in which the claims of reports are written."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from counterclaim.export.lines import write_lines
from counterclaim.export.sheet import write_sheet
from counterclaim.export.table import write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from counterclaim.model import Extraction


class Format(StrEnum):
    """A table for people, JSON lines for programs, comma-separated values for spreadsheets."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


#: Each takes the extractions as they come and writes them as they come.
WRITERS: Mapping[Format, Callable[[Iterable[Extraction], TextIO], None]] = {
    Format.TABLE: write_table,
    Format.JSONL: write_lines,
    Format.CSV: write_sheet,
}
