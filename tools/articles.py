"""English articles for measurements, from the templates of `articles.toml`: `articles.py [COUNT] [SEED]` prints JSON lines.

They are of the length of agency reports, most of their sentences are ordinary prose with numbers, names and places in it, and
a quarter of them reports no losses at all. The same seed gives the same articles.
"""

from __future__ import annotations

import json
import random
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Every fourth article is of the kind that coders of conflict data read in vain.
_PLAIN_EVERY = 4
_SENTENCES = (20, 44)
_TEMPLATES = Path(__file__).with_suffix(".toml")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SEASONS = ("spring", "summer", "autumn", "winter", "week")
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fourteen", "sixteen")
_HEDGES = ("at least", "about", "more than", "up to", "nearly", "some", "as many as", "around")
_ONSETS = ("B", "D", "Dr", "G", "H", "K", "Kr", "L", "M", "N", "Ost", "P", "R", "S", "Sh", "T", "V", "Z")
_MIDDLES = ("ab", "al", "an", "ar", "el", "en", "er", "il", "im", "or", "ov", "ul", "ur")
_ENDINGS = ("a", "ani", "chuk", "do", "ek", "enko", "i", "is", "o", "ov", "sen", "uli", "wa", "zadeh")


class Article(NamedTuple):
    """One article: an id, the day of publication, and the text."""

    id: str
    published: str
    text: str


def articles(count: int, seed: int = 11) -> Iterator[Article]:
    """Yield so many articles; the first ones are the same whatever the count."""
    templates = tomllib.loads(_TEMPLATES.read_text("utf-8"))
    for number in range(count):
        yield _article(number, random.Random(f"{seed}/{number}"), templates)


def _article(number: int, chance: random.Random, templates: dict[str, dict[str, list[str]]]) -> Article:
    parts, slots = templates["parts"], _Slots(chance, templates["slots"])
    plain = number % _PLAIN_EVERY == _PLAIN_EVERY - 1
    heading = slots.fill(chance.choice(parts["plain_heading" if plain else "heading"]))
    lines = [slots.fill(line) for line in _plot(chance, parts, plain=plain)]
    body = slots.fill(chance.choice(parts["dateline"])) + "\n\n".join(_paragraphs(chance, lines))
    text = "\n\n".join(part for part in (heading, body, slots.fill(chance.choice(parts["tail"]))) if part)
    published = f"{slots.year}-{_MONTHS.index(slots.month) + 1:02}-{slots.day:02}"
    return Article(f"article-{number:05}", published, text)


def _plot(chance: random.Random, parts: dict[str, list[str]], *, plain: bool) -> list[str]:
    """Return the templates of the sentences in their order: losses are told early, the rest is background."""
    length = chance.randint(*_SENTENCES)
    told = 0 if plain else chance.randint(1, max(2, length // 5))
    around = 0 if plain else min(length - told, chance.randint(4, 12))
    opening = chance.sample(parts["loss"], told) + chance.sample(parts["report"], around)
    head, rest = opening[:1], opening[1:]
    chance.shuffle(rest)
    return head + rest + chance.sample(parts["plain"], length - told - around)


def _paragraphs(chance: random.Random, lines: list[str]) -> Iterator[str]:
    while lines:
        size = chance.randint(1, 4)
        yield " ".join(lines[:size])
        lines = lines[size:]


class _Slots(dict[str, str]):
    """The words for the slots of one article, drawn anew at every use; place and date of the heading stay."""

    def __init__(self, chance: random.Random, lists: dict[str, list[str]]) -> None:
        super().__init__()
        self.chance, self.lists = chance, lists
        self.town = chance.choice(lists["town"])
        self.year, self.month, self.day = chance.randint(2012, 2025), chance.choice(_MONTHS), chance.randint(1, 28)

    def fill(self, template: str) -> str:
        return template.format_map(self)

    def __missing__(self, slot: str) -> str:
        chance = self.chance
        if slot.lower() == "few":
            number = chance.choice((*_WORDS, str(chance.randint(11, 19))))
            return number.capitalize() if slot == "Few" else number
        if slot in {"surname", "person", "Person"}:
            surname = chance.choice(_ONSETS) + chance.choice(_MIDDLES) + chance.choice(_ENDINGS)
            return surname if slot == "surname" else f"{chance.choice(self.lists['given'])} {surname}"
        if slot in _DRAWN:
            return _DRAWN[slot](self)
        word = chance.choice(self.lists[slot.lower().removesuffix("_cap")])
        return word[0].upper() + word[1:] if slot[0].isupper() else word


_DRAWN: dict[str, Callable[[_Slots], str]] = {
    "count": lambda slots: str(slots.chance.randint(20, 400)),
    "thousands": lambda slots: f"{slots.chance.randint(1, 80)},{slots.chance.choice(('000', '200', '500', '450'))}",
    "hedge": lambda slots: slots.chance.choice(_HEDGES),
    "Hedge": lambda slots: slots.chance.choice(_HEDGES).capitalize(),
    "age": lambda slots: str(slots.chance.randint(18, 84)),
    "day": lambda slots: str(slots.day),
    "month": lambda slots: slots.chance.choice((slots.month, slots.chance.choice(_MONTHS))),
    "year": lambda slots: str(slots.year - slots.chance.randint(0, 9)),
    "season": lambda slots: slots.chance.choice(_SEASONS),
    "town": lambda slots: slots.chance.choice((slots.town, slots.town, slots.chance.choice(slots.lists["town"]))),
    "town_caps": lambda slots: slots.town.upper(),
}


def main() -> None:
    """Print articles as JSON lines that `counterclaim extract` reads."""
    count, seed = (int(given) for given in (sys.argv[1:] + ["300", "11"][len(sys.argv) - 1 :]))
    for article in articles(count, seed):
        print(json.dumps({**article._asdict(), "lang": "en"}, ensure_ascii=False))


if __name__ == "__main__":
    main()
