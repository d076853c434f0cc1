"""Reading what linking and estimation worked out: events with their claims, estimates, suggestions, series."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, func, select

from counterclaim.errors import UnknownIdentifier
from counterclaim.interval import read_interval
from counterclaim.ledger import filters
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.history import NOW, PAGE, claim_lines
from counterclaim.ledger.identity import actor_key
from counterclaim.ledger.schema import claims, event_aliases, event_claims, events, results
from counterclaim.ledger.views import Page

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from counterclaim.ledger.filters import Horizon, Moment
    from counterclaim.ledger.opening import Ledger
    from counterclaim.ledger.views import ClaimLine
    from counterclaim.records import Record

#: For so many moments questions are kept.
_MOMENTS = 64


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as a list shows it: its record as linking gave it, and the entry that it is of."""

    id: str
    record: Record
    entry: int
    rank: int


@dataclass(frozen=True, slots=True)
class EventView:
    """An event, whole: its claims as they stand, its estimates. `asked` is the id asked for, which may be an alias."""

    id: str
    asked: str
    record: Record
    entry: int
    claims: tuple[ClaimLine, ...]
    estimates: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; None asks nothing. `since` and `until` bound when they happened."""

    country: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None


def list_events(
    ledger: Ledger,
    wanted: EventFilter = EventFilter(),
    *,
    moment: Moment = NOW,
    after: str | None = None,
    limit: int = PAGE,
) -> Page[EventLine]:
    """Return a page of events, the one known last first."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        query = (
            select(events.c.id, events.c.rank, results.c.record, results.c.since)
            .join(results, (results.c.id == events.c.id) & (results.c.since == events.c.since))
            .where(results.c.kind == "event", *at.holds(events), *_conditions(wanted))
            .order_by(events.c.rank.desc())
        )
        if after is not None:
            query = query.where(events.c.rank < filters.cursor(after))
        rows = connection.execute(query.limit(limit + 1)).all()
    items = tuple(EventLine(row.id, json.loads(row.record), row.since, row.rank) for row in rows[:limit])
    return Page(items, str(items[-1].rank) if len(rows) > limit else None)


def get_event(ledger: Ledger, identifier: str, *, moment: Moment = NOW, codebook: str | None = None) -> EventView:
    """Return an event by its id or an earlier one (an alias), with its estimates, or with those of one codebook.

    Raises UnknownIdentifier.
    """
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        found = _event_row(connection, identifier, at) or _event_row(connection, _alias(connection, identifier, at), at)
        if found is None:
            raise UnknownIdentifier("event", identifier)
        rows = connection.execute(_claims_of(at), {"event": found.id}).all()
        asked = {"event": found.id} if codebook is None else {"event": found.id, "begins": f"{found.id}/{codebook}/"}
        estimates = connection.scalars(_estimates_of(at, one_codebook=codebook is not None), asked).all()
        return EventView(
            id=found.id,
            asked=identifier,
            record=json.loads(found.record),
            entry=found.since,
            claims=claim_lines(connection, rows, at),
            estimates=tuple(json.loads(record) for record in estimates),
        )


def list_results(ledger: Ledger, kind: str, *, group: str | None = None, moment: Moment = NOW) -> tuple[Record, ...]:
    """Return all results of a kind (of one group, where asked), by their id."""
    query = select(results.c.record).where(results.c.kind == kind).order_by(results.c.id)
    if group is not None:
        query = query.where(results.c.group == group)
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        return tuple(json.loads(record) for record in connection.scalars(query.where(*at.holds(results))))


def suggestions_of(ledger: Ledger, event: str, *, moment: Moment = NOW) -> tuple[Record, ...]:
    """Return the suggestions that an event is one with another."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        found = connection.scalars(_suggestions_of(filters.horizon(connection, moment)), {"event": event})
        return tuple(json.loads(record) for record in found)


def events_of_claims(ledger: Ledger, identifiers: tuple[str, ...], *, moment: Moment = NOW) -> dict[str, str]:
    """Return which event each of these claims is in; those in none are not among them."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        found = connection.execute(_events_of(filters.horizon(connection, moment)), {"claims": identifiers})
        return {row.claim: row.event for row in found}


# --- questions, put together once for each moment ---------------------------------------------------------------------------


@functools.lru_cache(maxsize=_MOMENTS)
def _event(at: Horizon) -> Select[Any]:
    return select(results.c.id, results.c.record, results.c.since).where(
        results.c.kind == "event", results.c.id == bindparam("event"), *at.holds(results)
    )


@functools.lru_cache(maxsize=_MOMENTS)
def _claims_of(at: Horizon) -> Select[Any]:
    ids = select(event_claims.c.claim).where(event_claims.c.event == bindparam("event"), *at.holds(event_claims))
    return select(claims).where(claims.c.id.in_(ids), *at.holds(claims)).order_by(claims.c.rank)


@functools.lru_cache(maxsize=_MOMENTS)
def _estimates_of(at: Horizon, *, one_codebook: bool) -> Select[Any]:
    found = select(results.c.record).where(
        results.c.kind == "estimate", results.c.group == bindparam("event"), *at.holds(results)
    )
    if one_codebook:
        begins = bindparam("begins", type_=Text)
        found = found.where(func.substr(results.c.id, 1, func.length(begins)) == begins)
    return found.order_by(results.c.id)


@functools.lru_cache(maxsize=_MOMENTS)
def _suggestions_of(at: Horizon) -> Select[Any]:
    there = func.replace(results.c.id, bindparam("event", type_=Text), "") != results.c.id
    return select(results.c.record).where(results.c.kind == "suggestion", there, *at.holds(results)).order_by(results.c.id)


@functools.lru_cache(maxsize=_MOMENTS)
def _events_of(at: Horizon) -> Select[Any]:
    wanted = event_claims.c.claim.in_(bindparam("claims", expanding=True))
    return select(event_claims.c.claim, event_claims.c.event).where(wanted, *at.holds(event_claims))


def _conditions(wanted: EventFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.country is not None:
        conditions.append(events.c.place_country == wanted.country.upper())
    if wanted.place is not None:
        column = events.c.place_id if ":" in wanted.place else events.c.place
        conditions.append(column == (wanted.place if ":" in wanted.place else actor_key(wanted.place)))
    if wanted.since is not None:
        first = read_interval(wanted.since)
        if first is None or first.first is None:
            raise filters.BadFilter("since", wanted.since, "write a date such as 2024-03-31")
        conditions.append(events.c.last_day >= first.first)
    if wanted.until is not None:
        conditions.append(events.c.first_day <= filters.last_day("until", wanted.until))
    return conditions


def _event_row(connection: Connection, identifier: str | None, at: Horizon) -> Any:  # noqa: ANN401 - a row or None
    return connection.execute(_event(at), {"event": identifier}).one_or_none()


def _alias(connection: Connection, identifier: str, at: Horizon) -> str | None:
    query = select(event_aliases.c.event).where(event_aliases.c.alias == identifier, *at.holds(event_aliases))
    found = connection.execute(query.limit(1)).scalar()
    return None if found is None else str(found)
