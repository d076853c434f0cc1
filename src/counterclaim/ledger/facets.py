"""How the newest claims of a list fall into kinds: counts beside a list, from which a reader narrows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from counterclaim.ledger import filters
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.history import NOW, PAGE, claim_page, claim_rows
from counterclaim.ledger.schema import claims

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from counterclaim.ledger.filters import ClaimFilter, Moment
    from counterclaim.ledger.opening import Ledger
    from counterclaim.ledger.views import ClaimLine, Page

#: How many claims are counted; a list that is longer says so.
MOST = 2000


@dataclass(frozen=True, slots=True)
class CountedClaims:
    """A page of claims; how often each value of some columns occurs among the newest of the list; how many were counted."""

    page: Page[ClaimLine]
    counts: dict[str, Counter[str]]
    counted: int


def counted_claims(  # noqa: PLR0913 - what is asked of a list, and of its counts
    ledger: Ledger,
    wanted: ClaimFilter,
    names: Sequence[str],
    *,
    moment: Moment = NOW,
    after: str | None = None,
    limit: int = PAGE,
    most: int = MOST,
) -> CountedClaims:
    """Return a page of claims, as `list_claims` does, and how its newest `most` fall into kinds; raises BadFilter, BadQuery."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        columns = [claims.c[name] for name in dict.fromkeys(("rank", "text_rank", *names))]
        rows = claim_rows(connection, wanted, at, after=None, limit=most, columns=columns)
        if after is None and limit < most:
            ranks = [row.rank for row in rows[: limit + 1]]
            found = {
                row.rank: row for row in connection.execute(select(claims).where(claims.c.rank.in_(ranks), *at.holds(claims)))
            }
            shown = [found[rank] for rank in ranks]
        else:
            shown = claim_rows(connection, wanted, at, after=after, limit=limit + 1)
        page = claim_page(connection, wanted, shown, at, limit=limit)
    return CountedClaims(page, {name: _counted(rows, name) for name in names}, len(rows))


def _counted(rows: Sequence[Row[Any]], name: str) -> Counter[str]:
    if not rows:
        return Counter()
    at = rows[0]._fields.index(name)
    found = Counter(row[at] for row in rows)
    return Counter({str(value): often for value, often in found.items() if value is not None})
