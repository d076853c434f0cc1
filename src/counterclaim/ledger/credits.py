"""Translations: a report that credits another outlet belongs to that outlet's report with the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from counterclaim.ledger.identity import actor_key
from counterclaim.ledger.schema import FOREVER, claims, reports, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Row

    from counterclaim.ledger.transaction import Transaction

    Figures = frozenset[tuple[str, int | None, int | None]]

#: How many days may lie between an article and its translation.
_DAYS = 5
_MOST = 200
#: Of the figures of the report that has fewer, this share stands in both; with two or more, at least two.
_SHARED = 0.6
#: What a transaction is told when it writes a report with a credit.
CREDITED = "reports with a credit"


def credit_key(credit: str | None) -> str | None:
    """Return the key under which a credit is kept: the folded words, of which the first are the outlet's name."""
    return actor_key(credit) + " " if credit else None


def join_by_credit(connection: Transaction, row: Mapping[str, Any], family: int) -> int:
    """Return the family that a report belongs to after its credit, or those that credit its outlet, are followed."""
    mine: Figures | None = None
    for other in _candidates(connection, row):
        mine = _figures(connection, [row["rank"]]).get(row["rank"], frozenset()) if mine is None else mine
        theirs = _figures(connection, [other.rank]).get(other.rank, frozenset())
        if other.family != family and _same_story(mine, theirs):
            kept, joined = sorted((family, int(other.family)))
            connection.execute(update(texts).where(texts.c.family == joined).values(family=kept))
            family = kept
    return family


_READINGS = (
    select(reports.c.rank, reports.c.credit, texts.c.family)
    .join(texts, texts.c.rank == reports.c.text_rank)
    .where(
        reports.c.known.between(bindparam("first"), bindparam("last")),
        reports.c.until == FOREVER,
        reports.c.document != bindparam("own"),
    )
    .order_by(reports.c.rank)
    .limit(_MOST)
)
_OF_OUTLETS = _READINGS.where(reports.c.outlet_key.in_(bindparam("names", expanding=True)))
_CREDITED = _READINGS.where(reports.c.credit.is_not(None))


def _candidates(connection: Transaction, row: Mapping[str, Any]) -> Iterator[Row[Any]]:
    near = {"first": row["known"] - _DAYS, "last": row["known"] + _DAYS, "own": row["document"]}
    if row["credit"]:
        words = row["credit"].split()
        names = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
        yield from connection.execute(_OF_OUTLETS, near | {"names": names}).all()
    if row["outlet_key"]:
        for found in connection.look(_CREDITED, near, [CREDITED]).all():
            if found.credit.startswith(row["outlet_key"] + " "):
                yield found


def _figures(connection: Transaction, ranks: list[int]) -> dict[int, Figures]:
    """Return what the claims of readings state, by the rank of the reading."""
    found: dict[int, Figures] = {}
    for rank in ranks:
        rows = connection.execute(
            select(claims.c.outcome, claims.c.low, claims.c.high).where(
                claims.c.rank.between(rank, rank | 0xFFFF), claims.c.until == FOREVER
            )
        )
        found[rank] = frozenset((row.outcome, row.low, row.high) for row in rows if (row.low, row.high) != (None, None))
    return found


def _same_story(one: Figures, other: Figures) -> bool:
    fewer, shared = min(len(one), len(other)), len(one & other)
    return shared >= min(2, fewer) > 0 and shared >= _SHARED * fewer
