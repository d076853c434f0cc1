"""Where events come from: reports that are read now, or a ledger that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from counterclaim.cli.ledgers import ledger_option, moment, moment_options, opened
from counterclaim.pipeline import Known, extract_paths
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterclaim.cli.aside import Aside

_STALE = "the ledger has reports or decisions that its events do not know yet: counterclaim link --ledger ..."
Command = TypeVar("Command", bound="Callable[..., Any]")


def source_options(command: Command) -> Command:
    """Add PATH..., `--ledger`, `--as-of` and `--known-by`."""
    return click.argument("paths", nargs=-1, metavar="[PATH...]")(ledger_option(moment_options(command)))


def known_from(  # noqa: PLR0913 - one for each option
    paths: tuple[str, ...],
    address: str | None,
    as_of: str | None,
    known_by: str | None,
    *,
    aside: Aside,
    event: str | None = None,
) -> Known:
    """Return the reports of the paths, or those of the ledger's events (of one, where asked) as they stood at a moment.

    Raises UsageError where both are named or a moment is asked of paths.
    """
    if paths and address:
        raise click.UsageError("paths or --ledger, not both: add the paths to the ledger first (counterclaim add)")
    if paths:
        if as_of or known_by:
            raise click.UsageError("--as-of and --known-by ask what a ledger held; give --ledger instead of paths")
        return Known(tuple(aside.keep(extract_paths(paths, read_settings(), named=True))))
    from counterclaim.ledger.standing import is_stale  # noqa: PLC0415 - drivers load when a ledger is opened
    from counterclaim.pipeline_told import held  # noqa: PLC0415

    with opened(address, writable=False) as ledger:
        if not (as_of or known_by) and is_stale(ledger):
            click.echo(
                "the ledger has reports or decisions that its events do not know yet: counterclaim link --ledger", err=True
            )
        return held(ledger, event=event, moment=moment(as_of, known_by))
