"""How well copies are found: `python tools/bench_copies.py REPORTS.jsonl...` and, with `--load N`, how fast.

Of every report some copies are made: cut, with another head, in another order, edited, in another outlet's frame. All go
into one ledger in random order. A pair counts as found where both came into one family; it is right where both stem
from one report.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from counterclaim.ledger.opening import open_ledger
from counterclaim.ledger.schema import reports, texts
from counterclaim.ledger.store import Capture, Reader, writing
from counterclaim.model import Extraction, Report
from generated_claims import generate, make_world

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.ledger.opening import Ledger

_READER = Reader("bench", "copies")
_FEWEST_WORDS = 60
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_FRAMES = (
    (
        "Log in · Subscribe · Weather\nHarbour Courier, foreign desk\n",
        "\nShare this story. Read also: the week in pictures. Contact the desk.",
    ),
    (
        "Forside | Nyheter | Sport\nAv Utenriksredaksjonen\n",
        "\nTips oss! Les også: Dette vet vi. Ansvarlig redaktør og personvern.",
    ),
    ("Accueil > Monde\nPar la rédaction, avec une agence\n", "\nPartager. À lire aussi : les réactions. Mentions légales."),
)


def main() -> int:
    """Measure, print, return 1 where recall or precision is below the aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="JSON lines with a text each; default: the reports of the demo")
    parser.add_argument("--load", type=int, default=0, help="also add so many generated reports and time it")
    parser.add_argument("--show", action="store_true", help="print the wrong and the missing pairs")
    arguments = parser.parse_args()
    texts_of = _texts(arguments.files)
    recall, precision = measure(texts_of, show=arguments.show)
    if arguments.load:
        load(arguments.load)
    return 0 if recall >= 0.95 and precision >= 0.98 else 1


def measure(originals: dict[str, str], *, show: bool = False) -> tuple[float, float]:
    """Print and return recall and precision over all pairs of copies of these texts."""
    dice = random.Random(3)
    made = [(key, kind, text) for key, text in originals.items() for kind, text in copies(text, dice)]
    dice.shuffle(made)
    with tempfile.TemporaryDirectory() as folder, open_ledger(f"{folder}/copies.db", create=True) as ledger:
        for start in range(0, len(made), 100):
            _add(ledger, ((f"{at}", text) for at, (_, _, text) in enumerate(made[start : start + 100], start)))
        families = _families(ledger)
    found = {frozenset(pair) for members in families.values() for pair in itertools.combinations(sorted(members), 2)}
    true = set()
    by_key = defaultdict(list)
    for at, (key, _, _) in enumerate(made):
        by_key[key].append(str(at))
    for members in by_key.values():
        true |= {frozenset(pair) for pair in itertools.combinations(members, 2)}
    recall, precision = len(found & true) / len(true), len(found & true) / max(1, len(found))
    print(f"{len(originals)} reports, {len(made)} with their copies: recall {recall:.4f}, precision {precision:.4f}")
    for name, pairs in (("missing", true - found), ("wrong", found - true)):
        kinds: dict[str, int] = defaultdict(int)
        for pair in pairs:
            kinds[" / ".join(sorted(made[int(at)][1] for at in pair))] += 1
        print(f"  {name}: {len(pairs)} {dict(sorted(kinds.items(), key=lambda item: -item[1])[:8])}")
        for pair in itertools.islice(pairs, 10 if show else 0):
            print("   ", [made[int(at)][:2] for at in pair])
    return recall, precision


def copies(text: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Yield a report and what others make of it."""
    sentences = _SENTENCE.split(text)
    head, tail = dice.choice(_FRAMES)
    yield "as it is", text
    yield "other outlet", head + text + tail
    yield "cut", " ".join(sentences[: max(3, round(len(sentences) * dice.uniform(0.55, 0.85)))])
    yield "new head", f"Update from the front\n\n{' '.join(sentences[1:])}"
    shuffled = sentences[:]
    dice.shuffle(shuffled)
    yield "other order", " ".join(shuffled)
    yield "edited", edited(text, dice, 0.05)
    yield (
        "edited, cut, other outlet",
        head + edited(" ".join(sentences[: max(3, round(len(sentences) * 0.75))]), dice, 0.03) + tail,
    )


def edited(text: str, dice: random.Random, share: float) -> str:
    """Return a text in which some words are others (its numbers stay)."""
    words = text.split(" ")
    for at, word in enumerate(words):
        if word.isalpha() and dice.random() < share:
            words[at] = words[dice.randrange(len(words))]
    return " ".join(words)


def load(count: int) -> None:
    """Add so many generated reports, and print how long that took."""
    with tempfile.TemporaryDirectory() as folder, open_ledger(f"{folder}/load.db", create=True) as ledger:
        found = ((f"{number}", extraction.report.text) for number, (_, extraction) in enumerate(generate(count, make_world())))
        begun, making, processor = time.perf_counter(), 0.0, time.process_time()
        while True:
            start = time.perf_counter()
            batch = list(itertools.islice(found, 200))
            making += time.perf_counter() - start
            if not batch:
                break
            _add(ledger, batch)
        spent = time.perf_counter() - begun - making
        busy = time.process_time() - processor - making
        print(f"{count:,} reports kept, compared with all before and tied: {spent:,.0f} s ({count / spent:,.0f} a second)")
        print(f"the adding process itself was busy for {busy:,.0f} s; load of the machine: {os.getloadavg()[0]:.1f}")
        print(f"families with more than one text: {sum(len(one) > 1 for one in _families(ledger).values())}")


def _add(ledger: Ledger, found: Iterable[tuple[str, str]]) -> None:
    with writing(ledger, by="bench") as writer:
        for key, text in found:
            number = writer.add_capture(Capture(key, text.encode("utf-8", "replace"), key, "2024-01-01T00:00:00.000000Z")).number
            if number is not None:
                writer.add_reading(Extraction(Report(key, text)), capture=number, reader=_READER)


def _families(ledger: Ledger) -> dict[int, list[str]]:
    families: dict[int, list[str]] = defaultdict(list)
    query = select(texts.c.family, reports.c.key).join(reports, reports.c.text_rank == texts.c.rank).distinct()
    with ledger.engine.connect() as connection:
        for row in connection.execute(query):
            families[row.family].append(row.key)
    return families


def _texts(files: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in files:
        for number, line in enumerate(Path(file).read_text(encoding="utf-8").splitlines()):
            found[f"{file}:{number}"] = json.loads(line)["text"]
    if not files:
        folder = Path(__file__).parent.parent / "src" / "counterclaim" / "demo" / "reports"
        for path in sorted(folder.iterdir()):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.suffix == ".jsonl" else [""]):
                found[f"{path.name}:{number}"] = json.loads(line)["text"] if line else path.read_text(encoding="utf-8")
    return {key: text for key, text in found.items() if len(text.split()) >= _FEWEST_WORDS}


if __name__ == "__main__":
    sys.exit(main())
