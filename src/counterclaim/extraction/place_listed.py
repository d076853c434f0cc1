"""Which listed place a name means here, and which names mean none.

A name is weighed by the words around it, by the countries that the report speaks of, and by how large the place is. What
weighs too little is no place; what fits two countries alike stays unresolved.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.place_surroundings import HYPHENS, WITHIN
from counterclaim.extraction.place_values import NAMED_KINDS, WIDE_NOUNS, PlaceMark, mark_of
from counterclaim.model import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.place_candidates import Run
    from counterclaim.extraction.place_surroundings import Around, Words
    from counterclaim.extraction.place_values import Context, Reading
    from counterclaim.knowledge.place_finder import Known
    from counterclaim.knowledge.places import Entry
    from counterclaim.text import Token

#: A name is a place from this weight on, and one place rather than another from this difference on.
ENOUGH, TORN = 2.0, 0.25
#: What the preposition, a noun, a direction and a title say for a name.
_STANDING = {"at": 2.0, "near": 2.2, "from": 2.2, "of": 0.9, "role": 0.9}
_NOUN, _DIRECTION, _TITLE = 2.0, 0.5, -3.5
#: What it says that an office is held there ("the mayor of Name").
_SEAT = 1.5
#: What it says that a word opens a sentence, is written small elsewhere, means something else, follows others as surnames do.
_OPENING, _SMALL_ELSEWHERE, _ORDINARY_WORD, _SURNAME = -1.3, -3.0, -2.5, -1.5
#: What a capitalised word beside a name says, and a body's name; what a country behind it, and the head of a dateline.
_BESIDE, _BODY, _COUNTRY_BEHIND, _DATELINE, _DATED = -2.5, -0.5, 1.5, 1.5, 3.0
#: Within how many tokens behind the day the dash of a dateline stands.
_DATE = 6
#: What it says that a dateline credits an agency, the signs by which it does, and the dashes among them.
_CREDITED, CREDIT, DASHES = 1.5, 3, frozenset("–—")
#: What the kind and name of a listed place say; towns count by their size.
_KINDS = {"division": 1.7, "district": 0.7}
_SIZE, _LARGEST, _MAIN_NAME, _OTHER_NAME, _RANK, _SHORT_NAME, _GOVERNMENT = 3.5, 2.0, 0.5, -0.2, -0.4, -0.5, -1.2
#: What it says that the report speaks of a place's country, and that it does not: of a name only there, a town, a village.
_HERE, _NAMED_HERE, _ONLY_THERE, _TOWN_THERE, _VILLAGE_THERE = 2.0, 1.5, -0.7, -1.5, -3.5
#: A town of these sizes may be meant where the report does not speak of its country: where it names none, with a
#: weight, and at all.
_KNOWN, _LARGE, _WELL_KNOWN = 3_000, 20_000, 300_000
_SHORTEST, _SHORT = 3, 4
#: A town of at least so many people is one that a newsroom makes an adjective of.
_TOWNISH = 10_000
#: A capital this many times as large as every other place of its name is meant, whatever country the report speaks of.
_OUTWEIGHS = 100
#: What a text calls places that are known only where they are, and how much more it must speak of another country.
_LOCAL = frozenset(["village", "neighbourhood", "settlement", "camp"])
_RATHER = 3.0
#: What a text calls a name that it does not say to be a place.
_UNCALLED = frozenset([None, "capital"])
#: The kinds of place of whose name an adjective before a noun is formed.
_FORMED = {"province": ("division",), "hospital": ("city",), "district": ("district", "division", "city")}
_POINTS = NAMED_KINDS | {"village", "city", "neighbourhood", "settlement", "church", "school"}


def listed(reading: Reading, start: int, end: int, run: Run) -> PlaceMark | None:
    """Return the place that a name means here; None where it means none."""
    words, finder, context = reading
    name = tuple([t.text for t in words.tokens[start:end] if t.kind == "word"])
    tied = end - start > 1 and words.tokens[start + 1].text in HYPHENS  # "Port-au-Prince" is no harbour
    if (start in words.common and not tied) or (_too_short(name) and not _credited(words, start, end)):
        return None
    formed = _formed_of(reading, start, end)
    found = formed or _described_by(reading, start, end) or finder.known(name)
    compound = finder.compound(words.tokens[start].key) if not found and len(name) == 1 else None
    if not (found or compound or (words.nouns and words.around(start, end).noun not in _UNCALLED)):
        return None
    near = _called_behind(words, end, words.around(start, end)) if formed else words.around(start, end)
    if run.seat and near.standing is None:
        near = replace(near, standing="role", title=False)
    if near.standing is None and end in words.means and words.tokens[start].capitalised:
        near = replace(near, standing="at")
    if near.standing is None and words.near_another(start, end):
        near = replace(near, standing="at")
    if near.standing is None and finder.words.cases and start in words.owned:
        near = replace(near, standing="of")  # "the residents of Name", "the shelling of Name", where a case says so
    if start in words.governments and near.standing not in WITHIN and near.noun is None:
        return None
    if compound:
        near = replace(near, noun=near.noun or compound[1])
        head = name[0][: compound[0]]
        found = _joined(finder.known((head,)) or finder.known((head.removesuffix("s"),)), context)
    if not found and near.noun not in _UNCALLED:
        found = finder.loosely(name, context.leading[:2])
    return _choose(reading, start, end, found, near, run) if found else None


def _joined(known: tuple[Known, ...], context: Context) -> tuple[Known, ...]:
    """Return what a name joined to a noun may mean ("Helmandprovinsen"): of the countries told of, else a division of any."""
    spoken = tuple(one for one in known if one.entry.country in context.leading)
    return spoken or tuple(one for one in known if one.entry.kind == "division")


def _formed_of(reading: Reading, start: int, end: int) -> tuple[Known, ...]:
    """Return the division, or for a district the town, by whose name an adjective calls the noun behind it ("Ошской области")."""
    words, finder, _ = reading
    noun = words.noun_at(end)
    if noun is None or noun.value not in _FORMED or not finder.words.speller.formed:
        return ()
    before = [token.text for token in words.tokens[start : end - 1] if token.kind == "word"]
    named = (finder.known((*before, name)) for name in finder.words.speller.sources(words.tokens[end - 1].text))
    kinds = _FORMED[noun.value]
    fitting = (tuple(one for one in known if one.entry.kind in kinds and one.rank == 0) for known in named)
    return next(filter(None, fitting), ())


def _called_behind(words: Words, end: int, near: Around) -> Around:
    """Return what stands around an adjective, the noun being that behind it, not one before ("in a hospital of Osh region")."""
    behind = words.noun_at(end)
    return near if behind is None else replace(near, noun=behind.value)


def _described_by(reading: Reading, start: int, end: int) -> tuple[Known, ...]:
    """Return the towns, of some size, whose name describes the noun behind it: "in der Kiewer Vorstadt", "de Kievse voorstad"."""
    words, finder, _ = reading
    town = finder.words.speller.town(words.tokens[start].text) if end == start + 1 else None
    if town is None or (words.noun_at(end) is None and end not in words.means):
        return ()
    return tuple(one for one in finder.known((town,)) if one.entry.kind == "city" and one.entry.population >= _TOWNISH)


def _too_short(name: tuple[str, ...]) -> bool:
    if len(name) != 1:
        return not name
    return len(name[0]) < _SHORTEST or (name[0].isupper() and len(name[0]) <= _SHORT)


def _choose(  # noqa: PLR0913, PLR0917 - a name, where it stands, and what it may mean
    reading: Reading, start: int, end: int, found: tuple[Known, ...], near: Around, run: Run
) -> PlaceMark | None:
    words, finder, context = reading
    base = _circumstance(reading, start, end, near, run)
    name = tuple([t.text for t in words.tokens[start:end] if t.kind == "word"])
    seat = _foremost(found) if context.countries and near.noun not in _LOCAL else None
    led = words.before(start, "noun") is not None and words.noun_at(end) is None
    if near.noun == "district" and led and finder.words.cases and all(one.rank for one in found):
        near = replace(near, noun=None)  # "in the area (of) Name", where the case is that of "of"
    fits = (_fit(one, near, context, name, foremost=one is seat) for one in found)
    weights = sorted(((base + fit, -number) for number, fit in enumerate(fits)), reverse=True)
    best, number = weights[0]
    chosen = found[-number]
    if (
        best < ENOUGH
        or _called_elsewhere(chosen.entry, near, context)
        or _out_of_place(chosen.entry, near, context, named=end + 1 in words.country_starts)
        or (not context.countries and _only_opens(words, start, end, near, chosen))
    ):
        return None
    if _torn(weights, found, chosen, context):
        return PlaceMark(start, end, Place(words.text_of(start, end)), "unresolved", best, near.standing)
    mark = replace(mark_of(reading, start, end, chosen.entry, near), weight=best, capital=chosen.capital)
    if chosen.keeps_name and mark.place.name == chosen.entry.name:
        return replace(mark, place=replace(mark.place, name=words.text_of(start, end)))
    return mark


def _foremost(found: tuple[Known, ...]) -> Known | None:
    """Return the capital beside which all other places of a name are villages ("Bagdad" in Arizona)."""
    seat = next((one for one in found if one.capital and one.entry.kind == "city"), None)
    if seat is None:
        return None
    others = (one.entry for one in found if one.entry.country != seat.entry.country)
    return seat if all(other.population * _OUTWEIGHS < seat.entry.population for other in others) else None


def _called_elsewhere(entry: Entry, near: Around, context: Context) -> bool:
    """Return whether the text calls a name a part of a town, and the listed place lies in a country that it hardly speaks of."""
    if near.noun not in _LOCAL or not context.countries or near.country is not None:
        return False
    return context.countries.get(entry.country or "", 0.0) * _RATHER < max(context.countries.values())


def _out_of_place(entry: Entry, near: Around, context: Context, *, named: bool) -> bool:
    """Return whether a place lies in a country that the report does not speak of, and is not well known."""
    if named or not context.countries or entry.country in context.countries or _may_lie_there(entry, near, context):
        return False
    return near.standing not in WITHIN or entry.population < _WELL_KNOWN


def _opens(words: Words, start: int) -> bool:
    """Return whether nothing but signs stands before a name in its sentence."""
    return all(token.kind == "sign" for token in words.tokens[:start])


def _only_opens(words: Words, start: int, end: int, near: Around, chosen: Known) -> bool:
    """Return whether a word that opens a sentence is as likely no name: that of no large town, and nothing calls it a place."""
    placed = near.standing is not None and end not in words.means  # not "A bomb", as "Name attack"
    if end - start > 1 or placed or near.noun is not None or chosen.entry.kind != "city":
        return False
    leads = end < len(words.tokens) and words.tokens[end].kind == "sign"  # "Name: two dead", "Name, 5 May"
    return _opens(words, start) and not leads and (chosen.rank > 0 or chosen.entry.population < _LARGE)


def _may_lie_there(entry: Entry, near: Around, context: Context) -> bool:
    """Return whether a town that something is in may lie in a country of which the report only has not told."""
    return near.standing in WITHIN and _known_of(entry, context)


def _known_of(entry: Entry, context: Context) -> bool:
    """Return whether a report that names no land may name a division, or a town of some size, all the same."""
    return context.loose and (entry.kind == "division" or entry.population >= _KNOWN)


def _torn(weights: list[tuple[float, int]], found: tuple[Known, ...], chosen: Known, context: Context) -> bool:
    """Return whether a place in another country fits as well, and the report speaks no more of one than of the other."""
    for weight, number in weights[1:4]:
        other = found[-number].entry
        if weights[0][0] - weight < TORN and other.country != chosen.entry.country:
            first, second = (context.countries.get(c or "", 0.0) for c in (chosen.entry.country, other.country))
            return first == second
    return False


def _circumstance(reading: Reading, start: int, end: int, near: Around, run: Run) -> float:
    """Return what the words around say for a name being a place."""
    words, finder, context = reading
    tokens = words.tokens
    weight = _STANDING.get(near.standing or "", 0.0) + _SEAT * run.seat
    weight += _NOUN * (near.noun is not None) + _DIRECTION * (near.direction is not None) + _TITLE * near.title
    first = _opens(words, start)
    if end - start == 1 and near.noun is None and not run.seat:
        key = tokens[start].key
        weight += _OPENING * (first and near.standing is None) + _SMALL_ELSEWHERE * (key in context.small)
        weight += _ORDINARY_WORD * (start in words.ordinary) + _SURNAME * (
            near.standing not in WITHIN and key in context.surnames
        )
    if not finder.words.capitals:
        weight += _neighbours(words, start, end, run)
    if end < len(tokens):
        sign = tokens[end]
        weight += _COUNTRY_BEHIND * (sign.text == "," and end + 1 in words.country_starts)
        weight += _CREDITED * _credited(words, start, end) + _DATED * (first and _dated(tokens, end))
        weight += _DATELINE * (first and (sign.text == ":" or (sign.text in "-–—(" and not sign.glued)))
    return weight


def _credited(words: Words, start: int, end: int) -> bool:
    """Return whether a name opens a sentence before an agency in brackets and a dash: "ALEPPO (AFP) – "."""
    signs = [words.tokens[at].text for at in (end, end + 2, end + 3) if at < len(words.tokens)]
    return start == 0 and len(signs) == CREDIT and signs[:2] == ["(", ")"] and signs[2] in HYPHENS | DASHES


def _dated(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a day and a dash follow a name that opens a line: "KYIV, 15 May (Reuters) -"."""
    if tokens[at].text not in ",." or not any(token.kind == "number" for token in tokens[at + 1 : at + 3]):
        return False
    return any(token.text in "-–—" and not token.glued for token in tokens[at + 3 : at + 3 + _DATE])


def _neighbours(words: Words, start: int, end: int, run: Run) -> float:
    """Return what other capitalised words beside a name take from it: it is then part of a person's or a body's name."""
    tokens = words.tokens
    weight = 0.0
    if (
        start > run.start
        and start - 1 not in words.ordinary
        and tokens[start - 1].kind == "word"
        and tokens[start - 1].capitalised
    ):
        weight += _BESIDE
    if end < run.end and tokens[end].kind == "word" and tokens[end].capitalised and words.noun_at(end) is None:
        weight += _BESIDE
    elif end < len(tokens) and end in words.blocked and tokens[end].capitalised and end not in words.country_starts:
        weight += _BODY
    if any(last == start for _, last in words.acting) and words.around(start, end).standing is None:
        weight += _BESIDE
    return weight


def _fit(known: Known, near: Around, context: Context, name: tuple[str, ...], *, foremost: bool) -> float:
    """Return how well one listed place fits the noun, the countries and its size; `foremost`: who says the name means it."""
    entry = known.entry
    weight = _KINDS.get(entry.kind, 1.0)
    if entry.kind == "city":
        weight = min(math.log10(entry.population + 1) / _SIZE, _LARGEST)
    weight += (_MAIN_NAME if known.primary or foremost else _OTHER_NAME) + _RANK * known.rank
    weight += _SHORT_NAME * (len(name) == 1 and len(name[0]) <= _SHORT)
    weight += _NAMED_HERE * (entry.country is not None and entry.country == near.country)
    weight += _GOVERNMENT * (known.capital and near.standing not in WITHIN and near.noun is None)
    country = _HERE if foremost else _country_fit(known, context, name)
    return weight + country + _noun_fit(entry.kind, near.noun)


def _country_fit(known: Known, context: Context, name: tuple[str, ...]) -> float:
    if not any(context.countries.values()):
        return 0.0
    share = _share(known.entry.country or "", context)
    if share:
        return _HERE * share
    if _known_of(known.entry, context):
        return 0.0
    town = known.entry.population >= _LARGE
    if known.alone and (len(name) > 1 or town):
        return _ONLY_THERE
    return _TOWN_THERE if town else _VILLAGE_THERE


def _share(country: str, context: Context) -> float:
    """Return how much a report speaks of a country; of one that a war is fought in no less than of the other side."""
    most = max(context.countries.values())
    own = context.countries.get(country, 0.0)
    sides = (context.countries.get(side, 0.0) for war in context.wars if war.country == country and own for side in war.sides)
    return max(own, *sides, 0.0) / most


def _noun_fit(kind: str, noun: str | None) -> float:
    if noun in WIDE_NOUNS:
        return 1.0 if kind in ("division", "area") else -0.6
    if noun == "district":
        return 1.0 if kind == "district" else 0.0
    if noun in _POINTS:
        return 0.5 if kind not in ("division", "district", "area") else -0.8
    return -0.4 if kind == "district" else 0.0
