"""Whether the words of a figure state its number: a second reader of numbers, which shares only the raw words of the packs.

The first reader (`cardinals.py`) follows a grammar from the left. This one turns words into a row of values and lets each
multiplier gather the smaller values before it; what does not add up falls apart into several numbers. A figure that this reader
does not find in its words does not exist.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim.knowledge.lexicon import expand
from counterclaim.model import Bounds, How
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from counterclaim.knowledge.language import LanguagePack

TEN_THOUSAND = 10_000
_LONGEST = 400
_ADDED = ("units", "teens", "tens", "hundreds", "ordinals")
_MULTIPLIED = ("scales", "short", "nouns", "rounded", "plurals")
_SCALES = (100, 1000, 10**6, 10**9)
#: Words with their apostrophes, halves, and digits with what may group or point them.
_PIECE = re.compile(r"[^\W\d_½¼¾]+(?:'[^\W\d_]+)*'?|[½¼¾]|\d+(?:[.,'|¦\s]\d+|[Il](?=\d{3}(?!\d))\d+)*")
_APOSTROPHE = re.compile("[\u2018\u2019\u02bc]")
_FRACTIONS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}


class Item(NamedTuple):
    """A value in a row: added, multiplying, a half, or neutral (value None)."""

    value: Fraction | None
    times: bool = False
    half: bool = False
    word: int = 0
    bare: bool = False


class Words(NamedTuple):
    """The raw words of a pack: forms of one or more words with their items, endings, and the words for no number at all."""

    forms: Mapping[str, Item]
    endings: frozenset[str]
    vague: frozenset[str]
    zero: frozenset[str]
    denied: frozenset[str]
    denying: frozenset[str]
    turned: bool
    teens_after: frozenset[int]
    longest: int


def proves(figure_text: str, how: How, bounds: Bounds, pack: LanguagePack) -> bool:
    """Return whether the words of a figure state every bound that is claimed for them.

    An article or a singular states one, a word for none zero. An ellipsis or a share states nothing by itself: what it refers to
    is checked where claims are related.
    """
    stated = [side for side in (bounds.low, bounds.high) if side is not None]
    if not figure_text.strip() or len(figure_text) > _LONGEST:
        return False
    if how in {How.ELLIPSIS, How.SHARE}:
        return True
    if how in {How.ARTICLE, How.SINGULAR}:
        return bool(stated) and set(stated) == {1}
    words = _words(pack)
    if how is How.ZERO:
        denied = _has(figure_text, words.denied) and _has(figure_text, words.denying)
        return bool(stated) and set(stated) == {0} and (denied or _has(figure_text, words.zero))
    if not stated:
        return how is How.VAGUE and _has(figure_text, words.vague)
    found = set(read_numbers(figure_text, pack))
    if how is How.VAGUE:
        found = {_open(value) for value in found}
    return all(side in found or _carried(side, bounds.high, found) for side in stated)


def read_numbers(text: str, pack: LanguagePack) -> list[Fraction]:
    """Return the numbers that a short text states, in their order."""
    words = _words(pack)
    numbers: list[Fraction] = []
    for row in _rows(text, words, pack):
        numbers += _add_up(row, words)
    return numbers


def _open(value: Fraction) -> Fraction:
    """Return what the plural of a round number states at least (annotation guide: dozens and tens 20, hundreds 200)."""
    return Fraction(20) if value < 20 else 2 * value


def _carried(side: int, high: int | None, found: set[Fraction]) -> bool:
    """Return whether a low bound takes its scale from the high one: "2 to 3 million", "2–300"."""
    if high is None or side >= high or high not in found:
        return False
    return any(high % scale == 0 and high > scale and Fraction(side, scale) in found for scale in _SCALES)


def _has(text: str, phrases: frozenset[str]) -> bool:
    row = f" {' '.join(_keys(text))} "
    return any(f" {phrase} " in row for phrase in phrases)


def _keys(text: str) -> list[str]:
    return [fold(piece) for piece in _PIECE.findall(_APOSTROPHE.sub("'", text))]


# -- words to rows of values ------------------------------------------------------------------------------------------


def _rows(text: str, words: Words, pack: LanguagePack) -> Iterator[list[Item]]:
    """Yield the stretches of a text that consist of number words; any other word ends one."""
    keys = _keys(text)
    row: list[Item] = []
    at = 0
    while at < len(keys):
        if keys[at][0].isdecimal():
            yield from _ended(row)
            values = _digits(keys[at], pack)
            for value in values[:-1]:
                yield [Item(value)]
            row = [Item(values[-1])] if values else []
            at += 1
            continue
        for length in range(min(words.longest, len(keys) - at), 0, -1):
            if item := words.forms.get(" ".join(keys[at : at + length])):
                row.append(item._replace(word=at))
                at += length
                break
        else:
            inside = _inside(keys[at], words)
            if inside:
                row += [item._replace(word=at) for item in inside]
            else:
                yield from _ended(row)
                row = []
            at += 1
    yield from _ended(row)


def _ended(row: list[Item]) -> Iterator[list[Item]]:
    if row:
        yield row


def _inside(key: str, words: Words) -> list[Item]:
    """Return the items of a compound: the cut into the fewest known pieces; empty where there is none."""
    best: list[list[Item] | None] = [[], *[None] * len(key)]
    for end in range(1, len(key) + 1):
        for start in range(end):
            before = best[start]
            piece = key[start:end]
            item = words.forms.get(piece)
            if item is None and piece in words.endings and start:
                item = Item(None)
            known = best[end]
            if before is not None and item is not None and (known is None or len(before) + 1 <= len(known)):
                best[end] = [*before, item]
    return best[-1] or []


def _digits(key: str, pack: LanguagePack) -> list[Fraction]:
    """Return the numbers of digits with their separators: one where they group or point, else one for each run."""
    runs = re.split(r"\D", key)
    signs = set(re.findall(r"\D", key))
    if not signs:
        return [Fraction(int(key))] if len(key) < 30 else []
    grouped = len(runs[0]) <= 3 and all(len(run) == 3 for run in runs[1:])
    sign = next(iter(signs))
    if (
        grouped
        and (len(signs) == 1 or not signs & set(".,"))
        and (sign != pack.decimal or len(runs) > 2 or set(runs[1]) == {"0"})
    ):
        return [Fraction(int("".join(runs)))] if len(key) < 30 else []
    if len(runs) == 2 and sign in ".,":
        return [Fraction(int(runs[0] + runs[1]), 10 ** len(runs[1]))]
    return [] if signs & set(".,") else [Fraction(int(run)) for run in runs if len(run) < 30]


# -- rows to numbers --------------------------------------------------------------------------------------------------


def _add_up(row: list[Item], words: Words) -> list[Fraction]:
    """Return the numbers of a row of items."""
    numbers: list[Fraction] = []
    terms: list[Fraction] = []
    scale = Fraction(1)
    items = [item for at, item in enumerate(row) if item.value is not None and not _idle(row, at)]
    if not items:
        return [Fraction(1)] if any(item.bare for item in row) else []
    if items[0].bare and items[0].times and len(items) > 1 and not items[1].times:
        return [items[0].value * sum((i.value for i in items[1:] if i.value), Fraction(0))] if items[0].value else []
    for item in _turned(items) if words.turned else items:
        value = item.value or Fraction(0)
        if item.times:
            terms, scale = _gather(terms, value), value
        elif item.half and terms and scale > 1 and terms[-1] % scale == 0:
            terms.append(value * scale)
        else:
            if terms and not _adds(terms[-1], value, words):
                numbers += _settled(terms, words)
                terms = []
            terms.append(value)
            scale = Fraction(1)
    return numbers + _settled(terms, words)


def _gather(terms: list[Fraction], by: Fraction) -> list[Fraction]:
    """Multiply the last terms that are smaller than a multiplier; what stands before them stays."""
    at = len(terms)
    while at > 0 and terms[at - 1] < by:
        at -= 1
    if at == len(terms) and terms and by == 1000 and terms[-1] >= TEN_THOUSAND:
        return terms  # nobody counts tens of millions by the thousand: the number is written in full
    if at == len(terms) and terms and by >= 1000 and terms[-1] % by:
        return [*terms[:-1], terms[-1] * by]
    small = sum(terms[at:], Fraction(0))
    return [*terms[:at], (small or Fraction(1)) * by]


def _settled(terms: list[Fraction], words: Words) -> list[Fraction]:
    """Return terms as one number where each fits into the zeros of the one before, else as numbers of their own."""
    numbers: list[Fraction] = []
    for at, term in enumerate(terms):
        if at and _adds(terms[at - 1], term, words):
            numbers[-1] += term
        else:
            numbers.append(term)
    return numbers


def _adds(before: Fraction, value: Fraction, words: Words) -> bool:
    """Return whether a value fits into the zeros of what stands before it."""
    if 10 <= value < 20 and before % 100 in words.teens_after:
        return True
    return _magnitude(value) <= before and before % _magnitude(value) == 0


def _magnitude(value: Fraction) -> int:
    """Return the power of ten above a value: 1 for a half, 10 for 7, 100 for 70."""
    return 1 if value < 1 else 10 ** len(str(int(value)))


def _turned(items: list[Item]) -> list[Item]:
    """Return the items with a unit and a ten of one word ("fireogtyve") as one."""
    out: list[Item] = []
    for item in items:
        last = out[-1] if out else None
        pair = last is not None and last.word == item.word and not (last.times or item.times or last.half or item.half)
        if pair and last and last.value and item.value and last.value < 10 <= item.value < 100 and item.value % 10 == 0:
            out[-1] = item._replace(value=last.value + item.value)
        else:
            out.append(item)
    return out


def _idle(row: list[Item], at: int) -> bool:
    """Return whether an article only leads to a half or a multiplier, or stands alone in front."""
    item = row[at]
    if not item.bare or item.times:
        return False
    after = row[at + 1] if at + 1 < len(row) else None
    before = row[at - 1] if at else None
    if after is not None and (after.half or (after.times and at == 0)):
        return True
    return (before is not None and before.half) or (at == 0 and (after is None or after.word != item.word))


# -- the raw words of a pack ------------------------------------------------------------------------------------------


def _read_words(numbers: Mapping[str, Any]) -> Words:
    grammar: Mapping[str, Any] = numbers.get("grammar", {})
    forms = _halves(numbers) | {word: Item(Fraction(2)) for word in _flat(numbers.get("vague", {}).get("couple", ()))}
    articles = set(_flat(numbers.get("article", {}).get("one", ())))
    bare = articles | {fold(word) for word in grammar.get("inverted", ())}
    for table, value, word in _valued(numbers):
        if table != "ordinals" or word not in forms:
            number = Fraction(10) if table == "plurals" and value < 20 else Fraction(value)
            forms[word] = Item(number, times=table in _MULTIPLIED, bare=word in bare)
    for value, raw in grammar.get("glued", {}).items():
        forms = {word: Item(Fraction(int(value)), times=True) for word in _flat(raw)} | forms
    neutral = [word for row in ("joins", "reversed_joins", "ten_joins", "of") for word in grammar.get(row, ())]
    forms = dict.fromkeys([*_flat(neutral), *articles], Item(None)) | forms
    return Words(
        forms=forms,
        endings=frozenset(word for raw in numbers.get("endings", {}).values() for word in _flat(raw)),
        vague=frozenset(word for raw in numbers.get("vague", {}).values() for word in _flat(raw)),
        zero=frozenset(_flat(numbers.get("zero", {}).get("words", ()))),
        denied=frozenset(_flat(numbers.get("zero", {}).get("denied", ()))),
        denying=frozenset(_flat(numbers.get("zero", {}).get("denying", ()))),
        turned=bool(grammar.get("reversed_joins")),
        teens_after=frozenset(grammar.get("tens_with_teens", ())),
        longest=max((len(word.split()) for word in forms), default=1),
    )


def _halves(numbers: Mapping[str, Any]) -> dict[str, Item]:
    """Return the words and signs for halves; of "and a half" also its last word."""
    table = numbers.get("halves", {})
    half = Item(Fraction(1, 2), half=True)
    both = [*_flat(table.get("and_half", ())), *_flat(table.get("half", ()))]
    forms = dict.fromkeys([*both, *(word.split()[-1] for word in both)], half)
    forms |= {word: Item(Fraction(3, 2)) for word in _flat(table.get("one_and_half", ()))}
    return forms | {sign: Item(value, half=True) for sign, value in _FRACTIONS.items()}


def _valued(numbers: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Yield table, value and form of every number word."""
    for table in _MULTIPLIED + _ADDED:
        for value, raw in numbers.get(table, {}).items():
            for word in _flat(raw):
                yield table, int(value), word


def _flat(raw: list[str] | tuple[str, ...]) -> Iterator[str]:
    """Yield the forms of a row as keys between single spaces."""
    for phrase in raw:
        for form in expand(phrase):
            yield " ".join(_keys(form))


_READ: dict[int, tuple[Mapping[str, Any], Words]] = {}


def _words(pack: LanguagePack) -> Words:
    """Return the raw words of a pack, read once per table."""
    known = _READ.get(id(pack.numbers))
    if known is None or known[0] is not pack.numbers:
        known = _READ[id(pack.numbers)] = (pack.numbers, _read_words(pack.numbers))
    return known[1]
