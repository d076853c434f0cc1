"""Run the full counts of the ledger's promises, and print what was proved: `python tools/prove_ledger.py [WORDS]`.

200 kills, 1,000 reports three times and by two at once, 1,000 changed bits, 50 kills while migrating, and the laws with
1,000 examples each, on SQLite and on PostgreSQL. WORDS pick some of the tests, as pytest's -k does. It takes an hour.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

_ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run, print a line for docs/measures.md, and return pytest's exit status."""
    words = sys.argv[1:]
    command = [sys.executable, "-m", "pytest", "tests/ledger", "tests/unit/fetching", "-q", "--durations=5"]
    begun = time.monotonic()
    ran = subprocess.run(
        command + (["-k", " ".join(words)] if words else []),
        cwd=_ROOT,
        env={**os.environ, "COUNTERCLAIM_PROOF": "full", "COUNTERCLAIM_NEED": "postgres", "PYTHONPATH": "src"},
        check=False,
        capture_output=True,
        text=True,
    )
    print(ran.stdout[-4000:])
    result = re.findall(r"^\d+ (?:passed|failed).*$|^.*\d+ passed.*$", ran.stdout, flags=re.MULTILINE)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=_ROOT, capture_output=True, text=True, check=False)  # noqa: S607 - whichever git
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    print(
        f"| {datetime.now(UTC):%Y-%m-%d} | {commit.stdout.strip()} | {machine} | prove_ledger {' '.join(words) or 'all'} | "
        f"{result[-1] if result else ran.stderr[-200:]} | {time.monotonic() - begun:,.0f} s |"
    )
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main())
