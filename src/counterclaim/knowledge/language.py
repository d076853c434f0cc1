"""Language packs: what one language says, mapped to the neutral vocabulary.

A pack is a folder of TOML below `data/languages/`. `pack.toml` describes the language; every other lexicon file has the same
shape, `[value]` tables of `form = [phrases]`, and its name is the kind of what it holds.
"""

from __future__ import annotations

import functools
import gc
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim.errors import UnsupportedLanguage
from counterclaim.knowledge.lexicon import Entry, Lexicon, expand, phrases_of
from counterclaim.text import Splitting, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

#: The files whose phrases the lexicon holds, in this order.
KINDS = ("grammar", "outcomes", "victims", "attribution", "roles", "countries", "exclusions", "means")


#: The forms of words for who speaks that are declined, and the ends of words that take no ending.
_DECLINED, _SIBILANT = frozenset({"body", "role", "roles"}), frozenset("sxz*")
_PLACE_WORDS = "place_words"


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """One language: how it writes, its lexicon, and the tables of numbers and dates that their recognisers compile."""

    code: str
    name: str
    splitting: Splitting
    abbreviations: frozenset[str]
    ordinal_dot: bool
    genitive: str
    thousands: str
    decimal: str
    lexicon: Lexicon
    numbers: dict[str, Any]
    dates: dict[str, Any]
    kinds: dict[str, Any]


def data_folder() -> Traversable:
    """Return the folder of the package's data."""
    return resources.files("counterclaim.knowledge").joinpath("data")


@functools.cache
def language_codes() -> tuple[str, ...]:
    """Return the codes of the languages that have a pack, sorted."""
    folder = data_folder().joinpath("languages")
    return tuple(sorted(f.name for f in folder.iterdir() if f.joinpath("pack.toml").is_file()))


def read_table(code: str, name: str) -> dict[str, Any]:
    """Return one TOML file of a pack; empty where the pack has no such file."""
    file = data_folder().joinpath("languages", code, f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


@contextmanager
def kept() -> Iterator[None]:
    """Make what stays: the collector goes through it neither while it grows, a hundred thousand phrases, nor ever after."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect()  # what is garbage by now must not stay
        gc.freeze()
        if collecting:
            gc.enable()


@kept()
def load_language(code: str, more: Iterable[tuple[str, Entry]] = ()) -> LanguagePack:
    """Return the pack of a language, with more phrases (names of actors) in its lexicon.

    Raises UnsupportedLanguage where there is no such pack.
    """
    if code not in language_codes():
        raise UnsupportedLanguage(code, language_codes())
    about = read_table(code, "pack")
    splitting = Splitting(frozenset(about.get("heads", ())), frozenset(about.get("tails", ())))
    phrases = [phrase for kind in KINDS for phrase in phrases_of(read_table(code, kind), kind)]
    phrases += _genitives(phrases, about.get("genitive", ""))
    phrases += [(part.word, Entry("countries", part.country, "name")) for part in parts_of_countries(code)]
    return LanguagePack(
        code=code,
        name=about["name"],
        splitting=splitting,
        abbreviations=frozenset(map(fold, about.get("abbreviations", ()))),
        ordinal_dot=about.get("ordinal_dot", False),
        genitive=about.get("genitive", ""),
        thousands=about["thousands"],
        decimal=about["decimal"],
        lexicon=Lexicon([*phrases, *more], splitting),
        numbers=read_table(code, "numbers"),
        dates=read_table(code, "dates"),
        kinds=about.get("kinds", {}),
    )


def _genitives(phrases: Iterable[tuple[str, Entry]], ending: str) -> list[tuple[str, Entry]]:
    """Return the words for who speaks with the ending of the genitive ("polisens"); none where nouns have no such ending."""
    speaking = ((phrase, entry) for phrase, entry in phrases if ending and entry.kind == "roles" and entry.form in _DECLINED)
    return [(word + ending, entry) for phrase, entry in speaking for word in expand(phrase) if word[-1:] not in _SIBILANT]


class PartOfCountry(NamedTuple):
    """One word for a part of a country ("Nordsyrien"), the country and the direction."""

    word: str
    country: str
    direction: str


@functools.cache
def parts_of_countries(code: str) -> tuple[PartOfCountry, ...]:
    """Return the names of countries that a language joins to directions, without those of countries; none where it joins none."""
    heads = [(value, word) for value, forms in read_table(code, _PLACE_WORDS).items() for word in forms.get("joined", ())]
    if not heads:
        return ()
    written = [(value, forms.get("name", ())) for value, forms in read_table(code, "countries").items()]
    names = [(value, name) for value, phrases in written for phrase in phrases for name in expand(phrase)]
    whole = {fold(name) for _, name in names}
    joined = (PartOfCountry(head + n.lower(), v, d) for v, n in names if n.isalpha() and not n.isupper() for d, head in heads)
    return tuple(part for part in joined if fold(part.word) not in whole)
