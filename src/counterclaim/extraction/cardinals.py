"""Cardinal numbers in a row of tokens: digits with separators, number words, and the two mixed ("1,3 million").

The grammar is one for all languages; which pieces a language has, and in which order it joins them, its pack says.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.knowledge.number_words import HYPHENS, Atom, NumberWords, Part, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.text import Token

#: No number has more pieces or more digits.
MOST_PIECES = 40
MOST_DIGITS = 15
#: Signs that stand for a lost space between groups of digits.
_DAMAGE = frozenset("|¦Il")
_APOSTROPHES = frozenset("'’‘")
_HALVES = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}


class Cardinal(NamedTuple):
    """A number that was read from tokens `start` to `end`.

    `value` is None for a count without a number ("several"). `open` is set for plurals such as "hundreds", whose value is that of
    the singular. `mantissa` is what stands before a scale, `scale` the scale (1 without one).
    """

    start: int
    end: int
    value: Fraction | None
    digits: bool = False
    about: bool = False
    open: bool = False
    ordinal: bool = False
    mantissa: Fraction | None = None
    scale: int = 1
    word: str = ""
    couple: bool = False
    counted: bool = False


class Piece(NamedTuple):
    """An atom, or digits, at its tokens. `last` says that the token ends with it."""

    part: Part
    value: Fraction
    start: int
    end: int
    last: bool
    ordinal: bool = False
    word: str = ""


class Digits(NamedTuple):
    """Digits at tokens `start` to `end`; `tail` is the ending that is glued to them, if any."""

    value: Fraction
    end: int
    tail: Part | None = None
    plain: bool = False


def digits_value(text: str, pack: LanguagePack) -> Fraction | None:
    """Return the value of one digits token as the language writes numbers; None for times, dates and endless digits."""
    if text.isdecimal():
        return Fraction(int(text)) if len(text) <= MOST_DIGITS else None
    if len(text) > MOST_DIGITS + 6 or ":" in text:
        return None
    separators = [sign for sign in text if not sign.isdecimal()]
    groups = text.replace(",", ".").split(".")
    thousands = len(groups[0]) <= 3 and groups[0][0] != "0" and all(len(group) == 3 for group in groups[1:])
    if thousands and len(set(separators)) == 1 and (separators[0] in pack.thousands or len(separators) > 1 or separators[0] != pack.decimal):
        return Fraction(int("".join(groups)))
    if len(separators) == 1 and (separators[0] == pack.decimal or not thousands):
        return Fraction(int(groups[0] + groups[1]), 10 ** len(groups[1]))
    return None


def read_digits(tokens: Sequence[Token], at: int, pack: LanguagePack) -> Digits | None:
    """Return the digits that begin at a token, with the groups that spaces, apostrophes or damage set apart."""
    value = digits_value(tokens[at].text, pack)
    if value is None:
        return None
    end = at + 1
    if tokens[at].text.isdecimal() and len(tokens[at].text) <= 3 and tokens[at].text[0] != "0":
        end = _groups(tokens, at, pack)
        if end > at + 1:
            value = Fraction(int("".join(t.text for t in tokens[at:end] if t.kind == "number")))
    if end < len(tokens) and tokens[end].glued and tokens[end].text in _HALVES:
        return Digits(value + _HALVES[tokens[end].text], end + 1)
    return Digits(value, end, plain=end == at + 1 and tokens[at].text.isdecimal())


def _groups(tokens: Sequence[Token], at: int, pack: LanguagePack) -> int:
    """Return where the groups of three digits end that begin at a token."""
    end = at + 1
    digits = len(tokens[at].text)
    while end < len(tokens) and digits < MOST_DIGITS - 2:
        token = tokens[end]
        after = end
        if token.glued and (token.text in _DAMAGE or token.text in _APOSTROPHES):
            after = end + 1
            if after >= len(tokens) or not tokens[after].glued:
                break
        elif token.glued or " " not in pack.thousands or token.start - tokens[end - 1].end != 1:
            break
        group = tokens[after]
        if group.kind != "number" or len(group.text) != 3 or not group.text.isdecimal():
            break
        digits += 3
        end = after + 1
    return end


def pieces(tokens: Sequence[Token], at: int, words: NumberWords, pack: LanguagePack) -> list[Piece]:
    """Return the pieces of a number in a row from a token on, as far as they go."""
    found: list[Piece] = []
    while at < len(tokens) and len(found) < MOST_PIECES:
        token = tokens[at]
        if token.kind == "number":
            digits = read_digits(tokens, at, pack)
            if digits is None:
                break
            found.append(Piece(Part.DIGITS, digits.value, at, digits.end, last=True))
            at = _glued(tokens, digits.end, words, found)
            continue
        if found and token.text in HYPHENS and token.glued and at + 1 < len(tokens) and tokens[at + 1].glued:
            found.append(Piece(Part.HYPHEN, Fraction(0), at, at + 1, last=True))
            at += 1
            continue
        start = words.start(token.key)
        if start is None:
            break
        phrase = words.phrase(tokens, at, Role.ATOM)
        if phrase and phrase.atom:
            atoms: tuple[Atom, ...] = (phrase.atom,)
            end = at + len(phrase.keys)
        elif start.atoms:
            atoms, end = start.atoms, at + 1
        else:
            break
        if atoms[-1].part is Part.SHORT and end < len(tokens) and tokens[end].glued and tokens[end].text == ".":
            end += 1
        for number, atom in enumerate(atoms):
            found.append(Piece(atom.part, Fraction(atom.value), at, end, number == len(atoms) - 1, atom.ordinal, atom.word))
        at = end
    return found


def _glued(tokens: Sequence[Token], end: int, words: NumberWords, found: list[Piece]) -> int:
    """Read the ending that is glued to digits ("50-tal", "73-х", "17th", "2m"); return where the number goes on."""
    if end >= len(tokens) or not tokens[end].glued:
        return end
    at = end
    if tokens[at].text in HYPHENS or tokens[at].text == ":":
        at += 1
        if at >= len(tokens) or not tokens[at].glued:
            return end
    key = tokens[at].key
    if key in words.endings:
        part = words.endings[key]
        if part is None:
            found[-1] = found[-1]._replace(end=at + 1)
        else:
            found.append(Piece(part, Fraction(0), end, at + 1, last=True))
        return at + 1
    if at == end and key in words.glued:
        found.append(Piece(Part.SHORT, Fraction(words.glued[key]), at, at + 1, last=True))
        return at + 1
    return end


class _Grammar:
    """Reads one number from its pieces."""

    def __init__(self, row: list[Piece], words: NumberWords) -> None:
        self.row, self.words = row, words
        self.ordinal = False
        self.about = False

    def part(self, at: int) -> Part | None:
        return self.row[at].part if 0 <= at < len(self.row) else None

    def value(self, at: int) -> Fraction:
        return self.row[at].value

    def inside(self, at: int) -> bool:
        """Return whether the piece stands in the same token as the one before it."""
        return at > 0 and not self.row[at - 1].last

    def skip(self, at: int, *parts: Part) -> int:
        """Return the place after one joining piece, if there is one."""
        return at + 1 if self.part(at) in parts else at

    def joined(self, at: int) -> int:
        """Return the place after a joining word or hyphen that may stand between hundreds or scales and the rest."""
        if self.part(at) is Part.AND and not (self.inside(at) or self.value(at)):
            return at
        return self.skip(at, Part.AND, Part.HYPHEN)

    # -- below a hundred, below a thousand ------------------------------------------------------------------------

    def below_hundred(self, at: int, *, after_and: bool = False) -> tuple[Fraction, int] | None:
        part = self.part(at)
        if part is Part.TEN:
            return self._tens(at)
        if part is Part.TEEN:
            self.ordinal |= self.row[at].ordinal
            return self.value(at), at + 1
        if part is Part.UNIT:
            piece = self.row[at]
            spaced = self.words.spaced_reverse
            if self.words.reverse and self.part(at + 1) is Part.AND and self.part(at + 2) is Part.TEN:
                if spaced or (self.inside(at + 1) and self.inside(at + 2)):
                    self.ordinal |= self.row[at + 2].ordinal
                    return piece.value + self.value(at + 2), at + 3
            self.ordinal |= piece.ordinal
            return piece.value, at + 1
        if part is Part.ARTICLE and after_and and self.row[at].word:
            return Fraction(1), at + 1
        return None

    def _tens(self, at: int) -> tuple[Fraction, int]:
        ten = self.row[at]
        self.ordinal |= ten.ordinal
        after = at + 1
        if ten.ordinal or not self.words.forward:
            return ten.value, after
        nxt = self.skip(after, Part.HYPHEN)
        if self.part(nxt) is Part.AND and self.words.ten_joins:
            nxt = self.skip(nxt + 1, Part.HYPHEN)
        elif self.part(nxt) is Part.AND:
            return ten.value, after
        joined = nxt > after
        if self.part(nxt) is Part.UNIT or (joined and self.part(nxt) is Part.ARTICLE and self.row[nxt].word):
            self.ordinal |= self.row[nxt].ordinal
            return ten.value + self.value(nxt), nxt + 1
        if self.part(nxt) is Part.TEEN and int(ten.value) in self.words.tens_with_teens:
            self.ordinal |= self.row[nxt].ordinal
            return ten.value + self.value(nxt), nxt + 1
        return ten.value, after

    def below_thousand(self, at: int, *, after_and: bool = False) -> tuple[Fraction, int] | None:
        small = self.below_hundred(at, after_and=after_and)
        value, after = small or (Fraction(0), at)
        if self.ordinal:
            return small
        if self.part(after) is Part.ARTICLE and small is None:
            after += 1
            if self.part(after) is not Part.HUNDRED:
                return None
        hundred = self.skip(after, Part.HYPHEN)
        if self.part(hundred) is Part.HUNDRED:
            value, after = (value or Fraction(1)) * 100, hundred + 1
            self.ordinal |= self.row[hundred].ordinal
        elif self.part(after) is Part.HUNDREDS and small is None:
            value, after = self.value(after), after + 1
            self.ordinal |= self.row[after - 1].ordinal
        else:
            return small
        return self._rest(value, after)

    def _rest(self, value: Fraction, after: int) -> tuple[Fraction, int]:
        """Add what stands after the hundreds."""
        nxt = self.joined(after)
        if not self.ordinal and self.part(nxt) is not Part.DIGITS:
            rest = self.below_hundred(nxt, after_and=nxt > after)
            if rest and rest[0] < 100:
                return value + rest[0], rest[1]
        return value, after

    # -- groups and scales ----------------------------------------------------------------------------------------

    def group(self, at: int, *, after_and: bool = False) -> tuple[Fraction, int, bool] | None:
        """Return what may stand before a scale: its value, where it ends, and whether it is in digits."""
        part = self.part(at)
        if part is Part.DIGITS:
            value, after = self.value(at), at + 1
            hundred = self.skip(after, Part.HYPHEN)
            if self.part(hundred) is Part.HUNDRED:
                value, after = value * 100, hundred + 1
            return value, after, True
        if part is Part.ARTICLE:
            nxt = self.skip(at + 1, Part.HYPHEN)
            if self.part(nxt) in {Part.SCALE, Part.HALF, Part.ONE_AND_HALF, Part.AND_HALF, Part.NOUN, Part.ROUND}:
                return (Fraction(1), nxt, False) if self.part(nxt) not in {Part.HALF, Part.ONE_AND_HALF} else self.group(nxt)
        if part is Part.HALF or part is Part.ONE_AND_HALF:
            nxt = self.skip(self.skip(at + 1, Part.HYPHEN), Part.ARTICLE)
            nxt = self.skip(nxt, Part.HYPHEN)
            factor = Fraction(1, 2) if part is Part.HALF else Fraction(3, 2)
            if self.part(nxt) is Part.HUNDRED:
                return factor * 100, nxt + 1, False
            return (factor, nxt, False) if self.part(nxt) in {Part.SCALE, Part.NOUN, Part.SHORT, Part.PLURAL} else None
        if part is Part.SCALE or part is Part.NOUN:
            return Fraction(1), at, False
        found = self.below_thousand(at, after_and=after_and)
        return (found[0], found[1], False) if found else None

    def scales(self, at: int) -> tuple[int, int]:
        """Return the product of the scales in a row, and where they end."""
        factor = 1
        while True:
            nxt = self.skip(at, Part.HYPHEN, *([Part.OF] if self.part(at - 1) in _COLLECTIVE else []))
            piece = self.row[nxt] if nxt < len(self.row) else None
            counted = piece and piece.part is Part.PLURAL and (factor > 1 or at > 0) and not self.inside(nxt)
            if piece is None or not (piece.part in {Part.SCALE, Part.SHORT} or counted):
                return factor, at
            factor *= int(piece.value)
            self.ordinal |= piece.ordinal
            at = nxt + 1
            if factor > 10**13:
                return factor, at

    def read(self) -> Cardinal | None:
        """Return the longest number at the beginning of the row that ends with a token."""
        best: Cardinal | None = None
        total, cap, at, digits = Fraction(0), 10**16, 0, False
        while at < len(self.row):
            begin = self.joined(at) if total else at
            group = self.group(begin, after_and=begin > at)
            if group is None:
                break
            value, after, in_digits = group
            if total and in_digits and begin > at:
                break
            after = self._and_half(after)
            if after != group[1]:
                value += Fraction(1, 2)
            factor, end = self.scales(after)
            if total and ((factor >= cap) or (factor == 1 and (value >= cap or digits or in_digits))):
                break
            if factor > 1:
                half = self._and_half(end)
                total, end = total + value * factor + (Fraction(factor, 2) if half != end else 0), half
            else:
                total += value
            digits |= in_digits
            at, cap = end, factor
            if end == 0:
                break
            if self.row[end - 1].last:
                mantissa = value if best is None else None
                first, last = self.row[0], self.row[end - 1]
                best = Cardinal(first.start, last.end, total, digits, ordinal=self.ordinal, mantissa=mantissa, scale=factor)
            if factor == 1 or self.ordinal:
                break
        return self._tail(best, total, at, digits)

    def _and_half(self, at: int) -> int:
        nxt = self.skip(at, Part.HYPHEN)
        return nxt + 1 if self.part(nxt) is Part.AND_HALF else at

    def _tail(self, best: Cardinal | None, total: Fraction, at: int, digits: bool) -> Cardinal | None:  # noqa: FBT001
        """Add collective nouns, endings and plurals behind a number."""
        nxt = self.skip(at, Part.HYPHEN, Part.OF) if at else at
        part = self.part(nxt)
        first = self.row[0]
        if part in {Part.NOUN, Part.ROUND}:
            factor = total if total else Fraction(1)
            scale, end = self.scales(nxt + 1)
            value = factor * self.value(nxt) * scale
            return Cardinal(first.start, self.row[end - 1].end, value, digits, about=part is Part.ROUND, mantissa=factor * self.value(nxt), scale=scale)
        if part in {Part.ROUND_END, Part.VAGUE_END, Part.ORDINAL_END} and nxt == at:
            found = Cardinal(first.start, self.row[at].end, total, digits, about=part is Part.ROUND_END, open=part is Part.VAGUE_END)
            found = found._replace(ordinal=part is Part.ORDINAL_END)
            return self._times(found, at + 1) if found.open else found
        if part is Part.PLURAL and (at == 0 or self.inside(at)):
            value = (total or Fraction(1)) * self.value(at)
            found = Cardinal(first.start, self.row[at].end, value, digits, open=True, counted=bool(self.row[at].word))
            return self._times(found, at + 1)
        return best

    def _times(self, found: Cardinal, at: int) -> Cardinal:
        """Multiply an open number with the scales that follow ("hundreds of thousands")."""
        factor, end = self.scales(at)
        if factor == 1:
            nxt = self.skip(at, Part.OF)
            if self.part(nxt) is Part.HUNDRED:
                factor, end = 100, nxt + 1
            else:
                return found
        base = open_low(found.value or Fraction(1))
        return found._replace(end=self.row[end - 1].end, value=base * factor / 2, counted=False, scale=factor)


def open_low(value: Fraction) -> Fraction:
    """Return the least that the plural of a round number says: dozens and tens 20, hundreds 200 (annotation guide)."""
    return Fraction(20) if value < 20 else 2 * value


def read_cardinal(tokens: Sequence[Token], at: int, words: NumberWords, pack: LanguagePack) -> Cardinal | None:
    """Return the number that begins at a token, None where none does. Articles alone are none."""
    if tokens[at].key in words.inverted:
        return _inverted(tokens, at, words, pack)
    row = pieces(tokens, at, words, pack)
    if not row:
        return None
    first = row[0].part
    if first in {Part.SEVERAL, Part.SOME, Part.COUPLE}:
        return _several(row, words)
    if first in {Part.AND, Part.OF, Part.HYPHEN, Part.SHORT, Part.ANOTHER, Part.AND_HALF}:
        return None
    found = _Grammar(row, words).read()
    if found and found.value is not None and not found.open and found.value > 10**MOST_DIGITS:
        return None
    return found


def _inverted(tokens: Sequence[Token], at: int, words: NumberWords, pack: LanguagePack) -> Cardinal | None:
    """Return a number behind its scale: an approximation where the language turns them round; None for a scale alone."""
    row = pieces(tokens, at + 1, words, pack) if at + 1 < len(tokens) else []
    number = _Grammar(row, words).read() if row and row[0].part in _COUNTED else None
    scale = _Grammar(pieces(tokens[at : at + 1], 0, words, pack), words).scales(0)[0]
    if number is None or number.value is None or number.open or number.scale > 1 or number.value >= 1000 or scale == 1:  # noqa: PLR2004
        return None
    return number._replace(start=at, value=number.value * scale, about=True, mantissa=number.value, scale=scale)


def _several(row: list[Piece], words: NumberWords) -> Cardinal | None:
    """Return "several hundred", "a couple of thousand", or the bare word."""
    first = row[0]
    rest_row = row[2:] if len(row) > 1 and row[1].part is Part.OF else row[1:]
    rest = _Grammar(rest_row, words).read() if rest_row and rest_row[0].part in _ROUND_STARTS else None
    if rest and rest.value and _is_round(rest.value) and not rest.digits:
        if first.part is Part.COUPLE and not rest.open:
            return Cardinal(first.start, rest.end, 2 * rest.value, about=True, word=first.word, couple=True)
        return rest._replace(start=first.start, open=True, about=False, mantissa=None, counted=False, word=first.word)
    if first.part is Part.SOME:
        return None
    return Cardinal(first.start, first.end, None, open=True, word=first.word)


_COLLECTIVE = {Part.NOUN, Part.ROUND, Part.PLURAL, Part.VAGUE_END, Part.ROUND_END}
_COUNTED = {Part.DIGITS, Part.UNIT, Part.TEEN, Part.TEN, Part.HUNDREDS}
_ROUND_STARTS = {Part.HUNDRED, Part.SCALE, Part.NOUN, Part.ROUND, Part.PLURAL, Part.TEEN, Part.UNIT, Part.TEN}


def _is_round(value: Fraction) -> bool:
    return value == 12 or value == 20 or (value >= 10 and str(value).strip("0") in {"1", "12", "2"})
