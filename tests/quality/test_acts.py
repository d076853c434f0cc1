"""Attackers, means, relations and responsibility claims, on reports that were annotated before the code was written."""

from __future__ import annotations

import pytest

from quality_acts import GOLD, Tally, figures, score

#: How much of what is said is right at the least, and how much is found: of relations less, since many of the parts of a
#: figure are not yet found themselves.
PRECISION, RECALL = 0.85, {"attacker": 0.65, "means": 0.65, "relations": 0.6, "responsibility": 0.65}


@pytest.fixture(scope="module")
def tally() -> Tally:
    """Give the counts over all annotated reports."""
    return score(GOLD)


@pytest.mark.parametrize("part", list(RECALL))
def test_acts_are_read(tally: Tally, part: str) -> None:
    """Most of what is annotated is found, and little else."""
    precision, recall = figures(tally[part])
    assert precision >= PRECISION, tally[part]
    assert recall >= RECALL[part], tally[part]
