"""By how much a total grew: "tanks – 9,113 (+4)"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.exclusions import GROWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.numbers import Quantity

#: How many tokens stand between a total and the number in its brackets: the bracket and the plus sign.
SIGNS = 2


def grown(quantities: Sequence[Quantity], refused: Mapping[int, str], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts of what was added to the figures of a sentence: the same losses, of the last day."""
    for number, quantity in enumerate(quantities):
        if refused.get(number) != GROWN or quantity.bounds.high == 0:
            continue
        opens = quantity.number_start - SIGNS
        total = next((d for d in drafts if opens in (d.quantity.end, d.phrase.end)), None)
        if total is not None:
            phrase = replace(total.phrase, quantity=quantity, start=quantity.start, end=quantity.end)
            yield replace(total, phrase=phrase, start=quantity.start, end=quantity.end, added=True)
