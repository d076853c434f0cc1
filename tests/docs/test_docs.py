"""The documentation says what the program does."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import docs as generator

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"


def test_the_examples_of_the_readme_run() -> None:
    """Each Python example of the README gives what stands below it."""
    result = doctest.testfile(str(README), module_relative=False, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert result.attempted
    assert not result.failed


def test_the_reference_of_the_command_line_is_current() -> None:
    """docs/cli.md is what `make docs` would write."""
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == generator.cli_reference()


def test_what_the_readme_makes_can_be_made() -> None:
    """Each `make` command of the README is in the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = set(re.findall(r"(?:^|`)make ([a-z]+)", README.read_text("utf-8"), re.MULTILINE))
    assert {"demo", "test"} <= asked <= targets


def test_what_the_readme_links_to_is_there() -> None:
    """Each file that the README and the decisions point to exists."""
    for page in (README, *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
