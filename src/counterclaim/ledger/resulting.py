"""What a result changes: events with their claims, estimates, and whatever else linking and estimation work out.

A result replaces the one of the same kind and id. Which claims two independent origins bear out follows from the events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from counterclaim.interval import read_interval
from counterclaim.ledger.decided import refresh
from counterclaim.ledger.identity import actor_key
from counterclaim.ledger.packing import canonical
from counterclaim.ledger.rows import Status
from counterclaim.ledger.schema import (
    FOREVER,
    claim_actors,
    claims,
    corroborations,
    event_aliases,
    event_claims,
    events,
    reports,
    results,
)

if TYPE_CHECKING:
    from sqlalchemy import Row

    from counterclaim.ledger.bodies import Body
    from counterclaim.ledger.chain import Entry
    from counterclaim.ledger.transaction import Transaction

EVENT, ESTIMATE = "event", "estimate"
_ASSERTING = ("asserts", "confirms", "estimates")


_STANDING = select(results.c.record, results.c.since).where(
    results.c.kind == bindparam("kind"), results.c.id == bindparam("id"), results.c.until == FOREVER
)
_END = (
    update(results)
    .where(results.c.kind == bindparam("of_kind"), results.c.id == bindparam("of_id"), results.c.until == FOREVER)
    .values(until=bindparam("ended"))
)
_END_EVENT = tuple(
    update(table).where(column == bindparam("of_event"), table.c.until == FOREVER).values(until=bindparam("ended"))
    for table, column in (
        (events, events.c.id),
        (event_claims, event_claims.c.event),
        (event_aliases, event_aliases.c.event),
        (corroborations, corroborations.c.event),
    )
)


def standing(connection: Transaction, kind: str, identifier: str) -> Row[Any] | None:
    """Return the record of the result that stands under a kind and id, and the entry that it is of."""
    return connection.look(_STANDING, {"kind": kind, "id": identifier}, [_key(kind, identifier)]).one_or_none()


def project(connection: Transaction, entry: Entry, body: Body) -> None:
    """Bring the derived tables up to date with a result; one without a record ends what was there."""
    kind, identifier, record = body["kind"], body["id"], body["record"]
    before = standing(connection, kind, identifier)
    if before is not None:
        connection.execute(_END, {"of_kind": kind, "of_id": identifier, "ended": entry.number})
    if record is not None:
        row = {
            "kind": kind,
            "id": identifier,
            "since": entry.number,
            "until": FOREVER,
            "group": body["group"],
            "record": canonical(record).decode(),
        }
        connection.later(results, [row], [_key(kind, identifier)])
    if kind == EVENT:
        reached = set() if before is None else _end_event(connection, entry.number, identifier)
        if record is not None:
            _insert_event(connection, entry.number, identifier, record)
            reached |= set(record["claims"])
        refresh(connection, entry.number, reached)


def _key(kind: str, identifier: str) -> str:
    return f"result {kind} {identifier}"


def _end_event(connection: Transaction, number: int, identifier: str) -> set[str]:
    """End what stands of an event, and return the claims that it had."""
    reached = set(_claims_of(connection, identifier))
    for statement in _END_EVENT:
        connection.execute(statement, {"of_event": identifier, "ended": number})
    return reached


def _insert_event(connection: Transaction, number: int, identifier: str, record: dict[str, Any]) -> None:
    place = record.get("place") or {}
    when = read_interval(record.get("when"))
    rows = _rows_of(connection, record["claims"])
    connection.execute(
        insert(events),
        {
            "id": identifier,
            "since": number,
            "until": FOREVER,
            "rank": min((row.rank for row in rows), default=number),
            "place": actor_key(place["name"]) if place.get("name") else None,
            "place_id": place.get("id"),
            "place_country": place.get("country"),
            "latitude": place.get("latitude"),
            "longitude": place.get("longitude"),
            "first_day": when and when.first,
            "last_day": when and when.last,
            "reports": len(record["reports"]),
            "claims": len(record["claims"]),
        },
    )
    open_ = {"since": number, "until": FOREVER}
    if record["claims"]:
        connection.execute(
            insert(event_claims),
            [{"event": identifier, "claim": claim, **open_} for claim in sorted(set(record["claims"]))],
        )
    if aliases := sorted(set(record.get("aliases", ()))):
        connection.execute(insert(event_aliases), [{"event": identifier, "alias": alias, **open_} for alias in aliases])
    present = set(
        connection.scalars(
            select(corroborations.c.claim).where(corroborations.c.claim.in_(record["claims"]), corroborations.c.until == FOREVER)
        )
    )
    if supported := sorted(_supported(connection, rows) - present):
        connection.execute(insert(corroborations), [{"event": identifier, "claim": claim, **open_} for claim in supported])


def _claims_of(connection: Transaction, event: str) -> list[str]:
    return list(
        connection.scalars(select(event_claims.c.claim).where(event_claims.c.event == event, event_claims.c.until == FOREVER))
    )


def _rows_of(connection: Transaction, identifiers: list[str]) -> list[Row[Any]]:
    return list(
        connection.execute(
            select(claims, reports.c.outlet, reports.c.copy_of)
            .outerjoin(reports, (reports.c.document == claims.c.document) & (reports.c.until == FOREVER))
            .where(claims.c.id.in_(identifiers), claims.c.until == FOREVER)
            .order_by(claims.c.rank)
        )
    )


def _supported(connection: Transaction, rows: list[Row[Any]]) -> set[str]:
    """Return the claims that a claim of another origin bears out: same outcome and side, bounds that meet."""
    live = [row for row in rows if row.stance in _ASSERTING and row.status not in (Status.REJECTED, Status.WITHDRAWN)]
    origins = _origins(connection, live)
    supported = set()
    for one in live:
        for other in live:
            if origins[one.rank] != origins[other.rank] and _agree(one, other):
                supported |= {one.id, other.id}
    return supported


def _origins(connection: Transaction, rows: list[Row[Any]]) -> dict[int, str]:
    """Return whose knowledge each claim is: its claimant's, else the outlet's of the report, or of what it copies."""
    speakers: dict[int, str] = {}
    for row in connection.execute(
        select(claim_actors.c.rank, claim_actors.c.actor)
        .where(
            claim_actors.c.rank.in_([row.rank for row in rows]),
            claim_actors.c.until == FOREVER,
            claim_actors.c.says == 1,
        )
        .order_by(claim_actors.c.rank, claim_actors.c.actor)
    ):
        speakers.setdefault(row.rank, row.actor)
    return {
        row.rank: speakers.get(row.rank) or f"report:{row.copy_of or (row.outlet or '').casefold() or row.document}"
        for row in rows
    }


def _agree(one: Row[Any], other: Row[Any]) -> bool:
    same = (one.outcome, one.scope) == (other.outcome, other.scope)
    sides = one.victim_country is None or other.victim_country is None or one.victim_country == other.victim_country
    if not same or not sides or (one.low, one.high) == (None, None) or (other.low, other.high) == (None, None):
        return False
    lowest, highest = max(one.low or 0, other.low or 0), [side for side in (one.high, other.high) if side is not None]
    return not highest or lowest <= min(highest)
