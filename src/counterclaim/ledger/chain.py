"""The chain: every entry holds the digest of the one before, so that none can be altered, dropped or moved unseen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from counterclaim.errors import LedgerError
from counterclaim.model import digest

#: What stands before the first entry.
ORIGIN = "0" * 64


class EntryKind(StrEnum):
    """What an entry adds to the ledger."""

    FOUNDING = "founding"
    MIGRATION = "migration"
    CAPTURE = "capture"
    READING = "reading"
    DECISION = "decision"
    FAILURE = "failure"
    RESULT = "result"
    REDACTION = "redaction"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Entry:
    """One addition. `body` is the digest of what it says, as stored; the words themselves lie beside the chain."""

    number: int
    kind: EntryKind
    recorded: str
    by: str
    subject: str
    body: str
    previous: str
    digest: str

    def expected_digest(self) -> str:
        """Return the digest that the entry's fields give."""
        return digest(str(self.number), self.kind, self.recorded, self.by, self.subject, self.body, self.previous)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry: who keeps its number and digest elsewhere can tell later whether anything was cut off."""

    number: int
    digest: str
    recorded: str

    def line(self) -> str:
        """Return the head as one line of JSON, as it is written beside exports."""
        return json.dumps({"number": self.number, "digest": self.digest, "recorded": self.recorded})


class BadHead(LedgerError):
    """A file that should hold a head and does not."""

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(source, problem)
        self.source, self.problem = source, problem

    def __str__(self) -> str:
        return f"{self.source}: {self.problem}; a head is the line that `counterclaim ledger head` prints"


def next_entry(head: Head | None, kind: EntryKind, *, subject: str, body: str, by: str) -> Entry:
    """Return the entry that follows the head. Its time is never before the head's, whatever the clock says."""
    recorded = now() if head is None else max(now(), head.recorded)
    number, previous = (1, ORIGIN) if head is None else (head.number + 1, head.digest)
    bare = Entry(number, kind, recorded, by, subject, body, previous, "")
    return Entry(number, kind, recorded, by, subject, body, previous, bare.expected_digest())


def read_head(line: str, source: str) -> Head:
    """Return the head that a line of JSON states; raises BadHead."""
    try:
        record: Any = json.loads(line)
        number, stated, recorded = record["number"], record["digest"], record.get("recorded", "")
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadHead(source, f"no head of a ledger ({type(problem).__name__})") from problem
    if not isinstance(number, int) or not isinstance(stated, str) or not isinstance(recorded, str):
        raise BadHead(source, "no head of a ledger (number or digest is missing)")
    return Head(number, stated, recorded)


def now() -> str:
    """Return the present time in UTC, to the microsecond, in a form that sorts."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
