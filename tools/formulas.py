"""Say every formula of a language with every word that fits it, and show what is read otherwise than it is meant.

    python tools/formulas.py [LANG | LANG/TABLE ...] [--quick | --full] [--all]

News agencies write in formulas: "according to X, N were killed in P". A table (tests/formulas/LANG/TABLE.toml) holds the
formulas, with slots, and what may stand in each slot, every part with the fields that it makes certain: what a sentence
must be read as follows from its parts, and a hole shows as a row or a column of failures, not as one odd sentence.

A formula of several sentences says with `claims` which claims there must be, and that there is no other with a figure:
each is `of` the slots whose fillers make it (of all where it says nothing), and may add fields of its own. It may be a
claim of others `also`, who state it together.
"""

from __future__ import annotations

import argparse
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from counterclaim.extraction.claims import extract
from counterclaim.knowledge.loading import Knowledge, load_knowledge
from counterclaim.model import Report
from counterclaim.records import claim_to_record
from formula_tables import ABOUT, ALSO, EXPECT, OF, SLOT, Table, TableError, load_table, table_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PUBLISHED = "2024-05-15"
#: The comma that closes an apposition, before a sign that closes it as well.
SHUT = re.compile(r",(?=[.,;:])")
#: The first letter of a text, or of a sentence or a quotation behind another one.
FIRST = re.compile(r"(?:^|(?<=\D[.!?]\s)|(?<=\n))([\"«„“”–—\s]*)(\w)")
#: What is asked of the claims of a sentence as a whole, beside the fields of one of them.
NAMED, VIA, NONE, SAME = "named", "via", "none", "same"
#: TOML has no word for nothing.
NULL = "null"
#: The fields of a claim that are printed.
SHOWN = (
    "outcome", "low", "high", "claimant", "claimant_kind", "via", "stance", "scope", "victim_kind", "victim_country",
    "place", "when",
)  # fmt: skip


class Depth(Enum):
    """How many of the combinations of fillers are read: every filler of a formula, every pair of them, or all."""

    FILLERS = "fillers"
    PAIRS = "pairs"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Cell:
    """One formula with its slots filled: the text, the fields of each claim that it must have, and whether of no other."""

    table: str
    formula: str
    fillers: tuple[tuple[str, str], ...]
    text: str
    claims: tuple[dict[str, Any], ...]
    complete: bool
    open: bool

    @property
    def name(self) -> str:
        """Return the formula and its fillers as one line."""
        return f"{self.table}: {self.formula} | " + ", ".join(f"{slot} {filler}" for slot, filler in self.fillers)


def cells(name: str, depth: Depth = Depth.PAIRS) -> Iterator[Cell]:
    """Give the cells of a table: every pair of fillers of the two longest slots occurs, or what `depth` asks.

    A filler that lacks the form which a formula asks for stays out of it. Raises TableError for a slot without fillers.
    """
    table = load_table(name)
    for turn, formula in enumerate(table.formulas):
        slots: dict[str, set[str]] = {}
        for slot, form in SLOT.findall(formula["text"]):
            slots.setdefault(slot, set()).add(form)
        choices = [
            [(slot, key) for key, filler in table.slots[slot].items() if forms <= filler.keys()] for slot, forms in slots.items()
        ]
        if not all(choices):
            raise TableError(name, f"formula {formula['name']!r}: a slot has no filler with all the forms that it asks for")
        for chosen in _chosen(choices, depth, turn):
            if not _twice(table, chosen):
                yield _cell(table, formula, tuple(chosen))


def _twice(table: Table, chosen: tuple[tuple[str, str], ...]) -> bool:
    """Return whether one filler stands in two slots."""
    return len({(*table.origins[slot], filler) for slot, filler in chosen}) < len(chosen)


def _chosen(choices: list[list[tuple[str, str]]], depth: Depth, turn: int) -> Iterable[tuple[tuple[str, str], ...]]:
    """Give the combinations of fillers that `depth` asks for; `turn` is the place of the formula in its table."""
    match depth:
        case Depth.FILLERS:
            return _fillers(choices, turn)
        case Depth.PAIRS:
            return _pairs(choices)
        case Depth.ALL:
            return itertools.product(*choices)


def _fillers(choices: list[list[tuple[str, str]]], turn: int) -> Iterator[tuple[tuple[str, str], ...]]:
    """Give combinations in which every filler occurs; which others stand beside it changes from formula to formula."""
    for number in range(max((len(choice) for choice in choices), default=1)):
        yield tuple(choice[(number + turn * place) % len(choice)] for place, choice in enumerate(choices))


def _pairs(choices: list[list[tuple[str, str]]]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Give combinations in which every two fillers of the two longest slots meet, the others taken in turn."""
    longest = sorted(range(len(choices)), key=lambda at: -len(choices[at]))[:2]
    sizes = [range(len(choices[at])) for at in longest]
    for turn, pair in enumerate(itertools.product(*sizes)):
        picked = dict(zip(longest, pair, strict=True))
        shift = turn + (pair[0] if pair else 0)
        yield tuple(choice[picked.get(at, shift % len(choice))] for at, choice in enumerate(choices))


def _cell(table: Table, formula: dict[str, Any], chosen: tuple[tuple[str, str], ...]) -> Cell:
    fillers = {slot: table.slots[slot][filler] for slot, filler in chosen}
    text = SHUT.sub("", SLOT.sub(lambda match: fillers[match[1]][match[2]], formula["text"]))
    text = FIRST.sub(lambda match: match[1] + match[2].upper(), text)
    claims = tuple(_demanded(claim, formula, fillers) for claim in formula.get("claims", ({},)))
    is_open = _is_open(table, formula["name"], dict(chosen))
    return Cell(table.name, formula["name"], chosen, text, claims, "claims" in formula, is_open)


def _demanded(claim: dict[str, Any], formula: dict[str, Any], fillers: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the fields of a claim: those of its fillers, of the formula, and its own, the later before the earlier."""
    fields: dict[str, Any] = {}
    for slot in claim.get(OF, fillers):
        fields |= fillers[slot].get(EXPECT, {})
    fields |= formula.get(EXPECT, {})
    if ALSO in claim:
        fields[ALSO] = [fillers[slot].get(EXPECT, {}).get(NAMED, "") for slot in claim[ALSO]]
    return fields | {key: value for key, value in claim.items() if key not in (OF, ALSO)}


def _is_open(table: Table, formula: str, chosen: dict[str, str]) -> bool:
    """Return whether a table lists a formula with these fillers among what it knows to be misread."""
    known = (entry for entry in table.opens if entry["formula"] == formula)
    return any(all(chosen.get(slot) in names for slot, names in entry.items() if slot not in ABOUT) for entry in known)


def read(cell: Cell, knowledge: Knowledge) -> list[dict[str, Any]]:
    """Return the records of the claims that are read in a cell's sentence."""
    report = Report(id="formula", text=cell.text, lang=cell.table.partition("/")[0], published=PUBLISHED)
    return [claim_to_record(claim) for claim in extract(report, knowledge).claims]


def misread(cell: Cell, found: list[dict[str, Any]]) -> list[str]:
    """Return the fields in which no claim of `found` is what the cell makes certain; nothing where each demand is met.

    `none` asks that there be no claim with a figure. `named` gives words that the name of a claimant must bear (in the
    words of the text or in English, in small letters or capitals), `also` those of others beside him, `via` those of a
    relay, `same` asks that the claimant be that of the first claim that is demanded; every other key is a field and its value.
    """
    figured = [claim for claim in found if claim["low"] is not None or claim["high"] is not None]
    first = next((_who(claim) for claim in found if not _lacking(cell.claims[0], [claim])), ())
    asked = [claim | {SAME: first} if SAME in claim else claim for claim in cell.claims]
    wrong = [field for demanded in asked for field in _lacking(demanded, found)]
    if cell.complete and len(figured) > len(cell.claims):
        wrong.append("more")
    return wrong


def _lacking(demanded: dict[str, Any], found: list[dict[str, Any]]) -> list[str]:
    """Return the fields in which the claim that comes nearest to what is demanded differs from it."""
    if demanded.get(NONE):
        return ["invented"] if any(claim["low"] or claim["high"] for claim in found) else []
    wrong = [sorted(key for key, value in demanded.items() if not _has(claim, key, value)) for claim in found]
    return min(wrong, key=len) if wrong else ["missed"]


def _has(claim: dict[str, Any], key: str, value: object) -> bool:
    if key == NAMED:
        names = [claim["claimant"] or "", *(part for one in claim["claimants"] for part in (one["text"] or "", one["name"]))]
        return any(str(value).casefold() in name.casefold() for name in names)
    if key == ALSO and isinstance(value, list):
        return all(_has(claim, NAMED, name) for name in value)
    if key == SAME:
        return _who(claim) == value
    if key == VIA:
        return any(str(value) in via for via in claim["via"])
    return bool(claim[key] == (None if value == NULL else value))


def _who(claim: dict[str, Any]) -> tuple[str, ...]:
    """Return what tells the claimants from others: their registered identities, or else their names."""
    return tuple(one["id"] or one["name"] for one in claim["claimants"])


def main() -> None:
    """Print the cells that are misread, and how often by formula and by filler."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", nargs="*", help="languages or tables; all where none is named")
    depth = parser.add_mutually_exclusive_group()
    depth.add_argument(
        "--quick", dest="depth", action="store_const", const=Depth.FILLERS, help="every filler of a formula, not every pair"
    )
    depth.add_argument("--full", dest="depth", action="store_const", const=Depth.ALL, help="every combination, not every pair")
    parser.set_defaults(depth=Depth.PAIRS)
    parser.add_argument("--all", action="store_true", help="print every misread sentence, also those known as open")
    chosen = parser.parse_args()
    knowledge = load_knowledge()
    for name in (name for name in table_names() if not chosen.tables or {name, name.partition("/")[0]} & set(chosen.tables)):
        asked, failed, fields = Counter[str](), Counter[str](), Counter[str]()
        for cell in cells(name, chosen.depth):
            found = read(cell, knowledge)
            wrong = misread(cell, found)
            parts = [f"formula {cell.formula}", *(f"{slot} {filler}" for slot, filler in cell.fillers)]
            asked.update([*parts, "all"])
            if wrong:
                failed.update([*parts, "all"])
                fields.update(wrong)
                if chosen.all or not cell.open:
                    print(
                        f"{cell.name}\n   {cell.text}\n   {'; '.join(wrong)}"
                        + "".join(f"\n      {_line(claim)}" for claim in found)
                    )
            elif cell.open:
                print(f"{cell.name}\n   {cell.text}\n   is read as meant, and stands as open")
        print(
            f"\n{name}: {asked['all'] - failed['all']} of {asked['all']} as meant; wrong by field: {dict(fields.most_common())}"
        )
        for part, count in failed.most_common():
            print(f"   {count:4} of {asked[part]:4}  {part}")


def _line(claim: dict[str, Any]) -> str:
    return ", ".join(f"{name} {claim[name]}" for name in SHOWN)


if __name__ == "__main__":
    main()
