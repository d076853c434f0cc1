"""How sure a reading is: the chance that a careful annotator would write the whole claim the same way.

Figure, outcome, victims, claimant, stance, scope and country of the place must all be right for that. A logistic model over
features that know no language decides; its weights are data (`knowledge/data/confidence.toml`), fitted and cross-validated
by report by `tools/fit_confidence.py`.
"""

from __future__ import annotations

import functools
import math
import tomllib
from typing import TYPE_CHECKING

from counterclaim.extraction.choosing import weigh
from counterclaim.knowledge.language import data_folder
from counterclaim.model import ClaimantKind, Stance, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.model import Claim, Span

#: From here on more tokens, claims or odds say no more.
LONG, MANY, CLEAR = 80, 5, 4.0


def confidence_of(claim: Claim, draft: Draft, odds: float, beside: int) -> float:
    """Return the chance, from 0 to 1 and to three digits, that the whole claim is right.

    `odds` are those of its scope, as a logarithm; `beside` is how many claims its sentence makes.
    """
    score = weigh(features(claim, draft, odds, beside), load_weights())
    return round(1 / (1 + math.exp(-score)), 3)


@functools.cache
def load_weights() -> Mapping[str, float]:
    """Return the weights of the features."""
    table: dict[str, float] = tomllib.loads(data_folder().joinpath("confidence.toml").read_text(encoding="utf-8"))["weights"]
    return table


def features(claim: Claim, draft: Draft, odds: float, beside: int) -> dict[str, float]:
    """Return what a claim's words and surroundings say about how it may be misread."""
    found = {
        "bias": 1.0,
        "cost": min(draft.cost, LONG) / 10,
        "length": min(len(draft.sentence.tokens), LONG) / LONG,
        "beside": min(beside, MANY) / MANY,
        "part": float(draft.whole is not None),
        "scope_clear": min(abs(odds), CLEAR) / CLEAR,
        "scope_total": float(odds > 0),
        "size": math.log10((claim.bounds.low or claim.bounds.high or 0) + 1),
        "via": float(bool(claim.via)),
        "joined": float(len(claim.claimants) > 1),
        f"outcome_{claim.outcome}": 1.0,
        f"qualifier_{claim.bounds.qualifier}": 1.0,
    }
    found |= dict.fromkeys(_of_fields(claim, draft), 1.0)
    return found


def _of_fields(claim: Claim, draft: Draft) -> Iterator[str]:
    sentence = draft.sentence
    yield f"claimant_{_where(claim.spans.get('claimant', ()), sentence) if claim.claimants else 'none'}"
    if claim.claimants:
        kind = claim.claimants[0].kind
        yield f"kind_{kind or ClaimantKind.UNNAMED}"
    if claim.stance is not Stance.ASSERTS:
        yield f"stance_{claim.stance}"
    yield f"place_{_where(claim.spans.get('place', ()), sentence) if claim.places else 'none'}"
    yield f"when_{_where(claim.spans.get('when', ()), sentence) if claim.when else 'none'}"
    named = any(mark for mark in draft.phrase.countries) or bool(draft.phrase.actors)
    yield "country_none" if claim.victim_country is None else "country_named" if named else "country_inferred"
    yield f"victims_{claim.victim_kind}"
    if claim.victim_kind is VictimKind.UNSPECIFIED and not draft.phrase.heads:
        yield "victims_bare"
    if sentence.number == 0:
        yield "first"


def _where(spans: tuple[Span, ...], sentence: Sentence) -> str:
    """Return whether a field's words stand in the claim's own sentence, elsewhere, or nowhere."""
    if not spans:
        return "inferred"
    return "here" if any(sentence.start <= span.start < sentence.end for span in spans) else "elsewhere"
