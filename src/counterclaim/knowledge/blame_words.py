"""The words with which somebody accuses, takes responsibility, or denies it, by language."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import read_table
from counterclaim.knowledge.lexicon import Lexicon, phrases_of

if TYPE_CHECKING:
    from counterclaim.text import Splitting

FILE = "blame"


@functools.cache
def blame_words(code: str, splitting: Splitting) -> Lexicon:
    """Return the words of blame in a language, with the vocabulary's values and forms."""
    return Lexicon(phrases_of(read_table(code, FILE), FILE), splitting)
