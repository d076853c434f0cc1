"""The pieces of an actor's name."""

from __future__ import annotations

from enum import IntEnum

from counterclaim.fleeting import fleeting

#: The role of reports, which are nobody's officers, and which others issue.
REPORT = "report"


class Sort(IntEnum):
    """What an atom is; where several meanings compete for the same words the first wins."""

    ACTOR = 0
    ROLE = 1
    BODY = 2
    COUNTRY = 3
    ADJECTIVE = 4
    NAME = 5


@fleeting
class Atom:
    """The smallest piece of an actor's name: tokens, sort, neutral value, form in the pack."""

    start: int
    end: int
    sort: Sort
    value: str
    form: str


@fleeting
class Phrase:
    """Atoms that name one actor, and the tokens from the first to the last."""

    start: int
    end: int
    atoms: tuple[Atom, ...]

    def first(self, sort: Sort) -> Atom | None:
        """Return the first atom of a sort."""
        return next((atom for atom in self.atoms if atom.sort == sort), None)
