"""Which time belongs to a claim, in ten languages."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

import known
from counterclaim.extraction.dates import Dates, read_dates
from counterclaim.extraction.sentences import Sentence, sentences
from counterclaim.model import Report, Scope

CASES = Path(__file__).parents[2] / "cases" / "extraction" / "when.jsonl"


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
def test_the_time_of_a_claim(row: dict[str, Any]) -> None:
    """A claim has this time, and these words name it."""
    text, claim = row["text"], row["claim"]
    found, dates = read(text, row["lang"], row["published"])
    start = text.index(claim)
    sentence = next(s for s in found if s.start <= start < s.end)
    tokens = [n for n, token in enumerate(sentence.tokens) if start <= token.start < start + len(claim)]
    when, span = dates.when(sentence.number, tokens[0], tokens[-1] + 1, Scope(row["scope"]))
    assert (when, span.of(text) if span else None) == (row["when"], row["words"])


@pytest.mark.parametrize(("standing", "when"), [(False, "2022-02-24/2023-05-10"), (True, "2023-05-10")])
def test_losses_add_up_from_the_start_of_a_war_and_strength_does_not(*, standing: bool, when: str) -> None:
    """A total of a war that goes on counts from its start; how many stand in the field holds on the day."""
    text = "Ukraine counts its dead. The war has cost Ukraine 900 officers."
    _, dates = read(text, "en", "2023-05-10")
    assert dates.when(1, 5, 7, Scope.TOTAL, standing=standing) == (when, None)


@pytest.mark.parametrize("lang", ["nb", "en", "de", "fr", "uk"])
def test_ten_times_the_text_takes_about_ten_times_as_long(lang: str) -> None:
    """Reading is linear in the length of the text, also where one sentence is nothing but dates."""
    months = next(iter(known.pack(lang).dates["months"].values()))
    words = f"7 {next(iter(months.values()))[0].strip('*')} 2014, 14 / 3 - 2 2000 . 7 - 8 "

    def seconds(times: int) -> float:
        pack = known.pack(lang)
        found = list(sentences(Report(id="case", text=words * times, lang=lang), pack))
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            read_dates(found, pack, "2023-05-10")
            best = min(best, time.process_time() - began)
        return best

    seconds(10)
    assert seconds(1000) < 40 * max(seconds(100), 0.001)
