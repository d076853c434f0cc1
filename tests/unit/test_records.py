"""Records: what is written can be read, and every line is as its schema says."""

from __future__ import annotations

import json
from enum import StrEnum

import jsonschema
import pytest
from hypothesis import given

import strategies
from counterclaim import model, parsing, records
from counterclaim.errors import UnreadableInput
from counterclaim.model import (
    Claim,
    Estimate,
    Event,
    Extraction,
    Rejected,
    Report,
    Responsibility,
    Series,
    Span,
    Suggestion,
    Verdict,
)
from counterclaim.schema import schema

KINDS = ["estimate", "event", "extraction", "rejected", "report", "series", "suggestion", "verdict"]


def validate(record: records.Record, kind: str) -> None:
    """Check a record as another program would: from its line."""
    jsonschema.Draft202012Validator(schema(kind)).validate(json.loads(records.line(record)))


@given(strategies.claims)
def test_a_claim_survives_its_line(claim: Claim) -> None:
    """Reading a claim's line gives the claim back."""
    line = records.line(records.claim_to_record(claim))
    assert parsing.claim_from_record(json.loads(line), claim.report) == claim


@given(strategies.reports)
def test_a_report_survives_its_line(report: Report) -> None:
    """Reading a report's line gives the report back, and the line is as its schema says."""
    record = records.report_to_record(report)
    validate(record, "report")
    assert parsing.report_from_record(json.loads(records.line(record))) == report


@given(strategies.responsibilities)
def test_a_responsibility_survives_its_line(responsibility: Responsibility) -> None:
    """Reading a statement about who did it gives it back."""
    line = records.line(records.responsibility_to_record(responsibility))
    assert parsing.responsibility_from_record(json.loads(line), responsibility.report) == responsibility


@given(strategies.extractions)
def test_the_line_of_a_report_is_as_its_schema_says(extraction: Extraction) -> None:
    """Every field is there, no other is, and the claims can be read back."""
    record = records.extraction_to_record(extraction)
    validate(record, "extraction")
    assert parsing.claims_from_record(json.loads(records.line(record))) == extraction.claims


def test_a_rejection_survives_its_line() -> None:
    """What was put aside is written as its schema says, and read back."""
    rejected = Rejected("news.txt", "no words in it")
    record = records.rejected_to_record(rejected)
    validate(record, "rejected")
    assert parsing.rejected_from_record(record) == rejected


def test_a_verdict_is_as_its_schema_says() -> None:
    """What became of a number is written with the report that it stands in."""
    verdict = Verdict(Span(4, 6), "12", "numbers", accepted=False, reason="a share of money")
    record = records.verdict_to_record(verdict, "report")
    validate(record, "verdict")
    assert record["start"] == 4


@given(strategies.events, strategies.estimates, strategies.suggestions, strategies.series)
def test_what_linking_and_estimation_print_is_as_its_schema_says(
    event: Event, estimate: Estimate, suggestion: Suggestion, series: Series
) -> None:
    """Events, estimates, suggestions and series have their schemas too."""
    validate(records.event_to_record(event), "event")
    validate(records.estimate_to_record(estimate), "estimate")
    validate(records.suggestion_to_record(suggestion), "suggestion")
    validate(records.series_to_record(series), "series")


def test_the_schemas_know_the_words_of_the_model() -> None:
    """Each list of words in a schema is that of an enum; there is no second list."""
    enums = {
        tuple(one) for one in vars(model).values() if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum
    }
    listed = [tuple(found["enum"]) for found in schema("extraction")["$defs"].values() if "enum" in found]
    assert listed
    assert set(listed) == {tuple(word.value for word in words) for words in enums}


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: str) -> None:
    """The schemas are themselves as JSON Schema says."""
    jsonschema.Draft202012Validator.check_schema(schema(kind))


def test_half_a_surrogate_pair_is_written_as_an_escape() -> None:
    """A text that UTF-8 cannot hold still makes a line that it can."""
    line = records.line({"text": "a\ud800"})
    assert line.encode("utf-8")
    assert json.loads(line) == {"text": "a\ud800"}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({}, "lacks 'id'"),
        ({"id": "a", "text": 3, "boilerplate": [{"start": 3, "end": 1}]}, "forward"),
        ({"id": ""}, "lacks 'text'"),
        ({"id": "", "text": ""}, "needs an id"),
    ],
)
def test_a_broken_record_is_refused_with_what_is_wrong(record: records.Record, said: str) -> None:
    """The error names the record and the trouble."""
    with pytest.raises(UnreadableInput, match=said):
        parsing.report_from_record(record)


def test_a_line_that_is_none_of_ours_is_refused() -> None:
    """Reading claims from another program's line says what is missing."""
    with pytest.raises(UnreadableInput, match='needs an "id" and "claims"'):
        parsing.claims_from_record({"title": "news"})
