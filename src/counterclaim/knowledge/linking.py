"""The weights of the model that links incidents, as data that `tools/fit_linking.py` writes."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "linking.toml"


@dataclass(frozen=True, slots=True)
class Weights:
    """An additive model: bias plus weight times value. From a score of `link` on it is a link, from `suggest` on a suggestion."""

    bias: float
    weights: Mapping[str, float]
    link: float
    suggest: float


@functools.cache
def load_weights() -> Weights:
    """Return the fitted weights of the package."""
    return weights_of(data_folder().joinpath(FILE).read_text(encoding="utf-8"))


def weights_of(toml: str, *, column: str = "weight") -> Weights:
    """Return the weights of a file's text; `column` is `weight` or `prior`."""
    table = tomllib.loads(toml)
    return Weights(
        bias=table["bias"][column],
        weights=MappingProxyType({name: entry[column] for name, entry in table["weights"].items()}),
        link=table["link"],
        suggest=table["suggest"],
    )
