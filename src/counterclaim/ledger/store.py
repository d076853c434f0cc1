"""Writing: captures, readings, decisions, results and failures, each one an entry of the chain.

    with writing(ledger, by="anna") as writer:
        number = writer.add_capture(capture)
        writer.add_reading(extraction, capture=number, reader=reader)

All that is added in one `writing` is added together, or, when anything fails, not at all.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger.anchors import quote, quote_span
from counterclaim.ledger.bodies import read_claims, read_text
from counterclaim.ledger.chain import EntryKind, Head, next_entry
from counterclaim.ledger.decisions import (
    ON_EVENTS,
    BadDecision,
    ConflictingDecision,
    DecisionKind,
    Ruling,
    claim_by_hand,
    corrected,
    effective,
)
from counterclaim.ledger.dialect import UnusableLedger, appending, explained
from counterclaim.ledger.identity import claim_id, decision_id, document_id, manual_claim_id
from counterclaim.ledger.packing import canonical, pack, sha256, text_bytes
from counterclaim.ledger.projection import project
from counterclaim.ledger.resulting import standing
from counterclaim.ledger.rows import Status
from counterclaim.ledger.schema import (
    FOREVER,
    ORDINAL_BITS,
    applications,
    blobs,
    bodies,
    captures,
    claims,
    decisions,
    entries,
    erasures,
    failures,
    reports,
    results,
)
from counterclaim.ledger.transaction import Transaction
from counterclaim.records import claim_to_record, responsibility_to_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from counterclaim.ledger.bodies import Body
    from counterclaim.ledger.chain import Entry
    from counterclaim.ledger.opening import Ledger
    from counterclaim.model import Event, Extraction
    from counterclaim.records import Record


class ReadingState(StrEnum):
    """Whether a report's claims could be looked for."""

    READ = "read"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as they were found, and how: where from, when, by which means.

    `key` names the document: its address, or the id that the user gave. `observed` says that the source itself was
    looked at (a page was fetched), so that a return to earlier bytes is a change too.
    """

    key: str
    content: bytes
    source: str
    collected: str
    media_type: str | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    redirects: tuple[str, ...] = ()
    fetcher: str | None = None
    observed: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """Which version of the program, with which knowledge, read a report."""

    program: str
    knowledge: str


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of something that was to be added: the number of its entry, and whether that is new.

    `number` is None where the ledger must not hold it, because it was redacted.
    """

    number: int | None
    added: bool


@contextmanager
def writing(ledger: Ledger, *, by: str) -> Iterator[Writer]:
    """Yield the one writer of this moment; what it adds is kept when the block ends without an error."""
    if not ledger.writable:
        raise UnusableLedger(ledger.shown, "it was opened for reading only")
    with explained(ledger.shown), appending(ledger.engine) as connection:
        writer = Writer(Transaction(connection), by)
        yield writer
        writer.connection.flush()


_ERASED_ANY = select(erasures.c.number).limit(1)
_BLOB = select(blobs.c.digest, blobs.c.size, blobs.c.packed).where(blobs.c.digest == bindparam("digest"))
_CAPTURES = (
    select(captures.c.number, captures.c.bytes).where(captures.c.document == bindparam("document")).order_by(captures.c.number)
)
_READINGS = (
    select(reports.c.since)
    .where(*(reports.c[name] == bindparam(name) for name in ("document", "text", "program", "knowledge")))
    .order_by(reports.c.since)
    .limit(1)
)


class Writer:
    """Appends entries within one transaction."""

    def __init__(self, connection: Transaction, by: str) -> None:
        self.connection = connection
        self.by = by
        self.head = _head(connection)
        self._erased_any = connection.execute(_ERASED_ANY).first() is not None
        self._documents: dict[int, str] = {}
        self._kept: dict[str, Record] = {}

    def add_capture(self, capture: Capture) -> Addition:
        """Add bytes as found; the same bytes of the same document are added once."""
        document, digest = document_id(capture.key), sha256(capture.content)
        if self._erased(document) or self._erased(digest):
            return Addition(None, added=False)
        there = self._captured(document, digest, latest=capture.observed)
        if there is not None:
            return Addition(there, added=False)
        body = {
            "document": capture.key,
            "source": capture.source,
            "collected": capture.collected,
            "media_type": capture.media_type,
            "status": capture.status,
            "headers": [list(header) for header in capture.headers],
            "redirects": list(capture.redirects),
            "fetcher": capture.fetcher,
            "extra": dict(capture.extra),
            "bytes": self._keep(capture.content),
        }
        number = self.append(EntryKind.CAPTURE, document, body).number
        self._documents[number] = document
        return Addition(number, added=True)

    def add_reading(
        self,
        extraction: Extraction,
        *,
        capture: int,
        reader: Reader,
        state: ReadingState = ReadingState.READ,
        extra: Mapping[str, Any] | None = None,
    ) -> Addition:
        """Add what was read in a capture: the report, its text and its claims. One version of a reader reads once."""
        report = extraction.report
        document = self._document_of(capture)
        raw = text_bytes(report.text)
        if self._erased(document) or self._erased(sha256(raw)):
            return Addition(None, added=False)
        there = self._read(document, sha256(raw), reader)
        if there is not None:
            return Addition(there, added=False)
        if len(extraction.claims) >= 2**ORDINAL_BITS:
            raise BadDecision(report.id, f"{len(extraction.claims)} claims are more than one report can hold")
        text_digest = report.text_digest
        body = {
            "document": report.id,
            "capture": capture,
            "text": self._keep(raw),
            "reader": {"program": reader.program, "knowledge": reader.knowledge},
            "state": state.value,
            "report": {
                "lang": report.lang,
                "published": report.published,
                "url": report.url,
                "outlet": report.outlet,
                "title": report.title,
                "event": report.event,
                "boilerplate": [[span.start, span.end] for span in report.boilerplate],
            },
            "claims": [{**claim_to_record(one), "id": claim_id(one, text_digest)} for one in extraction.claims],
            "responsibilities": [responsibility_to_record(one) for one in extraction.responsibilities],
            **(extra or {}),
        }
        return Addition(self.append(EntryKind.READING, document, body).number, added=True)

    def add_failure(self, source: str, reason: str) -> Addition:
        """Add that a source could not be read, and why; the same trouble again is not added again."""
        open_ = select(failures.c.number).where(
            failures.c.source == source, failures.c.reason == reason, failures.c.until == FOREVER
        )
        there = self.connection.execute(open_).scalar()
        if there is not None:
            return Addition(there, added=False)
        entry = self.append(EntryKind.FAILURE, sha256(source.encode()), {"source": source, "reason": reason})
        return Addition(entry.number, added=True)

    def add_decision(self, ruling: Ruling) -> str:
        """Add what a person ruled, and return its id. Raises UnknownIdentifier, BadDecision, ConflictingDecision."""
        body: Body = {
            "kind": ruling.kind.value,
            "target": ruling.target,
            "reason": ruling.reason,
            "fields": dict(ruling.fields),
            "others": list(ruling.others),
            "document": None,
            "quote": None,
            "upto": self.head.number if self.head else 0,  # two who rule alike decide twice
        }
        if ruling.kind is DecisionKind.ADD:
            body |= self._by_hand(ruling)
        elif ruling.kind is DecisionKind.UNDO:
            body["document"] = self._undoable(ruling.target)
        elif ruling.kind is DecisionKind.COMMENT and not ruling.target.startswith("clm_"):
            pass
        elif ruling.kind not in ON_EVENTS:
            body |= self._on_claim(ruling)
        self._refuse_conflict(ruling)
        return decision_id(self.append(EntryKind.DECISION, ruling.target, body).body)

    def add_event(self, event: Event, *, maker: Reader, aliases: tuple[str, ...] = (), extra: Record | None = None) -> int:
        """Add an event that linking found, in the place of what the ledger held under its id."""
        return self.add_result("event", event.id, event_record(event, aliases, extra), maker=maker)

    def add_result(self, kind: str, identifier: str, record: Record | None, *, maker: Reader, group: str | None = None) -> int:
        """Add a computed result (event, estimate, series, suggestion) and return the number of its entry.

        It takes the place of the result of that kind and id; None ends it. What is there already is not added again.
        `group` is what results are listed by: an estimate's event.
        """
        there = standing(self.connection, kind, identifier)
        if (there is None and record is None) or (there and record and there.record == canonical(record).decode()):
            return int(there.since) if there else 0
        body = {
            "kind": kind,
            "id": identifier,
            "group": group,
            "record": record,
            "maker": {"program": maker.program, "knowledge": maker.knowledge},
            "upto": self.head.number if self.head else 0,
        }
        return self.append(EntryKind.RESULT, identifier, body).number

    def held(self, kind: str, group: str | None = None) -> set[str]:
        """Return the ids of the results of a kind (of one group, where asked) that stand now."""
        query = select(results.c.id).where(results.c.kind == kind, results.c.until == FOREVER)
        if group is not None:
            query = query.where(results.c.group == group)
        return set(self.connection.execute(query).scalars())

    def append(self, kind: EntryKind, subject: str, body: Body) -> Entry:
        """Append an entry and bring the derived tables up to date with it."""
        packed = pack(canonical(body))
        entry = next_entry(self.head, kind, subject=subject, body=packed.packed, by=self.by)
        row = {
            "number": entry.number,
            "kind": entry.kind.value,
            "recorded": entry.recorded,
            "by": entry.by,
            "subject": entry.subject,
            "body": entry.body,
            "previous": entry.previous,
            "digest": entry.digest,
        }
        self.connection.later(entries, [row])
        self.connection.later(bodies, [{"number": entry.number, "content": packed.content}])
        self.head = Head(entry.number, entry.digest, entry.recorded)
        project(self.connection, entry, body)
        return entry

    # --- what an entry needs to know ----------------------------------------------------------------------------------

    def _keep(self, raw: bytes) -> Record:
        """Store bytes, unless they are there, and return what an entry says of them."""
        digest = sha256(raw)
        if digest in self._kept:
            return self._kept[digest]
        self.connection.blobs[digest] = raw
        there = self.connection.look(_BLOB, {"digest": digest}, [f"blob {digest}"]).one_or_none()
        if there is not None:
            return {"digest": there.digest, "size": there.size, "packed": there.packed}
        packed = pack(raw)
        self.connection.later(blobs, [{**packed.reference(), "content": packed.content}], [f"blob {digest}"])
        self._kept[digest] = packed.reference()
        return packed.reference()

    def _captured(self, document: str, digest: str, *, latest: bool) -> int | None:
        found = self.connection.look(_CAPTURES, {"document": document}, [f"captures of {document}"]).all()
        if latest:
            return int(found[-1].number) if found and found[-1].bytes == digest else None
        return next((int(row.number) for row in found if row.bytes == digest), None)

    def _read(self, document: str, text: str, reader: Reader) -> int | None:
        wanted = {"document": document, "text": text, "program": reader.program, "knowledge": reader.knowledge}
        there = self.connection.look(_READINGS, wanted, [document]).scalar()
        return None if there is None else int(there)

    def _document_of(self, capture: int) -> str:
        if capture in self._documents:
            return self._documents[capture]
        found = self.connection.execute(select(captures.c.document).where(captures.c.number == capture)).scalar_one_or_none()
        if found is None:
            raise UnknownIdentifier("capture", str(capture))
        return str(found)

    def _erased(self, digest: str) -> bool:
        if not self._erased_any:
            return False
        return self.connection.execute(select(erasures.c.number).where(erasures.c.digest == digest)).first() is not None

    # --- what a decision needs to know --------------------------------------------------------------------------------

    def _on_claim(self, ruling: Ruling) -> Body:
        row = self.connection.execute(
            select(claims).where(claims.c.id == ruling.target, claims.c.until == FOREVER).order_by(claims.c.rank).limit(1)
        ).one_or_none()
        if row is None:
            raise UnknownIdentifier("claim", ruling.target)
        record = read_claims(self.connection, [row.rank])[row.rank]
        text = self._text_of(row.document, row.document)
        if ruling.kind is DecisionKind.CORRECT:
            now, _ = effective(record, [{"kind": "correct", "fields": ruling.fields}], Status.REPORTED)
            corrected(now, {}, text)
        return {"document": row.document, "quote": quote(record, text).record()}

    def _by_hand(self, ruling: Ruling) -> Body:
        document = document_id(ruling.target)
        text = self._text_of(document, ruling.target)
        stated = claim_by_hand(ruling.fields, text, ruling.target)
        identifier = manual_claim_id(sha256(text_bytes(text)), stated["start"], stated["end"], stated["outcome"])
        taken = select(func.count()).select_from(claims).where(claims.c.id == identifier, claims.c.until == FOREVER)
        if self.connection.execute(taken).scalar_one():
            raise BadDecision(ruling.target, f"these words carry such a claim already: {identifier}")
        quoted = quote_span(text, stated["start"], stated["end"], stated["outcome"], stated["claimant"])
        return {"document": document, "claim": {**stated, "id": identifier}, "quote": quoted.record()}

    def _text_of(self, document: str, named: str) -> str:
        digest = self.connection.execute(
            select(reports.c.text).where(reports.c.document == document, reports.c.until == FOREVER)
        ).scalar_one_or_none()
        text = None if digest is None else read_text(self.connection, digest)
        if text is None:
            raise UnknownIdentifier("report", named)
        return text

    def _undoable(self, target: str) -> str | None:
        row = self.connection.execute(select(decisions).where(decisions.c.id == target)).one_or_none()
        if row is None:
            raise UnknownIdentifier("decision", target)
        if row.undone != FOREVER:
            raise BadDecision(target, "it was undone already")
        if row.kind == DecisionKind.UNDO:
            raise BadDecision(target, "an undoing is not undone; decide again instead")
        return None if row.document is None else str(row.document)

    def _refuse_conflict(self, ruling: Ruling) -> None:
        if ruling.seen is None:
            return
        latest = self.connection.execute(
            select(decisions.c.number, decisions.c.by, decisions.c.recorded)
            .outerjoin(applications, applications.c.decision == decisions.c.number)
            .where((decisions.c.target == ruling.target) | (applications.c.claim == ruling.target))
            .where(decisions.c.number > ruling.seen)
            .order_by(decisions.c.number.desc())
            .limit(1)
        ).one_or_none()
        if latest is not None:
            raise ConflictingDecision(ruling.target, latest.by, latest.recorded)


def _head(connection: Transaction) -> Head | None:
    row = connection.execute(
        select(entries.c.number, entries.c.digest, entries.c.recorded).order_by(entries.c.number.desc()).limit(1)
    ).one_or_none()
    return None if row is None else Head(row.number, row.digest, row.recorded)


def event_record(event: Event, aliases: tuple[str, ...] = (), extra: Record | None = None) -> Record:
    """Return an event as the ledger keeps it."""
    return {
        "id": event.id,
        "reports": list(event.reports),
        "claims": list(event.claims),
        "place": event.place and _plain(event.place),
        "when": event.when,
        "reasons": [_plain(reason) for reason in event.reasons],
        "aliases": list(aliases),
        **(extra or {}),
    }


def _plain(value: Any) -> Record:  # noqa: ANN401 - Place or Reason
    return {name: _jsonable(getattr(value, name)) for name in value.__dataclass_fields__}


def _jsonable(value: Any) -> Any:  # noqa: ANN401 - what a field holds
    return list(value) if isinstance(value, tuple) else value
