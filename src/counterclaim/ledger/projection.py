"""From entries to the derived tables: what an entry changes in what is found, listed and searched.

The same functions run when an entry is written and when everything is rebuilt, so both give the same rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from counterclaim.ledger import decided, readings, resulting
from counterclaim.ledger.chain import EntryKind
from counterclaim.ledger.schema import FOREVER, captures, erasures, failures

if TYPE_CHECKING:
    from counterclaim.ledger.bodies import Body
    from counterclaim.ledger.chain import Entry
    from counterclaim.ledger.transaction import Transaction


_FAILED = select(failures.c.number).where(failures.c.source == bindparam("source"), failures.c.until == FOREVER)
_SETTLE = (
    update(failures)
    .where(failures.c.source == bindparam("of_source"), failures.c.until == FOREVER)
    .values(until=bindparam("settled"))
)


def project(connection: Transaction, entry: Entry, body: Body) -> None:
    """Bring the derived tables up to date with an entry."""
    match entry.kind:
        case EntryKind.CAPTURE:
            _project_capture(connection, entry, body)
        case EntryKind.READING:
            readings.project(connection, entry, body)
        case EntryKind.DECISION:
            decided.project(connection, entry, body)
        case EntryKind.RESULT:
            resulting.project(connection, entry, body)
        case EntryKind.FAILURE:
            _project_failure(connection, entry, body)
        case EntryKind.REDACTION:
            project_redaction(connection, entry, body)
        case EntryKind.FOUNDING | EntryKind.MIGRATION | EntryKind.PERSON:
            pass


def project_redaction(connection: Transaction, entry: Entry, body: Body) -> None:
    """Note which digests were destroyed, so that they are neither missed nor added again."""
    rows = [{"digest": digest, "number": entry.number, "what": "blob"} for digest in body["blobs"]]
    rows += [{"digest": f"entry:{number}", "number": entry.number, "what": "entry"} for number in body["entries"]]
    rows += [{"digest": document, "number": entry.number, "what": "document"} for document in body["documents"]]
    present = set(connection.scalars(select(erasures.c.digest)))
    if fresh := [row for row in rows if row["digest"] not in present]:
        connection.execute(insert(erasures), fresh)


def _project_capture(connection: Transaction, entry: Entry, body: Body) -> None:
    source = body["source"]
    row = {
        "number": entry.number,
        "document": entry.subject,
        "bytes": body["bytes"]["digest"],
        "source": source,
        "recorded": entry.recorded,
    }
    connection.later(captures, [row], [f"captures of {entry.subject}"])
    failed = connection.look(_FAILED, {"source": source}, [source]).first() is not None
    if failed:
        connection.execute(_SETTLE, {"of_source": source, "settled": entry.number})


def _project_failure(connection: Transaction, entry: Entry, body: Body) -> None:
    connection.execute(
        update(failures).where(failures.c.source == body["source"], failures.c.until == FOREVER).values(until=entry.number)
    )
    connection.execute(
        insert(failures),
        {
            "number": entry.number,
            "source": body["source"],
            "reason": body["reason"],
            "recorded": entry.recorded,
            "until": FOREVER,
        },
    )
