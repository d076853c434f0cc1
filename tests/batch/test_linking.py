"""Linked in shares is linked as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counterclaim.batch import linking, plan
from counterclaim.batch.layout import BatchError
from counterclaim.batch.linking import link_run
from counterclaim.batch.run import run
from counterclaim.batch.spreading import Cluster
from counterclaim.knowledge.codebook import load_codebook
from counterclaim.model import Extraction
from counterclaim.pipeline import Known, estimate_known, extract_paths, link_extractions
from counterclaim.records import estimate_to_record, event_to_record, line, series_to_record, suggestion_to_record
from counterclaim.settings import read_settings
from ledger_samples import is_full
from pages import pages

_REPORTS = 20_000 if is_full() else 240
_QUALITY = Path(__file__).parent.parent / "quality"


def _reports(path: Path) -> Path:
    """Write generated reports, some without a date, some of a given event, some twice; and the evaluation reports."""
    lines = []
    for number, page in enumerate(pages(_REPORTS, conflict=0.8)):
        record = {"id": page.url, "text": page.text, "lang": page.lang if page.role != "strange" else None}
        record |= {"published": None if number % 17 == 0 else page.published}
        record |= {"event": f"given-{number % 3}" if number % 41 == 0 else None}
        lines.append(record)
    lines += lines[:9]
    known = [json.loads(row) for row in (_QUALITY / "reports.jsonl").read_text("utf-8").splitlines()][:60]
    lines += [{name: row.get(name) for name in ("id", "text", "published", "lang")} for row in known]
    path.write_text("".join(json.dumps(row) + "\n" for row in lines), "utf-8")
    return path


def test_the_same_events_and_estimates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In many small shares: events, doubtful links, series and estimates, line for line."""
    monkeypatch.setattr(plan, "LINES_BYTES", 40_000)
    monkeypatch.setattr(plan, "_BLOCK", 4_000)
    monkeypatch.setattr(linking, "SHARE", 1)
    monkeypatch.setattr(linking, "GROUPED", 25)
    reports, out = _reports(tmp_path / "reports.jsonl"), tmp_path / "out"
    run([str(reports)], out, Cluster(workers=0))
    summary = link_run(out, Cluster(workers=0))
    known = [one for one in extract_paths([str(reports)], read_settings()) if isinstance(one, Extraction)]
    whole = link_extractions(known)
    assert summary.events == len(whole.events) > 50
    assert sorted(_lines(out, "events")) == sorted(line(event_to_record(one)) for one in whole.events)
    assert sorted(_lines(out, "suggestions")) == sorted(line(suggestion_to_record(one)) for one in whole.suggestions)
    assert _lines(out, "series") == [line(series_to_record(one)) for one in whole.series]
    estimates = [line(estimate_to_record(one)) for one in estimate_known(Known(tuple(known)), load_codebook("ucdp"))]
    assert sorted(_lines(out, "estimates")) == sorted(estimates)
    assert not (out / ".linked").exists()


def test_only_a_finished_run_is_linked(tmp_path: Path) -> None:
    """And nothing else."""
    with pytest.raises(BatchError, match="no folder of a batch run"):
        link_run(tmp_path, Cluster(workers=0))


def _lines(out: Path, name: str) -> list[str]:
    return (out / "linked" / f"{name}.jsonl").read_text("utf-8").splitlines()
