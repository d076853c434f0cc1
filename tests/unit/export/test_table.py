"""The table for people."""

from __future__ import annotations

import dataclasses
import io

import pytest
from hypothesis import given

import strategies
from counterclaim.export.table import stated, write_table
from counterclaim.model import (
    Bounds,
    Claim,
    Claimant,
    ClaimantKind,
    Extraction,
    Figure,
    How,
    Outcome,
    Qualifier,
    Relation,
    RelationKind,
    Report,
    Span,
    Stance,
)

TEXT = "De krijgsmacht meldt zeker 80 doden, onder wie tien officieren. De stad ontkent dat."


def span(words: str) -> Span:
    """Return where the words stand in the text."""
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


WHOLE = Claim(
    "r",
    "zeker 80 doden",
    span("zeker 80 doden"),
    Outcome.KILLED,
    Bounds(80, None, Qualifier.AT_LEAST),
    id="a",
    figure=Figure(span("80"), "80", How.DIGITS),
    claimants=(Claimant("armed forces", ClaimantKind.MILITARY),),
    via=("Reuters",),
)
PART = Claim(
    "r",
    "tien officieren",
    span("tien officieren"),
    Outcome.KILLED,
    Bounds(10, 10, Qualifier.EXACT),
    id="b",
    relations=(Relation(RelationKind.PART_OF, "a"),),
)
DENIAL = Claim(
    "r",
    "ontkent",
    span("ontkent"),
    Outcome.CASUALTIES,
    Bounds(None, None, Qualifier.NONE),
    id="c",
    stance=Stance.DENIES,
    claimants=(Claimant("the city"),),
)


def shown(*extractions: Extraction) -> str:
    """Return the table as a file would hold it."""
    stream = io.StringIO()
    write_table(extractions, stream)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def test_a_claim_is_shown_with_its_words() -> None:
    """Figure, claimant, relay and evidence are on the page."""
    page = shown(Extraction(Report("r", TEXT, "nl", "2023-03-06"), (WHOLE,)))
    for words in (
        "at least 80",
        "killed",
        "armed forces",
        "via Reuters",
        "“zeker 80 doden”",
        "2023-03-06",
        "1 claim in 1 report",
    ):
        assert words in page


def test_a_denial_and_a_part_say_so() -> None:
    """What a claim is to another is told by that one's number on the page."""
    page = shown(Extraction(Report("r", TEXT, "nl"), (WHOLE, PART, DENIAL)))
    assert "part of 1" in page
    assert "denies" in page
    assert "no number" in page


def test_a_report_without_claims_says_so() -> None:
    """Silence would look like a failure."""
    assert "no claims" in shown(Extraction(Report("r", TEXT, "nl")))


def test_no_field_steers_the_terminal() -> None:
    """What a ledger of others holds is shown with its control characters replaced."""
    nasty, some = "\x1b[31m\u202e", Bounds(20, None, Qualifier.VAGUE)
    steering = dataclasses.replace(
        WHOLE, bounds=some, quantity_word=nasty, victims=nasty, victim_country=nasty, when=nasty, evidence=nasty
    )
    assert not {"\x1b", "\u202e"} & set(shown(Extraction(Report("r", TEXT, "nl"), (steering,))))


@given(strategies.extractions)
def test_no_extraction_breaks_the_table(extraction: Extraction) -> None:
    """Whatever stands in the fields, a page comes out that cannot steer a terminal."""
    assert not {"\x1b", "\x07", "\u202e"} & set(shown(extraction))


@pytest.mark.parametrize(
    ("bounds", "word", "said"),
    [
        (Bounds(5, 5, Qualifier.EXACT), None, "5"),
        (Bounds(100, 100, Qualifier.ABOUT), None, "about 100"),
        (Bounds(80, None, Qualifier.AT_LEAST), None, "at least 80"),
        (Bounds(None, 200, Qualifier.AT_MOST), None, "at most 200"),
        (Bounds(20, 30, Qualifier.RANGE), None, "20 to 30"),
        (Bounds(20, None, Qualifier.VAGUE), "dozens", "dozens (20+)"),
        (Bounds(None, None, Qualifier.VAGUE), "several", "several"),
        (Bounds(None, None, Qualifier.VAGUE), None, "some"),
        (Bounds(None, None, Qualifier.NONE), None, "no number"),
        (Bounds(71000, 71000, Qualifier.EXACT), None, "71,000"),
    ],
)
def test_bounds_are_said_in_words(bounds: Bounds, word: str | None, said: str) -> None:
    """What the words of the text state is said as plainly in English."""
    assert stated(bounds, word) == said
