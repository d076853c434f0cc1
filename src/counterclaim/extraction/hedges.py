"""The words around a number: what hedges it, what opens a range, what says that it comes on top of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.cardinals import HYPHENS
from counterclaim.fleeting import fleeting
from counterclaim.knowledge.number_table import CONTINUES, Part, Role
from counterclaim.model import Bounds, Qualifier

if TYPE_CHECKING:
    from counterclaim.extraction.number_grammar import Cardinal
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.number_words import NumberWords, Phrase

#: How many tokens may stand between a number and a qualifier, or "more", behind its noun.
TRAIL = 4
_QUOTES = frozenset("\"'“”„«»‘’‚‹›(")
_SIGNS = {">": Qualifier.AT_LEAST, "≥": Qualifier.AT_LEAST, "~": Qualifier.ABOUT, "≈": Qualifier.ABOUT, "<": Qualifier.AT_MOST}
_SIGNS |= {"≤": Qualifier.AT_MOST}
_LIMITS = frozenset({Qualifier.AT_LEAST, Qualifier.AT_MOST})
_PASSED_OVER = frozenset(",–—-(\"'“”„«»")
_AFTER = Role.AFTER | Role.TRAILING
_SKIPPED = Role.BEFORE | Role.FILLER
#: The forms of words that say what was done to those counted behind them.
_DONE = frozenset({"participle", "either", "undergo", "active"})
_NOT_COUNTING = CONTINUES | {Part.ARTICLE}


@fleeting
class Before:
    """What stands before a number: where the expression begins, its qualifier, whether it adds, and what opens a range where."""

    begin: int
    qualifier: Qualifier | None
    more: bool
    frame: Role | None
    opened: int


class Hedges:
    """Looks around the numbers of one sentence."""

    def __init__(self, sentence: Sentence, pack: LanguagePack, words: NumberWords) -> None:
        self.sentence, self.pack, self.words = sentence, pack, words
        self.tokens = sentence.tokens
        self._rising: bool | None = None

    def before(self, at: int, floor: int, *, strict: bool = False, year: bool = False) -> Before:
        """Return what stands before the number at a token; nothing before `floor` is looked at.

        A strict look, for articles and ordinals, takes no word for a hedge that may be a mere preposition.
        """
        qualifier: Qualifier | None = None
        more, begin, filled = False, at, strict
        while at > floor:
            sign = self.tokens[at - 1].text
            aside = self._aside_before(at, floor) if at == begin else None
            if aside is not None:
                at -= len(aside.keys) + 2
                qualifier, begin = _outer(qualifier, aside.qualifier), at
                continue
            if sign in _SIGNS and not strict:
                at -= 1
                qualifier, begin = _outer(qualifier, _SIGNS[sign]), at
                continue
            phrase = self._phrase_before(at, floor, strict=filled)
            if phrase is None:
                if sign not in _QUOTES:
                    break
                at -= 1
                continue
            role = phrase.role
            if role is Role.BEFORE and (year or (phrase.until and self._rises_to(at - len(phrase.keys)))):
                break
            at -= len(phrase.keys)
            if role is Role.BEFORE:
                qualifier, begin = _outer(qualifier, phrase.qualifier), at
            elif role is Role.MORE_BEFORE:
                more, begin = True, at
            elif role is Role.FILLER:
                filled = True
            else:
                return Before(begin, qualifier, more, role, at)
        return Before(begin, qualifier, more, None, at)

    def _phrase_before(self, at: int, floor: int, *, strict: bool) -> Phrase | None:
        """Return the longest phrase before a token; a strict look passes over what may be a mere preposition."""
        for key in (self.tokens[at - 1].key, None):
            for phrase in self.words.ending.get(key, ()):
                loose = phrase.loose and (strict or self._of_verb(at))
                if not loose and phrase.ends_at(self.tokens, at, floor):
                    return phrase
        return None

    def _of_verb(self, at: int) -> bool:
        """Return whether what ends at a token are the last words of a verb's: Norwegian "råder over", "has at its disposal"."""
        return any(m.end == at and m.end - m.start > 1 and m.tail is None for m in self.sentence.of("outcomes", "strength"))

    def _aside_before(self, at: int, floor: int) -> Phrase | None:
        """Return the qualifier that stands between two commas right before a token: "погибли, как минимум, шесть"."""
        if self.tokens[at - 1].text != "," or at - 1 <= floor:
            return None
        phrase = self._phrase_before(at - 1, floor, strict=True)
        if phrase is None or phrase.role is not Role.BEFORE:
            return None
        opens = at - 2 - len(phrase.keys)
        return phrase if opens >= floor and self.tokens[opens].text == "," else None

    def after(self, at: int, qualifier: Qualifier | None) -> tuple[int, Qualifier | None]:
        """Return where the expression ends, and its qualifier with what stands behind the number and behind its noun."""
        if at >= len(self.tokens):
            return at, qualifier
        if aside := self._aside_behind(at):
            return at + len(aside.keys) + 2, qualifier if qualifier in _LIMITS else aside.qualifier
        if qualifier in _LIMITS:
            again = self._behind(at, _AFTER)  # "more than 30 at least"
            return (at + len(again.keys) if again and again.qualifier in _LIMITS else at), qualifier
        if self.tokens[at].text == "+" and self.tokens[at].glued:
            return at + 1, Qualifier.AT_LEAST
        if found := self._behind(at, _AFTER):
            return at + len(found.keys), found.qualifier
        for place in range(at, min(at + TRAIL, len(self.tokens) - 1)):
            token = self.tokens[place]
            if (token.kind == "sign" and token.text not in _PASSED_OVER) or (place > at and self.counts(place)):
                break
            if found := self._behind(place + 1, Role.TRAILING):
                return at, found.qualifier
        return at, qualifier

    def _aside_behind(self, at: int) -> Phrase | None:
        """Return the qualifier that stands between two commas right behind a number: "ten, if not more, villagers"."""
        phrase = self._behind(at + 1, _AFTER) if self.tokens[at].text == "," else None
        closes = at + 1 + len(phrase.keys) if phrase else len(self.tokens)
        return phrase if closes < len(self.tokens) and self.tokens[closes].text == "," else None

    def _behind(self, at: int, roles: int) -> Phrase | None:
        """Return a qualifier behind a number, unless it stands before the next one."""
        phrase = self.words.phrase(self.tokens, at, roles)
        if phrase is None:
            return None
        end = at + len(phrase.keys)
        return None if self.counts(end, article=True) or self.counts(self.skip(end), article=True) else phrase

    def more(self, at: int) -> bool:
        """Return whether words behind a number say that it comes on top of another."""
        if phrase := self.words.phrase(self.tokens, at, Role.MORE_AFTER | Role.BEFORE):
            return phrase.role is Role.MORE_AFTER
        for place in range(at, min(at + TRAIL - 1, len(self.tokens))):
            if phrase := self.words.phrase(self.tokens, place, Role.MORE_TRAILING):
                end = place + len(phrase.keys)
                return end >= len(self.tokens) or self.tokens[end].kind == "sign" or self.marked(end, "outcomes", 1)
            if self.tokens[place].kind != "word":
                break
        return False

    def join(self, low: Cardinal) -> tuple[Role, int] | None:
        """Return how a second number is joined to one, and where it may begin."""
        at = low.end
        if at + 1 >= len(self.tokens):
            return None
        if self.tokens[at].text in HYPHENS:
            following = self.tokens[at + 1]
            if not (self.tokens[at].glued and not following.glued):
                alike = (following.kind == "number") == low.digits and self.tokens[at].glued == following.glued
                return (Role.HYPHEN, at + 1) if alike else None
            at += 1  # "vijf- en zesduizend"
        phrase = self.words.phrase(self.tokens, at, Role.TO | Role.OR | Role.AND)
        return (phrase.role, at + len(phrase.keys)) if phrase else None

    def skip(self, at: int) -> int:
        """Return the place after qualifiers and fillers that begin at a token."""
        while phrase := self.words.phrase(self.tokens, at, _SKIPPED):
            at += len(phrase.keys)
        return at

    def counts(self, at: int, *, article: bool = False) -> bool:
        """Return whether a number, or where asked an article, begins at a token."""
        if at >= len(self.tokens):
            return False
        if self.tokens[at].kind == "number":
            return True
        start = self.words.start(self.tokens[at].key)
        if start is None or not start.atoms:
            return False
        part = start.atoms[0].part
        return part not in _NOT_COUNTING or (article and part is Part.ARTICLE)

    def cue(self, at: int) -> bool:
        """Return whether a word for a proportion stands shortly before."""
        return any(self.words.phrase(self.tokens, place, Role.RATIO_CUE) for place in range(max(0, at - TRAIL), at))

    def _rises_to(self, at: int) -> bool:
        """Return whether "to" at a token leads to what a figure rose to: not where it stands right behind what was done."""
        return self.rises() and not any(m.end == at and m.form in _DONE for m in self.sentence.of("outcomes"))

    def rises(self, number: int | None = None) -> bool:
        """Return whether the sentence speaks of a figure that moves, so that "from" and "to" are no bounds.

        Before the token of a number it may go on to what the figure amounts to: "rose and is from 12 to 30".
        """
        if number is not None and any(0 <= number - m.end <= TRAIL for m in self.sentence.of("grammar", "count", "later")):
            return False
        if self._rising is None:
            keys = f" {' '.join(token.key for token in self.tokens)}"
            self._rising = any(f" {stem}" in keys for stem in self.words.rising)
        return self._rising

    def is_year(self, number: Cardinal) -> bool:
        """Return whether four bare digits read as a year, no counted noun being near."""
        text = self.tokens[number.start].text
        if not number.digits or number.end != number.start + 1 or len(text) != 4 or not text.isdecimal():
            return False
        value = int(text)
        if not 1900 <= value < 2100 or value % 100 == 0:
            return False
        return not (self.marked(number.end, "victims", TRAIL) or self.marked(number.end, "outcomes", TRAIL))

    def is_ordinal(self, number: Cardinal) -> bool:
        """Return whether a full stop within the sentence makes digits an ordinal ("7. februar")."""
        end = number.end
        if not (self.pack.ordinal_dot and number.digits and end + 1 < len(self.tokens)):
            return False
        return self.tokens[end].text == "." and self.tokens[end].glued and self.tokens[end - 1].text.isdecimal()

    def is_glued(self, start: int, end: int) -> bool:
        """Return whether letters, or a hyphen that holds something else, hang on to the number."""
        tokens = self.tokens
        if start > 0 and tokens[start].glued:
            before = tokens[start - 1]
            if before.kind == "word" and "'" not in before.key:
                return True
            if before.text in HYPHENS and before.glued:
                return not self._opens_headline(start)
        if end < len(tokens) and tokens[end].glued:
            after = tokens[end]
            if after.kind == "word" and "'" not in after.key:
                return True
            return after.text in HYPHENS and end + 1 < len(tokens) and tokens[end + 1].glued
        return False

    def _opens_headline(self, start: int) -> bool:
        """Return whether a number word with a capital stands behind the number of an update: "UPDATE 2-Eight policemen"."""
        tokens = self.tokens
        return (
            start >= 3 and tokens[start].capitalised and tokens[start - 2].kind == "number" and tokens[start - 3].text.isupper()
        )

    def marked(self, at: int, kind: str, reach: int) -> bool:
        """Return whether the lexicon has marked something of a kind at a token or shortly after."""
        return any(at <= mark.start < at + reach for mark in self.sentence.of(kind))


def bound(value: int, qualifier: Qualifier | None) -> Bounds:
    """Return what a number says under a qualifier, None for none."""
    if qualifier is Qualifier.AT_LEAST:
        return Bounds(value, None, qualifier)
    if qualifier is Qualifier.AT_MOST:
        return Bounds(None, value, qualifier)
    return Bounds(value, value, qualifier or Qualifier.EXACT)


def _outer(inner: Qualifier | None, outer: Qualifier | None) -> Qualifier | None:
    """Return which of two qualifiers holds: the outer one, but a limit rather than an "about"."""
    return inner if outer is None or (outer is Qualifier.ABOUT and inner is not None) else outer
