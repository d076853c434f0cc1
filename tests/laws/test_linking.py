"""The laws of linking, on random reports."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.linking.events import Decided, Linked, link
from counterclaim.model import (
    Bounds,
    Claim,
    Extraction,
    Outcome,
    Place,
    Qualifier,
    Report,
    Scope,
    Span,
    VictimKind,
)

_PLACES = [
    Place("Northtown", "SYR", "geonames:1", 36.0, 36.8, 5000, 1),
    Place("Southtown", "SYR", "geonames:2", 33.5, 36.3, 5000, 1),
    Place("A province", "SYR", "geonames:3", 35.8, 36.7, 90000, 4),
    Place("Eastcity", "UKR", "geonames:4", 48.6, 38.0, 5000, 1),
]
_DAYS = [None, "2020-02-10", "2020-02-11", "2020-02-20", "2020-02", "not a date"]


@st.composite
def reports(draw: st.DrawFn) -> tuple[Extraction, ...]:
    """Return up to eight reports with up to three claims each."""
    found = []
    for at in range(draw(st.integers(1, 8))):
        report = Report(
            f"r{at}", f"x {draw(st.sampled_from(['Taftanaz', 'Bakhmut', 'Nobody']))} {at}", published=draw(st.sampled_from(_DAYS))
        )
        claims = tuple(
            Claim(
                report=report.id,
                id=f"c{at}{step}",
                evidence="words",
                span=Span(step * 10, step * 10 + 5),
                outcome=draw(st.sampled_from([Outcome.KILLED, Outcome.INJURED, Outcome.STRENGTH])),
                bounds=Bounds(number := draw(st.sampled_from([1, 5, 33, 101])), number, Qualifier.EXACT),
                victim_kind=draw(st.sampled_from([VictimKind.MILITARY, VictimKind.CIVILIAN])),
                victim_country=draw(st.sampled_from([None, "TUR", "SYR"])),
                places=draw(st.sampled_from([(), *((place,) for place in _PLACES)])),
                when=draw(st.sampled_from(_DAYS)),
                scope=draw(st.sampled_from([Scope.EVENT, Scope.EVENT, Scope.TOTAL])),
            )
            for step in range(draw(st.integers(0, 3)))
        )
        found.append(Extraction(report, claims))
    return tuple(found)


def together(linked: Linked, one: str, other: str) -> bool:
    """Return whether two claims are of one event."""
    return any({one, other} <= set(event.claims) for event in linked.events)


@given(reports(), st.randoms())
def test_order_of_arrival_changes_nothing(extractions: tuple[Extraction, ...], chance: object) -> None:
    """Whatever the order in which reports and claims come, events, suggestions and series are the same."""
    shuffled = [replace(e, claims=tuple(chance.sample(e.claims, len(e.claims)))) for e in extractions]  # type: ignore[attr-defined]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert link(shuffled) == link(extractions)


@given(reports())
def test_each_event_claim_is_in_one_event(extractions: tuple[Extraction, ...]) -> None:
    """A claim of scope event is in exactly one event, unless it counts a strength; a total is in none."""
    linked = link(extractions)
    held = [claim for event in linked.events for claim in event.claims]
    wanted = [c.id for e in extractions for c in e.claims if c.scope is Scope.EVENT and c.outcome is not Outcome.STRENGTH]
    assert sorted(held) == sorted(wanted)


@given(reports())
def test_each_report_with_a_claim_is_in_an_event(extractions: tuple[Extraction, ...]) -> None:
    """No report with a claim on an event is lost; one without is in an event only together with others."""
    events = link(extractions).events
    told = {report for event in events for report in event.reports}
    assert told >= {
        e.report.id for e in extractions if any(c.scope is Scope.EVENT and c.outcome is not Outcome.STRENGTH for c in e.claims)
    }
    assert all(event.claims or len(event.reports) > 1 for event in events)


@given(reports(), st.data(), st.booleans())
def test_a_person_wins(extractions: tuple[Extraction, ...], data: st.DataObject, wanted: object) -> None:
    """What a person decided on two claims of different reports holds, whatever the scores."""
    claims = [c for e in extractions for c in e.claims if c.scope is Scope.EVENT and c.outcome is not Outcome.STRENGTH]
    if len({c.report for c in claims}) < 2:
        return
    one = data.draw(st.sampled_from(claims))
    other = data.draw(st.sampled_from([c for c in claims if c.report != one.report]))
    linked = link(extractions, decided=[Decided((one.id, other.id), together=bool(wanted))])
    assert together(linked, one.id, other.id) == bool(wanted)


@given(reports())
def test_event_ids_are_those_of_founding_claims(extractions: tuple[Extraction, ...]) -> None:
    """An event's id follows from one of its claims, and no two events have the same."""
    events = link(extractions).events
    assert len({event.id for event in events}) == len(events)
    for event in events:
        if event.claims:
            assert event.id.removeprefix("evt_") in event.claims


@given(reports(), st.sampled_from(_DAYS), st.integers(0, 7))
def test_copies_are_of_one_event(extractions: tuple[Extraction, ...], published: str | None, which: int) -> None:
    """A report of the same words, whenever it appeared, is in the events of the first; no two events have the same id."""
    first = extractions[which % len(extractions)]
    copy = Report("zz", first.report.text, published=published)
    events = link((*extractions, Extraction(copy, tuple(replace(c, report="zz") for c in first.claims)))).events
    assert len({event.id for event in events}) == len(events)
    for event in events:
        if any(claim.id in event.claims for claim in first.claims):
            assert {first.report.id, "zz"} <= set(event.reports)


@given(reports(), st.integers(1, 10_000))
def test_a_total_changes_no_event(extractions: tuple[Extraction, ...], number: int) -> None:
    """Another total changes which claims are in which event in no way, where its report has claims on an event."""
    first = extractions[0]
    if not any(c.scope is Scope.EVENT and c.outcome is not Outcome.STRENGTH for c in first.claims):
        return
    total = Claim(
        report=first.report.id,
        id="total",
        evidence="words",
        span=Span(900, 905),
        outcome=Outcome.KILLED,
        bounds=Bounds(number, number, Qualifier.EXACT),
        scope=Scope.TOTAL,
    )
    more = (replace(first, claims=(*first.claims, total)), *extractions[1:])
    assert [event.claims for event in link(more).events] == [event.claims for event in link(extractions).events]
