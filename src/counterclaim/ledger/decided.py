"""What a decision changes: the rows of the claims that it reaches; and how it follows them into a new reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from counterclaim.ledger.anchors import Found, Quote, find_claim, find_quote
from counterclaim.ledger.bodies import CHUNK, read_bodies, read_claims, read_text
from counterclaim.ledger.decisions import DecisionKind, effective
from counterclaim.ledger.identity import decision_id
from counterclaim.ledger.rows import Standing, Status, actor_rows, claim_row
from counterclaim.ledger.schema import (
    FOREVER,
    applications,
    claim_actors,
    claims,
    corroborations,
    decisions,
    entry_of,
    rank_of,
    reports,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row

    from counterclaim.ledger.bodies import Body
    from counterclaim.ledger.chain import Entry
    from counterclaim.ledger.transaction import Transaction
    from counterclaim.records import Record


def project(connection: Transaction, entry: Entry, body: Body) -> None:
    """Bring the derived tables up to date with a decision."""
    kind = DecisionKind(body["kind"])
    connection.execute(
        insert(decisions),
        {
            "number": entry.number,
            "id": decision_id(entry.body),
            "kind": kind.value,
            "target": body["target"],
            "document": body["document"],
            "recorded": entry.recorded,
            "by": entry.by,
            "undone": FOREVER,
        },
    )
    if kind is DecisionKind.UNDO:
        refresh(connection, entry.number, _undo(connection, entry.number, body["target"]))
    elif kind is DecisionKind.ADD:
        _add(connection, entry, body)
    elif body["quote"] is not None:
        _apply(connection, entry.number, body["target"], entry.number, Found.SAME)
        refresh(connection, entry.number, [body["target"]])


def refresh(connection: Transaction, number: int, identifiers: Iterable[str]) -> None:
    """Bring the rows of claims up to date with the decisions and events that reach them."""
    wanted = sorted(set(identifiers))
    for at in range(0, len(wanted), CHUNK):
        _refresh(connection, number, wanted[at : at + CHUNK])


def follow(
    connection: Transaction, standing: Standing, gone: Sequence[Row[Any]], *, text: str, records: Sequence[Record]
) -> None:
    """Take the decisions on a report's earlier claims along to those of its new reading, or mark them as lost."""
    before = {row.id for row in gone}
    ids = {record["id"] for record in records}
    reached = _applied(connection, before) + _lost(connection, standing.document)
    bodies = read_bodies(connection, [row.decision for row in reached])
    touched: set[str] = set()
    for row in reached:
        body = bodies.get(row.decision)
        if body is None:
            continue
        if body["kind"] == DecisionKind.ADD:
            old = next((one for one in gone if one.id == row.claim), None)
            _readd(connection, standing, row, old=old, text=text)
            continue
        quoted = Quote(**body["quote"])
        place = None if row.claim in ids else find_claim(quoted, text, records)
        reaches = row.claim if row.claim in ids else None if place is None else str(records[place]["id"])
        _move(connection, standing.since, row, reaches)
        touched |= {reaches} if reaches else set()
    refresh(connection, standing.since, touched)


def is_by_hand(connection: Transaction, row: Row[Any]) -> bool:
    """Return whether a person added the claim."""
    added = select(decisions.c.number).where(decisions.c.number == entry_of(row.rank), decisions.c.kind == DecisionKind.ADD)
    return connection.execute(added).first() is not None


def hand_record(body: Mapping[str, Any], text: str | None) -> Record:
    """Return the record of a claim added by hand, where it stands in this text; unchanged where it does not."""
    record: Record = body["claim"]
    if text is None or text[record["start"] : record["end"]] == record["evidence"]:
        return record
    at = find_quote(Quote(**body["quote"]), text)
    return record if at is None else {**record, "start": at, "end": at + len(record["evidence"])}


def _undo(connection: Transaction, number: int, target: str) -> list[str]:
    """Mark a decision as undone, and return the claims that it had reached."""
    undone = connection.execute(select(decisions).where(decisions.c.id == target)).one()
    connection.execute(update(decisions).where(decisions.c.number == undone.number).values(undone=number))
    reached = list(
        connection.scalars(
            select(applications.c.claim).where(applications.c.decision == undone.number, applications.c.until == FOREVER)
        )
    )
    connection.execute(
        update(applications).where(applications.c.decision == undone.number, applications.c.until == FOREVER).values(until=number)
    )
    if undone.kind == DecisionKind.ADD:
        for claim in reached:
            for row in connection.execute(select(claims).where(claims.c.id == claim, claims.c.until == FOREVER)).all():
                _close(connection, number, [row.rank])
    return reached


def _add(connection: Transaction, entry: Entry, body: Body) -> None:
    report = connection.execute(select(reports).where(reports.c.document == body["document"], reports.c.until == FOREVER)).one()
    rank = rank_of(report.known, entry.number)
    standing = Standing(rank, entry.number, FOREVER, report.document, report.text_rank, report.known, report.language)
    insert_claim(connection, body["claim"], standing, Status.REVIEWED, entry.number)
    _apply(connection, entry.number, body["claim"]["id"], entry.number, Found.SAME)


def _readd(connection: Transaction, standing: Standing, row: Row[Any], *, old: Row[Any] | None, text: str) -> None:
    """Keep a claim that was added by hand, where its words stand in the new text; else it goes to review."""
    body = read_bodies(connection, [row.decision])[row.decision]
    stands = find_quote(Quote(**body["quote"]), text) is not None
    _move(connection, standing.since, row, row.claim if stands else None)
    rank = rank_of(standing.known, row.decision) if old is None else old.rank
    text_rank = standing.text_rank if stands or old is None else old.text_rank
    here = Standing(rank, standing.since, FOREVER, standing.document, text_rank, standing.known, standing.language)
    status = Status.REVIEWED if stands else Status.WITHDRAWN
    insert_claim(connection, hand_record(body, text), here, status, row.decision)


def _applied(connection: Transaction, identifiers: Iterable[str]) -> list[Row[Any]]:
    wanted = sorted(identifiers)
    found: list[Row[Any]] = []
    for at in range(0, len(wanted), CHUNK):
        found += connection.execute(
            select(applications).where(
                applications.c.claim.in_(wanted[at : at + CHUNK]),
                applications.c.until == FOREVER,
                applications.c.found != Found.LOST,
            )
        ).all()
    return sorted(found, key=lambda row: (row.decision, row.claim))


def _lost(connection: Transaction, document: str) -> list[Row[Any]]:
    return list(
        connection.execute(
            select(applications)
            .join(decisions, decisions.c.number == applications.c.decision)
            .where(
                decisions.c.document == document,
                applications.c.until == FOREVER,
                applications.c.found == Found.LOST,
            )
            .order_by(applications.c.decision, applications.c.claim)
        )
    )


def _move(connection: Transaction, number: int, row: Row[Any], reaches: str | None) -> None:
    """Let a decision reach another claim; where none is there it is lost, unless another report still has the old."""
    elsewhere = select(claims.c.rank).where(
        claims.c.id == row.claim, claims.c.until == FOREVER, claims.c.status != Status.WITHDRAWN
    )
    kept = connection.execute(elsewhere.limit(1)).first() is not None
    claim, found = (row.claim, Found.LOST) if reaches is None else (reaches, Found.QUOTE)
    if reaches == row.claim or (reaches is None and kept):
        claim, found = row.claim, row.found if row.found != Found.LOST else Found.QUOTE
    if (claim, found) == (row.claim, row.found):
        return
    if not kept or claim == row.claim:
        connection.execute(
            update(applications)
            .where(
                applications.c.decision == row.decision,
                applications.c.claim == row.claim,
                applications.c.until == FOREVER,
            )
            .values(until=number)
        )
    _apply(connection, row.decision, claim, number, Found(found))


def _apply(connection: Transaction, decision: int, claim: str, number: int, found: Found) -> None:
    there = select(applications.c.claim).where(
        applications.c.decision == decision, applications.c.claim == claim, applications.c.until == FOREVER
    )
    if connection.execute(there).first() is None:
        connection.execute(
            insert(applications),
            {"decision": decision, "claim": claim, "since": number, "until": FOREVER, "found": found.value},
        )


def _refresh(connection: Transaction, number: int, identifiers: list[str]) -> None:
    rows = connection.execute(
        select(claims).where(claims.c.id.in_(identifiers), claims.c.until == FOREVER).order_by(claims.c.rank)
    ).all()
    applied: dict[str, list[int]] = {}
    for row in _applied(connection, identifiers):
        applied.setdefault(row.claim, []).append(row.decision)
    supported = set(
        connection.scalars(
            select(corroborations.c.claim).where(corroborations.c.claim.in_(identifiers), corroborations.c.until == FOREVER)
        )
    )
    if not applied and not supported and all(row.status == Status.REPORTED and row.decided is None for row in rows):
        return
    bodies = read_bodies(connection, [decision for found in applied.values() for decision in found])
    gone = _superseded(connection, rows)
    restated: list[tuple[Row[Any], Status]] = []
    for row in rows:
        said = {one: bodies[one] for one in applied.get(row.id, []) if one in bodies}
        base = Status.WITHDRAWN if row.rank in gone else Status.CORROBORATED if row.id in supported else Status.REPORTED
        if said or row.decided is not None:
            _rewrite(connection, number, row, said, base=base)
        elif row.status != base:
            restated.append((row, base))
    if restated:
        _restate(connection, number, restated)


def _restate(connection: Transaction, number: int, restated: Sequence[tuple[Row[Any], Status]]) -> None:
    """Write the rows of claims that nobody ruled on anew, with another status."""
    ranks = [row.rank for row, _ in restated]
    actors = connection.execute(select(claim_actors).where(claim_actors.c.rank.in_(ranks), claim_actors.c.until == FOREVER)).all()
    _close(connection, number, ranks)
    fresh = {"since": number, "until": FOREVER}
    connection.execute(insert(claims), [{**row._mapping, **fresh, "status": status.value} for row, status in restated])  # noqa: SLF001 - its public name
    if actors:
        connection.execute(insert(claim_actors), [{**row._mapping, **fresh} for row in actors])  # noqa: SLF001 - the same


def _rewrite(connection: Transaction, number: int, row: Row[Any], said: dict[int, Body], *, base: Status) -> None:
    """Write a claim's row anew, where what was said of it changes it."""
    bodies = list(said.values())
    record = read_claims(connection, [row.rank]).get(row.rank)
    if record is None:
        return
    if is_by_hand(connection, row) and bodies:
        digest = connection.execute(select(texts.c.digest).where(texts.c.rank == row.text_rank)).scalar_one()
        record = hand_record(bodies[0], read_text(connection, digest))
    record, status = effective(record, bodies, base)
    standing = Standing(row.rank, number, FOREVER, row.document, row.text_rank, row.known, row.language)
    decided = max(said, default=None)
    wanted = claim_row(record, standing, status, decided)
    if all(wanted[name] == value for name, value in row._mapping.items() if name != "since"):  # noqa: SLF001 - its public name
        return
    _close(connection, number, [row.rank])
    insert_claim(connection, record, standing, status, decided)


def _superseded(connection: Transaction, rows: Sequence[Row[Any]]) -> set[int]:
    """Return the ranks of the claims that belong to an earlier text than their report has now."""
    query = select(reports.c.document, reports.c.text_rank).where(
        reports.c.document.in_({row.document for row in rows}), reports.c.until == FOREVER
    )
    now = {row.document: row.text_rank for row in connection.execute(query)}
    return {row.rank for row in rows if now.get(row.document) != row.text_rank}


def _close(connection: Transaction, number: int, ranks: Sequence[int]) -> None:
    """End claims' rows; those that this very entry made are taken out."""
    for table in (claims, claim_actors):
        at = (table.c.rank.in_(ranks), table.c.until == FOREVER)
        connection.execute(table.delete().where(*at, table.c.since == number))
        connection.execute(update(table).where(*at).values(until=number))


def insert_claim(connection: Transaction, record: Record, standing: Standing, status: Status, decided: int | None) -> None:
    """Insert the rows of one claim."""
    connection.execute(insert(claims), claim_row(record, standing, status, decided))
    if actors := actor_rows(record, standing):
        connection.execute(insert(claim_actors), actors)
