"""Our own reports in ten languages, on events that are easily taken for each other: nearly every pair is linked rightly."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

import known
from counterclaim.extraction.claims import extract, survey
from counterclaim.linking.events import link
from counterclaim.model import Extraction, Report

CASES = Path(__file__).parents[2] / "cases/linking"


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [
        ("reports", 1.0, 0.9),
        ("neighbours", 0.95, 0.87),
        ("recurring", 0.92, 0.87),
        ("towns", 0.8, 0.9),
        ("capitals", 0.97, 0.85),
        ("provinces", 0.97, 0.9),
        ("unseen", 0.97, 0.9),
    ],
)
def test_own_reports_are_linked(name: str, precision: float, recall: float) -> None:
    """Of the pairs that are linked so many are of one event, and of those of one event so many are linked."""
    knowledge = known.knowledge()
    truth: dict[str, set[str]] = {}
    told: dict[str, set[str]] = {}
    extractions = []
    for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        truth[row["id"]] = set(row["events"])
        told[row["id"]] = truth[row["id"]] | set(row.get("mentions", ()))
        report = Report(row["id"], row["text"], lang=row["lang"], published=row["published"])
        found = extract(report, knowledge, named=True)
        extractions.append(found if found.claims else Extraction(report, mentions=survey(report, knowledge)))
    joined = {pair for event in link(extractions).events for pair in combinations(sorted(event.reports), 2)}
    same = {(a, b) for a, b in combinations(sorted(truth), 2) if truth[a] & truth[b]}
    in_passing = {(a, b) for a, b in combinations(sorted(truth), 2) if told[a] & told[b]} - same
    right = len(joined & same)
    assert right >= precision * len(joined - in_passing)
    assert right >= recall * len(same)
