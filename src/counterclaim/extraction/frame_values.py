"""What one attribution says: who, how, over which words."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from counterclaim.fleeting import fleeting
from counterclaim.model import Stance

if TYPE_CHECKING:
    from counterclaim.extraction.naming import ActorMark

#: The stance of a verb or noun, by its value in the pack.
STANCES = {
    "accepts": Stance.ASSERTS,
    "accuses": Stance.ASSERTS,
    "asserts": Stance.ASSERTS,
    "counts": Stance.ASSERTS,
    "sees": Stance.ASSERTS,
    "figures": Stance.ASSERTS,
    "verified": Stance.CONFIRMS,
    "reports": Stance.ASSERTS,
    "confirms": Stance.CONFIRMS,
    "confirmed_by": Stance.CONFIRMS,
    "denies": Stance.DENIES,
    "estimates": Stance.ESTIMATES,
}


#: The value of verbs of those who received, found or saw whom they count.
SEEING = "sees"
#: The value of verbs by which a group says that it did it: it speaks, but not of the figures told before.
ACCEPTING = "accepts"


class Reach(Enum):
    """Over which words an attribution reaches: those behind it, before it and behind, the whole clause, the sentences before."""

    FORWARD = "forward"
    BACKWARD = "backward"
    AROUND = "around"
    EARLIER = "earlier"


class Refers(Enum):
    """Whom a frame without a named speaker means."""

    PERSON = "person"
    EITHER = "either"
    SPEAKER = "speaker"
    BODY = "body"
    SUBJECT = "subject"


@fleeting
class Frame:
    """One attribution. `subject` is None where `refers` says whom it means; `via` are marks of outlets beside it.

    `citing`: the speaker is the source of another; `relayed`: only an outlet's interview or quotation is named; `same`: what
    was said before goes on ("by the same count"); `unsaid`: he did not say it, and only who speaks next may be he; `owning`: he
    takes a deed on himself, and tells of figures only where they are what he takes ("responsibility for the death of 12");
    `caring`: it is said of him only that he received or found those counted, and who else speaks goes first.
    """

    start: int
    end: int
    reach: Reach
    stance: Stance
    subject: ActorMark | None
    refers: Refers | None = None
    via: tuple[ActorMark, ...] = ()
    citing: bool = False
    relayed: bool = False
    same: bool = False
    unsaid: bool = False
    owning: bool = False
    caring: bool = False
