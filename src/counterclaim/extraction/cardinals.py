"""The number that begins at a token: digits, number words, the two mixed, or a vague word such as "several"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.digits import MOST_DIGITS, read_digits
from counterclaim.extraction.number_grammar import COLLECTIVE, Cardinal, NumberGrammar, Piece
from counterclaim.knowledge.number_table import CONTINUES, Part, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.number_words import NumberWords
    from counterclaim.text import Token

#: No number has more pieces.
MOST_PIECES = 26
HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014")
_VAGUE = frozenset({Part.SEVERAL, Part.SOME, Part.COUPLE})
_COUNTED = frozenset({Part.DIGITS, Part.UNIT, Part.TEEN, Part.TEN, Part.HUNDREDS})
_MULTIPLIED = COLLECTIVE | {Part.HUNDRED, Part.SCALE, Part.TEEN, Part.UNIT, Part.TEN}
#: Two of these in a row are two numbers.
_ALONE = frozenset({Part.UNIT, Part.TEEN, Part.TEN, Part.ARTICLE, Part.HALF, Part.AND})
#: What is a number by itself.
_WHOLE = frozenset({Part.DIGITS, Part.UNIT, Part.TEEN, Part.TEN})
_NO_START = CONTINUES | {Part.HYPHEN, Part.ANOTHER}


def read_cardinal(tokens: Sequence[Token], at: int, words: NumberWords, pack: LanguagePack) -> Cardinal | None:
    """Return the number that begins at a token, None where none does. An article alone is none."""
    if tokens[at].key in words.inverted:
        return _inverted(tokens, at, words, pack)
    row = _pieces(tokens, at, words, pack)
    if not row or row[0].part in _NO_START or (len(row) == 1 and row[0].part is Part.ARTICLE):
        return None
    if row[0].part in _VAGUE:
        return _several(row, words)
    found = _alone(row[0]) if len(row) == 1 and row[0].part in _WHOLE else NumberGrammar(row, words).read()
    return found if found and found.value is not None and found.value <= 10**MOST_DIGITS else None


def _alone(piece: Piece) -> Cardinal:
    """Return the number that one piece is."""
    value, digits = piece.value, piece.part is Part.DIGITS
    return Cardinal(piece.start, piece.end, value, digits, ordinal=piece.ordinal, mantissa=value)


def _pieces(tokens: Sequence[Token], at: int, words: NumberWords, pack: LanguagePack) -> list[Piece]:
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
        elif found and token.text in HYPHENS:
            if not (token.glued and at + 1 < len(tokens) and tokens[at + 1].glued):
                break
            found.append(Piece(Part.HYPHEN, 0, at, at + 1, last=True))
            at += 1
        else:
            end = _word_pieces(tokens, at, words, found)
            if end == at or (len(found) > 1 and found[-1].part is found[-2].part and found[-1].part in _ALONE):
                break
            at = end
    return found


def _word_pieces(tokens: Sequence[Token], at: int, words: NumberWords, found: list[Piece]) -> int:
    """Add the pieces of the word or phrase at a token; return where the next begins, the same place where there are none."""
    start = words.start(tokens[at].key)
    if start is None:
        return at
    phrase = words.phrase(tokens, at, Role.ATOM) if start.phrases else None
    atoms, end = start.atoms, at + 1
    if phrase and phrase.atom:
        atoms, end = (phrase.atom,), at + len(phrase.keys)
    if not atoms:
        return at
    if atoms[-1].part is Part.SHORT and end < len(tokens) and tokens[end].glued and tokens[end].text == ".":
        end += 1
    last = len(atoms) - 1
    found += [Piece(atom.part, atom.value, at, end, n == last, atom.ordinal, atom.word) for n, atom in enumerate(atoms)]
    return end


def _glued(tokens: Sequence[Token], end: int, words: NumberWords, found: list[Piece]) -> int:
    """Read the ending that is glued to digits ("50-tal", "17th", "2m"); return where the number goes on."""
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
            found[-1] = replace(found[-1], end=at + 1)
        else:
            found.append(Piece(part, 0, end, at + 1, last=True))
        return at + 1
    if (
        at == end
        and key in words.glued
        and not (at + 1 < len(tokens) and tokens[at + 1].glued and tokens[at + 1].kind == "number")
    ):
        found.append(Piece(Part.SHORT, words.glued[key], at, at + 1, last=True))
        return at + 1
    return end


def _inverted(tokens: Sequence[Token], at: int, words: NumberWords, pack: LanguagePack) -> Cardinal | None:
    """Return a number behind its scale, an approximation where the language turns them round; a scale alone is "thousands"."""
    row = _pieces(tokens, at + 1, words, pack) if at + 1 < len(tokens) else []
    number = NumberGrammar(row, words).read() if row and row[0].part in _COUNTED else None
    scale = int(_pieces(tokens[at : at + 1], 0, words, pack)[0].value)
    if number is None or number.value is None or number.open or number.value >= 1000:
        return Cardinal(at, at + 1, scale, open=True)
    return replace(number, start=at, value=number.value * scale, about=True, mantissa=number.value, scale=scale)


def _several(row: list[Piece], words: NumberWords) -> Cardinal | None:
    """Return "several hundred", "a couple of thousand", or the bare word."""
    first = row[0]
    rest = row[2:] if len(row) > 1 and row[1].part is Part.OF else row[1:]
    number = NumberGrammar(rest, words).read() if rest and rest[0].part in _MULTIPLIED else None
    if number and number.value and _is_round(int(number.value)) and not number.digits and not number.ordinal:
        if first.part is Part.COUPLE:
            return Cardinal(first.start, number.end, 2 * number.value, about=True, word=first.word, couple=True)
        return replace(number, start=first.start, open=True, about=False, mantissa=None, counted=False, word=first.word)
    if first.part is Part.SOME:
        return None
    return Cardinal(first.start, first.end, None, open=True, word=first.word)


def _is_round(value: int) -> bool:
    """Return whether a number can be multiplied by "several": ten, a dozen, a score, a hundred, ten thousand."""
    return value >= 10 and str(value).rstrip("0") in {"1", "2", "12"}
