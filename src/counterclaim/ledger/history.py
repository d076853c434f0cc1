"""Reading: what the ledger holds, held, and holds no longer. Lists come newest first, a page at a time.

Every function takes the ledger and a `Moment` (now, where none is given). `Page.next` is handed back as `after` to get
the following page; it stays right while others add.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger import filters
from counterclaim.ledger.bodies import read_body, read_text
from counterclaim.ledger.chain import Entry, EntryKind, Head
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.effects import effective_records
from counterclaim.ledger.entry_filter import EntryFilter
from counterclaim.ledger.filters import ClaimFilter, Horizon, Moment, ReportFilter
from counterclaim.ledger.identity import document_id
from counterclaim.ledger.schema import FOREVER, claim_actors, claims, decisions, entries, entry_of, failures, reports
from counterclaim.ledger.views import (
    ClaimLine,
    FailureLine,
    Page,
    ReportLine,
    ReportView,
    claim_line,
    report_line,
)
from counterclaim.ledger.wordfinding import page_with_words
from counterclaim.model import Span
from counterclaim.parsing import responsibility_from_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, Connection, Row, Select

    from counterclaim.ledger.opening import Ledger

NOW = Moment()
PAGE = 50
_HEAD = select(entries.c.number, entries.c.digest, entries.c.recorded).order_by(entries.c.number.desc()).limit(1)
#: How many claims of an actor are looked through, step by step, before the other conditions are asked first.
_STEPS = (100, 400, 1600)


def list_reports(
    ledger: Ledger,
    wanted: ReportFilter = ReportFilter(),  # noqa: B008 - frozen
    *,
    moment: Moment = NOW,
    after: str | None = None,
    limit: int = PAGE,
) -> Page[ReportLine]:
    """Return a page of reports in their newest version, newest publication first."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        query = select(reports).where(*filters.report_conditions(wanted, at))
        if wanted.text:
            keys = (reports.c.text_rank, reports.c.rank)
            rows = page_with_words(connection, query, wanted.text, keys=keys, after=after, limit=limit + 1)
        else:
            query = _after(query.order_by(reports.c.rank.desc()), reports.c.rank, after)
            rows = list(connection.execute(query.limit(limit + 1)))
    return Page(tuple(report_line(row) for row in rows[:limit]), _next(rows, limit, pair=bool(wanted.text)))


def list_claims(
    ledger: Ledger,
    wanted: ClaimFilter = ClaimFilter(),  # noqa: B008 - frozen
    *,
    moment: Moment = NOW,
    after: str | None = None,
    limit: int = PAGE,
) -> Page[ClaimLine]:
    """Return a page of claims, newest publication first."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        rows = claim_rows(connection, wanted, at, after=after, limit=limit + 1)
        return claim_page(connection, wanted, rows, at, limit=limit)


def get_claim(ledger: Ledger, identifier: str, *, moment: Moment = NOW) -> tuple[ClaimLine, ...]:
    """Return a claim in every report that makes it (copies of one text share their claims), earliest first.

    Raises UnknownIdentifier.
    """
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        rows = connection.execute(
            select(claims).where(claims.c.id == identifier, *at.holds(claims)).order_by(claims.c.rank)
        ).all()
        lines = claim_lines(connection, rows, at)
    if not lines:
        raise UnknownIdentifier("claim", identifier)
    return lines


def get_report(ledger: Ledger, key: str, *, moment: Moment = NOW, version: int | None = None) -> ReportView:
    """Return a report by its id, its address or the id that the user gave: text, marks, claims and provenance.

    Raises UnknownIdentifier.
    """
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, moment)
        document = document_id(key)
        of_document = select(reports).where(reports.c.document == document)
        if version is None:
            query = of_document.where(*at.holds(reports))
        else:
            query = of_document.where(reports.c.version == version, reports.c.since <= at.entry)
        row = connection.execute(query.order_by(reports.c.since.desc()).limit(1)).one_or_none()
        if row is None:
            raise UnknownIdentifier("report", key)
        return _report_view(connection, row, at)


def list_failures(ledger: Ledger, *, after: str | None = None, limit: int = PAGE) -> Page[FailureLine]:
    """Return a page of the sources that could not be read and have not been since, newest first."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        query = select(failures).where(*Horizon(FOREVER, None).holds(failures))
        rows = connection.execute(
            _after(query.order_by(failures.c.number.desc()), failures.c.number, after).limit(limit + 1)
        ).all()
    items = tuple(FailureLine(row.number, row.source, row.reason, row.recorded) for row in rows[:limit])
    return Page(items, str(rows[limit - 1].number) if len(rows) > limit else None)


def list_entries(
    ledger: Ledger,
    *,
    kind: EntryKind | None = None,
    wanted: EntryFilter = EntryFilter(),  # noqa: B008 - frozen
    after: int | None = None,
    limit: int = PAGE,
) -> Page[Entry]:
    """Return a page of the chain, last entry first; raises BadFilter."""
    query = select(entries).where(*wanted.conditions()).order_by(entries.c.number.desc())
    if kind is not None:
        query = query.where(entries.c.kind == kind.value)
    if after is not None:
        query = query.where(entries.c.number < after)
    with explained(ledger.shown), looking(ledger.engine) as connection:
        rows = connection.execute(query.limit(limit + 1)).all()
    items = tuple(entry_from(row) for row in rows[:limit])
    return Page(items, str(items[-1].number) if len(rows) > limit else None)


def get_entry(ledger: Ledger, number: int) -> tuple[Entry, dict[str, Any] | None]:
    """Return an entry and what it says (None where that was destroyed); raises UnknownIdentifier."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        row = connection.execute(select(entries).where(entries.c.number == number)).one_or_none()
        if row is None:
            raise UnknownIdentifier("entry", str(number))
        return entry_from(row), read_body(connection, number)


def head(ledger: Ledger) -> Head:
    """Return the last entry of the chain, short."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        return Head(*connection.execute(_HEAD).one())


def count(ledger: Ledger) -> dict[str, int]:
    """Return how many reports, claims, decisions and entries the ledger holds now."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        now = Horizon(FOREVER, None)
        return {
            "reports": _count(connection, select(func.count()).select_from(reports).where(*now.holds(reports))),
            "claims": _count(connection, select(func.count()).select_from(claims).where(*now.holds(claims))),
            "decisions": _count(connection, select(func.count()).select_from(decisions)),
            "entries": _count(connection, select(func.coalesce(func.max(entries.c.number), 0))),
        }


def claim_page(
    connection: Connection, wanted: ClaimFilter, rows: Sequence[Row[Any]], at: Horizon, *, limit: int
) -> Page[ClaimLine]:
    """Return the first `limit` rows of a list as a page; more rows say that there is a next one."""
    return Page(claim_lines(connection, rows[:limit], at), _next(rows, limit, pair=bool(wanted.text)))


def claim_lines(connection: Connection, rows: Sequence[Row[Any]], at: Horizon) -> tuple[ClaimLine, ...]:
    """Return rows of `claims` as lines: the claim as it stood at that moment, and whose report it is in."""
    records = effective_records(connection, rows, at)
    documents = sorted({row.document for row in rows})
    found = {row.document: report_line(row) for row in connection.execute(_reports_of(at), {"documents": documents})}
    return tuple(
        claim_line(row, records[row.rank], found[row.document]) for row in rows if row.rank in records and row.document in found
    )


@functools.lru_cache(maxsize=64)
def _reports_of(at: Horizon) -> Select[Any]:
    return select(reports).where(reports.c.document.in_(bindparam("documents", expanding=True)), *at.holds(reports))


def entry_from(row: Row[Any]) -> Entry:
    """Return the entry of a row."""
    return Entry(row.number, EntryKind(row.kind), row.recorded, row.by, row.subject, row.body, row.previous, row.digest)


def claim_rows(  # noqa: PLR0913 - what is asked of a list
    connection: Connection,
    wanted: ClaimFilter,
    at: Horizon,
    *,
    after: str | None,
    limit: int,
    columns: Sequence[Column[Any]] = (),
) -> list[Row[Any]]:
    """Return rows of `claims`, or some columns of them, newest first; raises BadFilter, BadQuery."""
    query = select(*(columns or claims.c)).where(*filters.claim_conditions(wanted, at))
    ranks = filters.actor_ranks(wanted, at)
    if wanted.text:
        if ranks is not None:
            query = query.where(claims.c.rank.in_(ranks.order_by(None)))
        keys = (claims.c.text_rank, claims.c.rank)
        return page_with_words(connection, query, wanted.text, keys=keys, after=after, limit=limit)
    query = _after(query.order_by(filters.newest_first(wanted).desc()), claims.c.rank, after)
    if ranks is None:
        return list(connection.execute(query.limit(limit)))
    return _rows_of_actor(connection, query, _after(ranks, claim_actors.c.rank, after), limit)


def _rows_of_actor(connection: Connection, query: Any, ranks: Any, limit: int) -> list[Row[Any]]:  # noqa: ANN401 - selectables
    """Return rows of a query that are among an actor's, whose newest are looked at first, some at a time."""
    found: list[Row[Any]] = []
    below: int | None = None
    for size in _STEPS:
        some = list(connection.scalars(_after(ranks, claim_actors.c.rank, below).limit(size)))
        if some:
            found += connection.execute(query.where(claims.c.rank.in_(some)).limit(limit - len(found))).all()
        if len(found) >= limit or len(some) < size:
            return found
        below = some[-1]
    rest = query.where(claims.c.rank < below, claims.c.rank.in_(ranks.order_by(None)))
    return found + list(connection.execute(rest.limit(limit - len(found))))


def _report_view(connection: Connection, row: Row[Any], at: Horizon) -> ReportView:
    reading = read_body(connection, row.since) if row.since else None
    capture = read_body(connection, row.capture)
    body = reading if reading and "claims" in reading else _reading_of(connection, row)
    made = connection.execute(
        select(claims)
        .where(claims.c.document == row.document, claims.c.text_rank == row.text_rank, *at.holds(claims))
        .order_by(claims.c.rank)
    ).all()
    versions = connection.execute(
        select(reports.c.version, func.min(reports.c.since).label("since"))
        .where(reports.c.document == row.document, reports.c.since <= at.entry)
        .group_by(reports.c.version)
        .order_by(reports.c.version)
    ).all()
    return ReportView(
        line=report_line(row),
        text=read_text(connection, row.text),
        boilerplate=tuple(Span(*span) for span in (body or {}).get("report", {}).get("boilerplate", ())),
        claims=claim_lines(connection, made, at),
        responsibilities=tuple(
            responsibility_from_record(record, row.key) for record in (body or {}).get("responsibilities", ())
        ),
        capture=capture,
        versions=tuple((version.version, version.since) for version in versions),
    )


def _reading_of(connection: Connection, row: Row[Any]) -> dict[str, Any] | None:
    return read_body(connection, entry_of(row.rank))


def _after(query: Any, column: Any, after: str | int | None) -> Any:  # noqa: ANN401 - selectables
    return query if after is None else query.where(column < filters.cursor(str(after)))


def _next(rows: Sequence[Row[Any]], limit: int, *, pair: bool) -> str | None:
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    return f"{last.text_rank}.{last.rank}" if pair else str(last.rank)


def _count(connection: Connection, query: Any) -> int:  # noqa: ANN401 - a selectable
    return int(connection.execute(query).scalar_one())
