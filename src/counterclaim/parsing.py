"""JSON records as values again: the other way of `records.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from counterclaim.errors import UnreadableInput
from counterclaim.model import (
    Attacker,
    Blame,
    Bounds,
    Claim,
    Claimant,
    ClaimantKind,
    Figure,
    How,
    Outcome,
    Place,
    Qualifier,
    Rejected,
    Relation,
    RelationKind,
    Report,
    Responsibility,
    Scope,
    Span,
    Stance,
    Verification,
    VictimKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Value = TypeVar("Value")


def claim_from_record(record: Mapping[str, Any], report: str) -> Claim:
    """Return the claim of a record, as one of the report with this id; raises UnreadableInput."""
    return _read(_claim, record, report)


def claims_from_record(record: Mapping[str, Any]) -> tuple[Claim, ...]:
    """Return the claims of one line of `extract`; raises UnreadableInput."""
    if not isinstance(record.get("id"), str) or not isinstance(record.get("claims"), list):
        raise UnreadableInput(str(record.get("id", "a line")), "no line of `extract`", 'it needs an "id" and "claims"')
    return tuple(claim_from_record(claim, record["id"]) for claim in record["claims"])


def responsibility_from_record(record: Mapping[str, Any], report: str) -> Responsibility:
    """Return the statement of a record, as one of the report with this id; raises UnreadableInput."""
    return _read(_responsibility, record, report)


def report_from_record(record: Mapping[str, Any]) -> Report:
    """Return the report of a record; raises UnreadableInput."""
    return _read(_report, record, str(record.get("id", "a report")))


def rejected_from_record(record: Mapping[str, Any]) -> Rejected:
    """Return the rejection of a record; raises UnreadableInput."""
    return _read(_rejected, record, str(record.get("id", "a rejection")))


def _read(make: Callable[[Mapping[str, Any], str], Value], record: Mapping[str, Any], source: str) -> Value:
    try:
        return make(record, source)
    except KeyError as missing:
        raise UnreadableInput(source, f"the record lacks {missing}") from missing
    except (ValueError, TypeError, AttributeError) as wrong:
        raise UnreadableInput(source, f"the record is not as its schema says: {wrong}") from wrong


def _claim(record: Mapping[str, Any], report: str) -> Claim:
    return Claim(
        report=report,
        id=record["id"],
        evidence=record["evidence"],
        span=_span(record),
        outcome=Outcome(record["outcome"]),
        bounds=Bounds(record["low"], record["high"], Qualifier(record["qualifier"])),
        figure=_maybe(_figure, record["figure"]),
        quantity_word=record["quantity_word"],
        covers=tuple(Outcome(word) for word in record["covers"]),
        summed=record["summed"],
        victims=record["victims"],
        victim_country=record["victim_country"],
        victim_kind=VictimKind(record["victim_kind"]),
        victim_id=record["victim_id"],
        claimants=tuple(_claimant(one) for one in record["claimants"]),
        via=tuple(record["via"]),
        stance=Stance(record["stance"]),
        verification=_maybe(Verification, record["verification"]),
        scope=Scope(record["scope"]),
        places=tuple(_place(one) for one in record["places"]),
        when=record["when"],
        attacker=_maybe(_attacker, record["attacker"]),
        means=record["means"],
        relations=tuple(Relation(RelationKind(one["kind"]), one["claim"]) for one in record["relations"]),
        confidence=record["confidence"],
        spans={name: _spans(spans) for name, spans in record["spans"].items()},
    )


def _responsibility(record: Mapping[str, Any], report: str) -> Responsibility:
    return Responsibility(
        report=report,
        evidence=record["evidence"],
        span=_span(record),
        accused=record["accused"],
        stance=Blame(record["stance"]),
        claimant=record["claimant"],
        accused_id=record["accused_id"],
        place=_maybe(_place, record["place"]),
        when=record["when"],
    )


def _report(record: Mapping[str, Any], _: str) -> Report:
    optional = ("lang", "published", "url", "outlet", "title", "event")
    return Report(
        id=record["id"],
        text=record["text"],
        boilerplate=_spans(record.get("boilerplate", ())),
        **{name: record.get(name) for name in optional},
    )


def _rejected(record: Mapping[str, Any], _: str) -> Rejected:
    return Rejected(record["id"], record["rejected"])


def _maybe(make: Callable[[Any], Value], raw: object) -> Value | None:
    return None if raw is None else make(raw)


def _span(record: Mapping[str, Any]) -> Span:
    return Span(record["start"], record["end"])


def _spans(records: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(_span(record) for record in records)


def _figure(record: Mapping[str, Any]) -> Figure:
    return Figure(_span(record), record["text"], How(record["how"]), record["refers_to"])


def _claimant(record: Mapping[str, Any]) -> Claimant:
    kind = _maybe(ClaimantKind, record["kind"])
    return Claimant(record["name"], kind, record["id"], record["country"], record["text"])


def _attacker(record: Mapping[str, Any]) -> Attacker:
    return Attacker(record["name"], record["id"], record["text"])


def _place(record: Mapping[str, Any]) -> Place:
    return Place(**record)
