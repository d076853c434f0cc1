"""What a reading changes: the report's row, its text among those compared and searched, and its claims.

A reading replaces the one before it of the same document. The claims of an earlier text that are not found again in the
new one are withdrawn by correction; decisions follow their claim by its id, else by the words that they quote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, MetaData, Row, Table, Text, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import TSVECTOR

from counterclaim.interval import read_interval
from counterclaim.ledger import decided
from counterclaim.ledger.anchors import find_claim, quote
from counterclaim.ledger.bodies import read_claims, read_text
from counterclaim.ledger.credits import CREDITED, credit_key, join_by_credit
from counterclaim.ledger.dialect import Database
from counterclaim.ledger.identity import actor_key
from counterclaim.ledger.rows import Standing, Status, actor_rows, claim_row
from counterclaim.ledger.schema import FOREVER, claim_actors, claims, rank_of, reports, texts
from counterclaim.ledger.search import indexed, tsvector
from counterclaim.ledger.ties import tie_copies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.ledger.bodies import Body
    from counterclaim.ledger.chain import Entry
    from counterclaim.ledger.transaction import Transaction
    from counterclaim.records import Record


_WORDS_SQLITE = Table("search", MetaData(), Column("rowid", BigInteger), Column("words", Text))
_WORDS_POSTGRESQL = Table("search", MetaData(), Column("rank", BigInteger), Column("words", TSVECTOR))
_TEXT = select(texts.c.rank, texts.c.family).where(texts.c.digest == bindparam("digest"))
_CURRENT = select(reports).where(reports.c.document == bindparam("document"), reports.c.until == FOREVER)


def project(connection: Transaction, entry: Entry, body: Body) -> None:
    """Bring the derived tables up to date with a reading."""
    known = known_day(body["report"]["published"], entry.recorded)
    rank = rank_of(known, entry.number)
    words = read_text(connection, body["text"]["digest"]) or ""
    text_rank, family = _place_text(connection, rank, body["text"]["digest"], words)
    before = _current(connection, entry.subject)
    row = _report_row(entry, body, before, rank, known) | {"text_rank": text_rank}
    gone = _close(connection, entry, before)
    row["version"] = _version(connection, before, body["text"]["digest"])
    connection.later(reports, [row], [entry.subject, *([CREDITED] if row["credit"] else [])])
    standing = Standing(rank, entry.number, FOREVER, entry.subject, text_rank, known, row["language"])
    insert_claims(connection, standing, body["claims"])
    if before is not None:
        if before.text != body["text"]["digest"]:
            _withdraw(connection, entry, gone, words, body["claims"])
        decided.follow(connection, standing, gone, text=words, records=body["claims"])
    if before is not None or text_rank != rank:
        decided.refresh(connection, entry.number, [record["id"] for record in body["claims"]])
    family = join_by_credit(connection, row, family)
    if family != rank or before is not None:
        tie_copies(connection, entry.number, family)


def known_day(published: str | None, recorded: str) -> int:
    """Return the day by which a report was known, as a proleptic ordinal.

    It is the last day of its publication, at the latest the day of its record.
    """
    seen = read_interval(recorded[:10])
    stated = read_interval(published)
    latest = seen.last if seen and seen.last is not None else 0
    return latest if stated is None or stated.last is None else min(stated.last, latest)


def insert_claims(connection: Transaction, standing: Standing, records: Sequence[Record]) -> None:
    """Insert the rows of a reading's claims, as they were read."""
    if not records:
        return
    standings = [_at(standing, ordinal) for ordinal in range(len(records))]
    connection.later(claims, [claim_row(record, at, Status.REPORTED) for record, at in zip(records, standings, strict=True)])
    if actors := [row for record, at in zip(records, standings, strict=True) for row in actor_rows(record, at)]:
        connection.later(claim_actors, actors)


def add_to_search(connection: Transaction, rank: int, words: Sequence[str]) -> None:
    """Make a text findable by its words."""
    if connection.dialect.name == Database.POSTGRESQL:
        connection.later(_WORDS_POSTGRESQL, [{"rank": rank, "words": tsvector(list(words))}])
    else:
        connection.later(_WORDS_SQLITE, [{"rowid": rank, "words": " ".join(words)}])


def _at(standing: Standing, ordinal: int) -> Standing:
    return Standing(
        standing.rank | ordinal,
        standing.since,
        standing.until,
        standing.document,
        standing.text_rank,
        standing.known,
        standing.language,
    )


def _place_text(connection: Transaction, rank: int, digest: str, words: str) -> tuple[int, int]:
    from counterclaim.ledger.copies import add_text, sketch_of  # noqa: PLC0415 - loads what compares texts, half a second

    there = connection.look(_TEXT, {"digest": digest}, [digest]).one_or_none()
    if there is not None:
        return there.rank, there.family
    folded = indexed(words)
    add_to_search(connection, rank, folded)
    return rank, add_text(connection, rank, digest, sketch_of(folded))


def _current(connection: Transaction, document: str) -> Row[Any] | None:
    return connection.look(_CURRENT, {"document": document}, [document]).one_or_none()


def _version(connection: Transaction, before: Row[Any] | None, digest: str) -> int:
    if before is None:
        return 1
    if before.text == digest:
        return int(before.version)
    highest = select(func.max(reports.c.version)).where(reports.c.document == before.document)
    return int(connection.execute(highest).scalar_one()) + 1


def _report_row(entry: Entry, body: Body, before: Row[Any] | None, rank: int, known: int) -> dict[str, Any]:
    report, reader = body["report"], body["reader"]
    return {
        "rank": rank,
        "since": entry.number,
        "until": FOREVER,
        "document": entry.subject,
        "key": body["document"],
        "capture": body["capture"],
        "text": body["text"]["digest"],
        "program": reader["program"],
        "knowledge": reader["knowledge"],
        "state": body["state"],
        "language": report["lang"],
        "published": report["published"],
        "known": known,
        "outlet": report["outlet"],
        "url": report["url"],
        "title": report["title"],
        "event": report["event"],
        "claims": len(body["claims"]),
        "copy_of": None if before is None else before.copy_of,
        "outlet_key": report["outlet"] and actor_key(report["outlet"]),
        "credit": credit_key(body.get("credit")),
    }


def _close(connection: Transaction, entry: Entry, before: Row[Any] | None) -> list[Row[Any]]:
    """Close the rows of the reading before, and return its claims."""
    if before is None:
        return []
    at = (claims.c.document == entry.subject, claims.c.until == FOREVER)
    gone = list(connection.execute(select(claims).where(*at)))
    connection.execute(
        update(reports).where(reports.c.document == entry.subject, reports.c.until == FOREVER).values(until=entry.number)
    )
    connection.execute(update(claims).where(*at).values(until=entry.number))
    for row in gone:
        connection.execute(
            update(claim_actors)
            .where(claim_actors.c.rank == row.rank, claim_actors.c.until == FOREVER)
            .values(until=entry.number)
        )
    return gone


def _withdraw(connection: Transaction, entry: Entry, gone: list[Row[Any]], words: str, records: Sequence[Record]) -> None:
    """Keep the claims that a new text no longer makes, as withdrawn."""
    said = read_claims(connection, [row.rank for row in gone])
    for row in gone:
        record = said.get(row.rank)
        if record is None or decided.is_by_hand(connection, row) or row.status in (Status.REJECTED, Status.WITHDRAWN):
            continue
        old = connection.execute(select(texts.c.digest).where(texts.c.rank == row.text_rank)).scalar_one()
        quoted = quote(record, read_text(connection, old) or "")
        if find_claim(quoted, words, records) is not None:
            continue
        standing = Standing(row.rank, entry.number, FOREVER, row.document, row.text_rank, row.known, row.language)
        decided.insert_claim(connection, record, standing, Status.WITHDRAWN, row.decided)
