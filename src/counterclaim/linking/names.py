"""Names as keys that agree across scripts and spellings: Bachmoet, Bakhmut, Бахмут."""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import TYPE_CHECKING

from anyascii import anyascii

from counterclaim.text import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Shorter keys agree by chance.
SHORTEST = 3
#: Letters that are written for one sound, by the language that transcribes it.
_FOLDS = (
    ("tsch", "C"), ("tsj", "C"), ("tch", "C"), ("tsh", "C"), ("shch", "S"), ("sch", "S"), ("sj", "S"), ("sh", "S"), ("ch", "K"),
    ("kh", "K"), ("gh", "G"), ("zh", "Z"), ("dj", "Z"), ("ts", "S"), ("tz", "S"), ("cz", "S"), ("ck", "K"), ("qu", "K"),
    ("ph", "F"), ("th", "T"),
)  # fmt: skip
_SOUNDS = str.maketrans(
    {"b": "B", "p": "P", "c": "K", "k": "K", "q": "K", "x": "K", "g": "G", "h": "", "d": "T", "t": "T", "f": "F", "v": "F",
     "w": "F", "j": "", "l": "L", "m": "M", "n": "N", "r": "R", "s": "S", "z": "S", "Z": "S", "C": "S", "a": "", "e": "",
     "i": "", "o": "", "u": "", "y": "", "'": ""}
)  # fmt: skip


#: Articles within names from Arabic, in Latin letters; transcriptions differ in them.
_ARTICLES = frozenset({"al", "el", "ul", "ez", "az", "es", "as", "ed", "ad", "er", "ar", "et", "at", "en", "an", "ash", "esh"})


def name_keys(text: str) -> frozenset[str]:
    """Return the keys of the names in a text: words with a capital letter that open no sentence, and each two in a row."""
    found: set[str] = set()
    before: str | None = None
    for word in _names(text):
        key = _sounds(word) if word else None
        if key and len(key) >= SHORTEST:
            found.add(key)
        if key and before and len(before + key) > SHORTEST:
            found.add(_joined(before, key))
        before = key
    return frozenset(found)


def keys_within(name: str) -> frozenset[str]:
    """Return the keys of the words of one name, and of each two in a row."""
    keys = [_sounds(token.text) for token in tokenise(name) if token.kind == "word"]
    pairs = {_joined(one, other) for one, other in pairwise(keys)}
    return frozenset(keys) | pairs


def whole_key(name: str) -> str:
    """Return one key of a whole name without its articles; empty where too little is left to tell names apart."""
    words = (token.text for token in tokenise(name) if token.kind == "word")
    key = "".join(_sounds(word) for word in words if anyascii(word).casefold().rstrip("'") not in _ARTICLES)
    return key if len(key) >= SHORTEST else ""


def code_keys(text: str) -> frozenset[str]:
    """Return the keys of codes of capital letters and digits: AC-130, T-72."""
    found: set[str] = set()
    letters = ""
    for token in tokenise(text):
        if token.kind == "number":
            if letters:
                found.add(f"#{letters}{''.join(sign for sign in token.text if sign.isdecimal())}")
            letters = ""
        elif token.kind == "word":
            letters = anyascii(token.text) if token.text.isupper() and len(token.text) <= SHORTEST else ""
        elif token.text != "-" or not token.glued:
            letters = ""
    return frozenset(found)


def _joined(one: str, other: str) -> str:
    return one + other


def plain_key(name: str) -> str:
    """Return a name in plain small letters; empty where it is too short to tell names apart."""
    key = anyascii(name).casefold()
    return f"={key}" if len(key) > SHORTEST else ""


def name_key(word: str) -> str | None:
    """Return the consonants of a name, folded over transcriptions; None where too few are left to tell names apart."""
    key = _sounds(word)
    return key if len(key) >= SHORTEST else None


@functools.lru_cache(maxsize=65536)
def _sounds(word: str) -> str:
    letters = anyascii(word).casefold()
    for spelling, sound in _FOLDS:
        letters = letters.replace(spelling, sound)
    sounds = letters.translate(_SOUNDS)
    return "".join(sound for at, sound in enumerate(sounds) if sound.isalpha() and sounds[at - 1 : at] != sound)


def _elided(word: str) -> str:
    """Return a word without the article that is joined to it: d'Inata."""
    before, _, behind = word.replace("’", "'").rpartition("'")
    return behind if len(before) == 1 else word


def _names(text: str) -> Iterator[str | None]:
    """Yield the words that are written like names, in order, and None where a run of such words ends."""
    opening = True
    for token in tokenise(text):
        if token.kind == "word":
            word = token.text if token.text[:1].isupper() else _elided(token.text)
            if word[:1].isupper() and not opening and not word.isupper():
                yield word
            elif anyascii(token.key).rstrip("'") not in _ARTICLES:
                yield None
            opening = False
        elif token.kind != "sign" or token.text not in "-’'":
            yield None
            opening = opening or token.text in '.!?:«»„“”"–|•('
