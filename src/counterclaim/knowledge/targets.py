"""The words for what is struck or where it happens (a hospital, a bus, a convoy), by language: what tells events apart."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import read_table
from counterclaim.knowledge.lexicon import Lexicon, phrases_of

if TYPE_CHECKING:
    from counterclaim.text import Splitting

FILE = "targets"


@functools.cache
def target_words(code: str, splitting: Splitting) -> Lexicon:
    """Return the words for targets in a language, none where it has no file of them; values are the same in all languages."""
    return Lexicon(phrases_of(read_table(code, FILE), FILE), splitting)
