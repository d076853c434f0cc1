"""Phrases of a language and what they mean, found in a sentence in one pass.

A phrase is words between spaces. `stem*` matches words that begin so, `*head` words that end so (compounds), `(a|b|)` any one
of the alternatives, and ` ... ` a gap of a few tokens: `kostet ... livet`. A word that is written with a capital, or in
capitals, wants the same of the text (`US` is not "us", `Poles` not "poles"); a word in small letters fits all. Where phrases
compete for the same words the longer wins, an exact word beats a pattern, of two patterns the longer, and of two words of one
kind the one with capitals (`Ukrainiens`, `ukrainiens`).
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.fleeting import fleeting
from counterclaim.text import Splitting, fold, keys_of, texts_of, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from counterclaim.text import Token

#: The most tokens that a gap may span, and the most words whose entries are remembered, and how long these may be.
GAP = 14
REMEMBERED, REMEMBERED_LENGTH = 50_000, 40
#: Values of small words whose phrases hold words that mean something else too.
REMARKS = frozenset({"combat", "revision", "addition"})
#: Phrases that tell whose a figure is, or what somebody does with it, and leave it one: "the toll given by", "raised the death
#: toll to"; and of these, what says that he states it.
TELLING, SAYING = frozenset({"attribution", "roles"}), frozenset({"asserts", "confirms", "estimates", "denies", "counts"})
NAMED = frozenset({"toll", "noun"})
#: The forms of phrases for persons by what they are ("military doctor"), who may be speakers and may be victims.
OFFICES = frozenset({"role", "roles"})
#: Those of them that are sources and nobody's office.
SOURCES = frozenset(
    {
        "source",
        "security_source",
        "military_source",
        "police_medical_source",
        "security_medical_source",
        "circles",
        "report",
        "official_side",
    }
)
#: The value of phrases for how many a force has.
STRENGTH = "strength"
#: What is a soldier alone and only describes an office beside a noun.
ADJECTIVAL = frozenset({"soldier"})
_SIGNS = re.compile(r"([(|)])")


class Entry(NamedTuple):
    """What a phrase means: the kind (the file it stands in), the neutral value, and its grammatical form."""

    kind: str
    value: str
    form: str


@fleeting
class Mark:
    """What an entry means, and where it was found: tokens `start` to `end` (half-open).

    `head_end` is where the words before a gap end; `tail` where those after it begin, None where there is no gap.
    """

    kind: str
    value: str
    form: str
    start: int
    end: int
    head_end: int
    tail: int | None


class Case(Enum):
    """What a word of the pack asks of the letters of the text."""

    ANY = 0
    CAPITAL = 1
    CAPITALS = 2
    INITIALS = 3

    @classmethod
    def of(cls, word: str) -> Case:
        """Return what a word asks for, as it is written in the pack."""
        if len(word) > 1 and word.isupper():
            return cls.CAPITALS
        if word[:2].isupper():
            return cls.INITIALS  # "AUs", which "Aus" is not
        return cls.CAPITAL if word[:1].isupper() else cls.ANY

    def allows(self, text: str) -> bool:
        """Return whether the text's letters will do."""
        if self is Case.ANY:
            return True
        if self is Case.INITIALS:
            return text[:2].isupper()
        return text.isupper() if self is Case.CAPITALS else text[:1].isupper()


_ANY = Case.ANY
_STRETCH = attrgetter("start", "end")


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a pattern: where more letters may stand (`open_front`, `open_back`), and the case it asks for (`letters`)."""

    key: str
    open_front: bool
    open_back: bool
    letters: Case = Case.ANY

    def matches(self, key: str) -> bool:
        """Return whether a token's key fits."""
        if self.open_front:
            return self.key in key if self.open_back else key.endswith(self.key)
        return key.startswith(self.key) if self.open_back else key == self.key


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled phrase: the words before a gap, those after it (empty without one), its meaning, its rank.

    `rank` says how closely it fixes its words: first its letters, then its capitals.
    """

    head: tuple[Element, ...]
    tail: tuple[Element, ...]
    entry: Entry
    exact: bool
    rank: tuple[int, int]


def expand(phrase: str) -> list[str]:
    """Return every phrase that the alternatives in parentheses stand for."""
    return list(dict.fromkeys(" ".join(words.split()) for words in _alternatives(iter(_SIGNS.split(phrase)))))


def _alternatives(pieces: Iterator[str]) -> list[str]:
    """Return what the pieces up to the next closing parenthesis stand for."""
    done: list[str] = []
    row = [""]
    for piece in pieces:
        if piece == "(":
            row = ["".join(words) for words in itertools.product(row, _alternatives(pieces))]
        elif piece == "|":
            done, row = done + row, [""]
        elif piece == ")":
            break
        else:
            row = [words + piece for words in row]
    return done + row


def compile_phrase(phrase: str, entry: Entry, splitting: Splitting) -> Pattern:
    """Return the pattern of a phrase without alternatives; raises ValueError where it is empty or has two gaps."""
    sides = [_elements(side, splitting) for side in phrase.split(" ... ")]
    if len(sides) > 2 or not all(sides):
        raise ValueError(f"a phrase is words with at most one gap between them, not {phrase!r}")
    elements = tuple(itertools.chain(*sides))
    exact = not any(e.open_front or e.open_back for e in elements)
    rank = (sum(len(e.key) for e in elements), sum(e.letters.value for e in sides[0]))
    return Pattern(sides[0], sides[1] if len(sides) == 2 else (), entry, exact, rank)


def _elements(words: str, splitting: Splitting) -> tuple[Element, ...]:
    return tuple(itertools.chain.from_iterable(_word(word, splitting) for word in words.split()))


@functools.lru_cache(maxsize=REMEMBERED)
def _word(word: str, splitting: Splitting) -> tuple[Element, ...]:
    """Return the elements of one word of a phrase."""
    bare = word.strip("*")
    if _is_head(bare, splitting):
        return (Element(fold(bare), open_front=False, open_back=False, letters=Case.of(bare)),)
    parts = tokenise(bare, splitting=splitting)
    last = len(parts) - 1
    return tuple(
        Element(part.key, word.startswith("*") and number == 0, word.endswith("*") and number == last, Case.of(part.text))
        for number, part in enumerate(parts)
    )


def _is_head(word: str, splitting: Splitting) -> bool:
    """Return whether a word is one that the text joins to the next with an apostrophe ("d'")."""
    key = fold(word)
    return key.endswith("'") and key[:-1] in splitting.heads


class Following(NamedTuple):
    """Patterns with the same second word: those that a certain third word leaves, by that word; any other leaves `rest`."""

    third: dict[str, list[Pattern]]
    rest: list[Pattern]


#: What may begin at a word: what it means by itself, competition settled; the longer patterns that do not ask for a certain
#: next word; and those that do, by that word.
Beginning = tuple[tuple[Entry, ...], tuple[Pattern, ...], dict[str, Following]]


class Lexicon:
    """All phrases of a language, indexed by how their first word begins or ends."""

    def __init__(self, phrases: Iterable[tuple[str, Entry]], splitting: Splitting | None = None) -> None:
        self._exact: dict[str, list[Pattern]] = {}
        self._front: dict[str, list[Pattern]] = {}
        self._back: dict[str, list[Pattern]] = {}
        for phrase, entry in phrases:
            for plain in expand(phrase):
                self._add(compile_phrase(plain, entry, splitting or Splitting()))
        self._front_lengths = sorted({len(key) for key in self._front})
        self._back_lengths = sorted({len(key) for key in self._back})
        self._beginnings = _Beginnings(self._beginning)
        self._entries: dict[str, tuple[Entry, ...]] = {}

    def _add(self, pattern: Pattern) -> None:
        first = pattern.head[0]
        index = self._back if first.open_front else self._front if first.open_back else self._exact
        index.setdefault(first.key, []).append(pattern)

    def _beginning(self, word: str) -> Beginning | None:
        """Return what may begin at a word, None where nothing does."""
        single: list[Pattern] = []
        longer: list[Pattern] = []
        paired: dict[str, list[Pattern]] = {}
        for pattern in self._fitting(fold(word)):
            second = pattern.head[1] if len(pattern.head) > 1 else None
            if second is None and not pattern.tail:
                single.append(pattern)
            elif second is None or second.open_front or second.open_back:
                longer.append(pattern)
            else:
                paired.setdefault(second.key, []).append(pattern)
        entries = _settle_single([pattern for pattern in single if pattern.head[0].letters.allows(word)])
        if not (entries or longer or paired):
            return None
        return entries, tuple(longer), {key: _following(patterns) for key, patterns in paired.items()}

    def _fitting(self, key: str) -> list[Pattern]:
        """Return the patterns whose first word fits the key."""
        found = list(self._exact.get(key, ()))
        size = len(key)
        for length in self._front_lengths:
            if length > size:
                break
            found += self._front.get(key[:length], ())
        for length in self._back_lengths:
            if length > size:
                break
            found += self._back.get(key[size - length :], ())
        return found

    def entries(self, word: str) -> tuple[Entry, ...]:
        """Return what a single word can mean."""
        known = self._entries.get(word)
        if known is None:
            known = tuple(p.entry for p in self._fitting(fold(word)) if len(p.head) == 1 and not p.tail)
            if len(self._entries) >= REMEMBERED:
                self._entries.clear()
            if len(word) <= REMEMBERED_LENGTH:
                self._entries[word] = known
        return known

    def find(self, tokens: Sequence[Token], texts: Sequence[str] = (), keys: Sequence[str] = ()) -> list[Mark]:
        """Return the marks of a sentence in reading order, competition settled.

        `texts` and `keys` are those of the tokens, where the caller has them in rows of their own.
        """
        single: list[Mark] = []
        longer: list[tuple[Pattern, Mark]] = []
        keys = (*(keys or keys_of(tokens)), "", "")
        words: set[str] = set()
        for at, begins in enumerate(map(self._beginnings.__getitem__, texts or texts_of(tokens))):
            if begins is None:
                continue
            entries, others, paired = begins
            for kind, value, form in entries:
                single.append(Mark(kind, value, form, at, at + 1, at + 1, None))
            if others:
                words = words or set(keys)
                longer += [
                    (pattern, mark) for pattern in others if _may_end(pattern, words) and (mark := _match(pattern, tokens, at))
                ]
            if paired and (following := paired.get(keys[at + 1])):
                patterns = following.third.get(keys[at + 2], following.rest)
                longer += [(pattern, mark) for pattern in patterns if (mark := _match(pattern, tokens, at))]
        return _settle(single, longer) if longer else single


class _Beginnings(dict[str, Beginning | None]):
    """What may begin at the words that were seen lately."""

    def __init__(self, look_up: Callable[[str], Beginning | None]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> Beginning | None:
        begins = self._look_up(word)
        if len(self) >= REMEMBERED:
            self.clear()
        if len(word) <= REMEMBERED_LENGTH:
            self[word] = begins
        return begins


def _following(patterns: list[Pattern]) -> Following:
    """Return patterns whose second word is the same by the third that they ask for, each row in the order of the patterns."""
    asked = {third for pattern in patterns if (third := _third(pattern)) is not None}
    rest = [pattern for pattern in patterns if _third(pattern) is None]
    return Following({third: [p for p in patterns if _third(p) in (third, None)] for third in asked}, rest)


def _third(pattern: Pattern) -> str | None:
    """Return the key that a pattern asks for as its third word, None where it asks for none or more letters may stand in it."""
    third = pattern.head[2] if len(pattern.head) > 2 else None
    return third.key if third is not None and not (third.open_front or third.open_back) else None


def _may_end(pattern: Pattern, keys: set[str]) -> bool:
    """Return whether the words behind a pattern's gap, if it has one, may stand among those of a sentence."""
    first = pattern.tail[0] if pattern.tail else None
    return first is None or first.key in keys or first.open_front or first.open_back


def _match(pattern: Pattern, tokens: Sequence[Token], at: int) -> Mark | None:
    end = at + len(pattern.head)
    if end > len(tokens) or not _fits(pattern.head, tokens, at):
        return None
    if not pattern.tail:
        return Mark(*pattern.entry, at, end, end, None)
    width, first = len(pattern.tail), pattern.tail[0]
    for tail in range(end, min(end + GAP, len(tokens) - width) + 1):
        if first.matches(tokens[tail].key) and _fits(pattern.tail, tokens, tail):
            return Mark(*pattern.entry, at, tail + width, end, tail)
    return None


def _fits(elements: tuple[Element, ...], tokens: Sequence[Token], at: int) -> bool:
    for number, element in enumerate(elements, at):
        token = tokens[number]
        if not element.matches(token.key) or (element.letters is not _ANY and not element.letters.allows(token.text)):
            return False
    return True


def _settle_single(patterns: list[Pattern]) -> tuple[Entry, ...]:
    """Return what a word means, by those of its one-word patterns that fix it most closely."""
    exact = any(pattern.exact for pattern in patterns)
    rank: dict[str, tuple[int, int]] = {}
    for pattern in patterns:
        rank[pattern.entry.kind] = max(rank.get(pattern.entry.kind, (0, 0)), pattern.rank)
    return tuple(dict.fromkeys(p.entry for p in patterns if (p.exact or not exact) and p.rank >= rank[p.entry.kind]))


def _beside(mark: Mark) -> bool:
    """Return whether a phrase only remarks on its words, and leaves what they mean: "killed in combat" still tells of killing."""
    return mark.kind == "means" or (mark.kind == "grammar" and mark.value in REMARKS)


def _left(mark: Mark, telling: Sequence[Mark]) -> bool:
    """Return whether a toll stands in a phrase that only tells whose it is, or who may die in one for his office."""
    if mark.kind == "victims" or mark.value == "describing":
        offices = (one for one in telling if one.form in OFFICES and one.value not in SOURCES)
        whole = (one for one in offices if mark.value not in ADJECTIVAL or one.value == mark.value)  # not in "military doctor"
        return any(one.start <= mark.start and mark.end <= one.end for one in whole)
    if mark.kind != "outcomes" or mark.form not in NAMED:
        return False
    named = mark.form == "toll"
    return any(one.start <= mark.start and mark.end <= one.end and (named or one.value in SAYING) for one in telling)


def _counting(mark: Mark, longer: Sequence[tuple[Pattern, Mark]]) -> bool:
    """Return whether a body stands in a phrase for how many it has, which may lead to something else: "the army on | X"."""
    if mark.kind != "roles" or mark.form != "body":
        return False
    forces = (one for _, one in longer if one.kind == "outcomes" and one.value == STRENGTH)
    return any(one.start <= mark.start and mark.end <= one.end for one in forces)


def _settle(single: list[Mark], longer: list[tuple[Pattern, Mark]]) -> list[Mark]:
    """Drop what lies inside a longer phrase, and what a better match has at the same words.

    A phrase that only remarks on its words hides no others than its own kind's, and one of saying leaves the toll in it.
    """
    found = _settled(single, longer)
    if bodies := [mark for mark in single if _counting(mark, longer)]:
        found = sorted(dict.fromkeys([*found, *bodies]), key=_STRETCH)
    telling = [mark for _, mark in longer if mark.kind in TELLING]
    if not (telling and any(_left(mark, telling) for mark in single)):
        return found
    rest = [pair for pair in longer if pair[1].kind not in TELLING]
    return sorted(dict.fromkeys([*found, *(mark for mark in _settled(single, rest) if _left(mark, telling))]), key=_STRETCH)


def _settled(single: list[Mark], longer: list[tuple[Pattern, Mark]]) -> list[Mark]:
    """Return the marks that no longer phrase hides."""
    beside = [pair for pair in longer if _beside(pair[1])]
    if beside:
        longer = [pair for pair in longer if not _beside(pair[1])]
        hidden = _inside(beside)
        kept = [mark for mark in single if not _beside(mark)]
        kept += [mark for mark in single if _beside(mark) and mark.start not in hidden]
        return sorted([*_outer(kept, longer), *_outer([], beside)], key=_STRETCH)
    return _outer(single, longer)


def _inside(longer: Iterable[tuple[Pattern, Mark]]) -> set[int]:
    """Return the tokens that stand in a phrase of two or more words without a gap."""
    return {at for _, mark in longer if mark.tail is None for at in range(mark.start, mark.end)}


def _outer(single: list[Mark], longer: list[tuple[Pattern, Mark]]) -> list[Mark]:
    """Return the marks of single words that stand in no longer phrase, and those of the longer that stand in no other."""
    whole = [(pattern, mark) for pattern, mark in longer if mark.tail is None]
    hidden = _inside(whole)
    out = list(dict.fromkeys(mark for _, mark in longer if mark.tail is not None))
    out += [mark for mark in single if mark.start not in hidden]
    out += _best(whole) if len(whole) > 1 else [mark for _, mark in whole]
    return sorted(out, key=_STRETCH)


def _best(whole: list[tuple[Pattern, Mark]]) -> list[Mark]:
    """Return the marks of phrases without gaps that lie in no other of them; of those at the same words the best matches."""
    outermost = _outermost(mark for _, mark in whole)
    best: dict[tuple[int, int], bool] = {}
    rank: dict[tuple[int, int, str], tuple[int, int]] = {}
    for pattern, mark in whole:
        place = (mark.start, mark.end)
        best[place] = best.get(place, False) or pattern.exact
        kind = (mark.start, mark.end, mark.kind)
        rank[kind] = max(rank.get(kind, (0, 0)), pattern.rank)
    return list(
        dict.fromkeys(
            mark
            for pattern, mark in whole
            if (mark.start, mark.end) in outermost
            and (pattern.exact or not best[mark.start, mark.end])
            and pattern.rank >= rank[mark.start, mark.end, mark.kind]
        )
    )


def _outermost(marks: Iterable[Mark]) -> set[tuple[int, int]]:
    """Return the stretches of marks that lie in no other of them."""
    out: set[tuple[int, int]] = set()
    reach = 0
    for start, end in sorted({(mark.start, mark.end) for mark in marks}, key=lambda place: (place[0], -place[1])):
        if end > reach:
            out.add((start, end))
            reach = end
    return out


def phrases_of(table: dict[str, dict[str, list[str]]], kind: str) -> Iterator[tuple[str, Entry]]:
    """Yield the phrases of one file: `[value]` tables of `form = [phrases]`."""
    for value, forms in table.items():
        for form, phrases in forms.items():
            for phrase in phrases:
                yield phrase, Entry(kind, value, form)
