"""The quantities of a sentence: what number stands there, and how the words hedge it.

Everything that looks like a count is reported, also what will turn out to be a date, a calibre or a name: what is no loss is
decided later. A quantity never says more than its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction.cardinals import Cardinal, open_low, read_cardinal
from counterclaim.knowledge.number_words import HYPHENS, NumberWords, Part, Phrase, Role, number_words
from counterclaim.model import Bounds, How, Qualifier

if TYPE_CHECKING:
    from fractions import Fraction

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.text import Token

#: How many tokens may stand between a number and a qualifier behind its noun.
TRAIL = 4
_NAMES = {10: "tens", 12: "dozens", 20: "scores", 100: "hundreds", 1000: "thousands", 10_000: "tens of thousands"} | {
    100_000: "hundreds of thousands",
    1_000_000: "millions",
    10_000_000: "tens of millions",
    100_000_000: "hundreds of millions",
    1_000_000_000: "billions",
}
_QUOTES = frozenset("\"'“”„«»‘’‚‹›~(≈")
_SIGNS = {">": Qualifier.AT_LEAST, "≥": Qualifier.AT_LEAST, "~": Qualifier.ABOUT, "≈": Qualifier.ABOUT, "<": Qualifier.AT_MOST}
_SIGNS |= {"≤": Qualifier.AT_MOST}
_NOTHING = Bounds(None, None, Qualifier.NONE)
_UNCOUNTED = Bounds(None, None, Qualifier.VAGUE)
_LOOKBACK = (Role.BEFORE, Role.FILLER, Role.MORE_BEFORE, Role.BETWEEN, Role.FROM)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count at tokens `start` to `end` with the words that hedge it; `number_start` to `number_end` are the number's own.

    `word` is the vague word in neutral English ("dozens", "several"). `article` marks an indefinite article, `additional` a count
    beside another ("another 15"), `share` a part of another count, `ratio` a proportion or "times", `glued` a number joined to
    letters or by a hyphen ("F-16").
    """

    start: int
    end: int
    number_start: int
    number_end: int
    bounds: Bounds
    how: How
    word: str | None = None
    ordinal: bool = False
    article: bool = False
    additional: bool = False
    share: bool = False
    ratio: bool = False
    glued: bool = False


class Before(NamedTuple):
    """What stands before a number: where the expression begins, its qualifier, whether it adds, and what opens a range where."""

    begin: int
    qualifier: Qualifier | None
    more: bool
    frame: Role | None
    opened: int


def find_quantities(sentence: Sentence, pack: LanguagePack) -> list[Quantity]:
    """Return the quantities of a sentence in reading order; they do not overlap."""
    return _Finder(sentence, pack).find()


class _Finder:
    """Walks through one sentence."""

    def __init__(self, sentence: Sentence, pack: LanguagePack) -> None:
        self.sentence, self.pack = sentence, pack
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.words: NumberWords = number_words(pack)
        self.found: list[Quantity] = []
        self.floor = 0
        self._rising: bool | None = None

    def find(self) -> list[Quantity]:
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.kind == "number":
                at = self._at_number(at)
            elif token.kind == "word" and (start := self.words.start(token.key)):
                phrase = next((p for p in start.phrases if p.starts_at(self.tokens, at)), None) if start.phrases else None
                at = self._at_phrase(at, phrase) if phrase else self._at_number(at)
            else:
                at += 1
        return self.found

    # -- what begins here -----------------------------------------------------------------------------------------

    def _at_phrase(self, at: int, phrase: Phrase) -> int:
        end = at + len(phrase.keys)
        role = phrase.role
        if role is Role.ATOM:
            return self._at_number(at)
        if role is Role.ZERO:
            self._add(Quantity(at, end, at, end, Bounds(0, 0, Qualifier.EXACT), How.ZERO))
        elif role is Role.SHARE:
            self._add(Quantity(at, end, at, end, _NOTHING, How.SHARE, share=True))
        elif role is Role.PERCENT or len(phrase.keys) == 1:
            start = self.words.start(phrase.keys[0] or "")
            return self._at_number(at) if start and start.atoms else end
        return end

    def _at_number(self, at: int) -> int:
        """Read the number that begins at a token; return where to go on."""
        if skipped := self._date(at):
            return skipped
        number = read_cardinal(self.tokens, at, self.words, self.pack) or self._rounded(at)
        if number is None:
            return self._article(at)
        if share := self._share(number):
            return share
        if number.value is None:
            self._vague(number)
            return number.end
        if (number.value * 1).denominator != 1:
            return number.end
        return self._range(number) or self._single(number)

    def _rounded(self, at: int) -> Cardinal | None:
        """Return a round number behind its article ("ett 50-tal")."""
        start = self.words.start(self.tokens[at].key)
        if not (start and start.atoms and start.atoms[0].part is Part.ARTICLE and at + 1 < len(self.tokens)):
            return None
        number = read_cardinal(self.tokens, at + 1, self.words, self.pack)
        return number._replace(start=at) if number and number.about and not number.couple else None

    def _date(self, at: int) -> int | None:
        """Return the end of three or more numbers glued by hyphens, slashes or stops: dates and telephone numbers."""
        if self.tokens[at].kind != "number":
            return None
        end, count = at + 1, 1
        while end + 1 < len(self.tokens) and self.tokens[end].glued and self.tokens[end + 1].glued and self.tokens[end + 1].kind == "number":
            if self.tokens[end].text not in HYPHENS and self.tokens[end].text not in "/.":
                break
            end, count = end + 2, count + 1
        return end if count > 2 else None

    def _article(self, at: int) -> int:
        """Read an article, alone or before an ordinal ("a third policeman"), and "another"."""
        start = self.words.start(self.tokens[at].key)
        phrase = self.words.phrase(self.tokens, at, Role.ATOM)
        atom = phrase.atom if phrase else start.atoms[0] if start and len(start.atoms) == 1 else None
        end = at + (len(phrase.keys) if phrase else 1)
        if atom is None or atom.part not in {Part.ARTICLE, Part.ANOTHER}:
            return at + 1
        additional = atom.part is Part.ANOTHER
        after = end
        if after < len(self.tokens) and self.tokens[after].kind == "word":
            ordinal = read_cardinal(self.tokens, after, self.words, self.pack)
            if ordinal and ordinal.ordinal:
                additional, after = True, ordinal.end
            elif additional and ordinal:
                return end
        elif after < len(self.tokens) and self.tokens[after].kind == "number" and additional:
            return end
        if self._more(after):
            additional = True
        before = self._before(at, article=True)
        begin, more = before.begin, before.more or additional
        after, qualifier = self._after(after, before.qualifier)
        bounds = bound(1, qualifier)
        self._add(Quantity(begin, after, at, end, bounds, How.ARTICLE, article=True, additional=more, glued=self._glued(at, end)))
        return after

    def _share(self, number: Cardinal) -> int | None:
        """Read percentages, fractions and multiples; return where to go on."""
        end = number.end
        tokens = self.tokens
        if end < len(tokens) and (tokens[end].text == "%" or (tokens[end].text == "‰")):
            return self._part(number, end + 1)
        hyphen = end + 1 if end < len(tokens) and tokens[end].text in HYPHENS else end
        if phrase := self.words.phrase(tokens, hyphen, Role.PERCENT):
            return self._part(number, hyphen + len(phrase.keys))
        if phrase := self.words.phrase(tokens, end, Role.SHARE):
            return self._part(number, end + len(phrase.keys))
        if phrase := self.words.phrase(tokens, end, Role.TIMES):
            return self._part(number, end + len(phrase.keys), ratio=True)
        if (phrase := self.words.phrase(tokens, end, Role.RATIO)) and number.value == 1:
            below = read_cardinal(tokens, end + len(phrase.keys), self.words, self.pack) if end + len(phrase.keys) < len(tokens) else None
            if below and below.value and below.value > 1 and not self._is_year(below):
                return self._part(number, below.end, ratio=True)
        if end + 1 < len(tokens) and tokens[end].text == "/" and tokens[end].glued and tokens[end + 1].glued and number.digits:
            below = read_cardinal(tokens, end + 1, self.words, self.pack)
            if below and below.value and number.value and number.value < below.value <= 100:
                return self._part(number, below.end)
        return None

    def _part(self, number: Cardinal, end: int, *, ratio: bool = False) -> int:
        before = self._before(number.start)
        quantity = Quantity(
            before.begin, end, number.start, end, _NOTHING, How.SHARE, share=not ratio, ratio=ratio, additional=before.more
        )
        self._add(quantity)
        return end

    def _vague(self, number: Cardinal) -> None:
        self._add(Quantity(number.start, number.end, number.start, number.end, _UNCOUNTED, How.VAGUE, number.word))

    # -- one number, two numbers ----------------------------------------------------------------------------------

    def _single(self, number: Cardinal) -> int:
        assert number.value is not None  # noqa: S101 - told apart by the caller
        year = self._is_year(number)
        before = self._before(number.start, year=year)
        begin, qualifier, more, end = before.begin, before.qualifier, before.more, number.end
        if not year:
            end, qualifier = self._after(end, qualifier)
        singular = number.counted and (qualifier is not None) and self.tokens[number.start].key in self.words.singular
        if number.open and not singular:
            bounds = Bounds(int(open_low(number.value)), None, Qualifier.VAGUE)
            how, word = How.VAGUE, number.word if number.value is None else _NAMES.get(int(number.value), number.word)
        else:
            bounds = bound(int(number.value), qualifier or (Qualifier.ABOUT if number.about else None))
            how, word = How.DIGITS if number.digits else How.WORD, None
        ordinal = number.ordinal or self._ordinal_dot(number)
        more = more or (end == number.end and self._more(end))
        glued = self._glued(number.start, number.end)
        self._add(
            Quantity(begin, end, number.start, number.end, bounds, how, word or None, ordinal=ordinal, additional=more, glued=glued)
        )
        return end

    def _range(self, low: Cardinal) -> int | None:
        """Read a range that begins with a number; return where to go on, None where there is none."""
        if low.open or low.ordinal or low.value is None:
            return None
        joined = self._join(low)
        if joined is None:
            return None
        role, at = joined
        before = self._before(low.start)
        frame = before.frame
        if (role is Role.AND and frame is not Role.BETWEEN) or (frame is Role.FROM and self._rises()):
            return None
        at = self._skip_before(at)
        if at >= len(self.tokens):
            return None
        high = read_cardinal(self.tokens, at, self.words, self.pack)
        if high is None or high.open or high.ordinal or high.value is None or self._share_follows(high):
            return None
        return self._add_range(low, high, role, before)

    def _add_range(self, low: Cardinal, high: Cardinal, role: Role, before: Before) -> int | None:
        assert low.value is not None and high.value is not None  # noqa: S101, PT018 - told apart by the caller
        first, second = _stretch(low, high, hyphen=role is Role.PERCENT), high.value
        if role is Role.OR and first > second:
            first, second = second, first
        if first >= second or second.denominator != 1 or first.denominator != 1:
            return None
        if self._is_year(low) and self._is_year(high):
            return None
        begin, more = before.opened if before.frame else before.begin, before.more
        glued = self._glued(low.start, high.end)
        how = How.DIGITS if low.digits or high.digits else How.WORD
        bounds = Bounds(int(first), int(second), Qualifier.RANGE)
        if first == 1 and self._ratio_cue(low.start):
            self._add(Quantity(begin, high.end, low.start, high.end, _NOTHING, How.SHARE, ratio=True))
        else:
            self._add(Quantity(begin, high.end, low.start, high.end, bounds, how, additional=more, glued=glued))
        return high.end

    def _join(self, low: Cardinal) -> tuple[Role, int] | None:
        """Return how a second number is joined, and where it may begin. PERCENT stands for a hyphen."""
        at = low.end
        if at + 1 >= len(self.tokens):
            return None
        if self.tokens[at].text in HYPHENS and (self.tokens[at + 1].kind == "number") == low.digits:
            return (Role.PERCENT, at + 1) if self.tokens[at].glued == self.tokens[at + 1].glued else None
        phrase = self.words.phrase(self.tokens, at, Role.TO, Role.OR, Role.AND)
        return (phrase.role, at + len(phrase.keys)) if phrase else None

    def _skip_before(self, at: int) -> int:
        """Return the place after qualifiers and fillers that begin at a token."""
        while phrase := self.words.phrase(self.tokens, at, Role.BEFORE, Role.FILLER):
            at += len(phrase.keys)
        return at

    # -- the words around a number --------------------------------------------------------------------------------

    def _before(self, at: int, *, article: bool = False, year: bool = False) -> Before:
        """Return what stands before the number at a token."""
        qualifier: Qualifier | None = None
        more, frame, begin, opened = False, None, at, at
        while at > self.floor:
            before = self.tokens[at - 1]
            if before.text in _SIGNS and not article:
                qualifier, begin, at = _outer(qualifier, _SIGNS[before.text]), at - 1, at - 1
                continue
            if before.text in _QUOTES and at - 1 > self.floor:
                at -= 1
                continue
            phrase = self._phrase_before(at, article=article)
            if phrase is None:
                break
            at -= len(phrase.keys)
            if phrase.role is Role.BEFORE:
                if year or (phrase.unless_rising and self._rises()):
                    break
                qualifier, begin = _outer(qualifier, phrase.qualifier), at
            elif phrase.role is Role.MORE_BEFORE:
                more, begin = True, at
            elif phrase.role in {Role.BETWEEN, Role.FROM}:
                frame, opened = phrase.role, at
                break
        return Before(begin, qualifier, more, frame, opened)

    def _phrase_before(self, at: int, *, article: bool) -> Phrase | None:
        for key in (self.tokens[at - 1].key, None):
            for phrase in self.words.ending.get(key, ()):
                if not (article and phrase.loose) and phrase.ends_at(self.tokens, at, self.floor):
                    return phrase
        return None

    def _after(self, at: int, qualifier: Qualifier | None) -> tuple[int, Qualifier | None]:
        """Return where the expression ends, and its qualifier with what stands behind the number."""
        if qualifier in {Qualifier.AT_LEAST, Qualifier.AT_MOST}:
            return at, qualifier
        if at < len(self.tokens) and self.tokens[at].text == "+" and self.tokens[at].glued:
            return at + 1, Qualifier.AT_LEAST
        if (phrase := self.words.phrase(self.tokens, at, Role.AFTER, Role.TRAILING)) and not self._number_at(at + len(phrase.keys)):
            return at + len(phrase.keys), phrase.qualifier
        for place in range(at + 1, min(at + TRAIL, len(self.tokens)) + 1):
            token = self.tokens[place - 1]
            if token.kind == "number" or (token.kind == "sign" and token.text not in ",–—-("):
                break
            phrase = self.words.phrase(self.tokens, place, Role.TRAILING)
            if phrase and not self._number_at(place + len(phrase.keys)):
                return at, phrase.qualifier
        return at, qualifier

    def _number_at(self, at: int) -> bool:
        at = self._skip_before(at)
        if at >= len(self.tokens):
            return False
        if self.tokens[at].kind == "number":
            return True
        start = self.words.start(self.tokens[at].key)
        return bool(start and start.atoms and start.atoms[0].part not in {Part.AND, Part.OF, Part.SHORT})

    def _more(self, at: int) -> bool:
        """Return whether words behind a number say that it comes on top."""
        if self.words.phrase(self.tokens, at, Role.MORE_AFTER):
            return True
        for place in range(at, min(at + 3, len(self.tokens))):
            phrase = self.words.phrase(self.tokens, place, Role.MORE_TRAILING)
            if phrase:
                end = place + len(phrase.keys)
                return end >= len(self.tokens) or self.tokens[end].kind == "sign" or self._marked(end, "outcomes", 1)
            if self.tokens[place].kind != "word":
                break
        return False

    def _share_follows(self, number: Cardinal) -> bool:
        return bool(self.words.phrase(self.tokens, number.end, Role.TIMES))

    def _ratio_cue(self, at: int) -> bool:
        return any(self.words.phrase(self.tokens, place, Role.RATIO_CUE) for place in range(max(0, at - 5), at))

    def _rises(self) -> bool:
        """Return whether the sentence speaks of a figure that moves, so that "from" and "to" are no bounds."""
        if self._rising is None:
            stems = self.words.rising
            self._rising = bool(stems) and any(token.key.startswith(stems) for token in self.tokens)
        return self._rising

    def _is_year(self, number: Cardinal) -> bool:
        """Return whether four bare digits read as a year, no counted noun being near."""
        token = self.tokens[number.start]
        if not number.digits or number.end != number.start + 1 or len(token.text) != 4 or not token.text.isdecimal():
            return False
        value = int(token.text)
        if not 1900 <= value < 2100 or value % 100 == 0:
            return False
        return not (self._marked(number.end, "victims", 3) or self._marked(number.end, "outcomes", 3))

    def _marked(self, at: int, kind: str, reach: int) -> bool:
        return any(at <= mark.start < at + reach for mark in self.sentence.of(kind))

    def _ordinal_dot(self, number: Cardinal) -> bool:
        end = number.end
        if not (self.pack.ordinal_dot and number.digits and end + 1 < len(self.tokens)):
            return False
        return self.tokens[end].text == "." and self.tokens[end].glued and self.tokens[number.start].text.isdecimal()

    def _glued(self, start: int, end: int) -> bool:
        """Return whether letters or a hyphen hang on to the number."""
        tokens = self.tokens
        if start > 0 and tokens[start].glued:
            if tokens[start - 1].kind == "word" and "'" not in tokens[start - 1].key:
                return True
            if tokens[start - 1].text in HYPHENS and tokens[start - 1].glued:
                return True
        if end < len(tokens) and tokens[end].glued:
            if tokens[end].kind == "word" and "'" not in tokens[end].key:
                return True
            return tokens[end].text in HYPHENS and end + 1 < len(tokens) and tokens[end + 1].glued
        return False

    def _add(self, quantity: Quantity) -> None:
        """Keep a quantity; articles and vague words that it swallowed go."""
        while self.found and self.found[-1].end > quantity.start:
            self.found.pop()
        self.found.append(quantity)
        if not (quantity.article or quantity.bounds == _UNCOUNTED):
            self.floor = quantity.end


def bound(value: int, qualifier: Qualifier | None) -> Bounds:
    """Return what a number says under a qualifier, None for none."""
    if qualifier is Qualifier.AT_LEAST:
        return Bounds(value, None, qualifier)
    if qualifier is Qualifier.AT_MOST:
        return Bounds(None, value, qualifier)
    return Bounds(value, value, qualifier or Qualifier.EXACT)


def _outer(inner: Qualifier | None, outer: Qualifier | None) -> Qualifier | None:
    """Return which of two qualifiers holds: the outer one, but a limit before an "about"."""
    if outer is None or (outer is Qualifier.ABOUT and inner is not None):
        return inner
    return outer


def _stretch(low: Cardinal, high: Cardinal, *, hyphen: bool) -> Fraction:
    """Return the low end of a range whose scale stands only behind the high one: "2 to 3 million", "20–30 000", "2–300"."""
    assert low.value is not None and high.value is not None  # noqa: S101, PT018 - told apart by the caller
    if high.scale > 1 and low.scale == 1 and high.mantissa is not None and low.value < high.mantissa:
        return low.value * high.scale
    for scale in (1_000_000, 1000, 100):
        if scale == 100 and not hyphen:
            break
        if high.scale == 1 and high.value % scale == 0 and high.value > scale:
            fits = low.value < high.value / scale and low.value * scale * 10 >= high.value
            return low.value * scale if fits else low.value
    return low.value
