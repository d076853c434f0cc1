"""Names in a sentence resolved to places: which listed place a name means here, and which names mean none.

A name is weighed by the words around it, by the countries that the report speaks of, and by how large the place is. What
weighs too little is no place; a name that the text itself calls a village, a camp or a district stays, unresolved, where the
index does not know it.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from anyascii import anyascii

from counterclaim.extraction.place_candidates import Around, Run, Words, around, runs
from counterclaim.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.place_finder import Finder, Known
    from counterclaim.knowledge.places import Entry

#: A name is a place from this weight on; a strange name that nothing calls a place needs more.
ENOUGH = 2.0
#: From this share of capitals on (German), a capital before or after a name says nothing.
CAPITALS = 0.14
#: Kinds of places whose names are told from the town's by naming the kind ("Zamzam camp").
_NAMED_KINDS = frozenset(["camp", "base", "hospital", "airport", "prison", "mosque", "church", "market", "hotel", "school"])
_POINTS = frozenset(["village", "city", "neighbourhood", "settlement", *_NAMED_KINDS])
_WIDE = frozenset(["province", "region"])
_FULL_NAMES = {"north": "northern", "south": "southern", "east": "eastern", "west": "western"} | {
    corner: corner + "ern" for corner in ("northeast", "northwest", "southeast", "southwest")
}
_SHORTEST, _SHORT = 3, 4


class PlaceMark(NamedTuple):
    """A place named at tokens `start` to `end`. `weight` is how surely; `around` where the words about it begin."""

    start: int
    end: int
    place: Place
    kind: str
    weight: float = 3.0
    around: int = 0
    preposition: str | None = None
    division: str = ""


class Context(NamedTuple):
    """What a whole report says about where it plays: weights of countries, words seen in small letters, capitals."""

    countries: Mapping[str, float]
    small: frozenset[str]
    capitals: bool
    names: Mapping[str, str]

    @property
    def leading(self) -> list[str]:
        """The countries that weigh at least a third of the heaviest, the heaviest first."""
        order = sorted(self.countries, key=lambda code: -self.countries[code])
        return [code for code in order if self.countries[code] * 3 >= self.countries[order[0]]]


def mark_places(sentence: Sentence, words: Words, finder: Finder, context: Context) -> list[PlaceMark]:
    """Return the places of a sentence in reading order; none overlaps another."""
    out = [*_named(words, finder), *_country_marks(sentence, words)]
    taken = {at for mark in out for at in range(mark.start, mark.end)}
    for run in runs(words):
        out += _in_run(run, words, finder, context, taken)
    out += _directions(words, out, context)
    return _settle(out)


def _settle(found: list[PlaceMark]) -> list[PlaceMark]:
    """Drop what lies in a longer mark."""
    out: list[PlaceMark] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if not out or mark.start >= out[-1].end:
            out.append(mark)
    return out


def _named(words: Words, finder: Finder) -> Iterator[PlaceMark]:
    """Yield the regions and other places that the language has names for."""
    for mark in words.marks:
        if mark.entry.kind == "place_names":
            entry = finder.by_id(mark.value)
            if entry is None or any(at in words.blocked for at in range(mark.start, mark.end)):
                continue
            near = around(words, mark.start, mark.end)
            entry = _by_noun(entry, near, finder)
            yield PlaceMark(mark.start, mark.end, entry.place(), entry.kind, 4.0, near.start, near.preposition, entry.division)


def _by_noun(entry: Entry, near: Around, finder: Finder) -> Entry:
    """Return the town of a division's name where the text calls it one."""
    if near.noun == "city" and entry.kind == "division":
        for known in finder.known((entry.name.removesuffix(" Oblast"),)):
            if known.entry.kind == "city" and known.entry.country == entry.country:
                return known.entry
    return entry


def _country_marks(sentence: Sentence, words: Words) -> Iterator[PlaceMark]:
    for mark in sentence.marks:
        if mark.entry.kind == "countries" and mark.form == "name":
            near = around(words, mark.start, mark.end)
            place = Place(mark.value, mark.value, f"country:{mark.value}", where_prec=6)
            yield PlaceMark(mark.start, mark.end, place, "country", 3.0, near.start, near.preposition)


def _in_run(run: Run, words: Words, finder: Finder, context: Context, taken: set[int]) -> Iterator[PlaceMark]:
    """Yield the places within a stretch of capitalised words, the longest names first."""
    tokens = words.tokens
    at = run.start
    while at < run.end:
        if at in taken or not (tokens[at].capitalised or _article(words, at, run.end)):
            at += 1
            continue
        mark = next(filter(None, (_weigh(at, end, run, words, finder, context) for end in _ends(at, run, words, taken))), None)
        if mark is not None:
            yield mark
            at = mark.end
            continue
        strange = _unlisted(at, run, words, finder, context)
        if strange is not None:
            yield strange
            at = strange.end
        else:
            at += 1


def _article(words: Words, at: int, end: int) -> bool:
    return at + 2 < end and words.tokens[at + 1].text == "-"


def _ends(start: int, run: Run, words: Words, taken: set[int]) -> Iterator[int]:
    """Yield where a name that begins here may end, the longest first."""
    for end in range(run.end, start, -1):
        last = words.tokens[end - 1]
        if last.kind == "word" and end - start <= 9 and not any(at in taken for at in range(start, end)):
            yield end


def _weigh(start: int, end: int, run: Run, words: Words, finder: Finder, context: Context) -> PlaceMark | None:
    """Return the place that a name means here; None where it means none."""
    tokens = words.tokens[start:end]
    name = tuple(t.text for t in tokens if t.kind == "word")
    if not name or (len(name) == 1 and (len(name[0]) < _SHORTEST or name[0].isupper() and len(name[0]) <= _SHORT)):
        return None
    found = finder.known(name)
    near = around(words, start, end)
    if not found and near.noun is not None and near.noun != "capital":
        found = finder.loosely(name, context.leading)
    if not found:
        return None
    base = _circumstance(start, end, run, words, near, context)
    weights = sorted(((base + _fit(one, near, context, name), -number) for number, one in enumerate(found)), reverse=True)
    best, number = weights[0]
    if best < ENOUGH:
        return None
    chosen = found[-number]
    if _torn(weights, found, chosen, context):
        place = Place(" ".join(t.text for t in tokens))
        return PlaceMark(start, end, place, "unresolved", best, near.start, near.preposition)
    kind = chosen.entry.kind
    return PlaceMark(start, end, _related(chosen.entry, words, near), kind, best, near.start, near.preposition, chosen.entry.division)


def _related(entry: Entry, words: Words, near: Around) -> Place:
    """Return the place, with the words of a distance or direction from it ("19 km from", "north of")."""
    if near.preposition not in ("of", "near") or not (near.direction or near.preposition == "near"):
        return entry.place()
    stretch = words.tokens[near.start : near.start + 6]
    del stretch
    return entry.place()


def _torn(weights: list[tuple[float, int]], found: tuple[Known, ...], chosen: Known, context: Context) -> bool:
    """Return whether a place in another country fits as well, and the report speaks of neither or of both."""
    for weight, number in weights[1:4]:
        other = found[-number].entry
        if weights[0][0] - weight < 0.25 and other.country != chosen.entry.country:
            first, second = (context.countries.get(c or "", 0.0) for c in (chosen.entry.country, other.country))
            return first == second
    return False


def _circumstance(start: int, end: int, run: Run, words: Words, near: Around, context: Context) -> float:
    """Return what the words around say for a name being a place."""
    weight = 0.0
    if near.preposition is not None:
        weight += {"at": 2.0, "near": 2.2}.get(near.preposition, 0.9)
    if near.noun is not None:
        weight += 2.0
    if near.direction is not None:
        weight += 0.5
    if near.title:
        weight -= 3.5
    first = start == 0 or all(t.kind == "sign" for t in words.tokens[:start])
    tokens = words.tokens
    keys = [t.key for t in tokens[start:end] if t.kind == "word"]
    if first and near.noun is None and len(keys) == 1:
        weight -= 0.6
    if len(keys) == 1 and near.noun is None:
        if keys[0] in context.small:
            weight -= 3.0
        if start in words.ordinary:
            weight -= 2.5
    if not context.capitals:
        weight -= _neighbours(start, end, run, words)
    if end < len(tokens) - 1 and tokens[end].text == "," and (tokens[end + 1].capitalised and (end + 1) in words.country_starts):
        weight += 1.5
    if end < len(tokens) and start == run.start and tokens[end].text in "-–—:(" and not tokens[end].glued and first:
        weight += 1.5
    return weight


def _neighbours(start: int, end: int, run: Run, words: Words) -> float:
    """Return what other capitalised words beside a name take from it: it is then part of a person's or a body's name."""
    tokens = words.tokens
    cost = 0.0
    if start > run.start and tokens[start - 1].kind == "word" and tokens[start - 1].capitalised:
        cost += 2.5
    if end < run.end and tokens[end].kind == "word" and tokens[end].capitalised and words.noun_at(end) is None:
        cost += 2.5
    elif end in words.blocked and end < len(tokens) and tokens[end].capitalised and end not in words.country_starts:
        cost += 0.5
    return cost


def _fit(known: Known, near: Around, context: Context, name: tuple[str, ...]) -> float:
    """Return how well one listed place fits the noun, the countries and its size."""
    entry = known.entry
    weight = min(math.log10(entry.population + 1) / 3.5, 2.0) if entry.kind == "city" else {"division": 1.7, "district": 0.7}.get(entry.kind, 1.0)
    weight += 0.5 if known.primary else -0.2
    weight -= 0.4 * known.rank
    if len(name) == 1 and len(name[0]) <= _SHORT:
        weight -= 0.5
    if entry.country == near.country:
        weight += 1.5
    if context.countries:
        top = max(context.countries.values())
        share = context.countries.get(entry.country or "", 0.0) / top
        weight += 2.0 * share if share else -1.5
    if near.noun in _WIDE:
        weight += 1.0 if entry.kind in ("division", "area") else -0.6
    elif near.noun == "district":
        weight += 1.0 if entry.kind == "district" else 0.0
    elif near.noun in _POINTS:
        weight += 0.5 if entry.kind not in ("division", "district", "area") else -0.8
    elif entry.kind == "district":
        weight -= 0.4
    return weight


def _unlisted(at: int, run: Run, words: Words, finder: Finder, context: Context) -> PlaceMark | None:
    """Return a name that the index does not have, where the text calls it a kind of place."""
    end = at + 1
    while end < run.end and (words.tokens[end].kind == "sign" or words.tokens[end].capitalised or words.tokens[end].key in "eiаез"):
        end += 1
    while words.tokens[end - 1].kind == "sign":
        end -= 1
    near = around(words, at, end)
    if near.title or near.noun is None or near.noun in ("capital", "front", "border", "road", "region", "area", "mountains", "sea", "island"):
        return None
    if any(number in words.ordinary for number in range(at, end)) and near.noun not in ("village", "camp"):
        return None
    tokens = words.tokens[at:end]
    if all(len(t.text) < _SHORTEST for t in tokens) or any(t.kind == "number" for t in tokens):
        return None
    name = english_name(words, at, end, near)
    country = near.country or (context.leading[0] if context.countries else None)
    place = Place(name, country, where_prec=None)
    return PlaceMark(at, end, place, near.noun if near.noun != "district" else "district", 2.5, near.start, near.preposition)


def english_name(words: Words, start: int, end: int, near: Around) -> str:
    """Return an unlisted name in Latin letters, with the kind of place in English where that tells it from a town."""
    out = ""
    for token in words.tokens[start:end]:
        out += ("" if token.glued or not out else " ") + token.text
    out = out if out.isascii() or all(ord(c) < 0x250 for c in out) else anyascii(out)
    if near.noun == "city" or near.noun not in _NAMED_KINDS or near.noun is None:
        return out
    return f"{out} {near.noun}"


def _directions(words: Words, found: list[PlaceMark], context: Context) -> list[PlaceMark]:
    """Return parts of countries and areas: "northern Mali", "in the south of Somalia"."""
    del context
    out: list[PlaceMark] = []
    for mark in found:
        if mark.kind != "country":
            continue
        direction = _direction_of(words, mark)
        if direction is not None:
            value, start, end = direction
            place = Place(f"{_FULL_NAMES.get(value, value)} {mark.place.name}", mark.place.country, where_prec=5)
            near = around(words, start, mark.end)
            out.append(PlaceMark(start, max(end, mark.end), place, "part", 3.5, min(near.start, start), near.preposition))
    return out


def _direction_of(words: Words, mark: PlaceMark) -> tuple[str, int, int] | None:
    at, steps = mark.start, 0
    while at > 0 and steps < 5:
        steps += 1
        found: Mark | None = next((m for m in words.ending.get(at, ()) if m.form == "direction"), None)
        if found is not None:
            return found.value, found.start, mark.end
        before = words.tokens[at - 1]
        if before.text in "-\u2010" or (before.kind == "word" and len(before.text) <= 4 and not before.capitalised):
            at -= 1
            continue
        break
    return None


def country_weights(found: Sequence[Sentence]) -> Counter[str]:
    """Return how much a report speaks of each country: its name counts twice, its people and adjective once."""
    weights: Counter[str] = Counter()
    for sentence in found:
        if sentence.boilerplate:
            continue
        for mark in sentence.marks:
            if mark.entry.kind == "countries":
                weights[mark.value] += 2 if mark.form == "name" else 1
    return weights
