"""Events and their estimates as one flat table: comma-separated values, JSON lines, or Parquet."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, TextIO

from counterclaim.errors import UnreadableInput
from counterclaim.export.sheet import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from counterclaim.export.coded import Coded

COLUMNS = (
    "event", "outcome", "side", "low", "best", "high", "grade", "codebook", "when", "place", "country", "place_id",
    "latitude", "longitude", "radius_m", "where_prec", "reports", "claims", "languages",
)  # fmt: skip


def rows_of(every: Iterable[Coded]) -> Iterator[dict[str, Any]]:
    """Yield a row for each event, outcome and side."""
    for one in every:
        place = one.event.place
        about = {
            "event": one.event.id,
            "when": one.event.when,
            "place": place and place.name,
            "country": place and place.country,
            "place_id": place and place.id,
            "latitude": place and place.latitude,
            "longitude": place and place.longitude,
            "radius_m": place and place.radius_m,
            "where_prec": place and place.where_prec,
            "reports": len(one.reports),
            "claims": len(one.claims),
            "languages": " ".join(one.languages),
        }
        for estimate in one.estimates.values():
            figures = {"outcome": estimate.outcome.value, "side": estimate.side, "low": estimate.low, "best": estimate.best}
            more = {"high": estimate.high, "grade": estimate.grade, "codebook": estimate.codebook}
            yield {name: (about | figures | more)[name] for name in COLUMNS}


def write_event_sheet(every: Iterable[Coded], stream: TextIO) -> int:
    """Write comma-separated values; return how many rows there are."""
    rows = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    rows.writeheader()
    count = 0
    for row in rows_of(every):
        rows.writerow({name: cell(value) for name, value in row.items()})
        count += 1
    return count


def write_event_rows(every: Iterable[Coded], stream: TextIO) -> int:
    """Write a line of JSON for each row; return how many there are."""
    count = 0
    for row in rows_of(every):
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_event_parquet(every: Iterable[Coded], path: Path) -> int:
    """Write a Parquet file; return how many rows there are. Raises UnreadableInput where pyarrow is not installed."""
    try:
        import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an optional package
        import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415
    except ImportError as missing:
        raise UnreadableInput(str(path), "Parquet needs the package pyarrow", "pip install pyarrow") from missing
    whole = {"low", "best", "high", "radius_m", "where_prec", "reports", "claims"}
    kinds = {
        name: pa.int64() if name in whole else pa.float64() if name in {"latitude", "longitude"} else pa.string()
        for name in COLUMNS
    }
    rows = list(rows_of(every))
    table = pa.Table.from_pylist(rows, schema=pa.schema(list(kinds.items())))
    pq.write_table(table, path)
    return len(rows)
