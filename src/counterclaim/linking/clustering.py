"""From scored pairs to events: the strongest pairs first, and only as long as the whole still fits together.

The outcome does not depend on the order of arrival: pairs are taken by score, then by the ids of their incidents.
"""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.linking.when import days_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

#: How many members stand for a cluster when it is compared with another.
SAMPLE = 6
#: One pair cannot outvote all others: it counts so much at most, for or against.
FLOOR = 6.0


class Pair(NamedTuple):
    """Two incidents by position, and their score."""

    score: float
    one: int
    other: int


class Clusters(NamedTuple):
    """The members of each cluster, sorted; the pairs that joined them; the pairs between clusters that may belong together."""

    members: tuple[tuple[int, ...], ...]
    joined: tuple[Pair, ...]
    doubtful: tuple[Pair, ...]


class Limits(NamedTuple):
    """From which score on a pair is a link, and from which a suggestion.

    Clusters whose known days all lie apart need `doubt` more than a link.
    """

    link: float
    suggest: float
    doubt: float = 0.0


class Kept(NamedTuple):
    """What is known beforehand, by position: the pairs that are joined first, those that are never joined, and the days.

    `days` are the days of a year that an incident names, where its own is known.
    """

    together: tuple[tuple[int, int], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    days: Sequence[frozenset[int]] = ()


def cluster(
    pairs: Iterable[Pair],
    ids: Sequence[str],
    compare: Callable[[int, int], float],
    *,
    limits: Limits,
    kept: Kept,
) -> Clusters:
    """Return the clusters of all incidents, those alone included.

    Two clusters are joined where the mean score between them reaches `limits.link`, or less where one of them is large: what
    many reports tell of, a further report is likelier to tell of too (as in a Chinese restaurant process; Aldous 1985).
    """
    known = {(pair.one, pair.other): pair.score for pair in pairs}
    ordered = sorted(
        (Pair(score, one, other) for (one, other), score in known.items() if score >= limits.suggest),
        key=lambda pair: (-round(pair.score, 9), *sorted((ids[pair.one], ids[pair.other]))),
    )
    forest = _Forest(len(ids), kept.apart, kept.days)
    joined: list[Pair] = []
    doubtful: list[Pair] = []
    asked: set[tuple[int, int, int, int]] = set()  # two clusters of so many members: the answer is the same as before
    for one, other in kept.together:
        forest.join(one, other)
    for pair in ordered:
        left, right = sorted((forest.root(pair.one), forest.root(pair.other)))
        if left == right:
            continue
        as_they_are = (left, right, len(forest.members[left]), len(forest.members[right]))
        strong = pair.score >= limits.link and as_they_are not in asked and not forest.separate(left, right)
        asked.add(as_they_are)
        needed = limits.link + (limits.doubt if forest.differ(left, right) else 0.0)
        needed -= _pull(max(len(forest.members[left]), len(forest.members[right])))
        if strong and _reaches(forest.members[left], forest.members[right], needed, ids, known, compare):
            forest.join(left, right)
            joined.append(pair)
        else:
            doubtful.append(pair)
    apart_still = tuple(pair for pair in doubtful if forest.root(pair.one) != forest.root(pair.other))
    clusters = sorted(tuple(sorted(members)) for members in forest.members.values())
    return Clusters(tuple(clusters), tuple(joined), apart_still)


def _pull(size: int) -> float:
    return _PULL * log2(min(size, _LARGE))


def _reaches(  # noqa: PLR0913, PLR0917 - two clusters, what they need, and how pairs are compared
    left: list[int],
    right: list[int],
    needed: float,
    ids: Sequence[str],
    known: dict[tuple[int, int], float],
    compare: Callable[[int, int], float],
) -> bool:
    """Return whether the mean score between two clusters is what they need; ends where no further pair could change that."""
    pairs = [(min(one, other), max(one, other)) for one in _sample(left, ids) for other in _sample(right, ids)]
    pairs.sort(key=known.__contains__, reverse=True)
    missing = needed * len(pairs)
    for further in reversed(range(len(pairs))):
        pair = pairs[-1 - further]
        if pair not in known:
            known[pair] = compare(*pair)
        missing -= max(-FLOOR, min(FLOOR, known[pair]))
        if abs(missing) > further * FLOOR:
            break
    return missing <= 0


#: How much less a cluster needs with every doubling of its members, up to so many.
_PULL, _LARGE = 0.4, 16


def _sample(members: list[int], ids: Sequence[str]) -> list[int]:
    return members if len(members) <= SAMPLE else sorted(members, key=lambda at: ids[at])[:SAMPLE]


class _Forest:
    """Which cluster each incident is in, and which clusters a person keeps apart."""

    def __init__(self, size: int, apart: Iterable[tuple[int, int]], days: Sequence[frozenset[int]]) -> None:
        self._parent = list(range(size))
        self.members: dict[int, list[int]] = {at: [at] for at in range(size)}
        self._apart: dict[int, set[int]] = {}
        self._days = {at: named for at, named in enumerate(days) if named}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def separate(self, left: int, right: int) -> bool:
        against = self._apart.get(left)
        return bool(against) and any(self.root(other) == right for other in against or ())

    def differ(self, left: int, right: int) -> bool:
        """Return whether both clusters name days of their own, and all lie apart."""
        one, other = self._days.get(left), self._days.get(right)
        return bool(one and other) and days_apart(one or frozenset(), other or frozenset())

    def join(self, one: int, other: int) -> None:
        left, right = self.root(one), self.root(other)
        if left == right or self.separate(left, right):
            return
        if len(self.members[left]) < len(self.members[right]):
            left, right = right, left
        self._parent[right] = left
        self.members[left] += self.members.pop(right)
        if right in self._days:
            self._days[left] = self._days.get(left, frozenset()) | self._days.pop(right)
        if right in self._apart:
            self._apart.setdefault(left, set()).update(self._apart.pop(right))
