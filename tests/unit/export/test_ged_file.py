"""GED files: read, flagged, written back; and what follows from dates and coordinates."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pytest

from counterclaim.errors import UnreadableInput
from counterclaim.export.coded import date_prec
from counterclaim.export.ged import COLUMNS, priogrid_gid
from counterclaim.export.ged_file import changed, read_ged, write_ged_file

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id,source_article,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low"
ROWS = (
    '7,"""A, B"";\r\nsecond line",1,2020-02-10 00:00:00.000,2020-02-10 00:00:00.000,5,0,0,0,5,6,5\r\n'
    "8,plain,1,2020-02-10 00:00:00.000,2020-02-10 00:00:00.000,5,0,0,0,5,4,6\r\n"
)


def test_untouched_rows_come_out_byte_for_byte(tmp_path: Path) -> None:
    """A byte order mark, a second head of #hashtags, quoted line ends and CRLF all stay."""
    raw = f"\ufeff{HEAD}\r\n#event+id,,,,,,,,,,,\r\n{ROWS}"
    path = tmp_path / "ged.csv"
    path.write_bytes(raw.encode())
    found = read_ged(path)
    written = io.StringIO(newline="")
    write_ged_file(found, written)
    assert written.getvalue() == raw
    assert [row.values["id"] for row in found.rows] == ["7", "8"]


def test_a_row_that_breaks_the_order_is_kept_and_flagged(tmp_path: Path) -> None:
    """Low above best and best above high are said, not repaired."""
    path = tmp_path / "ged.csv"
    path.write_text(f"{HEAD}\n{ROWS}", "utf-8", newline="")
    good, bad = read_ged(path).rows
    assert good.flags == ()
    assert bad.flags == ("low lies above best", "best lies above high")
    assert changed(bad, tuple(HEAD.split(",")), {"high": "6", "low": "5"}).flags == ()


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (HEAD.replace(",best", "").encode(), "lacks best"),
        (f"{HEAD}\n1,é".encode("latin-1"), "is not UTF-8"),
        (f"{HEAD}\n1,2,3\n".encode(), "row 2 has 3 cells, the head 12"),
        (b"", "no GED file"),
    ],
)
def test_what_is_no_ged_file_is_refused(tmp_path: Path, raw: bytes, problem: str) -> None:
    """The error says what is wrong and where."""
    path = tmp_path / "ged.csv"
    path.write_bytes(raw)
    with pytest.raises(UnreadableInput, match=problem):
        read_ged(path)


@pytest.mark.parametrize(
    ("days", "code"), [(0, 1), (1, 2), (5, 2), (6, 3), (7, 4), (30, 4), (31, 5), (365, 5), (400, None), (-1, None)]
)
def test_date_prec_follows_from_the_days(days: int, code: int | None) -> None:
    """UCDP's code by the days from start to end."""
    start = date(2020, 1, 1)
    assert date_prec(start, date.fromordinal(start.toordinal() + days)) == code


def test_priogrid_cells() -> None:
    """Cells are counted from the south-west corner, 720 a row."""
    assert priogrid_gid(-90, -180) == 1
    assert priogrid_gid(-89.5, -180) == 721
    assert priogrid_gid(89.9, 179.9) == 360 * 720


def test_ged_has_its_49_columns() -> None:
    """The columns are as many as UCDP's, and end in low and the states."""
    assert len(COLUMNS) == len(set(COLUMNS)) == 49
    assert COLUMNS[-5:] == ("best", "high", "low", "gwnoa", "gwnob")
