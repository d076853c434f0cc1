"""Numbers beside losses: of sentences that state a number, what is read that they do not state, and what is missed.

`python tools/quality_beside.py [--all]` prints both by language, with --all every such sentence. The sentences stand in
`tests/quality/beside/`, one a line: `figures` are what each states as OUTCOME:NUMBER, none in most of them; `optional` is what
may be read or not. They were written by people who had seen neither the program nor its tests, in three rounds (`round`). A word
for none, a strength and a figure that is denied are not asked for.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim.extraction.claims import extract
from counterclaim.knowledge.loading import load_knowledge
from counterclaim.model import Claim, Outcome, Report, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.knowledge.loading import Knowledge

SENTENCES = Path(__file__).parent.parent / "tests" / "quality" / "beside" / "sentences.jsonl"
ROUNDS = (1, 2, 3)
#: When the sentences are taken to have been published.
PUBLISHED = "2024-05-10"


class Reading(NamedTuple):
    """A sentence, what is read of it that it does not state, and what of it is missed."""

    row: dict[str, Any]
    extra: list[str]
    missed: list[str]


def main() -> None:
    """Read the sentences and print by language how many hold what is not stated, and how many miss something."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--all", action="store_true", help="print every sentence that is misread")
    arguments = parser.parse_args()
    readings = list(read(load_knowledge()))
    for one in readings if arguments.all else ():
        if one.extra or one.missed:
            print(*(one.row[key] for key in ("lang", "round")), f"read {one.extra}, missed {one.missed} |", one.row["text"])
    by_round = [(f"round {number}", _of(readings, "round", number)) for number in ROUNDS]
    by_language = [(lang, _of(readings, "lang", lang)) for lang in sorted({one.row["lang"] for one in readings})]
    for name, chosen in (*by_round, *by_language, ("all", readings)):
        extra, missed = sum(len(r.extra) for r in chosen), sum(len(r.missed) for r in chosen)
        stated = sum(len(r.row["figures"]) for r in chosen)
        print(f"{name}: {len(chosen)} sentences with {stated} figures; {extra} read that are not stated, {missed} missed")


def read(knowledge: Knowledge) -> Iterator[Reading]:
    """Yield what is read of every sentence."""
    for line in SENTENCES.read_text("utf-8").splitlines():
        row = json.loads(line)
        report = Report(id="beside", text=row["text"], lang=row["lang"], published=PUBLISHED)
        found = set(_figures(extract(report, knowledge).claims))
        stated = set(row["figures"])
        yield Reading(row, sorted(found - stated - set(row.get("optional", ()))), sorted(stated - found))


def _figures(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield the figures of claims as OUTCOME:NUMBER."""
    for claim in claims:
        number = claim.bounds.low if claim.bounds.low is not None else claim.bounds.high
        if number and claim.outcome is not Outcome.STRENGTH and claim.stance is not Stance.DENIES:
            yield f"{claim.outcome.value}:{number}"


def _of(readings: Iterable[Reading], key: str, value: object) -> list[Reading]:
    return [one for one in readings if one.row[key] == value]


if __name__ == "__main__":
    main()
