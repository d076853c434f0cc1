"""A translation is no further source: it belongs to the article that it credits."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from counterclaim.knowledge.credits import find_credit, load_credits
from counterclaim.ledger.history import get_report
from counterclaim.ledger.rebuilding import compare
from counterclaim.ledger.redaction import redact
from counterclaim.ledger.store import Capture, writing
from counterclaim.model import Extraction, Report
from ledger_samples import READER, claim
from ledger_texts import LONG_TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterclaim.ledger.opening import Ledger

_CASES = [json.loads(line) for line in (Path(__file__).parent.parent / "cases" / "credits.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["name"])
def test_a_credit_is_read(case: dict[str, str | None]) -> None:
    """The words after it begin with the outlet's name; what is no credit gives none."""
    assert find_credit(case["text"] or "", case["lang"]) == case["credit"]


def test_every_phrase_is_found() -> None:
    """In the margin of a report, and not in its middle."""
    raw = tomllib.loads((files("counterclaim.knowledge") / "data" / "credits.toml").read_text("utf-8"))
    assert raw.keys() == load_credits().keys()
    for language, phrases in raw.items():
        for phrase in phrases:
            assert find_credit(f"{phrase} Example Post. More.", language) == "Example Post"
            assert find_credit("a " * 600 + f"{phrase} Example Post. " + "b " * 600, language) is None


def _add(ledger: Ledger, report: Report, credit: str | None = None) -> str:
    key, text = report.id, report.text
    said = [claim(report, part, low) for part, low in (("14 ", 14), ("31 ", 31)) if part in text]
    with writing(ledger, by="anna") as writer:
        number = writer.add_capture(Capture(key, text.encode(), key, "2024-05-01")).number
        assert number is not None
        extra = {"credit": credit} if credit else None
        writer.add_reading(Extraction(report, tuple(said)), capture=number, reader=READER, extra=extra)
    return get_report(ledger, key).line.id


_TRANSLATION = "Artilleriet traff i gryningen. 14 döda och 31 skadade, säger borgmästaren. Översatt från Harbour Courier."

_LATER: dict[str, Any] = {"published": "2024-04-03", "outlet": "Skarholm"}


@pytest.mark.parametrize("original_first", [True, False])
def test_a_translation_is_tied_to_what_it_credits(ledger: Ledger, *, original_first: bool) -> None:
    """Whichever comes in first; a report of the same days with other figures, or without the credit, is not."""
    steps: list[Callable[[], object]] = [
        lambda: _add(ledger, Report("original", LONG_TEXTS[0], published="2024-04-01", outlet="Harbour  Courier")),
        lambda: _add(ledger, Report("translation", _TRANSLATION, **_LATER), "Harbour Courier of the day"),
    ]
    for step in steps if original_first else steps[::-1]:
        step()
    _add(ledger, Report("other", "14 and 31 were counted by others.", published="2024-04-02", outlet="Canal"))
    _add(ledger, Report("late", _TRANSLATION + " Again.", published="2024-04-29", outlet="Canal"), "Harbour Courier")
    original = get_report(ledger, "original").line
    assert original.copy_of is None
    assert get_report(ledger, "translation").line.copy_of == original.id
    assert get_report(ledger, "other").line.copy_of is None
    assert compare(ledger) == []
    redact(ledger, "original", reason="a court order", by="anna")
    assert get_report(ledger, "translation").line.copy_of is None
    assert compare(ledger) == []
