"""The group of all verbs."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from importlib.metadata import entry_points

import click
import pytest

from counterclaim import __version__
from counterclaim.cli.main import VERBS, main


def test_every_verb_is_there_and_says_what_it_does() -> None:
    """Each line of VERBS leads to a command with a help text."""
    context = click.Context(main)
    for verb in main.list_commands(context):
        command = main.get_command(context, verb)
        assert command is not None
        assert command.name == verb
        assert command.help
    assert main.get_command(context, "nonsense") is None
    assert set(main.list_commands(context)) == set(VERBS)


def test_the_version_is_said_at_once() -> None:
    """`--version` loads no verb and takes less than 0.2 s of the processor (the best of five)."""
    took = []
    for _ in range(5):
        begin = _spent_by_children()
        done = subprocess.run([sys.executable, "-m", "counterclaim", "--version"], capture_output=True, text=True, check=True)
        took.append(_spent_by_children() - begin)
        assert done.stdout == f"counterclaim {__version__}\n"
    assert min(took) < 0.2


def _spent_by_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_the_script_is_the_same_program() -> None:
    """`counterclaim` and `python -m counterclaim` both run the group."""
    (script,) = entry_points(group="console_scripts", name="counterclaim")
    assert script.value == "counterclaim.cli.main:run"


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]])
def test_help_lists_the_verbs(words: list[str]) -> None:
    """Without a verb the program says what there is."""
    done = subprocess.run([sys.executable, "-m", "counterclaim", *words], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    for verb in VERBS:
        assert re.search(rf"^  {verb} ", said, re.MULTILINE)
