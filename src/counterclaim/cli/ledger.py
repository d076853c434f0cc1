"""`counterclaim ledger`: prove it, note its head, destroy what must go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterclaim.cli import listing
from counterclaim.cli.ledgers import by_option, format_option, ledger_option, opened, page_options, person
from counterclaim.cli.status import Status
from counterclaim.records import line

if TYPE_CHECKING:
    from counterclaim.ledger.chain import Head


@click.group()
def ledger() -> None:
    """Prove that a ledger is as it was written, note where it ends, destroy what must go."""


@ledger.command()
@ledger_option
@click.option(
    "--head",
    "kept",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What `ledger head` printed earlier: without it nobody can see that the end was cut off.",
)
@click.option("--deep", is_flag=True, help="Also build anew all that is derived, and compare.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
def verify(*, address: str | None, kept: Path | None, deep: bool, form: str) -> Status:
    """Check every entry, every word and every byte. Exit status 0: as it was written; 1: not, and where."""
    from counterclaim.ledger.rebuilding import compare  # noqa: PLC0415 - drivers load when a ledger is opened
    from counterclaim.ledger.verification import verify as prove  # noqa: PLC0415

    head_kept = None if kept is None else _read(kept)
    with opened(address, writable=False) as opened_ledger:
        proof = prove(opened_ledger, kept=head_kept)
        problems = [*proof.problems]
        if deep and proof.holds:
            problems += compare(opened_ledger)
    if form == "jsonl":
        click.echo(
            line(
                {
                    "holds": not problems,
                    "entries": proof.entries,
                    "blobs": proof.blobs,
                    "redacted": proof.redacted,
                    "head": proof.head and proof.head.digest,
                    "problems": [{"where": one.where, "what": one.what} for one in problems],
                }
            )
        )
    else:
        for one in problems:
            click.echo(f"{one.where}: {one.what}")
        state = "NOT as it was written" if problems else "as it was written"
        redacted = f", {proof.redacted:,} redacted" if proof.redacted else ""
        click.echo(f"{state}: {proof.entries:,} entries, {proof.blobs:,} texts and files{redacted}")
    return Status.NO if problems else Status.DONE


@ledger.command()
@ledger_option
def head(*, address: str | None) -> Status:
    """Print the number and digest of the last entry; keep the line elsewhere, for `verify --head`."""
    from counterclaim.ledger.history import head as last  # noqa: PLC0415

    with opened(address, writable=False) as opened_ledger:
        click.echo(last(opened_ledger).line())
    return Status.DONE


@ledger.command()
@click.argument("report")
@ledger_option
@by_option
@click.option("--reason", required=True, metavar="WORDS", help="Why it must go; this is kept.")
@click.confirmation_option("--yes", prompt="Its bytes, text, claims and names are destroyed for good. Go on?")
def redact(report: str, *, address: str | None, by: str | None, reason: str) -> Status:
    """Destroy a report's bytes, text, claims and names, wherever the same text stands; keep digests, reason and who."""
    from counterclaim.ledger.redaction import redact as destroy  # noqa: PLC0415

    with opened(address) as opened_ledger:
        done = destroy(opened_ledger, report, reason=reason, by=person(by))
    click.echo(
        f"redacted: {len(done.documents)} reports, {len(done.blobs)} texts and files, the words of {len(done.entries)} "
        f"entries; entry {done.number} says why"
    )
    for key in done.resembling:
        click.echo(f"still there, and much like it: {key}")
    return Status.DONE


@ledger.command()
@ledger_option
@format_option
@page_options
@click.option("--kind", metavar="KIND", help="Only entries of this kind: capture, reading, decision, ...")
def entries(*, address: str | None, form: str, limit: int | None, kind: str | None) -> Status:
    """List the entries of the chain, last one first."""
    from counterclaim.ledger import history, lines  # noqa: PLC0415
    from counterclaim.ledger.chain import EntryKind  # noqa: PLC0415

    if kind is not None and kind not in set(EntryKind):
        raise click.UsageError(f"no entry is of the kind {kind!r}; there are {', '.join(EntryKind)}.")
    asked = None if kind is None else EntryKind(kind)
    with opened(address) as opened_ledger:
        found = listing.all_of(
            lambda after, size: history.list_entries(
                opened_ledger, kind=asked, after=None if after is None else int(after), limit=size
            ),
            form,
            limit,
        )
        columns = ("number", "recorded", "by", "kind", "subject", "body", "previous", "digest")
        listing.write((lines.entry_record(one) for one in found), form, columns, shown=columns[:5])
    return Status.DONE


def _read(kept: Path) -> Head:
    from counterclaim.ledger.chain import BadHead, read_head  # noqa: PLC0415

    try:
        text = kept.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadHead(str(kept), f"it cannot be read ({problem})") from problem
    return read_head(text.strip().splitlines()[-1] if text.strip() else "", str(kept))
