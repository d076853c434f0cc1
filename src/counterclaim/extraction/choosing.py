"""The choice between readings that compete: each is weighed by what speaks for it, and the heaviest is taken.

The weights are data (`knowledge/data/victim_choices.toml`), fitted by `tools/fit_victims.py`, the same for all languages.
"""

from __future__ import annotations

import functools
import tomllib
from typing import TYPE_CHECKING, TypeVar

from counterclaim.knowledge.language import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

Answer = TypeVar("Answer")
Features = dict[str, float]


@functools.cache
def load_weights(question: str) -> Mapping[str, float]:
    """Return the weights of one question ("country", "kind")."""
    tables = tomllib.loads(data_folder().joinpath("victim_choices.toml").read_text(encoding="utf-8"))
    weights: dict[str, float] = tables[question]
    return weights


def heaviest(answers: Mapping[Answer, Features], weights: Mapping[str, float]) -> Answer:
    """Return the answer whose features weigh most, the first of several; there is at least one."""
    return max(answers, key=lambda answer: weigh(answers[answer], weights))


def weigh(features: Features, weights: Mapping[str, float]) -> float:
    """Return what the features weigh together."""
    found = 0.0
    for name, value in features.items():  # for each feature of each answer to each figure: a loop is twice as fast as sum
        found += weights.get(name, 0.0) * value
    return found
