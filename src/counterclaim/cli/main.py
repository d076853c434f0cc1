"""The group of all verbs, and the exit statuses.

0 all done; 1 the answer is no (verify, check); 2 wrong use; 3 done, but some inputs were rejected; 130 stopped.
"""

from __future__ import annotations

import importlib
import os
import sys

import click

from counterclaim import __version__
from counterclaim.cli.status import Status
from counterclaim.collecting import collect_seldom
from counterclaim.errors import CounterclaimError

#: Every verb and where its command lives. A new verb is a file beside this one and a line here; it must be importable
#: with the core alone, so it imports what an extra brings only when it is called.
VERBS = {
    "extract": "counterclaim.cli.extract:extract",
    "batch": "counterclaim.cli.batch:batch",
    "link": "counterclaim.cli.link:link",
    "estimate": "counterclaim.cli.estimate:estimate",
    "compare": "counterclaim.cli.compare:compare",
    "explain": "counterclaim.cli.explain:explain",
    "plot": "counterclaim.cli.plot:plot",
    "export": "counterclaim.cli.export:export",
    "import": "counterclaim.cli.import_:import_files",
    "demo": "counterclaim.cli.demo:demo",
    "knowledge": "counterclaim.cli.knowledge:knowledge",
    "add": "counterclaim.cli.add:add",
    "watch": "counterclaim.cli.watch:watch",
    "reports": "counterclaim.cli.reports:reports",
    "claims": "counterclaim.cli.claims:claims",
    "events": "counterclaim.cli.events:events",
    "positions": "counterclaim.cli.positions:positions",
    "show": "counterclaim.cli.show:show",
    "history": "counterclaim.cli.history:history",
    "decide": "counterclaim.cli.decide:decide",
    "ledger": "counterclaim.cli.ledger:ledger",
    "serve": "counterclaim.cli.serve:serve",
    "user": "counterclaim.cli.user:user",
}


class Verbs(click.Group):
    """A group that loads a verb when it is called or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the verbs, in the order of VERBS."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a verb's command, None where there is no such verb."""
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Read war reports, and write down who claims what losses, in which words.

    Exit status: 0 all done, 1 the answer is no, 2 wrong use, 3 done but some inputs were rejected, 130 stopped.
    """


def run() -> None:
    """Run the command line and leave with its exit status."""
    collect_seldom()
    try:
        status = main.main(prog_name="counterclaim", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        status = problem.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        status = Status.STOPPED
    except BrokenPipeError:  # the reader of our output left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = Status.DONE
    except CounterclaimError as problem:
        click.echo(f"Error: {problem}", err=True)
        status = Status.WRONG_USE
    sys.exit(int(status or 0))
