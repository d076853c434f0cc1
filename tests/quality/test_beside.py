"""Numbers that stand beside losses are not taken for losses."""

from __future__ import annotations

import known
from quality_beside import Reading, read

#: Of 1,000 sentences with 348 figures, how many figures may be read that are not stated, and how many may be missed.
EXTRA, MISSED = 43, 22


def test_numbers_beside_losses_are_no_losses() -> None:
    """Few sentences yield a figure that they do not state, and few figures are missed."""
    readings: list[Reading] = list(read(known.knowledge()))
    assert len(readings) == 1000
    assert sum(len(one.extra) for one in readings) <= EXTRA
    assert sum(len(one.missed) for one in readings) <= MISSED
