"""Fit the weights of the choice of places on annotated reports and write them to knowledge/data/place_choices.toml.

    python tools/fit_places.py GOLD.jsonl ... [--dry] [--only BEGINNING ...]

Prints the share of figures whose place is right in cross-validation by report (ten folds), and on the data itself. A candidate
is right where its name and country are those annotated; a figure of the first set counts twice as much as one of the others.
A conditional logit with a penalty on large weights (numpy, which Dask brings along); the same folds and the same result on
every run. With `--only` the features whose names begin so are fitted, and all others keep the weights that the file has.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from annotated import annotated, drafted, fold_in, rows_of
from counterclaim.extraction.finishing import asked_of
from counterclaim.extraction.scope import read_odds
from counterclaim.knowledge.loading import Knowledge, load_knowledge
from scoring import Record, places_agree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.extraction.place_asking import Candidate

#: Features that stand in fewer figures than this say nothing.
RARE = 3
#: Weights below this are left out; and what the names of features begin with that speak for one event, and for a total.
SMALLEST, EVENT, TOTAL = 0.005, "event_", "total_"
FOLDS, ROUNDS, RATE, PENALTY = 10, 120, 0.08, 5.0
#: What a careful reader expects before any report is seen: one attack is where the most precise place is that something is said
#: to be in, a total where the wider one is; near places before far ones. The penalty holds the weights near these.
EXPECTED = {
    "foreign_spoken": -0.5, "event_site": 5.2, "event_hospital": 4.0, "total_site": 1.8, "total_hospital": 1.0,
    "event_point": 4.8, "event_district": 4.2, "event_unlisted": 4.5, "event_division": 3.4, "event_line": 3.0,
    "event_area": 2.5, "event_country": 0.9, "total_point": 3.0, "total_district": 3.3, "total_division": 3.9,
    "total_area": 3.9, "total_line": 2.7, "total_country": 3.3, "total_unlisted": 1.5, "standing_at": 1.5, "standing_near": 1.3,
    "standing_of": 0.3, "standing_from": -1.2, "standing_role": -3.9, "standing_none": -0.3, "own_standing_none_country": -1.5,
    "own_standing_of_country": -0.9, "own_standing_none_point": 0.7, "gap": -0.8, "commas": -0.2, "breaks": -0.7,
    "capital_spoken": -1.3, "event_holds": -1.5, "total_holds": -0.7, "total_own_holds": -1.6, "event_own_holds": -0.7,
    "foreign": -1.5, "event_often": 0.5, "event_first": 0.7, "sentences": -0.5, "event_before": 0.5, "event_earlier": -0.3,
    "event_above": -0.8, "event_top": -0.6, "event_far": -1.2, "event_behind": -1.5, "event_later": -2.2, "total_before": -1.0,
    "total_earlier": -1.0, "total_above": -2.5, "total_top": -2.5, "total_far": -2.5, "total_behind": -2.5, "total_later": -3.0,
    "event_home": 1.5, "total_home": 3.0, "nowhere": 0.5, "where": 3.0, "hospital": -1.0, "scene_fine": 0.5, "struck_fine": 0.3,
    "sets": 1.7, "ago": -3.5, "event_office_fills": 7.0,
}  # fmt: skip
TARGET = Path(__file__).resolve().parent.parent / "src/counterclaim/knowledge/data/place_choices.toml"


class Example(NamedTuple):
    """One figure: its report, the features of its candidates, and which of them are right, by place and by country."""

    report: str
    candidates: list[dict[str, float]]
    right: list[bool]
    country: list[bool]
    weight: float = 1.0


def main() -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--dry", action="store_true", help="do not write the weights")
    parser.add_argument("--only", nargs="+", default=[], help="fit the features whose names begin so, and keep all other weights")
    given = parser.parse_args()
    kept = weights_of_file(tuple(given.only)) if given.only else {}
    knowledge = load_knowledge()
    rows = rows_of(given.gold).values()
    examples = [example._replace(weight=weight) for row, weight in rows for example in examples_of(row, knowledge)]
    places = countries = 0
    for fold in range(FOLDS):
        weights = fit([e for e in examples if fold_of(e.report) != fold], kept)
        for e, at in told([e for e in examples if fold_of(e.report) == fold], weights):
            places, countries = places + e.right[at], countries + e.country[at]
    weights = fit(examples, kept)
    inside, size = sum(e.right[at] for e, at in told(examples, weights)), len(examples)
    kind = f"only {', '.join(given.only)} fitted, cross-validated" if given.only else "cross-validated"
    shares = f"{kind} by report: place and country {places / size:.3f}, country {countries / size:.3f}"
    print(f"{size} figures, {sum(not any(e.right) for e in examples)} beyond reach; {shares}; on the data {inside / size:.3f}")
    if not given.dry:
        digests = ", ".join(f"{Path(n).name} {hashlib.sha256(Path(n).read_bytes()).hexdigest()[:12]}" for n in given.gold)
        lines = [f"# Generated by tools/fit_places.py from {digests}:", f"# {size} figures; {shares}."]
        for table, prefix in (("always", ""), ("event", EVENT), ("total", TOTAL)):
            own = {n.removeprefix(prefix): w for n, w in weights.items() if (n.startswith(prefix) if prefix else not scoped(n))}
            lines += [f"[{table}]", *(f"{name} = {own[name]:.3f}" for name in sorted(own) if abs(own[name]) >= SMALLEST)]
        TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def weights_of_file(but: tuple[str, ...]) -> dict[str, float]:
    """Return the weights that the file has, by the names under which they are fitted, without those whose names begin so."""
    tables = tomllib.loads(TARGET.read_text(encoding="utf-8"))
    prefixes = {"always": "", "event": EVENT, "total": TOTAL}
    rows = ((prefixes[table], name, weight) for table, weights in tables.items() for name, weight in weights.items())
    return {prefix + name: weight for prefix, name, weight in rows if not name.startswith(but)}


def fold_of(report: str) -> int:
    """Return the fold of a report, the same on every machine."""
    return fold_in(FOLDS, report)


def examples_of(row: Record, knowledge: Knowledge) -> list[Example]:
    """Return the drafts of a report that meet an annotated claim, with what they may belong to."""
    drafts, readings, pack = drafted(row, knowledge)
    out = []
    for one, odds in zip(drafts, read_odds(drafts, readings, pack), strict=True):
        gold = annotated(one, row) if one.whole is None else None
        if gold is None or gold.get("optional"):
            continue
        asked = asked_of(one, odds)
        candidates = readings.places.candidates(asked)
        found_at = [readings.places.found(candidate, asked.scope) for candidate in candidates]
        country = [land == gold["place_country"] for _, land, _ in found_at]
        right = [
            same and places_agree(gold["place"], where[0].name if where else None)
            for same, (where, _, _) in zip(country, found_at, strict=True)
        ]
        out.append(Example(row["id"], [spread(candidate, asked.total) for candidate in candidates], right, country))
    return out


def spread(candidate: Candidate, total: float) -> dict[str, float]:
    """Return the features of a candidate under one name each, those that depend on the scope as far as each scope is likely."""
    events = {f"{EVENT}{name}": value * (1 - total) for name, value in candidate.scoped.items()}
    totals = {f"{TOTAL}{name}": value * total for name, value in candidate.scoped.items()}
    return {**candidate.always, **events, **totals}


def told(examples: list[Example], weights: dict[str, float]) -> Iterator[tuple[Example, int]]:
    """Yield the figures with the number of the candidate that is chosen."""
    for e in examples:
        heavy = [sum(weights.get(name, 0.0) * value for name, value in features.items()) for features in e.candidates]
        yield e, heavy.index(max(heavy))


def scoped(name: str) -> bool:
    """Return whether a feature depends on the scope."""
    return name.startswith((EVENT, TOTAL))


def fit(examples: list[Example], kept: dict[str, float]) -> dict[str, float]:
    """Return the weights by gradient descent on the logarithm of the chance of the right candidates (steps as in Adam).

    Where some are `kept`, only features that are expected to matter are fitted beside them, however rare.
    """
    known = [(e, e.candidates) for e in examples if any(e.right)]
    counted = Counter(name for _, candidates in known for name in {name for features in candidates for name in features})
    at = {
        name: number
        for number, name in enumerate(sorted(name for name, count in counted.items() if count >= RARE or name in EXPECTED))
    }
    starts = np.cumsum([0, *(len(candidates) for _, candidates in known)])[:-1]
    owner = np.repeat(np.arange(len(known)), [len(candidates) for _, candidates in known])
    rows = np.zeros((len(owner), len(at)))
    for number, features in enumerate(features for _, candidates in known for features in candidates):
        for name, value in features.items():
            if name in at:
                rows[number, at[name]] = value
    right = np.array([flag for e, _ in known for flag in e.right], dtype=float)
    mass = np.array([e.weight for e, _ in known])[owner]
    expected = np.array([kept.get(name, EXPECTED.get(name, 0.0)) for name in at])
    free = np.array([not kept or (name in EXPECTED and name not in kept) for name in at])
    weights, drift, speed = expected.copy(), np.zeros(len(at)), np.zeros(len(at))
    for turn in range(1, ROUNDS + 1):
        score = rows @ weights
        power = np.exp(score - np.maximum.reduceat(score, starts)[owner])
        chance = power / np.add.reduceat(power, starts)[owner]
        wanted = power * right
        wanted /= np.maximum(np.add.reduceat(wanted, starts)[owner], 1e-12)
        slope = rows.T @ (mass * (chance - wanted)) + PENALTY * (weights - expected)
        drift, speed = 0.9 * drift + 0.1 * slope, 0.999 * speed + 0.001 * slope**2
        weights = weights - free * RATE * (drift / (1 - 0.9**turn)) / (np.sqrt(speed / (1 - 0.999**turn)) + 1e-8)
    return kept | {name: float(weights[number]) for name, number in at.items()}


if __name__ == "__main__":
    sys.exit(main())
