"""How many claims each claimant makes, kept beside the ledger; derived, and brought up to date when it is asked.

Like the index of events it can be dropped at any time. It knows the present only: other moments are counted anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, Column, Index, Integer, Table, and_, delete, func, insert, or_, select

from counterclaim.ledger import filters
from counterclaim.ledger.chain import EntryKind
from counterclaim.ledger.dialect import Words, appending, explained, look_anew, looking
from counterclaim.ledger.history import NOW
from counterclaim.ledger.schema import FOREVER, claim_actors, claims, decisions, entries
from counterclaim.ledger.views import Page
from counterclaim.web.event_index import marks, metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Select

    from counterclaim.ledger.filters import Moment
    from counterclaim.ledger.opening import Ledger

counts = Table(
    "page_claimants",
    metadata,
    Column("actor", Words, primary_key=True),
    Column("claims", Integer, nullable=False),
    Column("latest", BigInteger, nullable=False),
    Index("page_claimants_by_claims", "claims", "actor"),
)
_MARK = "claimants"
#: Where more reports than this came, counting everything is quicker.
_MOST_DOCUMENTS = 500
_CHUNK = 500


class Speaker(NamedTuple):
    """A claimant by its key, how many claims it makes, and the rank of the latest of them."""

    actor: str
    claims: int
    latest: int


def list_speakers(ledger: Ledger, *, moment: Moment = NOW, after: str | None = None, limit: int = 50) -> Page[Speaker]:
    """Return a page of those who speak, who says most first; raises BadFilter."""
    if moment == NOW:
        bring_up_to_date(ledger)
    with explained(ledger.shown), looking(ledger.engine) as connection:
        if moment == NOW:
            found: Any = counts
        else:
            at = filters.horizon(connection, moment)
            found = _counted().where(*at.holds(claim_actors)).subquery()
        query = select(found.c.actor, found.c.claims, found.c.latest).order_by(found.c.claims.desc(), found.c.actor)
        if after is not None:
            number, _, actor = after.partition(".")
            below = filters.cursor(number)
            query = query.where(or_(found.c.claims < below, and_(found.c.claims == below, found.c.actor > actor)))
        rows = [Speaker(*row) for row in connection.execute(query.limit(limit + 1))]
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(tuple(rows[:limit]), last and f"{last.claims}.{last.actor}")


def bring_up_to_date(ledger: Ledger) -> None:
    """Count anew who spoke in reports that came, or were ruled on, since it was last asked."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        marked = _marked(connection)
        newest = _newest(connection)
    if marked is not None and marked >= newest:
        return
    with explained(ledger.shown), appending(ledger.engine) as connection:
        marked, newest = _marked(connection), _newest(connection)
        documents = None if marked is None else _documents(connection, marked)
        if documents is None:
            connection.execute(delete(counts))
            connection.execute(insert(counts).from_select(["actor", "claims", "latest"], _now(_counted())))
        else:
            actors = sorted(_speakers(connection, documents))
            for at in range(0, len(actors), _CHUNK):
                some = actors[at : at + _CHUNK]
                connection.execute(delete(counts).where(counts.c.actor.in_(some)))
                again = _now(_counted().where(claim_actors.c.actor.in_(some)))
                connection.execute(insert(counts).from_select(["actor", "claims", "latest"], again))
        connection.execute(delete(marks).where(marks.c.name == _MARK))
        connection.execute(insert(marks), {"name": _MARK, "entry": newest})
    look_anew(ledger.engine)


def _counted() -> Select[Any]:
    actor = claim_actors.c.actor
    return (
        select(actor, func.count().label("claims"), func.max(claim_actors.c.rank).label("latest"))
        .where(claim_actors.c.says == 1)
        .group_by(actor)
    )


def _now(query: Select[Any]) -> Select[Any]:
    return query.where(claim_actors.c.until == FOREVER)


def _marked(connection: Connection) -> int | None:
    return connection.execute(select(marks.c.entry).where(marks.c.name == _MARK)).scalar()


def _newest(connection: Connection) -> int:
    """Return the last entry that can change who says how much."""
    found = [
        connection.execute(select(func.max(entries.c.number)).where(entries.c.kind == kind.value)).scalar()
        for kind in (EntryKind.READING, EntryKind.DECISION, EntryKind.REDACTION)
    ]
    return max(one or 0 for one in found)


def _documents(connection: Connection, marked: int) -> list[str] | None:
    """Return the reports that came, or were ruled on, after an entry; None where they are many, or a text was destroyed."""
    redacted = select(entries.c.number).where(entries.c.kind == EntryKind.REDACTION.value, entries.c.number > marked)
    if connection.execute(redacted.limit(1)).first() is not None:
        return None
    read = select(entries.c.subject).where(entries.c.kind == EntryKind.READING.value, entries.c.number > marked)
    came = set(connection.scalars(read.limit(_MOST_DOCUMENTS + 1)))
    ruled = select(decisions.c.document).where(decisions.c.number > marked, decisions.c.document.is_not(None))
    came |= set(connection.scalars(ruled.limit(_MOST_DOCUMENTS + 1)))
    return None if len(came) > _MOST_DOCUMENTS else sorted(came)


def _speakers(connection: Connection, documents: Sequence[str]) -> set[str]:
    """Return who speaks, or spoke, in reports."""
    ranks = connection.scalars(select(claims.c.rank).where(claims.c.document.in_(documents)).distinct()).all()
    found: set[str] = set()
    for at in range(0, len(ranks), _CHUNK):
        said = select(claim_actors.c.actor).where(claim_actors.c.rank.in_(ranks[at : at + _CHUNK]), claim_actors.c.says == 1)
        found |= set(connection.scalars(said.distinct()))
    return found
