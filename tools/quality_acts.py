"""Score attackers, means, relations and responsibility claims against annotated reports.

    python tools/quality_acts.py [--errors] [--gold FILE]

tests/quality/acts/reports.jsonl was annotated before the code was written: `claims` with `attacker` and `means`, `relations`
between them by their place in the list, `responsibilities` with claimant, accused and stance. A guess of an attacker or
means counts on claims that are found at all (outcome and bounds equal); a relation by its kind and the figures at both ends;
a responsibility claim by stance, accused and claimant. Names agree as claimants do in the guide's scoring, or where they are
of one nation: a ministry that denies speaks of its country. The attacker is the party that is said to have done it; a gunman
or bomber only where no party is named.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.extraction.claims import extract
from counterclaim.knowledge.loading import load_knowledge
from counterclaim.model import Report
from counterclaim.records import extraction_to_record
from scoring import NATION, claimants_agree, content

if TYPE_CHECKING:
    from collections.abc import Iterable

GOLD = Path(__file__).resolve().parent.parent / "tests" / "quality" / "acts" / "reports.jsonl"
KINDS = ("part_of", "in_addition_to", "revises")
Tally = dict[str, Counter[str]]


def main() -> int:
    """Print precision and recall of each part."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="list what was missed and what is not there")
    parser.add_argument("--gold", type=Path, default=GOLD)
    given = parser.parse_args()
    print_table(score(given.gold, errors=given.errors))
    return 0


def score(path: Path, *, errors: bool = False) -> Tally:
    """Return hits, guesses and gold values of each part."""
    knowledge = load_knowledge()
    tally: Tally = defaultdict(Counter)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        report = Report(id=row["id"], text=row["text"], lang=row["lang"], published=row["published"])
        guess = extraction_to_record(extract(report, knowledge))
        for part, right, wrong, missed in _compare(row, guess):
            tally[part].update(hit=len(right), guessed=len(right) + len(wrong), gold=len(right) + len(missed))
            if errors:
                for kind, ones in (("extra ", wrong), ("missed", missed)):
                    for one in ones:
                        print(kind, part, row["id"], one, file=sys.stderr)
    return tally


def figures(counts: Counter[str]) -> tuple[float, float]:
    """Return precision and recall."""
    return counts["hit"] / max(1, counts["guessed"]), counts["hit"] / max(1, counts["gold"])


def print_table(tally: Tally) -> None:
    """Print a line for each part."""
    print("".ljust(16), "precision", "recall".rjust(9), "of".rjust(6))
    for part, counts in tally.items():
        precision, recall = figures(counts)
        print(part.ljust(16), f"{precision:9.3f} {recall:9.3f} {counts['gold']:6}")


def _compare(row: dict[str, Any], guess: dict[str, Any]) -> Iterable[tuple[str, list[Any], list[Any], list[Any]]]:
    found = _found(row["claims"], guess["claims"])
    for name in ("attacker", "means"):
        pairs = [(gold, _value(claim, name)) for gold, claim in ((one[name], claim) for one, claim in found)]
        right = [p for p in pairs if p[0] and p[1] and _same(name, p[0], p[1])]
        wrong = [p for p in pairs if p[1] and not (p[0] and _same(name, p[0], p[1]))]
        missed = [p for p in pairs if p[0] and not (p[1] and _same(name, p[0], p[1]))]
        yield name, right, wrong, missed
    gold = [(r["kind"], _key(row["claims"][r["claim"]]), _key(row["claims"][r["to"]])) for r in row["relations"]]
    by_id = {claim["id"]: claim for claim in guess["claims"]}
    told = [
        (r["kind"], _key(claim), _key(by_id[r["claim"]]))
        for claim in guess["claims"]
        for r in claim["relations"]
        if r["kind"] in KINDS and r["claim"] in by_id
    ]
    yield "relations", *_matched(gold, told, lambda one, other: one == other)
    yield "responsibility", *_matched(row["responsibilities"], guess["responsibilities"], _same_blame)


def _matched(gold: list[Any], told: list[Any], same: Any) -> tuple[list[Any], list[Any], list[Any]]:  # noqa: ANN401 - a comparison
    left = list(gold)
    right, wrong = [], []
    for one in told:
        mate = next((other for other in left if same(other, one)), None)
        if mate is None:
            wrong.append(one if isinstance(one, tuple) else (one["claimant"], one["stance"], one["accused"], one["evidence"]))
        else:
            left.remove(mate)
            right.append(one)
    return right, wrong, left


def _found(gold: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    left, pairs = list(told), []
    for one in gold:
        mate = next((claim for claim in left if _key(claim) == _key(one)), None)
        if mate is not None:
            left.remove(mate)
            pairs.append((one, mate))
    return pairs


def _key(claim: dict[str, Any]) -> tuple[Any, ...]:
    return claim["outcome"], claim["low"], claim["high"]


def _value(claim: dict[str, Any], name: str) -> str | None:
    value = claim[name]
    found: str | None = value["name"] if isinstance(value, dict) else value
    return found


def _same(name: str, one: str, other: str) -> bool:
    return one == other if name == "means" else _agree(one, other)


def _agree(one: str | None, other: str | None) -> bool:
    nations = [{NATION[w] for w in content((name or "").replace("United States", "US")) if w in NATION} for name in (one, other)]
    return claimants_agree(one, other) or bool(nations[0] & nations[1])


def _same_blame(gold: dict[str, Any], told: dict[str, Any]) -> bool:
    return bool(
        gold["stance"] == told["stance"]
        and _agree(gold["accused"], told["accused"])
        and _agree(gold["claimant"], told["claimant"])
    )


if __name__ == "__main__":
    sys.exit(main())
