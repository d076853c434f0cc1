"""Claims leave without the names of persons; bodies and roles stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counterclaim.ledger.anonymity import without_names

_FILE = Path(__file__).parents[2] / "cases" / "anonymity.jsonl"
_CASES = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]


def _record(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "claimants": [
            {"name": case["claimant"], "kind": case["kind"], "id": case["id"], "country": None, "text": case["claimant"]}
        ],
        "claimant": case["claimant"],
        "evidence": f"{case['claimant']} counted 12",
        "victims": None,
    }


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["name"])
def test_a_claimant_leaves_as_body_or_role(case: dict[str, Any]) -> None:
    """The name is nowhere in the record; doing it twice changes nothing."""
    record = without_names(_record(case))
    assert record["claimant"] == case["left"]
    assert without_names(record) == record
    hidden = case["claimant"] != case["left"]
    assert ("Nordhavn" in json.dumps(record)) is False
    assert (record["claimants"][0]["text"] is None) is hidden
