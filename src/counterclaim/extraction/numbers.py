"""The quantities of a sentence: what number stands there, and how the words hedge it.

Everything that looks like a count is reported, also what will turn out to be a date, a calibre or a name: what is no loss is
decided later. A quantity never says more than its words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.cardinals import HYPHENS, read_cardinal
from counterclaim.extraction.digits import is_pointed
from counterclaim.extraction.hedges import Before, Hedges, bound
from counterclaim.extraction.number_grammar import Cardinal, open_low
from counterclaim.fleeting import fleeting
from counterclaim.knowledge.number_table import Part, Role
from counterclaim.knowledge.number_words import ANY_ROLE, number_words
from counterclaim.model import Bounds, How, Qualifier

if TYPE_CHECKING:
    from fractions import Fraction

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.number_words import Phrase, Start

#: The neutral names of open numbers.
NAMES = {
    10: "tens",
    12: "dozens",
    20: "scores",
    100: "hundreds",
    1000: "thousands",
    10_000: "tens of thousands",
    100_000: "hundreds of thousands",
    1_000_000: "millions",
    10_000_000: "tens of millions",
    100_000_000: "hundreds of millions",
    1_000_000_000: "billions",
}
_NOTHING = Bounds(None, None, Qualifier.NONE)
_UNCOUNTED = Bounds(None, None, Qualifier.VAGUE)
_PERCENT = frozenset("%‰")
#: How many words may stand from a denial to its verb: "had not yet lost".
DENIAL = 4
#: The highest ordinal that behind an article only adds one to those counted: "a third policeman".
ONE_MORE = 5
#: How many words may stand from an ordinal without a noun to what befell him: "the third was badly hurt".
BEFALLING = 2


@fleeting
class Quantity:
    """A count at tokens `start` to `end` with the words that hedge it; `number_start` to `number_end` are the number's own.

    `word` is the vague word in neutral English ("dozens", "several"). `article` marks an indefinite article, `additional` a count
    beside another ("another 15"), `share` a part of another count, `ratio` a proportion or "times", `glued` a number joined to
    letters or by a hyphen ("F-16"). A number for none may begin with the denial before its verb ("had not lost a single").
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

    @property
    def counts(self) -> bool:
        """Whether the words give a bound, if only an upper one."""
        return self.bounds.low is not None or self.bounds.high is not None


#: Of how many a share is told.
TENS = (10, 100)


def find_quantities(sentence: Sentence, pack: LanguagePack) -> list[Quantity]:
    """Return the quantities of a sentence in reading order; they do not overlap."""
    return _Finder(sentence, pack).find()


class _Finder:
    """Walks through one sentence. `floor` is where the last number's expression ended."""

    def __init__(self, sentence: Sentence, pack: LanguagePack) -> None:
        self.pack = pack
        self.tokens = sentence.tokens
        self.words = number_words(pack)
        self.hedges = Hedges(sentence, pack, self.words)
        self.found: list[Quantity] = []
        self.floor = 0
        self.outcomes = sentence.of("outcomes")
        self.growth = sentence.of("grammar", "growth")

    def find(self) -> list[Quantity]:
        following, starts = 0, self.words.starts
        for at, token in enumerate(self.tokens):
            if at < following:
                continue
            if token.kind == "number":
                following = self._at_number(at)
            elif token.kind == "word" and (start := starts[token.key]) and start.begins:
                phrase = start.phrase(self.tokens, at, ANY_ROLE)
                if phrase:
                    following = self._at_phrase(at, phrase, start)
                elif start.atoms and start.counts:
                    following = self._at_number(at)
        return self.found

    # -- what begins here -----------------------------------------------------------------------------------------

    def _at_phrase(self, at: int, phrase: Phrase, start: Start) -> int:
        """Read a word for none or for a share; step over what hides a number; return where to go on."""
        end = at + len(phrase.keys)
        if phrase.role is Role.ZERO:
            self._add(Quantity(at, end, at, end, Bounds(0, 0, Qualifier.EXACT), How.ZERO))
        elif phrase.role is Role.DENIED and (begin := self._denial(at)) is not None:
            self._add(Quantity(at, end, begin, end, Bounds(0, 0, Qualifier.EXACT), How.ZERO))
        elif phrase.role is Role.SHARE:
            self._add(Quantity(at, end, at, end, _NOTHING, How.SHARE, share=True))
        elif phrase.role in (Role.ATOM, Role.DENIED) or (len(phrase.keys) == 1 and phrase.role is not Role.TRAP):
            return self._at_number(at) if start.counts else at + 1
        return end - 1 if phrase.role is Role.TRAILING and self._opens_number(end - 1) else end

    def _opens_number(self, at: int) -> bool:
        """Return whether a hedge's last word begins the number behind it ("perhaps more" ... "perhaps several hundred")."""
        number = read_cardinal(self.tokens, at, self.words, self.pack)
        return number is not None and number.end > at + 1

    def _denial(self, at: int) -> int | None:
        """Return where a denial begins whose verb stands directly before: "had not lost | a single man"; None where none does."""
        verb = next((m for m in self.outcomes if at in (m.end, m.head_end) and m.start < at), None)
        if verb is None:
            return None
        for begin in range(verb.start - 1, max(verb.start - DENIAL, -1), -1):
            if self.tokens[begin].kind == "sign" and not self.tokens[begin].glued:
                return None
            if self.words.phrase(self.tokens, begin, Role.DENYING):
                return begin
        return None

    def _at_number(self, at: int) -> int:
        """Read the number that begins at a token; return where to go on."""
        if dated := self._date(at):
            return dated
        number = read_cardinal(self.tokens, at, self.words, self.pack) or self._rounded(at)
        if number is None:
            return self._article(at)
        number = self._with_echo(number)
        if share := self._share(number):
            return share
        if number.value is None:
            self._add(Quantity(at, number.end, at, number.end, _UNCOUNTED, How.VAGUE, number.word))
            return number.end
        if number.value.denominator != 1 or (number.digits and self._is_pointed(number)):
            return number.end
        return self._range(number) or self._single(number)

    def _with_echo(self, number: Cardinal) -> Cardinal:
        """Return a number with itself behind it in brackets: "forty-two (42)"."""
        tokens, end = self.tokens, number.end
        if number.value is None or end + 2 >= len(tokens) or tokens[end].text != "(":
            return number
        again = read_cardinal(tokens, end + 1, self.words, self.pack)
        same = again is not None and again.value == number.value and again.end < len(tokens) and tokens[again.end].text == ")"
        return replace(number, end=again.end + 1) if again is not None and same else number

    def _is_pointed(self, number: Cardinal) -> bool:
        alone = number.end == number.start + 1 and number.scale == 1
        return alone and number.value is not None and is_pointed(self.tokens[number.start].text, number.value)

    def _date(self, at: int) -> int | None:
        """Return the end of three or more numbers glued by hyphens, slashes or stops: dates and telephone numbers."""
        tokens = self.tokens
        if tokens[at].kind != "number":
            return None
        end, count = at + 1, 1
        while end + 1 < len(tokens) and tokens[end].glued and tokens[end + 1].glued and tokens[end + 1].kind == "number":
            if tokens[end].text not in HYPHENS and tokens[end].text not in "/.":
                break
            end, count = end + 2, count + 1
        return end if count > 2 else None

    def _rounded(self, at: int) -> Cardinal | None:
        """Return a round number behind its article ("ett 50-tal")."""
        start = self.words.start(self.tokens[at].key)
        if not (start and start.atoms and start.atoms[0].part is Part.ARTICLE and self.hedges.counts(at + 1)):
            return None
        number = read_cardinal(self.tokens, at + 1, self.words, self.pack)
        return replace(number, start=at) if number and number.about and not number.couple else None

    def _article(self, at: int) -> int:
        """Read an article, alone or before an ordinal ("a third policeman"), and "another"; return where to go on."""
        start = self.words.start(self.tokens[at].key)
        phrase = self.words.phrase(self.tokens, at, Role.ATOM)
        atom = phrase.atom if phrase else start.atoms[0] if start and len(start.atoms) == 1 else None
        if atom is None or atom.part not in {Part.ARTICLE, Part.ANOTHER}:
            return at + 1
        end = after = at + (len(phrase.keys) if phrase else 1)
        additional = atom.part is Part.ANOTHER
        if end > at + 1 and (inner := read_cardinal(self.tokens, end - 1, self.words, self.pack)) and inner.end > end:
            return end - 1
        if atom.word and (phrase := self.words.phrase(self.tokens, end, Role.RATIO)):
            one = Cardinal(at, end, 1)
            if ratio := self._proportion(one, end + len(phrase.keys), 1, ratio=True):
                return ratio
        following = read_cardinal(self.tokens, end, self.words, self.pack) if self.hedges.counts(end) else None
        if following and following.ordinal and not following.digits and (following.value or 0) > ONE_MORE:
            return end  # "lost a ninth soldier"
        if following and following.ordinal and not following.digits:
            additional, after = True, following.end
        elif following and additional:
            return end
        before = self.hedges.before(at, self.floor, strict=True)
        additional = additional or before.more or self.hedges.more(after)
        after, qualifier = self.hedges.after(after, before.qualifier)
        glued = self.hedges.is_glued(at, end)
        bounds = bound(1, qualifier)
        self._add(Quantity(before.begin, after, at, end, bounds, How.ARTICLE, article=True, additional=additional, glued=glued))
        return after

    # -- shares and proportions -----------------------------------------------------------------------------------

    def _share(self, number: Cardinal) -> int | None:
        """Read percentages, fractions and multiples; return where to go on, None where there is none."""
        tokens, end = self.tokens, number.end
        if end >= len(tokens):
            return None
        if tokens[end].text in _PERCENT:
            return self._part(number, end + 1)
        hyphen = end + 1 if tokens[end].text in HYPHENS else end
        if phrase := self.words.phrase(tokens, hyphen, Role.PERCENT):
            return self._part(number, hyphen + len(phrase.keys))
        phrase = self.words.phrase(tokens, end, Role.SHARE | Role.TIMES | Role.RATIO)
        if phrase and phrase.role is not Role.RATIO:
            return self._part(number, end + len(phrase.keys), ratio=phrase.role is Role.TIMES)
        if phrase and number.value == 1:
            return self._proportion(number, end + len(phrase.keys), 1, ratio=True)
        if tokens[end].text == "/" and tokens[end].glued and number.digits:
            return self._proportion(number, end + 1, 100, ratio=False)
        phrase = self.words.phrase(tokens, end, Role.OF_TEN)
        return self._of_ten(number, end + len(phrase.keys)) if phrase else None

    def _of_ten(self, number: Cardinal, at: int) -> int | None:
        """Read a share of ten or a hundred ("nine out of ten")."""
        below = read_cardinal(self.tokens, at, self.words, self.pack) if at < len(self.tokens) else None
        return self._proportion(number, at, 100, ratio=True) if below and below.value in TENS else None

    def _proportion(self, number: Cardinal, at: int, most: int, *, ratio: bool) -> int | None:
        """Read the number below a fraction line, or after "one in"."""
        below = read_cardinal(self.tokens, at, self.words, self.pack) if at < len(self.tokens) else None
        if below is None or not below.value or number.value is None or number.value >= below.value:
            return None
        if self.hedges.is_year(below) or (not ratio and below.value > most):
            return None
        return self._part(number, below.end, ratio=ratio)

    def _part(self, number: Cardinal, end: int, *, ratio: bool = False) -> int:
        before = self.hedges.before(number.start, self.floor)
        begin, more = before.begin, before.more
        self._add(Quantity(begin, end, number.start, end, _NOTHING, How.SHARE, share=not ratio, ratio=ratio, additional=more))
        return end

    # -- one number, two numbers ----------------------------------------------------------------------------------

    def _single(self, number: Cardinal) -> int:
        """Read one number with what hedges it; return where to go on."""
        if self._adds_one(number):
            end = number.end
            place = (number.start, end, number.start, end)
            self._add(Quantity(*place, bound(1, None), How.ARTICLE, article=True, additional=True))
            return end
        year = self.hedges.is_year(number)
        before = self.hedges.before(number.start, self.floor, strict=number.ordinal, year=year)
        end, qualifier = (number.end, None) if year else self.hedges.after(number.end, before.qualifier)
        bounds, how, word = self._bounds(number, qualifier)
        more = before.more or (end == number.end and not year and self.hedges.more(end))
        ordinal = number.ordinal or self.hedges.is_ordinal(number)
        glued = self.hedges.is_glued(number.start, end)
        place = (before.begin, end, number.start, number.end)
        ratio = ordinal and before.frame is Role.EACH
        self._add(Quantity(*place, bounds, how, word, ordinal=ordinal, additional=more, ratio=ratio, glued=glued))
        return end

    def _adds_one(self, number: Cardinal) -> bool:
        """Return whether an ordinal without a noun tells what befell one more: "two died, the third was wounded", "Третий погиб".

        It is the next of those counted last in the sentence, or opens it.
        """
        if not number.ordinal or number.digits or not 1 < (number.value or 0) <= ONE_MORE:
            return False
        last = self.found[-1].bounds if self.found else _NOTHING
        following = number.start == 0 or (last.low == last.high == (number.value or 0) - 1)
        behind = range(number.end, number.end + BEFALLING)
        return following and any(mark.start in behind and mark.form in ("participle", "undergo") for mark in self.outcomes)

    def _bounds(self, number: Cardinal, qualifier: Qualifier | None) -> tuple[Bounds, How, str | None]:
        """Return what a number says, in which form, and the vague word."""
        value = int(number.value or 0)
        singular = number.counted and qualifier and self.tokens[number.start].key in self.words.singular
        if number.open and not singular:
            return Bounds(open_low(value), None, Qualifier.VAGUE), How.VAGUE, NAMES.get(value, number.word) or None
        about = Qualifier.ABOUT if number.about else None
        return bound(value, qualifier or about), How.DIGITS if number.digits else How.WORD, None

    def _range(self, low: Cardinal) -> int | None:
        """Read a range that begins with a number; return where to go on, None where there is none."""
        joined = None if low.open or low.ordinal else self.hedges.join(low)
        if joined is None:
            return None
        role, at = joined
        before = self.hedges.before(low.start, self.floor)
        if (role is Role.AND and before.frame is not Role.BETWEEN) or (
            before.frame is Role.FROM and self.hedges.rises(low.start)
        ):
            return None
        if role is Role.TO and any(m.end in (low.start, before.begin) for m in self.growth):
            return None  # "rose by 30 to 120"
        hedge = self.words.phrase(self.tokens, at, Role.BEFORE)
        at = self.hedges.skip(at)
        high = read_cardinal(self.tokens, at, self.words, self.pack) if at < len(self.tokens) else None
        if high is None or high.open or high.ordinal:
            return None
        unbounded = hedge is not None and hedge.qualifier is Qualifier.AT_LEAST
        return self._between(low, high, role, before, unbounded=unbounded)

    def _between(self, low: Cardinal, high: Cardinal, role: Role, before: Before, *, unbounded: bool) -> int | None:
        """Read the range between two numbers, the higher of which may itself be passed: "from 60 to more than 90"."""
        first, second = _stretch(low, high, hyphen=role is Role.HYPHEN), high.value or 0
        if role is Role.OR:
            first, second = min(first, second), max(first, second)
        if first >= second or second.denominator != 1 or first.denominator != 1:
            return None
        if self.hedges.is_year(low) and self.hedges.is_year(high):
            return None
        begin = before.opened if before.frame else before.begin
        if share := self._share(high):
            part = self.found.pop()
            self._add(replace(part, start=begin, number_start=low.start))
            return share
        if first == 1 and self.hedges.cue(low.start):
            self._add(Quantity(begin, high.end, low.start, high.end, _NOTHING, How.SHARE, ratio=True))
            return high.end
        how = How.DIGITS if low.digits or high.digits else How.WORD
        bounds = bound(int(first), Qualifier.AT_LEAST) if unbounded else Bounds(int(first), int(second), Qualifier.RANGE)
        glued = self.hedges.is_glued(low.start, high.end)
        self._add(Quantity(begin, high.end, low.start, high.end, bounds, how, additional=before.more, glued=glued))
        return high.end

    def _add(self, quantity: Quantity) -> None:
        """Keep a quantity; articles and vague words that it swallowed go."""
        while self.found and self.found[-1].end > quantity.start:
            self.found.pop()
        self.found.append(quantity)
        if not (quantity.article or quantity.bounds == _UNCOUNTED):
            self.floor = quantity.end


def _stretch(low: Cardinal, high: Cardinal, *, hyphen: bool) -> int | Fraction:
    """Return the low end of a range whose scale stands only behind the high one: "2 to 3 million", "20–30 000", "2–300"."""
    first, second = low.value or 0, high.value or 0
    if high.scale > 1 and low.scale == 1 and high.mantissa is not None and first < high.mantissa:
        return first * high.scale
    if high.scale > 1:
        return first
    for scale in (1_000_000, 1000, 100) if hyphen else (1_000_000, 1000):
        if second % scale == 0 and second > scale:
            return first * scale if first < second / scale and first * scale * 10 >= second else first
    return first
