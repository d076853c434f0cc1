"""What the tests of a process know, loaded once whatever file they stand in: a language takes a quarter of a second."""

from __future__ import annotations

import functools

from counterclaim.knowledge.language import LanguagePack, load_language
from counterclaim.knowledge.loading import Knowledge, load_knowledge


@functools.cache
def knowledge() -> Knowledge:
    """Return what extraction knows."""
    return load_knowledge()


@functools.cache
def pack(code: str) -> LanguagePack:
    """Return the pack of a language, without the names of actors."""
    return load_language(code)
