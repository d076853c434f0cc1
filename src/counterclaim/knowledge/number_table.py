"""What the `numbers` table of a language may say, and what its rows mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto
from typing import TYPE_CHECKING, Any

from counterclaim.model import Qualifier

if TYPE_CHECKING:
    from collections.abc import Mapping


class Part(IntEnum):
    """What a piece of a number does in it."""

    UNIT = auto()
    TEEN = auto()
    TEN = auto()
    #: A whole number of hundreds in one word ("двести").
    HUNDREDS = auto()
    HUNDRED = auto()
    SCALE = auto()
    #: A written-off scale, which needs a number before it ("mln").
    SHORT = auto()
    #: A collective noun ("dozen"), exact; and one that counts roughly ("trentaine").
    NOUN = auto()
    ROUND = auto()
    #: The plural of a scale or noun, vague where nothing counts it ("hundreds").
    PLURAL = auto()
    HALF = auto()
    ONE_AND_HALF = auto()
    AND_HALF = auto()
    AND = auto()
    OF = auto()
    HYPHEN = auto()
    ARTICLE = auto()
    ANOTHER = auto()
    SEVERAL = auto()
    #: Counts only together with a scale ("some hundred").
    SOME = auto()
    COUPLE = auto()
    #: Endings of a number: "50-tal" counts roughly, "hundratals" is open, "17th" an ordinal.
    ROUND_END = auto()
    VAGUE_END = auto()
    ORDINAL_END = auto()
    DIGITS = auto()


class Role(IntEnum):
    """What a phrase does around a number. The values are bits, so that roles can be asked for together."""

    ATOM = 1 << 0
    BEFORE = 1 << 1
    AFTER = 1 << 2
    TRAILING = 1 << 3
    FILLER = 1 << 4
    MORE_BEFORE = 1 << 5
    MORE_AFTER = 1 << 6
    MORE_TRAILING = 1 << 7
    BETWEEN = 1 << 8
    FROM = 1 << 9
    AND = 1 << 10
    TO = 1 << 11
    OR = 1 << 12
    HYPHEN = 1 << 13
    ZERO = 1 << 14
    SHARE = 1 << 15
    PERCENT = 1 << 16
    TIMES = 1 << 17
    RATIO = 1 << 18
    RATIO_CUE = 1 << 19
    TRAP = 1 << 20
    EACH = 1 << 21
    OF_TEN = 1 << 22
    DENIED = 1 << 23
    DENYING = 1 << 24


#: What may stand before a number and belong to it.
BEFORE_NUMBER = Role.BEFORE | Role.FILLER | Role.MORE_BEFORE | Role.BETWEEN | Role.FROM | Role.EACH


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a number word. `word` is the neutral name of a vague one."""

    part: Part
    value: int = 0
    ordinal: bool = False
    word: str = ""


#: Tables of `value = [forms]`.
VALUED = {
    "units": Part.UNIT,
    "teens": Part.TEEN,
    "tens": Part.TEN,
    "hundreds": Part.HUNDREDS,
    "scales": Part.SCALE,
    "short": Part.SHORT,
    "nouns": Part.NOUN,
    "rounded": Part.ROUND,
    "plurals": Part.PLURAL,
    "ordinals": Part.UNIT,
}
#: Tables of `name = [forms]`. The names of vague words are the neutral words of a quantity.
NESTED = {
    "halves": {"half": Part.HALF, "one_and_half": Part.ONE_AND_HALF, "and_half": Part.AND_HALF},
    "article": {"one": Part.ARTICLE, "another": Part.ANOTHER},
    "vague": {
        "several": Part.SEVERAL,
        "some": Part.SOME,
        "many": Part.SEVERAL,
        "few": Part.SEVERAL,
        "handful": Part.SEVERAL,
        "number": Part.SEVERAL,
        "couple": Part.COUPLE,
    },
}
#: Tables of `role = [phrases]`.
ROLES: dict[str, dict[str, Role]] = {
    "additional": {"before": Role.MORE_BEFORE, "after": Role.MORE_AFTER, "trailing": Role.MORE_TRAILING},
    "ranges": {"between": Role.BETWEEN, "from": Role.FROM, "and": Role.AND, "to": Role.TO, "or": Role.OR},
    "zero": {"words": Role.ZERO, "denied": Role.DENIED, "denying": Role.DENYING},
    "share": {"words": Role.SHARE, "percent": Role.PERCENT},
    "ratio": {"times": Role.TIMES, "joins": Role.RATIO, "each": Role.EACH, "of_ten": Role.OF_TEN, "cues": Role.RATIO_CUE},
    "other": {"traps": Role.TRAP, "fillers": Role.FILLER},
}
#: Where a qualifier stands; `preposition` and `until` stand before the number, with a reserve each.
PLACES = {"before": Role.BEFORE, "preposition": Role.BEFORE, "until": Role.BEFORE, "after": Role.AFTER, "trailing": Role.TRAILING}
QUALIFIERS = {qualifier.value: qualifier for qualifier in (Qualifier.AT_LEAST, Qualifier.AT_MOST, Qualifier.ABOUT)}
ENDINGS: dict[str, Part | None] = {"rounded": Part.ROUND_END, "vague": Part.VAGUE_END, "ordinal": Part.ORDINAL_END, "case": None}
#: The rows of [grammar]: joining words, and how the language puts numbers together.
GRAMMAR: dict[str, Part | None] = {
    "joins": Part.AND,
    "reversed_joins": Part.AND,
    "ten_joins": Part.AND,
    "of": Part.OF,
    "forward": None,
    "tens_with_teens": None,
    "rising": None,
    "glued": None,
    "singular": None,
    "inverted": None,
}

#: What cannot begin a number; what only ends one; and what may follow what inside a word.
CONTINUES = frozenset({Part.AND, Part.OF, Part.SHORT, Part.AND_HALF})
TAILS = frozenset({Part.ROUND_END, Part.VAGUE_END, Part.ORDINAL_END})
_SMALL = frozenset({Part.UNIT, Part.TEEN, Part.TEN})
_BIG = frozenset({Part.HUNDRED, Part.SCALE, Part.PLURAL, Part.NOUN})
FOLLOWS: dict[Part, frozenset[Part]] = {
    Part.UNIT: _BIG | TAILS | {Part.AND, Part.AND_HALF},
    Part.TEEN: _BIG | TAILS | {Part.AND_HALF},
    Part.TEN: _BIG | TAILS | {Part.UNIT, Part.AND},
    Part.HUNDREDS: _SMALL | _BIG | TAILS | {Part.AND},
    Part.HUNDRED: _SMALL | _BIG | TAILS | {Part.AND},
    Part.SCALE: _SMALL | TAILS | {Part.AND, Part.HUNDRED, Part.HUNDREDS},
    Part.NOUN: TAILS,
    Part.AND: _SMALL | {Part.HUNDRED, Part.HUNDREDS},
    Part.HALF: _BIG,
    **dict.fromkeys(TAILS | {Part.PLURAL, Part.AND_HALF}, frozenset[Part]()),
}


def check_table(table: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a table, None where every row has a meaning."""
    known: dict[str, set[str]] = {"grammar": set(GRAMMAR), "endings": set(ENDINGS), "qualifiers": set(QUALIFIERS)}
    known |= {name: set(rows) for name, rows in NESTED.items()} | {name: set(rows) for name, rows in ROLES.items()}
    for name, rows in table.items():
        if name in VALUED:
            wrong = [row for row in rows if not row.isdecimal()]
        elif name in known:
            wrong = [row for row in rows if row not in known[name]]
        else:
            return f"[{name}] is not a table of numbers; there are {', '.join(sorted([*known, *VALUED]))}"
        if name == "qualifiers":
            wrong += [place for places in rows.values() for place in places if place not in PLACES]
        if wrong:
            return f"[{name}] does not know {', '.join(wrong)}"
    return None
