"""The words that tell how wide a figure is (sums, stretches, one attack or many, one spot), by language."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import read_table
from counterclaim.knowledge.lexicon import Lexicon, phrases_of

if TYPE_CHECKING:
    from counterclaim.text import Splitting

FILE = "scope"


@functools.cache
def scope_words(code: str, splitting: Splitting) -> Lexicon:
    """Return the words for scope in a language; they compete with no other words, since one word says many things."""
    return Lexicon(phrases_of(read_table(code, FILE), FILE), splitting)
