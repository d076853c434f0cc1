"""How names are written in English: letters of other scripts, and other languages' spelling of Slavic names."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim.knowledge.language import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The tables of names of other lands.
_SORTS = ("particles", "shared", "foreign")


@dataclass(frozen=True, slots=True)
class Romanisation:
    """The letters and endings of a script, and the pairs of a Latin spelling, of one language.

    `oblique` are endings of names behind "according to", and those that they stand for; the first that fits is taken. `foreign`
    are the names of people of other lands, and how other words of theirs are spelled.
    """

    letters: dict[int, str]
    endings: tuple[tuple[str, str], ...]
    pairs: tuple[tuple[str, str], ...]
    slavic: frozenset[str]
    oblique: tuple[tuple[str, str], ...] = ()
    foreign: ForeignNames | None = None

    def nominative(self, name: str) -> str:
        """Return the name as its bearer writes it, where the text has it in the case that "according to" asks for."""
        return " ".join(map(self._raised, name.split())) if self.oblique else name

    def _raised(self, word: str) -> str:
        for ending, plain in self.oblique:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return word[: -len(ending)] + plain
        return word

    def person(self, name: str, country: str | None) -> str:
        """Return a person's name as English papers write it."""
        if self.foreign and country not in self.slavic and self.foreign.bears(name, country):
            return self.foreign.english(name, self._word)
        return self.english(name, country)

    def names_person(self, word: str) -> bool:
        """Return whether a word is a given name of people of other lands."""
        return self.foreign is not None and self.foreign.bears(word, None)

    def english(self, name: str, country: str | None) -> str:
        """Return the name as English papers write it, letter by letter."""
        if self.letters:
            return " ".join("-".join(map(self._word, word.split("-"))) for word in name.split())
        if country in self.slavic and self.pairs:
            return " ".join(map(self._respelt, name.split()))
        return name

    def _word(self, word: str) -> str:
        lower = word.lower()
        if lower == word and lower.isascii():
            return word
        for ending, latin in self.endings:
            if lower.endswith(ending) and len(lower) > len(ending) + 1:
                return _cased(lower[: -len(ending)].translate(self.letters) + latin, word)
        return _cased(lower.translate(self.letters), word) if not word.isascii() else word

    def _respelt(self, word: str) -> str:
        rest, out = word.lower(), ""
        while rest:
            pair = next(((old, new) for old, new in self.pairs if rest.startswith(old)), (rest[0], rest[0]))
            out, rest = out + pair[1], rest[len(pair[0]) :]
        return _cased(out, word)


@dataclass(frozen=True, slots=True)
class ForeignNames:
    """Names of people whose name is not a Slavic one, by their spelling in another script.

    `sure` are those that tell of such a bearer, `known` all of them. `homes` are lands whose people's names are romanised letter
    by letter, `shapes` endings of their surnames. `pairs` are letters of the other words of a name.
    """

    known: Mapping[str, str]
    sure: frozenset[str]
    shared: frozenset[str]
    homes: frozenset[str]
    shapes: tuple[str, ...]
    endings: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    def bears(self, name: str, country: str | None) -> bool:
        """Return whether a name is that of somebody from elsewhere, by his land or by the name itself."""
        words = [key for key in (self._key(part) for word in name.split() for part in (word, *word.split("-"))) if key]
        if country in self.homes:
            return False
        if country is not None or not self.sure.isdisjoint(words):
            return True
        return not self.shared.isdisjoint(words) and not name.lower().endswith(self.shapes)

    def english(self, name: str, letter: Callable[[str], str]) -> str:
        """Return a name as English papers write it; `letter` romanises what is left."""
        return " ".join(
            self._whole(word) or "-".join(self._part(part, letter) for part in word.split("-")) for word in name.split()
        )

    def _whole(self, word: str) -> str | None:
        key = self._key(word)
        return None if key is None else _cased(self.known[key], word)

    def _part(self, word: str, letter: Callable[[str], str]) -> str:
        if whole := self._whole(word):
            return whole
        lower = word.lower()
        for old, new in self.pairs:
            lower = lower.replace(old, new)
        return _cased(letter(lower), word)

    def _key(self, word: str) -> str | None:
        """Return the row of a word, its case ending taken off where it has one."""
        lower = word.lower().replace("’", "'")
        forms = (lower, *(lower.removesuffix(ending) for ending in self.endings if len(lower) > len(ending) + 2))
        return next((form for form in forms if form in self.known), None)


def _cased(latin: str, word: str) -> str:
    return latin[:1].upper() + latin[1:] if word[:1].isupper() else latin


@functools.cache
def load_romanisation(code: str) -> Romanisation:
    """Return the tables of a language; empty ones where names need nothing."""
    table = _table()
    script, spelling = table["script"].get(code, {}), table["spelling"].get(code, {})
    return Romanisation(
        letters={ord(letter): latin for letter, latin in script.get("letters", {}).items()},
        endings=tuple(script.get("endings", {}).items()),
        pairs=tuple((old, new) for old, new in spelling.get("pairs", ())),
        slavic=frozenset(table["slavic"]),
        oblique=tuple((old, new) for old, new in script.get("oblique", ())),
        foreign=_foreign_names(code) if script else None,
    )


def _foreign_names(code: str) -> ForeignNames:
    table = tomllib.loads(data_folder().joinpath("given_names.toml").read_text(encoding="utf-8"))
    rows = {sort: {word: name for name, words in table[sort].items() for word in words} for sort in _SORTS}
    return ForeignNames(
        known=rows["particles"] | rows["shared"] | rows["foreign"],
        sure=frozenset(rows["foreign"]),
        shared=frozenset(rows["shared"]),
        homes=frozenset(table["homes"]),
        shapes=tuple(table["shapes"]),
        endings=tuple(table["endings"]),
        pairs=tuple((old, new) for old, new in table["letters"].get(code, {}).get("pairs", ())),
    )


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads(data_folder().joinpath("romanisation.toml").read_text(encoding="utf-8"))
