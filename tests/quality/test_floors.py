"""Extraction keeps the quality that was measured when the floors were pinned, and invents no figure."""

from __future__ import annotations

import json

import known
from quality import OWN, broken, read_all
from scoring import score


def test_the_projects_own_reports_keep_their_floors() -> None:
    """No language falls below its pinned scores on the project's reports, and a second reader proves every figure."""
    knowledge = known.knowledge()
    for path in sorted(OWN.glob("*.jsonl")):
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        guessed, invented = read_all(gold, knowledge)
        assert invented == []
        assert broken(path, score(gold, guessed)) == []
