"""`counterclaim reports`: what the ledger holds, newest first."""

from __future__ import annotations

import click

from counterclaim.cli import listing
from counterclaim.cli.ledgers import format_option, ledger_option, moment, moment_options, opened, page_options
from counterclaim.cli.status import Status


@click.command()
@ledger_option
@moment_options
@format_option
@page_options
@click.option("--language", metavar="CODE", help="Only those in this language.")
@click.option("--outlet", metavar="NAME", help="Only those of this outlet.")
@click.option("--text", metavar="WORDS", help='Only those with these words: words, "a phrase", begin*, -without.')
@click.option("--copies-of", metavar="REPORT", help="Only the copies of this report.")
@click.option("--originals", is_flag=True, help="Leave out the copies of other reports.")
@click.option("--state", type=click.Choice(["read", "unread"]), help="Read, or kept until there is a pack.")
@click.option("--failed", is_flag=True, help="List instead the sources that could not be read, with the reason.")
def reports(  # noqa: PLR0913 - one for each option
    *,
    address: str | None,
    as_of: str | None,
    known_by: str | None,
    form: str,
    limit: int | None,
    language: str | None,
    outlet: str | None,
    text: str | None,
    copies_of: str | None,
    originals: bool,
    state: str | None,
    failed: bool,
) -> Status:
    """List the reports of a ledger in their newest version, newest publication first."""
    from counterclaim.ledger import history, lines  # noqa: PLC0415 - drivers load when a ledger is opened
    from counterclaim.ledger.filters import ReportFilter  # noqa: PLC0415

    wanted = ReportFilter(language, outlet, state, text, copies_of, originals)
    with opened(address) as ledger:
        if failed:
            failures = listing.all_of(lambda after, size: history.list_failures(ledger, after=after, limit=size), form, limit)
            columns = ("number", "recorded", "source", "reason")
            listing.write((lines.failure_record(one) for one in failures), form, columns, title="nothing failed")
            return Status.DONE
        at = moment(as_of, known_by)
        found = listing.all_of(
            lambda after, size: history.list_reports(ledger, wanted, moment=at, after=after, limit=size), form, limit
        )
        shown = ("published", "lang", "outlet", "claims", "state", "report", "id")
        listing.write((lines.report_record(one) for one in found), form, lines.REPORT_COLUMNS, shown=shown)
    return Status.DONE
