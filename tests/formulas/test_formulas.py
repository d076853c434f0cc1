"""What a sentence of parts says follows from its parts: every formula of news agencies with every speaker, toll and place.

`python tools/formulas.py` shows the same as a table of what fails by formula and by filler.
"""

from __future__ import annotations

from itertools import islice

import pytest

import known
from counterclaim.knowledge.language import language_codes
from formula_tables import table_names
from formulas import Depth, cells, misread, read
from ledger_samples import is_full

#: The full proof reads every pair of fillers; else every fourth of the cells in which each filler stands once, or all of few.
DEPTH, STEP = (Depth.PAIRS, 1) if is_full() else (Depth.FILLERS, 4)
FEW = 400


def test_every_language_has_its_formulas() -> None:
    """No language is left out."""
    assert {name.partition("/")[0] for name in table_names()} == set(language_codes())


@pytest.mark.parametrize("table", table_names())
def test_formulas_are_read_as_their_parts_say(table: str) -> None:
    """No cell is misread but those that are listed as open, and what is listed as open is still misread."""
    odd, all_cells = [], list(cells(table, DEPTH))
    for cell in islice(all_cells, 0, None, STEP if len(all_cells) > FEW else 1):
        wrong = misread(cell, read(cell, known.knowledge()))
        if bool(wrong) is not cell.open:
            odd.append(f"{cell.text} ({cell.name}): {', '.join(wrong) or 'listed as open, but read as meant'}")
    assert odd == []
