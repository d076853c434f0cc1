"""The documentation says what the program does."""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import docs as generator
from counterclaim.export import ged
from counterclaim.knowledge.check import vocabulary
from counterclaim.knowledge.codebook import Rule, read_codebook

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


def test_the_reference_of_codebooks_is_current() -> None:
    """docs/codebooks.md is what `make docs` would write."""
    assert (ROOT / "docs" / "codebooks.md").read_text("utf-8") == generator.codebook_reference()


def test_each_column_of_ged_is_told() -> None:
    """docs/exports.md says of each column whether it is computed or left empty, as the program does it."""
    rows = re.findall(r"^\| (`.*?`) \| (.*?) \|$", (ROOT / "docs" / "exports.md").read_text("utf-8"), re.MULTILINE)
    told = {name: text.startswith("left empty") for names, text in rows for name in re.findall(r"`(\w+)`", names)}
    assert {name: told.get(name) for name in ged.COLUMNS} == {name: name in ged.EMPTY for name in ged.COLUMNS}


def test_the_example_codebook_is_one(tmp_path: Path) -> None:
    """What docs/add-a-codebook.md shows is sound, and its table of rules is whole."""
    text = (ROOT / "docs" / "add-a-codebook.md").read_text("utf-8")
    file = tmp_path / "cautious.toml"
    file.write_text(blocks(text, "toml")[0], "utf-8")
    assert read_codebook(file).name == "cautious"
    assert {rule.value for rule in Rule} <= set(re.findall(r"`(\w+)`", text))


def test_the_files_of_a_language_are_told() -> None:
    """docs/add-a-language.md names each file that a pack may have, and its examples are of the right shape."""
    text = (ROOT / "docs" / "add-a-language.md").read_text("utf-8")
    for folder in (ROOT / "src" / "counterclaim" / "knowledge" / "data" / "languages").iterdir():
        assert all(f"`{file.name}`" in text for file in folder.iterdir()), folder.name
    forms = vocabulary()["outcomes"].forms
    assert set(tomllib.loads(blocks(text, "toml")[0])["killed"]) <= forms
    assert all({"text", "claims"} <= set(json.loads(line)) for line in blocks(text, "json")[0].splitlines())


def test_the_tutorial_runs(tmp_path: Path) -> None:
    """Each command of docs/tutorial.md ends well in an empty folder."""
    script = "\n".join(["set -e", *blocks((ROOT / "docs" / "tutorial.md").read_text("utf-8"), "sh")])
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "counterclaim"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m counterclaim "$@"\n', "utf-8")
    program.chmod(0o755)
    paths = os.pathsep.join((str(tmp_path / "bin"), os.environ["PATH"]))
    sources = os.pathsep.join((str(ROOT / "src"), os.environ.get("PYTHONPATH", "")))
    ran = subprocess.run(
        ["bash", "-c", script],  # noqa: S607 - whichever bash
        cwd=tmp_path,
        env={**os.environ, "PATH": paths, "PYTHONPATH": sources},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Bakhmut" in ran.stdout


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
