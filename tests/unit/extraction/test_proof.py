"""The second reader of numbers: it finds what the words state, and refuses everything else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from num2words import num2words

import known
from counterclaim.extraction.proof import proves, read_numbers
from counterclaim.knowledge.language import language_codes
from counterclaim.model import Bounds, How, Qualifier

CASES = Path(__file__).parents[2] / "cases" / "extraction" / "numbers.jsonl"
WRITERS = {"nb": "no", "sv": "sv", "da": "da", "nl": "nl", "en": "en", "de": "de", "fr": "fr", "ru": "ru", "uk": "uk"}
#: Numbers that news writes, small ones oftener, and numbers beside them.
NUMBERS = st.one_of(st.integers(2, 120), st.integers(2, 9999), st.integers(2, 10**7), st.integers(2, 999).map(lambda n: n * 1000))


def exact(value: int) -> Bounds:
    """Return the bounds of an exact figure."""
    return Bounds(value, value, Qualifier.EXACT)


def quantities() -> list[Any]:
    """Return the quantities of all cases of the first reader."""
    table = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(row["lang"], quantity, id=f"{row['lang']} {number} {quantity['words']}")
        for row in table
        for number, quantity in enumerate(row["quantities"])
    ]


@pytest.mark.parametrize(("code", "row"), quantities())
def test_proves_what_the_first_reader_finds(code: str, row: dict[str, Any]) -> None:
    """The two readers agree on every case."""
    bounds = Bounds(row["low"], row["high"], Qualifier(row["qualifier"]))
    assert proves(row.get("number", row["words"]), How(row["how"]), bounds, known.pack(code))


@pytest.mark.parametrize("code", sorted(WRITERS))
@given(stated=NUMBERS, claimed=NUMBERS)
def test_refuses_another_number_in_words(code: str, stated: int, claimed: int) -> None:
    """Words for one number prove that number and no other."""
    words = num2words(stated, lang=WRITERS[code]).replace(",", "")
    assert proves(words, How.WORD, exact(stated), known.pack(code))
    assume(stated != claimed)
    assert not proves(words, How.WORD, exact(claimed), known.pack(code))


@pytest.mark.parametrize("code", language_codes())
@given(stated=NUMBERS, claimed=NUMBERS, mark=st.sampled_from(["", " ", "\u00a0", "thousands"]))
def test_refuses_another_number_in_digits(code: str, stated: int, claimed: int, mark: str) -> None:
    """Digits prove their number and no other, however they are grouped."""
    pack = known.pack(code)
    sign = pack.thousands[0] if mark == "thousands" else mark
    digits = f"{stated:,}".replace(",", sign)
    assert proves(digits, How.DIGITS, exact(stated), pack)
    assume(stated != claimed)
    assert not proves(digits, How.DIGITS, exact(claimed), pack)
    assert not proves(digits, How.DIGITS, Bounds(claimed, None, Qualifier.AT_LEAST), pack)


@given(numbers=st.lists(NUMBERS, min_size=3, max_size=3, unique=True).map(sorted))
def test_refuses_a_bound_that_a_range_does_not_state(numbers: list[int]) -> None:
    """Each bound of a range must stand in its words; only a scale may be shared."""
    low, high, claimed = numbers
    text = f"{low} til {high}"
    assert proves(text, How.DIGITS, Bounds(low, high, Qualifier.RANGE), known.pack("nb"))
    assert not proves(text, How.DIGITS, Bounds(low, claimed, Qualifier.RANGE), known.pack("nb"))


@pytest.mark.parametrize(
    ("code", "text", "how", "low", "high"),
    [
        ("nb", "flere", How.VAGUE, 20, None),
        ("nb", "flere hundre", How.VAGUE, 2000, None),
        ("nb", "hundrevis", How.WORD, 200, None),
        ("sv", "ett 50-tal", How.DIGITS, 60, 60),
        ("nl", "tientallen", How.VAGUE, 10, None),
        ("en", "dozens", How.VAGUE, 24, None),
        ("en", "a", How.ARTICLE, 2, 2),
        ("en", "a soldier", How.SINGULAR, 0, 0),
        ("en", "no", How.ZERO, 1, 1),
        ("en", "some", How.ZERO, 0, 0),
        ("en", "ten and twenty", How.WORD, 30, 30),
        ("en", "soldiers", How.WORD, 1, 1),
        ("en", "soldiers", How.VAGUE, None, None),
        ("en", "", How.DIGITS, 5, 5),
        ("en", "5" * 5000, How.DIGITS, 5, 5),
        ("de", "einundzwanzig", How.WORD, 20, 20),
        ("fr", "quatre-vingt-dix-sept", How.WORD, 80, 97),
        ("ru", "сорок два", How.WORD, 40, 42),
    ],
)
def test_refuses(code: str, text: str, how: How, low: int | None, high: int | None) -> None:
    """What the words do not state is no figure."""
    qualifier = Qualifier.VAGUE if how is How.VAGUE else Qualifier.AT_LEAST
    assert not proves(text, how, Bounds(low, high, qualifier), known.pack(code))


def test_an_article_and_a_word_for_none() -> None:
    """An article states one, with a hedge at least one; a word for none states zero."""
    pack = known.pack("nb")
    assert proves("en", How.ARTICLE, exact(1), pack)
    assert proves("en", How.ARTICLE, Bounds(1, None, Qualifier.AT_LEAST), pack)
    assert proves("ingen", How.ZERO, exact(0), pack)


def test_numbers_in_their_order() -> None:
    """Other words end a number."""
    assert read_numbers("mellom tjue og førtito, kanskje 1,5 millioner", known.pack("nb")) == [20, 42, 1_500_000]
