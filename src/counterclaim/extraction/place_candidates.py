"""Where a sentence may name a place: runs of capitalised words, and what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.text import Token

#: The most words of one name, and how far before it the words around it are looked for.
MOST_WORDS = 5
REACH = 5
#: Small words inside names (al-Shifa, Khwaja-e Ghar, Deir ez Zor, La Paz, Mazar i Sharif).
_INNER = frozenset(
    [
        "al",
        "el",
        "ad",
        "ed",
        "ar",
        "as",
        "ash",
        "at",
        "az",
        "ez",
        "es",
        "an",
        "e",
        "i",
        "o",
        "de",
        "del",
        "la",
        "le",
        "las",
        "los",
        "du",
    ]
    + [
        "des",
        "sur",
        "am",
        "der",
        "ben",
        "bin",
        "bani",
        "аль",
        "эль",
        "эш",
        "эд",
        "аз",
        "эз",
        "ас",
        "аш",
        "ель",
        "ез",
        "е",
        "э",
        "на",
        "u",
    ]
)
_ARTICLES = frozenset(["al", "el", "ad", "ar", "as", "ash", "at", "az", "ez", "an", "аль", "эль", "ель", "эш", "эд", "ас", "аш"])
HYPHENS = "-\u2010\u2011"
#: Where the kind follows the name in Cyrillic, the name is an adjective; villages and towns have none.
CYRILLIC = "\u0400"
_BEFORE_NAMES = frozenset(["village", "city", "camp", "base", "settlement", "country", "capital", "part"])
#: Parts of the values of bodies that sit in a capital: "the ministry in Kyiv" is not where anything happened.
_GOVERNING = frozenset(
    [
        "ministry",
        "government",
        "regime",
        "authorities",
        "presidency",
        "administration",
        "parliament",
        "embassy",
        "department",
        "junta",
    ]
    + ["staff", "headquarters", "cabinet", "kremlin", "office", "mission"]
)
_QUOTES = frozenset("\"'“”„«»(")
#: Kinds of lexicon marks whose words name no place.
_ORDINARY = frozenset(["outcomes", "victims", "attribution", "roles", "exclusions", "means", "grammar", "scope"])


class Run(NamedTuple):
    """A stretch of tokens that may be a name."""

    start: int
    end: int
    words: tuple[str, ...]


class Around(NamedTuple):
    """What stands around a name.

    `standing` is at, near, of, from (a direction or distance from it) or role (somebody's of it), None for nothing; `noun` the kind
    of place that the text calls it; `start` where the words before it begin that belong to it.
    """

    standing: str | None = None
    noun: str | None = None
    direction: str | None = None
    country: str | None = None
    title: bool = False
    start: int = 0
    relation: tuple[int, int] | None = None


class Words:
    """The place words of one sentence, by the tokens that they begin and end at.

    `capitals` are the ids of actors that are a city standing for its government: such a name may be a place all the same.
    """

    def __init__(self, sentence: Sentence, marks: list[Mark], capitals: frozenset[str] = frozenset()) -> None:
        self.tokens = sentence.tokens
        self.marks = marks
        self.ending: dict[int, list[Mark]] = {}
        self.beginning: dict[int, list[Mark]] = {}
        self.blocked: set[int] = set()
        self.acting: set[int] = set()
        self.ordinary: set[int] = set()
        self.governments: set[int] = set()
        self.roles: set[int] = set()
        self.seats: set[int] = set()
        self.bodies: set[int] = set()
        self.means: set[int] = set()
        self.distances: set[int] = set()
        self.common: set[int] = set()
        self.countries: dict[int, Mark] = {}
        self.country_starts: set[int] = set()
        for mark in marks:
            self.ending.setdefault(mark.end, []).append(mark)
            self.beginning.setdefault(mark.start, []).append(mark)
            if mark.form == "word":
                self.blocked.update(range(mark.start, mark.end))
            elif mark.form in ("noun", "direction", "title") and mark.end - mark.start == 1:
                self.common.add(mark.start)
        for mark in sentence.marks:
            self._take(mark, capitals)

    def _take(self, mark: Mark, capitals: frozenset[str]) -> None:
        kind, tokens = mark.entry.kind, range(mark.start, mark.end)
        if kind == "actors":
            (self.governments if mark.value in capitals else self.blocked).update(tokens)
            if mark.value not in capitals:
                self.acting.update(tokens)
        elif kind == "countries":
            self.blocked.update(tokens)
            self.countries[mark.end] = mark
            if mark.form == "name":
                self.country_starts.add(mark.start)
        elif kind in _ORDINARY and mark.tail is None:
            self.ordinary.update(tokens)
            if kind == "roles":
                self.roles.add(mark.end)
                self.bodies.add(mark.start)
                if _GOVERNING.intersection(mark.value.split("_")):
                    self.seats.add(mark.end)
            elif kind == "means":
                self.means.add(mark.start)
            elif mark.value == "distance":
                self.distances.update(tokens)

    def noun_at(self, start: int) -> Mark | None:
        """Return the noun for a kind of place that begins at a token."""
        return next((m for m in self.beginning.get(start, ()) if m.form == "noun"), None)

    def before(self, end: int, *forms: str) -> Mark | None:
        """Return the place word of one of these forms that ends before a token."""
        return next((m for m in self.ending.get(end, ()) if m.form in forms), None)


def runs(words: Words) -> Iterator[Run]:
    """Yield the longest stretches of capitalised words of a sentence."""
    tokens = words.tokens
    at = 0
    while at < len(tokens):
        if not _opens(words, at):
            at += 1
            continue
        end = _extend(words, at)
        yield Run(at, end, tuple(t.text for t in tokens[at:end] if t.kind != "sign"))
        at = end


def _opens(words: Words, at: int) -> bool:
    token = words.tokens[at]
    if at in words.blocked or token.kind != "word":
        return False
    if token.capitalised:
        return True
    return (
        token.key in _ARTICLES
        and at + 2 < len(words.tokens)
        and words.tokens[at + 1].text == "-"
        and words.tokens[at + 2].capitalised
    )


def _extend(words: Words, start: int) -> int:
    tokens, end, count = words.tokens, start + 1, 1
    while end < len(tokens) and count < MOST_WORDS + 2:
        step = _joins(tokens, end)
        if not step or any(place in words.blocked for place in range(end, end + step)):
            break
        if (
            step > 1
            and tokens[end + step - 1].kind == "word"
            and not tokens[end + step - 1].capitalised
            and words.noun_at(end + step - 1)
        ):
            break
        end += step
        count += 1
    return end


def _joins(tokens: tuple[Token, ...], at: int) -> int:
    """Return how many tokens from here on belong to the name before; 0 where it ends."""
    here = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    after = tokens[at + 2] if at + 2 < len(tokens) else None
    if here.kind == "word" and here.capitalised:
        return 1
    if here.text in HYPHENS and here.glued and following is not None and following.glued and following.kind == "word":
        if following.capitalised:
            return 2
        if following.key in _INNER and after is not None:
            if after.text in HYPHENS and at + 3 < len(tokens) and tokens[at + 3].kind == "word":
                return 4 if tokens[at + 3].capitalised or following.key in ("e", "i") else 0
            return 3 if after.kind == "word" and after.capitalised else 0
        return 0
    if here.kind == "word" and here.key in _INNER and following is not None:
        if following.kind == "word" and following.capitalised:
            return 2
        if following.text in HYPHENS and after is not None and after.kind == "word" and after.capitalised:
            return 3
    return 0


def around(words: Words, start: int, end: int) -> Around:
    """Return what stands around a name at tokens `start` to `end`: first the words before it, then the noun behind it."""
    tokens, at, first = words.tokens, start, start
    noun = direction = country = standing = relation = None
    title = False
    for _ in range(REACH):
        if at == 0:
            break
        if (found := words.before(at, "noun")) and noun is None:
            noun, at, first = found.value, found.start, found.start
        elif words.before(at, "title"):
            title = True
            break
        elif found := words.before(at, "from"):
            standing, direction, first, relation = "from", found.value, found.start, (found.start, found.end)
            break
        elif (found := words.before(at, "direction")) and direction is None:
            direction, at, first = found.value, found.start, found.start
        elif found := words.before(at, "near", "at", "of"):
            standing, at = found.form, found.start
            if standing == "of" and (whole := words.before(at, "noun")) and noun is None:
                noun, standing, at, first = whole.value, None, whole.start, whole.start
                continue
            relation = _relation(words, found, at)
            standing = "role" if _holder(words, at, found.form) else standing
            if relation:
                standing = "near" if words.before(_before(words, relation[0]), "noun") else "from"
            first = at if standing in ("at", "near") else first
            break
        elif at in words.countries and words.countries[at].form == "adjective":
            country, at = words.countries[at].value, words.countries[at].start
        elif _small(tokens[at - 1]) or (tokens[at - 1].text == "." and at > 1 and _small(tokens[at - 2])) or (noun is not None and first == at and tokens[at - 1].kind == "word" and not tokens[at - 1].capitalised):
            at -= 1
        else:
            break
    if standing in (None, "of") and _owned(words, end):
        standing = "role"
    return Around(standing, noun or _noun_after(words, end), direction, country, title, first, relation)


def _small(token: Token) -> bool:
    return (token.kind == "word" and len(token.text) <= 4 and not token.capitalised) or token.text in _QUOTES


def _holder(words: Words, at: int, form: str) -> bool:
    """Return whether a role or title ends here ("the governor of"), or a seat of government ("the regime in")."""
    return at in words.seats or (form == "of" and (at in words.roles or words.before(at, "title") is not None))


def _owned(words: Words, end: int) -> bool:
    """Return whether a name is that of a body or of somebody's office: "Kabul police", "Egypt's president"."""
    tokens = words.tokens
    if end in words.bodies:
        return True
    small = end < len(tokens) and tokens[end].kind == "word" and not tokens[end].capitalised
    return small and (end + 1 in words.bodies or (tokens[end].glued and end + 2 in words.bodies))


def _before(words: Words, at: int) -> int:
    """Return where the words before a relation end, small words left out ("a village to the north of")."""
    while at > 0 and _small(words.tokens[at - 1]):
        at -= 1
    return at


def _relation(words: Words, preposition: Mark, at: int) -> tuple[int, int] | None:
    """Return the tokens of a distance or direction before a preposition ("19 km from", "500 metres north of")."""
    start = at
    if found := words.before(start, "direction"):
        start = found.start
    while start > 0 and (start - 1 in words.distances or _small(words.tokens[start - 1])) and at - start < REACH:
        start -= 1
    while start < at and start not in words.distances and _small(words.tokens[start]):
        start += 1
    measured = any(place in words.distances for place in range(start, at))
    if start > 0 and measured and words.tokens[start - 1].kind == "number":
        start -= 1
    if not measured and words.before(at, "direction") is None:
        return None
    return start, preposition.end


def _noun_after(words: Words, end: int) -> str | None:
    tokens, at = words.tokens, end
    if at < len(tokens) and tokens[at].text in HYPHENS and tokens[at].glued:
        at += 1
    found = words.noun_at(at)
    if found is None or (tokens[end - 1].text[0] >= CYRILLIC and found.value in _BEFORE_NAMES):
        return None
    return found.value
