"""Score extraction against annotated reports, by language and field, and hold it to the pinned floors.

    python tools/quality.py [--gold FILE ...] [--errors] [--pin --reason WHY] [--leave-out]

Without --gold: the project's own sets (tests/quality/*.jsonl) and, where it lies beside the project, ../shared/gold/dev.jsonl.
Every printed figure comes from reports read here and now. A set's floors are pinned with the digest of its file in
tests/quality/floors.toml: a score below its floor, or a set that changed without a new pin, ends with exit status 1. Where the
expert-coded headlines of UCDP GED lie beside the project (../shared/bench/ucdp-ged), their own scorer is run as well.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import quality_acts
from counterclaim.extraction.claims import extract
from counterclaim.extraction.proof import proves
from counterclaim.knowledge.loading import load_knowledge
from counterclaim.model import How, Report
from counterclaim.records import claim_to_record
from fit_confidence import crossed, examples_of, print_reliability
from scoring import FIELDS, score, score_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.model import Claim

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "tests" / "quality"
FLOORS = OWN / "floors.toml"
HEADLINES = ROOT.parent / "shared" / "bench" / "ucdp-ged"
SHARED = ROOT.parent / "shared" / "gold" / "dev.jsonl"
#: How far below the measured score a new floor is set.
SLACK = 0.01
#: Precision and recall that attackers, means, relations and responsibility claims must reach.
ACTS = (0.85, 0.65)
HELD = ("figure_f1", "full_f1", "precision")


def main() -> int:
    """Score all sets; return 1 where a floor is broken or a figure is invented."""
    given = _arguments()
    sets = [Path(name) for name in given.gold] or [*sorted(OWN.glob("*.jsonl")), *([SHARED] if SHARED.is_file() else [])]
    knowledge = load_knowledge()
    failures: list[str] = []
    for path in sets:
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        guessed, invented = read_all(gold, knowledge)
        table = score(gold, guessed)
        _print(path.name, table)
        print(f"invented figures by the independent check: {len(invented)} of {sum(map(len, guessed.values()))} claims")
        failures += invented
        if given.errors:
            _print_errors(gold, guessed)
        if given.leave_out:
            _print_halves(gold, guessed)
        if given.pin:
            pin(path, table, given.reason)
        failures += broken(path, table)
    if not given.gold:
        failures += acts_missed()
        if not print_reliability(crossed(examples_of(sets, knowledge))):
            failures.append("confidence: its calibration error is more than chance would show")
    if HEADLINES.is_dir() and not given.gold:
        score_headlines()
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", nargs="*", default=[], help="annotated reports, one JSON object a line")
    parser.add_argument("--errors", action="store_true", help="list missed, extra and partly right claims")
    parser.add_argument(
        "--leave-out", action="store_true", help="score the halves apart: records that were looked at, and the others"
    )
    parser.add_argument("--pin", action="store_true", help="set the floors anew from this run; lowering one needs --reason")
    parser.add_argument("--reason", default="", help="why a floor may fall")
    return parser.parse_args()


def read_all(gold: list[dict[str, Any]], knowledge: Knowledge) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
    """Return the claims of each report as records, and a line for each figure that its own words do not prove."""
    guessed: dict[str, list[dict[str, Any]]] = {}
    invented: list[str] = []
    for row in gold:
        report = Report(id=row["id"], text=row["text"], lang=row["lang"], published=row.get("published"))
        extraction = extract(report, knowledge)
        guessed[row["id"]] = [claim_to_record(claim) for claim in extraction.claims]
        invented += [f"invented: {row['id']}: {claim.evidence!r}" for claim in unproved(report, extraction.claims, knowledge)]
    return guessed, invented


def unproved(report: Report, claims: tuple[Claim, ...], knowledge: Knowledge) -> Iterator[Claim]:
    """Yield the claims whose figure is not what stands in the text, by a reader of numbers that extraction does not use."""
    pack = knowledge.language(report.lang or "")
    by_id = {claim.id: claim for claim in claims}
    for claim in claims:
        figure = claim.figure
        if claim.span.of(report.text) != claim.evidence:
            yield claim
        elif figure is None:
            if claim.bounds.low is not None or claim.bounds.high is not None:
                yield claim
        elif figure.span.of(report.text) != figure.text:
            yield claim
        elif figure.how in (How.ELLIPSIS, How.SHARE):
            model = by_id.get(figure.refers_to or "")
            if model is not None and model.bounds != claim.bounds and claim.bounds.low is not None:
                yield claim
        elif not proves(figure.text, figure.how, claim.bounds, pack):
            yield claim


def acts_missed() -> list[str]:
    """Print how attackers, means, relations and responsibility claims are read; return those below what is asked."""
    tally = quality_acts.score(quality_acts.GOLD)
    quality_acts.print_table(tally)
    return [
        f"{part}: precision {precision:.3f}, recall {recall:.3f} are below {ACTS}"
        for part, counts in tally.items()
        for precision, recall in (quality_acts.figures(counts),)
        if precision < ACTS[0] or recall < ACTS[1]
    ]


def score_headlines() -> None:
    """Print what the scorer of the expert-coded headlines says of this program's claims and estimates."""
    scorer, events = str(HEADLINES / "score.py"), str(HEADLINES / "events_dev.jsonl.gz")
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder, "reports.jsonl")
        reports.write_bytes(_output(sys.executable, scorer, "reports", events))
        verbs = {"claims": ("extract",), "estimates": ("estimate", "--codebook", "ucdp")}
        print("\nexpert-coded headlines (UCDP GED, dev)")
        for task, verb in verbs.items():
            lines = Path(folder, task)
            lines.write_bytes(_output(sys.executable, "-m", "counterclaim", *verb, str(reports), "--format", "jsonl"))
            print(_output(sys.executable, scorer, task, events, str(lines)).decode(), end="")


def _output(*command: str) -> bytes:
    """Return what a command prints; headlines that cannot be read are put aside and told of on standard error."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout


def _print(name: str, table: dict[str, dict[str, float]]) -> None:
    print(f"\n{name}")
    columns = list(table["all"])
    print("".ljust(6) + " ".join(column[:9].rjust(9) for column in columns))
    for bucket, row in table.items():
        print(
            bucket.ljust(6)
            + " ".join(f"{row[column]:9.3f}" if isinstance(row[column], float) else f"{row[column]:9d}" for column in columns)
        )


def _print_errors(gold: list[dict[str, Any]], guessed: dict[str, list[dict[str, Any]]]) -> None:
    for row in gold:
        _, findings = score_report(row, guessed[row["id"]])
        for kind in ("missed", "extra"):
            for claim in findings[kind]:
                print(f"{kind:7s}{row['id']}: {claim['outcome']} {claim['low']}..{claim['high']} | {claim['evidence']!r}")
        for right, found, wrong in findings["partly"]:
            told = "; ".join(f"{name} {found.get(name)!r} for {right.get(name)!r}" for name in wrong)
            print(f"partly {row['id']}: {right['outcome']} {right['low']}..{right['high']} | {told}")


def _print_halves(gold: list[dict[str, Any]], guessed: dict[str, list[dict[str, Any]]]) -> None:
    """Score the records by the parity of their ids' digests, to see whether one half carries the figures of both."""
    for parity, name in ((0, "even half"), (1, "odd half")):
        half = [row for row in gold if hashlib.sha256(row["id"].encode()).digest()[0] % 2 == parity]
        row = score(half, guessed)["all"] if half else {}
        print(f"{name}: " + ", ".join(f"{key} {row[key]:.3f}" for key in (*HELD, *FIELDS) if key in row))


def pin(path: Path, table: dict[str, dict[str, float]], reason: str) -> None:
    """Write the floors of a set; one that falls needs a reason."""
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    old = pinned.get(path.stem, {})
    new: dict[str, Any] = {"digest": _digest(path), "reason": reason}
    for bucket, row in table.items():
        new[bucket] = {key: round(max(row[key] - SLACK, 0.0), 3) for key in HELD}
        fallen = [key for key in HELD if old.get(bucket, {}).get(key, 0.0) > row[key]]
        if fallen and not reason:
            raise SystemExit(f"{path.name}, {bucket}: {', '.join(fallen)} would fall; say why with --reason")
    pinned[path.stem] = new
    lines = ["# Floors of extraction, pinned by `python tools/quality.py --pin`. Each set's digest is that of its file.\n"]
    for name, buckets in sorted(pinned.items()):
        lines.append(f'\n["{name}"]\ndigest = "{buckets["digest"]}"\nreason = {json.dumps(buckets["reason"])}\n')
        for bucket, floors in buckets.items():
            if isinstance(floors, dict):
                inside = ", ".join(f"{key} = {value}" for key, value in floors.items())
                lines.append(f"{bucket} = {{ {inside} }}\n")
    FLOORS.write_text("".join(lines), encoding="utf-8")


def broken(path: Path, table: dict[str, dict[str, float]]) -> list[str]:
    """Return a line for each floor that the scores break."""
    if not FLOORS.is_file():
        return []
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8")).get(path.stem)
    if pinned is None:
        return []
    if pinned["digest"] != _digest(path):
        return [f"{path.name} has changed since its floors were pinned: score it and pin anew with --pin"]
    return [
        f"{path.name}, {bucket}: {key} {table[bucket][key]:.3f} is below its floor {floor:.3f}"
        for bucket, floors in pinned.items()
        if isinstance(floors, dict)
        for key, floor in floors.items()
        if table[bucket][key] < floor
    ]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
