"""Those who only stand behind others: "US-backed fighters", "a government backed by the UN". They neither are there nor speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.knowledge.clauses import load_clauses
from counterclaim.knowledge.lexicon import Entry, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from counterclaim.knowledge.clauses import Clauses
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.text import Token

#: What the words for a backer and his backing are in place of his name: an adjective of those whom he backs.
BACKED = Entry("roles", "backed", "adjective")
#: How many small words may stand between "backed" and the name: "backed by the".
SMALL = 3
_NAMES = frozenset({"countries", "actors"})
#: Kinds of marks whose phrases may begin with a word for backing: "armed forces", "armed men".
_FORCES = frozenset({"roles", "victims", "actors"})
_HYPHENS = frozenset("-‑")


def without_backers(found: Iterable[Mark], tokens: Sequence[Token], keys: Iterable[str], pack: LanguagePack) -> tuple[Mark, ...]:
    """Return the marks of a sentence, an adjective in the place of each name of a backer; `keys` are those of its tokens."""
    clauses, marks = load_clauses(pack.code), tuple(found)
    if clauses.backing.isdisjoint(keys):
        return marks
    return tuple(_replaced(marks, tokens, clauses))


def _replaced(marks: Sequence[Mark], tokens: Sequence[Token], clauses: Clauses) -> Iterator[Mark]:
    backers = _Backers(tokens, marks, clauses)
    given: set[tuple[int, int]] = set()
    for mark in marks:
        stretch = backers.stretch(mark) if mark.kind in _NAMES and mark.tail is None else None
        if stretch is None:
            yield mark
        elif stretch not in given:
            given.add(stretch)
            yield Mark(*BACKED, stretch[0], stretch[1], stretch[1], None)


class _Backers:
    """The words for backing in one sentence, and what stands beside the names."""

    def __init__(self, tokens: Sequence[Token], marks: Sequence[Mark], clauses: Clauses) -> None:
        self._tokens, self._clauses = tokens, clauses
        self._deeds = {mark.start for mark in marks if mark.kind == "means"}
        self._agents = {mark.start for mark in marks if mark.kind == "grammar" and mark.value == "agent"}
        self._phrases = {mark.start for mark in marks if mark.kind in _FORCES and mark.end > mark.start + 1}

    def stretch(self, mark: Mark) -> tuple[int, int] | None:
        """Return from where to where a name and its backing reach, None where it backs nobody."""
        tokens, end = self._tokens, mark.end
        if end < len(tokens) and tokens[end].text in _HYPHENS and tokens[end].glued:
            return (mark.start, end + 2) if self._backs(end + 1) else None
        before = mark.start
        if before > 1 and tokens[before - 1].text in _HYPHENS and tokens[before - 2].key in self._clauses.favouring:
            return before - 2, end  # "pro-Iranian"
        while before > max(mark.start - SMALL, 0) and self._is_small(before - 1):
            before -= 1
        links = [at for at in range(before, mark.start) if self._links(at)]
        if links and self._backs(end) and end not in self._phrases:
            return links[-1], end + 1  # "von den UN unterstützte", but not "of the Afghan armed forces"
        if before and tokens[before - 1].key in self._clauses.backed and (links or self._clauses.cases):
            return before - 1, end
        return None

    def _backs(self, at: int) -> bool:
        """Return whether a word for backing stands at a token, or one for leading before an attack: "US-led air strikes"."""
        if at >= len(self._tokens):
            return False
        key = self._tokens[at].key
        return key in self._clauses.backed or (key in self._clauses.controlled and at + 1 in self._deeds)

    def _links(self, at: int) -> bool:
        return self._tokens[at].key in self._clauses.link or at in self._agents

    def _is_small(self, at: int) -> bool:
        return self._links(at) or self._tokens[at].key in self._clauses.article
