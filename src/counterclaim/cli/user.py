"""`counterclaim user`: who may log in to the pages, and what they may do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from counterclaim.cli.ledgers import by_option, ledger_option, opened, person
from counterclaim.cli.status import Status

if TYPE_CHECKING:
    from counterclaim.ledger.opening import Ledger

_ROLES = ("reader", "coder", "reviewer", "admin")
_FROM_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")


@click.group()
def user() -> None:
    """Keep the accounts of the pages.

    Readers see whole reports; coders also accept, correct and comment; reviewers also reject, merge and part; admins also keep
    accounts.
    """


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), default="reader", show_default=True)
@_FROM_STDIN
@ledger_option
@by_option
def add(name: str, *, role: str, password_stdin: bool, address: str | None, by: str | None) -> Status:
    """Add a person."""
    from counterclaim.web.accounts import add_person  # noqa: PLC0415 - the extra [web] brings what it needs
    from counterclaim.web.asking import Role  # noqa: PLC0415 - the same

    with _prepared(address) as ledger:
        add_person(ledger, name, Role(role), _password(stdin=password_stdin), by=person(by))
    click.echo(f"{name} added as {role}")
    return Status.DONE


@user.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(_ROLES))
@ledger_option
@by_option
def role_(name: str, role: str, *, address: str | None, by: str | None) -> Status:
    """Give a person another role."""
    from counterclaim.web.accounts import set_role  # noqa: PLC0415 - the extra [web] brings what it needs
    from counterclaim.web.asking import Role  # noqa: PLC0415 - the same

    with _prepared(address) as ledger:
        set_role(ledger, name, Role(role), by=person(by))
    click.echo(f"{name} is now {role}")
    return Status.DONE


@user.command("password")
@click.argument("name")
@_FROM_STDIN
@ledger_option
@by_option
def password(name: str, *, password_stdin: bool, address: str | None, by: str | None) -> Status:
    """Give a person another password, and end their sessions."""
    from counterclaim.web.accounts import set_password  # noqa: PLC0415 - the extra [web] brings what it needs

    with _prepared(address) as ledger:
        set_password(ledger, name, _password(stdin=password_stdin), by=person(by))
    click.echo(f"{name} has a new password")
    return Status.DONE


@user.command("remove")
@click.argument("name")
@ledger_option
@by_option
def remove(name: str, *, address: str | None, by: str | None) -> Status:
    """Take an account away; what the person did stays."""
    from counterclaim.web.accounts import remove_person  # noqa: PLC0415 - the extra [web] brings what it needs

    with _prepared(address) as ledger:
        remove_person(ledger, name, by=person(by))
    click.echo(f"{name} removed")
    return Status.DONE


@user.command("list")
@ledger_option
def list_(*, address: str | None) -> Status:
    """List all accounts."""
    from counterclaim.web.accounts import list_people  # noqa: PLC0415 - the extra [web] brings what it needs

    with _prepared(address) as ledger:
        for account in list_people(ledger):
            click.echo(f"{account.name}\t{account.role if account.active else 'removed'}")
    return Status.DONE


def _prepared(address: str | None) -> Ledger:
    try:
        from counterclaim.web.accounts import prepare  # noqa: PLC0415 - the extra [web] brings what it needs
    except ImportError as missing:
        raise click.UsageError(
            f"accounts need the extra [web] ({missing.name} is missing): pip install 'counterclaim[web]'"
        ) from missing
    ledger = opened(address)
    prepare(ledger)
    return ledger


def _password(*, stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True, err=True))
