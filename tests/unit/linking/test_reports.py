"""Our own reports on invented events, in ten languages: nearly every pair is linked rightly, and no two events are joined."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

from counterclaim.extraction.claims import extract, survey
from counterclaim.knowledge.loading import load_knowledge
from counterclaim.linking.events import link
from counterclaim.model import Extraction, Report

REPORTS = Path(__file__).parents[2] / "cases/linking/reports.jsonl"
#: Of the pairs of one event so many are found.
SHARE = 0.9


def test_own_reports_are_linked() -> None:
    """No two events are joined, and nine pairs in ten of one event are found."""
    knowledge = load_knowledge()
    truth: dict[str, set[str]] = {}
    extractions = []
    for line in REPORTS.read_text("utf-8").splitlines():
        row = json.loads(line)
        truth[row["id"]] = set(row["events"])
        report = Report(row["id"], row["text"], lang=row["lang"], published=row["published"])
        found = extract(report, knowledge)
        extractions.append(found if found.claims else Extraction(report, mentions=survey(report, knowledge)))
    joined = {pair for event in link(extractions).events for pair in combinations(sorted(event.reports), 2)}
    same = {(a, b) for a, b in combinations(sorted(truth), 2) if truth[a] & truth[b]}
    assert not joined - same
    assert len(joined & same) >= SHARE * len(same)
