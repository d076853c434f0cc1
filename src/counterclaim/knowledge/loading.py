"""Everything that extraction knows, loaded once and only as far as it is used."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import LanguagePack, kept, load_language
from counterclaim.knowledge.victims import VictimConcept, load_victims

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from counterclaim.knowledge.actors import Actors
    from counterclaim.knowledge.place_finder import Finder
    from counterclaim.knowledge.places import Gazetteer


class Knowledge:
    """The packs, concepts, actors and places of one run. `cache` is the folder of the place index, None for the user's."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._finders: dict[str, Finder] = {}

    def language(self, code: str) -> LanguagePack:
        """Return the pack of a language; raises UnsupportedLanguage."""
        return _language(code)

    @functools.cached_property
    def victims(self) -> Mapping[str, VictimConcept]:
        """Those who can be counted, by the word of the packs."""
        return load_victims()

    @functools.cached_property
    def actors(self) -> Actors:
        """The registry of bodies, groups and outlets."""
        from counterclaim.knowledge.actors import load_actors  # noqa: PLC0415 - loaded when first needed

        return load_actors()

    @functools.cached_property
    def places(self) -> Gazetteer:
        """The index of places; built at first use."""
        from counterclaim.knowledge.places import open_gazetteer  # noqa: PLC0415 - loaded when first needed

        return open_gazetteer(self._cache)

    def finder(self, code: str) -> Finder:
        """Return what looks up places as a language writes them; raises UnsupportedLanguage."""
        if code not in self._finders:
            from counterclaim.knowledge.place_finder import Finder  # noqa: PLC0415 - loaded when first needed
            from counterclaim.knowledge.place_words import place_words  # noqa: PLC0415 - the same

            with kept():
                self._finders[code] = Finder(self.places, place_words(code, self.language(code).splitting))
        return self._finders[code]


@functools.cache
def _language(code: str) -> LanguagePack:
    """Return the pack of a language with the names of actors; a process loads it once, however many runs it makes."""
    from counterclaim.knowledge.actors import load_actors  # noqa: PLC0415 - loaded when first needed

    return load_language(code, load_actors().phrases(code))


def load_knowledge(cache: Path | None = None) -> Knowledge:
    """Return the knowledge of one run; nothing is read before it is used."""
    return Knowledge(cache)
