"""The choice between readings that compete: what speaks for each is weighed, and the heaviest is taken."""

from __future__ import annotations

import pytest

from counterclaim.extraction.choosing import heaviest, load_weights, weigh


def test_the_heaviest_answer_is_taken() -> None:
    """What speaks for an answer counts with its weight; a feature that was not fitted counts nothing."""
    weights = {"place": 1.0, "speaker": -0.5}
    answers = {"UKR": {"place": 1.0, "unheard of": 9.0}, "RUS": {"speaker": 1.0}, None: {}}
    assert heaviest(answers, weights) == "UKR"
    assert weigh(answers["UKR"], weights) == pytest.approx(1.0)


def test_the_first_of_equals_is_taken() -> None:
    """Where nothing speaks for any answer, the first stays."""
    assert heaviest({"A": {}, "B": {}}, {}) == "A"


@pytest.mark.parametrize(("question", "feature"), [("country", "place"), ("kind", "unspecified:")])
def test_both_questions_have_weights(question: str, feature: str) -> None:
    """The package carries weights for both questions, and where people were speaks for their country."""
    assert load_weights(question)[feature] > 0
