"""Our side of the comparison: `bench_ours.py ARTICLES` loads, and codes the articles whenever `bench_worker` asks for it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from bench_worker import serve
from counterclaim.extraction.claims import extract
from counterclaim.knowledge.loading import load_knowledge
from counterclaim.model import Report
from counterclaim.pipeline import extract_report


def main() -> None:
    """Load, then serve: `extract` codes prepared reports, `read` tells their language, date and boilerplate first."""
    lines = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    reports = [Report(line["id"], line["text"], line["lang"], line["published"]) for line in lines]
    bare = [replace(report, lang=None, published=None) for report in reports]
    knowledge = load_knowledge()
    serve(
        {
            "extract": lambda: sum(len(extract(report, knowledge).claims) for report in reports),
            "read": lambda: sum(len(extract_report(report, knowledge).claims) for report in bare),
        }
    )


if __name__ == "__main__":
    main()
