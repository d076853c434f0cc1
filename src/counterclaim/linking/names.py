"""Names as keys that agree across scripts and spellings: Bachmoet, Bakhmut, Бахмут."""

from __future__ import annotations

import functools
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


def name_keys(text: str) -> frozenset[str]:
    """Return the keys of the words that are written like names: a capital letter, and not at the start of a sentence."""
    return frozenset(key for word in _names(text) if (key := name_key(word)))


@functools.lru_cache(maxsize=65536)
def name_key(word: str) -> str | None:
    """Return the consonants of a name, folded over transcriptions; None where too few are left to tell names apart."""
    letters = anyascii(word).casefold()
    for spelling, sound in _FOLDS:
        letters = letters.replace(spelling, sound)
    sounds = letters.translate(_SOUNDS)
    key = "".join(sound for at, sound in enumerate(sounds) if sound.isalpha() and sounds[at - 1 : at] != sound)
    return key if len(key) >= SHORTEST else None


def _names(text: str) -> Iterator[str]:
    opening = True
    for token in tokenise(text):
        if token.kind == "word":
            if token.text[:1].isupper() and not opening and not token.text.isupper():
                yield token.text
            opening = False
        elif token.kind == "sign":
            opening = opening or token.text in ".!?:«»„“”\"–-|•("
