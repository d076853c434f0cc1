"""What a reader of the ledger may ask for, and how it is asked of the database."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from counterclaim.errors import InputError
from counterclaim.interval import read_interval
from counterclaim.ledger.dialect import Database
from counterclaim.ledger.identity import EVENT, actor_key, document_id
from counterclaim.ledger.rows import LONG, SEASON_DAYS, Status, cell_of
from counterclaim.ledger.schema import FOREVER, claim_actors, claims, entries, event_claims, reports

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from counterclaim.model import Outcome, Scope, Stance

_EARTH_KM = 6371.0088
_KM_A_DEGREE = 111.2
_MOST_CELLS = 400
_MOST_SEASONS = 6
_HALF_TURN = 180
#: Columns with few values.
_COMMON = ("language", "outcome", "stance", "scope", "status")
_POLE = 89.9
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class BadFilter(InputError):
    """A filter that cannot be understood."""

    def __init__(self, name: str, value: str, right: str) -> None:
        super().__init__(name, value, right)
        self.name, self.value, self.right = name, value, right

    def __str__(self) -> str:
        return f"{self.name} {self.value!r} is not understood; {self.right}"


@dataclass(frozen=True, slots=True)
class Moment:
    """From when the ledger is looked at.

    `as_of`: only what had been recorded by the end of that day (or by that very time). `known_by`: only what had been
    published by the end of that day. None is now.
    """

    as_of: str | None = None
    known_by: str | None = None


@dataclass(frozen=True, slots=True)
class Horizon:
    """A moment, in the ledger's own terms: the last entry and the last day that count."""

    entry: int
    day: int | None
    database: str = Database.SQLITE

    def holds(self, table: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a table with `since` and `until`
        """Return the conditions under which a row of a derived table held at this moment."""
        conditions = (
            [table.c.until == FOREVER]
            if self.entry == FOREVER
            else [
                table.c.since <= self.entry,
                table.c.until > self.entry,
            ]
        )
        if self.day is not None and "known" in table.c:
            conditions.append(table.c.known <= self.day)
        return conditions


@dataclass(frozen=True, slots=True)
class Circle:
    """A place on the map and how far around it to look."""

    latitude: float
    longitude: float
    kilometres: float


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims are wanted; None asks nothing.

    `actor` is an id or a name in any role, `claimant` one who speaks. `country` is where it happened, `victims_country`
    whose losses they are. `place` is a name or id, `near` a circle. `since` and `until` bound when it happened. `text`
    is searched for in the report. `originals` leaves out what stands in copies of other reports.
    """

    language: str | None = None
    outcome: Outcome | None = None
    stance: Stance | None = None
    scope: Scope | None = None
    status: Status | None = None
    actor: str | None = None
    claimant: str | None = None
    country: str | None = None
    victims_country: str | None = None
    place: str | None = None
    near: Circle | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None
    report: str | None = None
    event: str | None = None
    originals: bool = False


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Which reports are wanted; None asks nothing. `copies_of` asks for the copies of one report."""

    language: str | None = None
    outlet: str | None = None
    state: str | None = None
    text: str | None = None
    copies_of: str | None = None
    originals: bool = False


def horizon(connection: Connection, moment: Moment) -> Horizon:
    """Return how far a moment reaches; raises BadFilter."""
    day = None if moment.known_by is None else last_day("known-by", moment.known_by)
    if moment.as_of is None:
        return Horizon(FOREVER, day, connection.dialect.name)
    last = (
        select(entries.c.number)
        .where(entries.c.recorded <= _end_of(moment.as_of))
        .order_by(entries.c.recorded.desc(), entries.c.number.desc())
        .limit(1)
    )
    return Horizon(int(connection.execute(last).scalar() or 0), day, connection.dialect.name)


def last_day(name: str, value: str) -> int:
    """Return the ordinal of the last day that a date means; raises BadFilter."""
    interval = read_interval(value)
    if interval is None or interval.last is None:
        raise BadFilter(name, value, "write a date such as 2024-03-31")
    return interval.last


def claim_conditions(wanted: ClaimFilter, at: Horizon) -> list[ColumnElement[bool]]:
    """Return the conditions on `claims` (all but that of the text)."""
    conditions = at.holds(claims)
    for name in _COMMON:
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(_plain(name, wanted, at) == str(value))
    if wanted.country is not None:
        conditions.append(claims.c.place_country == wanted.country.upper())
    if wanted.victims_country is not None:
        conditions.append(claims.c.victim_country == wanted.victims_country.upper())
    if wanted.place is not None:
        conditions.append(_at_place(wanted.place))
    if wanted.near is not None:
        conditions += _near(wanted.near)
    conditions += _during(wanted)
    if wanted.report is not None:
        conditions.append(claims.c.document == document_id(wanted.report))
    if wanted.originals:
        conditions.append(
            ~exists().where(reports.c.document == claims.c.document, reports.c.copy_of.is_not(None), *at.holds(reports))
        )
    if wanted.event is not None:
        conditions.append(claims.c.id.in_(_claims_of(wanted.event, at)))
    return conditions


def _plain(name: str, wanted: ClaimFilter, at: Horizon) -> ColumnElement[str]:
    """Return a column with few values: as itself where nothing rarer is asked for, else so that no index begins with it.

    PostgreSQL knows how rare values are, and chooses by itself.
    """
    rarer = wanted.country or wanted.victims_country or wanted.place or wanted.near or wanted.report or wanted.event
    both = name == "outcome" and wanted.country and wanted.victims_country
    column: ColumnElement[str] = claims.c[name]
    return column.concat("") if rarer and not both and at.database == Database.SQLITE else column


def actor_ranks(wanted: ClaimFilter, at: Horizon) -> Select[tuple[int]] | None:
    """Return what gives the ranks of one actor's claims, newest first; None where no actor is asked for."""
    name = wanted.claimant or wanted.actor
    if name is None:
        return None
    conditions = [claim_actors.c.actor == actor_key(name), *at.holds(claim_actors)]
    if wanted.claimant:
        conditions.append(claim_actors.c.says == 1)
    if wanted.claimant and wanted.actor:
        also = claim_actors.alias("also")
        there = exists().where(also.c.rank == claim_actors.c.rank, also.c.actor == actor_key(wanted.actor), *at.holds(also))
        conditions.append(there)
    return select(claim_actors.c.rank).where(*conditions).order_by(claim_actors.c.rank.desc())


def report_conditions(wanted: ReportFilter, at: Horizon) -> list[ColumnElement[bool]]:
    """Return the conditions on `reports` (all but that of the text)."""
    conditions = at.holds(reports)
    if wanted.outlet is not None:
        conditions.append(reports.c.outlet_key == actor_key(wanted.outlet))
    for name in ("language", "state"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(reports.c[name] == value)
    if wanted.copies_of is not None:
        conditions.append(reports.c.copy_of == document_id(wanted.copies_of))
    if wanted.originals:
        conditions.append(reports.c.copy_of.is_(None))
    return conditions


def cursor(after: str) -> int:
    """Return the rank that a page ended at; raises BadFilter."""
    try:
        return int(after)
    except ValueError:
        raise BadFilter("after", after, "hand back the `next` of the page before") from None


def _end_of(stated: str) -> str:
    """Return the latest time that a stated day or time means, as entries are stamped; raises BadFilter."""
    if _DAY.fullmatch(stated):
        interval = read_interval(stated)
        if interval is None or interval.last is None:
            raise BadFilter("as-of", stated, "write a date such as 2024-03-31")
        return datetime.fromordinal(interval.last).strftime("%Y-%m-%dT23:59:59.999999Z")
    try:
        time = datetime.fromisoformat(stated)
    except ValueError:
        raise BadFilter("as-of", stated, "write a date or a time such as 2024-03-31T18:00:00Z") from None
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _at_place(place: str) -> ColumnElement[bool]:
    if ":" in place:
        return claims.c.place_id == place
    return claims.c.place == actor_key(place)


def newest_first(wanted: ClaimFilter) -> ColumnElement[int]:
    """Return what claims are ordered by: their rank, or the same as a sum.

    A sum is no key: where the wanted time is short, the database then begins with that.
    """
    return claims.c.rank + 0 if _seasons(wanted) else claims.c.rank


def _during(wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    """Return the conditions that a claim's time meets the wanted one; a side that is open reaches everywhere."""
    first, last = _wanted_days(wanted)
    if first is None and last is None:
        return []
    conditions: list[ColumnElement[bool]] = [claims.c.season.is_not(None)]
    if first is not None:
        conditions.append(or_(claims.c.last_day >= first, claims.c.last_day.is_(None)))
    if last is not None:
        conditions.append(or_(claims.c.first_day <= last, claims.c.first_day.is_(None)))
    if seasons := _seasons(wanted):
        conditions.append(claims.c.season.in_([LONG, *seasons]))
    return conditions


def _seasons(wanted: ClaimFilter) -> range | None:
    """Return the seasons in which a short claim of the wanted time can begin, None where they are too many to name."""
    first, last = _wanted_days(wanted)
    if first is None or last is None or not 0 <= last - first <= _MOST_SEASONS * SEASON_DAYS:
        return None
    return range((first - SEASON_DAYS) // SEASON_DAYS, last // SEASON_DAYS + 1)


def _wanted_days(wanted: ClaimFilter) -> tuple[int | None, int | None]:
    first = None
    if wanted.since is not None:
        found = read_interval(wanted.since)
        if found is None or found.first is None:
            raise BadFilter("since", wanted.since, "write a date such as 2024-03-31")
        first = found.first
    return first, None if wanted.until is None else last_day("until", wanted.until)


def _near(circle: Circle) -> list[ColumnElement[bool]]:
    if not -90 <= circle.latitude <= 90 or not -180 <= circle.longitude <= 180 or circle.kilometres <= 0:
        raise BadFilter("near", f"{circle.latitude},{circle.longitude}", "write LATITUDE,LONGITUDE,KILOMETRES")
    tall = circle.kilometres / _KM_A_DEGREE
    wide = min(_HALF_TURN, tall / max(0.001, math.cos(math.radians(min(_POLE, abs(circle.latitude) + tall)))))
    conditions: list[ColumnElement[bool]] = []
    if cells := _cells(circle, tall, wide):
        conditions.append(claims.c.cell.in_(cells))
    conditions.append(claims.c.latitude.between(circle.latitude - tall, circle.latitude + tall))
    half = func.radians(claims.c.latitude - circle.latitude) / 2
    side = func.radians(claims.c.longitude - circle.longitude) / 2
    square = func.sin(half) * func.sin(half) + math.cos(math.radians(circle.latitude)) * func.cos(
        func.radians(claims.c.latitude)
    ) * func.sin(side) * func.sin(side)
    reach = min(math.pi / 2, circle.kilometres / _EARTH_KM / 2)
    conditions.append(square <= math.sin(reach) ** 2)
    return conditions


def _cells(circle: Circle, tall: float, wide: float) -> list[int]:
    """Return the square degrees that a circle touches; none where they are too many to name."""
    rows = range(math.floor(circle.latitude - tall), math.floor(circle.latitude + tall) + 1)
    columns = range(math.floor(circle.longitude - wide), math.floor(circle.longitude + wide) + 1)
    if len(rows) * len(columns) > _MOST_CELLS:
        return []
    return sorted({cell_of(row, column) for row in rows for column in columns})


def _claims_of(event: str, at: Horizon) -> Any:  # noqa: ANN401 - a selectable
    if not event.startswith(EVENT):
        raise BadFilter("event", event, "an event's id begins with evt_")
    return select(event_claims.c.claim).where(event_claims.c.event == event, *at.holds(event_claims))
