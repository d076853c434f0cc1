"""How the pieces of a number add up.

The grammar is one for all languages; which pieces a language has, and in which order it joins them, its pack says.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.fleeting import fleeting
from counterclaim.knowledge.number_table import Part

if TYPE_CHECKING:
    from counterclaim.knowledge.number_words import NumberWords

COLLECTIVE = frozenset({Part.NOUN, Part.ROUND, Part.PLURAL, Part.VAGUE_END, Part.ROUND_END})
_ENDS = frozenset({Part.ROUND_END, Part.VAGUE_END, Part.ORDINAL_END})
_AFTER_ARTICLE = frozenset({Part.SCALE, Part.AND_HALF, Part.NOUN, Part.ROUND})
_AFTER_HALF = frozenset({Part.SCALE, Part.NOUN, Part.SHORT, Part.PLURAL})
_HALF = Fraction(1, 2)
#: From how many on a number in digits is written in full, so that no "thousand" behind it multiplies it.
WHOLE = 10_000
_CEILING = 10**16
_THOUSAND = 1000


@fleeting
class Piece:
    """A piece of a number at its tokens. `last` says that the token ends with it."""

    part: Part
    value: int | Fraction
    start: int
    end: int
    last: bool
    ordinal: bool = False
    word: str = ""


@fleeting
class Cardinal:
    """A number that was read from tokens `start` to `end`.

    `value` is None for a count without a number ("several"). `open` is set for plurals such as "hundreds", whose value is that of
    the singular. `mantissa` is what stands before a scale, `scale` the scale (1 without one).
    """

    start: int
    end: int
    value: int | Fraction | None
    digits: bool = False
    about: bool = False
    open: bool = False
    ordinal: bool = False
    mantissa: int | Fraction | None = None
    scale: int = 1
    word: str = ""
    couple: bool = False
    counted: bool = False


class Group(NamedTuple):
    """What may stand before a scale: its value, where it ends, and whether it is in digits."""

    value: int | Fraction
    end: int
    digits: bool = False


def _completes(group: Group, cap: int, *, joined: bool) -> bool:
    """Return whether digits are the hundreds behind digits and a word for thousand: "2 thousand 316"."""
    return group.digits and not joined and cap == _THOUSAND and cap // 10 <= group.value < cap


def open_low(value: int | Fraction) -> int:
    """Return the least that the plural of a round number says: dozens and tens 20, hundreds 200 (annotation guide)."""
    return 20 if value < 20 else int(2 * value)


class NumberGrammar:
    """Reads the number at the beginning of a row of pieces."""

    def __init__(self, row: list[Piece], words: NumberWords) -> None:
        self.row, self.words = row, words
        self.ordinal = False

    def read(self) -> Cardinal | None:
        """Return the longest number at the beginning of the row that ends with a token."""
        best: Cardinal | None = None
        total: int | Fraction = 0
        at, cap, digits = 0, _CEILING, False
        while at < len(self.row):
            begin = self._joined(at) if total else at
            group = self._group(begin, after_and=begin > at)
            if group is None or (total and group.digits and begin > at):
                break
            half = self._and_half(group.end)
            value = group.value + (_HALF if half > group.end else 0)
            factor, end = self.scales(half)
            if group.digits and factor == _THOUSAND and value >= WHOLE:
                factor = 1  # "33 350 thousand soldiers" says thousand twice
            mixed = (digits or group.digits) and not (digits and _completes(group, cap, joined=begin > at))
            if total and (factor >= cap or (factor == 1 and (value >= cap or mixed))):
                break
            total += value * factor
            if factor > 1 and (half := self._and_half(end)) > end:
                total, end = total + Fraction(factor, 2), half
            digits |= group.digits
            at, cap = end, factor
            if end and self.row[end - 1].last:
                mantissa = value if best is None else None
                best = Cardinal(
                    self.row[0].start, self.row[end - 1].end, total, digits, ordinal=self.ordinal, mantissa=mantissa, scale=factor
                )
            if factor == 1 or self.ordinal or not end:
                break
        return self._collective(total, at, digits=digits) or best

    def scales(self, at: int) -> tuple[int, int]:
        """Return the product of the scales in a row, and where they end."""
        factor = 1
        while factor < _CEILING:
            place = self._skip(at, Part.HYPHEN)
            if place == at and self._part(at) is Part.OF and self._part(at - 1) in COLLECTIVE:
                place += 1
            part = self._part(place)
            counted = part is Part.PLURAL and place > 0 and not self._inside(place)
            if part is not Part.SCALE and part is not Part.SHORT and not counted:
                break
            factor *= int(self.row[place].value)
            self.ordinal |= self.row[place].ordinal
            at = place + 1
        return factor, at

    # -- the row --------------------------------------------------------------------------------------------------

    def _part(self, at: int) -> Part | None:
        return self.row[at].part if 0 <= at < len(self.row) else None

    def _inside(self, at: int) -> bool:
        """Return whether the piece stands in the same token as the one before it."""
        return at > 0 and not self.row[at - 1].last

    def _skip(self, at: int, *parts: Part) -> int:
        """Return the place after one joining piece, if there is one."""
        return at + 1 if self._part(at) in parts else at

    def _joined(self, at: int) -> int:
        """Return the place after a joining word or hyphen that may stand between hundreds or scales and the rest."""
        if self._part(at) is Part.AND and not (self._inside(at) or self.row[at].value):
            return at
        return self._skip(at, Part.AND, Part.HYPHEN)

    def _and_half(self, at: int) -> int:
        place = self._skip(at, Part.HYPHEN)
        return place + 1 if self._part(place) is Part.AND_HALF and self._part(place + 1) is not Part.NOUN else at

    def _take(self, at: int) -> Group:
        """Return the value of one piece as a group; it may be an ordinal."""
        self.ordinal |= self.row[at].ordinal
        return Group(self.row[at].value, at + 1)

    # -- below a hundred, below a thousand ------------------------------------------------------------------------

    def _below_hundred(self, at: int, *, after_and: bool = False) -> Group | None:
        part = self._part(at)
        if part is Part.TEN:
            return self._tens(at)
        if part is Part.UNIT:
            turned = self.words.reverse and self._part(at + 1) is Part.AND and self._part(at + 2) is Part.TEN
            if turned and self._inside(at + 1) and self._inside(at + 2):
                ten = self._take(at + 2)
                return Group(self.row[at].value + ten.value, ten.end)
            return self._take(at)
        if part is Part.TEEN:
            return self._take(at)
        if part is Part.ARTICLE and self.row[at].word and (after_and or (at > 0 and self.words.ten_joins)):
            return Group(1, at + 1)
        return None

    def _tens(self, at: int) -> Group:
        ten = self._take(at)
        if self.row[at].ordinal or not self.words.forward:
            return ten
        place = self._skip(ten.end, Part.HYPHEN)
        if self._part(place) is Part.AND:
            if not self.words.ten_joins:
                return ten
            place = self._skip(place + 1, Part.HYPHEN)
        part = self._part(place)
        if part is Part.UNIT or (part is Part.TEEN and ten.value in self.words.tens_with_teens):
            rest = self._take(place)
            return Group(ten.value + rest.value, rest.end)
        if part is Part.ARTICLE and place > ten.end and self.row[place].word:
            return Group(ten.value + 1, place + 1)
        return ten

    def _below_thousand(self, at: int, *, after_and: bool = False) -> Group | None:
        small = self._below_hundred(at, after_and=after_and)
        if self.ordinal:
            return small
        if small is None and self._part(at) is Part.HUNDREDS:
            return self._with_rest(self._take(at))
        place = small.end if small else self._skip(at, Part.ARTICLE)
        place = self._skip(place, Part.HYPHEN)
        if self._part(place) is not Part.HUNDRED:
            return small
        self.ordinal |= self.row[place].ordinal
        return self._with_rest(Group((small.value if small else 1) * 100, place + 1))

    def _with_rest(self, hundreds: Group) -> Group:
        """Add what stands after the hundreds."""
        place = self._joined(hundreds.end)
        rest = None if self.ordinal else self._below_hundred(place, after_and=place > hundreds.end)
        if rest is None or self._part(self._skip(rest.end, Part.HYPHEN)) is Part.HUNDRED:
            return hundreds
        return Group(hundreds.value + rest.value, rest.end)

    # -- groups ---------------------------------------------------------------------------------------------------

    def _group(self, at: int, *, after_and: bool = False) -> Group | None:
        part = self._part(at)
        if part is Part.DIGITS:
            place = self._skip(at + 1, Part.HYPHEN)
            if self._part(place) is Part.HUNDRED:
                return Group(self.row[at].value * 100, place + 1, digits=True)
            return Group(self.row[at].value, at + 1, digits=True)
        if part is Part.SCALE or part is Part.NOUN:
            return Group(1, at)
        if part is Part.HALF or part is Part.ONE_AND_HALF:
            return self._halves(at, _HALF if part is Part.HALF else 3 * _HALF)
        if part is Part.ARTICLE:
            place = self._skip(at + 1, Part.HYPHEN)
            after = self._part(place)
            if after in _AFTER_ARTICLE:
                return Group(1, place)
            if after is Part.HALF or after is Part.ONE_AND_HALF:
                return self._group(place)
        return self._below_thousand(at, after_and=after_and)

    def _halves(self, at: int, factor: Fraction) -> Group | None:
        """Return half, or one and a half, of the scale that must follow."""
        place = self._skip(self._skip(at + 1, Part.HYPHEN), Part.ARTICLE)
        place = self._skip(place, Part.HYPHEN)
        if self._part(place) is Part.HUNDRED:
            return Group(int(100 * factor), place + 1)
        return Group(factor, place) if self._part(place) in _AFTER_HALF else None

    # -- collectives and plurals ----------------------------------------------------------------------------------

    def _collective(self, total: int | Fraction, at: int, *, digits: bool) -> Cardinal | None:
        """Return the number with the collective noun, the ending or the plural behind it, None where there is none."""
        place = self._skip(at, Part.HYPHEN, Part.OF) if at else at
        part = self._part(place)
        start = self.row[0].start
        if part is Part.NOUN or part is Part.ROUND:
            mantissa = (total or 1) * self.row[place].value
            scale, end = self.scales(place + 1)
            about = part is Part.ROUND
            return Cardinal(start, self.row[end - 1].end, mantissa * scale, digits, about, mantissa=mantissa, scale=scale)
        if part in _ENDS and place == at:
            open_, ordinal = part is Part.VAGUE_END, part is Part.ORDINAL_END
            found = Cardinal(start, self.row[at].end, total, digits, part is Part.ROUND_END, open_, ordinal)
            return self._times(found, at + 1) if open_ else found
        if part is Part.PLURAL and place == at and (at == 0 or self._inside(at)):
            piece = self.row[at]
            found = Cardinal(start, piece.end, (total or 1) * piece.value, open=True, counted=bool(piece.word))
            return self._times(found, at + 1)
        return None

    def _times(self, found: Cardinal, at: int) -> Cardinal:
        """Multiply an open number with the scales that follow ("hundreds of thousands")."""
        factor, end = self.scales(at)
        place = self._skip(at, Part.OF)
        if factor == 1 and self._part(place) is Part.HUNDRED:
            factor, end = 100, place + 1
        if factor == 1 or found.value is None:
            return found
        low = open_low(found.value) * factor
        return replace(found, end=self.row[end - 1].end, value=low // 2, counted=False, scale=factor)
