"""`counterclaim add`: sources in, kept as found, read, and written to the ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterclaim.cli.ledgers import by_option, ledger_option, opened, person
from counterclaim.cli.progress import watched
from counterclaim.cli.status import Status
from counterclaim.export.visible import visible
from counterclaim.records import line
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.pipeline_ledger import Adder, Outcome


@click.command()
@click.argument("sources", nargs=-1, metavar="[PATH|URL|FEED|DIR]...")
@ledger_option
@by_option
@click.option("--retry", is_flag=True, help="Try again what could not be read before.")
@click.option("--reread", is_flag=True, help="Read again what another version of the program or its knowledge read.")
@click.option("--allow", multiple=True, metavar="HOST[:PORT]", help="Fetch from this host although its address is private.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="A summary for people, or a line of JSON for each report as soon as the ledger has it for good.",
)
def add(  # noqa: PLR0913 - one for each option
    sources: tuple[str, ...],
    *,
    address: str | None,
    by: str | None,
    retry: bool,
    reread: bool,
    allow: tuple[str, ...],
    form: str,
) -> Status:
    """Add reports to a ledger: files, folders, - for standard input, addresses, feeds, and results of `batch run` (DIR).

    It is safe to stop and to repeat: what the ledger has is passed over. What cannot be read is kept as a failure with
    its reason (`counterclaim reports --failed`), the rest is done, and the exit status is 3.
    """
    if not (sources or retry or reread):
        raise click.UsageError("what is to be added? Name files, folders, addresses or feeds, or give --retry, --reread.")
    from counterclaim.ledger.upkeep import keep_quick  # noqa: PLC0415 - drivers load when a ledger is opened
    from counterclaim.pipeline_ledger import Adder  # noqa: PLC0415 - loads what reading and extraction need

    with opened(address, create=True, by=person(by)) as ledger:
        adder = Adder(ledger, read_settings(), by=person(by), allow=allow)
        told = _Told(lines=form == "jsonl")
        with watched([source for source in sources if "://" not in source] or ["-"]) as on_progress:
            if retry:
                told.tell(adder.retry(on_progress=on_progress))
            if reread:
                told.tell(adder.reread(on_progress=on_progress))
            for source in sources:
                told.tell(_loaded(source, adder) if _is_run(source) else adder.add([source], on_progress=on_progress))
        keep_quick(ledger)
    return told.finish()


def _is_run(source: str) -> bool:
    """Return whether a source is the result of a batch."""
    from counterclaim.batch.layout import is_run  # noqa: PLC0415 - with what reading and extraction need

    return "://" not in source and is_run(Path(source))


def _loaded(run: str, adder: Adder) -> Iterator[Outcome]:
    from counterclaim.batch.loading import load  # noqa: PLC0415 - loads the extra

    return load(Path(run), adder)


class _Told:
    """Tells outcomes as they are confirmed, and counts them."""

    def __init__(self, *, lines: bool) -> None:
        self._lines = lines
        self._counts: dict[str, int] = {}
        self._claims = 0

    def tell(self, outcomes: Iterable[Outcome]) -> None:
        """Tell each outcome."""
        for outcome in outcomes:
            self._counts[outcome.fate.value] = self._counts.get(outcome.fate.value, 0) + 1
            self._claims += outcome.claims if outcome.fate.value == "added" else 0
            if self._lines:
                record = {
                    "id": outcome.id,
                    "source": outcome.source,
                    "fate": outcome.fate.value,
                    "claims": outcome.claims,
                    "reason": outcome.reason or None,
                }
                sys.stdout.write(line(record) + "\n")
                sys.stdout.flush()
            if outcome.fate.value in ("failed", "unread"):
                said = outcome.reason if outcome.reason.startswith(outcome.id) else f"{outcome.id}: {outcome.reason}"
                word = "put aside" if outcome.fate.value == "failed" else "kept unread"
                click.echo(f"{word}: {visible(said)}", err=True)

    def finish(self) -> Status:
        """Say how many there were, and return the exit status that follows."""
        counts = self._counts
        if not self._lines:
            click.echo(
                f"{counts.get('added', 0):,} reports added with {self._claims:,} claims, "
                f"{counts.get('known', 0):,} known already, {counts.get('unread', 0):,} kept unread, "
                f"{counts.get('redacted', 0):,} redacted before, {counts.get('failed', 0):,} failed"
            )
        return Status.SOME_REJECTED if counts.get("failed") or counts.get("unread") else Status.DONE
