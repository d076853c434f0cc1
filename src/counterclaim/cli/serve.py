"""`counterclaim serve`: the pages on a ledger."""

from __future__ import annotations

import json
import os
import threading
import time
from typing import TYPE_CHECKING

import click

from counterclaim.cli.ledgers import ledger_option, opened, person
from counterclaim.errors import CounterclaimError
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from counterclaim.ledger.opening import Ledger


@click.command()
@ledger_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen. Beyond this machine only with accounts.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="A name by which browsers reach the server, if not this machine's."
)
@click.option("--https", is_flag=True, help="Browsers come by https, through a proxy that speaks it.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="How many processes answer.")
@click.option(
    "--every",
    type=click.IntRange(0),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How often to look for new reports and link them; 0: never.",
)
def serve(  # noqa: PLR0913 - one for each option
    address: str | None, *, host: str, port: int, names: tuple[str, ...], https: bool, workers: int, every: int
) -> None:
    """Open the pages on a ledger, at http://127.0.0.1:8000/events.

    Without accounts only this machine is served, and whoever sits at it may do everything (`counterclaim user add`).
    Events and estimates are brought up to date at the start, and whenever new reports have come; where there are some already,
    the pages do not wait for it.
    """
    try:
        from counterclaim.ledger.computed import list_events  # noqa: PLC0415 - drivers load when a ledger is opened
        from counterclaim.ledger.upkeep import keep_quick  # noqa: PLC0415
        from counterclaim.web import accounts, app, event_index, running  # noqa: PLC0415 - the extra [web] brings what they need
    except ImportError as missing:
        raise click.UsageError(
            f"the pages need the extra [web] ({missing.name} is missing): pip install 'counterclaim[web]'"
        ) from missing
    where = address or read_settings().ledger
    with opened(where) as ledger:
        accounts.prepare(ledger)
        event_index.prepare(ledger)
        if not app.is_loopback(host) and not accounts.has_people(ledger):
            raise click.UsageError(
                f"to listen on {host}, accounts are needed: counterclaim user add NAME --role admin --ledger {ledger.shown}"
            )
        if not every or not list_events(ledger, limit=1).items:
            bring_up_to_date(ledger)
        keep_quick(ledger)
    local = person(None)
    if every:
        threading.Thread(target=_watch, args=(str(where), every), daemon=True).start()
    answered = [*names, *([] if ip_everywhere(host) else [host])]
    told = {"address": str(where), "names": answered, "secure": https, "local": local}
    os.environ["COUNTERCLAIM_SERVE"] = json.dumps(told)
    click.echo(f"counterclaim: http://{host}:{port}/events (Ctrl-C ends it)", err=True)
    running.run(host=host, port=port, workers=workers, logs=_LOGS, proxied=https)


def bring_up_to_date(ledger: Ledger) -> bool:
    """Return whether events and estimates were worked out anew, because reports or decisions came after the last time."""
    from counterclaim.ledger.standing import is_stale  # noqa: PLC0415 - drivers load when needed
    from counterclaim.pipeline_refresh import refresh  # noqa: PLC0415 - loads linking and estimation

    if not is_stale(ledger):
        return False
    done = refresh(ledger, by="counterclaim")
    click.echo(f"{done.events:,} events linked and estimated", err=True)
    return True


def ip_everywhere(host: str) -> bool:
    """Return whether a host stands for all addresses of this machine, and so is no name to be called by."""
    return host.strip("[]") in {"0.0.0.0", "::", ""}  # noqa: S104 - compared, not listened on


def _watch(address: str, every: int) -> None:
    from counterclaim.ledger.opening import open_ledger  # noqa: PLC0415 - drivers load when needed

    while True:
        try:
            with open_ledger(address) as ledger:
                bring_up_to_date(ledger)
        except CounterclaimError as trouble:
            click.echo(f"could not link: {trouble}", err=True)
        time.sleep(every)


def _lines(said: str) -> dict[str, str]:
    """Return a format of log lines, one JSON object each."""
    return {"format": f'{{"time": "%(asctime)s", "level": "%(levelname)s", "logger": "%(name)s", "said": {said}}}'}


_LOGS = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"record": _lines("%(message)s"), "words": _lines('"%(message)s"')},
    "handlers": {
        "record": {"class": "logging.StreamHandler", "formatter": "record"},
        "words": {"class": "logging.StreamHandler", "formatter": "words"},
    },
    "loggers": {
        "counterclaim.web": {"handlers": ["record"], "level": "INFO"},
        "uvicorn": {"handlers": ["words"], "level": "WARNING"},
    },
}
