"""Lines and sheets for programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given

import strategies
from counterclaim.export.explanation import EXPLANATION_WRITERS
from counterclaim.export.formats import WRITERS, Format
from counterclaim.model import Bounds, Claim, Claimant, Extraction, Outcome, Qualifier, Report, Span, Verdict
from counterclaim.records import extraction_to_record

REPORT = Report("r", "Sju drept, sier hæren. 12 kanoner.", "nb")
CLAIM = Claim("r", "Sju drept", Span(0, 9), Outcome.KILLED, Bounds(7, 7, Qualifier.EXACT), id="a", via=("NTB", "AP"))
VERDICTS = (Verdict(Span(23, 25), "12", "=numbers", accepted=False, reason="things, not people"),)


def written(form: Format, *extractions: Extraction) -> str:
    """Return what the writer of a format writes."""
    stream = io.StringIO()
    WRITERS[form](extractions, stream)
    return stream.getvalue()


@given(strategies.extractions)
def test_one_line_for_each_report(extraction: Extraction) -> None:
    """The file's lines are as many as the reports, whatever stands in them."""
    lines = written(Format.JSONL, extraction, extraction).split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [extraction_to_record(extraction)] * 2


def test_one_row_for_each_claim() -> None:
    """A sheet has the report's and the claim's fields in a row, lists joined."""
    (row,) = csv.DictReader(io.StringIO(written(Format.CSV, Extraction(REPORT, (CLAIM,)))))
    assert (row["report"], row["id"], row["low"], row["via"], row["claimant"]) == ("r", "a", "7", "NTB; AP", "")


def test_no_cell_is_a_formula() -> None:
    """A spreadsheet runs nothing that a report's words contain."""
    claim = replace(CLAIM, evidence="=HYPERLINK(1)", claimants=(Claimant("@SUM(A1)"),))
    (row,) = csv.DictReader(io.StringIO(written(Format.CSV, Extraction(REPORT, (claim,)))))
    assert (row["evidence"], row["claimant"]) == ("'=HYPERLINK(1)", "'@SUM(A1)")


@given(strategies.extractions)
def test_every_extraction_makes_a_sheet(extraction: Extraction) -> None:
    """Whatever stands in the fields, rows are as many as claims."""
    rows = list(csv.DictReader(io.StringIO(written(Format.CSV, extraction), newline="")))
    assert len(rows) == len(extraction.claims)


def explained(form: Format) -> str:
    """Return what the explanation's writer of a format writes."""
    stream = io.StringIO()
    EXPLANATION_WRITERS[form]([(REPORT, VERDICTS), (REPORT, ())], stream)
    return stream.getvalue()


def test_explanations_in_every_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each number is told with its place, who decided, and why."""
    monkeypatch.setenv("COLUMNS", "120")
    page = explained(Format.TABLE)
    assert "hæren. 12 kanoner" in page
    assert "things, not people" in page
    assert "0 numbers taken, 1 refused" in page
    assert "no numbers" in page
    (line,) = explained(Format.JSONL).splitlines()
    assert json.loads(line)["accepted"] is False
    (row,) = csv.DictReader(io.StringIO(explained(Format.CSV)))
    assert (row["start"], row["recogniser"]) == ("23", "'=numbers")
