"""`counterclaim knowledge`."""

from __future__ import annotations

from click.testing import CliRunner, Result

from counterclaim.cli.main import main
from counterclaim.knowledge.language import language_codes


def called(*words: str) -> Result:
    """Return what the verb did."""
    return CliRunner().invoke(main, ["knowledge", *words], standalone_mode=False)


def test_what_the_program_knows_is_sound() -> None:
    """All data of the package passes the check."""
    done = called("check")
    assert done.stderr == ""
    assert done.return_value == 0


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
