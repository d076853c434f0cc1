"""Times as EDTF: what is written can be read, by us and by the edtf library."""

from __future__ import annotations

import datetime as dt

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import edtf
from counterclaim.edtf import Days

DATES = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("2018-02-07", Days(dt.date(2018, 2, 7), dt.date(2018, 2, 7))),
        ("2018-02", Days(dt.date(2018, 2, 1), dt.date(2018, 2, 28))),
        ("2020-02", Days(dt.date(2020, 2, 1), dt.date(2020, 2, 29))),
        ("2018", Days(dt.date(2018, 1, 1), dt.date(2018, 12, 31))),
        ("2022-02-24/2023-03", Days(dt.date(2022, 2, 24), dt.date(2023, 3, 31))),
        ("2015/..", Days(dt.date(2015, 1, 1), None)),
        ("../2015", Days(None, dt.date(2015, 12, 31))),
        ("2018~", Days(dt.date(2018, 1, 1), dt.date(2018, 12, 31))),
        ("2018-02-30", None),
        ("2018-13", None),
        ("2019/2018", None),
        ("../..", None),
        ("201", None),
        ("198X", None),
        ("2018-2", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_the_days_of_a_time(text: str | None, covered: Days | None) -> None:
    """A time covers these days; what is none covers nothing."""
    assert edtf.days(text) == covered


@pytest.mark.parametrize(
    ("start", "end", "joined"),
    [
        ("2018-02-07", "2018-02-08", "2018-02-07/2018-02-08"),
        ("2018", "2018", "2018"),
        ("2018-02-01/2018-02-03", "2018-03/2018-04", "2018-02-01/2018-04"),
        ("2015", None, "2015/.."),
        (None, "2015", "../2015"),
        (None, None, None),
        ("2019", "2018", None),
    ],
)
def test_an_interval(start: str | None, end: str | None, joined: str | None) -> None:
    """An interval runs from the start of the one to the end of the other."""
    assert edtf.interval(start, end) == joined


@given(DATES, DATES)
def test_days_that_are_written_are_read_back(one: dt.date, other: dt.date) -> None:
    """The shortest string for some days covers these days and no others, and the edtf library can read it."""
    first, last = min(one, other), max(one, other)
    text = edtf.covering(first, last)
    assert edtf.days(text) == Days(first, last)
    assert edtf.length(text) == (last - first).days + 1
    parse_edtf(text)


@given(st.integers(-5, 12000), st.none() | st.integers(-1, 14), st.none() | st.integers(-1, 33))
def test_a_date_is_one_of_the_calendar_or_none(year: int, month: int | None, day: int | None) -> None:
    """Numbers that are no date give nothing, and raise nothing."""
    text = edtf.date_of(year, month, day)
    assert text is None or edtf.days(text) == edtf.span_of(year, month, day)


@given(st.text(max_size=12) | st.from_regex(r"[0-9./-]{0,22}", fullmatch=True))
def test_any_text_is_read_without_an_error(text: str) -> None:
    """What is no time covers nothing; what covers something runs forward."""
    covered = edtf.days(text)
    assert covered is None or covered.first is None or covered.last is None or covered.first <= covered.last


def test_a_time_within_another() -> None:
    """A day lies in its month, a month in an open interval; not the other way about."""
    assert edtf.within("2018-02-07", "2018-02")
    assert edtf.within("2018-02", "2015/..")
    assert not edtf.within("2018-02", "2018-02-07")
    assert not edtf.within("2015/..", "2015/2018")
    assert not edtf.within(None, "2018")


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    """Two months before January is November."""
    assert edtf.plus_months(2020, 1, -2) == (2019, 11)
    assert edtf.plus_months(2019, 12, 1) == (2020, 1)


@pytest.mark.parametrize(
    ("text", "said"), [("2018-02-07", "day"), ("2018-02", "month"), ("2018", "year"), ("2018/2019", "interval")]
)
def test_how_exact_a_time_is(text: str, said: str) -> None:
    """A time is a day, a month, a year or an interval."""
    assert edtf.precision(text) == said
