"""What must go is gone, from the tables and from the files; the chain stays whole, and says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger.decisions import DecisionKind, Ruling
from counterclaim.ledger.history import get_report, head, list_claims, list_reports
from counterclaim.ledger.rebuilding import compare
from counterclaim.ledger.redaction import redact
from counterclaim.ledger.rows import Status
from counterclaim.ledger.standing import is_stale
from counterclaim.ledger.store import Capture, writing
from counterclaim.ledger.verification import verify
from counterclaim.model import Claimant, Event, Extraction, Report
from counterclaim.pipeline_refresh import refresh
from ledger_samples import FIRST, KYIV, MOSCOW, READER, add, claim, claim_ids, state, statement

if TYPE_CHECKING:
    from counterclaim.ledger.opening import Ledger

_NAME = "Zyxwvut"
_TEXT = FIRST.replace("spoke of an invention", f"Colonel {_NAME} spoke of an invention")


def _fill(ledger: Ledger) -> None:
    add(ledger, statement("kept", FIRST.replace("Bakhmut", "another town entirely, far to the south of it")))
    add(ledger, statement("gone", _TEXT, outlet=f"{_NAME} Daily"))
    add(ledger, statement("same", _TEXT, outlet="Canal Courier"))
    with writing(ledger, by="anna") as writer:
        target = get_report(ledger, "gone").claims[0].id
        writer.add_decision(Ruling(DecisionKind.COMMENT, target, f"{_NAME} was named in it"))
        writer.add_decision(Ruling(DecisionKind.REJECT, target, f"{_NAME} says so"))
        writer.add_event(Event("evt_00000000000000000001", ("gone",), (target,)), maker=READER)


def test_what_is_redacted_is_gone_and_the_chain_is_whole(ledger: Ledger) -> None:
    """Every report with the same text goes; the others stay; `verify` counts what was destroyed."""
    _fill(ledger)
    before, kept = state(ledger)["kept"], head(ledger)
    done = redact(ledger, "gone", reason="a court order", by="anna")
    assert len(done.documents) == 2
    assert set(state(ledger)) == {"kept"}
    assert state(ledger)["kept"]["claims"] == before["claims"]
    proof = verify(ledger, kept=kept)
    assert proof.holds
    assert proof.redacted == len(done.entries) + len(done.blobs) > 0
    assert compare(ledger) == []
    with pytest.raises(UnknownIdentifier):
        get_report(ledger, "gone")


def test_what_is_redacted_is_not_added_again(ledger: Ledger) -> None:
    """Neither the document nor its bytes under another name."""
    _fill(ledger)
    redact(ledger, "gone", reason="a court order", by="anna")
    before = head(ledger)
    with writing(ledger, by="anna") as writer:
        for key in ("gone", "another"):
            assert writer.add_capture(Capture(key, _TEXT.encode(), "x", "2024-01-01")).number is None
    assert head(ledger) == before


def test_no_trace_of_the_words_is_left(ledger: Ledger) -> None:
    """Not in any table, and on SQLite not in the bytes of the files."""
    _fill(ledger)
    secret = f"colonel {_NAME}".casefold()
    assert _finds(ledger, _NAME)
    redact(ledger, "gone", reason="a court order", by="anna")
    assert not _finds(ledger, _NAME)
    if ledger.engine.url.database and ledger.engine.dialect.name == "sqlite":
        for file in Path(ledger.engine.url.database).parent.glob("*.db*"):
            raw = file.read_bytes().lower()
            for word in (secret, _NAME.casefold(), "gone"):
                assert word.encode() not in raw, file


def test_copies_are_tied_anew_when_the_earliest_goes(ledger: Ledger) -> None:
    """What copied a report that was destroyed copies the earliest that is left, and what resembles it is named."""
    long = " ".join(f"Sentence number {number} tells of the fighting near the village." for number in range(30))
    for number, key in enumerate(("first", "second", "third")):
        text_ = long.replace("number 7", f"number {100 + number}") + " " + FIRST
        add(ledger, statement(key, text_, published=f"2024-04-0{number + 1}"))
    assert [line.copy_of is not None for line in list_reports(ledger).items] == [True, True, False]
    done = redact(ledger, "first", reason="a court order", by="anna")
    assert set(done.resembling) == {"second", "third"}
    second, third = get_report(ledger, "second").line, get_report(ledger, "third").line
    assert (second.copy_of, third.copy_of) == (None, second.id)
    assert compare(ledger) == []


def test_nothing_is_redacted_that_is_not_there(ledger: Ledger) -> None:
    """An unknown report is named, and nothing is written."""
    add(ledger, statement())
    before = head(ledger)
    with pytest.raises(UnknownIdentifier, match="nothing"):
        redact(ledger, "nothing", reason="a court order", by="anna")
    assert (head(ledger), len(claim_ids(ledger))) == (before, len(list_claims(ledger).items))


def _finds(ledger: Ledger, word: str) -> bool:
    """Return whether a word stands in any readable cell of any table."""
    with ledger.engine.connect() as connection:
        for table in ("reports", "claims", "claim_actors", "decisions", "failures", "results", "captures"):
            for row in connection.execute(text(f"SELECT * FROM {table}")):  # noqa: S608 - our own names
                if any(word.casefold() in str(cell).casefold() for cell in row):
                    return True
        from counterclaim.ledger.packing import unpack  # noqa: PLC0415

        stored = [row[0] for table in ("bodies", "blobs") for row in connection.execute(text(f"SELECT content FROM {table}"))]  # noqa: S608
        return any(word.encode() in unpack(bytes(content)) for content in stored)


def _bulletin(identifier: str, outlet: str, speaker: Claimant) -> Extraction:
    text = f"{outlet}: {speaker.name} said on Tuesday that 18 soldiers were killed at Bakhmut."
    report = Report(identifier, text, lang="en", published="2024-04-30", outlet=outlet, event="bakhmut")
    return Extraction(report, (claim(report, "18 soldiers", 18, claimants=(speaker,), when="2024-04-30"),))


def test_what_a_destroyed_report_bore_out_is_no_longer_corroborated(ledger: Ledger) -> None:
    """Its events go in all their versions, and what is left is what the remaining entries give; linking makes it whole."""
    add(ledger, _bulletin("kept", "Fjord Post", KYIV))
    refresh(ledger, by="anna")  # the event before the other report came: it does not name it
    add(ledger, _bulletin("gone", "Canal Courier", MOSCOW))
    refresh(ledger, by="anna")
    assert [line.status for line in list_claims(ledger).items] == [Status.CORROBORATED] * 2
    with writing(ledger, by="bert") as writer:
        writer.add_decision(Ruling(DecisionKind.COMMENT, get_report(ledger, "kept").claims[0].id, "so it is"))
    redact(ledger, "gone", reason="a court order", by="anna")
    (line,) = list_claims(ledger).items
    assert (line.report.key, line.status) == ("kept", Status.REPORTED)
    assert compare(ledger) == []
    assert is_stale(ledger)
    assert refresh(ledger, by="anna").events == 1
    assert not is_stale(ledger)
    assert verify(ledger).holds
    assert compare(ledger) == []


def test_another_event_may_still_bear_a_claim_out(ledger: Ledger) -> None:
    """Only the time in which the destroyed event said so is taken back."""
    one, other, third = (
        _bulletin(name, f"{name} Post", speaker) for name, speaker in (("a", KYIV), ("b", MOSCOW), ("c", MOSCOW))
    )
    ids = []
    for extraction in (one, other, third):
        add(ledger, extraction)
        ids.append(extraction.claims[0].id)
    with writing(ledger, by="anna") as writer:
        writer.add_event(Event("evt_00000000000000000001", ("a", "b"), (ids[0], ids[1])), maker=READER)
    with writing(ledger, by="anna") as writer:
        writer.add_result("event", "evt_00000000000000000001", None, maker=READER)
        writer.add_event(Event("evt_00000000000000000002", ("a", "c"), (ids[0], ids[2])), maker=READER)
    redact(ledger, "b", reason="a court order", by="anna")
    assert get_report(ledger, "a").claims[0].status is Status.CORROBORATED
    assert verify(ledger).holds
    assert compare(ledger) == []
