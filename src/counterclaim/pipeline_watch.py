"""Feeds watched for months: each article fetched once, and again a few times in its first days; every version kept.

All state is in the ledger, written together with what was fetched: a watch may be killed at any moment and goes on where it was.
"""

from __future__ import annotations

import time
import tomllib
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from counterclaim.errors import UnreadableInput
from counterclaim.fetching.feeds import FeedEntry
from counterclaim.fetching.http import Fetched, Known, NotNow, fetch, normal_address
from counterclaim.fetching.limits import FetchLimits, RefusedAddress
from counterclaim.fetching.listings import Listing, read_listing
from counterclaim.fetching.robots import Robots
from counterclaim.ledger.store import writing
from counterclaim.ledger.watching import ARTICLE, FEED, Watched, due, keep, known, next_due, prepare
from counterclaim.model import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from counterclaim.pipeline_ledger import Adder, Finding, Outcome

#: How many fetches run at the same time, and how many waiting ones are looked at for one whose host is free.
THREADS, LOOKED_AT = 8, 400
#: An article that failed so many times is given up; the first wait after a failure, and the longest, in seconds.
MOST_FAILURES, FIRST_WAIT, LONGEST_WAIT = 5, 600.0, 86_400.0
#: A host that asks for longer pauses than this gets these, in seconds.
LONGEST_GAP = 120.0
_NAP, _MOST_FEEDS = 0.5, 100_000
_UNITS = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}
_KEYS = {"watch": {"every", "gap", "refetch", "allow", "seconds"}, "feed": {"url", "every"}}


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """One feed, and after how many seconds it is looked at again."""

    url: str
    every: float


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """What is watched and how politely.

    `gap` is the seconds between two requests to one host, `refetch` the ages at which an article is looked at again.
    """

    feeds: tuple[FeedPlan, ...]
    gap: float = 2.0
    refetch: tuple[float, ...] = (3_600.0, 21_600.0, 86_400.0, 259_200.0)
    limits: FetchLimits = field(default_factory=FetchLimits)


class Clock:
    """The time as the watch sees it, in seconds since 1970."""

    def now(self) -> float:
        """Return the time."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def read_plan(path: Path, allow: Iterable[str] = ()) -> WatchPlan:
    """Return the plan of a file; raises UnreadableInput with what is wrong in it."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as problem:
        raise UnreadableInput(str(path), problem.strerror or str(problem), "name a file with [[feed]] tables") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UnreadableInput(str(path), f"this is no TOML ({problem})", "see docs/watch.md for an example") from problem
    feeds, general = table.get("feed", []), table.get("watch", {})
    unknown = sorted((table.keys() - {"watch", "feed"}) | (general.keys() - _KEYS["watch"]))
    unknown += sorted({name for feed in feeds for name in feed.keys() - _KEYS["feed"]})
    if unknown or not feeds:
        what = f"unknown: {', '.join(unknown)}" if unknown else "it names no feed"
        raise UnreadableInput(str(path), what, "see docs/watch.md for an example")
    every = _seconds(path, general.get("every", "15m"))
    usual = WatchPlan(())
    allowed = frozenset((*general.get("allow", ()), *allow))
    return WatchPlan(
        feeds=tuple(FeedPlan(normal_address(feed.get("url", "")), _seconds(path, feed.get("every", every))) for feed in feeds),
        gap=_seconds(path, general.get("gap", usual.gap)),
        refetch=tuple(sorted(_seconds(path, age) for age in general.get("refetch", usual.refetch))),
        limits=FetchLimits(allowed=allowed, seconds=_seconds(path, general.get("seconds", usual.limits.seconds))),
    )


def _seconds(path: Path, stated: object) -> float:
    """Return the seconds that a number or "15m" stands for."""
    if isinstance(stated, int | float) and not isinstance(stated, bool) and stated >= 0:
        return float(stated)
    if isinstance(stated, str) and stated[-1:] in _UNITS and stated[:-1].replace(".", "", 1).isdecimal():
        return float(stated[:-1]) * _UNITS[stated[-1]]
    raise UnreadableInput(str(path), f"{stated!r} is no time", 'write "30s", "15m", "6h" or "2d"')


class _Got(NamedTuple):
    """What a fetch gave: an answer, with the listing in it for a feed, or why there is none."""

    fetched: Fetched | None = None
    listing: Listing | None = None
    problem: UnreadableInput | None = None
    delay: float | None = None


class Watcher:
    """Watches feeds and writes what they bring into a ledger, as one person."""

    def __init__(self, adder: Adder, plan: WatchPlan, clock: Clock | None = None) -> None:
        self._adder, self._plan = adder, plan
        self._clock = clock or Clock()
        self._robots = Robots(plan.limits, self._clock.now)
        self._every = {feed.url: feed.every for feed in plan.feeds}
        self._free: dict[str, float] = {}
        self._running: dict[Future[_Got], Watched] = {}
        prepare(adder.ledger)
        self._settle()

    def once(self) -> Iterator[Outcome]:
        """Yield what came of all feeds that are due now, and of the articles that they named."""
        yield from self._work(self._clock.now(), lambda: False)

    def forever(self, stop: Callable[[], bool] = lambda: False) -> Iterator[Outcome]:
        """Yield what comes, as it comes, until `stop` says so."""
        yield from self._work(None, stop)

    # --- what to do -------------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Have the feeds of the plan remembered as due, and those that are no longer in it as never due."""
        ledger, now = self._adder.ledger, self._clock.now()
        there = known(ledger, FEED, [feed.url for feed in self._plan.feeds])
        new = [Watched(FEED, feed.url, now, found=now) for feed in self._plan.feeds if feed.url not in there]
        back = [replace(one, due=now) for one in there.values() if one.due is None]
        gone = [
            replace(one, due=None) for one in due(ledger, float("inf"), float("-inf"), _MOST_FEEDS) if self._pace(one) is None
        ]
        if new or back or gone:
            with writing(ledger, by=self._adder.by) as writer:
                keep(writer, [*new, *back, *gone])

    def _pace(self, feed: Watched) -> float | None:
        """Return after how many seconds a feed is looked at again, None where nobody asked for it."""
        return self._every.get(feed.address) or self._every.get(feed.feed or "")

    def _work(self, until: float | None, stop: Callable[[], bool]) -> Iterator[Outcome]:
        with ThreadPoolExecutor(THREADS, thread_name_prefix="watch") as pool:
            try:
                while not stop():
                    self._begin(pool, until)
                    if self._running:
                        done, _ = wait(self._running, timeout=_NAP, return_when=FIRST_COMPLETED)
                        yield from self._end(done)
                    elif not self._rest(until):
                        return
                yield from self._end(wait(self._running).done)
            finally:
                for future in self._running:
                    future.cancel()
                self._running.clear()

    def _begin(self, pool: ThreadPoolExecutor, until: float | None) -> None:
        """Start what is due, one fetch at a time for each host, and no sooner than its pause allows."""
        if len(self._running) >= THREADS:
            return
        now = self._clock.now()
        going = {one.address for one in self._running.values()}
        busy = {_host(address) for address in going}
        for one in due(self._adder.ledger, now if until is None else until, now, LOOKED_AT, going):
            host = _host(one.address)
            if len(self._running) < THREADS and host not in busy and self._free.get(host, 0.0) <= now:
                busy.add(host)
                self._running[pool.submit(self._fetch, one)] = one

    def _rest(self, until: float | None) -> bool:
        """Wait until something may be due; return whether there is anything to wait for."""
        now = self._clock.now()
        waiting = bool(due(self._adder.ledger, now if until is None else until, now, 1))
        if until is not None and not waiting:
            return False
        when = next_due(self._adder.ledger)
        later = _NAP if waiting or when is None else when - now
        self._free = {host: free for host, free in self._free.items() if free > now}
        if waiting and self._free:
            later = min(self._free.values()) - now
        self._clock.sleep(min(max(later, 0.01), 5.0))
        return True

    # --- fetching, in threads ---------------------------------------------------------------------------------------------

    def _fetch(self, one: Watched) -> _Got:
        rule = self._robots.rule(one.address)
        if not rule.allowed:
            refused = RefusedAddress(one.address, "its robots.txt does not allow it", "ask the publisher")
            return _Got(problem=refused, delay=rule.delay)
        try:
            fetched = fetch(one.address, self._plan.limits, Known(one.etag, one.modified))
            fresh = one.kind == FEED and fetched.status != _SAME
            listing = read_listing(fetched.content, fetched.final) if fresh else None
        except UnreadableInput as problem:
            return _Got(problem=problem, delay=rule.delay)
        return _Got(fetched, listing, delay=rule.delay)

    # --- writing, in the order of arrival ---------------------------------------------------------------------------------

    def _end(self, done: Iterable[Future[_Got]]) -> list[Outcome]:
        """Return what became of finished fetches, once the ledger has them and what is to be done next."""
        ended = [(self._running.pop(future), future.result()) for future in done]
        now = self._clock.now()
        states: list[Watched] = []
        findings: list[Finding | Rejected] = []
        for one, got in ended:
            gap = min(max(self._plan.gap, got.delay or 0.0), LONGEST_GAP)
            self._free[_host(one.address)] = now + gap
            if got.problem is not None:
                states.append(self._failed(one, got.problem, now))
                if states[-1].due is None or one.kind == FEED:
                    findings.append(Rejected(one.address, str(got.problem)))
            elif one.kind == FEED:
                states += self._listed(one, got, now)
            elif got.fetched is not None:
                states.append(self._arrived(one, got.fetched, now))
                if got.fetched.status != _SAME:
                    entry = FeedEntry(one.address, one.title, one.published)
                    findings += self._adder.fetched(got.fetched, entry, one.feed)
        outcomes, work = self._adder.read(findings)
        if states or work:
            with writing(self._adder.ledger, by=self._adder.by) as writer:
                outcomes += self._adder.write(writer, work)
                keep(writer, states)
        return outcomes

    def _failed(self, one: Watched, problem: UnreadableInput, now: float) -> Watched:
        """Return a feed or article after a failure: tried again later and later, an article not for ever."""
        failures = one.failures + 1
        pace = self._pace(one) or FIRST_WAIT if one.kind == FEED else FIRST_WAIT
        later = min(pace * 2.0 ** min(failures - 1, 20), LONGEST_WAIT)
        if isinstance(problem, NotNow) and problem.seconds:
            later = min(max(later, problem.seconds), LONGEST_WAIT)
        hopeless = one.kind == ARTICLE and (failures >= MOST_FAILURES or isinstance(problem, RefusedAddress))
        return replace(one, due=None if hopeless else now + later, failures=failures, reason=str(problem))

    def _arrived(self, one: Watched, fetched: Fetched, now: float) -> Watched:
        """Return an article after a fetch: due again at the next of the ages at which articles are looked at again."""
        ages = [age for age in self._plan.refetch[one.fetched :] if one.found + age > now]
        return replace(_answered(one, fetched), due=one.found + ages[0] if ages else None)

    def _listed(self, feed: Watched, got: _Got, now: float) -> list[Watched]:
        """Return a feed after a fetch, with the articles and lists that it names for the first time."""
        pace = self._pace(feed)
        inner = feed.address not in self._every  # it is due again when the list that names it is
        answered = feed if got.fetched is None else _answered(feed, got.fetched)
        states = [replace(answered, due=None if inner or pace is None else now + pace)]
        listing = got.listing or Listing(())
        if listing.lists:  # lists may change although the list of them does not
            states[0] = replace(states[0], etag=None, modified=None)
            there = known(self._adder.ledger, FEED, listing.lists)
            named = (there.get(url) or Watched(FEED, url, now, found=now) for url in listing.lists if url not in self._every)
            states += [replace(one, due=feed.due, feed=feed.address) for one in named]  # at once, as if it stood in the feed
        entries: dict[str, FeedEntry] = {}
        for entry in listing.entries:
            try:
                entries.setdefault(normal_address(entry.link), entry)
            except UnreadableInput:
                continue  # no address that anybody could fetch
        new = entries.keys() - known(self._adder.ledger, ARTICLE, list(entries)).keys()
        states += [
            Watched(ARTICLE, url, now, feed=feed.address, title=entry.title, published=entry.published, found=now)
            for url, entry in entries.items()
            if url in new
        ]
        return states


_SAME = 304


def _answered(one: Watched, fetched: Fetched) -> Watched:
    named = {name.lower(): value for name, value in fetched.headers}
    same = fetched.status == _SAME
    return replace(
        one,
        fetched=one.fetched + 1,
        failures=0,
        reason=None,
        etag=named.get("etag") or (one.etag if same else None),
        modified=named.get("last-modified") or (one.modified if same else None),
    )


def _host(address: str) -> str:
    return urlsplit(address).netloc
