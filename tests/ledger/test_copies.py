"""The same text again, cut, re-headed, re-ordered, edited, in another outlet's frame: tied to the earliest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench_copies import measure
from counterclaim.ledger.copies import LIKENESS, likeness, sketch
from counterclaim.ledger.filters import ClaimFilter, ReportFilter
from counterclaim.ledger.history import get_claim, get_report, list_claims, list_reports
from counterclaim.ledger.rebuilding import compare
from counterclaim.ledger.rows import Status
from counterclaim.ledger.store import Capture, writing
from counterclaim.model import Event, Extraction, Report
from ledger_samples import READER, add, statement
from ledger_texts import LONG_TEXTS, daily_form

if TYPE_CHECKING:
    from counterclaim.ledger.opening import Ledger


def _add(ledger: Ledger, key: str, text: str, published: str, outlet: str | None = None) -> str:
    with writing(ledger, by="anna") as writer:
        number = writer.add_capture(Capture(key, text.encode(), key, "2024-05-01")).number
        assert number is not None
        report = Report(key, text, lang="en", published=published, outlet=outlet)
        writer.add_reading(Extraction(report), capture=number, reader=READER)
    return get_report(ledger, key).line.id


def test_copies_are_found_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """Recall and precision over all pairs of copies of the reports of the demo and of our own."""
    originals = {f"own-{number}": text for number, text in enumerate(LONG_TEXTS)}
    recall, precision = measure(originals)
    assert (recall >= 0.95, precision >= 0.98) == (True, True), capsys.readouterr().out


def test_a_form_with_other_numbers_is_no_copy(ledger: Ledger) -> None:
    """A daily communiqué is the same words every day; its numbers are the news."""
    for day in range(1, 9):
        _add(ledger, f"day-{day}", daily_form(day), f"2024-04-0{day}")
    assert [line.copy_of for line in list_reports(ledger).items] == [None] * 8


def test_copies_are_tied_to_the_earliest_published(ledger: Ledger) -> None:
    """Also where the earliest comes in last; what was tied before is tied anew, and the day before is remembered."""
    second = _add(ledger, "second", LONG_TEXTS[0], "2024-04-02", "Canal Courier")
    _add(ledger, "third", "Our own head. " + LONG_TEXTS[0], "2024-04-03", "Harbour Courier")
    assert get_report(ledger, "third").line.copy_of == second
    first = _add(ledger, "first", LONG_TEXTS[0] + " The agency.", "2024-04-01", "The Agency")
    tied = {line.key: line.copy_of for line in list_reports(ledger).items}
    assert tied == {"first": None, "second": first, "third": first}
    assert [line.key for line in list_reports(ledger, ReportFilter(copies_of=first)).items] == ["third", "second"]
    assert [line.key for line in list_reports(ledger, ReportFilter(originals=True)).items] == ["first"]
    assert compare(ledger) == []


def test_a_corrected_report_is_no_copy_of_itself(ledger: Ledger) -> None:
    """Versions of one document are one document."""
    _add(ledger, "first", LONG_TEXTS[0], "2024-04-01")
    _add(ledger, "first", "Corrected. " + LONG_TEXTS[0], "2024-04-01")
    assert get_report(ledger, "first").line.copy_of is None


def test_the_same_text_elsewhere_makes_the_same_claims(ledger: Ledger) -> None:
    """One claim, in two reports; asked for originals only, it comes once."""
    add(ledger, statement("first", outlet="Fjord Post"))
    add(ledger, statement("again", outlet="Canal Courier", published="2024-05-01"))
    shared = list_claims(ledger).items[0].id
    assert [line.report.key for line in get_claim(ledger, shared)] == ["first", "again"]
    assert len(list_claims(ledger).items) == 4
    assert {line.report.key for line in list_claims(ledger, ClaimFilter(originals=True)).items} == {"first"}


@pytest.mark.parametrize(("outlets", "status"), [(("A", "A"), "reported"), (("A", "B"), "corroborated")])
def test_two_origins_corroborate(ledger: Ledger, outlets: tuple[str, str], status: str) -> None:
    """Claims of one event that agree are corroborated by another origin, not by a copy or the same voice."""
    texts = (LONG_TEXTS[1] + " In all 12 people died.", LONG_TEXTS[2] + " The count stands at 12 dead.")
    from ledger_samples import claim  # noqa: PLC0415

    ids = []
    for number, (text, outlet) in enumerate(zip(texts, outlets, strict=True)):
        report = Report(f"r{number}", text, lang="en", published="2024-04-01", outlet=outlet)
        said = claim(report, "12 people died" if number == 0 else "12 dead", 12)
        add(ledger, Extraction(report, (said,)))
        ids.append(said.id)
    event = Event("evt_1", ("r0", "r1"), tuple(ids))
    with writing(ledger, by="linking") as writer:
        writer.add_event(event, maker=READER)
    assert {line.status for line in list_claims(ledger).items} == {Status(status)}
    assert compare(ledger) == []
    with writing(ledger, by="linking") as writer:
        writer.add_result("event", "evt_1", None, maker=READER)
    assert {line.status for line in list_claims(ledger).items} == {Status.REPORTED}
    assert compare(ledger) == []


def test_likeness_is_the_same_both_ways() -> None:
    """And whole for a text and itself."""
    one, other = sketch(LONG_TEXTS[0]), sketch(LONG_TEXTS[1])
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one).jaccard == 1
    assert likeness(one, other).jaccard < LIKENESS
