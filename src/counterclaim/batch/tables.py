"""The Parquet files of a partition: reports, claims and rejections, as columns, and as values again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import pyarrow as pa
import pyarrow.parquet as pq

from counterclaim.model import Extraction, Mention, Place, Rejected, Report, Span
from counterclaim.parsing import claim_from_record, responsibility_from_record
from counterclaim.records import claim_to_record, report_to_record, responsibility_to_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from counterclaim.batch.reading import Found
    from counterclaim.records import Record

REPORTS, CLAIMS, REJECTED = "reports.parquet", "claims.parquet", "rejected.parquet"
#: Rows are written when so many reports have gathered.
ROWS = 256
_TEXT, _WHOLE, _REAL = pa.string(), pa.int64(), pa.float64()
_REPORT_COLUMNS = ("id", "lang", "published", "url", "outlet", "title", "event", "text")
_CLAIM_TEXTS = (
    "id", "evidence", "outcome", "qualifier", "victims", "victim_country", "victim_kind", "claimant", "claimant_kind", "stance",
    "verification", "scope", "place", "place_country", "place_id", "when", "victim_id", "means", "quantity_word",
)  # fmt: skip
_CLAIM_WHOLES = ("start", "end", "low", "high")
_CLAIM_REALS = ("latitude", "longitude", "confidence")
_SCHEMAS = {
    REPORTS: pa.schema(
        [("number", _WHOLE)]
        + [(name, _TEXT) for name in (*_REPORT_COLUMNS, "text_digest")]
        + [("boilerplate", _TEXT), ("responsibilities", _TEXT), ("mentions", _TEXT), ("claims", _WHOLE)]
        + [("source", _TEXT), ("kind", _TEXT), ("ending", _TEXT), ("about", _TEXT), ("fallback", _TEXT), ("content", pa.binary())]
    ),
    CLAIMS: pa.schema(
        [("number", _WHOLE), ("report", _TEXT), ("lang", _TEXT), ("published", _TEXT), ("url", _TEXT)]
        + [(name, _TEXT) for name in _CLAIM_TEXTS]
        + [(name, _WHOLE) for name in _CLAIM_WHOLES]
        + [(name, _REAL) for name in _CLAIM_REALS]
        + [("record", _TEXT)]
    ),
    REJECTED: pa.schema(
        [(name, _TEXT) for name in ("id", "source", "reason", "unread", "kind", "ending")] + [("content", pa.binary())]
    ),
}


class Stored(NamedTuple):
    """An extraction as it lies in a partition, with the bytes behind it and how these were found."""

    extraction: Extraction
    source: str
    content: bytes | None
    kind: str
    ending: str
    about: Record | None


class PutAside(NamedTuple):
    """A rejection as it lies in a partition, with the bytes of a report whose language only is in the way."""

    rejected: Rejected
    source: str
    content: bytes | None
    kind: str
    ending: str


class Tables:
    """Writes the three files of a partition, some rows at a time. A context: the files are whole when it ends."""

    def __init__(self, folder: Path) -> None:
        self._writers = {name: pq.ParquetWriter(folder / name, schema, compression="zstd") for name, schema in _SCHEMAS.items()}
        self._rows: dict[str, list[Record]] = {name: [] for name in _SCHEMAS}
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            for name in _SCHEMAS:
                self._write(name)
        finally:
            for writer in self._writers.values():
                writer.close()

    def add(self, found: Found, extraction: Extraction) -> None:
        """Add a report with its claims; its bytes are kept, of a page of an archive only where it claims something."""
        report = extraction.report
        row = report_to_record(report)
        telling = bool(extraction.claims or extraction.responsibilities)
        self._rows[REPORTS].append(
            {
                **{name: row[name] for name in _REPORT_COLUMNS},
                "number": self._number,
                "text_digest": report.text_digest,
                "boilerplate": _json(row["boilerplate"]),
                "responsibilities": _json([responsibility_to_record(one) for one in extraction.responsibilities]),
                "mentions": _json([_mention_to_record(one) for one in extraction.mentions]),
                "claims": len(extraction.claims),
                "source": found.source,
                "kind": found.kind,
                "ending": found.ending,
                "about": None if found.about is None else _json(found.about),
                "fallback": found.fallback,
                "content": found.content if telling or found.about is None else None,
            }
        )
        for claim in extraction.claims:
            record = claim_to_record(claim)
            columns = {name: record[name] for name in (*_CLAIM_TEXTS, *_CLAIM_WHOLES, *_CLAIM_REALS)}
            columns |= {"number": self._number, "report": report.id, "lang": report.lang}
            self._rows[CLAIMS].append(columns | {"published": report.published, "url": report.url, "record": _json(record)})
        self._number += 1
        if len(self._rows[REPORTS]) >= ROWS:
            self._write(REPORTS)
            self._write(CLAIMS)

    def reject(self, found: Found, rejected: Rejected) -> None:
        """Add a rejection."""
        unread = None if rejected.unread is None else _json(report_to_record(rejected.unread))
        self._rows[REJECTED].append(
            {
                "id": rejected.id,
                "source": found.source,
                "reason": rejected.reason,
                "unread": unread,
                "kind": found.kind,
                "ending": found.ending,
                "content": found.content if unread and found.about is None else None,
            }
        )
        if len(self._rows[REJECTED]) >= ROWS:
            self._write(REJECTED)

    def _write(self, name: str) -> None:
        rows, self._rows[name] = self._rows[name], []
        if rows:
            self._writers[name].write_table(pa.Table.from_pylist([_storable(row) for row in rows], schema=_SCHEMAS[name]))


def read_stored(folder: Path) -> Iterator[Stored]:
    """Yield the extractions of a partition in order, some rows at a time."""
    claims = _claims(folder)
    at, waiting = -1, next(claims, None)
    for row in _rows(folder / REPORTS):
        at = row["number"]
        report = report_from_row(row)
        told = []
        while waiting is not None and waiting[0] == at:
            told.append(claim_from_record(json.loads(waiting[1]), report.id))
            waiting = next(claims, None)
        extraction = Extraction(
            report,
            tuple(told),
            tuple(responsibility_from_record(one, report.id) for one in json.loads(row["responsibilities"])),
            tuple(_mention(one) for one in json.loads(row["mentions"])),
        )
        about = None if row["about"] is None else json.loads(row["about"])
        yield Stored(extraction, row["source"], row["content"], row["kind"], row["ending"], about)


def read_rejected(folder: Path) -> Iterator[PutAside]:
    """Yield the rejections of a partition in order."""
    for row in _rows(folder / REJECTED):
        unread = None if row["unread"] is None else report_from_row(json.loads(row["unread"]))
        rejected = Rejected(row["id"], row["reason"], unread)
        yield PutAside(rejected, row["source"], row["content"], row["kind"], row["ending"])


def report_from_row(row: Record) -> Report:
    """Return the report of a row."""
    marked = row["boilerplate"]
    spans = json.loads(marked) if isinstance(marked, str) else marked
    told: Any = {name: _unescaped(row[name]) for name in _REPORT_COLUMNS}
    return Report(
        **told,
        boilerplate=tuple(Span(one["start"], one["end"]) for one in spans),
    )


def _claims(folder: Path) -> Iterator[tuple[int, str]]:
    for row in _rows(folder / CLAIMS, columns=["number", "record"]):
        yield row["number"], row["record"]


def _rows(path: Path, columns: list[str] | None = None) -> Iterator[Record]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS, columns=columns):
            yield from batch.to_pylist()


def _json(value: Any) -> str:  # noqa: ANN401 - what JSON can say
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _storable(row: Record) -> Record:
    """Return a row without half surrogate pairs, which Parquet cannot hold: they stand as JSON escapes behind a mark."""
    return {name: _escaped(value) if isinstance(value, str) else value for name, value in row.items()}


#: Before a text that is written with JSON's escapes.
_MARK = "\x00json:"


def _escaped(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _MARK + json.dumps(text)
    return text


def _unescaped(text: str | None) -> str | None:
    return json.loads(text.removeprefix(_MARK)) if text and text.startswith(_MARK) else text


def _mention_to_record(mention: Mention) -> Record:
    place = mention.place
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "place": None if place is None else {name: getattr(place, name) for name in place.__slots__},
        "when": mention.when,
        "subject": mention.subject,
    }


def _mention(record: Record) -> Mention:
    place = None if record["place"] is None else Place(**record["place"])
    return Mention(Span(record["start"], record["end"]), place, record["when"], record["subject"])
