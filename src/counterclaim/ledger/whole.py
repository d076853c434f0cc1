"""All reports of a ledger with what they say, many at a time: what linking reads, for which one at a time is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from counterclaim.ledger import filters
from counterclaim.ledger.bodies import CHUNK, read_bodies
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.history import NOW, claim_lines
from counterclaim.ledger.packing import bytes_text, unpack
from counterclaim.ledger.schema import blobs, claims, entry_of, reports
from counterclaim.ledger.views import Page, ReportView, report_line
from counterclaim.model import Span
from counterclaim.parsing import responsibility_from_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from counterclaim.ledger.filters import Horizon
    from counterclaim.ledger.opening import Ledger
    from counterclaim.ledger.views import ClaimLine


def whole_reports(ledger: Ledger, *, after: str | None = None, limit: int = 200) -> Page[ReportView]:
    """Return a page of reports as they stand, newest first, as `get_report` gives them but for their history."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        at = filters.horizon(connection, NOW)
        query = select(reports).where(*at.holds(reports)).order_by(reports.c.rank.desc())
        if after is not None:
            query = query.where(reports.c.rank < filters.cursor(after))
        rows = connection.execute(query.limit(limit + 1)).all()
        shown = rows[:limit]
        texts = _texts(connection, [row.text for row in shown])
        made = _claims(connection, shown, at)
        said = read_bodies(connection, {number for row in shown for number in (row.since, entry_of(row.rank))})
    views = tuple(_view(row, texts.get(row.text), made.get(row.document, ()), _reading(row, said)) for row in shown)
    return Page(views, str(shown[-1].rank) if len(rows) > limit else None)


def _view(row: Row[Any], text: str | None, made: Sequence[ClaimLine], reading: dict[str, Any]) -> ReportView:
    return ReportView(
        line=report_line(row),
        text=text,
        boilerplate=tuple(Span(*span) for span in reading.get("report", {}).get("boilerplate", ())),
        claims=tuple(made),
        responsibilities=tuple(responsibility_from_record(record, row.key) for record in reading.get("responsibilities", ())),
        capture=None,
        versions=(),
    )


def _reading(row: Row[Any], said: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Return the reading that a report's row is of."""
    body = said.get(row.since, {})
    return body if "claims" in body else said.get(entry_of(row.rank), {})


def _texts(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for at in range(0, len(digests), CHUNK):
        query = select(blobs.c.digest, blobs.c.content).where(blobs.c.digest.in_(digests[at : at + CHUNK]))
        found |= {row.digest: bytes_text(unpack(row.content)) for row in connection.execute(query)}
    return found


def _claims(connection: Connection, rows: Sequence[Row[Any]], at: Horizon) -> dict[str, list[ClaimLine]]:
    """Return the claims that each report's newest text makes, by the report's id."""
    newest = {row.document: row.text_rank for row in rows}
    query = select(claims).where(claims.c.document.in_(newest), *at.holds(claims)).order_by(claims.c.rank)
    made = [row for row in connection.execute(query) if row.text_rank == newest[row.document]]
    found: dict[str, list[ClaimLine]] = {}
    for line in claim_lines(connection, made, at):
        found.setdefault(line.report.id, []).append(line)
    return found
