"""An index of the ledger's events by what a list filters and counts; derived, and brought up to date when it is asked.

It lies beside the ledger's own tables and can be dropped at any time: the next question builds it again.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    delete,
    func,
    insert,
    inspect,
    or_,
    select,
)

from counterclaim.interval import read_interval
from counterclaim.ledger import filters
from counterclaim.ledger.dialect import Database, Words, appending, explained, look_anew, looking
from counterclaim.ledger.history import NOW
from counterclaim.ledger.schema import FOREVER, claims, event_claims, results
from counterclaim.ledger.schema import events as ledger_events
from counterclaim.ledger.search import words
from counterclaim.ledger.views import Page
from counterclaim.web import views

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Engine, Select

    from counterclaim.ledger.filters import Horizon, Moment
    from counterclaim.ledger.opening import Ledger
    from counterclaim.records import Record

BADGES = ("disputed", "denied", "one_source", "total_only", "needs_review")
_CHUNK = 2000
_COUNTED_BY = ("country", "month", "languages", "badges", "outcomes")
#: What was counted, by what was asked and up to which entry, for each ledger that is open.
_COUNTED: WeakKeyDictionary[Engine, dict[tuple[Wanted, Moment, int], Counts]] = WeakKeyDictionary()
_MOST_COUNTED = 500
#: Where fewer are wanted, most of all events are looked at before a page is full.
RARE = 500
#: What a map is told of an event, and the columns that hold it.
_LOCATED = {
    "id": "id", "name": "place", "when": "happened", "latitude": "latitude", "longitude": "longitude", "radius_m": "radius_m",
    "where_prec": "where_prec",
}  # fmt: skip
#: What a list shows of an event's summary and of its place.
_SHOWN = ("figures", "languages", "origins", "published", "sides", "badges", "review")
_PLACE = ("name", "country", "latitude", "longitude")
metadata = MetaData()
index = Table(
    "page_events",
    metadata,
    Column("id", Words, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("rank", BigInteger, nullable=False),
    Column("country", Words),
    Column("first_day", Integer),
    Column("last_day", Integer),
    Column("month", Words),
    Column("languages", Words, nullable=False),
    Column("badges", Words, nullable=False),
    Column("outcomes", Words, nullable=False),
    Column("sides", Words, nullable=False),
    Column("words", Words, nullable=False),
    Column("place", Words),
    Column("happened", Words),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_m", Float),
    Column("where_prec", Integer),
    Index("page_events_by_rank", "until", "rank"),
    Index("page_events_by_country", "country", "until", "rank"),
    Index("page_events_by_month", "month", "until", "rank"),
)
#: Beside the index, which counts go through: what a list shows of an event.
lines = Table(
    "page_event_lines",
    metadata,
    Column("id", Words, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("line", Words, nullable=False),
)
marks = Table("page_marks", metadata, Column("name", Words, primary_key=True), Column("entry", BigInteger, nullable=False))
#: Up to which entry the index follows, and the last entries that changed an event and ended one.
_STATE = select(
    select(marks.c.entry).where(marks.c.name == "events").scalar_subquery(),
    select(func.max(results.c.since)).scalar_subquery(),
    select(func.max(ledger_events.c.until)).where(ledger_events.c.until < FOREVER).scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are wanted; None asks nothing. `month` is YYYY-MM, `text` words of the place."""

    country: str | None = None
    side: str | None = None
    language: str | None = None
    badge: str | None = None
    outcome: str | None = None
    since: str | None = None
    until: str | None = None
    month: str | None = None
    text: str | None = None

    def asked(self) -> dict[str, str]:
        """Return what is asked, by name."""
        return {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) is not None}


@dataclass(frozen=True, slots=True)
class IndexedEvent:
    """An event with what a list shows of it: its record without the claims, and how many reports it has."""

    id: str
    record: Record


@dataclass(frozen=True, slots=True)
class Counts:
    """How many events there are under a filter, and how many of them each value of each facet has."""

    total: int
    facets: dict[str, dict[str, int]]
    months: dict[str, int]


def prepare(ledger: Ledger) -> None:
    """Make the tables of the index where they are missing, or are those of another edition of the program."""
    with explained(ledger.shown), appending(ledger.engine) as connection:
        there = inspect(connection)
        same = all(
            there.has_table(one.name) and {c["name"] for c in there.get_columns(one.name)} == set(one.c.keys())
            for one in (index, lines)
        )
        if there.has_table(index.name) and not same:
            metadata.drop_all(connection)
        metadata.create_all(connection)


def bring_up_to_date(ledger: Ledger) -> int:
    """Return the entry up to which the index now follows the ledger."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        marked, latest, ended = connection.execute(_STATE).one()
    newest = max(latest or 0, ended or 0)
    if marked is not None and marked >= newest:
        return int(marked)
    with explained(ledger.shown), appending(ledger.engine) as connection:
        _index(connection, 0 if marked is None else marked, newest)
    look_anew(ledger.engine)
    return int(newest)


def list_events(  # noqa: PLR0913 - what is asked of a list
    ledger: Ledger, wanted: Wanted, *, moment: Moment = NOW, after: str | None = None, limit: int = 50, rare: bool = False
) -> Page[IndexedEvent]:
    """Return a page of events, the one known last first; `rare` says that few are wanted of all. Raises BadFilter."""
    bring_up_to_date(ledger)
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        query = (
            select(index.c.id, index.c.rank, lines.c.line)
            .join(lines, (lines.c.id == index.c.id) & (lines.c.since == index.c.since))
            .where(*_conditions(wanted, at, whole=rare))
            .order_by(index.c.rank.desc())
        )
        if after is not None:
            query = query.where(index.c.rank < filters.cursor(after))
        rows = connection.execute(query.limit(limit + 1)).all()
    items = tuple(IndexedEvent(identifier, json.loads(line)) for identifier, _, line in rows[:limit])
    return Page(items, str(rows[limit - 1].rank) if len(rows) > limit else None)


def count_events(ledger: Ledger, wanted: Wanted, *, moment: Moment = NOW) -> Counts:
    """Return how many events a filter finds, by country, language, badge, outcome and month.

    What was counted is remembered until an event changes.
    """
    remembered = _COUNTED.setdefault(ledger.engine, {})
    asked = (wanted, moment, bring_up_to_date(ledger))
    if asked not in remembered:
        while len(remembered) >= _MOST_COUNTED:
            remembered.pop(next(iter(remembered)), None)
        remembered[asked] = _count(ledger, wanted, moment)
    return remembered[asked]


def _count(ledger: Ledger, wanted: Wanted, moment: Moment) -> Counts:
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        total, *columns = connection.execute(_counting(wanted, at)).one()
    by: dict[str, Counter[str]] = {name: Counter() for name in _COUNTED_BY}
    for name, values in zip(_COUNTED_BY, columns, strict=True):
        for value, found in Counter((values or "").split("\n")).items():
            for one in value.split():
                by[name][one] += found
    badges = by["badges"]
    return Counts(
        total=int(total),
        facets={
            "country": _sorted(by["country"]),
            "language": _sorted(by["languages"]),
            "badge": {badge: badges[badge] for badge in BADGES if badge in badges},
            "outcome": _sorted(by["outcomes"]),
        },
        months=dict(sorted(by["month"].items())),
    )


def _counting(wanted: Wanted, at: Horizon) -> Select[*tuple[Any, ...]]:
    """Return a question for all that is counted, in one row: the events are gone through once, and not handed over one by one."""
    told = (func.aggregate_strings(index.c[name], "\n") for name in _COUNTED_BY)
    return select(func.count(), *told).where(*_conditions(wanted, at, whole=True))


def located(
    ledger: Ledger, wanted: Wanted, *, moment: Moment = NOW, limit: int = 2000, rare: bool = False
) -> list[dict[str, Any]]:
    """Return where the events of a filter were: id, name, latitude, longitude, radius; the latest first."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        query = (
            select(*(index.c[column].label(name) for name, column in _LOCATED.items()))
            .where(*_conditions(wanted, at, whole=rare), index.c.latitude.is_not(None), index.c.longitude.is_not(None))
            .order_by(index.c.rank.desc())
            .limit(limit)
        )
        return [dict(zip(_LOCATED, row, strict=True)) for row in connection.execute(query)]


def titles(ledger: Ledger, identifiers: list[str]) -> dict[str, str]:
    """Return what events are called now, by their id: place and time."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        query = select(results.c.id, results.c.record).where(
            results.c.kind == "event", results.c.id.in_(identifiers), results.c.until == FOREVER
        )
        return {row.id: views.title_of(json.loads(row.record)) for row in connection.execute(query)}


# --- conditions -------------------------------------------------------------------------------------------------------------


def _conditions(wanted: Wanted, at: Horizon, *, whole: bool = False) -> list[ColumnElement[bool]]:
    """Return the conditions on the index; `whole` says that it is to be gone through as it lies, where no key is wanted."""
    conditions = at.holds(index)
    if whole and at.database == Database.SQLITE and at.entry == FOREVER and not (wanted.country or wanted.month):
        conditions[0] = index.c.until + 0 == FOREVER  # a sum is no key
    if wanted.country is not None:
        conditions.append(index.c.country == wanted.country.upper())
    for name, column in (
        ("language", index.c.languages),
        ("badge", index.c.badges),
        ("outcome", index.c.outcomes),
        ("side", index.c.sides),
    ):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(column.contains(f" {value} ", autoescape=True))
    if wanted.month is not None:
        conditions.append(index.c.month == wanted.month)
    if wanted.since is not None:
        first = read_interval(wanted.since)
        if first is None or first.first is None:
            raise filters.BadFilter("since", wanted.since, "write a date such as 2024-03-31")
        conditions.append(index.c.last_day >= first.first)
    if wanted.until is not None:
        conditions.append(index.c.first_day <= filters.last_day("until", wanted.until))
    conditions += [index.c.words.contains(f" {word}", autoescape=True) for word in words(wanted.text or "")]
    if at.day is not None:
        known = select(claims.c.id).where(claims.c.known <= at.day, claims.c.id == event_claims.c.claim)
        conditions.append(index.c.id.in_(select(event_claims.c.event).where(known.exists(), *at.holds(event_claims))))
    return conditions


def _sorted(found: dict[str, int]) -> dict[str, int]:
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


# --- building ---------------------------------------------------------------------------------------------------------------


def _index(connection: Connection, marked: int, newest: int) -> None:
    changed = connection.scalars(
        select(ledger_events.c.id)
        .where(
            or_(
                ledger_events.c.since > marked,
                (ledger_events.c.until > marked) & (ledger_events.c.until < FOREVER),
            )
        )
        .distinct()
    ).all()
    for at in range(0, len(changed), _CHUNK):
        part = changed[at : at + _CHUNK]
        for table in (index, lines):
            connection.execute(delete(table).where(table.c.id.in_(part)))
        rows = connection.execute(
            select(ledger_events, results.c.record)
            .join(
                results,
                (results.c.kind == "event") & (results.c.id == ledger_events.c.id) & (results.c.since == ledger_events.c.since),
            )
            .where(ledger_events.c.id.in_(part))
        ).all()
        if rows:
            records = [json.loads(row.record) for row in rows]
            connection.execute(insert(index), [_row(row, record) for row, record in zip(rows, records, strict=True)])
            connection.execute(insert(lines), [_line(row, record) for row, record in zip(rows, records, strict=True)])
    connection.execute(delete(marks).where(marks.c.name == "events"))
    connection.execute(insert(marks), {"name": "events", "entry": newest})


def _row(row: Any, record: Record) -> dict[str, Any]:  # noqa: ANN401 - a row of two tables
    said = record.get("summary") or {}
    figures = {outcome for by in said.get("figures", {}).values() for outcome in by}
    where = record.get("place") or {}
    place = where.get("name") or ""
    when = record.get("when") or next(iter(said.get("published", ())), "")
    return {
        "id": row.id,
        "since": row.since,
        "until": row.until,
        "rank": row.rank,
        "country": row.place_country,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "month": when[:7] if len(when) >= 7 else None,
        "languages": _joined(said.get("languages", ())),
        "badges": _joined(said.get("badges", ())),
        "outcomes": _joined(sorted(figures)),
        "sides": _joined(said.get("sides", ())),
        "words": _joined(words(" ".join((place, *said.get("outlets", ()))))),
        "place": place or None,
        "happened": record.get("when"),
        **{name: where.get(name) for name in ("latitude", "longitude", "radius_m", "where_prec")},
    }


def _line(row: Any, record: Record) -> dict[str, Any]:  # noqa: ANN401 - a row of two tables
    said = record.get("summary") or {}
    line = {
        "when": record.get("when"),
        "place": {name: value for name, value in (record.get("place") or {}).items() if name in _PLACE},
        "reports": len(record.get("reports", ())),
        "summary": {name: said[name] for name in _SHOWN if name in said},
    }
    return {"id": row.id, "since": row.since, "line": json.dumps(line, separators=(",", ":"))}


def _joined(values: Any) -> str:  # noqa: ANN401 - strings in any container
    return f" {' '.join(values)} "


def is_prepared(ledger: Ledger) -> bool:
    """Return whether the index's tables are there."""
    with ledger.engine.connect() as connection:
        return "page_marks" in inspect(connection).get_table_names()
