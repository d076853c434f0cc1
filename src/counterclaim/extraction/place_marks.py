"""Names in a sentence resolved to places: which listed place a name means here, and which names mean none.

A name is weighed by the words around it, by the countries that the report speaks of, and by how large the place is. What
weighs too little is no place; a name that the text itself calls a village, a camp or a district stays, unresolved, where the
index does not know it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction.place_candidates import HYPHENS, REACH, Around, Run, Words, around, runs
from counterclaim.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.place_finder import Finder, Known
    from counterclaim.knowledge.places import Entry

#: A name is a place from this weight on; a strange name that nothing calls a place needs more.
ENOUGH = 2.0
#: Kinds of places whose names are told from the town's by naming the kind ("Zamzam camp").
NAMED_KINDS = frozenset(["camp", "base", "hospital", "airport", "prison", "mosque", "church", "market", "hotel", "school"])
_POINTS = frozenset(["village", "city", "neighbourhood", "settlement", *NAMED_KINDS])
WIDE_NOUNS = frozenset(["province", "region"])
_VAGUE_NOUNS = frozenset(
    ["capital", "front", "border", "road", "region", "area", "mountains", "sea", "island", "school", "church", "part"]
)
LOCAL = frozenset(["camp", "base", "hospital", "neighbourhood", "airport"])
#: Those who speak are often "of" such a place.
_STAFFED = frozenset(["hospital", "airport", "school", "prison"])
_SETTLED = frozenset(["village", "city", "district", "settlement", "neighbourhood", "camp"])
_UNNAMED = frozenset(["village", "settlement", "camp", "base", "city"])
_WITHIN = frozenset(["at", "near", "from"])
_KINDS = {"division": 1.7, "district": 0.7}
_FULL_NAMES = {"north": "northern", "south": "southern", "east": "eastern", "west": "western"} | {
    corner: corner + "ern" for corner in ("northeast", "northwest", "southeast", "southwest")
}
_SHORTEST, _SHORT = 3, 4
#: The most tokens of a name, and the difference in weight from which on one place is preferred to another.
LONGEST, TORN = 9, 0.25
#: A town of these sizes may be meant where the report does not speak of its country: at a weight, and at all.
_LARGE, _WELL_KNOWN = 20_000, 300_000


class PlaceMark(NamedTuple):
    """A place named at tokens `start` to `end`.

    `weight` says how surely, `standing` how it stands to the sentence (see Around); `capital` that it may stand for a government.
    """

    start: int
    end: int
    place: Place
    kind: str
    weight: float = 3.0
    standing: str | None = None
    division: str = ""
    capital: bool = False


class Context(NamedTuple):
    """What a whole report says about where it plays: countries, words that it also writes small, whether nouns have capitals,
    and words that follow other capitalised words, as surnames do.
    """

    countries: Mapping[str, float]
    small: frozenset[str]
    capitals: bool
    surnames: frozenset[str] = frozenset()

    @property
    def leading(self) -> list[str]:
        """The countries that weigh at least a third of the heaviest, the heaviest first."""
        order = sorted(self.countries, key=lambda code: -self.countries[code])
        return [code for code in order if self.countries[code] * 3 >= self.countries[order[0]]]


def mark_places(sentence: Sentence, words: Words, finder: Finder, context: Context) -> list[PlaceMark]:
    """Return the places of a sentence in reading order; none overlaps another."""
    out = [*_named(words, finder, context), *_country_marks(sentence, words, context)]
    taken = {at for mark in out for at in range(mark.start, mark.end)}
    for run in runs(words):
        out += _in_run(run, words, finder, context, taken)
    out += _capitals(words, finder, context, {at for mark in out for at in range(mark.start, mark.end)})
    out += _parts(words, out, context)
    return _settle(out)


def _settle(found: list[PlaceMark]) -> list[PlaceMark]:
    """Drop what lies in a longer mark."""
    out: list[PlaceMark] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if not out or mark.start >= out[-1].end:
            out.append(mark)
    return out


def _mark(start: int, end: int, entry: Entry, near: Around, words: Words, weight: float) -> PlaceMark:
    """Return the mark of a listed place; "village north of Beirut" is a place by Beirut, and keeps its words."""
    relation = None
    if near.relation is not None:
        first, last = near.relation
        relation = " ".join(t.text for t in words.tokens[first:last])
    place, kind = entry.place(relation), entry.kind
    if relation and near.standing == "near" and near.noun in _UNNAMED:
        where = f"{near.direction} of" if near.direction else "near"
        return PlaceMark(
            start, end, replace(place, name=f"{near.noun} {where} {place.name}"), near.noun, weight, "at", entry.division
        )
    if near.noun in WIDE_NOUNS and kind in ("city", "district"):
        kind = "division"
        place = replace(place, where_prec=4)
    return PlaceMark(start, end, place, kind, weight, near.standing, entry.division)


# --- names that the language's own files have -------------------------------------------------------------------------


def _named(words: Words, finder: Finder, context: Context) -> Iterator[PlaceMark]:
    for mark in words.marks:
        if mark.entry.kind != "place_names" or not words.acting.isdisjoint(range(mark.start, mark.end)):
            continue
        entry = finder.by_id(mark.value)
        near = around(words, mark.start, mark.end)
        if entry is not None and (entry.kind not in LOCAL or entry.country in context.countries or near.noun == entry.kind):
            yield _mark(mark.start, mark.end, _town(entry, near, finder), near, words, 4.0)


def _town(entry: Entry, near: Around, finder: Finder) -> Entry:
    """Return the town of a division's name where the text calls it one."""
    if near.noun == "city" and entry.kind == "division":
        for known in finder.known((entry.name.removesuffix(" Oblast"),)):
            if known.entry.kind == "city" and known.entry.country == entry.country:
                return known.entry
    return entry


def _country_marks(sentence: Sentence, words: Words, context: Context) -> Iterator[PlaceMark]:
    for mark in sentence.marks:
        if mark.entry.kind == "countries" and mark.form == "name":
            near = around(words, mark.start, mark.end)
            if near.standing is None and _first_name(mark.end, words, context):
                continue
            place = Place(mark.value, mark.value, f"country:{mark.value}", where_prec=6)
            yield PlaceMark(mark.start, mark.end, place, "country", 3.0, near.standing)


def _first_name(end: int, words: Words, context: Context) -> bool:
    """Return whether a strange name follows: "Jordan Smith"."""
    if context.capitals or end >= len(words.tokens):
        return False
    after = words.tokens[end]
    known = end in words.blocked or end in words.ordinary or end in words.common or end in words.governments
    return after.kind == "word" and after.capitalised and not after.text.isupper() and not known


def _capitals(words: Words, finder: Finder, context: Context, taken: set[int]) -> Iterator[PlaceMark]:
    """Yield the capital of the country that the report plays in, where the text only calls it that."""
    leading = finder.by_id(f"country:{context.leading[0]}") if context.countries else None
    if leading is None:
        return
    for mark in words.marks:
        if mark.value != "capital" or mark.form != "noun":
            continue
        owner = words.countries.get(mark.start)
        if taken.intersection(range(mark.start - (owner is None), mark.end + 2)):
            continue
        start = mark.start if owner is None else owner.start
        near = around(words, start, mark.end)
        code = owner.value if owner is not None else near.country or leading.country
        country = finder.by_id(f"country:{code}")
        if country is None or (near.standing not in _WITHIN and owner is None):
            continue
        for known in finder.known((country.division,)):
            if known.entry.country == code and known.entry.kind == "city":
                yield _mark(start, mark.end, known.entry, near, words, 2.0)._replace(capital=True)
                break


def _parts(words: Words, found: list[PlaceMark], context: Context) -> list[PlaceMark]:
    """Return parts of countries: "northern Mali", "in the south of Somalia", "the country's east"."""
    countries = [(m.start, m.end, m.place.country) for m in found if m.kind == "country"]
    if context.countries:
        countries += [(m.start, m.end, context.leading[0]) for m in words.marks if m.value == "country"]
    out: list[PlaceMark] = []
    for start, end, code in countries:
        direction = _direction(words, start) or next((m for m in words.beginning.get(end, ()) if m.form == "direction"), None)
        if direction is not None and code is not None:
            place = Place(f"{_FULL_NAMES.get(direction.value, direction.value)} {code}", code, where_prec=5)
            first = min(direction.start, start)
            near = around(words, first, max(end, direction.end))
            out.append(PlaceMark(first, max(end, direction.end), place, "part", 3.5, near.standing or "at"))
    return out


def _direction(words: Words, at: int) -> Mark | None:
    for _ in range(REACH):
        found = words.before(at, "direction")
        if found is not None or at == 0:
            return found
        part = words.before(at, "noun")
        if part is not None and part.value in ("part", "area", "region"):
            at = part.start
            continue
        before = words.tokens[at - 1]
        if before.text not in "-\u2010" and (before.kind != "word" or len(before.text) > 4 or before.capitalised):
            return None
        at -= 1
    return None


# --- names from the index ---------------------------------------------------------------------------------------------


def _in_run(run: Run, words: Words, finder: Finder, context: Context, taken: set[int]) -> Iterator[PlaceMark]:
    """Yield the places within a stretch of capitalised words, the longest names first."""
    at = run.start
    while at < run.end:
        mark = None
        if at not in taken and _begins(at, run, words):
            ends = _ends(at, run, words, taken)
            mark = next(filter(None, (_weigh(at, end, run, words, finder, context) for end in ends)), None)
            mark = mark or _unlisted(at, run, words, finder, context, taken)
        if mark is not None:
            yield mark
        at = at + 1 if mark is None else mark.end


def _begins(at: int, run: Run, words: Words) -> bool:
    """Return whether a name can begin here: at a capital that no hyphen joins to a capital before it."""
    tokens = words.tokens
    if not tokens[at].capitalised:
        return tokens[at].kind == "word" and at + 2 < run.end and tokens[at + 1].text in HYPHENS
    joined = at > run.start and tokens[at].glued and tokens[at - 1].text in HYPHENS and tokens[at - 1].glued
    return not joined or words.before(at - 1, "direction") is not None or at - 1 in words.countries


def _ends(start: int, run: Run, words: Words, taken: set[int]) -> Iterator[int]:
    """Yield where a name that begins here may end, the longest first; a hyphen with a capital behind it does not end it."""
    tokens = words.tokens
    for end in range(min(run.end, start + LONGEST), start, -1):
        if tokens[end - 1].kind != "word" or not tokens[end - 1].capitalised or not taken.isdisjoint(range(start, end)):
            continue
        if end < run.end and tokens[end].text in HYPHENS and tokens[end].glued and words.noun_at(end + 1) is None:
            continue
        yield end


def _weigh(start: int, end: int, run: Run, words: Words, finder: Finder, context: Context) -> PlaceMark | None:
    """Return the place that a name means here; None where it means none."""
    name = tuple(t.text for t in words.tokens[start:end] if t.kind == "word")
    if not name or (len(name) == 1 and (len(name[0]) < _SHORTEST or (name[0].isupper() and len(name[0]) <= _SHORT))):
        return None
    near = around(words, start, end)
    if near.standing is None and end in words.means and words.tokens[start].capitalised:
        near = near._replace(standing="at")
    if start in words.common or (start in words.governments and near.standing not in _WITHIN and near.noun is None):
        return None
    found = finder.known(name)
    if not found and len(name) == 1 and (compound := finder.words.compound(words.tokens[start].key)):
        near = near._replace(noun=near.noun or compound[1])
        found = finder.known((name[0][: compound[0]],)) or finder.known((name[0][: compound[0]].removesuffix("s"),))
        found = tuple(one for one in found if one.entry.country in context.leading)
    if not found and near.noun not in (None, "capital"):
        found = finder.loosely(name, context.leading[:2])
    if not found:
        return None
    base = _circumstance(start, end, run, words, near, context)
    weights = sorted(((base + _fit(one, near, context, name), -number) for number, one in enumerate(found)), reverse=True)
    if weights[0][0] < ENOUGH:
        return None
    chosen = found[-weights[0][1]]
    if _foreign(chosen.entry, context) and end + 1 not in words.country_starts:
        if near.standing not in _WITHIN or chosen.entry.population < _WELL_KNOWN:
            return None
    if _torn(weights, found, chosen, context):
        return PlaceMark(start, end, Place(words_of(words, start, end)), "unresolved", weights[0][0], near.standing)
    mark = _mark(start, end, chosen.entry, near, words, weights[0][0])._replace(capital=chosen.capital)
    if chosen.keeps_name and mark.place.name == chosen.entry.name:
        return mark._replace(place=replace(mark.place, name=words_of(words, start, end)))
    return mark


def _foreign(entry: Entry, context: Context) -> bool:
    """Return whether a place lies in a country that the report does not speak of."""
    return bool(context.countries) and entry.country not in context.countries and entry.country != context.leading[0]


def _torn(weights: list[tuple[float, int]], found: tuple[Known, ...], chosen: Known, context: Context) -> bool:
    """Return whether a place in another country fits as well, and the report speaks no more of one than of the other."""
    for weight, number in weights[1:4]:
        other = found[-number].entry
        if weights[0][0] - weight < TORN and other.country != chosen.entry.country:
            first, second = (context.countries.get(c or "", 0.0) for c in (chosen.entry.country, other.country))
            return first == second
    return False


def _circumstance(start: int, end: int, run: Run, words: Words, near: Around, context: Context) -> float:
    """Return what the words around say for a name being a place."""
    tokens = words.tokens
    weight = {"at": 2.0, "near": 2.2, "from": 2.2, "of": 0.9, "role": 0.9}.get(near.standing or "", 0.0)
    weight += 2.0 * (near.noun is not None) + 0.5 * (near.direction is not None) - 3.5 * near.title
    first = all(t.kind == "sign" for t in tokens[:start])
    keys = [t.key for t in tokens[start:end] if t.kind == "word"]
    if len(keys) == 1 and near.noun is None:
        weight -= 1.3 * (first and near.standing is None) + 3.0 * (keys[0] in context.small) + 2.5 * (start in words.ordinary)
    if len(keys) == 1 and near.noun is None and near.standing not in _WITHIN and keys[0] in context.surnames:
        weight -= 1.5
    if not context.capitals:
        weight -= _neighbours(start, end, run, words)
    if end < len(tokens) - 1 and tokens[end].text == "," and end + 1 in words.country_starts:
        weight += 1.5
    if first and end < len(tokens) and (tokens[end].text == ":" or (tokens[end].text in "-–—(" and not tokens[end].glued)):
        weight += 1.5
    return weight


def _neighbours(start: int, end: int, run: Run, words: Words) -> float:
    """Return what other capitalised words beside a name take from it: it is then part of a person's or a body's name."""
    tokens = words.tokens
    cost = 0.0
    if (
        start > run.start
        and tokens[start - 1].kind == "word"
        and tokens[start - 1].capitalised
        and start - 1 not in words.ordinary
    ):
        cost += 2.5
    if end < run.end and tokens[end].kind == "word" and tokens[end].capitalised and words.noun_at(end) is None:
        cost += 2.5
    elif end < len(tokens) and end in words.blocked and tokens[end].capitalised and end not in words.country_starts:
        cost += 0.5
    return cost


def _fit(known: Known, near: Around, context: Context, name: tuple[str, ...]) -> float:
    """Return how well one listed place fits the noun, the countries and its size."""
    entry = known.entry
    weight = min(math.log10(entry.population + 1) / 3.5, 2.0) if entry.kind == "city" else _KINDS.get(entry.kind, 1.0)
    weight += (0.5 if known.primary else -0.2) - 0.4 * known.rank - 0.5 * (len(name) == 1 and len(name[0]) <= _SHORT)
    weight += 1.5 * (entry.country is not None and entry.country == near.country)
    if known.capital and near.standing not in _WITHIN and near.noun is None:
        weight -= 1.2
    if context.countries:
        share = context.countries.get(entry.country or "", 0.0) / max(context.countries.values())
        alone = known.alone and (len(name) > 1 or entry.population >= _LARGE)
        weight += 2.0 * share if share else -0.7 if alone else -1.5 if entry.population >= _LARGE else -3.5
    if near.noun in WIDE_NOUNS:
        return weight + (1.0 if entry.kind in ("division", "area") else -0.6)
    if near.noun == "district":
        return weight + (entry.kind == "district")
    if near.noun in _POINTS:
        return weight + (0.5 if entry.kind not in ("division", "district", "area") else -0.8)
    return weight - 0.4 * (entry.kind == "district")


def _unlisted(at: int, run: Run, words: Words, finder: Finder, context: Context, taken: set[int]) -> PlaceMark | None:
    """Return a name that the index does not have, where the text calls it a kind of place or says that something is in it."""
    tokens = words.tokens
    end = next((n for n in range(at + 1, run.end) if n in taken), run.end)
    while end > at + 1 and not tokens[end - 1].capitalised:
        end -= 1
    if end in taken and tokens[end].kind == "word":
        return None
    near = around(words, at, end)
    name = tuple(t.text for t in tokens[at:end] if t.kind == "word")
    compound = finder.words.compound(tokens[end - 1].key) if near.noun is None and not context.capitals else None
    if compound is not None:
        near = near._replace(noun=compound[1])
        name = (*name[:-1], name[-1][: compound[0]])
    if at in words.common or near.title or near.noun in _VAGUE_NOUNS or all(len(word) < _SHORTEST for word in name):
        return None
    if context.capitals and (near.noun not in _SETTLED or words.before(at, "noun") is None):
        return None
    weight = 2.5
    if near.noun is None:
        beside = any(m.form in ("near", "from") for m in words.beginning.get(end, ()))
        if (near.standing not in _WITHIN and not beside) or context.capitals or not _strange(at, end, words, context):
            return None
        near = near._replace(standing="at") if beside else near
        weight = 1.5
    elif not words.ordinary.isdisjoint(range(at, end)) and near.noun not in ("village", "camp"):
        return None
    country = near.country or (context.leading[0] if context.countries else None)
    english = finder.words.speller.latin(name if compound is not None else (words_of(words, at, end),))
    if near.noun in NAMED_KINDS or (near.noun == "district" and not english.isascii()):
        english = f"{english} {near.noun}"
    kind = near.noun or "unlisted"
    standing = "role" if kind in _STAFFED and near.standing == "of" else near.standing
    return PlaceMark(at, end, Place(english, country), kind, weight, standing)


def _strange(at: int, end: int, words: Words, context: Context) -> bool:
    """Return whether words can be the name of an unlisted place: no common word, no abbreviation, not many."""
    tokens = [t for t in words.tokens[at:end] if t.kind == "word"]
    if len(tokens) > 3 or not words.ordinary.isdisjoint(range(at, end)):
        return False
    names = [t for t in tokens if t.capitalised]
    if any(t.text.isupper() or t.key in context.small for t in names) or (len(names) == 1 and names[0].key in context.surnames):
        return False
    return len(names[-1].text) > _SHORT


def words_of(words: Words, start: int, end: int) -> str:
    """Return the words of a name as they stand, spaces as in the text."""
    out = ""
    for token in words.tokens[start:end]:
        out += ("" if token.glued or not out else " ") + token.text
    return out
