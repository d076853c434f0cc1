"""In which language a report is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.knowledge.reading_words import profiles, reading_codes
from counterclaim.reading.detection import detect

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases" / "reading" / "languages.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_detection(case: dict[str, Any]) -> None:
    """A supported language is told by one sentence or headline; any other is not taken for one."""
    found = detect(case["text"])
    assert (found.code if found.supported else None) == case["lang"]


def test_refusal_names_the_language_and_what_is_supported() -> None:
    """The sentence says what, and what would be right."""
    refusal = detect("Al menos doce soldados murieron en un ataque en el norte del país.").refusal()
    assert "Spanish" in refusal
    assert all(code in refusal for code in reading_codes())


def test_of_named_languages_only_those() -> None:
    """Where the source narrows the choice, the rest is not considered."""
    assert detect("Tolv soldater er drept", among=reading_codes()[:1]).code in {reading_codes()[0], None}


def test_languages_that_can_be_read_are_not_among_the_others() -> None:
    """A language that gets words for reading leaves the list of the others."""
    codes = [profile.code for profile in profiles()]
    assert len(codes) == len(set(codes))


@given(st.text(max_size=400))
def test_any_text_has_an_answer(text: str) -> None:
    """No text is too strange; what is supported has a code."""
    found = detect(text)
    assert found.code in reading_codes() if found.supported else found.code not in reading_codes()
