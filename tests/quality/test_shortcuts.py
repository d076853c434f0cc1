"""What extraction passes over to save time holds no claims."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import known
from articles import articles
from counterclaim.extraction.claims import read_drafts
from counterclaim.extraction.dates import read_dates
from counterclaim.extraction.sentences import sentences
from counterclaim.knowledge.loading import Knowledge
from counterclaim.model import Report

FILES = sorted(Path(__file__).parent.glob("*.jsonl"))
LINES = [json.loads(line) for file in FILES for line in file.read_text("utf-8").splitlines()]
REPORTS = [Report(line["id"], line["text"], line["lang"], line["published"]) for line in LINES]
REPORTS += [Report(article.id, article.text, "en", article.published) for article in articles(12)]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """All packs, loaded once."""
    return known.knowledge()


@pytest.mark.parametrize("lang", sorted({str(report.lang) for report in REPORTS}))
def test_sentences_that_are_passed_over_hold_no_claims(knowledge: Knowledge, lang: str) -> None:
    """The figures are the same whether every sentence is read or only those that can make claims."""
    pack = knowledge.language(lang)
    for report in (report for report in REPORTS if report.lang == lang):
        found = list(sentences(report, pack))
        dates = read_dates(found, pack, report.published)
        stated = [
            [
                (draft.sentence.number, draft.start, draft.end, draft.outcome, draft.quantity)
                for reading in read_drafts(found, pack, dates, knowledge, all_numbers=all_numbers)
                for draft in reading.drafts
            ]
            for all_numbers in (True, False)
        ]
        assert stated[0] == stated[1], report.id
