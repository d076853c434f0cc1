"""What reading knows of each language: `reading.toml` of every language folder, and what all pages share."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from counterclaim.errors import BadEntry
from counterclaim.knowledge.lexicon import expand
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

_FILE = "reading.toml"
_OTHERS = "other_languages.toml"
_KEYS = {
    "detection": ("letters", "words", "news", "pieces"),
    "dateline": ("order", "published", "updated", "filler"),
    "boilerplate": ("opens", "short", "whole", "contains", "credit", "byline", "lists", "closes"),
}
_MAY = {"detection": ("prior",), "boilerplate": ("bracketed",)}


@dataclass(frozen=True, slots=True)
class Profile:
    """By what a language is recognised.

    Its frequent words (lower case), the letters that set it apart, pieces of words (`^` and `$` stand for their
    beginning and end), and `prior`, what it is worth before a word has been read.
    """

    code: str
    name: str
    words: frozenset[str]
    letters: frozenset[str]
    pieces: frozenset[str]
    supported: bool
    prior: float = 0.0


@dataclass(frozen=True, slots=True)
class DatelineWords:
    """How pages of a language say when they were published.

    `order` holds the orders in which numbers may stand ("dmy", "mdy"); where there are two, a date that both could
    read is only as precise as both agree.
    """

    order: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    filler: tuple[str, ...]
    months: Mapping[str, int]
    weekdays: frozenset[str]


@dataclass(frozen=True, slots=True)
class BoilerplateCues:
    """Phrases that mark lines which are not the report's own words; `*` stands for more letters or one word.

    `opens` opens such a line, `short` opens one only where it is short, `whole` is all of a line, `contains` stands in a
    sentence; `credit` and `byline` go before names, `lists` heads a list of other articles, and from `closes` on nothing
    belongs to the report. `bracketed` stands in a notice in brackets that a law asks for ("banned in the country").
    """

    opens: tuple[str, ...]
    short: tuple[str, ...]
    whole: tuple[str, ...]
    contains: tuple[str, ...]
    credit: tuple[str, ...]
    byline: tuple[str, ...]
    lists: tuple[str, ...]
    closes: tuple[str, ...]
    bracketed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """One language, as far as reading needs it."""

    code: str
    also_called: tuple[str, ...]
    profile: Profile
    news: frozenset[str]
    dateline: DatelineWords
    boilerplate: BoilerplateCues


@dataclass(frozen=True, slots=True)
class PageWords:
    """What pages of every language share (folded)."""

    agencies: frozenset[str]
    networks: frozenset[str]
    software: tuple[str, ...]
    breadcrumbs: tuple[str, ...]


@functools.cache
def reading_codes() -> tuple[str, ...]:
    """Return the codes of the languages that reading knows, sorted."""
    folder = _data().joinpath("languages")
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.joinpath(_FILE).is_file()))


@functools.cache
def reading_words(code: str) -> ReadingWords:
    """Return what reading knows of a language; raises BadEntry where its file is not as it should be."""
    name = f"languages/{code}/{_FILE}"
    table = _table(name)
    _check(name, table)
    detection = table["detection"]
    news = _words(detection["news"])
    dateline = _dateline(code, table["dateline"])
    profile = Profile(
        code=code,
        name=code,
        words=_words(detection["words"]) | news | dateline.months.keys() | dateline.weekdays,
        letters=frozenset(detection["letters"]),
        pieces=_words(detection["pieces"]),
        supported=True,
        prior=detection.get("prior", 0.0),
    )
    return ReadingWords(
        code=code,
        also_called=tuple(table.get("also_called", ())),
        profile=profile,
        news=news,
        dateline=dateline,
        boilerplate=BoilerplateCues(**{key: phrases(found) for key, found in table["boilerplate"].items()}),
    )


@functools.cache
def profiles() -> tuple[Profile, ...]:
    """Return the profiles of all languages that can be told apart, those with words for reading first."""
    ours = [reading_words(code).profile for code in reading_codes()]
    others = [
        Profile(
            code=code,
            name=row["name"],
            words=_words(row["words"]),
            letters=frozenset(row["letters"]),
            pieces=_words(row.get("pieces", "")),
            supported=False,
        )
        for code, row in _table(_OTHERS).items()
        if code not in reading_codes()
    ]
    return (*ours, *others)


@functools.cache
def codes_by_name() -> Mapping[str, tuple[str, ...]]:
    """Return the languages that a code may mean: itself, and those that are also called so."""
    out: dict[str, tuple[str, ...]] = {code: (code,) for code in reading_codes()}
    for code in reading_codes():
        for other in reading_words(code).also_called:
            out[other] = (*out.get(other, ()), code)
    return out


@functools.cache
def page_words() -> PageWords:
    """Return what pages of every language share."""
    table = _table(_FILE)
    return PageWords(
        agencies=frozenset(map(fold, table["agencies"])),
        networks=frozenset(map(fold, table["networks"])),
        software=phrases(table["software"]),
        breadcrumbs=tuple(table["breadcrumbs"]),
    )


def phrases(written: Iterable[str]) -> tuple[str, ...]:
    """Return phrases with their alternatives written out, in lower case, the longest first."""
    plain = {whole.lower() for phrase in written for whole in expand(phrase)}
    return tuple(sorted(plain, key=lambda phrase: (-len(phrase), phrase)))


def _data() -> Traversable:
    return resources.files("counterclaim.knowledge").joinpath("data")


def _table(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(_data().joinpath(name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise BadEntry(name, None, str(wrong)) from wrong


def _check(name: str, table: dict[str, Any]) -> None:
    problems = [f"unknown table {key!r}" for key in table if key not in _KEYS and key != "also_called"]
    for part, keys in _KEYS.items():
        found = table.get(part, {})
        problems += [f"{part} lacks {key!r}" for key in keys if key not in found]
        problems += [f"{part} has an unknown key {key!r}" for key in found if key not in (*keys, *_MAY.get(part, ()))]
    if problems:
        raise BadEntry(name, None, "; ".join(problems))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


def _dateline(code: str, table: dict[str, Any]) -> DatelineWords:
    months, weekdays = calendar_names(code)
    return DatelineWords(
        order=tuple(table["order"].split()),
        published=phrases(table["published"]),
        updated=phrases(table["updated"]),
        filler=phrases(table["filler"]),
        months=months,
        weekdays=weekdays,
    )


def calendar_names(code: str) -> tuple[dict[str, int], frozenset[str]]:
    """Return the names of months (to their numbers) and of weekdays, in lower case and without dots (Unicode CLDR)."""
    from babel import Locale  # noqa: PLC0415 - loaded when a report is read, not at import

    locale = Locale.parse(code)
    months: dict[str, int] = {}
    weekdays: set[str] = set()
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in locale.months[context][width].items():
                months.setdefault(name.lower().rstrip("."), number)
            weekdays |= {name.lower().rstrip(".") for name in locale.days[context][width].values()}
    for name, number in list(months.items()):  # a fuller form of an abbreviation: "Sept." beside "Sep."
        months.setdefault(name[:4], number) if len(name) > len("sept") and name.startswith("sept") else None
    return months, frozenset(weekdays)
