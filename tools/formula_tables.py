"""The tables of formulas as they stand in the files: slots with their fillers, own and borrowed, formulas, and what is open.

A table may borrow the fillers of a slot from another table of its language, all or some, under the same name or another:

    [borrow]
    speaker = { from = "attribution" }
    other = { from = "attribution", slot = "speaker", only = ["army", "rebels"] }

`without = ["scope"]` leaves aside fields that the fillers make certain elsewhere and that are not asked here.
What it then says of a borrowed filler itself (`[speaker.army]`, `it = "it"`) adds forms to it, and takes none back. The same
filler never stands in two slots that are borrowed from one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLES = Path(__file__).parent.parent / "tests" / "formulas"
SLOT = re.compile(r"\{(\w+)\.(\w+)\}")
#: The parts of a table that are no slots.
FORMULA, OPEN, BORROW = "formula", "open", "borrow"
#: What a filler makes certain, beside its forms.
EXPECT = "expect"
#: What a demanded claim of a formula says beside its fields: the slots whose fillers make it.
OF = "of"
#: What it says of those who state it together with them: slots whose names its claimants must bear as well.
ALSO = "also"
#: What an open entry says beside its fillers.
ABOUT = ("formula", "why")
_FORMULA_KEYS = {"name", "text", "expect", "claims"}
_BORROW_KEYS = {"from", "slot", "only", "without"}

#: The fillers of a slot by name, each with its forms and what it makes certain.
Fillers = dict[str, dict[str, Any]]


class TableError(ValueError):
    """A table says what cannot be: which one, what, and what would be right."""

    def __init__(self, table: str, trouble: str) -> None:
        super().__init__(table, trouble)
        self.table, self.trouble = table, trouble

    def __str__(self) -> str:
        return f"{self.table}: {self.trouble}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with all that it borrows; `origins` says of each slot from which table and slot its fillers are."""

    name: str
    slots: dict[str, Fillers]
    origins: dict[str, tuple[str, str]]
    formulas: tuple[dict[str, Any], ...]
    opens: tuple[dict[str, Any], ...]


def table_names() -> list[str]:
    """Return the names of all tables, as LANG/TABLE."""
    return sorted(f"{path.parent.name}/{path.stem}" for path in TABLES.glob("*/*.toml"))


def load_table(name: str) -> Table:
    """Return a table with what it borrows. Raises TableError for what it says wrongly."""
    told = _told(name)
    borrowed = told.pop(BORROW, {})
    formulas, opens = tuple(told.pop(FORMULA, ())), tuple(told.pop(OPEN, ()))
    slots: dict[str, Fillers] = {}
    origins = {slot: (name, slot) for slot in told}
    for slot, loan in borrowed.items():
        slots[slot], origins[slot] = _borrowed(name, slot, loan)
    for slot, own in told.items():
        slots[slot] = _added(name, slot, slots.get(slot, {}), own)
    table = Table(name, slots, origins, formulas, opens)
    for formula in formulas:
        _check_formula(table, formula)
    for entry in opens:
        _check_open(table, entry)
    return table


def _told(name: str) -> dict[str, Any]:
    path = TABLES / f"{name}.toml"
    if not path.exists():
        raise TableError(name, f"there is no such table ({path})")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _borrowed(name: str, slot: str, loan: dict[str, Any]) -> tuple[Fillers, tuple[str, str]]:
    """Return the fillers that a table borrows for a slot, and whence."""
    if "from" not in loan or not loan.keys() <= _BORROW_KEYS:
        raise TableError(name, f"borrow.{slot}: says {sorted(loan)}, and takes {', '.join(sorted(_BORROW_KEYS))}")
    lender, theirs = f"{name.partition('/')[0]}/{loan['from']}", loan.get("slot", slot)
    slots = _told(lender)
    if theirs not in slots or theirs in (FORMULA, OPEN, BORROW):
        raise TableError(name, f"borrow.{slot}: {lender} has no {theirs}")
    fillers: Fillers = slots[theirs]
    only = loan.get("only", list(fillers))
    if lacking := [key for key in only if key not in fillers]:
        raise TableError(name, f"borrow.{slot}: {lender} has no {', '.join(lacking)}; its {theirs} has {', '.join(fillers)}")
    spared = {key: _without(fillers[key], loan.get("without", ())) for key in only}
    return spared, (lender, theirs)


def _without(filler: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """Return a filler that makes nothing certain of some fields."""
    expected = {field: value for field, value in filler.get(EXPECT, {}).items() if field not in fields}
    return filler | {EXPECT: expected}


def _added(name: str, slot: str, borrowed: Fillers, own: Fillers) -> Fillers:
    """Return the fillers of a slot, borrowed and own, the borrowed ones with the forms that the table adds."""
    fillers = dict(borrowed)
    for key, forms in own.items():
        if twice := sorted(forms.keys() & fillers.get(key, {}).keys()):
            raise TableError(name, f"{slot}.{key}: {', '.join(twice)} is borrowed already, and may only be said once")
        fillers[key] = fillers.get(key, {}) | forms
    return fillers


def _check_formula(table: Table, formula: dict[str, Any]) -> None:
    named = f"formula {formula.get('name')!r}"
    if odd := sorted(formula.keys() - _FORMULA_KEYS):
        raise TableError(table.name, f"{named}: {', '.join(odd)} is not one of {', '.join(sorted(_FORMULA_KEYS))}")
    slots = {slot for slot, _ in SLOT.findall(formula["text"])}
    if unknown := sorted(slots - table.slots.keys()):
        raise TableError(table.name, f"{named}: no slot {', '.join(unknown)}; there are {', '.join(table.slots)}")
    for claim in formula.get("claims", ()):
        if absent := sorted({*claim.get(OF, ()), *claim.get(ALSO, ())} - slots):
            raise TableError(
                table.name, f"{named}: a claim is of {', '.join(absent)}, and the text has {', '.join(sorted(slots))}"
            )


def _check_open(table: Table, entry: dict[str, Any]) -> None:
    known = [formula["name"] for formula in table.formulas]
    if entry["formula"] not in known:
        raise TableError(table.name, f"open: there is no formula {entry['formula']!r}")
    for slot, names in ((slot, names) for slot, names in entry.items() if slot not in ABOUT):
        if absent := sorted(set(names) - table.slots.get(slot, {}).keys()):
            raise TableError(table.name, f"open {entry['formula']!r}: {slot} has no {', '.join(absent)}")
