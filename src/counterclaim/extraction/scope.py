"""How wide a figure is: one attack, battle or clash, or anything wider.

A logistic model over features that know no language decides; figures of one sentence decide together. Its weights are data
(`knowledge/data/scope.toml`), fitted by `tools/fit_scope.py`.
"""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING

from counterclaim.extraction.choosing import weigh
from counterclaim.extraction.scope_features import Setting, features
from counterclaim.knowledge.language import data_folder
from counterclaim.knowledge.scope_words import scope_words
from counterclaim.knowledge.targets import target_words
from counterclaim.model import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.finishing import Readings
    from counterclaim.knowledge.language import LanguagePack

#: What more speaks for a wide figure where an ordinal counts all who came before too: "the seventeenth soldier to die there".
COUNTED_UP = 2.5


def read_odds(drafts: Sequence[Draft], readings: Readings, pack: LanguagePack) -> list[float]:
    """Return the logarithms of the odds that the figures are wider than one event: the mean of those of their sentence.

    A part has the odds of its whole.
    """
    weights, setting = load_weights(), setting_of(drafts, readings, pack)
    found: dict[int, list[float]] = defaultdict(list)
    for one in drafts:
        if one.whole is None:
            odds = weigh(features(one, setting), weights)
            found[one.sentence.number].append(odds)
    means = {number: sum(values) / len(values) for number, values in found.items()}
    return [means.get(_whole(one).sentence.number, 0.0) + (COUNTED_UP if _counts_up(one) else 0.0) for one in drafts]


def scope_of(odds: float) -> Scope:
    """Return the scope that these odds tell."""
    return Scope.TOTAL if odds > 0 else Scope.EVENT


def setting_of(drafts: Sequence[Draft], readings: Readings, pack: LanguagePack) -> Setting:
    """Return what the figures of a report are read in."""
    return Setting(drafts, readings, scope_words(pack.code, pack.splitting), target_words(pack.code, pack.splitting), {})


def _counts_up(one: Draft) -> bool:
    """Return whether an ordinal counts all who came before; the first is alone."""
    return one.quantity.ordinal and (one.quantity.bounds.low or 0) > 1


def _whole(one: Draft) -> Draft:
    """Return the figure that a part is of, itself where it is none."""
    while one.whole is not None:
        one = one.whole
    return one


@functools.cache
def load_weights() -> Mapping[str, float]:
    """Return the weights of the features."""
    table: dict[str, float] = tomllib.loads(data_folder().joinpath("scope.toml").read_text(encoding="utf-8"))["weights"]
    return table
