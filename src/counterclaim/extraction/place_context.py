"""Where a whole report plays: which countries it speaks of as places, rather than as those who act or speak."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from counterclaim.extraction.outlets import describes_outlet
from counterclaim.extraction.place_marks import LOCAL
from counterclaim.extraction.place_surroundings import WITHIN
from counterclaim.extraction.place_values import Context
from counterclaim.knowledge.divided import divided_areas
from counterclaim.knowledge.wars import load_wars

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.place_surroundings import Words
    from counterclaim.extraction.place_values import PlaceMark
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.actors import Actors
    from counterclaim.knowledge.place_finder import Finder
    from counterclaim.text import Token

#: What a country's name says by what stands before it, what its adjective and people say, a region in it, a body of it, and
#: that something is at its border.
_NAME = {"at": 3.0, "near": 1.0, "of": 1.5, "from": 1.0, "role": 0.3}
_BARE, _PEOPLE, _REGION, _BODY, _BORDER = 0.6, 0.5, 3.0, 0.4, 0.3
#: What a listed place adds, and a capital, how sure it must be, and how much less may be said of the country
#: that a war is fought in than of its other side.
_PLACE, _NAMED, _CAPITAL, _SURE, _SIDE = 2.0, 1.0, 0.7, 3.0, 8.0
#: What a country that a war is fought in weighs for each of its other side's, where only that is named.
_SIDE_ALONE = 0.6
#: How much more must be said of a third country for a war's side to be there for another reason.
_RATHER = 2.0
#: How many sentences are the head of a report, and how much more they say.
_HEADS, _HEAD = 3, 1.5
#: What the town adds that a report says it was written in, how large it must be, and the most words of its name.
_DATELINE, _TOWN, _NAME_WORDS = 2.0, 50_000, 4
_HYPHENS, _BEHIND = frozenset("-‑"), frozenset(",(–—-/:")


@functools.lru_cache(maxsize=4)
def capital_actors(actors: Actors) -> frozenset[str]:
    """Return the ids of the actors that are a city standing for its government."""
    return frozenset(actor.id for actor in actors if actor.capital)


def read_context(
    sentences: Sequence[Sentence], words: Sequence[Words], actors: Actors, finder: Finder, published: str | None
) -> Context:
    """Return where a report plays, and what its words in small letters are."""
    small: set[str] = set()
    surnames: set[str] = set()
    weights = _written_in(sentences[:_HEADS], finder)
    for place, (sentence, found) in enumerate(zip(sentences, words, strict=True)):
        if sentence.boilerplate:
            continue
        for number, token in enumerate(sentence.tokens):
            if token.kind == "word":
                if not token.capitalised:
                    small.add(token.key)
                elif number and _names_first(sentence.tokens[number - 1]) and number - 1 not in found.common:
                    surnames.add(token.key)
        own: dict[str, float] = defaultdict(float)
        _weigh(sentence, found, actors, finder, own)
        for country, weight in own.items():
            weights[country] += weight * (_HEAD if place < _HEADS else 1.0)
    wars = tuple(war for war in load_wars() if war.begun(published))
    for war in wars:
        sides = sum(weights[side] for side in war.sides)
        if not weights[war.country] and sides * _RATHER > max((weights[c] for c in weights if c not in war.sides), default=0.0):
            weights[war.country] = _SIDE_ALONE * sides
    return Context(
        _some(weights),
        frozenset(small),
        frozenset() if finder.words.capitals else frozenset(surnames),
        wars,
        _divided(words),
        loose=not any(_names_land(one, finder) for one in words),
    )


def _names_first(token: Token) -> bool:
    """Return whether a word may be the first name of the one behind it: a capital leads it, and more letters follow."""
    return token.capitalised and len(token.text) > 1


def _names_land(words: Words, finder: Finder) -> bool:
    """Return whether a sentence names a country, or a region of one that the language has a name of its own for."""
    if any(mark.form == "name" for mark in words.countries.values()):
        return True
    regions = (finder.by_id(mark.value) for mark in words.marks if mark.kind == "place_names")
    return any(entry is not None and entry.country and entry.kind not in LOCAL for entry in regions)


def _divided(words: Sequence[Words]) -> Mapping[str, str]:
    """Return the parts of the area that a report names and states divide between them, by state."""
    areas = divided_areas()
    named = (areas[m.value] for one in words for m in one.marks if m.kind == "place_names" and m.value in areas)
    return next(named, {})


def with_places(context: Context, marks: Sequence[PlaceMark]) -> Context:
    """Return the context with what the places of the report add to it; a war that it tells of plays in its country."""
    weights = defaultdict(float, context.countries)
    inside: Counter[str] = Counter()
    for mark in marks:
        if mark.kind not in ("country", "part", "unlisted", "unresolved") and mark.place.country and mark.weight >= _SURE:
            inside[mark.place.country] += not mark.capital
            within = _PLACE if mark.standing in WITHIN else _NAMED
            weights[mark.place.country] += _CAPITAL if mark.capital else within
    leading = max(weights, key=lambda code: weights[code], default="")
    for war in context.wars:
        if leading in war.sides and inside[leading] <= inside[war.country] and weights[war.country] * _SIDE >= weights[leading]:
            weights[war.country] = weights[leading] + 1.0
            break
    return context._replace(countries=_some(weights))


def _written_in(heads: Sequence[Sentence], finder: Finder) -> dict[str, float]:
    """Return what the head of a report says of countries by where it was written."""
    weights: dict[str, float] = defaultdict(float)
    for country in filter(None, (_dateline(sentence, finder) for sentence in heads)):
        weights[country] += _DATELINE
    return weights


def _dateline(sentence: Sentence, finder: Finder) -> str | None:
    """Return the country of the town that opens a report: "PORT-AU-PRINCE, 3 October -", "Bamako (AFP)"; None without one."""
    tokens, end = sentence.dateline or sentence.tokens, 0
    while end < len(tokens) and (tokens[end].capitalised or (end and tokens[end].text in _HYPHENS and tokens[end].glued)):
        end += 1
    words = tuple(token.text for token in tokens[:end] if token.kind == "word")
    closed = end < len(tokens) and (tokens[end].text in _BEHIND or tokens[end].kind == "number")
    if not closed or not words or len(words) > _NAME_WORDS or tokens[0].kind != "word":
        return None
    found = (one.entry for one in finder.known(words) if one.primary or one.capital)
    towns = [entry for entry in found if entry.kind == "city" and entry.population >= _TOWN]
    return max(towns, key=lambda entry: entry.population).country if towns else None


def _some(weights: dict[str, float]) -> dict[str, float]:
    return {country: weight for country, weight in weights.items() if weight}


def _weigh(sentence: Sentence, words: Words, actors: Actors, finder: Finder, weights: dict[str, float]) -> None:
    for mark in words.marks:
        entry = finder.by_id(mark.value) if mark.kind == "place_names" else None
        if entry is not None and entry.country and entry.kind not in LOCAL:
            weights[entry.country] += _REGION
    for mark in sentence.marks:
        if mark.kind == "countries":
            if mark.form == "name" and not words.modifies(mark):
                near = words.around(mark.start, mark.end)
                weights[mark.value] += _BORDER if words.at_border(mark) else _NAME.get(near.standing or "", _BARE)
            elif not describes_outlet(mark, sentence, actors):
                weights[mark.value] += _BORDER if words.at_border(mark) else _PEOPLE
        elif mark.kind == "actors":
            country = actors.get(mark.value).country
            if country:
                weights[country] += _BODY
