"""Claims as they stood at a moment: as they were read, with the decisions of that moment applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from counterclaim.ledger.bodies import read_bodies, read_claims, read_text
from counterclaim.ledger.decided import hand_record
from counterclaim.ledger.decisions import DecisionKind, effective
from counterclaim.ledger.rows import Status
from counterclaim.ledger.schema import applications, decisions, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from counterclaim.ledger.filters import Horizon
    from counterclaim.records import Record


def effective_records(connection: Connection, rows: Sequence[Row[Any]], at: Horizon) -> dict[int, Record]:
    """Return the record of each of these rows of `claims`, by rank."""
    records = read_claims(connection, [row.rank for row in rows])
    touched = [row for row in rows if row.decided is not None and row.rank in records]
    if not touched:
        return records
    numbers = _decisions_on(connection, {row.id for row in touched}, at)
    bodies = read_bodies(connection, [number for found in numbers.values() for number in found])
    for row in touched:
        said = [bodies[number] for number in numbers.get(row.id, []) if number in bodies]
        record = records[row.rank]
        if said and said[0]["kind"] == DecisionKind.ADD and said[0]["claim"]["id"] == row.id:
            digest = connection.execute(select(texts.c.digest).where(texts.c.rank == row.text_rank)).scalar()
            record = hand_record(said[0], None if digest is None else read_text(connection, digest))
        records[row.rank], _ = effective(record, said, Status.REPORTED)
    return records


def _decisions_on(connection: Connection, identifiers: set[str], at: Horizon) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    query = (
        select(applications.c.claim, applications.c.decision)
        .join(decisions, decisions.c.number == applications.c.decision)
        .where(applications.c.claim.in_(identifiers), applications.c.found != "lost", *at.holds(applications))
        .order_by(applications.c.decision)
    )
    for row in connection.execute(query):
        found.setdefault(row.claim, []).append(row.decision)
    return found
