"""From a report to its claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.errors import UnsupportedLanguage
from counterclaim.extraction.assembly import Draft, draft
from counterclaim.extraction.attribution import read_voices
from counterclaim.extraction.dates import read_dates
from counterclaim.extraction.exclusions import refuse
from counterclaim.extraction.finishing import Readings, finish
from counterclaim.extraction.numbers import Quantity, find_quantities
from counterclaim.extraction.places import read_places
from counterclaim.extraction.sentences import Sentence, sentences
from counterclaim.extraction.victims import Marks
from counterclaim.knowledge.language import language_codes
from counterclaim.model import Extraction, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.knowledge.loading import Knowledge


def extract(report: Report, knowledge: Knowledge) -> Extraction:
    """Return the claims of a report, in reading order.

    Raises UnsupportedLanguage where the report's language is not known or has no pack.
    """
    if report.lang is None:
        raise UnsupportedLanguage("undecided", language_codes())
    pack = knowledge.language(report.lang)
    found = list(sentences(report, pack))
    dates = read_dates(found, pack, report.published)
    drafts: list[Draft] = []
    before: list[Draft] = []
    for sentence in found:
        if sentence.boilerplate:
            continue
        marks = Marks(sentence)
        numbers = [q for q in find_quantities(sentence, pack) if refuse(q, sentence, marks, dates.marks(sentence.number)) is None]
        if before and before[-1].sentence.paragraph != sentence.paragraph:
            before = []
        fresh = draft(sentence, numbers, knowledge.victims, before)
        drafts += fresh
        before = fresh or before
    if not drafts:
        return Extraction(report)
    readings = Readings(dates, read_places(found, pack, knowledge), read_voices(found, pack, knowledge, published=report.published))
    return Extraction(report, tuple(finish(report, drafts, readings, knowledge)))
