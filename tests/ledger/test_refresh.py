"""Working out all events while others add and rule: nobody waits for it, and nothing that they did is undone."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest

from counterclaim import pipeline_events, pipeline_refresh
from counterclaim.estimation.estimates import estimate
from counterclaim.ledger.computed import list_results
from counterclaim.ledger.decisions import DecisionKind, Ruling
from counterclaim.ledger.history import get_report
from counterclaim.ledger.opening import Ledger, open_ledger
from counterclaim.ledger.rebuilding import compare
from counterclaim.ledger.standing import is_stale
from counterclaim.ledger.store import writing
from counterclaim.ledger.verification import verify
from counterclaim.model import Event, Extraction, Report
from counterclaim.pipeline_events import merge, reestimate, split
from counterclaim.pipeline_refresh import refresh
from ledger_samples import add, claim, is_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PLACES = ("Bakhmut", "Soledar", "Kreminna")


def told(place: str, figure: int, event: str | None = None) -> Extraction:
    """Return a report of so many dead at a place, of an event that is called after the place."""
    text = f"A spokesman said that {figure} soldiers were killed at {place} on Tuesday."
    report = Report(f"{place} {figure}", text, lang="en", published="2024-04-30", outlet=f"{figure} Post", event=event or place)
    return Extraction(report, (claim(report, f"{figure} soldiers", figure, when="2024-04-30"),))


def fill(ledger: Ledger) -> None:
    """Add two reports on each of three events, and work the events out."""
    for at, place in enumerate(_PLACES):
        add(ledger, told(place, 10 + at))
        add(ledger, told(place, 20 + at))
    refresh(ledger, by="quiet")


def events(ledger: Ledger) -> list[dict[str, Any]]:
    """Return all events, the one at Bakhmut first."""
    found = list(list_results(ledger, "event"))
    return sorted(found, key=lambda one: _PLACES.index(one["reports"][0].split()[0]))


def claim_of(ledger: Ledger, report: str) -> str:
    """Return the claim of a report."""
    return get_report(ledger, report).claims[0].id


def results(ledger: Ledger) -> list[Any]:
    """Return everything that was worked out."""
    return [list_results(ledger, kind) for kind in ("event", "estimate", "suggestion", "series")]


def rule(ledger: Ledger) -> None:
    """Reject a claim, and nothing more: as somebody who uses the Python API."""
    with writing(ledger, by="anna") as writer:
        writer.add_decision(Ruling(DecisionKind.REJECT, claim_of(ledger, "Bakhmut 20"), "misread"))


def rule_and_estimate(ledger: Ledger) -> None:
    """Reject a claim as the pages do."""
    rule(ledger)
    reestimate(ledger, events(ledger)[0]["id"], by="anna")


def rule_and_undo(ledger: Ledger) -> None:
    """Take back what was ruled before."""
    with writing(ledger, by="anna") as writer:
        ruled = writer.add_decision(Ruling(DecisionKind.REJECT, claim_of(ledger, "Soledar 21"), "misread"))
        writer.add_decision(Ruling(DecisionKind.UNDO, ruled, "a slip"))


def unite(ledger: Ledger) -> None:
    """Make two events one."""
    one, other, _ = events(ledger)
    merge(ledger, one["id"], [other["id"]], by="anna", reason="the same attack")


def part(ledger: Ledger) -> None:
    """Take a claim out of an event."""
    split(ledger, events(ledger)[1]["id"], [claim_of(ledger, "Soledar 21")], by="anna", reason="another attack")


def add_by_hand(ledger: Ledger) -> None:
    """Add a claim that was overlooked."""
    fields = {"evidence": "10 soldiers were killed", "outcome": "injured", "low": 10, "high": 10}
    with writing(ledger, by="anna") as writer:
        writer.add_decision(Ruling(DecisionKind.ADD, "Bakhmut 10", "overlooked", fields))


@contextlib.contextmanager
def interrupted(monkeypatch: pytest.MonkeyPatch, at: int, deed: Callable[[], object]) -> Iterator[None]:
    """Let somebody else do something before the refresh writes for the time `at`, which writes one event at a time."""
    count = 0

    @contextlib.contextmanager
    def slow(ledger: Ledger, *, by: str) -> Iterator[Any]:
        nonlocal count
        if count == at:
            deed()
        count += 1
        with writing(ledger, by=by) as writer:
            yield writer

    with monkeypatch.context() as patch:
        patch.setattr(pipeline_refresh, "_PIECE", 1)
        patch.setattr(pipeline_refresh, "writing", slow)
        yield
    assert count > at


@pytest.mark.parametrize("at", range(4) if is_full() else (0, 2))
@pytest.mark.parametrize("deed", [rule, rule_and_estimate, rule_and_undo, unite, part, add_by_hand])
def test_what_others_do_meanwhile_stays(
    empty: Callable[[], str], monkeypatch: pytest.MonkeyPatch, deed: Callable[[Ledger], None], at: int
) -> None:
    """Whatever it is and whenever: the end is that of a refresh after it, and the ledger can be built anew."""
    with open_ledger(empty()) as ledger, open_ledger(empty()) as quiet:
        for one in (ledger, quiet):
            fill(one)
            for place in _PLACES:
                add(one, told(place, 99))
        deed(quiet)
        refresh(quiet, by="quiet")
        with interrupted(monkeypatch, at, lambda: deed(ledger)):
            refresh(ledger, by="busy")
        assert results(ledger) == results(quiet)
        assert refresh(ledger, by="again").entries == 0
        assert not is_stale(ledger)
        assert verify(ledger).holds
        assert compare(ledger) == []


def test_a_report_that_comes_meanwhile_is_known_to_be_missing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in no event yet, and the ledger says so; the next refresh takes it in."""
    fill(ledger)
    add(ledger, told("Bakhmut", 99))
    assert is_stale(ledger)
    with interrupted(monkeypatch, 0, lambda: add(ledger, told("Soledar", 98))):
        refresh(ledger, by="busy")
    assert is_stale(ledger)
    assert refresh(ledger, by="again").entries > 0
    assert not is_stale(ledger)
    assert "Soledar 98" in events(ledger)[1]["reports"]


def test_a_claim_is_never_in_two_events(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events that exchange claims change together, however little is written at a time."""
    fill(ledger)
    for place in _PLACES:  # the newer version of each report belongs to another event
        add(ledger, told(place, 10 + _PLACES.index(place), event="elsewhere"))

    def look() -> None:
        claims = [one for event in events(ledger) for one in event["claims"]]
        assert len(claims) == len(set(claims))

    for at in range(2):
        with contextlib.suppress(AssertionError), interrupted(monkeypatch, at, look):
            refresh(ledger, by="busy")
    look()


def test_what_rests_on_the_same_is_not_estimated_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the event that a report came to, or that somebody ruled on, is."""
    fill(ledger)
    estimated: list[str] = []

    def seen(event: Event, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as what it stands for
        estimated.append(event.id)
        return estimate(event, *rest, **more)

    monkeypatch.setattr(pipeline_events, "estimate", seen)
    refresh(ledger, by="again")
    assert estimated == []
    add(ledger, told("Soledar", 99))
    refresh(ledger, by="again")
    assert set(estimated) == {events(ledger)[1]["id"]}
    estimated.clear()
    rule(ledger)
    refresh(ledger, by="again")
    assert set(estimated) == {events(ledger)[0]["id"]}


def test_a_ruling_that_changes_nothing_is_looked_at_once(ledger: Ledger) -> None:
    """The ledger remembers that it was, so nothing is worked out again and again."""
    fill(ledger)
    with writing(ledger, by="anna") as writer:
        writer.add_decision(Ruling(DecisionKind.COMMENT, claim_of(ledger, "Bakhmut 10"), "seen"))
    assert is_stale(ledger)
    refresh(ledger, by="again")
    assert not is_stale(ledger)
    assert refresh(ledger, by="again").entries == 0
