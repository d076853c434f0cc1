"""What is marked, and what is not."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.knowledge.reading_words import reading_codes, reading_words
from counterclaim.model import Span
from counterclaim.reading.boilerplate import mark_boilerplate
from counterclaim.reading.dating import find_datelines

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases" / "reading" / "boilerplate.jsonl").read_text("utf-8").splitlines()
]


def _marks(text: str, lang: str) -> tuple[Span, ...]:
    words = reading_words(lang)
    return mark_boilerplate(text, words, find_datelines(text, words))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']}: {case['name']}")
def test_marks_what_the_page_says_and_keeps_what_the_report_says(case: dict[str, Any]) -> None:
    """A mark on content loses claims, a missing mark invents them."""
    text = case["text"]
    marks = _marks(text, case["lang"])
    for words in case["marked"]:
        start = text.index(words)
        assert any(mark.covers(Span(start, start + len(words))) for mark in marks), words
    for words in case["kept"]:
        start = text.index(words)
        assert not any(mark.overlaps(Span(start, start + len(words))) for mark in marks), words


def test_every_language_has_cases() -> None:
    """A language brings what its pages look like."""
    assert {case["lang"] for case in CASES} == set(reading_codes())


@given(
    st.lists(st.sampled_from([line for case in CASES for line in case["text"].split("\n")]), max_size=12),
    st.sampled_from(reading_codes()),
)
def test_marks_lie_in_the_text_in_order_and_apart(lines: list[str], lang: str) -> None:
    """Spans are those of the text as stored; none touches another, none begins or ends with white space."""
    text = "\n".join(lines)
    marks = _marks(text, lang)
    for mark in marks:
        words = mark.of(text)
        assert words == words.strip()
    for left, right in itertools.pairwise(marks):
        assert left.end < right.start


@given(st.text(max_size=300), st.sampled_from(reading_codes()))
def test_any_text_can_be_marked(text: str, lang: str) -> None:
    """No text is too strange."""
    assert all(mark.of(text) for mark in _marks(text, lang))
