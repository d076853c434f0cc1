"""`counterclaim demo`: the first thing that a newcomer sees."""

from __future__ import annotations

from click.testing import CliRunner

from counterclaim.cli.main import main


def test_the_demo_shows_both_sides_of_one_event() -> None:
    """All reports are read, in four languages, and the figures that contradict each other stand there."""
    done = CliRunner().invoke(main, ["demo"], standalone_mode=False, env={"COLUMNS": "100"})
    assert done.exception is None
    assert done.return_value == 0
    for words in ("6 reports", "63", "89", "about 400", "Makiivka"):
        assert words in done.stdout


def test_two_languages_become_one_event() -> None:
    """The reports of one night stand in one row, with a line for each origin, and the pages are named."""
    done = CliRunner().invoke(main, ["demo"], standalone_mode=False, env={"COLUMNS": "100"})
    row = next(line for line in done.stdout.splitlines() if line.startswith("evt_"))
    assert row.split()[2:] == ["Makiivka", "2", "nb", "nl", row.split()[-1]]
    assert "codebook ucdp" in done.stdout
    assert "serve --ledger demo.db" in done.stdout


def test_the_demo_reads_no_boilerplate() -> None:
    """No "read also" link, comment form or cookie notice becomes a claim."""
    done = CliRunner().invoke(main, ["demo"], standalone_mode=False, env={"COLUMNS": "100"})
    for words in ("bussulykke", "Nijmegen", "Jämtland", "motorway", "214"):
        assert words not in done.stdout
