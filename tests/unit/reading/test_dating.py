"""When a report was published, as its page says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.interval import read_interval
from counterclaim.knowledge.reading_words import reading_codes, reading_words
from counterclaim.reading.dating import date_of_publication, find_datelines

CASES = [
    json.loads(line) for line in (Path(__file__).parents[2] / "cases" / "reading" / "dates.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']}: {case['name']}")
def test_date_of_publication(case: dict[str, Any]) -> None:
    """The first publication counts, not an update, not a date in the text."""
    found = find_datelines(case["text"], reading_words(case["lang"]))
    assert date_of_publication(found) == case["published"]


def test_every_language_has_cases() -> None:
    """A language brings the datelines of its pages."""
    assert {case["lang"] for case in CASES} == set(reading_codes())


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(reading_codes()))
def test_a_date_in_the_language_s_own_words_is_read_back(day: date, lang: str) -> None:
    """Every month's name of every language is known (Unicode CLDR, long and medium format)."""
    for width in ("long", "full"):
        text = f"A B\n{format_date(day, width, locale=lang)}\n"
        found = find_datelines(text, reading_words(lang))
        assert date_of_publication(found) == day.isoformat(), text


@given(st.text(alphabet="0123456789./-: |()abmars\n", max_size=200), st.sampled_from(reading_codes()))
def test_what_is_found_is_a_date(text: str, lang: str) -> None:
    """Whatever stands there, the result is EDTF, and its words are in the text."""
    for line in find_datelines(text, reading_words(lang)):
        assert read_interval(line.date)
        assert line.span.of(text)
