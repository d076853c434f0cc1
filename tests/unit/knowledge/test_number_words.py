"""The tables of number words."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

import known
from counterclaim.errors import BadEntry
from counterclaim.knowledge.language import LanguagePack, language_codes
from counterclaim.knowledge.lexicon import expand
from counterclaim.knowledge.number_table import Part
from counterclaim.knowledge.number_words import LONGEST_WORD, NumberWords, number_words
from counterclaim.text import fold


def with_table(pack: LanguagePack, rows: dict[str, Any]) -> LanguagePack:
    """Return a pack whose table has other rows."""
    return dataclasses.replace(pack, numbers={**pack.numbers, **rows})


@pytest.mark.parametrize("code", language_codes())
def test_every_table_compiles(code: str) -> None:
    """Each language's table is understood, and compiled once."""
    pack = known.pack(code)
    assert number_words(pack) is number_words(pack)
    assert number_words(pack).start(fold(pack.numbers["units"]["2"][0]))


@pytest.mark.parametrize("code", language_codes())
def test_no_phrase_says_two_things_before_a_number(code: str) -> None:
    """A qualifier before a number is at least, at most or about, never two of them."""
    said: dict[str, set[str]] = {}
    for name, places in known.pack(code).numbers["qualifiers"].items():
        for place in ("before", "preposition", "until"):
            for phrase in places.get(place, ()):
                for form in expand(phrase):
                    said.setdefault(form, set()).add(name)
    assert not {form: names for form, names in said.items() if len(names) > 1}


@pytest.mark.parametrize("code", language_codes())
def test_units_and_tens_are_complete(code: str) -> None:
    """Each language has its units, teens and tens, scales to a thousand million, and a word for none."""
    numbers = known.pack(code).numbers
    assert set(numbers["units"]) == {str(n) for n in range(1, 10)}
    assert set(numbers["teens"]) == {str(n) for n in range(10, 20)}
    assert set(numbers["tens"]) == {str(n) for n in range(20, 100, 10)}
    assert {"1000", "1000000", "1000000000"} <= set(numbers["scales"])
    assert numbers["zero"]["words"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"unit": {"1": ["x"]}}, "[unit] is not a table of numbers"),
        ({"units": {"one": ["x"]}}, "[units] does not know one"),
        ({"zero": {"word": ["x"]}}, "[zero] does not know word"),
        ({"qualifiers": {"at_least": {"behind": ["x"]}}}, "[qualifiers] does not know behind"),
        ({"qualifiers": {"atleast": {"before": ["x"]}}}, "[qualifiers] does not know atleast"),
    ],
)
def test_says_what_is_wrong(rows: dict[str, Any], said: str) -> None:
    """A row that nobody reads is an error that names it."""
    with pytest.raises(BadEntry, match=r"numbers\.toml") as caught:
        NumberWords(with_table(known.pack("en"), rows))
    assert said in str(caught.value)


def test_compounds_come_apart() -> None:
    """A compound is a row of atoms; a word that does not come out even is none."""
    start = number_words(known.pack("nl")).start("tweeëntwintigduizend")
    assert start
    assert [atom.part for atom in start.atoms] == [Part.UNIT, Part.AND, Part.TEN, Part.SCALE]
    assert number_words(known.pack("nl")).start("tweeëntwintigers") is None


def test_very_long_words_are_no_numbers() -> None:
    """A word beyond the limit is not taken apart."""
    words = number_words(known.pack("de"))
    assert words.start("tausend" * LONGEST_WORD) is None
