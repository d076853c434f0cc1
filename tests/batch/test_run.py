"""A batch is the plain run spread out: the same rows, whatever goes wrong on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from distributed import LocalCluster

from archives import WAR, calm, packed, war
from counterclaim.batch import plan as planning
from counterclaim.batch.layout import PARTS, BatchError, Done, is_run
from counterclaim.batch.partitions import process
from counterclaim.batch.plan import make_plan
from counterclaim.batch.results import rejected_in, stored_in
from counterclaim.batch.run import Summary, run
from counterclaim.batch.spreading import Cluster, spreading
from counterclaim.errors import UnreadableInput
from counterclaim.model import Extraction
from counterclaim.pipeline import extract_paths
from counterclaim.records import extraction_to_record, line
from counterclaim.settings import Settings, read_settings
from pages import pages

SETTINGS: Settings = read_settings()
#: The languages of the lines, two of which the program does not read; every process that reads one more has to load it first.
LANGUAGES = {"da", "ru", "pl", "es"}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Give a folder with an archive, JSON lines, a page, a text, and files that are none."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.warc.gz").write_bytes(packed(war(5), calm(6), war(7)))
    (folder / "b.jsonl").write_text(_lines(60), "utf-8")
    (folder / "c.html").write_text(WAR.format(n=8), "utf-8")
    (folder / "d.txt").write_text("Zwölf Menschen wurden bei dem Angriff getötet, sagte der Gouverneur am Montag.", "utf-8")
    (folder / "e.txt").write_bytes(b"")
    return folder


def _lines(count: int) -> str:
    """Return reports as JSON lines, blank and broken ones and one with half a surrogate pair among them."""
    found = (page for page in pages(10 * count, conflict=0.5) if page.lang in LANGUAGES)
    reports = [{"id": page.url, "text": page.text, "published": page.published} for page in islice(found, count)]
    reports[3]["text"] += "\nTwo people died. \ud83d"
    del reports[4]["id"]
    return (
        "\ufeff" + "\n".join([*(json.dumps(report) for report in reports), "", "{broken", '{"text": "no id, no claims"}']) + "\n"
    )


def _plain(*paths: Path) -> list[str]:
    found = extract_paths([str(path) for path in paths], SETTINGS)
    return [line(extraction_to_record(one)) for one in found if isinstance(one, Extraction)]


def _rows(out: Path) -> list[str]:
    return [line(extraction_to_record(stored.extraction)) for stored in stored_in(out)]


def test_a_batch_finds_what_a_plain_run_finds(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On two workers, with lines cut into many partitions: the same rows in order; what is finished is not done again."""
    monkeypatch.setattr(planning, "LINES_BYTES", 5_000)
    monkeypatch.setattr(planning, "_BLOCK", 1_000)
    out = tmp_path / "out"
    summary = run([str(inputs)], out, Cluster(workers=2))
    assert summary.partitions > 5
    assert not summary.failed
    assert _rows(out) == _plain(inputs)
    assert is_run(out)
    ids = {one.rejected.id for one in rejected_in(out)}
    plain = {one.id for one in extract_paths([str(inputs)], SETTINGS) if not isinstance(one, Extraction)}
    assert ids | {one["id"] for one in json.loads((out / "manifest.json").read_text("utf-8"))["rejected_inputs"]} == plain
    before = {path: path.stat().st_mtime_ns for path in (out / PARTS).rglob("*")}
    assert run([str(inputs)], out, Cluster()) == summary
    assert {path: path.stat().st_mtime_ns for path in (out / PARTS).rglob("*")} == before


def test_the_manifest_tells_what_was_read_by_what(inputs: Path, tmp_path: Path) -> None:
    """Inputs with their digests, versions, counts; and that all is there."""
    out = tmp_path / "out"
    _finish(inputs, out)
    told = json.loads((out / "manifest.json").read_text("utf-8"))
    assert told["complete"] is True
    assert told["counts"]["pages"] == 3
    assert {len(piece["sha256"]) for part in told["partitions"] for piece in part["inputs"]} == {64}
    assert {"program", "knowledge", "failed", "rejected_inputs"} <= told.keys()


def test_a_corrupt_archive_costs_only_itself(inputs: Path, tmp_path: Path) -> None:
    """Its whole records are read, the rest of the inputs too."""
    archive = inputs / "a.warc.gz"
    archive.write_bytes(archive.read_bytes()[:-200])
    out = tmp_path / "out"
    _finish(inputs, out)
    assert _rows(out) == _plain(inputs)
    assert any("cannot be read" in one.rejected.reason for one in rejected_in(out))


def test_a_folder_of_another_run_is_refused(inputs: Path, tmp_path: Path) -> None:
    """Other inputs, changed inputs or files of somebody else: the run says so and touches nothing."""
    out = tmp_path / "out"
    _finish(inputs, out)
    with pytest.raises(BatchError, match="another folder"):
        run([str(inputs / "a.warc.gz")], out, Cluster())
    os.utime(inputs / "d.txt", ns=(1, 1))
    with pytest.raises(BatchError, match="changed since"):
        run([str(inputs)], out, Cluster())
    other = tmp_path / "other"
    other.mkdir()
    (other / "diary.txt").touch()
    with pytest.raises(BatchError, match="other files"):
        run([str(inputs)], other, Cluster())
    assert [path.name for path in other.iterdir()] == ["diary.txt"]


def test_a_scheduler_that_is_not_there_is_named(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a short wait; and relative inputs mean nothing to workers elsewhere."""
    monkeypatch.setattr("counterclaim.batch.spreading.PATIENCE", 1)
    with pytest.raises(BatchError, match="no scheduler answers"):
        run([str(inputs)], tmp_path / "out", Cluster(scheduler="tcp://127.0.0.1:9"))
    with pytest.raises(BatchError, match="absolute"):
        run(["relative.jsonl"], tmp_path / "out", Cluster(scheduler="tcp://127.0.0.1:9"))


def test_a_scheduler_without_workers_is_told_of() -> None:
    """They may still come; whoever waits knows for what."""
    told: list[str] = []
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty:  # type: ignore[no-untyped-call]
        with spreading(Cluster(scheduler=empty.scheduler_address, tell=told.append)):
            pass
        assert [empty.scheduler_address in words and "no workers" in words for words in told] == [True]


def test_a_full_disk_costs_its_partition_and_a_second_run_finishes(inputs: Path, tmp_path: Path) -> None:
    """A file that may not grow is what a full disk looks like; nothing half-written is left, and the rest is done later."""
    out = tmp_path / "out"
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
        "from counterclaim.batch.partitions import process\nfrom counterclaim.batch.plan import make_plan\n"
        "print([type(process(p, sys.argv[2])).__name__ for p in make_plan([sys.argv[1]]).partitions])"
    )
    surroundings = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", program, str(inputs), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=surroundings)
    assert "Failed" in done.stdout
    assert list((out / "work").iterdir()) == []
    assert all((part / "part.json").is_file() for part in (out / PARTS).iterdir())
    assert all(isinstance(process(part, str(out)), Done) for part in make_plan([str(inputs)]).partitions)


def test_an_unfinished_run_is_not_taken_for_a_whole_one(inputs: Path, tmp_path: Path) -> None:
    """Rows are printed only when every partition is there."""
    out = tmp_path / "out"
    _finish(inputs, out)
    part = min((out / PARTS).iterdir())
    (part / "part.json").unlink()
    with pytest.raises(BatchError, match="not finished"):
        list(stored_in(out))
    with pytest.raises(BatchError, match="no folder of a batch run"):
        list(stored_in(tmp_path))


def test_standard_input_is_refused() -> None:
    """No other process could read it."""
    with pytest.raises(UnreadableInput, match="standard input"):
        make_plan(["-"])


def _finish(inputs: Path, out: Path) -> Summary:
    """Return the summary of a run whose partitions were worked out in this process."""
    return run([str(inputs)], out, Cluster(workers=0))
