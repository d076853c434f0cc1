"""Fit the weights of linking to known events, and write them to the package's data.

    fit_linking.py REPORTS.jsonl... [--write] [--leave-out]

REPORTS hold {"id", "text", "lang", "published", "events": [...], "mentions": [...]} a line. Pairs of reports whose events
meet are one event; pairs that meet only through mentions are left out. Each file is a collection of its own, whose reports are
linked with each other. Pairs of generated events keep the weights general. The weights stay near their priors (a ridge
towards them), since known events are few. Printed are the F1 of each file with what was fitted on all, with what was fitted
on the others, and, with `--leave-out`, with what was fitted without each event in turn, over the pairs of that event.
Needs numpy.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

from bench_linking import generate  # noqa: E402 - after the paths
from counterclaim.errors import InputError  # noqa: E402
from counterclaim.extraction.claims import extract, survey  # noqa: E402
from counterclaim.knowledge.linking import Weights, weights_of  # noqa: E402
from counterclaim.knowledge.loading import load_knowledge  # noqa: E402
from counterclaim.linking.blocking import candidates, rarities  # noqa: E402
from counterclaim.linking.comparison import compare  # noqa: E402
from counterclaim.linking.events import link  # noqa: E402
from counterclaim.linking.features import Feature  # noqa: E402
from counterclaim.linking.incidents import Incident, incidents  # noqa: E402
from counterclaim.model import Extraction, Report  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = ROOT / "src/counterclaim/knowledge/data/linking.toml"
FEATURES = list(Feature)
#: How strongly a weight is held to its prior; how much one generated pair counts, and one real pair of two events.
RIDGE, GENERATED, APART = 30.0, 0.005, 0.6
#: What the pairs of one event count together: this, over the root of the number of its reports less one.
TOGETHER = 2.0
#: From a score of LINK on a pair is likelier one event than two; from SUGGEST on a person is asked.
LINK, SUGGEST = 0.0, -1.5


@dataclass(frozen=True)
class Known:
    """A report with the events that it is about, and those that it tells of."""

    extraction: Extraction
    events: frozenset[str]
    mentions: frozenset[str]


@dataclass(frozen=True)
class Example:
    """A pair: its features, whether it is one event, how much it counts, and the events of both."""

    features: dict[Feature, float]
    same: bool
    weight: float
    events: frozenset[str]


def read_known(paths: list[str]) -> list[Known]:
    """Return the reports that can be extracted."""
    knowledge = load_knowledge()
    found = []
    for path in paths:
        for text in Path(path).read_text("utf-8").splitlines():
            row = json.loads(text)
            if not row.get("events"):
                continue
            report = Report(row["id"], row["text"], lang=row["lang"], published=row["published"])
            try:
                extraction = replace(extract(report, knowledge), mentions=survey(report, knowledge))
            except InputError:
                continue
            found.append(Known(extraction, frozenset(row["events"]), frozenset(row.get("mentions", ()))))
    return found


def real_examples(known: list[Known]) -> list[Example]:
    """Return all pairs of topics, but for those that meet only in passing."""
    topics = [incidents(one.extraction)[0] for one in known]
    rarity = rarities(topics)
    size = Counter(event for one in known for event in one.events)
    found = []
    for (one, a), (other, b) in combinations(zip(known, topics, strict=True), 2):
        same = bool(one.events & other.events)
        if same or not (one.events | one.mentions) & (other.events | other.mentions):
            most = max(size[event] for event in one.events & other.events) if same else 0
            weight = TOGETHER / max(1, most - 1) ** 0.5 if same else APART
            found.append(Example(compare(a, b, rarity), same, weight, one.events | other.events))
    return found


def generated_examples(reports: int) -> list[Example]:
    """Return pairs of generated reports that blocking brings together."""
    extractions, truth = generate(reports, seed=11)
    every: list[Incident] = [i for e in extractions for i in incidents(e)]
    rarity = rarities(every)
    pairs = sorted(candidates(every, rarity))
    random.Random(3).shuffle(pairs)
    found = []
    for one, other in pairs[:4000]:
        a, b = every[one], every[other]
        if a.topic and b.topic:
            same = bool(truth[a.report] & truth[b.report])
            found.append(Example(compare(a, b, rarity), same, GENERATED, frozenset()))
    return found


def fit(examples: list[Example], prior: Weights) -> Weights:
    """Return the weights that explain the pairs best and stay near the prior: Newton's steps on a ridged logistic model."""
    held = np.array([prior.bias, *(prior.weights[name] for name in FEATURES)])
    rows = np.array([[1.0, *(example.features.get(name, 0.0) for name in FEATURES)] for example in examples])
    same = np.array([float(example.same) for example in examples])
    count = np.array([example.weight for example in examples])
    weights = held.copy()

    def cost(at: np.ndarray) -> float:
        score = rows @ at
        return float((count * (np.logaddexp(0, score) - same * score)).sum() + RIDGE / 2 * ((at - held) ** 2).sum())

    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -500, 500)))
        slope = rows.T @ (count * (chance - same)) + RIDGE * (weights - held)
        bend = (rows * (count * chance * (1 - chance))[:, None]).T @ rows + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        length = 1.0
        while cost(weights - length * step) > cost(weights) and length > 1e-6:
            length /= 2
        weights -= length * step
        if np.abs(length * step).max() < 1e-6:
            break
    named: dict[str, float] = {name.value: float(value) for name, value in zip(FEATURES, weights[1:], strict=True)}
    return Weights(float(weights[0]), named, LINK, SUGGEST)


def scored(known: list[Known], weights: Weights, only: str | None = None) -> tuple[float, float, float]:
    """Return hits, guesses and gold pairs; with `only`, of the pairs that have to do with this event.

    A pair of two events has its turn with each, and counts for one in both together.
    """
    together: set[tuple[str, str]] = set()
    for event in link([one.extraction for one in known], weights=weights).events:
        together |= set(combinations(sorted(event.reports), 2))
    hits = guesses = gold = 0.0
    for one, other in combinations(sorted(known, key=lambda k: k.extraction.report.id), 2):
        same = bool(one.events & other.events)
        if not same and (one.events | one.mentions) & (other.events | other.mentions):
            continue
        concerned = one.events | other.events
        if only and only not in concerned:
            continue
        share = 1 / len(concerned) if only else 1.0
        guess = (one.extraction.report.id, other.extraction.report.id) in together
        hits, guesses, gold = hits + share * (same and guess), guesses + share * guess, gold + share * same
    return hits, guesses, gold


def f1(hits: float, guesses: float, gold: float) -> float:
    """Return the harmonic mean of precision and recall; 1 where there is nothing to find and nothing was guessed."""
    return 2 * hits / (guesses + gold) if guesses + gold else 1.0


def leave_out(files: dict[str, list[Known]], name: str, fixed: list[Example], prior: Weights) -> float:
    """Return F1 over the pairs of each event of a file, linked by weights that never saw it."""
    examples = [example for known in files.values() for example in real_examples(known)]
    hits = guesses = gold = 0.0
    for event in sorted({event for one in files[name] for event in one.events}):
        weights = fit([e for e in examples if event not in e.events] + fixed, prior)
        one = scored(files[name], weights, event)
        hits, guesses, gold = hits + one[0], guesses + one[1], gold + one[2]
    return f1(hits, guesses, gold)


def fitted_on(files: dict[str, list[Known]], names: Iterable[str], fixed: list[Example], prior: Weights) -> Weights:
    """Return the weights fitted on some of the files."""
    return fit([example for name in names for example in real_examples(files[name])] + fixed, prior)


def write(weights: Weights, prior: Weights) -> None:
    """Write the weights, the priors beside them, under the comment that the file has."""
    head = [line for line in FILE.read_text("utf-8").splitlines() if line.startswith("#")]
    lines = [*head, f"link = {weights.link}", f"suggest = {weights.suggest}"]
    lines.append(f"bias = {{ prior = {prior.bias}, weight = {weights.bias:.3f} }}")
    lines += ["", "[weights]"]
    lines += [f"{name} = {{ prior = {prior.weights[name]}, weight = {weights.weights[name]:.3f} }}" for name in FEATURES]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, score, and write if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports", nargs="+")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--leave-out", action="store_true")
    given = parser.parse_args()
    prior = weights_of(FILE.read_text("utf-8"), column="prior")
    files = {path: read_known([path]) for path in given.reports}
    generated = generated_examples(2000)
    weights = fitted_on(files, files, generated, prior)
    for name in FEATURES:
        print(f"  {name:20s} {prior.weights[name]:6.2f} -> {weights.weights[name]:6.2f}")
    for path, known in files.items():
        others = fitted_on(files, [other for other in files if other != path], generated, prior)
        line = f"{path}: {len(known)} reports; F1 {f1(*scored(known, weights)):.3f}"
        line += f", fitted on the others {f1(*scored(known, others)):.3f}"
        if given.leave_out:
            line += f", each event left out in turn {leave_out(files, path, generated, prior):.3f}"
        print(line)
    if given.write:
        write(weights, prior)


if __name__ == "__main__":
    main()
