"""`counterclaim history ID`: every entry that touched a claim or a report."""

from __future__ import annotations

import click

from counterclaim.cli import listing
from counterclaim.cli.ledgers import format_option, ledger_option, moment, moment_options, opened
from counterclaim.cli.status import Status


@click.command()
@click.argument("identifier", metavar="ID")
@ledger_option
@moment_options
@format_option
def history(identifier: str, *, address: str | None, as_of: str | None, known_by: str | None, form: str) -> Status:
    """List what happened to a claim (clm_...) or a report (id or address), oldest first."""
    from counterclaim.ledger import lines, tracing  # noqa: PLC0415 - drivers load when a ledger is opened

    at = moment(as_of, known_by)
    with opened(address) as ledger:
        trace = tracing.claim_history if identifier.startswith("clm_") else tracing.report_history
        steps = trace(ledger, identifier, moment=at)
    shown = ("number", "recorded", "by", "what", "reason", "status", "low", "high")
    listing.write((lines.step_record(step) for step in steps), form, lines.STEP_COLUMNS, shown=shown)
    return Status.DONE
