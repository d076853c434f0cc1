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
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name by which browsers reach the server, if not this machine's.")  # fmt: skip
@click.option("--https", is_flag=True, help="Browsers come by https, through a proxy that speaks it.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="How many processes answer.")
@click.option("--every", type=click.IntRange(0), default=60, show_default=True, metavar="SECONDS", help="How often to look for new reports and link them; 0: never.")  # fmt: skip
def serve(address: str | None, *, host: str, port: int, names: tuple[str, ...], https: bool, workers: int, every: int) -> None:
    """Open the pages on a ledger: http://127.0.0.1:8000/events

    Without accounts only this machine is served, and whoever sits at it may do everything (`counterclaim user add`).
    Events and estimates are brought up to date at the start, and whenever new reports have come.
    """
    try:
        import uvicorn  # noqa: PLC0415 - the extra [web] brings it

        from counterclaim.web import accounts, app, event_index  # noqa: PLC0415 - the same
    except ImportError as missing:
        raise click.UsageError(f"the pages need the extra [web] ({missing.name} is missing): pip install 'counterclaim[web]'") from missing  # fmt: skip
    where = address or read_settings().ledger
    with opened(where) as ledger:
        accounts.prepare(ledger)
        event_index.prepare(ledger)
        if not app.is_loopback(host) and not accounts.has_people(ledger):
            raise click.UsageError(
                f"to listen on {host}, accounts are needed: counterclaim user add NAME --role admin --ledger {ledger.shown}"
            )
        bring_up_to_date(ledger)
    local = person(None)
    if every:
        threading.Thread(target=_watch, args=(str(where), every), daemon=True).start()
    told = {"address": str(where), "names": [*names, *([] if host in ("0.0.0.0", "::") else [host])], "secure": https, "local": local}  # noqa: S104  # fmt: skip
    os.environ["COUNTERCLAIM_SERVE"] = json.dumps(told)
    click.echo(f"counterclaim: http://{host}:{port}/events (Ctrl-C ends it)", err=True)
    uvicorn.run(
        "counterclaim.web.serving:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=_LOGS,
        access_log=False,
        server_header=False,
        proxy_headers=https,
        timeout_graceful_shutdown=10,
    )


def bring_up_to_date(ledger: Ledger) -> bool:
    """Return whether events and estimates were worked out anew, because reports or decisions came after the last time."""
    from counterclaim.pipeline_events import is_stale, refresh  # noqa: PLC0415 - loads linking and estimation

    if not is_stale(ledger):
        return False
    done = refresh(ledger, by="counterclaim")
    click.echo(f"{done.events:,} events linked and estimated", err=True)
    return True


def _watch(address: str, every: int) -> None:
    from counterclaim.ledger.opening import open_ledger  # noqa: PLC0415 - drivers load when needed

    while True:
        time.sleep(every)
        try:
            with open_ledger(address) as ledger:
                bring_up_to_date(ledger)
        except CounterclaimError as trouble:
            click.echo(f"could not link: {trouble}", err=True)


_LOGS = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": '{"time": "%(asctime)s", "level": "%(levelname)s", "logger": "%(name)s", "said": %(message)s}'},
                   "words": {"format": '{"time": "%(asctime)s", "level": "%(levelname)s", "logger": "%(name)s", "said": "%(message)s"}'}},
    "handlers": {"plain": {"class": "logging.StreamHandler", "formatter": "plain"}, "words": {"class": "logging.StreamHandler", "formatter": "words"}},
    "loggers": {"counterclaim.web": {"handlers": ["plain"], "level": "INFO"}, "uvicorn": {"handlers": ["words"], "level": "WARNING"}},
}  # fmt: skip
