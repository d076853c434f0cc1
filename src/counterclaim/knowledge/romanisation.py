"""How names are written in English: letters of other scripts, and other languages' spelling of Slavic names."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import Any

from counterclaim.knowledge.language import data_folder


@dataclass(frozen=True, slots=True)
class Romanisation:
    """The letters and endings of a script, and the pairs of a Latin spelling, of one language.

    `oblique` are endings of names behind "according to", and those that they stand for; the first that fits is taken.
    """

    letters: dict[int, str]
    endings: tuple[tuple[str, str], ...]
    pairs: tuple[tuple[str, str], ...]
    slavic: frozenset[str]
    oblique: tuple[tuple[str, str], ...] = ()

    def nominative(self, name: str) -> str:
        """Return the name as its bearer writes it, where the text has it in the case that "according to" asks for."""
        return " ".join(map(self._raised, name.split())) if self.oblique else name

    def _raised(self, word: str) -> str:
        for ending, plain in self.oblique:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return word[: -len(ending)] + plain
        return word

    def english(self, name: str, country: str | None) -> str:
        """Return the name as English papers write it."""
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
    )


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads(data_folder().joinpath("romanisation.toml").read_text(encoding="utf-8"))
