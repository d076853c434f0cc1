"""A claim in the making."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.fleeting import fleeting
from counterclaim.model import How, Outcome, Qualifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.numbers import Quantity
    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.extraction.victims import Marks, Phrase


@dataclass(slots=True)
class Draft:
    """A claim in the making: the phrase, what happened, and the tokens of its evidence.

    `again`: the figure that it puts otherwise or turns down, of the same people or things; `placed`: they name its place too;
    `added`: it is what a total grew by on its last day; `under`: what heads the list of which it is an item.
    """

    sentence: Sentence
    marks: Marks
    phrase: Phrase
    outcome: Outcome
    start: int
    end: int
    covers: tuple[Outcome, ...] = ()
    summed: bool | None = None
    cost: float = 0.0
    trigger: Trigger | None = None
    whole: Draft | None = None
    model: Draft | None = None
    again: Draft | None = None
    affected: bool = False
    placed: bool = False
    added: bool = False
    under: Heading | None = None

    @property
    def quantity(self) -> Quantity:
        """The number."""
        return self.phrase.quantity

    @property
    def unnumbered(self) -> bool:
        """Whether no number is stated: a claim only where somebody denies or confirms it."""
        return self.quantity.bounds.qualifier is Qualifier.NONE and self.quantity.how is How.SINGULAR


@fleeting
class Heading:
    """What heads a list: the words for what happened to its items, and the number of the sentence in which they stand."""

    trigger: Trigger
    sentence: int


@fleeting
class Earlier:
    """What a sentence has from those before.

    `drafts` are those whose parts may stand in it, `heading` that of a list that goes on; `told` are the drafts of the paragraph
    before, where another begins; `topic` is what was spoken of and not counted ("how many died is unknown"), `asked`
    whether the sentence before is a question, `flying` whether it told last of drones or missiles.
    """

    drafts: Sequence[Draft] = ()
    heading: Heading | None = None
    told: Sequence[Draft] = ()
    topic: Outcome | None = None
    asked: bool = False
    flying: bool = False
