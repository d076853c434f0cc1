"""What is added stays, once, with its history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger.decisions import BadDecision, ConflictingDecision, DecisionKind, Ruling
from counterclaim.ledger.dialect import UnusableLedger
from counterclaim.ledger.filters import ClaimFilter, Moment
from counterclaim.ledger.history import count, get_claim, get_report, head, list_claims, list_failures, list_reports
from counterclaim.ledger.opening import open_ledger
from counterclaim.ledger.rows import Status
from counterclaim.ledger.store import Capture, ReadingState, writing
from counterclaim.ledger.tracing import claim_history, list_decisions, list_lost_decisions, report_history
from counterclaim.ledger.verification import verify
from counterclaim.ledger.views import ReportView
from counterclaim.ledger.whole import whole_reports
from counterclaim.model import Extraction, Report
from ledger_samples import CORRECTED, FIRST, NEWER, READER, add, claim, claim_ids, state, statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterclaim.ledger.opening import Ledger


def rule(ledger: Ledger, kind: DecisionKind, target: str, **more: object) -> str:
    """Record a decision and return its id."""
    with writing(ledger, by="anna") as writer:
        return writer.add_decision(Ruling(kind, target, **more))  # type: ignore[arg-type]


def test_what_was_added_is_found(ledger: Ledger) -> None:
    """A report comes back with its text, its claims and how it was found, exactly."""
    extraction = statement()
    add(ledger, extraction)
    view = get_report(ledger, "first")
    assert view.text == FIRST
    assert tuple(line.claim for line in view.claims) == extraction.claims
    assert view.capture is not None
    assert view.capture["source"] == "first.txt"
    assert get_report(ledger, view.line.id) == view
    assert view.claims[0].chain == ("Ukrainian General Staff", "Fjord Post")


def test_adding_again_changes_nothing(ledger: Ledger) -> None:
    """The same bytes of the same document, read by the same reader, are one capture and one reading."""
    first = add(ledger, statement())
    before = head(ledger)
    assert add(ledger, statement()) == first
    assert head(ledger) == before


def test_another_text_is_a_new_version(ledger: Ledger) -> None:
    """Both versions stay; what the new text no longer says is withdrawn, what it still says is one claim."""
    add(ledger, statement())
    gone, kept = (line.claim for line in get_report(ledger, "first").claims)
    add(ledger, statement(text=CORRECTED))
    now = {(line.claim.bounds.low, line.claim.stance.value): line.status for line in list_claims(ledger).items}
    assert now == {
        (80, "asserts"): Status.WITHDRAWN,
        (18, "asserts"): Status.REPORTED,
        (80, "denies"): Status.REPORTED,
    }
    view = get_report(ledger, "first")
    assert (view.line.version, view.text) == (2, CORRECTED)
    assert get_report(ledger, "first", version=1).text == FIRST
    assert get_claim(ledger, gone.id)[0].status is Status.WITHDRAWN
    with pytest.raises(UnknownIdentifier):
        get_claim(ledger, kept.id)
    assert [step.entry.kind.value for step in claim_history(ledger, kept.id)] == ["reading", "reading"]


def test_a_better_reader_reads_again(ledger: Ledger) -> None:
    """The old answer stays in the history, the ids stay the same."""
    add(ledger, statement())
    ids = claim_ids(ledger)
    add(ledger, statement(), reader=NEWER)
    assert claim_ids(ledger) == ids
    assert get_report(ledger, "first").line.program == NEWER.program
    assert get_report(ledger, "first").line.version == 1
    assert len(claim_history(ledger, ids[0])) == 2
    before = head(ledger)
    add(ledger, statement(), reader=READER)
    assert head(ledger) == before


@pytest.mark.parametrize(
    ("kind", "fields", "status", "low"),
    [
        (DecisionKind.REJECT, {}, Status.REJECTED, 80),
        (DecisionKind.ACCEPT, {}, Status.REVIEWED, 80),
        (DecisionKind.WITHDRAW, {}, Status.WITHDRAWN, 80),
        (DecisionKind.CORRECT, {"low": 81, "high": None, "qualifier": "at_least"}, Status.REVIEWED, 81),
        (DecisionKind.COMMENT, {}, Status.REPORTED, 80),
    ],
)
def test_a_decision_holds_until_it_is_undone(
    ledger: Ledger, kind: DecisionKind, fields: dict[str, object], status: Status, low: int
) -> None:
    """It changes what is shown, never what was read; another decision takes it back; both stay in the history."""
    add(ledger, statement())
    target = get_report(ledger, "first").claims[0].id
    decision = rule(ledger, kind, target, fields=fields, reason="seen on the film")
    line = get_claim(ledger, target)[0]
    assert (line.status, line.claim.bounds.low) == (status, low)
    assert [one.status for one in list_claims(ledger, ClaimFilter(status=status)).items].count(status) >= 1
    rule(ledger, DecisionKind.UNDO, decision)
    line = get_claim(ledger, target)[0]
    assert (line.status, line.claim.bounds.low) == (Status.REPORTED, 80)
    assert [one.kind for one in list_decisions(ledger, target=target).items] == [kind]
    assert list_decisions(ledger, target=target).items[0].undone is not None
    assert verify(ledger).holds


def test_a_decision_follows_its_claim(ledger: Ledger) -> None:
    """Read anew, or moved by a correction, the claim is found again by its id or by its words."""
    add(ledger, statement())
    denial = get_report(ledger, "first").claims[1].id
    rule(ledger, DecisionKind.CORRECT, denial, fields={"victim_kind": "military", "place": "Soledar"})
    add(ledger, statement(), reader=NEWER)
    assert get_claim(ledger, denial)[0].claim.victim_kind.value == "military"
    add(ledger, statement(text=CORRECTED))
    moved = next(line for line in get_report(ledger, "first").claims if line.claim.stance.value == "denies")
    assert moved.id != denial
    assert (moved.status, moved.claim.victim_kind.value) == (Status.REVIEWED, "military")
    assert moved.claim.place is not None
    assert moved.claim.place.name == "Soledar"
    assert list_lost_decisions(ledger) == ()


def test_a_decision_whose_words_are_gone_goes_to_review(ledger: Ledger) -> None:
    """It never silently disappears; when the words come back it holds again."""
    add(ledger, statement())
    asserted = get_report(ledger, "first").claims[0].id
    rule(ledger, DecisionKind.REJECT, asserted)
    add(ledger, statement(text=CORRECTED))
    assert [(one.target, one.found and one.found.value) for one in list_lost_decisions(ledger)] == [(asserted, "lost")]
    returned = "Update. " + FIRST
    add(ledger, statement(text=returned))
    assert list_lost_decisions(ledger) == ()
    now = get_report(ledger, "first").claims[0]
    assert (now.claim.bounds.low, now.status) == (80, Status.REJECTED)


def test_a_claim_added_by_hand_stays(ledger: Ledger) -> None:
    """It needs words of the report, survives a new reading, moves with its words, and goes when it is undone."""
    add(ledger, statement())
    decision = rule(
        ledger, DecisionKind.ADD, "first", fields={"evidence": "spoke of an invention", "outcome": "killed", "stance": "denies"}
    )
    added = list_claims(ledger, ClaimFilter(status=Status.REVIEWED)).items[0]
    assert added.claim.evidence == "spoke of an invention"
    assert added.claim.span.of(FIRST) == added.claim.evidence
    add(ledger, statement(), reader=NEWER)
    assert get_claim(ledger, added.id)[0].status is Status.REVIEWED
    add(ledger, statement(text=CORRECTED))
    assert get_claim(ledger, added.id)[0].claim.span.of(CORRECTED) == "spoke of an invention"
    rule(ledger, DecisionKind.UNDO, decision)
    assert added.id not in claim_ids(ledger)


def test_reports_read_together_are_those_read_alone(ledger: Ledger) -> None:
    """After corrections, rulings, claims by hand, copies and newer readers; in pages of any length."""
    add(ledger, statement())
    add(ledger, statement("copy", outlet="Canal Courier"))
    add(ledger, statement("other", FIRST.replace("Bakhmut", "another town")))
    rule(ledger, DecisionKind.REJECT, get_report(ledger, "other").claims[0].id, reason="no")
    rule(ledger, DecisionKind.ADD, "first", fields={"evidence": "spoke of an invention", "outcome": "killed", "stance": "denies"})
    add(ledger, statement("other", FIRST.replace("Bakhmut", "another town")), reader=NEWER)
    add(ledger, statement(text=CORRECTED))
    alone = [get_report(ledger, line.id) for line in list_reports(ledger).items]
    for limit in (1, 2, 50):
        after, together = None, list[ReportView]()
        while True:
            page = whole_reports(ledger, after=after, limit=limit)
            together += page.items
            if (after := page.next) is None:
                break
        assert together == [replace(view, capture=None, versions=()) for view in alone]


@pytest.mark.parametrize(
    ("ruling", "said"),
    [
        (Ruling(DecisionKind.CORRECT, "{claim}", fields={"low": "many"}), "not as its schema says"),
        (Ruling(DecisionKind.CORRECT, "{claim}", fields={"low": 9, "high": 3}), "lies above"),
        (Ruling(DecisionKind.CORRECT, "{claim}", fields={"lowest": 9}), "no field is called lowest"),
        (Ruling(DecisionKind.CORRECT, "{claim}", fields={"outcome": "eaten"}), "eaten"),
        (Ruling(DecisionKind.ADD, "first", fields={"evidence": "not in it", "outcome": "killed"}), "does not stand"),
        (Ruling(DecisionKind.ADD, "first", fields={"start": 5, "end": 9000, "outcome": "killed"}), "no stretch"),
    ],
)
def test_a_wrong_decision_leaves_no_trace(ledger: Ledger, ruling: Ruling, said: str) -> None:
    """It is refused with what is wrong, and nothing is written."""
    add(ledger, statement())
    target = ruling.target.format(claim=claim_ids(ledger)[0])
    before = head(ledger)
    with pytest.raises(BadDecision, match=said):
        rule(ledger, ruling.kind, target, fields=ruling.fields)
    assert head(ledger) == before


def test_unknown_targets_are_named(ledger: Ledger) -> None:
    """A claim, report or decision that is not there is not ruled on."""
    add(ledger, statement())
    for kind, target in (
        (DecisionKind.REJECT, "clm_nothing"),
        (DecisionKind.UNDO, "dec_nothing"),
        (DecisionKind.ADD, "nothing"),
    ):
        with pytest.raises(UnknownIdentifier, match="nothing"):
            rule(ledger, kind, target, fields={"evidence": "x", "outcome": "killed"})


def test_the_second_of_two_is_told(ledger: Ledger) -> None:
    """Who rules on what somebody else has ruled on since he looked is told so, and nothing is lost."""
    add(ledger, statement())
    target = claim_ids(ledger)[0]
    seen = head(ledger).number
    rule(ledger, DecisionKind.ACCEPT, target, seen=seen)
    with pytest.raises(ConflictingDecision, match="anna"):
        rule(ledger, DecisionKind.REJECT, target, seen=seen)
    assert get_claim(ledger, target)[0].status is Status.REVIEWED
    rule(ledger, DecisionKind.REJECT, target, seen=head(ledger).number)


def test_as_of_gives_the_answer_of_that_day(ledger: Ledger) -> None:
    """Whatever is added later, the ledger still tells what it told at any entry before."""
    answers = {}
    steps: list[Callable[[], object]] = [
        lambda: add(ledger, statement()),
        lambda: rule(ledger, DecisionKind.CORRECT, claim_ids(ledger)[0], fields={"low": 7, "high": 7}),
        lambda: rule(ledger, DecisionKind.REJECT, claim_ids(ledger)[1]),
        lambda: add(ledger, statement(), reader=NEWER),
        lambda: add(ledger, statement(text=CORRECTED)),
        lambda: add(ledger, statement("copy", outlet="Canal Courier")),
    ]
    for step in steps:
        step()
        answers[head(ledger).recorded] = (list_claims(ledger).items, list_reports(ledger).items)
    for recorded, (claims, reports) in answers.items():
        moment = Moment(as_of=recorded)
        assert list_claims(ledger, moment=moment).items == claims
        assert list_reports(ledger, moment=moment).items == reports
    assert list_claims(ledger, moment=Moment(as_of="2001-01-01")).items == ()


def test_known_by_counts_publication(ledger: Ledger) -> None:
    """What had not been published by that day is left out, whenever it was recorded."""
    add(ledger, statement())
    add(ledger, statement("later", CORRECTED, published="2024-06"))
    for day, keys in (("2024-04-29", []), ("2024-05-31", ["first"]), ("2024-06-30", ["later", "first"])):
        assert [line.key for line in list_reports(ledger, moment=Moment(known_by=day)).items] == keys


def test_a_report_without_a_pack_is_kept(ledger: Ledger) -> None:
    """It is there, unread, and is read when somebody can."""
    report = Report("unread", "Sammankomst i byn.", lang="xx")
    with writing(ledger, by="anna") as writer:
        number = writer.add_capture(Capture("unread", b"Sammankomst i byn.", "unread.txt", "2024-01-01")).number
        assert number is not None
        writer.add_reading(Extraction(report), capture=number, reader=READER, state=ReadingState.UNREAD)
    assert list_reports(ledger).items[0].state == "unread"
    with writing(ledger, by="anna") as writer:
        read = Extraction(report, (claim(report, "byn", None),))
        writer.add_reading(read, capture=number, reader=NEWER)
    assert (list_reports(ledger).items[0].state, len(claim_ids(ledger))) == ("read", 1)


def test_failures_are_listed_until_they_are_mended(ledger: Ledger) -> None:
    """The same trouble is noted once; a capture from the same source settles it."""
    for _ in range(2):
        with writing(ledger, by="anna") as writer:
            writer.add_failure("first.txt", "it is empty")
    assert [(one.source, one.reason) for one in list_failures(ledger).items] == [("first.txt", "it is empty")]
    add(ledger, statement())
    assert list_failures(ledger).items == ()


def test_nothing_of_a_broken_addition_stays(ledger: Ledger) -> None:
    """An error in the middle of a writing takes all of it back."""
    before = head(ledger)
    with pytest.raises(RuntimeError):
        _break_off(ledger)
    assert head(ledger) == before
    assert state(ledger) == {}


def _break_off(ledger: Ledger) -> None:
    with writing(ledger, by="anna") as writer:
        writer.add_capture(Capture("first", b"x", "x", "2024-01-01"))
        raise RuntimeError


@pytest.mark.parametrize("table", ["entries", "bodies", "blobs"])
@pytest.mark.parametrize("words", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_is_of_record_cannot_be_changed(ledger: Ledger, table: str, words: str) -> None:
    """The database itself refuses to update or delete it."""
    add(ledger, statement())
    column = "content" if table != "entries" else "subject"
    with pytest.raises(DBAPIError, match="append-only"), ledger.engine.begin() as connection:
        connection.execute(text(words.format(table, column, column)))
    assert verify(ledger).holds


def test_a_ledger_opened_for_reading_is_only_read(address: str) -> None:
    """Writing to it is refused with a sentence."""
    with open_ledger(address) as ledger:
        add(ledger, statement())
    with open_ledger(address, writable=False) as ledger:
        assert count(ledger)["claims"] == 2
        with pytest.raises(UnusableLedger, match="reading only"), writing(ledger, by="anna"):
            pass


def test_the_history_of_a_report_names_every_entry(ledger: Ledger) -> None:
    """Captures, readings and decisions, in order."""
    add(ledger, statement())
    rule(ledger, DecisionKind.REJECT, claim_ids(ledger)[0])
    add(ledger, statement(text=CORRECTED))
    kinds = [step.entry.kind.value for step in report_history(ledger, "first")]
    assert kinds == ["capture", "reading", "decision", "capture", "reading"]
