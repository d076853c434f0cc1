"""Numbers in digits, as each language groups and points them, with the damage that typesetting does to them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from counterclaim.fleeting import fleeting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.text import Token

#: Counts have no more digits.
MOST_DIGITS = 15
#: Signs that stand for a lost space between groups of digits, and signs that group them.
_DAMAGE = frozenset("|¦Il'’‘")
_HALVES = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_GROUP = 3


@fleeting
class Digits:
    """The value of digits, and the token after them."""

    value: int | Fraction
    end: int


def digits_value(text: str, pack: LanguagePack) -> int | Fraction | None:
    """Return the value of one digits token as the language writes numbers; None for times, dates and endless digits.

    A separator that the language does not use in this place is taken for what its groups of three, or their absence, show.
    """
    if text.isdecimal():
        return int(text) if len(text) <= MOST_DIGITS else None
    if len(text) > 2 * MOST_DIGITS or ":" in text:
        return None
    separators = {sign for sign in text if not sign.isdecimal()}
    groups = text.replace(",", ".").split(".")
    several = len(groups) > 2
    grouped = len(groups[0]) <= _GROUP and groups[0][0] != "0" and all(len(group) == _GROUP for group in groups[1:])
    if len(separators) != 1:
        return None
    separator = separators.pop()
    if grouped and (separator != pack.decimal or several or set(groups[1]) == {"0"}):
        return int("".join(groups))
    if several:
        return None
    return _whole(Fraction(int(groups[0] + groups[1]), 10 ** len(groups[1])))


def is_pointed(text: str, value: int | Fraction) -> bool:
    """Return whether the digits of a token have a decimal point, and so are no count: 7.5, but also the time 10.00."""
    return not text.isdecimal() and int("".join(sign for sign in text if sign.isdecimal())) != value


def read_digits(tokens: Sequence[Token], at: int, pack: LanguagePack) -> Digits | None:
    """Return the digits that begin at a token, with the groups that spaces, apostrophes or damage set apart."""
    value = digits_value(tokens[at].text, pack)
    if value is None:
        return None
    end = at + 1
    if len(tokens[at].text) <= _GROUP and tokens[at].text.isdecimal() and tokens[at].text[0] != "0":
        end = _groups(tokens, at, pack)
        if end > at + 1:
            value = int("".join(token.text for token in tokens[at:end] if token.kind == "number"))
    if end < len(tokens) and tokens[end].glued and tokens[end].text in _HALVES:
        return Digits(value + _HALVES[tokens[end].text], end + 1)
    return Digits(value, end)


def _groups(tokens: Sequence[Token], at: int, pack: LanguagePack) -> int:
    """Return where the groups of three digits end that begin at a token."""
    end = at + 1
    digits = len(tokens[at].text)
    spaced = " " in pack.thousands
    while end < len(tokens) and digits + _GROUP <= MOST_DIGITS:
        token, after = tokens[end], end
        if token.glued and token.text in _DAMAGE:
            after = end + 1
            if after >= len(tokens) or not tokens[after].glued:
                break
        elif token.glued or not spaced or token.start - tokens[end - 1].end != 1:
            break
        group = tokens[after]
        if group.kind != "number" or len(group.text) != _GROUP or not group.text.isdecimal():
            break
        digits += _GROUP
        end = after + 1
    return end


def _whole(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value
