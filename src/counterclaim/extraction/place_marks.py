"""The places of a sentence: what the language has names for, countries and their parts, capitals, and names of the index."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from counterclaim.extraction.place_candidates import begins, ends, runs
from counterclaim.extraction.place_listed import listed
from counterclaim.extraction.place_surroundings import AIMED, HOSPITAL, HYPHENS, PAST, REACH, WITHIN
from counterclaim.extraction.place_unlisted import unlisted
from counterclaim.extraction.place_values import PlaceMark, mark_of
from counterclaim.knowledge.divided import divided_areas
from counterclaim.knowledge.romanisation import load_romanisation
from counterclaim.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.extraction.place_candidates import Run
    from counterclaim.extraction.place_surroundings import Around, Words
    from counterclaim.extraction.place_values import Reading
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.place_finder import Finder
    from counterclaim.knowledge.places import Entry

#: Kinds of our own places whose names many places bear: they are meant only where the report speaks of their country.
LOCAL = frozenset(["camp", "base", "hospital", "neighbourhood", "airport"])
#: How sure a name of the language's own files is, a part of a country, and a capital that is only called that.
_NAMED, _PART, _CALLED_CAPITAL = 4.0, 3.5, 2.0
#: UCDP's precision of a part of a country, and of a country.
_PART_PREC, _COUNTRY_PREC = 5, 6
_PARTS = frozenset(["part", "area", "region"])
_SMALL = 4
#: How many words may stand between a district of a town and the town.
_TO_TOWN = 2
#: Towns of at least so many people are parted into districts of their own.
_QUARTERED = 100_000
#: Within how many tokens behind a direction that stands alone those stand whom its clause counts ("in the north six soldiers").
_COUNTED = 2
#: At which token of a sentence a capital stands that it begins with.
_LED = 2
#: How many tokens may stand between the name of what stands in a town, with its noun, and the town.
_TO_CITY = 3


def mark_places(sentence: Sentence, reading: Reading) -> list[PlaceMark]:
    """Return the places of a sentence in reading order; none overlaps another."""
    out = [*_named(reading), *_countries(sentence, reading), *_sides(sentence, reading)]
    taken = _tokens(out)
    for run in runs(reading.words):
        out += _in_run(reading, run, taken)
    out += _capitals(reading, _tokens(out))
    out += _parts(reading, out)
    out += _directions(sentence, reading, _tokens(out))
    return [_turned(mark, sentence, reading.words) for mark in _sites(reading, _quarters(sentence, _settle(out), reading))]


def _turned(mark: PlaceMark, sentence: Sentence, words: Words) -> PlaceMark:
    """Return a mark, with what its sentence says to have been there before, or to be there afterwards; a capital that speaks."""
    if (
        mark.capital
        and mark.start <= _LED
        and mark.standing == "at"
        and any(m.start == mark.end for m in sentence.of("attribution", form="verb"))
    ):
        return replace(mark, standing="role")  # "In Kyiv they said"
    if words.led_back_to(mark.start):
        return replace(mark, beside=PAST)
    healed = words.around(mark.start, mark.end).noun == HOSPITAL and mark.kind != HOSPITAL and mark.beside is None
    return replace(mark, beside=HOSPITAL) if healed else mark


def _quarters(sentence: Sentence, marks: list[PlaceMark], reading: Reading) -> list[PlaceMark]:
    """Return the marks, districts right before a town as its quarters: "in the Name district of Kyiv"."""
    if len(marks) < 2:
        return marks
    out = list(marks)
    for number, (mark, town) in enumerate(pairwise(marks)):
        between = sentence.tokens[mark.end : town.start]
        near = len(between) <= _TO_TOWN and all(token.kind == "word" for token in between)
        if not near:
            continue
        if len(between) == 1 and (quarter := _quarter(mark, town, reading)) is not None:
            out[number : number + 2] = quarter
        elif mark.kind == "district" and town.kind == "city" and mark.place.country in (town.place.country, None):
            out[number] = replace(mark, kind="neighbourhood", division=town.division)
    return out


def _quarter(mark: PlaceMark, town: PlaceMark, reading: Reading) -> tuple[PlaceMark, PlaceMark] | None:
    """Return the quarter that an adjective names, and its town: "в Ленинском районе Грозного"; None where it is none.

    A quarter lies where its town does: the adjective is no other town's name, and a town of that size is no namesake.
    """
    words, finder, _ = reading
    noun, basic = words.noun_at(mark.end), finder.words.speller.adjective(words.tokens[mark.end - 1].text)
    if basic is None or noun is None or noun.value != "district" or mark.end - mark.start != 1 or "," in mark.place.name:
        return None
    name = tuple(token.text for token in words.tokens[town.start : town.end])
    cities = [known.entry for known in finder.known(name) if known.entry.kind == "city" and known.entry.population >= _QUARTERED]
    if not cities:
        return None
    city = max(cities, key=lambda entry: entry.population)
    english = f"{load_romanisation(finder.words.code).english(basic, None)} district, {city.name}"
    place = replace(city.place(None), name=english)
    owner = replace(town, place=city.place(None), kind="city", division=city.division)
    quarter = replace(mark, place=place, kind="neighbourhood", division=city.division, weight=_NAMED, district=False)
    return quarter, owner


def _sites(reading: Reading, marks: list[PlaceMark]) -> list[PlaceMark]:
    """Return the marks, names of what stands in a town behind them as in its country: "on Name beach in Mogadishu".

    A town of a country that the report speaks of stays where it is.
    """
    out, words, leading = list(marks), reading.words, reading.context.leading
    for number, (mark, town) in enumerate(pairwise(marks)):
        strange = mark.kind in ("city", "unresolved") and mark.place.country not in (town.place.country, *leading)
        if strange and town.kind == "city" and town.standing == "at" and _is_head(words, mark.end, town.start):
            place = Place(mark.place.name, town.place.country)
            out[number] = replace(mark, place=place, kind="site", division=town.division, capital=False)
    return out


def _is_head(words: Words, start: int, end: int) -> bool:
    """Return whether a noun behind a name, and "in" or the like, lead to a town, and nothing happens between."""
    between = range(start, end)
    preposition = words.before(end, "at")
    if (
        preposition is None
        or not 1 < len(between) <= _TO_CITY
        or preposition.start <= start
        or words.telling.intersection(between)
    ):
        return False
    return all(token.kind == "word" or token.text in HYPHENS for token in (words.tokens[at] for at in between))


def _tokens(marks: list[PlaceMark]) -> set[int]:
    return {at for mark in marks for at in range(mark.start, mark.end)}


def _settle(found: list[PlaceMark]) -> list[PlaceMark]:
    """Drop what lies in a longer mark; a part of a country goes before the country in its name."""
    if len(found) < 2:
        return found
    out: list[PlaceMark] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end, m.kind != "part")):
        if not out or mark.start >= out[-1].end:
            out.append(mark)
    return out


def _named(reading: Reading) -> Iterator[PlaceMark]:
    """Yield the regions and other places that the language has names for."""
    words, finder, context = reading
    for mark in words.marks:
        if mark.kind != "place_names" or words.acts(mark.start, mark.end):
            continue
        entry = finder.by_id(mark.value)
        near = words.around(mark.start, mark.end)
        if entry is not None and (entry.kind not in LOCAL or entry.country in context.countries or near.noun == entry.kind):
            part = context.divided.get(near.country or "") if entry.country is None else None
            entry = finder.by_id(part) or entry if part is not None else _town(entry, near, finder)
            yield replace(mark_of(reading, mark.start, mark.end, entry, near), weight=_NAMED)


def _town(entry: Entry, near: Around, finder: Finder) -> Entry:
    """Return the town of a division's name where the text calls it one."""
    if near.noun == "city" and entry.kind == "division":
        for known in finder.known((entry.name.removesuffix(" Oblast"),)):
            if known.entry.kind == "city" and known.entry.country == entry.country:
                return known.entry
    return entry


def _countries(sentence: Sentence, reading: Reading) -> Iterator[PlaceMark]:
    for mark in sentence.of("countries", form="name"):
        if reading.words.modifies(mark):
            continue
        near = reading.words.around(mark.start, mark.end)
        if near.standing is not None or not _first_name(reading, mark.end):
            entry = reading.finder.by_id(f"country:{mark.value}")
            name = entry.name if entry is not None else mark.value
            place = Place(name, mark.value, f"country:{mark.value}", where_prec=_COUNTRY_PREC)
            standing = "border" if near.noun == "border" else near.standing
            aimed = near.beside if near.beside in AIMED else None
            yield PlaceMark(mark.start, mark.end, place, "country", standing=standing, beside=aimed)


def _sides(sentence: Sentence, reading: Reading) -> Iterator[PlaceMark]:
    """Yield whose side or soil something is on: "on the Indian side", "in Israeli territory"."""
    words = reading.words
    for mark in sentence.of("countries", form="adjective"):
        behind = next((m for m in words.beginning.get(mark.end, ()) if m.form == "side"), None)
        before = next((m for m in words.ending.get(mark.start, ()) if m.form == "side"), None)
        owned = behind or before
        if owned is None:
            continue
        first, last = min(owned.start, mark.start), max(owned.end, mark.end)
        part = reading.context.divided.get(mark.value)
        if part is not None:
            last = next((m.end for m in words.marks if m.value in divided_areas() and 0 < m.start - last <= _TO_TOWN), last)
        entry = reading.finder.by_id(part or f"country:{mark.value}")
        if entry is not None and words.around(first, last).standing in WITHIN:
            place = Place(entry.name, mark.value, entry.id, where_prec=_PART_PREC if part else _COUNTRY_PREC)
            yield PlaceMark(first, last, place, "area" if part else "side", standing="at")


def _first_name(reading: Reading, end: int) -> bool:
    """Return whether a strange name follows: "Jordan Smith"."""
    words = reading.words
    if reading.finder.words.capitals or end >= len(words.tokens):
        return False
    after = words.tokens[end]
    known = end in words.blocked or end in words.ordinary or end in words.common or end in words.governments
    return after.kind == "word" and after.capitalised and not after.text.isupper() and not known


def _in_run(reading: Reading, run: Run, taken: set[int]) -> Iterator[PlaceMark]:
    """Yield the places within a stretch of capitalised words, the longest names first."""
    words, at = reading.words, run.start
    while at < run.end:
        mark = None
        if at not in taken and begins(words, at, run) and not words.ships_name(at):
            mark = next(filter(None, (listed(reading, at, end, run) for end in ends(words, at, run, taken))), None)
            mark = mark or unlisted(reading, at, run, taken)
        if mark is not None:
            yield mark
        at = at + 1 if mark is None else mark.end


def _capitals(reading: Reading, taken: set[int]) -> Iterator[PlaceMark]:
    """Yield the capital of a country that is named beside it, or that the report plays in, where the text only calls it that."""
    words, finder, context = reading
    for mark in words.marks:
        if mark.value != "capital" or mark.form != "noun" or not context.countries:
            continue
        owner = words.countries.get(mark.start)
        start = mark.start if owner is None else owner.start
        near = words.around(start, mark.end)
        if taken.intersection(range(mark.start - (owner is None), mark.end + 2)) - set(range(start, mark.start)):
            continue
        if owner is None and near.standing not in WITHIN:
            continue
        entry = _seat(finder, owner.value if owner is not None else near.country or context.leading[0])
        if entry is not None:
            yield replace(mark_of(reading, start, mark.end, entry, near), weight=_CALLED_CAPITAL, capital=owner is None)


def _seat(finder: Finder, country: str) -> Entry | None:
    """Return the capital of a country."""
    entry = finder.by_id(f"country:{country}")
    if entry is None:
        return None
    towns = (known.entry for known in finder.known((entry.division,)))
    return next((town for town in towns if town.country == country and town.kind == "city"), None)


def _parts(reading: Reading, found: list[PlaceMark]) -> Iterator[PlaceMark]:
    """Yield parts of countries: "northern Mali", "in the south of Somalia", "the country's east"."""
    words, finder, context = reading
    countries = [(mark.start, mark.end, mark.place.country) for mark in found if mark.kind == "country"]
    if context.countries:
        countries += [(mark.start, mark.end, context.leading[0]) for mark in words.marks if mark.value == "country"]
    for start, end, code in countries:
        direction = _direction(words, start) or next((m for m in words.beginning.get(end, ()) if m.form == "direction"), None)
        entry = finder.by_id(f"country:{code}")
        value = direction.value if direction else finder.words.directions.get(words.tokens[start].key)
        if value is None or entry is None:
            continue
        full = value if value == "central" else f"{value}ern"
        first, last = (min(direction.start, start), max(end, direction.end)) if direction else (start, end)
        near = words.around(first, last)
        place = Place(f"{full} {entry.name}", code, where_prec=_PART_PREC)
        yield PlaceMark(first, last, place, "part", _PART, near.standing or "at")


def _directions(sentence: Sentence, reading: Reading, taken: set[int]) -> Iterator[PlaceMark]:
    """Yield the part of the country told of that only its direction names: "in the north, six were killed".

    None of a country of which only parts are fought over: north is where in that part; nor where people fled, be it to the north.
    """
    words, finder, context = reading
    if not context.countries or not any(mark.form == "direction" for mark in words.marks) or sentence.of("outcomes", "displaced"):
        return
    code = context.leading[0]
    entry = finder.by_id(f"country:{code}")
    if entry is None or any(war.areas and war.country == code for war in context.wars):
        return
    for mark in words.marks:
        if mark.form != "direction" or mark.value == "central" or mark.start in taken:
            continue
        if words.before(_past_articles(words, mark.start), "at") and _alone(sentence, words, mark.end):
            place = Place(f"{mark.value}ern {entry.name}", code, where_prec=_PART_PREC)
            yield PlaceMark(mark.start, mark.end, place, "part", _PART, "at")


def _past_articles(words: Words, at: int) -> int:
    while at - 1 in words.articles:
        at -= 1
    return at


def _alone(sentence: Sentence, words: Words, at: int) -> bool:
    """Return whether nothing that a direction could belong to stands behind it: a sign, a number, a verb, or who was counted."""
    if at == len(words.tokens):
        return True
    token = words.tokens[at]
    if token.kind != "word":
        return token.text not in HYPHENS
    if at in words.countries or any(mark.form in ("noun", "of", "at", "near") for mark in words.beginning.get(at, ())):
        return False
    counted = any(at < mark.start <= at + _COUNTED for mark in sentence.of("victims"))
    return counted or at in words.telling or any(mark.start == at for mark in sentence.of("grammar", "auxiliary"))


def _direction(words: Words, at: int) -> Mark | None:
    """Return the direction before a country's name, words such as "part of" left out."""
    for _ in range(REACH):
        found = words.before(at, "direction")
        if found is not None or at == 0:
            return found
        part = words.before(at, "noun")
        if part is not None and part.value in _PARTS:
            at = part.start
            continue
        before = words.tokens[at - 1]
        if before.text not in HYPHENS and (before.kind != "word" or len(before.text) > _SMALL or before.capitalised):
            return None
        at -= 1
    return None
