"""`counterclaim extract`: reports in, claims out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import click

from counterclaim.cli.aside import Aside
from counterclaim.cli.progress import announce_first_run, watched
from counterclaim.export.explanation import EXPLANATION_WRITERS
from counterclaim.export.formats import WRITERS, Format
from counterclaim.pipeline import explain_paths, extract_paths
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from counterclaim.cli.status import Status


@click.command(short_help="Print who claims what losses, and in which words.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.TABLE.value,
    show_default=True,
    help="A table for people, a line of JSON for each report, or a row for each claim.",
)
@click.option("--explain", is_flag=True, help="Say of every number in the text which recogniser took or refused it, and why.")
@click.option(
    "--rejected",
    type=click.File("w", encoding="utf-8", lazy=True),
    metavar="FILE",
    help="Also write a line of JSON for each input that was put aside.",
)
def extract(paths: tuple[str, ...], form: str, *, explain: bool, rejected: TextIO | None) -> Status:
    """Print who claims what losses in reports, with the words that say so.

    PATH is a text file, an HTML page, a web archive (WARC, WARC.gz, WACZ), a file of JSON lines ({"id", "text", "url"?,
    "published"?, "lang"?, "outlet"?, "event"?}), a folder of such files, or - for standard input. Of the pages of an
    archive those are read that may tell of losses. What cannot be read is named on standard error, the rest is done,
    and the exit status is 3.
    """
    settings = read_settings()
    announce_first_run(settings)
    aside = Aside(rejected)
    with watched(paths) as on_progress:
        if explain:
            explanations = explain_paths(paths, settings, on_progress=on_progress)
            EXPLANATION_WRITERS[Format(form)](aside.keep(explanations), sys.stdout)
        else:
            extractions = extract_paths(paths, settings, on_progress=on_progress)
            WRITERS[Format(form)](aside.keep(extractions), sys.stdout)
    return aside.finish()
