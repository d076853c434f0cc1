"""What a ledger works out, report by report and in any order, is what is worked out at once without one."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.ledger.computed import list_results
from counterclaim.ledger.opening import Ledger
from counterclaim.model import Extraction, Report
from counterclaim.pipeline import estimate_event, extract_report, link_extractions
from counterclaim.pipeline_refresh import refresh
from counterclaim.records import estimate_to_record, event_to_record
from ledger_samples import add, is_full

REPORTS = Path(__file__).parent.parent / "cases" / "linking" / "reports.jsonl"
#: How many reports are drawn, and after how many the ledger is brought up to date.
DRAWN, ROUND = 12, 5


def drawn(chance: random.Random) -> list[Extraction]:
    """Return some reports with their claims, in some order."""
    rows = chance.sample([json.loads(row) for row in REPORTS.read_text("utf-8").splitlines()], DRAWN)
    return [extract_report(Report(row["id"], row["text"], lang=row["lang"], published=row["published"])) for row in rows]


def at_once(extractions: list[Extraction]) -> dict[str, Any]:
    """Return the events by id, each with its estimates, as they are without a ledger."""
    by_id = {extraction.report.id: extraction for extraction in extractions}
    found: dict[str, Any] = {}
    for event in link_extractions(extractions).events:
        theirs = [by_id[report] for report in event.reports]
        lines = [
            figures(estimate_to_record(line))
            for name in codebook_names()
            for line in estimate_event(event, theirs, load_codebook(name))
        ]
        record = event_to_record(event)
        found[event.id] = (record["reports"], record["claims"], record["when"], sorted(lines))
    return found


def kept(ledger: Ledger) -> dict[str, Any]:
    """Return the same of what a ledger holds."""
    lines: dict[str, list[tuple[Any, ...]]] = {}
    for record in list_results(ledger, "estimate"):
        lines.setdefault(record["event"], []).append(figures(record))
    return {
        record["id"]: (record["reports"], record["claims"], record["when"], sorted(lines.get(record["id"], [])))
        for record in list_results(ledger, "event")
    }


def figures(record: dict[str, Any]) -> tuple[Any, ...]:
    """Return what an estimate says, as what can be sorted."""
    return tuple(str(record[name]) for name in ("codebook", "outcome", "side", "low", "best", "high"))


@pytest.mark.parametrize("seed", range(50 if is_full() else 2))
def test_a_ledger_holds_what_is_worked_out_at_once(ledger: Ledger, seed: int) -> None:
    """The same events, with the same claims and figures under every codebook, however the reports came."""
    extractions = drawn(random.Random(seed))  # a draw, no secret
    for number, extraction in enumerate(extractions, 1):
        add(ledger, extraction)
        if number % ROUND == 0:
            refresh(ledger, by="rounds")
    refresh(ledger, by="last")
    assert kept(ledger) == at_once(extractions)
