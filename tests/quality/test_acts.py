"""Attackers, means, relations and responsibility claims, on reports that were annotated before the code was written."""

from __future__ import annotations

import pytest

from quality_acts import GOLD, Tally, figures, score

#: What issue and design ask for: precision, and how much is found.
PRECISION, RECALL = 0.85, 0.65


@pytest.fixture(scope="module")
def tally() -> Tally:
    """Give the counts over all annotated reports."""
    return score(GOLD)


@pytest.mark.parametrize("part", ["attacker", "means", "relations", "responsibility"])
def test_acts_are_read(tally: Tally, part: str) -> None:
    """Most of what is annotated is found, and little else."""
    precision, recall = figures(tally[part])
    assert precision >= PRECISION, tally[part]
    assert recall >= RECALL, tally[part]
