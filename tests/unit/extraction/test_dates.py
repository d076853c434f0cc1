"""The times that sentences name, in ten languages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import known
from counterclaim import edtf
from counterclaim.extraction.dates import Dates, read_dates
from counterclaim.extraction.sentences import Sentence, sentences
from counterclaim.knowledge.date_words import date_words
from counterclaim.knowledge.language import language_codes
from counterclaim.model import Report, Scope

CASES = Path(__file__).parents[2] / "cases" / "extraction" / "dates.jsonl"


def read(text: str, lang: str, published: str | None) -> tuple[list[Sentence], Dates]:
    """Return the sentences of a text and its times."""
    pack = known.pack(lang)
    found = list(sentences(Report(id="case", text=text, lang=lang), pack))
    return found, read_dates(found, pack, published)


def rows() -> list[Any]:
    """Return the cases."""
    table = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=row["name"]) for row in table]


@pytest.mark.parametrize("row", rows())
def test_the_times_of_a_sentence(row: dict[str, Any]) -> None:
    """A sentence names exactly these times, at these words."""
    found, dates = read(row["text"], row["lang"], row["published"])
    marks = {}
    for sentence in found:
        for mark in dates.marks(sentence.number):
            marks[sentence.span(mark.start, mark.end).of(row["text"])] = mark.edtf
    assert marks == row["marks"]


@pytest.mark.parametrize("code", language_codes())
def test_every_pack_names_all_months_and_weekdays(code: str) -> None:
    """A pack knows twelve months and seven weekdays."""
    table = known.pack(code).dates
    assert sorted(map(int, table["months"])) == list(range(1, 13))
    assert sorted(map(int, table["weekdays"])) == list(range(1, 8))
    assert date_words(known.pack(code)) is date_words(known.pack(code))


def words_of(code: str) -> list[str]:
    """Return words and signs that dates of a language are made of."""
    table = known.pack(code).dates
    said = [
        phrase
        for kind in ("weekdays", "units", "shifts", "past", "war", "words")
        for row in table[kind].values()
        for phrase in row
    ]
    months = [phrase for row in table["months"].values() for forms in row.values() for phrase in forms]
    numbers = ["1", "7", "31", "32", "2022", "1980", "0", "99999999999", "14.30", "31.02.2020", "2022-02-30", "24:61", "٣", "²"]
    return (
        [phrase.replace("*", "").replace("(", "").replace(")", "").replace("|", " ") for phrase in [*said, *months]]
        + numbers
        + list(".,-–/:;()'")
    )


@pytest.mark.parametrize("text", ["January ²", "² January", "on Monday ³", "12.³.2024", "May ½ 2023", "at ²² o'clock"])
def test_raised_figures_are_no_days(text: str) -> None:
    """Signs that are digits but no decimals make no date, and break nothing."""
    read(f"{text} 20 people were killed.", "en", "2023-05-10")


@settings(max_examples=150, deadline=None)
@given(
    data=st.data(),
    code=st.sampled_from(language_codes()),
    published=st.sampled_from([None, "2023-05-10", "2018-02", "2019", "2020-02-29", "1900-01", "0001-01-01", "9999-12-31"]),
)
def test_any_heap_of_words_gives_valid_times(data: st.DataObject, code: str, published: str | None) -> None:
    """Whatever the words, nothing is raised, every time can be read, and marks neither overlap nor run out of their sentence."""
    words = data.draw(st.lists(st.sampled_from(words_of(code)), max_size=40))
    glue = data.draw(st.sampled_from([" ", "", " "]))
    found, dates = read(glue.join(words) or "x", code, published)
    for sentence in found:
        last = 0
        for mark in dates.marks(sentence.number):
            assert last <= mark.start < mark.end <= len(sentence.tokens)
            last = mark.end
            assert mark.edtf is None or edtf.days(mark.edtf) is not None
        for scope in Scope:
            when, span = dates.when(sentence.number, 0, len(sentence.tokens), scope)
            assert when is None or edtf.days(when) is not None
            assert span is None or span.end <= found[-1].end


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"order": "year-first"}, "order must be one of"),
        ({"order": "day-month", "shifts": {"yesterday": ["before"]}}, "'yesterday' in shifts"),
        ({"order": "day-month", "words": {"whence": ["from"]}}, "unknown key 'whence'"),
        ({"order": "day-month", "months": {"13": {"full": ["undecember"]}}}, "'13' in months"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(wrong: dict[str, Any], said: str) -> None:
    """A table that says what no reader knows is refused, with the key that is wrong."""
    with pytest.raises(ValueError, match=said):
        date_words(replace(known.pack("en"), dates=wrong))


def test_no_words_no_times() -> None:
    """An empty text has no times, and nothing to say of them."""
    found, dates = read("", "en", "2023-05-10")
    assert found == []
    assert dates.leading is None
    assert dates.published == "2023-05-10"
