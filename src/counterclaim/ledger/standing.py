"""What a long computation looks at before it writes: which of its results are new, and what others changed meanwhile."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from counterclaim.ledger.bodies import CHUNK, read_bodies
from counterclaim.ledger.chain import EntryKind
from counterclaim.ledger.decisions import ON_EVENTS, DecisionKind
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.packing import canonical
from counterclaim.ledger.schema import FOREVER, decisions, entries, results

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Column, Connection

    from counterclaim.ledger.opening import Ledger
    from counterclaim.ledger.transaction import Transaction
    from counterclaim.records import Record

#: The kind and id of the result that says up to which entry everything was worked out.
REFRESH = "refresh"
_SOURCES = (EntryKind.READING, EntryKind.REDACTION)
#: What changes which claims there are, or belong together.
_REGROUPING = (*ON_EVENTS, DecisionKind.ADD)


@dataclass(frozen=True, slots=True)
class Result:
    """Something computed, as the ledger keeps it; without a record it ends. `group` is what it is listed by: its event."""

    kind: str
    id: str
    record: Record | None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What came after an entry.

    `ruled` are the claims that people ruled on, `written` the events that others wrote, with the claims that these have
    now. `regrouped`: a person merged or parted events, added a claim, or took such back, or a text was destroyed.
    """

    ruled: frozenset[str]
    written: Mapping[str, frozenset[str]]
    regrouped: bool


def since(connection: Transaction, number: int) -> Meanwhile:
    """Return what others added after an entry."""
    query = select(entries.c.number, entries.c.kind).where(
        entries.c.number > number,
        entries.c.kind.in_((EntryKind.DECISION.value, EntryKind.RESULT.value, EntryKind.REDACTION.value)),
    )
    kinds = {row.number: row.kind for row in connection.execute(query)}
    said = read_bodies(connection, kinds)
    ruled: set[str] = set()
    written: dict[str, frozenset[str]] = {}
    regrouped = EntryKind.REDACTION in kinds.values()
    for at, kind in sorted(kinds.items()):
        body = said.get(at, {})
        if kind == EntryKind.RESULT and body.get("kind") == "event":
            written[body["id"]] = frozenset((body["record"] or {}).get("claims", ()))
        elif kind == EntryKind.DECISION and body:
            if body["kind"] == DecisionKind.UNDO:
                undone = select(decisions.c.kind, decisions.c.target).where(decisions.c.id == body["target"])
                what, target = tuple(connection.execute(undone).one())
            else:
                what, target = body["kind"], body["target"]
            regrouped |= what in _REGROUPING
            ruled.add(target)
    return Meanwhile(frozenset(ruled), written, regrouped)


def standing_ids(ledger: Ledger, kind: str) -> set[str]:
    """Return the ids of all results of a kind that stand."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        return set(connection.scalars(select(results.c.id).where(results.c.kind == kind, results.c.until == FOREVER)))


def ids_by_group(ledger: Ledger, kind: str, groups: Sequence[str]) -> dict[str, set[str]]:
    """Return the ids of the results of a kind that stand in each of these groups."""
    found: dict[str, set[str]] = {group: set() for group in groups}
    for row in _standing(ledger, kind, results.c.group, groups):
        found[row.group].add(row.id)
    return found


def changed(ledger: Ledger, wanted: Sequence[Result]) -> list[Result]:
    """Return the results that are not what stands already, in their order."""
    stands: dict[tuple[str, str], str] = {}
    for kind in {one.kind for one in wanted}:
        ids = [one.id for one in wanted if one.kind == kind]
        stands |= {(kind, row.id): row.record for row in _standing(ledger, kind, results.c.id, ids)}
    return [one for one in wanted if stands.get((one.kind, one.id)) != (one.record and canonical(one.record).decode())]


def is_stale(ledger: Ledger) -> bool:
    """Return whether reports came or went that the last refresh did not know, or decisions that no result came after."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        last = {kind: _last(connection, kind) for kind in (*_SOURCES, EntryKind.DECISION, EntryKind.RESULT)}
        kept = select(results.c.record).where(results.c.kind == REFRESH, results.c.until == FOREVER)
        record = connection.execute(kept).scalar()
    known = {"read_to": last[EntryKind.RESULT], "ruled_to": 0} if record is None else json.loads(record)
    came = max(last[kind] for kind in _SOURCES) > known["read_to"]
    return came or last[EntryKind.DECISION] > max(known["ruled_to"], last[EntryKind.RESULT])


def last_source(ledger: Ledger, *, upto: int) -> int:
    """Return the last entry, up to one, by which a report came or was destroyed; 0 where there is none."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        return max(_last(connection, kind, upto) for kind in _SOURCES)


def refreshed(connection: Transaction, read_to: int) -> Result:
    """Return that everything was worked out from the reports up to an entry, and from all rulings."""
    return Result(REFRESH, "all", {"read_to": read_to, "ruled_to": _last(connection, EntryKind.DECISION)})


def _last(connection: Connection | Transaction, kind: EntryKind, upto: int = FOREVER) -> int:
    query = select(func.max(entries.c.number)).where(entries.c.kind == kind.value, entries.c.number <= upto)
    return int(connection.execute(query).scalar() or 0)


def _standing(ledger: Ledger, kind: str, column: Column[Any], values: Sequence[str]) -> Iterator[Any]:
    with explained(ledger.shown), looking(ledger.engine) as connection:
        for at in range(0, len(values), CHUNK):
            yield from connection.execute(
                select(results.c.id, results.c.group, results.c.record).where(
                    results.c.kind == kind, column.in_(values[at : at + CHUNK]), results.c.until == FOREVER
                )
            )
