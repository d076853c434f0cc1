"""How languages spell foreign names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import BadEntry
from counterclaim.knowledge.language import language_codes
from counterclaim.knowledge.spelling import MOST_KEYS, loose_key, make_speller, speller, strict_key

CASES = Path(__file__).parents[2] / "cases" / "knowledge" / "spelling.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", ROWS, ids=lambda case: str(case["name"]))
def test_a_spelling_finds_the_basic_name(case: dict[str, Any]) -> None:
    """What a language writes leads to the name of the index, strictly or by its sounds."""
    keys = speller(case["lang"]).keys(tuple(case["text"].split()))
    wanted = strict_key(case["basic"])
    assert wanted in keys or loose_key(wanted) in map(loose_key, keys)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hodeida", "Al Hudaydah"),
        ("Deir ez-Zor", "Dayr az Zawr"),
        ("Saraqib", "Saraqeb"),
        ("Khusham", "Husham"),
        ("Raqqa", "Raqqah"),
    ],
)
def test_spellings_of_one_sound_fall_together(first: str, second: str) -> None:
    """Two spellings of one name have the same loose key."""
    assert loose_key(strict_key(first)) == loose_key(strict_key(second))


@pytest.mark.parametrize(("first", "second"), [("Mosul", "Basra"), ("Goma", "Beni"), ("Herat", "Kabul"), ("Lviv", "Kyiv")])
def test_other_names_stay_apart(first: str, second: str) -> None:
    """Two names have two loose keys."""
    assert loose_key(strict_key(first)) != loose_key(strict_key(second))


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    """The strict key of a strict key is itself."""
    assert strict_key(strict_key(name)) == strict_key(name)


@pytest.mark.parametrize("code", language_codes())
@given(
    words=st.lists(
        st.text(alphabet="abcdeijoskhw абвдеийкміїя", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=6
    )
)
def test_keys_are_few(code: str, words: list[str]) -> None:
    """No name has more keys than twice the bound, however many endings fit."""
    assert len(speller(code).keys(tuple(words))) <= 2 * MOST_KEYS


def test_a_wrong_table_is_refused_whole() -> None:
    """Every problem of a spelling.toml is named."""
    with pytest.raises(ExceptionGroup) as caught:
        make_speller({"leters": {}, "letters": 3, "endings": {"s": "x"}}, "xx/spelling.toml")
    assert len(caught.value.exceptions) == 3
    assert all(isinstance(problem, BadEntry) for problem in caught.value.exceptions)
