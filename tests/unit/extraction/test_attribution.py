"""Who speaks at each place of a report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import known
from counterclaim.extraction.attribution import Voice, read_voices
from counterclaim.extraction.sentences import Sentence, sentences
from counterclaim.knowledge.loading import Knowledge
from counterclaim.model import Report, Stance

CASES = Path(__file__).parents[2] / "cases" / "extraction" / "attribution.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the knowledge of the package."""
    return known.knowledge()


def read(knowledge: Knowledge, text: str, lang: str, words: str, published: str | None = None) -> tuple[Voice, list[Sentence]]:
    """Return the voice of some words of a text, and the text's sentences."""
    pack = knowledge.language(lang)
    found = list(sentences(Report("case", text, lang), pack))
    at = text.index(words)
    sentence = next(s for s in found if s.start <= at < s.end)
    start = next(number for number, token in enumerate(sentence.tokens) if token.end > at)
    end = next((number for number, token in enumerate(sentence.tokens) if token.start >= at + len(words)), len(sentence.tokens))
    return read_voices(found, pack, knowledge, published=published).at(sentence.number, start, end), found


@pytest.mark.parametrize("case", ROWS, ids=[row["name"] for row in ROWS])
def test_the_voice_of_a_case(knowledge: Knowledge, case: dict[str, Any]) -> None:
    """Every row names who speaks, what sort of body that is, the stance, the relays and what is said of the claim."""
    voice, _ = read(knowledge, case["text"], case["lang"], case["words"])
    names = " and ".join(claimant.name for claimant in voice.claimants)
    if case["claimant"] is None:
        assert names == ""
    else:
        assert set(case["claimant"].casefold().split()) <= set(
            names.casefold().replace("(", " ").replace(")", " ").replace(",", " ").split()
        )
        assert voice.claimants[0].kind == case["kind"]
    assert voice.stance == case.get("stance", "asserts")
    assert [name.split(" (")[0] for name in voice.via] == case.get("via", [])
    assert voice.verification == case.get("verification")


def test_the_words_of_the_claimant_stand_in_the_report(knowledge: Knowledge) -> None:
    """The span of a claimant covers his words in the text."""
    text = "Four men died, said Captain Lena Ruiz, spokeswoman for the Colombian navy."
    voice, _ = read(knowledge, text, "en", "Four men")
    assert [span.of(text) for span in voice.spans["claimant"]] == ["Captain Lena Ruiz, spokeswoman for the Colombian navy"]


@pytest.mark.parametrize(
    ("published", "kind"), [("2021-08-14", "armed_group"), ("2021-08-16", "government"), (None, "armed_group")]
)
def test_a_group_that_came_to_rule_is_a_government_from_that_day(knowledge: Knowledge, published: str | None, kind: str) -> None:
    """The day of publication decides between a group and the authorities that it became."""
    voice, _ = read(knowledge, "The Taliban said five soldiers were killed.", "en", "five soldiers", published)
    assert voice.claimants[0].kind == kind


def test_joint_claimants_are_all_named(knowledge: Knowledge) -> None:
    """Those who state a figure together are claimants in reading order."""
    voice, _ = read(knowledge, "The Iraqi army and the Pentagon said 40 fighters were killed.", "en", "40 fighters")
    assert [claimant.country for claimant in voice.claimants] == ["IRQ", "USA"]


def test_actors_are_listed_for_victims_and_attackers(knowledge: Knowledge) -> None:
    """A sentence's actors come in reading order with id and country."""
    pack = knowledge.language("en")
    found = list(sentences(Report("case", "Hezbollah fired on the Israeli army.", "en"), pack))
    voices = read_voices(found, pack, knowledge)
    assert [(mark.id, mark.country) for mark in voices.actors(0)] == [("hezbollah", "LBN"), ("idf", "ISR")]


WORDS = [
    "Taliban",
    "said",
    "that",
    "12",
    "soldiers",
    ",",
    "the",
    "army",
    "Reuters",
    "told",
    "according",
    "to",
    "while",
    ":",
    '"',
    "-",
    ".",
    "\n",
    "he",
    "denied",
    "(",
    ")",
    "and",
    "of",
    "Kabul",
    "Smith",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_any_row_of_words_has_a_voice_everywhere(words: list[str]) -> None:
    """No text breaks the reading, and every span lies in the text."""
    knowledge = known.knowledge()
    text = " ".join(words)
    pack = knowledge.language("en")
    found = list(sentences(Report("case", text, "en"), pack))
    voices = read_voices(found, pack, knowledge)
    for sentence in found:
        for at in range(len(sentence.tokens)):
            voice = voices.at(sentence.number, at, at + 1)
            assert voice.stance in Stance
            for spans in voice.spans.values():
                assert all(span.of(text) for span in spans)
