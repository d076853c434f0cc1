"""robots.txt (RFC 9309): what a host allows us to fetch, and how fast; remembered for a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from protego import Protego

from counterclaim.errors import UnreadableInput
from counterclaim.fetching.http import NotNow, fetch

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterclaim.fetching.limits import FetchLimits

AGENT = "counterclaim"
#: How long rules are remembered (RFC 9309, 2.4), and how long a host whose rules cannot be had is left alone (2.3.1.4), in
#: seconds.
_REMEMBERED, _UNREACHABLE = 86_400.0, 3_600.0
#: Parsers need read no more than this (RFC 9309, 2.5).
_LARGEST = 512_000
_MOST_HOSTS = 5_000
_EVERYTHING, _NOTHING = "User-agent: *\nDisallow:\n", "User-agent: *\nDisallow: /\n"


class Rule(NamedTuple):
    """Whether an address may be fetched, and how many seconds the host wants between two requests (None: it does not say)."""

    allowed: bool
    delay: float | None


class Robots:
    """The rules of all hosts that were asked; `now` gives the time in seconds."""

    def __init__(self, limits: FetchLimits, now: Callable[[], float]) -> None:
        self._limits = replace(limits, size=_LARGEST, redirects=5)
        self._now = now
        self._known: dict[str, tuple[float, Protego]] = {}

    def rule(self, url: str) -> Rule:
        """Return what the host of an address says of it; asks it where it was not asked for a day."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        until, rules = self._known.get(place, (0.0, None))
        if rules is None or until <= self._now():
            if len(self._known) >= _MOST_HOSTS:
                self._known.clear()
            until, rules = self._known[place] = self._ask(place)
        return Rule(rules.can_fetch(url, AGENT), rules.crawl_delay(AGENT))

    def _ask(self, place: str) -> tuple[float, Protego]:
        now = self._now()
        try:
            text = fetch(f"{place}/robots.txt", self._limits).content.decode("utf-8", errors="replace")
        except NotNow:
            return now + _UNREACHABLE, Protego.parse(_NOTHING)
        except UnreadableInput as problem:
            gone = "answers 4" in problem.reason or "no page" in problem.reason
            return (now + _REMEMBERED, Protego.parse(_EVERYTHING)) if gone else (now + _UNREACHABLE, Protego.parse(_NOTHING))
        return now + _REMEMBERED, Protego.parse(text)
