"""Our side of the comparison: `bench_ours.py ARTICLES` loads, and codes the articles whenever `bench_worker` asks for it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench_worker import serve
from counterclaim.extraction.claims import extract, read_drafts
from counterclaim.extraction.dates import read_dates
from counterclaim.extraction.sentences import sentences
from counterclaim.knowledge.loading import load_knowledge
from counterclaim.model import Report
from counterclaim.pipeline import extract_report

if TYPE_CHECKING:
    from counterclaim.knowledge.loading import Knowledge


def main() -> None:
    """Load, then serve.

    `extract` codes prepared reports, `read` tells their language and date first, `figures` leaves out who says so and where.
    """
    lines = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    reports = [Report(line["id"], line["text"], line["lang"], line["published"]) for line in lines]
    bare = [replace(report, lang=None, published=None) for report in reports]
    knowledge = load_knowledge()
    serve(
        {
            "extract": lambda: sum(len(extract(report, knowledge).claims) for report in reports),
            "figures": lambda: sum(_figures(report, knowledge) for report in reports),
            "read": lambda: sum(len(extract_report(report, knowledge).claims) for report in bare),
        }
    )


def _figures(report: Report, knowledge: Knowledge) -> int:
    """Return how many figures of losses a report states: what happened to how many of whom, not who says so, where and when."""
    pack = knowledge.language("en")
    found = list(sentences(report, pack))
    dates = read_dates(found, pack, report.published)
    return sum(len(reading.drafts) for reading in read_drafts(found, pack, dates, knowledge, all_numbers=False))


if __name__ == "__main__":
    main()
