"""A UCDP GED file, read and written back: untouched rows come out byte for byte as they went in."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TextIO

from counterclaim.edtf import days
from counterclaim.errors import UnreadableInput
from counterclaim.export.coded import date_prec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Without these a row says nothing that the program could use.
NEEDED = ("id", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")
_COUNTS = NEEDED[3:]
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class GedRow:
    """One row: the bytes as they stood (with the end of the line), the values by column, and what is wrong with them."""

    raw: str
    values: Mapping[str, str]
    flags: tuple[str, ...]

    def count(self, column: str) -> int | None:
        """Return a whole number; None where none stands."""
        text = self.values.get(column, "").strip()
        return int(text) if text.lstrip("-").isdecimal() else None


@dataclass(frozen=True, slots=True)
class GedFile:
    """The head as it stood, a second head of #hashtags if there is one, and the rows."""

    columns: tuple[str, ...]
    head: str
    rows: tuple[GedRow, ...]


def read_ged(path: Path) -> GedFile:
    """Return a GED file; rows that break low <= best <= high, the sum or their precision are kept and flagged.

    Raises UnreadableInput where the file is no UTF-8, has no GED head, or lacks a column that is needed.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as problem:
        raise UnreadableInput(str(path), f"cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise UnreadableInput(str(path), f"byte {problem.start:,} is not UTF-8", "save the file as UTF-8") from problem
    records = _records(text)
    head = next(records, "")
    columns = tuple(_cells(head.removeprefix(_BOM)))
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        raise UnreadableInput(str(path), f"no GED file: it lacks {', '.join(missing)}", "the first line names the columns")
    rows: list[GedRow] = []
    for number, raw in enumerate(records, 2):
        cells = _cells(raw)
        if not cells:
            head += raw if not rows else ""
            continue
        if not rows and any(cell.startswith("#") for cell in cells):
            head += raw
            continue
        if len(cells) != len(columns):
            raise UnreadableInput(str(path), f"row {number:,} has {len(cells)} cells, the head {len(columns)}")
        rows.append(ged_row_of(raw, dict(zip(columns, cells, strict=True))))
    return GedFile(columns, head, tuple(rows))


def ged_row_of(raw: str, values: Mapping[str, str]) -> GedRow:
    """Return a row with its flags."""
    row = GedRow(raw, values, ())
    return replace(row, flags=tuple(_flags(row)))


def changed(row: GedRow, columns: tuple[str, ...], values: Mapping[str, str]) -> GedRow:
    """Return a row with other values, written anew."""
    merged = {**row.values, **values}
    ending = row.raw[len(row.raw.rstrip("\r\n")) :] or "\n"
    line = io.StringIO()
    csv.writer(line, lineterminator=ending).writerow([merged[column] for column in columns])
    return ged_row_of(line.getvalue(), merged)


def write_ged_file(file: GedFile, stream: TextIO) -> None:
    """Write the file back; open the stream with newline="" so that line ends stay."""
    stream.write(file.head)
    stream.writelines(row.raw for row in file.rows)


def _flags(row: GedRow) -> Iterator[str]:
    counts = {column: row.count(column) for column in _COUNTS}
    for column, count in counts.items():
        if count is None:
            yield f"{column} is no whole number"
    if all(count is not None for count in counts.values()):
        known = {column: count or 0 for column, count in counts.items()}
        if known["low"] > known["best"]:
            yield "low lies above best"
        if known["best"] > known["high"]:
            yield "best lies above high"
        parts = sum(known[column] for column in _COUNTS[:4])
        if parts != known["best"]:
            yield f"the sides sum to {parts}, best is {known['best']}"
    start, end = (days(row.values.get(name, "")[:10]) for name in ("date_start", "date_end"))
    if start is None or end is None or start.first is None or end.last is None:
        yield "the dates cannot be read"
    elif row.values.get("date_prec") and str(date_prec(start.first, end.last)) != row.values["date_prec"].strip():
        yield "date_prec does not follow from the dates"


def _records(text: str) -> Iterator[str]:
    """Yield the records with their line ends; a line end within quotes belongs to the record."""
    held: list[str] = []
    quotes = 0
    for line in io.StringIO(text, newline=""):
        held.append(line)
        quotes += line.count('"')
        if quotes % 2 == 0:
            yield "".join(held)
            held, quotes = [], 0
    if held:
        yield "".join(held)


def _cells(record: str) -> list[str]:
    return next(csv.reader(io.StringIO(record, newline="")), [])
