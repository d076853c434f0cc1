"""Who speaks how much: what is kept beside the ledger is what counting everything gives, whatever happened meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.ledger.decisions import DecisionKind, Ruling
from counterclaim.ledger.filters import Moment
from counterclaim.ledger.history import list_claims, list_reports
from counterclaim.ledger.opening import Ledger, open_ledger
from counterclaim.ledger.redaction import redact
from counterclaim.ledger.store import Capture, Reader, writing
from counterclaim.web import event_index
from counterclaim.web.claimant_index import Speaker, list_speakers
from generated_claims import generate, make_world

if TYPE_CHECKING:
    from page_visitors import Visitor

_LATER = Moment(as_of="2999-12-31")


def everybody(ledger: Ledger, moment: Moment, limit: int = 500) -> list[Speaker]:
    """Return all claimants, page by page."""
    found: list[Speaker] = []
    after: str | None = None
    while True:
        page = list_speakers(ledger, moment=moment, after=after, limit=limit)
        found += page.items
        if page.next is None:
            return found
        after = page.next


def test_the_counts_follow_the_ledger(address: str) -> None:
    """Reports come, claims are given to somebody else and back, a text is destroyed; in pages of any length."""
    with open_ledger(address) as ledger:
        event_index.prepare(ledger)

        def agree() -> None:
            assert everybody(ledger, Moment()) == everybody(ledger, _LATER) == everybody(ledger, Moment(), limit=3)

        agree()
        with writing(ledger, by="anna") as writer:
            for capture, extraction in generate(5, make_world()):
                number = writer.add_capture(capture).number
                assert number is not None
                writer.add_reading(extraction, capture=number, reader=Reader("1", "1"))
        agree()
        line = list_claims(ledger, limit=1).items[0]
        with writing(ledger, by="anna") as writer:
            decision = writer.add_decision(Ruling(DecisionKind.CORRECT, line.id, "it was another", {"claimant": "Tal Ministry"}))
        agree()
        assert "tal ministry" in {one.actor for one in everybody(ledger, Moment())}
        with writing(ledger, by="anna") as writer:
            writer.add_decision(Ruling(DecisionKind.UNDO, decision, "no"))
        agree()
        redact(ledger, list_reports(ledger, limit=1).items[0].id, reason="asked for", by="anna")
        agree()


def test_a_claimant_that_changes_its_words_is_counted_anew(address: str) -> None:
    """A newer version of a report takes the older one's place."""
    with open_ledger(address) as ledger:
        event_index.prepare(ledger)
        everybody(ledger, Moment())
        (_, extraction), (_, other) = generate(2, make_world())
        for one in (extraction, other):
            report = extraction.report
            with writing(ledger, by="anna") as writer:
                capture = Capture(report.id, one.report.text.encode(), "x", "2025-01-01T00:00:00.000000Z")
                number = writer.add_capture(capture).number
                assert number is not None
                told = replace(one, report=replace(one.report, id=report.id))
                writer.add_reading(told, capture=number, reader=Reader("1", "1"))
            assert everybody(ledger, Moment()) == everybody(ledger, _LATER)


def test_pages_of_claimants_follow_each_other(visitor: Visitor) -> None:
    """Each claimant comes once, who says most first."""
    whole = visitor.get("/claimants.json?limit=500").json()["claimants"]
    found, address = [], "/claimants.json?limit=2"
    while address:
        told = visitor.get(address).json()
        found += told["claimants"]
        address = told.get("next")
    assert found == whole
    assert [one["claims"] for one in found] == sorted((one["claims"] for one in found), reverse=True)
