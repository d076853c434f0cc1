"""The places of claims, in ten languages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from counterclaim.extraction.place_asking import Asked
from counterclaim.extraction.places import Found, Places, read_places
from counterclaim.extraction.sentences import Sentence, sentences
from counterclaim.knowledge.loading import Knowledge
from counterclaim.model import Report, Scope

FOLDER = Path(__file__).parents[2] / "cases" / "extraction"


@cache
def knowledge() -> Knowledge:
    """Return the knowledge with the user's own index of places, built where it is missing."""
    return Knowledge()


def rows(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def read(text: str, lang: str) -> tuple[list[Sentence], Places]:
    """Return the sentences of a text, and its places."""
    pack = knowledge().language(lang)
    found = list(sentences(Report(id="case", text=text, lang=lang), pack))
    return found, read_places(found, pack, knowledge())


def place_of(text: str, lang: str, claim: str, scope: str = "event") -> Found:
    """Return the place of the words of a claim."""
    found, places = read(text, lang)
    start = text.index(claim)
    sentence = next(s for s in found if s.start <= start < s.end)
    tokens = [n for n, t in enumerate(sentence.tokens) if start <= t.start < start + len(claim)]
    return places.at([Asked(sentence.number, tokens[0], tokens[-1] + 1, Scope(scope))])[0]


@pytest.mark.parametrize("case", rows("places"), ids=lambda case: str(case["name"]))
def test_place_of_a_claim(case: dict[str, Any]) -> None:
    """A claim has the most precise place that is named for it, a total the wider one."""
    found, country, span = place_of(case["text"], case["lang"], case["claim"], case["scope"])
    assert ([place.name for place in found[:1]], country) == ([case["place"]], case["country"])
    assert span is None or span.of(case["text"])


@pytest.mark.parametrize("case", rows("no_places"), ids=lambda case: str(case["name"]))
def test_names_that_are_no_places(case: dict[str, Any]) -> None:
    """Persons, papers and common words are no places."""
    found, places = read(case["text"], case["lang"])
    assert [mark.place.name for sentence in found for mark in places.marks(sentence.number)] == []


def test_distance_is_kept_as_text() -> None:
    """A place that something lies some way from keeps the words, and is exact no more."""
    found, places = read("The convoy was hit 19 km from Tarin Kowt in Afghanistan.", "en")
    mark = places.marks(found[0].number)[0]
    assert (mark.place.name, mark.place.relation, mark.place.where_prec) == ("Tarin Kowt", "19 km from", 2)


@pytest.mark.parametrize(
    ("text", "lang", "kept"),
    [
        ("Minst 33 soldater ble drept ved landsbyen Balyun sør i Idlib.", "nb", "sør i"),
        ("Tolv döda i en by norr om Idlib.", "sv", "norr om"),
        ("Twelve died south of Idlib.", "en", "south of"),
        ("To ble drept 20 kilometer sør for Kherson.", "nb", "20 kilometer sør for"),
        ("To vart drepne 20 kilometer sør for Kherson.", "nn", "20 kilometer sør for"),
        ("To blev dræbt 20 kilometer syd for Kherson.", "da", "20 kilometer syd for"),
        ("Två dödades 20 kilometer söder om Cherson.", "sv", "20 kilometer söder om"),
        ("Twee doden 20 kilometer ten zuiden van Cherson.", "nl", "20 kilometer ten zuiden van"),
        ("Zwei starben 20 Kilometer südlich von Cherson.", "de", "20 Kilometer südlich von"),
        ("Deux tués à 20 km au sud de Kherson.", "fr", "20 km au sud de"),
        ("Двое погибли в 10 км к востоку от Херсона.", "ru", "10 км к востоку от"),
        ("Двоє загинули за 10 км на схід від Херсона.", "uk", "10 км на схід від"),
    ],
)
def test_direction_is_kept_whole(text: str, lang: str, kept: str) -> None:
    """However short its word is."""
    found, places = read(text, lang)
    assert kept in [mark.place.relation for mark in places.marks(found[0].number)]


def test_precision_follows_the_kind_of_place() -> None:
    """UCDP's precision: 1 a town, 4 a first-order division, 5 part of a country, 6 a country."""
    found, places = read("Fights raged in Goma, in Ituri province, in eastern Ukraine and in Yemen.", "en")
    marks = places.marks(found[0].number)
    assert [(mark.place.where_prec, mark.place.country) for mark in marks] == [(1, "COD"), (4, "COD"), (5, "UKR"), (6, "YEM")]


def test_unlisted_village_stays_without_point() -> None:
    """A name that the text calls a village is a place without coordinates where the index does not know it."""
    found, country, _ = place_of("In Somalia, gunmen attacked the village of Xyrtamba. Nine farmers died.", "en", "Nine farmers")
    assert (found[0].name, found[0].id, found[0].latitude, country) == ("Xyrtamba", None, None, "SOM")


def test_places_in_two_countries_are_one_total() -> None:
    """A total for two countries has both, and no country of its own."""
    found, country, _ = place_of(
        "Attacks in Mali and Burkina Faso have killed 1,500 civilians.", "en", "1,500 civilians", "total"
    )
    assert [place.name for place in found] == ["Mali and Burkina Faso", "Mali", "Burkina Faso"]
    assert country is None


def test_no_sentence_takes_longer_than_its_length() -> None:
    """A thousand names in one line are read in the time of a thousand names."""
    _, places = read("In " + ", ".join(["Kabul", "Xyrtamba-el-Nowhere", "Paris Hilton"] * 400) + ".", "en")
    assert places.marks(0)
