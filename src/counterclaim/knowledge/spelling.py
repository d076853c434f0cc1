"""How languages spell foreign names: the keys under which a name is looked up in the index of places.

A name has a strict key (plain letters, no marks) and a loose one, in which spellings of the same sounds fall together
(`Hodeida`, `Al Hudaydah`). A language adds what it writes otherwise (`tsj` for `ch`, `oe` for `u`) and the endings of its
cases; both are described in the `spelling.toml` of its folder.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anyascii import anyascii

from counterclaim.errors import BadEntry
from counterclaim.knowledge.language import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The most keys that one name may have, and the fewest letters that an ending may leave.
MOST_KEYS = 12
STEM = 3
CYRILLIC = "\u0400"
_KEYS = {"letters", "endings", "latin", "adjectives", "townish", "formed", "formed_cases"}
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb\u02be\u02bf\u02b9\u0060\u00b4\u042c\u044c\u042a\u044a]")
_ARTICLES = frozenset(
    ["al", "el", "ad", "ar", "as", "ash", "at", "ath", "az", "an", "ed", "er", "es", "esh", "et", "ez", "ul", "e", "i"]
)
#: Sounds that are written in many ways; the order of alternatives is the order of preference.
_SOUNDS = {
    "tch": "C", "tsch": "C", "shch": "S", "sch": "S", "ch": "C", "sh": "S", "zh": "Z", "kh": "h", "gh": "g", "dh": "d", "th": "t",
    "ph": "f", "ck": "k", "q": "k", "c": "k", "x": "ks", "w": "v", "dj": "j", "dzh": "j", "dz": "z",
    "ay": "i", "ai": "i", "ei": "i", "ey": "i", "ee": "i", "ie": "i", "iy": "i", "yi": "i", "y": "i", "e": "i",
    "aw": "u", "au": "u", "ou": "u", "oo": "u", "o": "u",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_DOUBLED = re.compile(r"(.)\1+")


def strict_key(name: str) -> str:
    """Return the key of a name: small plain letters and digits, words apart by single spaces."""
    plain = name if name.isascii() else anyascii(_APOSTROPHES.sub("", name))
    return " ".join(_NOT_LETTERS.sub(" ", _APOSTROPHES.sub("", plain).lower()).split())


def loose_key(key: str) -> str:
    """Return the loose key of a strict key: sounds for letters, without Arabic articles and spaces."""
    words = key.split(" ")
    bare = [word for word in words if word not in _ARTICLES] or words
    sounds = _DOUBLED.sub(r"\1", _SOUND.sub(lambda found: _SOUNDS[found.group()], "".join(bare)))
    return sounds[:-1] if len(sounds) > STEM and sounds.endswith("h") else sounds


@dataclass(frozen=True, slots=True)
class Speller:
    """What one language does to names: letters that it writes otherwise, and the endings of its cases.

    `letters` maps what stands in the text to what the index has; `endings` maps an ending to those of the basic form; `romanised`
    has letters that English writes otherwise than most do; `adjectives` maps the endings of adjectives' cases to the basic form;
    `townish` are the endings by which a town's name describes a noun behind it; `formed` are those of adjectives formed of
    names of places, in all cases, with the endings that the names may have ("Ошской": "Ош").
    """

    letters: Mapping[str, str]
    endings: tuple[tuple[str, tuple[str, ...]], ...]
    _pattern: re.Pattern[str] | None
    romanised: Mapping[str, str] = field(default_factory=dict)
    adjectives: Mapping[str, str] = field(default_factory=dict)
    townish: tuple[str, ...] = ()
    formed: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def sources(self, word: str) -> tuple[str, ...]:
        """Return the names that an adjective may be formed of, the likeliest first."""
        found = [(word.removesuffix(ending), names) for ending, names in self.formed if word.endswith(ending)]
        return tuple(stem + name for stem, names in found if len(stem) > 1 for name in names)

    def latin(self, words: tuple[str, ...]) -> str:
        """Return a name in Latin letters, in its basic form where its letters are others."""
        if all(max(word) < CYRILLIC for word in words):
            return " ".join(words)
        basic = (forms[min(1, len(forms) - 1)] for forms in map(self._basic, words))
        return " ".join(anyascii("".join(self.romanised.get(sign, sign) for sign in word)) for word in basic)

    def adjective(self, word: str) -> str | None:
        """Return an adjective in its basic form, None for a word that does not end as one ("Ленинском": "Ленинский")."""
        ending = next((ending for ending in self.adjectives if word.endswith(ending) and len(word) > len(ending) + 1), None)
        return None if ending is None else word.removesuffix(ending) + self.adjectives[ending]

    def town(self, word: str) -> str | None:
        """Return the town whose name describes a noun behind it; None for a word that does not end so ("Kiewer": "Kiew")."""
        stems = (word.removesuffix(ending) for ending in self.townish if word.endswith(ending))
        return next((stem for stem in stems if len(stem) > STEM), None)

    def keys(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the strict keys of a name as it stands in a text, the likeliest first."""
        found: dict[str, None] = {}
        for form in itertools.islice(self._forms(words), MOST_KEYS):
            found[strict_key(form)] = None
        for form in itertools.islice(self._forms(words), MOST_KEYS):
            found[strict_key(self._respelt(form))] = None
        found.pop("", None)
        return tuple(found)

    def _respelt(self, name: str) -> str:
        letters = self.letters
        return self._pattern.sub(lambda found: letters[found.group()], name.casefold()) if self._pattern else name

    def _forms(self, words: tuple[str, ...]) -> Iterable[str]:
        """Yield the name with its words in the forms that they may have come from."""
        least = STEM if len(words) == 1 else STEM - 1
        return map(" ".join, itertools.product(*(self._basic(word, least) for word in words)))

    def _basic(self, word: str, least: int = STEM) -> list[str]:
        forms = [word]
        small = word.casefold()
        for ending, basics in self.endings:
            stem = len(word) - len(ending)
            if stem >= least and small.endswith(ending):
                forms += [word[:stem] + basic for basic in basics]
        return list(dict.fromkeys(forms))


@functools.cache
def speller(code: str) -> Speller:
    """Return the speller of a language; one that changes nothing where its folder has no `spelling.toml`."""
    return make_speller(read_table(code, "spelling"), f"{code}/spelling.toml")


def make_speller(table: Mapping[str, object], file: str) -> Speller:
    """Return the speller that a table describes; raises an ExceptionGroup of BadEntry with all that is wrong in it."""
    problems = [
        BadEntry(file, None, f"unknown key {key!r}; known are {', '.join(sorted(_KEYS))}") for key in table.keys() - _KEYS
    ]
    letters, endings = table.get("letters", {}), table.get("endings", {})
    if not isinstance(letters, dict) or not all(isinstance(value, str) for value in letters.values()):
        problems.append(BadEntry(file, None, "letters must be a table of text to text"))
        letters = {}
    if not isinstance(endings, dict) or not all(isinstance(value, list) for value in endings.values()):
        problems.append(BadEntry(file, None, "endings must be a table of text to lists of text"))
        endings = {}
    latin = table.get("latin", {})
    if not isinstance(latin, dict) or not all(isinstance(value, str) for value in latin.values()):
        problems.append(BadEntry(file, None, "latin must be a table of letters to Latin letters"))
        latin = {}
    adjectives = table.get("adjectives", {})
    if not isinstance(adjectives, dict) or not all(isinstance(value, str) for value in adjectives.values()):
        problems.append(BadEntry(file, None, "adjectives must be a table of text to text"))
        adjectives = {}
    townish = table.get("townish", [])
    if not isinstance(townish, list) or not all(isinstance(value, str) for value in townish):
        problems.append(BadEntry(file, None, "townish must be a list of endings"))
        townish = []
    formed, cases = table.get("formed", {}), table.get("formed_cases", [])
    if not isinstance(formed, dict) or not isinstance(cases, list):
        problems.append(
            BadEntry(file, None, "formed must be a table of endings to lists of endings, formed_cases a list of endings")
        )
        formed, cases = {}, []
    if problems:
        raise ExceptionGroup(f"{file} cannot be used", problems)
    order = sorted(letters, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, order))) if order else None
    longest = sorted(endings, key=len, reverse=True)
    return Speller(
        letters,
        tuple((ending, tuple(endings[ending])) for ending in longest),
        pattern,
        latin,
        adjectives,
        tuple(townish),
        tuple((stem + case, tuple(names)) for stem, names in formed.items() for case in cases),
    )
