"""What reading knows of the languages."""

from __future__ import annotations

import re

import pytest

from counterclaim.errors import BadEntry
from counterclaim.knowledge import reading_words as module
from counterclaim.knowledge.reading_words import (
    codes_by_name,
    page_words,
    phrases,
    profiles,
    reading_codes,
    reading_words,
)


@pytest.mark.parametrize("code", reading_codes())
def test_every_language_says_what_is_needed(code: str) -> None:
    """Twelve months, seven weekdays, and something for every cue."""
    words = reading_words(code)
    assert set(words.dateline.months.values()) == set(range(1, 13))
    assert len(words.dateline.weekdays) >= 7
    assert len(words.profile.words) > 150
    for name in ("opens", "short", "whole", "contains", "credit", "byline", "lists", "closes"):
        assert getattr(words.boilerplate, name), name


def test_no_two_languages_have_the_same_words() -> None:
    """Each is told from each other by words that only it has."""
    for one in profiles():
        for other in profiles():
            assert one is other or one.words - other.words, (one.code, other.code)


def test_a_code_may_mean_several_languages() -> None:
    """Every language answers to its own code; a wider name means all that are also called so."""
    for code in reading_codes():
        assert codes_by_name()[code] == (code,)
        for other in reading_words(code).also_called:
            assert code in codes_by_name()[other]


def test_phrases_are_written_out() -> None:
    """Alternatives become phrases, the longest first."""
    assert phrases(["read (more|)", "Watch"]) == ("read more", "watch", "read")


def test_agencies_are_names_without_signs() -> None:
    """They are looked up without brackets and case."""
    assert all(re.fullmatch(r"[\w .'-]+", name) for name in page_words().agencies)


def test_an_unknown_key_is_an_error() -> None:
    """What nobody reads must not stand in the data."""
    with pytest.raises(BadEntry, match="unknown table 'detecton'"):
        module._check("x.toml", {"detecton": {}})  # noqa: SLF001 - the check of all files
