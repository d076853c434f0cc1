"""What the registry of actors says of two parties. A relation that rests on general knowledge decides nothing here."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from counterclaim.errors import UnknownIdentifier

if TYPE_CHECKING:
    from counterclaim.knowledge.actors import Actors

#: The source of relations that nobody looked up.
GENERAL_KNOWLEDGE = "general knowledge"
_BINDING = {"belongs_to", "backs"}


class RegistryRelations:
    """The relations of an estimate, read from the registry. Ids that it does not hold (countries) have none."""

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    def allied(self, first: str, second: str) -> bool:
        """Return whether one belongs to or backs the other, directly or through others, or both do so for a third."""
        return bool(self._bound(first) & self._bound(second))

    def opposed(self, first: str, second: str) -> bool:
        """Return whether one, or a body that it belongs to or backs, fights the other or such a body of the other."""
        ours, theirs = self._bound(first), self._bound(second)
        return any(self._fights(one) & theirs for one in ours) or any(self._fights(one) & ours for one in theirs)

    @functools.lru_cache(maxsize=4096)  # noqa: B019 - as many as there are actors, and one registry a run
    def _bound(self, identifier: str) -> frozenset[str]:
        """Return the actor and all whom it belongs to or backs, countries among them."""
        found, waiting = {identifier}, [identifier]
        while waiting:
            for kind, other in self._relations(waiting.pop()):
                if kind in _BINDING and other not in found:
                    found.add(other)
                    waiting.append(other)
        return frozenset(found)

    def _fights(self, identifier: str) -> frozenset[str]:
        return frozenset(other for kind, other in self._relations(identifier) if kind == "fights")

    def _relations(self, identifier: str) -> list[tuple[str, str]]:
        try:
            actor = self._actors.get(identifier)
        except UnknownIdentifier:
            return []
        return [(relation.kind, relation.actor) for relation in actor.relations if relation.source != GENERAL_KNOWLEDGE]
