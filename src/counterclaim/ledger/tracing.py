"""The life of one thing: every entry that touched a claim, a report or a decision, oldest first."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger import filters
from counterclaim.ledger.anchors import Found
from counterclaim.ledger.bodies import Body, read_bodies
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.history import NOW, entry_from
from counterclaim.ledger.identity import document_id
from counterclaim.ledger.rows import Status
from counterclaim.ledger.schema import FOREVER, applications, claims, decisions, entries
from counterclaim.ledger.views import Page

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from counterclaim.ledger.chain import Entry
    from counterclaim.ledger.filters import Moment
    from counterclaim.ledger.opening import Ledger

PAGE = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One entry in the life of a thing: what it did, and the status and bounds of the claim after it, if it is one."""

    entry: Entry
    body: Body | None
    status: Status | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What a person ruled. `undone` is the number of the entry that undid it; `found` says how it reaches its claim."""

    id: str
    number: int
    kind: str
    target: str
    by: str
    recorded: str
    reason: str
    body: Body | None
    undone: int | None
    claim: str | None = None
    found: Found | None = None


def claim_history(ledger: Ledger, identifier: str, *, moment: Moment = NOW) -> tuple[Step, ...]:
    """Return every entry that touched a claim: its readings, decisions, events; raises UnknownIdentifier."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        states = connection.execute(
            select(claims).where(claims.c.id == identifier, claims.c.since <= at.entry).order_by(claims.c.since)
        ).all()
        if not states:
            raise UnknownIdentifier("claim", identifier)
        after = {row.since: row for row in states}
        ended = {row.until for row in states if row.until <= at.entry and row.until != FOREVER}
        ruled = connection.scalars(
            select(applications.c.decision).where(applications.c.claim == identifier, applications.c.decision <= at.entry)
        )
        found = _entries(connection, {*after, *ended, *ruled})
    return tuple(
        Step(entry, body, Status(row.status), row.low, row.high)
        if (row := after.get(entry.number)) is not None
        else Step(entry, body)
        for entry, body in found
    )


def report_history(ledger: Ledger, key: str, *, moment: Moment = NOW) -> tuple[Step, ...]:
    """Return every entry about a report: captures, readings, decisions, redactions; raises UnknownIdentifier."""
    document = document_id(key)
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        numbers = set(
            connection.scalars(select(entries.c.number).where(entries.c.subject == document, entries.c.number <= at.entry))
        ) | set(
            connection.scalars(select(decisions.c.number).where(decisions.c.document == document, decisions.c.number <= at.entry))
        )
        found = _entries(connection, numbers)
    if not found:
        raise UnknownIdentifier("report", key)
    return tuple(Step(entry, body) for entry, body in found)


def get_decision(ledger: Ledger, identifier: str) -> DecisionLine:
    """Return a decision by its id; raises UnknownIdentifier."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        row = connection.execute(select(decisions).where(decisions.c.id == identifier)).one_or_none()
        if row is None:
            raise UnknownIdentifier("decision", identifier)
        return _decision(row, read_bodies(connection, [row.number]).get(row.number))


def list_decisions(
    ledger: Ledger, *, target: str | None = None, by: str | None = None, after: str | None = None, limit: int = PAGE
) -> Page[DecisionLine]:
    """Return a page of decisions, newest first; those on one thing, or of one person, where asked."""
    query = _decisions(on_one=target is not None)
    if by is not None:
        query = query.where(decisions.c.by == by)
    if after is not None:
        query = query.where(decisions.c.number < filters.cursor(after))
    with explained(ledger.shown), looking(ledger.engine) as connection:
        asked = {"most": limit + 1} if target is None else {"most": limit + 1, "target": target}
        rows = connection.execute(query, asked).all()
        said = read_bodies(connection, [row.number for row in rows])
    items = tuple(_decision(row, said.get(row.number)) for row in rows[:limit])
    return Page(items, str(items[-1].number) if len(rows) > limit else None)


@functools.cache
def _decisions(*, on_one: bool) -> Select[Any]:
    found = select(decisions).order_by(decisions.c.number.desc()).limit(bindparam("most"))
    if not on_one:
        return found
    reached = select(applications.c.decision).where(applications.c.claim == bindparam("target"))
    return found.where((decisions.c.target == bindparam("target")) | decisions.c.number.in_(reached))


def list_lost_decisions(ledger: Ledger, *, limit: int = PAGE) -> tuple[DecisionLine, ...]:
    """Return the decisions whose words no longer stand in their report: they wait for a person to look at them."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        rows = connection.execute(
            select(decisions, applications.c.claim, applications.c.found)
            .join(applications, applications.c.decision == decisions.c.number)
            .where(applications.c.found == Found.LOST, applications.c.until == FOREVER, decisions.c.undone == FOREVER)
            .order_by(decisions.c.number.desc())
            .limit(limit)
        ).all()
        said = read_bodies(connection, [row.number for row in rows])
    return tuple(_decision(row, said.get(row.number), row.claim, Found(row.found)) for row in rows)


def _decision(row: Any, body: Body | None, claim: str | None = None, found: Found | None = None) -> DecisionLine:  # noqa: ANN401 - a row
    return DecisionLine(
        id=row.id,
        number=row.number,
        kind=row.kind,
        target=row.target,
        by=row.by,
        recorded=row.recorded,
        reason=(body or {}).get("reason", ""),
        body=body,
        undone=None if row.undone == FOREVER else row.undone,
        claim=claim,
        found=found,
    )


def _entries(connection: Connection, numbers: set[int]) -> list[tuple[Entry, Body | None]]:
    rows = connection.execute(select(entries).where(entries.c.number.in_(sorted(numbers))).order_by(entries.c.number)).all()
    said = read_bodies(connection, [row.number for row in rows])
    return [(entry_from(row), said.get(row.number)) for row in rows]
