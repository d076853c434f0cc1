"""The words that tell whom an attack struck, or who suffered losses, without a figure, by language."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import read_table
from counterclaim.knowledge.lexicon import Lexicon, phrases_of

if TYPE_CHECKING:
    from counterclaim.text import Splitting

FILE = "struck"


@functools.cache
def struck_words(code: str, splitting: Splitting) -> Lexicon:
    """Return the words of being attacked in a language; they compete with no others, since "ambushed" also names a means."""
    return Lexicon(phrases_of(read_table(code, FILE), FILE), splitting)
