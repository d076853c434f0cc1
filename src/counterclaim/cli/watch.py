"""`counterclaim watch`: feeds followed, and what they bring written to a ledger."""

from __future__ import annotations

import signal
import sys
from collections import Counter, deque
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterclaim.cli.ledgers import by_option, ledger_option, opened, person
from counterclaim.cli.status import Status
from counterclaim.export.visible import visible
from counterclaim.records import line
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from rich.table import Table

    from counterclaim.pipeline_ledger import Outcome

_SHOWN = 15


@click.command()
@click.argument("feeds", type=click.Path(path_type=Path), metavar="FEEDS.toml")
@ledger_option
@by_option
@click.option("--once", is_flag=True, help="Look at what is due now and leave, as cron wants it.")
@click.option("--allow", multiple=True, metavar="HOST[:PORT]", help="Fetch from this host although its address is private.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="A live view for people, or a line of JSON for each article as soon as the ledger has it for good.",
)
def watch(feeds: Path, *, address: str | None, by: str | None, once: bool, allow: tuple[str, ...], form: str) -> Status:  # noqa: PLR0913 - one for each option
    """Follow feeds (RSS, Atom, JSON Feed, sitemaps of news) and add their articles to a ledger.

    Each article is fetched once, and again a few times in its first days; every version is kept. Hosts are asked as rarely
    as their robots.txt and FEEDS.toml say. It may be stopped or killed at any moment, and goes on where it was.
    """
    from counterclaim.pipeline_ledger import Adder  # noqa: PLC0415 - loads what reading and extraction need
    from counterclaim.pipeline_watch import Watcher, read_plan  # noqa: PLC0415 - the same

    plan = read_plan(feeds, allow)
    with opened(address, create=True, by=person(by)) as ledger, _stopping() as stop:
        watcher = Watcher(Adder(ledger, read_settings(), by=person(by), allow=allow), plan)
        outcomes = watcher.once() if once else watcher.forever(stop)
        if form == "jsonl":
            counts = _tell(outcomes, _line)
        elif sys.stdout.isatty():
            counts = _live(outcomes)
        else:
            counts = _tell(outcomes, _sentence)
    click.echo(", ".join(f"{count:,} {fate}" for fate, count in sorted(counts.items())) or "nothing new", err=True)
    return Status.SOME_REJECTED if counts["failed"] or counts["unread"] else Status.DONE


def _tell(outcomes: Iterator[Outcome], say: Callable[[Outcome], str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts[outcome.fate.value] += 1
        sys.stdout.write(say(outcome) + "\n")
        sys.stdout.flush()
    return counts


def _line(outcome: Outcome) -> str:
    told = {"id": outcome.id, "source": outcome.source, "fate": outcome.fate.value, "claims": outcome.claims}
    return line(told | {"reason": outcome.reason or None})


def _sentence(outcome: Outcome) -> str:
    behind = f": {visible(outcome.reason)}" if outcome.reason else f", {outcome.claims} claims"
    return f"{_time()} {outcome.fate.value} {visible(outcome.id)}{behind}"


def _live(outcomes: Iterator[Outcome]) -> Counter[str]:
    """Return the counts, after a view of the last outcomes that renews itself."""
    from rich.live import Live  # noqa: PLC0415 - only on a terminal

    counts: Counter[str] = Counter()
    last: deque[tuple[str, Outcome]] = deque(maxlen=_SHOWN)
    with Live(_view(counts, last), refresh_per_second=4) as view:
        for outcome in outcomes:
            counts[outcome.fate.value] += 1
            last.append((_time(), outcome))
            view.update(_view(counts, last))
    return counts


def _view(counts: Counter[str], last: deque[tuple[str, Outcome]]) -> Table:
    from rich.table import Table  # noqa: PLC0415 - only on a terminal
    from rich.text import Text  # noqa: PLC0415 - the same

    title = ", ".join(f"{count:,} {fate}" for fate, count in sorted(counts.items())) or "waiting for the first article"
    table = Table("when", "what", "claims", "article", title=title, expand=True)
    for when, outcome in last:
        table.add_row(when, outcome.fate.value, str(outcome.claims or ""), Text(visible(outcome.reason or outcome.id)))
    return table


def _time() -> str:
    return datetime.now().astimezone().strftime("%H:%M:%S")


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Give what tells whether the system asked to stop."""
    asked: list[int] = []

    def ask(number: int, _: FrameType | None) -> None:
        asked.append(number)

    before = signal.signal(signal.SIGTERM, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGTERM, before)
