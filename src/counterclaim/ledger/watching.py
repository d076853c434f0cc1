"""What `watch` remembers: its feeds and the articles that they named, beside the ledger's own tables.

It is no part of the chain: what was fetched is. It is written in the transaction that writes what was fetched, so that one
is never without the other.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Float, Index, MetaData, Table, Text, and_, delete, func, insert, or_, select

from counterclaim.ledger.dialect import appending, explained, looking

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.ledger.opening import Ledger
    from counterclaim.ledger.store import Writer

_CHUNK = 400
metadata = MetaData()
watched = Table(
    "watched",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("due", Float, nullable=True),
    Column("state", Text, nullable=False),
    Index("watched_by_due", "due"),
)

FEED, ARTICLE = "feed", "article"


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed or an article: when it is due (seconds since 1970, None for never again), and how its fetches went.

    `fetched` counts those that gave something, `failures` those in a row that did not, with the last `reason`; `etag` and
    `modified` are what the server gave. Of an article, `feed`, `title` and `published` are the feed's words, `found` when it
    was first named.
    """

    kind: str
    address: str
    due: float | None
    fetched: int = 0
    failures: int = 0
    reason: str | None = None
    etag: str | None = None
    modified: str | None = None
    feed: str | None = None
    title: str | None = None
    published: str | None = None
    found: float = 0.0


def prepare(ledger: Ledger) -> None:
    """Make the table where it is not there yet."""
    with explained(ledger.shown), appending(ledger.engine) as connection:
        metadata.create_all(connection)


def due(ledger: Ledger, feeds: float, articles: float, most: int, besides: Iterable[str] = ()) -> list[Watched]:
    """Return the feeds and articles that are due by a moment for each, the longest overdue first, without those in `besides`."""
    left_out = set(besides)
    by = or_(and_(watched.c.kind == FEED, watched.c.due <= feeds), and_(watched.c.kind == ARTICLE, watched.c.due <= articles))
    query = select(watched).where(by).order_by(watched.c.due, watched.c.kind, watched.c.address).limit(most + len(left_out))
    with explained(ledger.shown), looking(ledger.engine) as connection:
        found = [_value(row) for row in connection.execute(query)]
    return [one for one in found if one.address not in left_out][:most]


def next_due(ledger: Ledger) -> float | None:
    """Return when the next feed or article is due, None where none is."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        found = connection.execute(select(func.min(watched.c.due))).scalar()
    return None if found is None else float(found)


def known(ledger: Ledger, kind: str, addresses: Sequence[str]) -> dict[str, Watched]:
    """Return those of the addresses that are remembered."""
    found: dict[str, Watched] = {}
    with explained(ledger.shown), looking(ledger.engine) as connection:
        for at in range(0, len(addresses), _CHUNK):
            chunk = list(addresses[at : at + _CHUNK])
            rows = connection.execute(select(watched).where(watched.c.kind == kind, watched.c.address.in_(chunk)))
            found |= {row.address: _value(row) for row in rows}
    return found


def count(ledger: Ledger, kind: str) -> tuple[int, int]:
    """Return how many there are of a kind, and how many of them are still to be fetched."""
    query = select(func.count(), func.count(watched.c.due)).where(watched.c.kind == kind)
    with explained(ledger.shown), looking(ledger.engine) as connection:
        every, waiting = connection.execute(query).one()
    return int(every), int(waiting)


def keep(writer: Writer, states: Iterable[Watched]) -> None:
    """Remember feeds and articles as they are now, in the transaction of the writer."""
    for state in states:
        row = asdict(state)
        kind, address, when = row.pop("kind"), row.pop("address"), row.pop("due")
        writer.connection.execute(delete(watched).where(watched.c.kind == kind, watched.c.address == address))
        told = json.dumps(row, ensure_ascii=True)
        writer.connection.execute(insert(watched).values(kind=kind, address=address, due=when, state=told))


def _value(row: Any) -> Watched:  # noqa: ANN401 - a row of the database
    return Watched(row.kind, row.address, row.due, **json.loads(row.state))
