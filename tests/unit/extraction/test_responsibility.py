"""Who accuses, who takes it on himself, who denies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import known
from counterclaim.extraction.claims import extract
from counterclaim.model import Report

CASES = Path(__file__).parents[2] / "cases" / "extraction" / "responsibility.jsonl"


@pytest.mark.parametrize(
    "case", [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()], ids=lambda case: str(case["name"])
)
def test_who_is_said_to_have_done_it(case: dict[str, Any]) -> None:
    """Claimant, stance and accused, and the words that say so."""
    report = Report(id="case", text=case["text"], lang=case["lang"])
    found = extract(report, known.knowledge()).responsibilities
    assert [[one.claimant, one.stance.value, one.accused] for one in found] == case["found"]
    assert all(one.span.of(report.text) == one.evidence for one in found)
