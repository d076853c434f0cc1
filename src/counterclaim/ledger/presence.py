"""What the ledger has already, so that nothing is read twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.identity import document_id
from counterclaim.ledger.schema import FOREVER, captures, erasures, reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.ledger.opening import Ledger
    from counterclaim.ledger.store import Reader

_CHUNK = 400


def known_bytes(ledger: Ledger, found: Sequence[tuple[str, str]], reader: Reader) -> Mapping[tuple[str, str], str]:
    """Return which of these (digest of bytes, source) this reader has read before, and the key of their report.

    What was redacted counts as known, with an empty key: it is not to be read again.
    """
    wanted = set(found)
    digests = sorted({digest for digest, _ in wanted})
    known: dict[tuple[str, str], str] = {}
    with explained(ledger.shown), looking(ledger.engine) as connection:
        for at in range(0, len(digests), _CHUNK):
            chunk = digests[at : at + _CHUNK]
            query = (
                select(captures.c.bytes, captures.c.source, reports.c.key)
                .join(reports, reports.c.capture == captures.c.number)
                .where(
                    captures.c.bytes.in_(chunk),
                    reports.c.program == reader.program,
                    reports.c.knowledge == reader.knowledge,
                )
            )
            for row in connection.execute(query):
                if (row.bytes, row.source) in wanted:
                    known[row.bytes, row.source] = row.key
            gone = set(connection.scalars(select(erasures.c.digest).where(erasures.c.digest.in_(chunk))))
            known |= {pair: "" for pair in wanted if pair[0] in gone}
    return known


def outdated(ledger: Ledger, reader: Reader) -> Iterator[int]:
    """Yield the numbers of the captures that another version of the program or its knowledge read last, oldest first."""
    last = 0
    while True:
        query = (
            select(reports.c.capture)
            .where(
                reports.c.until == FOREVER,
                (reports.c.program != reader.program) | (reports.c.knowledge != reader.knowledge),
                reports.c.capture > last,
            )
            .order_by(reports.c.capture)
            .limit(_CHUNK)
        )
        with explained(ledger.shown), looking(ledger.engine) as connection:
            found = list(connection.scalars(query))
        yield from found
        if len(found) < _CHUNK:
            return
        last = found[-1]


def known_documents(ledger: Ledger, keys: Sequence[str]) -> frozenset[str]:
    """Return which of these addresses or ids the ledger has captured, or was told to forget."""
    named = {document_id(key): key for key in keys}
    wanted = sorted(named)
    found: set[str] = set()
    with explained(ledger.shown), looking(ledger.engine) as connection:
        for at in range(0, len(wanted), _CHUNK):
            chunk = wanted[at : at + _CHUNK]
            found |= set(connection.scalars(select(captures.c.document).where(captures.c.document.in_(chunk))))
            found |= set(connection.scalars(select(erasures.c.digest).where(erasures.c.digest.in_(chunk))))
    return frozenset(named[document] for document in found)
