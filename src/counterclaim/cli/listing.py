"""Lists of a ledger in the three formats: a table for people, lines of JSON, comma-separated values."""

from __future__ import annotations

import csv
import itertools
import sys
from typing import TYPE_CHECKING, Any

from counterclaim.export.formats import Format
from counterclaim.export.sheet import cell
from counterclaim.export.visible import visible
from counterclaim.records import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from counterclaim.ledger.views import Page
    from counterclaim.records import Record

#: How many lines a table has, where nobody says otherwise.
SHORT = 50
#: How many lines are asked of the ledger at a time.
_PAGE = 500


def all_of(fetch: Callable[[str | None, int], Page[Any]], form: str, limit: int | None) -> Iterator[Any]:
    """Yield the items of a list page by page: `limit` of them, else as many as the format is for."""
    wanted = limit if limit is not None else SHORT if form == Format.TABLE else None
    given, after = 0, None
    while True:
        page = fetch(after, _PAGE if wanted is None else min(_PAGE, wanted - given))
        yield from page.items
        given += len(page.items)
        if page.next is None or (wanted is not None and given >= wanted):
            return
        after = page.next


def write(
    records: Iterable[Record],
    form: str,
    columns: Sequence[str],
    *,
    shown: Sequence[str] | None = None,
    title: str = "nothing found",
) -> None:
    """Write records; `columns` are those of csv, `shown` those of the table."""
    if form == Format.JSONL:
        sys.stdout.writelines(line(record) + "\n" for record in records)
    elif form == Format.CSV:
        rows = csv.DictWriter(sys.stdout, columns, extrasaction="ignore")
        rows.writeheader()
        for record in records:
            rows.writerow({name: cell(_flat(value)) for name, value in record.items() if name in columns})
    else:
        _write_table(records, shown or columns, title)


def _write_table(records: Iterable[Record], columns: Sequence[str], title: str) -> None:
    from rich.console import Console  # noqa: PLC0415 - only where there is a table
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    records = iter(records)
    first = next(records, None)
    if first is None:
        sys.stdout.write(title + "\n")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in ("id", "number", "published", "recorded"))
    for record in itertools.chain([first], records):
        table.add_row(*(Text(visible(_shown(column, record.get(column)))) for column in columns))
    Console(file=sys.stdout, soft_wrap=False).print(table)


def _shown(column: str, value: object) -> str:
    """Return a cell of a table; times are shown to the second, badges in words."""
    said = "" if value is None else str(_flat(value))
    if column == "badges":
        return ", ".join(badge.replace("_", " ") for badge in said.split())
    return said[: len("2024-01-01T00:00:00")] if column == "recorded" else said


def _flat(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return "; ".join(str(_flat(item)) for item in value)
    if isinstance(value, dict):
        return value.get("name") or value.get("text") or line(value)
    return value
