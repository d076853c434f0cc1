"""A table of formulas borrows from its neighbours, and says what is wrong with it in words that can be acted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import formula_tables
from formula_tables import TableError, load_table
from formulas import Depth, cells, misread

if TYPE_CHECKING:
    from pathlib import Path

LENDER = """
[speaker.army]
one = "the army"
expect = { named = "army" }
[speaker.police]
one = "the police"
expect = { named = "police" }
[[formula]]
name = "says"
text = "{speaker.one} said 3 people died."
"""
BORROWER = """
[borrow]
speaker = { from = "lender" }
other = { from = "lender", slot = "speaker", only = ["army"] }
[speaker.army]
again = "it"
[[formula]]
name = "two"
text = "{speaker.one} said 3 people died, {other.one} said 4."
claims = [{ of = ["speaker"], low = 3 }, { of = ["other"], low = 4 }]
"""


@pytest.fixture(autouse=True)
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a lender and a borrower where the tables stand."""
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "lender.toml").write_text(LENDER, encoding="utf-8")
    (folder / "borrower.toml").write_text(BORROWER, encoding="utf-8")
    monkeypatch.setattr(formula_tables, "TABLES", tmp_path)
    return folder


def test_fillers_are_borrowed_under_the_same_name_or_another() -> None:
    """All of a slot or some of it, and a table may add forms to what it borrows."""
    table = load_table("en/borrower")
    assert table.slots["speaker"].keys() == {"army", "police"}
    assert table.slots["other"].keys() == {"army"}
    assert table.slots["speaker"]["army"] == {"one": "the army", "again": "it", "expect": {"named": "army"}}


def test_a_borrower_may_leave_fields_aside(tables: Path) -> None:
    """What the lender makes certain is not asked where the table says `without`."""
    (tables / "borrower.toml").write_text(BORROWER.replace('from = "lender" }', 'from = "lender", without = ["named"] }', 1))
    assert load_table("en/borrower").slots["speaker"]["police"] == {"one": "the police", "expect": {}}


def test_one_filler_never_stands_in_two_slots() -> None:
    """Two slots that are borrowed from one have two speakers."""
    assert {cell.fillers for cell in cells("en/borrower", Depth.ALL)} == {(("speaker", "police"), ("other", "army"))}


def test_each_demanded_claim_has_its_own_fields() -> None:
    """A claim with the other speaker's figure meets neither demand, and a claim too many is told."""
    (cell,) = cells("en/borrower", Depth.ALL)
    three = {"low": 3, "high": 3, "claimant": "police", "claimants": []}
    four = {"low": 4, "high": 4, "claimant": "army", "claimants": []}
    assert misread(cell, [three, four]) == []
    assert misread(cell, [three, four | {"claimant": "police"}]) == ["named"]
    assert misread(cell, [three, four, three]) == ["more"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('from = "lender" }', 'from = "nobody" }', "there is no such table"),
        ('slot = "speaker"', 'slot = "herald"', "en/lender has no herald"),
        ('only = ["army"]', 'only = ["navy"]', "en/lender has no navy; its speaker has army, police"),
        ('from = "lender" }', 'of = "lender" }', "takes from, only, slot, without"),
        ('again = "it"', 'one = "it"', "one is borrowed already"),
        ("{other.one}", "{rival.one}", "no slot rival"),
        ('of = ["other"]', 'of = ["rival"]', "a claim is of rival, and the text has other, speaker"),
        ("claims", "demands", "demands is not one of claims, expect, name, text"),
        ("low = 4 }]\n", 'low = 4 }]\n[[open]]\nformula = "three"\nwhy = ""\n', "there is no formula 'three'"),
        ("low = 4 }]\n", 'low = 4 }]\n[[open]]\nformula = "two"\nother = ["navy"]\nwhy = ""\n', "other has no navy"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(tables: Path, before: str, after: str, told: str) -> None:
    """Every trouble names its table and what would be right."""
    (tables / "borrower.toml").write_text(BORROWER.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(TableError, match="en/") as trouble:
        load_table("en/borrower")
    assert told in str(trouble.value)
