"""`counterclaim import`: files of other programs, read and checked."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from counterclaim.cli.status import Status
from counterclaim.export.ged_file import NEEDED, read_ged, write_ged_file


@click.group("import")
def import_files() -> None:
    """Read a file of another program, keep every row, and flag what is wrong with it."""


@import_files.command("ged-csv")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="A summary, or lines of JSON.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows again; untouched ones byte for byte."
)
def ged_csv(file: Path, form: str, out: Path | None) -> Status:
    """Read a UCDP GED FILE, with or without a second head of #hashtags.

    Rows that break low <= best <= high, whose sides do not sum to best, or whose date_prec does not follow from the dates
    are kept and flagged.
    """
    found = read_ged(file)
    flagged = [row for row in found.rows if row.flags]
    if form == "jsonl":
        for row in found.rows:
            record = {name: row.values[name] for name in NEEDED} | {"flags": list(row.flags)}
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    else:
        for number, row in enumerate(found.rows, 1):
            if row.flags:
                click.echo(f"{row.values['id'] or f'row {number}'}: {'; '.join(row.flags)}")
        click.echo(f"{len(found.rows):,} rows, {len(flagged):,} flagged, none changed")
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as stream:
            write_ged_file(found, stream)
    return Status.DONE
