"""What all verbs on a ledger share: which ledger, as of when, in which format, by whom."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING, Any, TypeVar

import click

from counterclaim.export.formats import Format
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterclaim.ledger.filters import Moment
    from counterclaim.ledger.opening import Ledger

Command = TypeVar("Command", bound="Callable[..., Any]")


def ledger_option(command: Command) -> Command:
    """Add `--ledger`, handed over as `address`."""
    return click.option(
        "--ledger",
        "address",
        metavar="FILE|URL",
        help="The ledger: a file, or postgresql://USER@HOST/NAME. Default: COUNTERCLAIM_LEDGER.",
    )(command)


def moment_options(command: Command) -> Command:
    """Add `--as-of` and `--known-by`."""
    command = click.option("--known-by", metavar="DATE", help="Only what had been published by the end of that day.")(command)
    return click.option("--as-of", metavar="DATE", help="Only what had been recorded in the ledger by the end of that day.")(
        command
    )


def format_option(command: Command) -> Command:
    """Add `--format`, handed over as `form`."""
    return click.option(
        "--format",
        "form",
        type=click.Choice([form.value for form in Format]),
        default=Format.TABLE.value,
        show_default=True,
        help="A table for people, lines of JSON, or comma-separated values.",
    )(command)


def names_option(command: Command) -> Command:
    """Add `--names`."""
    return click.option(
        "--names", is_flag=True, help="Keep the names of persons in jsonl and csv; without it only their bodies leave."
    )(command)


def by_option(command: Command) -> Command:
    """Add `--by`."""
    return click.option("--by", metavar="NAME", help="Who does it. Default: COUNTERCLAIM_BY, else the name of the login.")(
        command
    )


def page_options(command: Command) -> Command:
    """Add `--limit`: how many lines; all of them where none is given and the output is for programs."""
    return click.option(
        "--limit", type=click.IntRange(1), metavar="N", help="At most so many lines. Default: 50 in a table, else all."
    )(command)


def opened(address: str | None, *, create: bool = False, writable: bool = True, by: str = "counterclaim") -> Ledger:
    """Return the ledger that the options or the environment name; raises UsageError where neither does."""
    from counterclaim.ledger.opening import open_ledger  # noqa: PLC0415 - drivers load when a ledger is opened

    where = address or read_settings().ledger
    if where is None:
        raise click.UsageError("which ledger? Give --ledger FILE or set COUNTERCLAIM_LEDGER.")
    return open_ledger(where, create=create, writable=writable, by=by)


def moment(as_of: str | None, known_by: str | None) -> Moment:
    """Return the moment that the options name."""
    from counterclaim.ledger.filters import Moment  # noqa: PLC0415 - drivers load when a ledger is opened

    return Moment(as_of, known_by)


def person(by: str | None) -> str:
    """Return who does it."""
    named = by or os.environ.get("COUNTERCLAIM_BY")
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
