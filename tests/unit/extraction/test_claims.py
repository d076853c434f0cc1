"""What a report yields as a whole: grounded evidence, proved figures, repetitions made one, relations, every number's fate."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import known
from counterclaim.errors import UnsupportedLanguage
from counterclaim.extraction.claims import explain, extract
from counterclaim.extraction.proof import proves
from counterclaim.knowledge.language import data_folder, language_codes
from counterclaim.model import How, RelationKind, Report, Span

CASES = Path(__file__).parents[2] / "cases" / "extraction" / "claims.jsonl"


def cases() -> list[Any]:
    """Return the rows of the case file as parameters."""
    rows = map(json.loads, CASES.read_text(encoding="utf-8").splitlines())
    return [pytest.param(row, id=row["name"]) for row in rows]


@functools.cache
def sample_sentences() -> tuple[tuple[str, str], ...]:
    """Return the language and text of every pack's examples."""
    out = []
    for code in language_codes():
        file = data_folder().joinpath("languages", code, "examples.jsonl")
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        out += [(code, json.loads(line)["text"]) for line in lines]
    return tuple(out)


@pytest.mark.parametrize("row", cases())
def test_report(row: dict[str, Any]) -> None:
    """The claims of a short report have the fields that its row names, and there are no others."""
    report = Report(id="case", text=row["text"], lang=row["lang"], published=row.get("published"))
    claims = extract(report, known.knowledge()).claims
    assert len(claims) == len(row["claims"]), [c.evidence for c in claims]
    for claim, wanted in zip(claims, row["claims"], strict=True):
        place = claim.place
        found = {
            "outcome": claim.outcome,
            "low": claim.bounds.low,
            "high": claim.bounds.high,
            "qualifier": claim.bounds.qualifier,
            "victim_kind": claim.victim_kind,
            "victim_country": claim.victim_country,
            "claimant": claim.claimant,
            "claimant_kind": claim.claimant_kind,
            "stance": claim.stance,
            "scope": claim.scope,
            "means": claim.means,
            "attacker": claim.attacker.name if claim.attacker else None,
            "place": place.name if place else None,
            "how": claim.figure.how if claim.figure else None,
            "evidence": claim.evidence,
        }
        assert {name: found[name] for name in wanted} == wanted


@given(st.lists(st.sampled_from(sample_sentences()), min_size=1, max_size=6), st.sampled_from([" ", "\n", "\n\n", " – "]))
def test_every_figure_stands_in_the_text_and_is_proved(picked: list[tuple[str, str]], between: str) -> None:
    """However sentences are joined, evidence is a stretch of the text, and a second reader finds each figure in its own words."""
    code = picked[0][0]
    report = Report(id="joined", text=between.join(text for _, text in picked), lang=code)
    pack = known.knowledge().language(code)
    for claim in extract(report, known.knowledge()).claims:
        assert claim.span.of(report.text) == claim.evidence
        if claim.figure is None:
            assert claim.bounds.low is claim.bounds.high is None
            continue
        assert claim.figure.span.of(report.text) == claim.figure.text
        if claim.figure.how is not How.ELLIPSIS:
            assert proves(claim.figure.text, claim.figure.how, claim.bounds, pack)


@given(st.text(max_size=300), st.sampled_from(language_codes()))
def test_no_text_breaks_extraction(text: str, code: str) -> None:
    """Any text at all is read without an error, and what comes out lies within it."""
    report = Report(id="any", text=text, lang=code)
    for claim in extract(report, known.knowledge()).claims:
        assert claim.span.of(text) == claim.evidence


def test_the_same_report_gives_the_same_ids() -> None:
    """A claim's id comes from where it stands, so that a second reading finds it again."""
    report = Report(id="twice", text="Twelve soldiers were killed and thirty wounded, the ministry said.", lang="en")
    first, second = (extract(report, known.knowledge()).claims for _ in range(2))
    assert [c.id for c in first] == [c.id for c in second]
    assert len({c.id for c in first}) == len(first) == 2


def test_a_part_points_to_its_whole() -> None:
    """Five children "of whom" are part of the figure before them."""
    report = Report(id="part", text="Eighteen people were killed, including five children.", lang="en")
    whole, part = extract(report, known.knowledge()).claims
    assert [(r.kind, r.claim) for r in part.relations] == [(RelationKind.PART_OF, whole.id)]


def test_boilerplate_yields_nothing() -> None:
    """A figure in words that are not the report's own is no claim, and explain says so."""
    text = "Read also: 40 soldiers killed in ambush\nTalks resumed on Monday."
    marked = Report(id="page", text=text, lang="en", boilerplate=(Span(0, text.index("\n")),))
    assert extract(marked, known.knowledge()).claims == ()
    assert {v.recogniser for v in explain(marked, known.knowledge()) if v.text == "40"} == {"boilerplate"}


def test_explain_accounts_for_every_number() -> None:
    """Each number of a text is taken or refused by a named recogniser, with a reason."""
    text = "On 7 February 2018 the blast, 30 km from the base, killed 12 soldiers; the aid costs 300 million dollars."
    verdicts = list(explain(Report(id="all", text=text, lang="en"), known.knowledge()))
    told = {v.text: (v.recogniser, v.accepted) for v in verdicts}
    assert told["12"] == ("outcome", True)
    assert told["30"] == ("measure", False)
    assert all(v.reason for v in verdicts)
    assert not any(v.accepted for v in verdicts if v.text != "12")


def test_who_did_it_is_explained_as_such() -> None:
    """The counted subject of a verb is refused for what it is, and not for want of words."""
    report = Report(id="doers", text="Lørdag drepte to selvmordsbombere i Kano minst 20 mennesker.", lang="nb")
    assert {v.text: v.recogniser for v in explain(report, known.knowledge())} == {"to": "doer", "minst 20": "outcome"}


def test_an_undecided_language_is_refused() -> None:
    """A report whose language is not known is not read with a guess."""
    with pytest.raises(UnsupportedLanguage, match="undecided"):
        extract(Report(id="what", text="12 dead"), known.knowledge())


def test_time_grows_with_length_only() -> None:
    """A hundred times the same paragraph yields what it says, an endless line of numbers nothing, and both come back."""
    paragraph = "Twelve soldiers were killed near Kunduz on Monday, the governor said.\n"
    many = extract(Report(id="long", text=paragraph * 100, lang="en"), known.knowledge()).claims
    assert {c.bounds.low for c in many} == {12}
    assert extract(Report(id="numbers", text="17 " * 5000, lang="en"), known.knowledge()).claims == ()
