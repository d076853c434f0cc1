"""Names that the index does not have, where the text calls them a kind of place or says that something is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.place_surroundings import HYPHENS, WITHIN
from counterclaim.extraction.place_values import NAMED_KINDS, TOWN_KINDS, PlaceMark
from counterclaim.knowledge.romanisation import load_romanisation
from counterclaim.model import Place

if TYPE_CHECKING:
    from counterclaim.extraction.place_candidates import Run
    from counterclaim.extraction.place_surroundings import Around, Words
    from counterclaim.extraction.place_values import Reading

#: How sure a name is that the text calls a place, and one that something is only said to be in.
CALLED, SAID = 2.5, 1.5
#: Nouns that make no name of what stands beside them.
_VAGUE_NOUNS = frozenset(
    ["capital", "front", "border", "road", "region", "area", "mountains", "sea", "island", "school", "church", "part", "country"]
)
#: Those of them that are named after a village in them, and within how many tokens a wider one stands behind such a name.
_AROUND, _BEHIND = frozenset(["region", "area"]), 8
#: The nouns for what a village may lie in.
_WIDER = frozenset(["province", "region", "district", "country", "part"])
#: Those that people who speak are often "of".
_STAFFED = frozenset(["hospital", "airport", "prison"])
#: Those behind whose word the name of their head may stand.
_LED = _STAFFED | {"province", "district", "city"}
#: What a noun with a capital of its own (German) may call a name right behind it.
_SETTLED = frozenset(["village", "city", "district", "settlement", "neighbourhood", "camp"])
#: How a country stands that only has or does something.
_OWNED = frozenset(["of", "role"])
#: A word of fewer letters is no name; of so few none that nothing calls a place; nor are so many words.
_SHORTEST, _SHORT, _MOST_WORDS = 3, 4, 3


def unlisted(reading: Reading, start: int, run: Run, taken: set[int]) -> PlaceMark | None:
    """Return the place that a strange name in a run means; None where nothing says that it is one."""
    words, finder, _ = reading
    end = _end(reading, start, run, taken)
    if end is None or start in words.common:
        return None
    beside = words.leads_on(end)
    compound = finder.compound(words.tokens[end - 1].key) if not finder.words.capitals else None
    if start == 0 and not (beside or compound or words.nouns):
        return None
    near = words.around(start, end)
    compound = compound if near.noun is None else None
    if not (near.noun or compound or beside or near.standing in WITHIN):
        return None
    name = words.text_of(start, end)
    if compound is not None:
        near = replace(near, noun=compound[1])
        name = name[: len(name) - len(words.tokens[end - 1].text) + compound[0]]
    if (
        near.title
        or len(name) < _SHORTEST
        or not (_called(reading, start, end, near) if near.noun else _said(reading, start, end, near, beside=beside))
    ):
        return None
    country = near.country or _country(reading)
    english = finder.words.speller.latin(tuple(name.split(" ")))
    if near.noun in NAMED_KINDS | TOWN_KINDS:
        english = f"{english} {near.noun}"
    standing = (
        "at" if beside and near.noun is None else "role" if near.noun in _STAFFED and near.standing == "of" else near.standing
    )
    behind = words.noun_at(end)  # in languages with cases "in the district of Name" is only near it
    called = near.noun == "district" and (not finder.words.cases or (behind is not None and behind.value == "district"))
    kind = near.noun if near.noun is not None and near.noun not in _AROUND else "unlisted"
    weight = CALLED if near.noun else SAID
    return PlaceMark(start, end, Place(english, country), kind, weight, standing, district=called)


def _country(reading: Reading) -> str | None:
    """Return the country that a strange name lies in: that in which the report plays, or the only one that its sentence names."""
    words, context = reading.words, reading.context
    if not context.countries:
        return None
    leading = context.leading[0]
    named = [m for m in words.countries.values() if m.form == "name"]
    placed = {m.value for m in named if words.around(m.start, m.end).standing not in _OWNED}
    said = set() if any(map(words.at_border, named)) else placed
    return said.pop() if len(said) == 1 and leading not in said and said <= context.countries.keys() else leading


def _end(reading: Reading, start: int, run: Run, taken: set[int]) -> int | None:
    """Return where a strange name ends: before the next known place; None where it is part of that one's name."""
    tokens = reading.words.tokens
    if start + 1 == run.end:
        return None if run.end in taken and tokens[run.end].kind == "word" else run.end
    end = next((n for n in range(start + 1, run.end) if n in taken), run.end)
    small = (n for n in range(start + 1, end) if not tokens[n].capitalised)
    end = next((n for n in small if _parted(reading.words, n)), end)  # "Name in Other Name", where "in" may join
    if end == run.end:  # "Name Military Academy"
        end = next((n for n in range(start + 1, end) if (noun := reading.words.noun_at(n)) and noun.end == end), end)
    while end > start + 1 and not tokens[end - 1].capitalised:
        end -= 1
    return None if end in taken and tokens[end].kind == "word" else end


def _parted(words: Words, at: int) -> bool:
    """Return whether a small word within a run is a preposition before another name, not part of one."""
    return words.tokens[at - 1].text not in HYPHENS and any(
        m.form in ("at", "near") and m.end == at + 1 for m in words.beginning.get(at, ())
    )


def _called(reading: Reading, start: int, end: int, near: Around) -> bool:
    """Return whether a noun calls these words a place."""
    words = reading.words
    around = near.noun in _AROUND and near.standing in WITHIN and _lies_in(words, end)
    if (near.noun in _VAGUE_NOUNS and not around) or (end < len(words.tokens) and words.tokens[end].kind == "number"):
        return False  # "the camp of Brigade 5"
    if (
        end - start > 1
        and near.noun in _LED
        and load_romanisation(reading.finder.words.code).names_person(words.tokens[start].text)
    ):
        return False  # "the chief of the province, Name Surname", where a case and no comma says so
    if around and not reading.finder.words.capitals:
        return words.ordinary.isdisjoint(range(start, end))
    if reading.finder.words.capitals and (near.noun not in _SETTLED or words.before(start, "noun") is None):
        return False
    return words.ordinary.isdisjoint(range(start, end)) or near.noun in ("village", "camp")


def _lies_in(words: Words, end: int) -> bool:
    """Return whether a wider place stands right behind a name, past a noun and a comma: "the Name area, in the state of"."""
    at = end
    if at < len(words.tokens) and words.tokens[at].text in HYPHENS:
        at += 1
    noun = words.noun_at(at)
    at = noun.end if noun is not None else end
    at += at < len(words.tokens) and words.tokens[at].text == ","
    if not any(mark.form in ("at", "of") for mark in words.beginning.get(at, ())):
        return False
    behind = range(at + 1, at + 1 + _BEHIND)
    wider = (noun for noun in map(words.noun_at, behind) if noun is not None)
    return any(noun.value in _WIDER for noun in wider) or not words.country_starts.isdisjoint(behind)


def _said(reading: Reading, start: int, end: int, near: Around, *, beside: bool) -> bool:
    """Return whether something is said to be in a place of this name: no common word, no abbreviation, not many words."""
    words, finder, context = reading
    tokens = [t for t in words.tokens[start:end] if t.kind == "word"]
    ordinary = any(n in words.ordinary and words.tokens[n].key not in words.parts.inner for n in range(start, end))
    if ordinary or not (beside or near.standing in WITHIN):
        return False
    placed = words.measured(end) or (near.standing == "near" and _lies_in(words, end))
    if finder.words.capitals and not (placed and near.standing in WITHIN):
        return False  # where all nouns have capitals
    if end in words.bodies or (not beside and not _led_to(words, start)):
        return False  # "at Name headquarters"
    names = [t for t in tokens if t.capitalised]
    if len(tokens) > _MOST_WORDS or any(t.text.isupper() or t.key in context.small for t in names):
        return False
    letters = sum(len(t.text) for t in names)
    return letters > _SHORT and not (len(names) == 1 and names[0].key in context.surnames)


def _led_to(words: Words, start: int) -> bool:
    """Return whether nothing but articles stands between a name and the preposition before it ("in an Iveco" is no place)."""
    before = words.tokens[start - 1] if start else None
    plain = before is not None and before.kind == "word" and not before.capitalised
    return not plain or start - 1 in words.articles or words.before(start, "at", "near", "from") is not None
