"""Estimates: each row of tests/cases/estimation is an event, a codebook, and low, best, high by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counterclaim.estimation.estimates import estimate
from counterclaim.knowledge.codebook import load_codebook
from counterclaim.model import (
    Bounds,
    Claim,
    Claimant,
    ClaimantKind,
    Event,
    Extraction,
    Outcome,
    Qualifier,
    Relation,
    RelationKind,
    Report,
    Scope,
    Span,
    Stance,
    VictimKind,
)

FOLDER = Path(__file__).parents[2] / "cases" / "estimation"
CASES = [json.loads(line) for file in sorted(FOLDER.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines() if line]


def claim(record: dict[str, Any], report: str) -> Claim:
    """Return the claim of a row; what it leaves out is killed, exact, asserted, of the event, of nobody in particular."""
    claimant = record.get("claimant")
    kind = ClaimantKind(record["kind"]) if "kind" in record else None
    return Claim(
        report=report,
        id=record["id"],
        evidence="words",
        span=Span(0, 5),
        outcome=Outcome(record.get("outcome", "killed")),
        bounds=Bounds(record["low"], record["high"], Qualifier(record.get("qualifier", "exact"))),
        quantity_word=record.get("word"),
        victim_kind=VictimKind(record.get("victims", "unspecified")),
        victim_country=record.get("country"),
        claimants=(Claimant(claimant, kind, country=record.get("claimant_country")),) if claimant else (),
        via=tuple(record.get("via", ())),
        stance=Stance(record.get("stance", "asserts")),
        scope=Scope(record.get("scope", "event")),
        relations=tuple(Relation(RelationKind(name), target) for name, target in record.get("relations", ())),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """The lines have the figures that the row expects, and its claims the fates."""
    extractions = [
        Extraction(
            Report(row["id"], f"text of {row['id']}", published=row["published"], outlet=row.get("outlet")),
            tuple(claim(record, row["id"]) for record in row["claims"]),
        )
        for row in case["reports"]
    ]
    event = Event("e", tuple(e.report.id for e in extractions), tuple(c.id for e in extractions for c in e.claims))
    lines = [line for line in estimate(event, extractions, load_codebook(case["codebook"])) if line.outcome is Outcome.KILLED]
    found = {line.side: [line.low, line.best, line.high] for line in lines if line.best is not None}
    assert {side: found.get(side) for side in case["expect"]} == case["expect"]
    if not case["expect"]:
        assert not found
    whole = next((line for line in lines if line.side == "all"), None)
    rules = {
        told: reason.rule
        for reason in (whole.reasons[1:] if found and whole else whole.reasons if whole else ())
        for told in reason.claims
    }
    assert {told: rules.get(told) for told in case.get("rules", {})} == case.get("rules", {})
    if "grade" in case:
        assert whole is not None
        assert whole.grade == case["grade"]
