"""The quantities of sentences, in ten languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

import known
from counterclaim.extraction.cardinals import MOST_PIECES
from counterclaim.extraction.numbers import NAMES, Quantity, find_quantities
from counterclaim.extraction.sentences import Sentence, sentences
from counterclaim.knowledge.language import LanguagePack, language_codes
from counterclaim.model import How, Report
from counterclaim.text import tokenise
from ledger_samples import is_full
from work import calls

CASES = Path(__file__).parents[2] / "cases" / "extraction" / "numbers.jsonl"
FLAGS = ("ordinal", "article", "additional", "share", "ratio", "glued")
#: The languages for which num2words writes numbers, by its names.
WRITERS = {"nb": "no", "sv": "sv", "da": "da", "nl": "nl", "en": "en", "de": "de", "fr": "fr", "ru": "ru", "uk": "uk"}


def read(text: str, lang: str) -> list[tuple[Sentence, Quantity]]:
    """Return the quantities of a text with their sentences."""
    pack = known.pack(lang)
    found = sentences(Report(id="case", text=text, lang=lang), pack)
    return [(sentence, quantity) for sentence in found for quantity in find_quantities(sentence, pack)]


def row_of(text: str, sentence: Sentence, quantity: Quantity) -> dict[str, Any]:
    """Return a quantity as the cases write it."""
    words = sentence.span(quantity.start, quantity.end).of(text)
    number = sentence.span(quantity.number_start, quantity.number_end).of(text)
    bounds = quantity.bounds
    row: dict[str, Any] = {"words": words} if number == words else {"words": words, "number": number}
    row |= {"low": bounds.low, "high": bounds.high, "qualifier": bounds.qualifier, "how": quantity.how}
    row |= {"word": quantity.word} if quantity.word else {}
    flags = [flag for flag in FLAGS if getattr(quantity, flag)]
    return row | ({"flags": flags} if flags else {})


def rows() -> list[Any]:
    """Return the cases."""
    table = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=row["name"]) for row in table]


def bare(text: str, pack: LanguagePack) -> Sentence:
    """Return a text as one sentence without marks."""
    return Sentence(0, 0, tuple(tokenise(text, splitting=pack.splitting)), ())


@pytest.mark.parametrize("row", rows())
def test_cases(row: dict[str, Any]) -> None:
    """Each sentence yields exactly its quantities."""
    found = [row_of(row["text"], sentence, quantity) for sentence, quantity in read(row["text"], row["lang"])]
    assert found == row["quantities"]


def test_every_language_has_cases() -> None:
    """Each pack is tried."""
    assert {row.values[0]["lang"] for row in rows()} == set(language_codes())


@pytest.mark.parametrize("code", sorted(WRITERS))
def test_written_numbers_are_read(code: str) -> None:
    """What another program writes in words is read as the same number, as one expression."""
    pack = known.pack(code)
    numbers = [*range(2, 10_000)] if is_full() else [*range(2, 300), *range(300, 10_000, 41)]
    large = [k * m for k in (27, 270, 999) for m in (1001, 10_020, 100_300)]
    wrong = []
    for number in [*numbers, *large]:
        words = num2words(number, lang=WRITERS[code]).replace(",", "")
        sentence = bare(words, pack)
        found = find_quantities(sentence, pack)
        if [(q.bounds.low, q.bounds.high, q.number_start, q.number_end) for q in found] != [
            (number, number, 0, len(sentence.tokens))
        ]:
            wrong.append((number, words, found))
    assert not wrong


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
def test_groups_of_digits(code: str, space: str) -> None:
    """Any one space may group digits; four groups of three are one number, "2018 300" are two."""
    for text, values in ((f"23{space}000", [23_000]), (f"1{space}234{space}567", [1_234_567]), (f"2018{space}300", [2018, 300])):
        assert [q.bounds.low for _, q in read(text, code)] == values


@pytest.mark.parametrize("text", ["06.03.2023", "2018-02-07", "20:09", "12/03/2019", "9" * 400, "1.2.3.4"])
@pytest.mark.parametrize("code", language_codes())
def test_no_quantity(code: str, text: str) -> None:
    """Dates, times and endless digits are no quantities."""
    assert not read(text, code)


@pytest.mark.parametrize("text", ["F-16", "BTR-80", "9M133", "155mm", "T-72"])
def test_glued_numbers_say_so(text: str) -> None:
    """A number that hangs on letters is marked."""
    assert all(quantity.glued for _, quantity in read(f"The {text} was lost", "en"))


@pytest.mark.parametrize("code", language_codes())
@given(data=st.data())
def test_quantities_are_in_order_and_apart(code: str, data: st.DataObject) -> None:
    """Whatever the tokens: quantities do not overlap, hold their number, and never say less than nothing."""
    pack = known.pack(code)
    words = [*pack.numbers["units"]["2"], *pack.numbers["scales"]["1000"], *pack.numbers["article"].get("one", [])]
    qualifiers = [
        phrase for places in pack.numbers["qualifiers"].values() for phrases in places.values() for phrase in phrases[:3]
    ]
    pool = st.sampled_from(
        [*words, *qualifiers, "10", "000", "3,5", "-", "–", "%", "/", ".", ",", "x", *pack.numbers["ranges"]["to"]]
    )
    sentence = bare(" ".join(data.draw(st.lists(pool, min_size=1, max_size=25))), pack)
    end = 0
    for quantity in find_quantities(sentence, pack):
        assert end <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end <= len(sentence.tokens)
        assert (quantity.word is None) or (quantity.how is How.VAGUE)
        end = quantity.end


@pytest.mark.parametrize(
    "unit", ["one", "10", "000", "one hundred and", "between one and", "half a", "a couple of", "at least", "twenty-"]
)
def test_hostile_rows_take_linear_work(unit: str) -> None:
    """Four times the tokens take about four times the calls, whatever stands in a row."""
    pack = known.pack("en")

    def work(times: int) -> int:
        sentence = bare(" ".join([unit] * times), pack)
        return calls(lambda: find_quantities(sentence, pack))

    work(10)
    assert work(4 * MOST_PIECES * 20) < 6 * work(MOST_PIECES * 20)


def test_names_of_open_numbers() -> None:
    """Each round number has its own neutral name."""
    assert len(set(NAMES.values())) == len(NAMES)
