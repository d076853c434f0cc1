"""Proving that a ledger is as it was written: every entry, every word, every byte, up to the head that somebody kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from counterclaim.ledger.chain import ORIGIN, EntryKind, Head
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.history import entry_from
from counterclaim.ledger.packing import DamagedContent, sha256, unpack
from counterclaim.ledger.schema import blobs, bodies, entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row

    from counterclaim.ledger.opening import Ledger

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written: which entry, or which blob, and what is wrong."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verification found. `redacted` counts the entries and blobs that were destroyed as recorded."""

    head: Head | None
    entries: int
    blobs: int
    redacted: int
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(ledger: Ledger, *, kept: Head | None = None, most: int = 100) -> Proof:
    """Return whether the ledger is as it was written, and what is not (the first `most` problems).

    `kept` is a head that was written down earlier: without it a tail that was cut off cannot be noticed.
    """
    with explained(ledger.shown), looking(ledger.engine) as connection:
        return _Verifier(connection, kept, most).run()


class _Verifier:
    """Walks the chain once, then the blobs."""

    def __init__(self, connection: Connection, kept: Head | None, most: int) -> None:
        self.connection = connection
        self.kept = kept
        self.most = most
        self.problems: list[Problem] = []
        self.named: dict[str, dict[str, Any]] = {}
        self.destroyed: set[str] = set()
        self.missing: list[int] = []
        self.head: Head | None = None
        self.kept_seen = False

    def run(self) -> Proof:
        """Return what was found."""
        count = 0
        for rows in self._chunks():
            count += len(rows)
            self._check_rows(rows)
        self._check_extra()
        self._check_missing()
        stored = self._check_blobs()
        self._check_kept()
        return Proof(self.head, count, stored, len(self.destroyed), tuple(self.problems[: self.most]))

    def _chunks(self) -> Iterator[list[Row[Any]]]:
        last: int | None = None
        while True:
            query = (
                select(entries, bodies.c.content)
                .outerjoin(bodies, bodies.c.number == entries.c.number)
                .order_by(entries.c.number)
                .limit(_CHUNK)
            )
            rows = list(self.connection.execute(query if last is None else query.where(entries.c.number > last)))
            if not rows:
                return
            yield rows
            last = rows[-1].number

    def _check_rows(self, rows: list[Row[Any]]) -> None:
        for row in rows:
            self._check_entry(row)

    def _check_entry(self, row: Row[Any]) -> None:
        where = f"entry {row.number}"
        expected_number, expected_previous = (1, ORIGIN) if self.head is None else (self.head.number + 1, self.head.digest)
        try:
            entry = entry_from(row)
        except ValueError:
            self._add(where, f"its kind is altered: {row.kind!r} is no kind of entry")
            self.head = Head(row.number, str(row.digest), str(row.recorded))
            return
        if entry.number != expected_number:
            self._add(where, f"an entry is missing or out of order: {expected_number} should come here")
        elif entry.previous != expected_previous:
            self._add(where, "it does not follow from the entry before it: one of the two is altered")
        if entry.expected_digest() != entry.digest:
            self._add(where, "its fields are altered: they do not give its digest")
        self.head = Head(entry.number, entry.digest, entry.recorded)
        if self.kept and entry.number == self.kept.number:
            self.kept_seen = True
            if entry.digest != self.kept.digest:
                self._add(where, "it is not the entry whose digest was kept")
        self._check_body(where, entry.kind, entry.number, entry.body, row.content)

    def _check_body(self, where: str, kind: EntryKind, number: int, expected: str, content: bytes | None) -> None:
        if content is None:
            self.missing.append(number)
            return
        if sha256(content) != expected:
            self._add(where, "what it says is altered")
            return
        try:
            body = json.loads(unpack(content))
        except (DamagedContent, ValueError):
            self._add(where, "what it says cannot be read")
            return
        for reference in (body.get("bytes"), body.get("text")):
            if isinstance(reference, dict):
                self.named[reference["digest"]] = reference
        if kind is EntryKind.REDACTION:
            self.destroyed |= {*body["blobs"], *(f"entry:{one}" for one in body["entries"])}

    def _check_extra(self) -> None:
        stray = select(bodies.c.number).where(bodies.c.number.not_in(select(entries.c.number))).limit(_CHUNK)
        for number in self.connection.scalars(stray):
            self._add(f"entry {number}", "its words are there, the entry itself is missing")

    def _check_missing(self) -> None:
        for number in self.missing:
            if f"entry:{number}" not in self.destroyed:
                self._add(f"entry {number}", "what it says is missing, and no redaction tells of it")

    def _check_blobs(self) -> int:
        seen: set[str] = set()
        last = ""
        while rows := list(
            self.connection.execute(select(blobs).where(blobs.c.digest > last).order_by(blobs.c.digest).limit(64))
        ):
            for row in rows:
                seen.add(row.digest)
                self._check_blob(row)
            last = rows[-1].digest
        for digest in self.named:
            if digest not in seen and digest not in self.destroyed:
                self._add(f"blob {digest}", "it is missing, and no redaction tells of it")
        return len(seen)

    def _check_blob(self, row: Row[Any]) -> None:
        where = f"blob {row.digest}"
        named = self.named.get(row.digest)
        if named is None and not any(problem.where.startswith("entry") for problem in self.problems):
            self._add(where, "no entry names it: its digest is altered, or it was put in")
        try:
            raw = unpack(row.content)
        except DamagedContent as problem:
            self._add(where, f"its bytes are altered: {problem}")
            return
        if sha256(raw) != row.digest or sha256(row.content) != row.packed:
            self._add(where, "its bytes are altered")
        elif len(raw) != row.size or (named and (named["size"], named["packed"]) != (row.size, row.packed)):
            self._add(where, "its size or the digest of its stored bytes is altered")

    def _check_kept(self) -> None:
        if self.kept is None or self.kept_seen:
            return
        last = self.head.number if self.head else 0
        if last < self.kept.number:
            self._add(f"entry {last + 1}", f"the end is cut off: {self.kept.number} entries were there when the head was kept")
        else:
            self._add(f"entry {self.kept.number}", "the entry whose digest was kept is not there")

    def _add(self, where: str, what: str) -> None:
        self.problems.append(Problem(where, what))
