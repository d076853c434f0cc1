"""What stands around a name: prepositions, the kind of place that the text calls it, directions, titles, distances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.speakers import OWNING
from counterclaim.fleeting import fleeting

if TYPE_CHECKING:
    from counterclaim.extraction.seats import Seats
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.place_words import NameParts
    from counterclaim.text import Token

#: How far before a name the words around it are looked for, and how long the words between them may be.
REACH, _SMALL = 5, 4
HYPHENS = frozenset("-\u2010\u2011")
_QUOTES = frozenset("\"'“”„«»(")
#: What ends a clause.
_CLOSING = frozenset(",;:–—(")
#: What stands before a name in which something is said to be.
WITHIN = frozenset(["at", "near", "from"])
#: Where the kind follows the name in Cyrillic, the name is an adjective; villages and towns have none.
_CYRILLIC = "\u0400"
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
        "staff",
        "headquarters",
        "command",
        "cabinet",
        "kremlin",
        "office",
        "mission",
    ]
)
#: The fewest tokens before a place where a day stands between it and its verb.
DATED = 4
#: Within how many words behind a comma a measure of distance begins.
_MEASURE = 4
#: Forms of place words that begin no name, and those that begin none where they open a sentence ("Ved landsbyen Name").
_PLACING, _LEADING = frozenset(["noun", "direction", "title"]), frozenset(["at", "near", "of"])
#: The victims that bear names, often those of towns.
_SHIPS = frozenset(["ship", "submarine"])
#: What place words say that lead from an attack to where it struck.
TARGET = "target"
#: The value of words behind which that is named from where somebody fired: "rockets from Name".
ORIGIN = "origin"
#: The value of a place that a sentence only leads back to ("the attack came a week after one on Name"), and of one in whose
#: hospital it has people.
PAST, HOSPITAL = "past", "hospital"
#: What words for an attack say of the place that they lead to.
AIMED = frozenset([TARGET, ORIGIN])
#: Forms of place words that say how near a place is.
_NEARNESS = frozenset(["near", "from"])
#: Kinds of lexicon marks whose words name no place.
_ORDINARY = frozenset(["outcomes", "victims", "attribution", "roles", "exclusions", "means", "grammar"])


@fleeting
class Around:
    """What stands around a name.

    `standing` is at, near, of, from (a direction or distance from it) or role (somebody's of it), None for nothing; `noun` the
    kind of place that the text calls it; `relation` the tokens of a distance or direction; `beside` what is said to be there:
    a body ("the army in Kabul"), or a hospital that people were brought to; or that it is what is attacked (`target`), or was
    attacked before (`past`).
    """

    standing: str | None = None
    noun: str | None = None
    direction: str | None = None
    country: str | None = None
    title: bool = False
    relation: tuple[int, int] | None = None
    beside: str | None = None


class Words:
    """The place words of one sentence, by the tokens that they begin and end at.

    `nouns`: one of them is a noun for a kind of place. `owned` are where the nouns end behind which a name may say whose or
    where ("residents Name-s", in a case of its own). `capitals` are the ids of actors that are a city standing for its
    government: such a name may be a place all the same.
    """

    def __init__(self, sentence: Sentence, marks: list[Mark], parts: NameParts, capitals: frozenset[str], seats: Seats) -> None:
        self.tokens = sentence.tokens
        self._sentence, self._seats = sentence, seats
        self.marks = marks
        self.parts = parts
        self.ending: dict[int, list[Mark]] = {}
        self.beginning: dict[int, list[Mark]] = {}
        self.blocked: set[int] = set()
        self.acting: list[tuple[int, int]] = []
        self.ordinary: set[int] = set()
        self.telling: set[int] = set()
        self.governments: set[int] = set()
        self.common: set[int] = set()
        self.distances: set[int] = set()
        self.roles: set[int] = set()
        self.seats: set[int] = set()
        self.bodies: set[int] = set()
        self.means: set[int] = set()
        self.owned: set[int] = set()
        self.articles: set[int] = set()
        self.ships: set[int] = set()
        self.nouns = any(mark.form == "noun" for mark in marks)
        self.countries: dict[int, Mark] = {}
        self.country_starts: set[int] = set()
        self._around: dict[tuple[int, int], Around] = {}
        self._before: dict[int, _Look] = {}
        for mark in marks:
            self.ending.setdefault(mark.end, []).append(mark)
            self.beginning.setdefault(mark.start, []).append(mark)
            if mark.form == "word":
                self.blocked.update(range(mark.start, mark.end))
            elif mark.end - mark.start == 1 and (mark.form in _PLACING or (mark.start == 0 and mark.form in _LEADING)):
                self.common.add(mark.start)
        for kind, found in sentence.kinds.items():
            if kind in _ORDINARY:
                self._take_ordinary(kind, found)
        for mark in sentence.of("actors"):
            if mark.value in capitals:
                self.governments.update(range(mark.start, mark.end))
            else:
                self.blocked.update(range(mark.start, mark.end))
                self.acting.append((mark.start, mark.end))
        for mark in sentence.of("countries"):
            self.blocked.update(range(mark.start, mark.end))
            self.countries[mark.end] = mark
            if mark.form == "name":
                self.country_starts.add(mark.start)

    def _take_ordinary(self, kind: str, found: list[Mark]) -> None:
        for mark in found:
            if mark.tail is None:
                if mark.end - mark.start == 1:
                    self.ordinary.add(mark.start)
                else:
                    self.ordinary.update(range(mark.start, mark.end))
                if kind != "grammar":
                    self._mind(mark, kind)
                elif mark.value == "article":
                    self.articles.add(mark.start)
                elif mark.value == "attack":
                    self.means.add(mark.start)  # "the Name attack"
            elif kind == "outcomes":
                self.ordinary.update((*range(mark.start, mark.head_end), *range(mark.tail, mark.end)))  # "riss 18 in den Tod"

    def _mind(self, mark: Mark, kind: str) -> None:
        if kind == "roles" and mark.form != "adjective":
            self.roles.add(mark.end)
            self.bodies.add(mark.start)
            if not _GOVERNING.isdisjoint(mark.value.split("_")):
                self.seats.add(mark.end)
        elif kind == "means":
            self.means.add(mark.start)
            self.owned.add(mark.end)
        elif kind in ("outcomes", "attribution"):
            self.telling.add(mark.start)
        elif kind == "victims" and mark.value in _SHIPS:
            self.ships.add(mark.end)
        elif kind == "victims" and mark.form == "many":
            self.owned.add(mark.end)
        elif mark.value == "distance":
            self.distances.update(range(mark.start, mark.end))

    def acts(self, start: int, end: int) -> bool:
        """Return whether a name is part of a body's, or a body's as a whole that nothing is said to be in."""
        for first, last in self.acting:
            if (
                first < end
                and start < last
                and not (start <= first and last <= end and self.around(start, end).standing in WITHIN)
            ):
                return True
        return False

    def seat(self, start: int, stop: int) -> int | None:
        """Return where the place of an office ends that stretch of capitals begins with; None where it begins with none."""
        return self._seats.end(self._sentence, start, stop)

    def near_another(self, start: int, end: int) -> bool:
        """Return whether a name is told to lie near another place ("Name, near Other Name"), and is no ship's there."""
        if start - 1 in self.ordinary and start - 1 not in self.telling:
            return False
        tokens, at = self.tokens, end
        at += at < len(tokens) and tokens[at].text == ","
        return self.leads_on(at) or (at < len(tokens) and _small(tokens[at]) and self.leads_on(at + 1))

    def leads_on(self, at: int) -> bool:
        """Return whether a word begins at a token that says how near another place is, past "in": "in the vicinity of"."""
        inside = any(m.form == "at" and m.end == at + 1 for m in self.beginning.get(at, ()))
        places = (at, at + 1) if inside else (at,)
        return any(m.form in _NEARNESS for place in places for m in self.beginning.get(place, ()))

    def led_back_to(self, start: int) -> bool:
        """Return whether a place stands behind words that lead back to an earlier attack, in one clause with them."""
        behind = (mark.end for mark in self.marks if mark.form == "after" and mark.end <= start)
        return any(all(token.text not in _CLOSING for token in self.tokens[end:start]) for end in behind)

    def measured(self, at: int) -> bool:
        """Return whether a comma stands at a token, and behind it how far away another place is: ", some 8 km west of"."""
        comma = at < len(self.tokens) and self.tokens[at].text == ","
        return comma and not self.distances.isdisjoint(range(at + 1, at + 1 + _MEASURE))

    def ships_name(self, start: int) -> bool:
        """Return whether a name stands right behind a word for a ship, quotation marks or none between: it is the ship's."""
        return start in self.ships or (start - 1 in self.ships and self.tokens[start - 1].text in _QUOTES)

    def noun_at(self, start: int) -> Mark | None:
        """Return the noun for a kind of place that begins at a token."""
        for mark in self.beginning.get(start, ()):
            if mark.form == "noun":
                return mark
        return None

    def before(self, end: int, *forms: str) -> Mark | None:
        """Return the place word of one of these forms that ends before a token."""
        for mark in self.ending.get(end, ()):
            if mark.form in forms:
                return mark
        return None

    def at_border(self, country: Mark) -> bool:
        """Return whether only a country's border is spoken of."""
        after = self.noun_at(country.end)
        return self.around(country.start, country.end).noun == "border" or (after is not None and after.value == "border")

    def modifies(self, country: Mark) -> bool:
        """Return whether a country's name only says whose something is: "US-led strikes", "the U.S. invasion"."""
        end = country.end
        if end + 1 >= len(self.tokens):
            return False
        following = self.tokens[end]
        if following.text in HYPHENS and following.glued:
            return self.tokens[end + 1].kind == "word" and not self.tokens[end + 1].capitalised
        if following.kind != "word" or following.capitalised or end in self.telling:
            return False
        short = any(mark.form == "short" for mark in self.beginning.get(country.start, ()))
        return short and not self._seats.is_small(following)

    def around(self, start: int, end: int) -> Around:
        """Return what stands around a name at these tokens."""
        known = self._around.get((start, end))
        if known is None:
            known = self._around[start, end] = _look(self, start, end)
        return known

    def look_before(self, start: int) -> _Look:
        """Return what stands before a name, wherever it ends."""
        look = self._before.get(start)
        if look is None:
            look = self._before[start] = _Look(start)
            for _ in range(REACH):
                if look.at == 0 or not look.step(self):
                    break
        return look

    def text_of(self, start: int, end: int) -> str:
        """Return the words of a name as they stand, spaces as in the text."""
        first, *rest = self.tokens[start:end]
        return "".join([first.text, *(token.text if token.glued else f" {token.text}" for token in rest)])


class _Look:
    """The state of looking backwards from a name."""

    def __init__(self, start: int) -> None:
        self.at = start
        self.name = start
        self.noun: str | None = None
        self.country: str | None = None
        self.direction: str | None = None
        self.standing: str | None = None
        self.title = False
        self.relation: tuple[int, int] | None = None
        self.beside: str | None = None

    def step(self, words: Words) -> bool:
        """Take the words before, and return whether to look on."""
        if (noun := words.before(self.at, "noun")) and self.noun is None:
            self.noun, self.at = noun.value, noun.start
            return True
        if words.before(self.at, "title"):
            self.title = True
            return False
        if origin := words.before(self.at, "from"):
            self.standing, self.direction = "from", origin.value
            self.relation = _relation(words, origin) or (origin.start, origin.end)
            return False
        if (direction := words.before(self.at, "direction")) and self.direction is None:
            self.direction, self.at = direction.value, direction.start
            return True
        if preposition := words.before(self.at, "near", "at", "of"):
            article = preposition.form == "of" and self.noun is not None
            outer = words.before(preposition.start, "near", "at") if article else None
            return self._preposition(words, outer or preposition)  # "in der Stadt Name"
        if day := _day_before(words, self.at):
            self.at = day
            return True
        return self._skip(words)

    def _preposition(self, words: Words, preposition: Mark) -> bool:
        form = preposition.form
        self.at = preposition.start
        if form == "of" and self.noun is None and (whole := words.before(self.at, "noun")):
            self.noun, self.at = whole.value, whole.start
            return True
        self.relation = _relation(words, preposition)
        if self.relation:
            self.standing = "near" if noun_before(words, self.relation[0]) else "from"
            self.direction = self.direction or next(
                (m.value for m in words.ending.get(self.at, ()) if m.form == "direction"), None
            )
        elif self.at in words.seats or (form == "of" and (self.at in words.roles or words.before(self.at, "title"))):
            self.standing = "role"
        else:
            self.standing = form
            self.beside = preposition.value if preposition.value in AIMED else _beside(words, self.at)
        return False

    def _skip(self, words: Words) -> bool:
        at = self.at
        country = words.countries.get(at)
        if country is not None and (country.form == "adjective" or words.tokens[at].key in OWNING):
            self.country, self.at = country.value, country.start  # "in the Malian town", "in Mali's capital"
            return True
        before = words.tokens[at - 1]
        stop = before.text == "." and at > 1 and _small(words.tokens[at - 2])
        between = self.noun is not None and at < self.name
        plain = between and (before.text in HYPHENS or (before.kind == "word" and not before.capitalised))
        if stop or plain or _small(before):
            self.at -= 1
            return True
        return False


def _day_before(words: Words, at: int) -> int:
    """Return where a day and its month begin that stand between a verb and the place ("angreb 7. oktober Israel"), else 0."""
    if at < DATED or words.tokens[at - 1].kind != "word":
        return 0
    day = at - 2 - (words.tokens[at - 2].text == ".")
    if words.tokens[day].kind != "number" or len(words.tokens[day].text) > 2:
        return 0
    verb = day - (words.tokens[day - 1].kind == "word" and _small(words.tokens[day - 1]) and not words.before(day, "at"))
    return day if words.before(verb, "at") else 0


def _look(words: Words, start: int, end: int) -> Around:
    look = words.look_before(start)
    standing = "role" if look.standing in (None, "of") and _owned(words, end) else look.standing
    return Around(
        standing, look.noun or _noun_after(words, end), look.direction, look.country, look.title, look.relation, look.beside
    )


def _beside(words: Words, at: int) -> str | None:
    """Return what stands before a preposition: a body, or a hospital."""
    noun = words.before(at, "noun")
    if noun is not None and noun.value == HOSPITAL:
        return HOSPITAL
    return "body" if at in words.roles else None


def _small(token: Token) -> bool:
    return (token.kind == "word" and len(token.text) <= _SMALL and not token.capitalised) or token.text in _QUOTES


def noun_before(words: Words, at: int) -> Mark | None:
    """Return the kind of place before a relation, small words left out ("a village to the north of")."""
    while at > 0:
        noun = words.before(at, "noun")
        if noun is not None or not _small(words.tokens[at - 1]):
            return noun
        at -= 1
    return None


def _owned(words: Words, end: int) -> bool:
    """Return whether a name is that of a body or of somebody's office: "Kabul police", "Egypt's president"."""
    if end in words.bodies:
        return True
    if end >= len(words.tokens):
        return False
    token = words.tokens[end]
    return (
        token.kind == "word" and not token.capitalised and (end + 1 in words.bodies or (token.glued and end + 2 in words.bodies))
    )


def _relation(words: Words, preposition: Mark) -> tuple[int, int] | None:
    """Return the tokens of a distance or direction before a preposition ("19 km from", "500 metres north of")."""
    at = start = preposition.start
    direction = words.before(start, "direction")
    if direction is not None:
        start = direction.start
    while start > 0 and (start - 1 in words.distances or _small(words.tokens[start - 1])) and at - start < REACH:
        start -= 1
    first = at if direction is None else direction.start
    while start < first and start not in words.distances and _small(words.tokens[start]):
        start += 1
    measured = any(place in words.distances for place in range(start, at))
    if start > 0 and measured and words.tokens[start - 1].kind == "number":
        start -= 1
    return (start, preposition.end) if measured or direction is not None else None


def _noun_after(words: Words, end: int) -> str | None:
    tokens, at = words.tokens, end
    if at < len(tokens) and tokens[at].text in HYPHENS and tokens[at].glued:
        at += 1
    found = words.noun_at(at)
    if found is None or (tokens[end - 1].text[0] >= _CYRILLIC and found.value in _BEFORE_NAMES):
        return None
    return found.value
