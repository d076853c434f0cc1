"""`counterclaim knowledge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from counterclaim.cli.main import main
from counterclaim.knowledge.language import language_codes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

#: One line of a GeoNames dump, made up: 19 columns.
LINE = "99000003\tQyrbazar\tQyrbazar\t\t33.5\t66.5\tP\tPPL\tAF\t\t09\t\t\t\t1200\t\t0\tAsia/Kabul\t2020-01-01\n"


def called(*words: str) -> Result:
    """Return what the verb did."""
    return CliRunner().invoke(main, ["knowledge", *words], standalone_mode=False)


def test_what_the_program_knows_is_sound() -> None:
    """All data of the package passes the check, and all of it was looked at."""
    done = called("check")
    assert done.stderr == ""
    assert done.return_value == 0
    assert int(done.stdout.partition(" files are sound")[0]) > 20


def test_a_language_is_shown() -> None:
    """Each pack can be looked at."""
    for code in language_codes():
        done = called("show", code)
        assert done.exception is None
        assert f"({code})" in done.stdout


def test_a_language_without_a_pack_is_wrong_use() -> None:
    """The sentence says which there are."""
    done = called("show", "xx")
    assert "there is no pack for 'xx'" in str(done.exception)
    assert language_codes()[0] in str(done.exception)


def test_a_dump_of_places_is_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The verb says how many places came in; a file that is no dump is refused with a sentence."""
    monkeypatch.setenv("COUNTERCLAIM_CACHE", str(tmp_path / "cache"))
    dump, other = tmp_path / "AF.txt", tmp_path / "names.csv"
    dump.write_text(LINE, encoding="utf-8")
    other.write_text("Name,Country\n", encoding="utf-8")
    done = called("places", "import", str(dump))
    assert done.stdout.startswith("1 places of ")
    refused = called("places", "import", str(other))
    assert "no dump" in str(refused.exception) + refused.output
