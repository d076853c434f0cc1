"""What an actor said over time, and where it changed its position: denied, then confirmed five."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from counterclaim.ledger import filters
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.history import NOW, PAGE, claim_lines
from counterclaim.ledger.identity import actor_key
from counterclaim.ledger.rows import Status
from counterclaim.ledger.schema import FOREVER, claim_actors, claims, event_claims
from counterclaim.ledger.views import Page
from counterclaim.model import Outcome, Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row, Select

    from counterclaim.ledger.filters import Horizon, Moment
    from counterclaim.ledger.opening import Ledger
    from counterclaim.ledger.views import ClaimLine

#: How many earlier statements on the same subject are looked through for the one that this one follows.
_BACK = 8
#: Which share of two names' words makes one be offered for the other.
_ALIKE = 0.5


class Change(StrEnum):
    """What a statement is to the actor's last one on the same matter."""

    FIRST = "first"
    REPEATED = "repeated"
    RAISED = "raised"
    LOWERED = "lowered"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Position:
    """One statement of an actor, and what it is to the one before on the same matter (`before`, a claim's id)."""

    line: ClaimLine
    change: Change
    before: str | None


def positions(ledger: Ledger, actor: str, *, moment: Moment = NOW, after: str | None = None, limit: int = PAGE) -> Page[Position]:
    """Return a page of what an actor (an id or a name) said, newest publication first, with changes marked.

    Statements are on the same matter where linking put them into one event, else where they are about the same side at
    the same place, of times that meet, and of outcomes that can be the same dead and wounded.
    """
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        query = _said(actor, at).order_by(claim_actors.c.rank.desc())
        if after is not None:
            query = query.where(claim_actors.c.rank < filters.cursor(after))
        rows = connection.execute(query.limit(limit + 1)).all()
        shown = rows[:limit]
        linked = _linked(connection, [row.id for row in shown], at)
        earlier = {row.rank: _before(connection, actor_key(actor), row, linked.get(row.id), at) for row in shown}
        lines = {line.rank: line for line in claim_lines(connection, shown, at)}
    items = tuple(_position(lines[row.rank], earlier[row.rank], row) for row in shown if row.rank in lines)
    return Page(items, str(shown[-1].rank) if len(rows) > limit else None)


def resembling(ledger: Ledger, actor: str, *, limit: int = 5) -> tuple[str, ...]:
    """Return the keys of those who speak in the ledger and share most words with a name; none that share less than half."""
    asked = set(actor_key(actor).split())
    with explained(ledger.shown), looking(ledger.engine) as connection:
        speakers = connection.scalars(select(claim_actors.c.actor).where(claim_actors.c.says == 1).distinct()).all()
    shared = {one: 2 * len(asked & set(one.split())) / (len(asked) + len(one.split())) for one in speakers}
    return tuple(sorted((one for one in speakers if shared[one] >= _ALIKE), key=lambda one: (-shared[one], one))[:limit])


def change_between(before: Row[Any] | None, now: Row[Any]) -> Change:
    """Return what a statement is to the one before it."""
    if before is None:
        return Change.FIRST
    if (before.stance == Stance.DENIES) != (now.stance == Stance.DENIES):
        return Change.DENIED if now.stance == Stance.DENIES else Change.CONFIRMED
    if (before.low, before.high) == (now.low, now.high):
        return Change.REPEATED
    old, new = _size(before), _size(now)
    if old is None or new is None or old == new:
        return Change.CHANGED
    return Change.RAISED if new > old else Change.LOWERED


def _position(line: ClaimLine, before: Row[Any] | None, now: Row[Any]) -> Position:
    return Position(line, change_between(before, now), None if before is None else str(before.id))


def _said(actor: str, at: Horizon) -> Any:  # noqa: ANN401 - a selectable
    return (
        select(claims, claim_actors.c.subject)
        .join(claims, (claims.c.rank == claim_actors.c.rank) & (claims.c.since == claim_actors.c.since))
        .where(
            claim_actors.c.actor == actor_key(actor),
            claim_actors.c.says == 1,
            claims.c.status.not_in((Status.REJECTED.value,)),
            *at.holds(claim_actors),
            *at.holds(claims),
        )
    )


def _before(connection: Connection, key: str, row: Row[Any], event: str | None, at: Horizon) -> Row[Any] | None:
    """Return the actor's last statement before this one on the same matter."""
    asked = {"actor": key, "rank": row.rank, "id": row.id, "entry": at.entry - (at.entry == FOREVER), "day": at.day or _LAST_DAY}
    if event is not None:
        found = list(connection.execute(_BEFORE_IN_EVENT, asked | {"event": event}))
        if linked := next((one for one in found if _same_outcome(one, row)), None):
            return linked
    found = list(connection.execute(_BEFORE_ON_SUBJECT, asked | {"subject": row.subject}))
    return next((one for one in found if _same_outcome(one, row) and _meet(one, row)), None)


def _linked(connection: Connection, identifiers: Sequence[str], at: Horizon) -> dict[str, str]:
    """Return which event each claim is in."""
    query = select(event_claims.c.claim, event_claims.c.event).where(
        event_claims.c.claim.in_(identifiers), *at.holds(event_claims)
    )
    return {row.claim: row.event for row in connection.execute(query)}


def _held(table: Any) -> list[Any]:  # noqa: ANN401 - a table with `since` and `until`
    """Return the conditions under which a row held at the entry that is asked for."""
    return [table.c.since <= bindparam("entry"), table.c.until > bindparam("entry")]


_LAST_DAY = 4_000_000
_EARLIER: Select[Any] = (
    select(
        claims.c.rank, claims.c.id, claims.c.outcome, claims.c.low, claims.c.high, claims.c.stance,
        claims.c.first_day, claims.c.last_day,
    )
    .join(claim_actors, (claims.c.rank == claim_actors.c.rank) & (claims.c.since == claim_actors.c.since))
    .where(
        claim_actors.c.actor == bindparam("actor"),
        claim_actors.c.says == 1,
        claim_actors.c.rank < bindparam("rank"),
        claims.c.id != bindparam("id"),
        claims.c.status != Status.REJECTED.value,
        claims.c.known <= bindparam("day"),
        *_held(claim_actors),
        *_held(claims),
    )
    .order_by(claim_actors.c.rank.desc())
    .limit(_BACK)
)  # fmt: skip
_BEFORE_ON_SUBJECT = _EARLIER.where(claim_actors.c.subject == bindparam("subject"))
_BEFORE_IN_EVENT = _EARLIER.where(
    claims.c.id.in_(select(event_claims.c.claim).where(event_claims.c.event == bindparam("event"), *_held(event_claims)))
)


def _same_outcome(one: Row[Any], other: Row[Any]) -> bool:
    pair = {one.outcome, other.outcome}
    return len(pair) == 1 or pair <= {Outcome.CASUALTIES, Outcome.KILLED} or pair <= {Outcome.CASUALTIES, Outcome.INJURED}


def _meet(one: Row[Any], other: Row[Any]) -> bool:
    """Return whether the times of two claims meet; one that states none is open."""
    starts = [side for side in (one.first_day, other.first_day) if side is not None]
    ends = [side for side in (one.last_day, other.last_day) if side is not None]
    return not starts or not ends or max(starts) <= min(ends)


def _size(row: Row[Any]) -> int | None:
    stated = row.low if row.low is not None else row.high
    return None if stated is None else int(stated)
