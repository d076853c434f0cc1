"""How sure a reading is."""

from __future__ import annotations

import known
from counterclaim.extraction.claims import extract
from counterclaim.extraction.confidence import load_weights
from counterclaim.model import Report

_PLAIN = "Two soldiers were killed near Bakhmut on Monday, the Ukrainian General Staff said."
_MUDDLED = (
    "Of those who fled, and of whom officials had earlier spoken, some dozens, among them perhaps 30, were hit, he added, "
    "while 12 more and 14 others, by other accounts 20, were hurt or worse."
)


def test_every_claim_has_a_chance() -> None:
    """It is a probability, and never one of the ends: nothing that is read from words is certain."""
    for text in (_PLAIN, _MUDDLED):
        for claim in extract(Report(id="1", text=text, lang="en"), known.knowledge()).claims:
            assert claim.confidence is not None
            assert 0 < claim.confidence < 1


def test_a_plain_sentence_is_surer_than_a_muddled_one() -> None:
    """Who reviews by confidence sees the doubtful claims first."""
    plain = extract(Report(id="1", text=_PLAIN, lang="en"), known.knowledge()).claims
    muddled = extract(Report(id="1", text=_MUDDLED, lang="en"), known.knowledge()).claims
    assert plain
    assert muddled
    assert min(c.confidence or 0 for c in plain) > min(c.confidence or 0 for c in muddled)


def test_the_weights_are_those_of_the_features() -> None:
    """No weight is about a language or a report."""
    known = ("outcome_", "qualifier_", "claimant_", "kind_", "stance_", "place_", "when_", "country_", "victims_")
    alone = {"bias", "cost", "length", "beside", "part", "scope_clear", "scope_total", "size", "via", "joined", "first"}
    assert all(name in alone or name.startswith(known) for name in load_weights())
