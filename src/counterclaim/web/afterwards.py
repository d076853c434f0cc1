"""Whose turn it is: pages one after the other, and after a decision the estimates that follow from it.

A server process makes only a few pages at once: more at a time would make none of them come sooner, and a save would have to
share the processor with all of them. Saves do not wait for a turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from counterclaim import pipeline_events
from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger.computed import events_of_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from counterclaim.ledger.opening import Ledger

Given = ParamSpec("Given")
Made = TypeVar("Made")
#: So many pages are made at once.
TURNS = 2


class Turns:
    """Those who wait, in the order in which they came."""

    def __init__(self) -> None:
        self._limit = CapacityLimiter(TURNS)

    async def take(self, make: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
        """Return what a function makes, in a thread, once it is its turn."""
        return await run_sync(lambda: make(*given, **named), limiter=self._limit)


class Afterwards:
    """The claims on which somebody ruled, and whose events are still to be estimated anew: each once, however often ruled on."""

    def __init__(self, ledger: Ledger, turns: Turns) -> None:
        self._ledger, self._turns = ledger, turns
        self._waiting: dict[str, str] = {}

    def add(self, claims: Iterable[str], by: str) -> None:
        """Remember claims; `work` is to follow."""
        self._waiting.update(dict.fromkeys(claims, by))

    async def work(self) -> None:
        """Bring the estimates of the claims' events up to date. Who ruled does not wait for it, and pages come in between."""
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        found = await self._turns.take(events_of_claims, self._ledger, tuple(waiting))
        for event, by in sorted({event: waiting[claim] for claim, event in found.items()}.items()):
            await self._turns.take(self._reestimate, event, by)

    def _reestimate(self, event: str, by: str) -> None:
        try:
            pipeline_events.reestimate(self._ledger, event, by=by)
        except UnknownIdentifier:
            return  # somebody has made it part of another meanwhile, and that one was estimated
