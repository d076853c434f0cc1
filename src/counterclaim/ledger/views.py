"""What the ledger shows: lines of lists, and whole things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from counterclaim.ledger.rows import Status
from counterclaim.parsing import claim_from_record

if TYPE_CHECKING:
    from sqlalchemy import Row

    from counterclaim.model import Claim, Responsibility, Span
    from counterclaim.records import Record

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page of a list. `next` is handed back to get the following one; None says that there is none."""

    items: tuple[Item, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as a list shows it.

    `id` is the ledger's (`rep_...`), `key` the address or the id that the user gave. `capture` and `reading` are the
    numbers of the entries. `copy_of` is the id of the earliest report of the same text, lightly edited or not.
    """

    id: str
    key: str
    version: int
    capture: int
    reading: int
    text_digest: str
    state: str
    language: str | None
    published: str | None
    outlet: str | None
    url: str | None
    title: str | None
    event: str | None
    claims: int
    copy_of: str | None
    program: str
    knowledge: str
    rank: int


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim as it stands in the ledger: its fields after all decisions, its status, and the report that makes it.

    `chain` leads from who knows to who tells: claimant, relays, outlet. `decided` is the last decision's entry, None
    where nobody ruled.
    """

    claim: Claim
    record: Record
    status: Status
    report: ReportLine
    rank: int
    since: int
    decided: int | None

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.claim.id

    @property
    def chain(self) -> tuple[str, ...]:
        """Who knows, through whom it came, and who published it."""
        parts = (self.claim.claimant, *self.claim.via, self.report.outlet)
        return tuple(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report, whole. `text` and `capture` are None where they were destroyed; `versions` are (version, entry)."""

    line: ReportLine
    text: str | None
    boilerplate: tuple[Span, ...]
    claims: tuple[ClaimLine, ...]
    responsibilities: tuple[Responsibility, ...]
    capture: dict[str, Any] | None
    versions: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class FailureLine:
    """A source that could not be read, and why."""

    number: int
    source: str
    reason: str
    recorded: str


def report_line(row: Row[Any]) -> ReportLine:
    """Return the line of a row of `reports`."""
    return ReportLine(
        id=row.document,
        key=row.key,
        version=row.version,
        capture=row.capture,
        reading=row.since,
        text_digest=row.text,
        state=row.state,
        language=row.language,
        published=row.published,
        outlet=row.outlet,
        url=row.url,
        title=row.title,
        event=row.event,
        claims=row.claims,
        copy_of=row.copy_of,
        program=row.program,
        knowledge=row.knowledge,
        rank=row.rank,
    )


def claim_line(row: Row[Any], record: Record, report: ReportLine) -> ClaimLine:
    """Return the line of a row of `claims` with its record and its report."""
    return ClaimLine(
        claim=claim_from_record(record, report.key),
        record=record,
        status=Status(row.status),
        report=report,
        rank=row.rank,
        since=row.since,
        decided=row.decided,
    )
