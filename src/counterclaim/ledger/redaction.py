"""Destroying what must go: a report's bytes, text, claims and names, wherever the same text stands.

The chain holds digests only, so it stays whole. What remains is the digest of what was there, the reason, who destroyed
it and when; and that it is not added again.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, text

from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger.bodies import CHUNK, read_text
from counterclaim.ledger.chain import EntryKind
from counterclaim.ledger.dialect import Database
from counterclaim.ledger.identity import document_id
from counterclaim.ledger.rows import Status
from counterclaim.ledger.schema import (
    applications,
    bands,
    blobs,
    bodies,
    captures,
    claim_actors,
    claims,
    corroborations,
    decisions,
    entries,
    event_aliases,
    event_claims,
    events,
    failures,
    reports,
    results,
    texts,
)
from counterclaim.ledger.search import indexed
from counterclaim.ledger.store import writing
from counterclaim.ledger.ties import regroup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Select

    from counterclaim.ledger.opening import Ledger
    from counterclaim.ledger.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was destroyed, by which entry. `resembling` names near-copies that are still there."""

    number: int
    documents: tuple[str, ...]
    entries: tuple[int, ...]
    blobs: tuple[str, ...]
    resembling: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a redaction reaches. `shaken` are the claims of other reports in events that are destroyed."""

    documents: list[str]
    entries: list[int]
    blobs: list[str]
    claims: list[str]
    texts: list[int]
    results: list[tuple[str, str]]
    shaken: list[str]


def redact(ledger: Ledger, key: str, *, reason: str, by: str) -> Redaction:
    """Destroy a report and every report with one of its texts or files; raises UnknownIdentifier."""
    with writing(ledger, by=by) as writer:
        scope = _scope(writer.connection, document_id(key))
        if not scope.documents:
            raise UnknownIdentifier("report", key)
        families = _families(writer.connection, scope)
        body = {"documents": scope.documents, "entries": scope.entries, "blobs": scope.blobs, "reason": reason}
        entry = writer.append(EntryKind.REDACTION, scope.documents[0], body)
        _destroy_derived(writer.connection, scope)
        _destroy_record(writer.connection, scope)
        resembling = regroup(writer.connection, families)
    _wipe(ledger)
    return Redaction(entry.number, tuple(scope.documents), tuple(scope.entries), tuple(scope.blobs), tuple(resembling))


def _scope(connection: Transaction, document: str) -> _Scope:
    documents, blobs_of = _reach(connection, document)
    numbers = set(
        connection.scalars(
            select(entries.c.number).where(
                entries.c.subject.in_(documents), entries.c.kind.in_((EntryKind.CAPTURE, EntryKind.READING))
            )
        )
    )
    identifiers = sorted(set(connection.scalars(select(claims.c.id).where(claims.c.document.in_(documents)))))
    numbers |= set(
        connection.scalars(
            select(decisions.c.number).where(decisions.c.document.in_(documents) | decisions.c.target.in_(documents))
        )
    )
    numbers |= set(connection.scalars(select(decisions.c.number).where(decisions.c.target.in_(identifiers))))
    sources = select(captures.c.source).where(captures.c.document.in_(documents))
    numbers |= set(connection.scalars(select(failures.c.number).where(failures.c.source.in_(sources))))
    named = _results(connection, identifiers)
    destroyed = sorted({identifier for _, identifier in named})
    numbers |= set(_in_parts(connection, _ENTRIES_ON, destroyed))
    shaken = set(_in_parts(connection, _CLAIMS_OF, destroyed)) - set(identifiers)
    return _Scope(
        documents=sorted(documents),
        entries=sorted(numbers),
        blobs=sorted(blobs_of),
        claims=identifiers,
        texts=sorted(set(connection.scalars(select(texts.c.rank).where(texts.c.digest.in_(sorted(blobs_of)))))),
        results=named,
        shaken=sorted(shaken),
    )


def _reach(connection: Transaction, document: str) -> tuple[set[str], set[str]]:
    """Return all documents that share a text or file with this one, or with one that does, and what they share."""
    documents: set[str] = set()
    held: set[str] = set()
    fresh = {document}
    while fresh:
        mine = sorted(fresh)
        there = set(connection.scalars(select(captures.c.document).where(captures.c.document.in_(mine))))
        documents |= there
        now = set(connection.scalars(select(captures.c.bytes).where(captures.c.document.in_(mine))))
        now |= set(connection.scalars(select(reports.c.text).where(reports.c.document.in_(mine))))
        wanted = sorted(now - held)
        held |= now
        others = set(connection.scalars(select(captures.c.document).where(captures.c.bytes.in_(wanted))))
        others |= set(connection.scalars(select(reports.c.document).where(reports.c.text.in_(wanted))))
        fresh = others - documents
    return documents, held


def _results(connection: Transaction, identifiers: list[str]) -> list[tuple[str, str]]:
    """Return the results that name one of these claims, or ever did."""
    found: set[tuple[str, str]] = set()
    for identifier in identifiers:
        query = select(results.c.kind, results.c.id).where(results.c.record.contains(identifier))
        found |= {(row.kind, row.id) for row in connection.execute(query)}
    return sorted(found)


_ENTRIES_ON = select(entries.c.number).where(
    entries.c.kind == EntryKind.RESULT.value, entries.c.subject.in_(bindparam("ids", expanding=True))
)
_CLAIMS_OF = select(event_claims.c.claim).where(event_claims.c.event.in_(bindparam("ids", expanding=True))).distinct()


def _in_parts(connection: Transaction, query: Select[Any], identifiers: list[str]) -> Iterator[Any]:
    for at in range(0, len(identifiers), CHUNK):
        yield from connection.execute(query, {"ids": identifiers[at : at + CHUNK]}).scalars()


def _families(connection: Transaction, scope: _Scope) -> list[int]:
    """Return the families of copies that lose a member."""
    return sorted(set(connection.scalars(select(texts.c.family).where(texts.c.rank.in_(scope.texts)))))


def _destroy_record(connection: Transaction, scope: _Scope) -> None:
    connection.execute(delete(bodies).where(bodies.c.number.in_(scope.entries)))
    connection.execute(delete(blobs).where(blobs.c.digest.in_(scope.blobs)))


def _destroy_derived(connection: Transaction, scope: _Scope) -> None:
    ranks = select(claims.c.rank).where(claims.c.document.in_(scope.documents))
    connection.execute(delete(claim_actors).where(claim_actors.c.rank.in_(ranks)))
    connection.execute(delete(claims).where(claims.c.document.in_(scope.documents)))
    connection.execute(delete(reports).where(reports.c.document.in_(scope.documents)))
    connection.execute(delete(captures).where(captures.c.document.in_(scope.documents)))
    ruled = select(decisions.c.number).where(decisions.c.number.in_(scope.entries))
    connection.execute(delete(applications).where(applications.c.decision.in_(ruled)))
    connection.execute(delete(decisions).where(decisions.c.number.in_(scope.entries)))
    connection.execute(delete(failures).where(failures.c.number.in_(scope.entries)))
    for kind, identifier in scope.results:
        connection.execute(delete(results).where(results.c.kind == kind, results.c.id == identifier))
        if kind == "event":
            for table, column in (
                (events, events.c.id),
                (event_claims, event_claims.c.event),
                (event_aliases, event_aliases.c.event),
                (corroborations, corroborations.c.event),
            ):
                connection.execute(delete(table).where(column == identifier))
    for claim in scope.shaken:
        _restate(connection, claim)
    for rank in scope.texts:
        _forget_text(connection, rank)


def _restate(connection: Transaction, claim: str) -> None:
    """Let a claim be corroborated only while an event that is still there says so: the rows are those that the entries give."""
    held = connection.execute(select(corroborations.c.since, corroborations.c.until).where(corroborations.c.claim == claim)).all()
    rows = connection.execute(select(claims).where(claims.c.id == claim).order_by(claims.c.rank, claims.c.since)).all()
    if all(row.status != Status.CORROBORATED for row in rows):
        return
    for rank, theirs in itertools.groupby(rows, key=lambda row: row.rank):
        stated = [piece for row in theirs for piece in _pieces(dict(row._mapping), [tuple(one) for one in held])]  # noqa: SLF001 - its public name
        actors = connection.execute(select(claim_actors).where(claim_actors.c.rank == rank)).all()
        of = {since: [dict(one._mapping) for one in actors if one.since == since] for since in {one.since for one in actors}}  # noqa: SLF001 - the same
        connection.execute(delete(claims).where(claims.c.rank == rank))
        connection.execute(delete(claim_actors).where(claim_actors.c.rank == rank))
        for row in _joined(stated):
            begun = max((since for since in of if since <= row["since"]), default=None)
            connection.execute(insert(claims), row)
            span = {"since": row["since"], "until": row["until"]}
            if begun is not None:
                connection.execute(insert(claim_actors), [{**one, **span} for one in of[begun]])


def _pieces(row: dict[str, Any], held: Sequence[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """Yield a row cut where the claim began or ceased to be corroborated."""
    if row["status"] != Status.CORROBORATED:
        yield row
        return
    cuts = sorted({row["since"], row["until"], *(at for one in held for at in one if row["since"] < at < row["until"])})
    for since, until in itertools.pairwise(cuts):
        supported = any(first <= since and until <= last for first, last in held)
        yield {**row, "since": since, "until": until, "status": (Status.CORROBORATED if supported else Status.REPORTED).value}


def _joined(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of one claim, those made one that follow each other and say the same."""
    found: list[dict[str, Any]] = []
    for row in rows:
        span = {"since": row["since"], "until": row["until"]}
        if found and found[-1]["until"] == row["since"] and {**found[-1], **span} == row:
            found[-1]["until"] = row["until"]
        else:
            found.append(dict(row))
    return found


def _forget_text(connection: Transaction, rank: int) -> None:
    digest = connection.execute(select(texts.c.digest).where(texts.c.rank == rank)).scalar_one()
    if connection.dialect.name == Database.POSTGRESQL:
        connection.execute(text("DELETE FROM search WHERE rank = :rank"), {"rank": rank})
    else:
        connection.execute(
            text("INSERT INTO search (search, rowid, words) VALUES ('delete', :rank, :words)"),
            {"rank": rank, "words": " ".join(indexed(read_text(connection, digest) or ""))},
        )
    connection.execute(delete(bands).where(bands.c.text == rank))
    connection.execute(delete(texts).where(texts.c.rank == rank))


def _wipe(ledger: Ledger) -> None:
    """See to it that what was deleted is gone from the files too."""
    if ledger.database is Database.SQLITE:
        with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("INSERT INTO search(search) VALUES ('optimize')")
                raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("bodies", "blobs", "claims", "claim_actors", "reports", "texts", "search", "results", "failures"):
            connection.execute(text(f"VACUUM FULL {table}"))
