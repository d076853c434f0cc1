"""Every pack brings its examples and its traps: the figures of each must come out as written, and from a trap nothing."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

import known
from counterclaim.extraction.claims import extract
from counterclaim.knowledge.language import data_folder, language_codes
from counterclaim.model import Report
from counterclaim.records import claim_to_record


def examples() -> list[Any]:
    """Return the examples of all packs as parameters."""
    rows = []
    for code in language_codes():
        file = data_folder().joinpath("languages", code, "examples.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
            row = json.loads(line)
            rows.append(pytest.param(code, row, id=f"{code}: {row['name']}"))
    return rows


def test_every_language_has_examples_and_traps() -> None:
    """A pack without examples, or without traps, is not finished."""
    told = Counter((case.values[0], bool(case.values[1]["claims"])) for case in examples())
    assert {code for code, _ in told} == set(language_codes())
    assert all(told[code, True] and told[code, False] for code in language_codes())


@pytest.mark.parametrize(("code", "row"), examples())
def test_example(code: str, row: dict[str, Any]) -> None:
    """The claims of an example are those that are written beside it, with every field that is written there."""
    report = Report(id="example", text=row["text"], lang=code, published=row.get("published"))
    found = [claim_to_record(claim) for claim in extract(report, known.knowledge()).claims]
    assert sorted(_key(c) for c in found) == sorted(_key(c) for c in row["claims"])
    for wanted in row["claims"]:
        fitting = [c for c in found if _key(c) == _key(wanted)]
        assert any(all(c[name] == value for name, value in wanted.items()) for c in fitting), (wanted, fitting)


def _key(claim: dict[str, Any]) -> tuple[str, str, str]:
    return claim["outcome"], str(claim["low"]), str(claim["high"])
