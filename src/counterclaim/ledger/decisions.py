"""What people rule, and what that does to a claim: its fields and its status. Nothing is overwritten; undoing is a ruling."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from counterclaim.errors import InputError, UnreadableInput
from counterclaim.ledger.rows import Status
from counterclaim.model import Span
from counterclaim.parsing import claim_from_record
from counterclaim.records import claim_to_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from counterclaim.records import Record


class DecisionKind(StrEnum):
    """What a person rules."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    ADD = "add"
    COMMENT = "comment"
    UNDO = "undo"
    MERGE = "merge"
    SPLIT = "split"


#: What becomes of a claim's status.
STATUS_AFTER = {
    DecisionKind.ACCEPT: Status.REVIEWED,
    DecisionKind.CORRECT: Status.REVIEWED,
    DecisionKind.ADD: Status.REVIEWED,
    DecisionKind.REJECT: Status.REJECTED,
    DecisionKind.WITHDRAW: Status.WITHDRAWN,
}
ON_EVENTS = (DecisionKind.MERGE, DecisionKind.SPLIT)


class BadDecision(InputError):
    """A decision that cannot be carried out."""

    def __init__(self, target: str, problem: str) -> None:
        super().__init__(target, problem)
        self.target, self.problem = target, problem

    def __str__(self) -> str:
        return f"decision on {self.target}: {self.problem}"


class ConflictingDecision(BadDecision):
    """Somebody else ruled on the same thing in the meantime."""

    def __init__(self, target: str, by: str, recorded: str) -> None:
        super().__init__(target, f"{by} ruled on it at {recorded}, after you looked; look again and decide anew")
        self.args = (target, by, recorded)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision to be recorded.

    `target` is a claim's id (ACCEPT, REJECT, CORRECT, WITHDRAW), any id (COMMENT), a report's (ADD), a decision's (UNDO),
    an event's (MERGE, SPLIT). `fields` are the corrected fields, or the claim that is added; `others` the events or
    claims that a merge or split names. `seen` is the number of the last entry that the person had looked at.
    """

    kind: DecisionKind
    target: str
    reason: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    seen: int | None = None

    def __post_init__(self) -> None:
        if not self.target:
            raise ValueError("a decision needs a target")
        if self.kind in (DecisionKind.CORRECT, DecisionKind.ADD) and not self.fields:
            raise ValueError(f"to {self.kind} needs fields")
        if self.kind is DecisionKind.COMMENT and not self.reason:
            raise ValueError("a comment needs words")


def corrected(record: Record, fields: Mapping[str, Any], text: str | None = None) -> Record:
    """Return a claim's record with some fields set anew, checked as a claim is; raises BadDecision."""
    changed = {**record, **_nested(record, fields)}
    if text is not None and ("start" in fields or "end" in fields):
        changed["evidence"] = text[changed["start"] : changed["end"]]
    try:
        return {**claim_to_record(claim_from_record(changed, "")), "id": record["id"]}
    except UnreadableInput as problem:
        raise BadDecision(record["id"], problem.reason) from problem


def effective(record: Record, bodies: Iterable[Mapping[str, Any]], base: Status) -> tuple[Record, Status]:
    """Return a claim as it stands after these decisions, in order, and its status."""
    status = base
    for body in bodies:
        kind = DecisionKind(body["kind"])
        if kind is DecisionKind.CORRECT:
            record = corrected(record, body["fields"])
        status = STATUS_AFTER.get(kind, status)
    return record, status


def claim_by_hand(fields: Mapping[str, Any], text: str, identifier: str) -> Record:
    """Return the record of a claim that a person adds; its evidence must stand in the text; raises BadDecision."""
    span = evidence_span(fields, text, identifier)
    blank = {**_BLANK, "id": identifier, "evidence": span.of(text), "start": span.start, "end": span.end}
    if "qualifier" not in fields and fields.get("low") is None and fields.get("high") is None:
        blank["qualifier"] = "none"
    rest = {name: value for name, value in fields.items() if name not in ("evidence", "start", "end", "id")}
    return corrected(blank, rest)


def evidence_span(fields: Mapping[str, Any], text: str, target: str) -> Span:
    """Return where the evidence of an added claim stands; raises BadDecision where it does not."""
    start, end = fields.get("start"), fields.get("end")
    if isinstance(start, int) and isinstance(end, int):
        if not 0 <= start < end <= len(text):
            raise BadDecision(target, f"the text has no stretch from {start} to {end}; it ends at {len(text)}")
        return Span(start, end)
    evidence = fields.get("evidence")
    at = text.find(evidence) if isinstance(evidence, str) and evidence else -1
    if at < 0:
        raise BadDecision(target, "its evidence does not stand in the text of the report; quote it exactly")
    return Span(at, at + len(str(evidence)))


def _nested(record: Record, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with those that follow from others (claimant, place) written where they are kept."""
    unknown = sorted(set(fields) - set(_BLANK) - {"start", "end", "evidence"})
    if unknown:
        raise BadDecision(record["id"], f"no field is called {', '.join(unknown)}")
    plain = {name: value for name, value in fields.items() if name not in _FROM_OTHERS}
    if {"claimant", "claimant_kind"} & fields.keys() and "claimants" not in fields:
        plain["claimants"] = _claimants(record, fields)
    if {"place", "place_country", "place_id", "latitude", "longitude"} & fields.keys() and "places" not in fields:
        plain["places"] = _places(record, fields)
    return plain


def _claimants(record: Record, fields: Mapping[str, Any]) -> list[Record]:
    first = dict(record["claimants"][0]) if record["claimants"] else dict.fromkeys(_CLAIMANT)
    if "claimant" in fields and fields["claimant"] != record["claimant"]:
        first = {**dict.fromkeys(_CLAIMANT), "kind": first["kind"], "name": fields["claimant"]}
    if "claimant_kind" in fields:
        first["kind"] = fields["claimant_kind"]
    rest = [] if "claimant" in fields else record["claimants"][1:]
    return [first, *rest] if first["name"] else []


def _places(record: Record, fields: Mapping[str, Any]) -> list[Record]:
    first = dict(record["places"][0]) if record["places"] else dict.fromkeys(_PLACE)
    if "place" in fields and fields["place"] != record["place"]:
        first = {**dict.fromkeys(_PLACE), "name": fields["place"], "country": first["country"]}
    named = {"place_country": "country", "place_id": "id", "latitude": "latitude", "longitude": "longitude"}
    first |= {ours: fields[theirs] for theirs, ours in named.items() if theirs in fields}
    return [first, *record["places"][1:]] if first["name"] else []


_FROM_OTHERS = ("claimant", "claimant_kind", "place", "place_country", "place_id", "latitude", "longitude")
_CLAIMANT = ("name", "id", "kind", "country", "text")
_PLACE = ("name", "country", "id", "latitude", "longitude", "radius_m", "where_prec", "relation")
_BLANK: dict[str, Any] = {
    "id": "",
    "outcome": None,
    "low": None,
    "high": None,
    "qualifier": "exact",
    "victims": None,
    "victim_country": None,
    "victim_kind": "unspecified",
    "claimant": None,
    "claimant_kind": None,
    "via": [],
    "stance": "asserts",
    "verification": None,
    "scope": "event",
    "place": None,
    "place_country": None,
    "when": None,
    "place_id": None,
    "latitude": None,
    "longitude": None,
    "figure": None,
    "quantity_word": None,
    "covers": [],
    "summed": None,
    "victim_id": None,
    "claimants": [],
    "attacker": None,
    "means": None,
    "places": [],
    "relations": [],
    "confidence": None,
    "spans": {},
}
