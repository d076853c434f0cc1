"""Where an office is held: the place in "the mayor of Kharkiv Name Surname", where nothing but the names tells the two apart."""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.atoms import Atom
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.clauses import Clauses
    from counterclaim.knowledge.place_finder import Finder, Known
    from counterclaim.knowledge.places import Entry
    from counterclaim.text import Token

#: Towns of fewer inhabitants are nobody's seat; where but the case of a name says that it is one, it must be a city, since
#: many first names are those of towns.
TOWN, CITY = 10_000, 50_000
#: The most words of a seat's name, and the fewest of a person's full name.
LONGEST, FULL = 3, 2
#: Those who govern a place that a case alone names behind them.
GOVERNING = frozenset(
    ["mayor", "governor", "authorities", "local_government", "administration", "military_administration", "city_council"]
)
#: How alike two spellings of one name are, at least.
_ALIKE = 0.6
#: Kinds of listed places that have mayors, governors, police chiefs.
_SEATS = frozenset(["city", "division", "district", "area"])


class Held(Enum):
    """What ties a place to an office before it: its case alone, a preposition, or a word such as "region"."""

    CASE = "case"
    WORD = "word"
    REGION = "region"


class Seat(NamedTuple):
    """A place that an office is held in: its English name, and its country where one alone has a place of the name."""

    name: str
    country: str | None


class Seats:
    """Finds the seats of offices in one language."""

    def __init__(self, finder: Finder, clauses: Clauses) -> None:
        self._finder, self._clauses = finder, clauses

    def is_small(self, token: Token) -> bool:
        """Return whether a token is a small word or one of time, which names nothing."""
        return token.key in self._clauses.function or token.key in self._clauses.time

    def is_direction(self, token: Token) -> bool:
        """Return whether a token is a word such as "northern"."""
        return any(entry.form == "direction" for entry in self._finder.words.lexicon.entries(token.key))

    def end(self, sentence: Sentence, start: int, stop: int) -> int | None:
        """Return where the place ends with which a run of capitals behind an office begins; None where it begins with none."""
        tokens = sentence.tokens
        region = next((at for at in range(start + 1, stop) if tokens[at].key in self._clauses.region), None)
        if region is not None and tokens[region - 1].text == "-":
            return region + 1  # "governor i Name-regionen Name Surname"
        held = self._held(sentence, start)
        if held is None:
            return None
        if held is Held.CASE and self._governs(sentence, start) and self._is_inflected(tokens[start:stop]):
            return stop  # "the mayor of Name said"
        for end in range(min(stop - 1, start + 2 * LONGEST), start, -1):
            if self._whole(tokens, start, end, stop) and self._is_seat(tokens[start:end], inflected=held is Held.CASE):
                return end
        return self._first(tokens, start, stop) if held is Held.REGION else None

    def _governs(self, sentence: Sentence, at: int) -> bool:
        """Return whether the word right before a token is for those who govern a town or a region."""
        return any(m.end == at and m.value in GOVERNING and m.tail is None for m in sentence.of("roles"))

    def _is_inflected(self, tokens: Sequence[Token]) -> bool:
        """Return whether a whole name is that of a city in a case that its holder's name has not."""
        if len(tokens) > LONGEST:
            return False
        marked = self._marked(tokens, whole=True)
        found = self._finder.known(_words(tokens))
        told = marked is not None or any(_seats(known, CITY) for known in found)
        return told and not any(known.rank == 0 and known.primary for known in found)

    def _first(self, tokens: Sequence[Token], start: int, stop: int) -> int | None:
        """Return where the first name behind a word for a region ends, where a full name follows it."""
        end = start + 1
        while end + 1 < stop and tokens[end].text == "-":
            end += 2
        return end if sum(token.capitalised for token in tokens[end:stop]) >= FULL else None

    def _held(self, sentence: Sentence, start: int) -> Held | None:
        """Return what ties a name to an office before it; None where nothing does."""
        words, tokens = self._clauses, sentence.tokens
        marks = [mark for mark in sentence.of("roles") if mark.tail is None]
        if not marks:
            return None
        if any(mark.end == start and mark.form in ("role", "body") for mark in marks):
            return Held.CASE if words.cases else None
        offices = {mark.end for mark in marks if mark.form == "role"}
        at = _before(tokens, start, words.article)
        if at and tokens[at - 1].key in words.region:
            at = _before(tokens, at - 1, words.article)
            return Held.REGION if at in offices or (at and tokens[at - 1].key in words.link and at - 1 in offices) else None
        return Held.WORD if at and tokens[at - 1].key in words.link and at - 1 in offices else None

    def _whole(self, tokens: Sequence[Token], start: int, end: int, stop: int) -> bool:
        """Return whether a name may end here: no hyphen at its edge, and enough behind it for a person's name."""
        inner = tokens[end - 1].kind == "word" and tokens[end - 1].capitalised and tokens[end].text != "-"
        behind = sum(token.kind == "word" and token.capitalised for token in tokens[end:stop])
        return inner and behind >= 1 and not (behind == 1 and end - start > 1)

    def _is_seat(self, tokens: Sequence[Token], *, inflected: bool) -> bool:
        if self._marked(tokens, whole=True) is not None:
            return True
        found = self._finder.known(_words(tokens))
        if inflected and any(known.rank == 0 and _seats(known, 0 if known.primary else CITY) for known in found):
            return False  # a name as it stands is the office holder's own
        if inflected and any(known.rank == 0 for known in found):
            found = tuple(known for known in found if known.rank == 0)  # and no like-sounding one of somewhere else
        return any(_seats(known, CITY if inflected else TOWN) for known in found)

    def _marked(self, tokens: Sequence[Token], *, whole: bool) -> Entry | None:
        """Return the place that the language has a name of its own for, where these tokens are or hold it."""
        marks = (mark for mark in self._finder.words.lexicon.find(tokens) if mark.kind == "place_names")
        fitting = (mark.value for mark in marks if not whole or mark.end - mark.start == len(tokens))
        return next(filter(None, map(self._finder.by_id, fitting)), None)

    def named(self, sentence: Sentence, atom: Atom, country: str | None) -> Seat | None:
        """Return the listed place that an atom names, of that country where one is told; None where none or several do."""
        around = sentence.tokens[atom.start : atom.end + 1]  # "of Name-adjective region"
        entry = self._marked(around, whole=False)
        if entry is not None:
            return Seat(entry.name, entry.country)
        words = _words(around[: atom.end - atom.start])
        plain = words[:-1] if len(words) > 1 and words[-1].casefold() in self._clauses.region else words
        found = [k for k in self._finder.known(plain) if _seats(k) and country in (None, k.entry.country)]
        if not found:
            return None
        best = max(found, key=lambda known: (known.primary, -known.rank, known.entry.kind == "city", known.entry.population))
        alone = len({known.entry.country for known in found}) == 1
        text = "".join(part.text if part.glued else f" {part.text}" for part in around[: atom.end - atom.start]).strip()
        if len(plain) < len(words):
            text = text[: -len(words[-1])].rstrip("- ")
        latin = self._finder.words.speller.latin(plain)
        name = best.entry.name if not best.keeps_name and _respelt(latin, best.entry.name) else text if text.isascii() else latin
        return Seat(name, best.entry.country if alone else None)


def _respelt(text: str, listed: str) -> bool:
    """Return whether a listed place's name is that of the text in English spelling, and not another name of the place."""
    if anyascii(listed) == anyascii(text):
        return False
    alike = SequenceMatcher(None, text.casefold(), listed.casefold()).ratio() >= _ALIKE
    return alike and len(text.split()) == len(listed.split())


def _before(tokens: Sequence[Token], at: int, small: frozenset[str]) -> int:
    """Return the place before the words of a set that end at a place."""
    while at and tokens[at - 1].key in small:
        at -= 1
    return at


def _words(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.text for token in tokens if token.kind == "word")


def _seats(known: Known, least: int = TOWN) -> bool:
    entry = known.entry
    return entry.kind in _SEATS and (entry.kind != "city" or entry.population >= least)
