"""The result of a batch in a ledger: what adding the inputs would have made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from archives import address, calm, packed, war
from counterclaim.batch.run import run
from counterclaim.batch.spreading import Cluster
from counterclaim.cli.main import main
from counterclaim.ledger.history import get_report, list_reports
from counterclaim.ledger.opening import open_ledger
from counterclaim.ledger.rebuilding import compare
from counterclaim.ledger.verification import verify
from ledger_samples import state
from pages import pages

if TYPE_CHECKING:
    from pathlib import Path


def _inputs(folder: Path) -> Path:
    folder.mkdir()
    lines = [json.dumps({"id": page.url, "text": page.text, "published": page.published}) for page in pages(30, conflict=0.5)]
    strange = {
        "id": "es",
        "text": "El ayuntamiento quiere gastar siete millones en nuevos carriles para las bicicletas de la ciudad.",
    }
    (folder / "b.jsonl").write_text("\n".join([*lines, json.dumps(strange), "{broken"]) + "\n", "utf-8")
    (folder / "a.warc.gz").write_bytes(packed(war(5), calm(6), war(7)))
    return folder


def _batch(inputs: Path, out: Path) -> Path:
    run([str(inputs)], out, Cluster(workers=0))
    return out


def _add(source: Path, ledger: Path) -> str:
    return (
        CliRunner()
        .invoke(main, ["add", str(source), "--ledger", str(ledger)], standalone_mode=False, catch_exceptions=False)
        .stdout
    )


def test_a_result_is_added_as_its_inputs_would_be(tmp_path: Path) -> None:
    """The same reports with the same claims; a second time adds nothing; the chain holds."""
    inputs = _inputs(tmp_path / "in")
    out = _batch(inputs, tmp_path / "out")
    _add(out, tmp_path / "loaded.db")
    again = _add(out, tmp_path / "loaded.db")
    assert again.startswith("0 reports added")
    _add(inputs, tmp_path / "added.db")
    with open_ledger(str(tmp_path / "loaded.db")) as loaded, open_ledger(str(tmp_path / "added.db")) as added:
        assert state(loaded) == state(added)
        assert verify(loaded).holds
        assert compare(loaded) == []
        assert len(list_reports(loaded, limit=100).items) >= 33


def test_a_page_keeps_how_it_was_collected(tmp_path: Path) -> None:
    """Address, time, headers, archive and place in it, as the archive tells them."""
    out = _batch(_inputs(tmp_path / "in"), tmp_path / "out")
    _add(out, tmp_path / "l.db")
    with open_ledger(str(tmp_path / "l.db")) as ledger:
        found = get_report(ledger, address(5))
    assert found.capture is not None
    assert found.capture["collected"] == "2023-01-02T09:00:00Z"
    assert found.capture["status"] == 200
    assert found.capture["extra"]["archive"].endswith("a.warc.gz")
    assert found.capture["fetcher"] is None
    assert ["Content-Type", "text/html; charset=utf-8"] in found.capture["headers"]
