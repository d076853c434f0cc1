"""Measure reading on annotated reports: `python tools/measure_reading.py [dev.jsonl ...]`.

Prints how many languages and dates of publication are told from the text alone, how many words of evidence of required
claims lie in boilerplate marks (there should be none), and how long one report takes.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from counterclaim.model import Rejected, Report, Span
from counterclaim.reading.finishing import Draft, finish
from counterclaim.reading.sources import Limits

DEFAULT = Path(__file__).parents[2] / "shared" / "gold" / "dev.jsonl"


def main(paths: list[Path]) -> None:
    """Print the figures of each file."""
    for path in paths:
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        finish(Draft("warm", records[0]["text"]), "warm", Limits())
        begin = time.perf_counter()
        reports = [finish(Draft(record["id"], record["text"]), record["id"], Limits()) for record in records]
        spent = (time.perf_counter() - begin) / len(records) * 1000
        pairs = list(zip(records, reports, strict=True))
        print(f"{path.name}: {len(records)} reports, {spent:.2f} ms each")
        print(f"  language right: {sum(language_is_right(record, report) for record, report in pairs)}")
        dated = [(record, report) for record, report in pairs if isinstance(report, Report)]
        right = sum(record.get("published") == report.published for record, report in dated)
        print(f"  date of publication as annotated: {right} of {len(dated)}")
        lost = [words for record, report in dated for words in lost_evidence(record, report)]
        print(f"  evidence of required claims inside boilerplate: {len(lost)}", *lost, sep="\n    ")


def language_is_right(record: dict[str, Any], report: Report | Rejected) -> bool:
    """Return whether the language was told, or the report put aside where it is in none that can be read."""
    return report.lang == record["lang"] if isinstance(report, Report) else "not supported" in report.reason


def lost_evidence(record: dict[str, Any], report: Report) -> list[str]:
    """Return the evidence of required claims that overlaps a mark wherever it stands."""
    lost = []
    for claim in record.get("claims", ()):
        words = claim["evidence"]
        places = [at for at in range(len(report.text)) if report.text.startswith(words, at)]
        spans = [Span(at, at + len(words)) for at in places]
        if spans and not claim.get("optional") and all(any(m.overlaps(s) for m in report.boilerplate) for s in spans):
            lost.append(f"{record['id']}: {words}")
    return lost


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [DEFAULT])
