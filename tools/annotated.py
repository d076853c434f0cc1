"""What the tools that fit models share: annotated reports as extraction reads them, and folds by report."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction import claims
from counterclaim.extraction.affected import settle
from counterclaim.extraction.attribution import read_voices
from counterclaim.extraction.dates import read_dates
from counterclaim.extraction.finishing import Readings
from counterclaim.extraction.places import read_places
from counterclaim.extraction.sentences import sentences
from counterclaim.model import Report
from scoring import Record, _grounded, _meets  # the guide's rule for what meets what

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.drafts import Draft
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.loading import Knowledge


#: What a figure of the first set that a model is fitted on counts beside one of the others: that set is the yardstick.
YARDSTICK = 2.0


def rows_of(names: Sequence[str]) -> dict[str, tuple[Record, float]]:
    """Return the annotated reports of files by their ids, each with what its figures count.

    A report that stands in two files counts as one of the first.
    """
    out: dict[str, tuple[Record, float]] = {}
    for number, name in enumerate(names):
        for row in map(json.loads, Path(name).read_text(encoding="utf-8").splitlines()):
            out.setdefault(row["id"], (row, 1.0 if number else YARDSTICK))
    return out


class Drafted(NamedTuple):
    """An annotated report: its drafts, what the stages found in it, the pack of its language."""

    drafts: list[Draft]
    readings: Readings
    pack: LanguagePack


def drafted(row: Record, knowledge: Knowledge) -> Drafted:
    """Return an annotated report as extraction reads it, before its claims are finished."""
    report = Report(id=row["id"], text=row["text"], lang=row["lang"], published=row.get("published"))
    pack = knowledge.language(row["lang"])
    found = list(sentences(report, pack))
    dates = read_dates(found, pack, report.published)
    drafts = [one for reading in claims.read_drafts(found, pack, dates, knowledge, all_numbers=False) for one in reading.drafts]
    settle(drafts)
    voices = read_voices(found, pack, knowledge, published=report.published)
    return Drafted(drafts, Readings(found, dates, read_places(found, pack, knowledge, report.published), voices), pack)


def annotated(one: Draft, row: Record) -> Record | None:
    """Return the annotated claim that a draft meets, None where there is none."""
    span, bounds = one.sentence.span(one.start, one.end), one.quantity.bounds
    guess = {
        "start": span.start,
        "end": span.end,
        "evidence": span.of(row["text"]),
        "outcome": one.outcome,
        "low": bounds.low,
        "high": bounds.high,
    }
    if not _grounded(guess, row["text"]):
        return None
    return next((c for c in row["claims"] if _meets(c, {**guess, "stance": c["stance"]}, row["text"], anywhere=False)), None)


def fold_in(folds: int, report: str) -> int:
    """Return in which of so many folds a report is, the same on every machine."""
    return hashlib.sha256(report.encode()).digest()[0] % folds
