"""Regenerate what can be generated of the documentation: docs/cli.md, docs/codebooks.md and the pictures (`make docs`)."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from counterclaim.cli.main import main
from counterclaim.demo import reports_folder
from counterclaim.export.table import report_block
from counterclaim.knowledge.codebook import STEP_OF, codebook_names, load_codebook
from counterclaim.model import Extraction
from counterclaim.pipeline import extract_paths
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.knowledge.codebook import Codebook

DOCS = Path(__file__).parent.parent / "docs"
WIDTH = 100
HELP: list[str] = main.context_settings["help_option_names"]
_HEAD = """\
# The command line

<!-- Generated from the program by `make docs`. -->

| exit status | means |
|---|---|
| 0 | all done |
| 1 | the answer is no (`knowledge check`, `ledger verify`) |
| 2 | wrong use |
| 3 | done, but some inputs were rejected; each is named on standard error |
| 130 | stopped |

| variable | means |
|---|---|
| `COUNTERCLAIM_CACHE` | the folder for what can be built again (the index of places); default: the user's cache folder |
| `COUNTERCLAIM_LEDGER` | the ledger that is meant where `--ledger` is not given |
"""


def cli_reference() -> str:
    """Return the text of docs/cli.md."""
    root = click.Context(main, info_name="counterclaim", terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=HELP)
    parts = [_HEAD]
    for context in _contexts(root):
        title = context.command_path.removeprefix("counterclaim").strip() or "counterclaim"
        parts.append(f"## {title}\n\n```text\n{context.get_help()}\n```\n")
    return "\n".join(parts)


def _contexts(context: click.Context) -> Iterator[click.Context]:
    yield context
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below:
                yield from _contexts(click.Context(below, info_name=name, parent=context))


_CODEBOOKS = """\
# Codebooks

<!-- Generated from the codebooks by `make docs`. -->

A codebook is data that names rules; each rule is a small function. How one is written: [add a codebook](add-a-codebook.md). Under
every codebook totals, withdrawn and revised figures and claims without a usable figure are left out, an origin has one vote, and
nothing is added across origins, reports or dates. **Rules marked "not verified" rest on something else than the codebook's own
text**, which could not be read: the column says on what.
"""


def codebook_reference() -> str:
    """Return the text of docs/codebooks.md."""
    return "\n".join([_CODEBOOKS, *(part for name in codebook_names() for part in _codebook(load_codebook(name)))])


def _codebook(book: Codebook) -> Iterator[str]:
    yield f"## {book.name}: {book.title}\n\n{book.about} Source: {book.source}.\n"
    yield "| step | rule | rests on | |\n|---|---|---|---|"
    for policy in book.policies:
        doubt = "" if policy.verified else "not verified. "
        note = f"{doubt}{policy.note or ''}".strip()
        yield f"| {STEP_OF[policy.rule].value} | `{policy.rule.value}` | {policy.source} | {note} |"
    if book.words:
        doubt = "" if book.words_verified else " (not verified)"
        yield f"\nVague words{doubt}: {book.words_source}.\n\n| word | low | high | point |\n|---|---|---|---|"
        for word, value in book.words.items():
            yield f"| {word} | {_number(value.low)} | {_number(value.high)} | {_number(value.point)} |"
    if book.reliability:
        classes = ", ".join(f"{kind} {number}" for kind, number in book.reliability.items())
        yield f"\nClasses of reliability, higher is more: {classes}. {book.reliability_source}."
    yield ""


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def table_picture() -> str:
    """Return the claims of two example reports as they look on a terminal, as SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False)
    with reports_folder() as folder, contextlib.chdir(folder):
        for result in extract_paths(["fjordposten-makijivka.txt", "waalbode-makiivka.html"], read_settings()):
            if isinstance(result, Extraction):
                console.print(report_block(result))
    picture = console.export_svg(title="counterclaim extract", unique_id="counterclaim")
    return re.sub(r"@font-face \{[^}]*\}\s*", "", picture)  # it would ask a stranger's server for a font


if __name__ == "__main__":
    (DOCS / "cli.md").write_text(cli_reference(), "utf-8")
    (DOCS / "codebooks.md").write_text(codebook_reference(), "utf-8")
    (DOCS / "pictures" / "table.svg").write_text(table_picture(), "utf-8")
    sys.stdout.write("docs/cli.md, docs/codebooks.md and docs/pictures/table.svg are written\n")
