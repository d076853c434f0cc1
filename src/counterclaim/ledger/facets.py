"""How the newest claims of a list fall into kinds: counts beside a list, from which a reader narrows it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from counterclaim.ledger import filters
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.history import NOW, claim_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.ledger.filters import ClaimFilter, Moment
    from counterclaim.ledger.opening import Ledger

#: How many claims are counted; a list that is longer says so.
MOST = 2000


def claim_facets(
    ledger: Ledger, wanted: ClaimFilter, names: Sequence[str], *, moment: Moment = NOW, most: int = MOST
) -> tuple[dict[str, Counter[str]], int]:
    """Return how often each value of these columns of `claims` occurs, and how many claims were counted."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        rows = claim_rows(connection, wanted, at, after=None, limit=most)
    counted = {name: Counter(str(getattr(row, name)) for row in rows if getattr(row, name) is not None) for name in names}
    return counted, len(rows)
