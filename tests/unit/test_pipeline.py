"""Where the stages meet: reports come through one at a time, and nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

import counterclaim
from counterclaim.errors import UnreadableInput, UnsupportedLanguage
from counterclaim.model import Extraction, Rejected, Report
from counterclaim.pipeline import explain_paths, extract_paths, extract_report
from counterclaim.settings import Settings

TEXT = "Three soldiers were killed in Kherson on Monday, the Ukrainian army said."


def test_a_language_is_told_from_the_text() -> None:
    """A report without a language is read as the same report with it."""
    assert extract_report(Report("a", TEXT)).claims == extract_report(Report("a", TEXT, lang="en")).claims
    assert extract_report(Report("a", TEXT)).report.lang == "en"


def test_the_public_verb_gives_the_claims() -> None:
    """`counterclaim.extract` is the same, claims only, each with its words."""
    claims = counterclaim.extract(Report("a", TEXT, lang="en"))
    assert claims == extract_report(Report("a", TEXT, lang="en")).claims
    assert [claim.bounds.low for claim in claims] == [3]
    assert all(claim.span.of(TEXT) == claim.evidence for claim in claims)


def test_what_cannot_be_understood_raises() -> None:
    """One report by itself has no stream in which a rejection could stand."""
    with pytest.raises(UnsupportedLanguage):
        counterclaim.extract(Report("a", TEXT, lang="xx"))
    with pytest.raises(UnreadableInput, match="language"):
        counterclaim.extract(Report("a", "1 2 3"))


def test_reports_come_as_they_are_read(tmp_path: Path) -> None:
    """The first result is there before the second input is opened, and each input is announced."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    opened: list[str] = []
    results = extract_paths([str(tmp_path)], Settings(), on_progress=opened.append)
    first = next(results)
    assert isinstance(first, Extraction)
    assert [Path(name).name for name in opened] == ["a.txt"]
    assert [type(result) for result in results] == [Extraction]


def test_what_cannot_be_read_stays_in_the_stream(tmp_path: Path) -> None:
    """A rejection stands where its report would have stood."""
    good = tmp_path / "good.txt"
    good.write_text(TEXT, "utf-8")
    results = list(extract_paths(["nowhere.txt", str(good)], Settings()))
    assert isinstance(results[0], Rejected)
    assert results[0].id == "nowhere.txt"
    assert isinstance(results[1], Extraction)


def test_every_claim_has_its_number_in_the_explanation(tmp_path: Path) -> None:
    """The numbers that became claims are among those that are said to be taken."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    (extraction,) = extract_paths([str(path)], Settings())
    (explanation,) = explain_paths([str(path)], Settings())
    assert isinstance(extraction, Extraction)
    assert not isinstance(explanation, Rejected)
    taken = {verdict.text for verdict in explanation.verdicts if verdict.accepted}
    assert {claim.figure.text for claim in extraction.claims if claim.figure} <= taken
