"""Killed at any moment, or by two at once: what was confirmed is there once, and the end is that of a quiet run."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.ledger.chain import EntryKind
from counterclaim.ledger.history import list_entries
from counterclaim.ledger.opening import open_ledger
from counterclaim.ledger.rebuilding import compare
from counterclaim.ledger.verification import verify
from ledger_samples import is_full, state

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterclaim.ledger.chain import Entry
    from counterclaim.ledger.opening import Ledger

_TESTS = Path(__file__).parent.parent
_PATH = os.pathsep.join(str(_TESTS.parent / folder) for folder in ("src", "tests", "tools"))
_KILLS = 200 if is_full() else 5
_REPORTS = 1000 if is_full() else 60


def _adder(address: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(_TESTS / "ledger_adder.py"), address, str(count)],
        env={**os.environ, "PYTHONPATH": _PATH},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _quietly(address: str, count: int) -> None:
    running = _adder(address, count)
    _, trouble = running.communicate()
    assert running.returncode == 0, trouble


def test_killed_at_random_moments_it_loses_nothing(fresh: Callable[[], str]) -> None:
    """Every report that was confirmed is there once; the chain holds; the end is that of an undisturbed run."""
    dice = random.Random(9)
    address, quiet = fresh(), fresh()
    confirmed: set[str] = set()
    reports = _REPORTS
    for _ in range(_KILLS):
        running = _adder(address, reports)
        assert running.stdout is not None
        if dice.random() < 0.8:
            confirmed.add(running.stdout.readline().strip())
        time.sleep(dice.random() * 0.3)
        running.kill()
        confirmed |= set(running.communicate()[0].split())
        reports += 5 if len(confirmed) >= reports else 0
    confirmed.discard("")
    with open_ledger(address, create=True) as ledger:
        proof = verify(ledger)
        assert proof.problems == ()
        there = state(ledger)
        assert confirmed <= there.keys()
        subjects = [entry.subject for entry in _captures(ledger)]
        assert len(subjects) == len(set(subjects)) == len(there)
    _quietly(address, reports)
    _quietly(quiet, reports)
    with open_ledger(address) as ledger, open_ledger(quiet) as other:
        assert state(ledger) == state(other)
        assert verify(ledger).holds
        assert compare(ledger) == []


def test_three_times_and_by_two_at_once_is_as_once(fresh: Callable[[], str]) -> None:
    """The ledger is the same as after one quiet run, entry for entry in number."""
    address, quiet = fresh(), fresh()
    _quietly(quiet, _REPORTS)
    for _ in range(3):
        pair = [_adder(address, _REPORTS) for _ in range(2)]
        for running in pair:
            _, trouble = running.communicate()
            assert running.returncode == 0, trouble
    with open_ledger(address) as ledger, open_ledger(quiet) as other:
        assert state(ledger) == state(other)
        assert len(_captures(ledger)) == len(_captures(other)) == _REPORTS
        assert verify(ledger).entries == verify(other).entries
        assert verify(ledger).holds


def _captures(ledger: Ledger) -> list[Entry]:
    found: list[Entry] = []
    after = None
    while True:
        page = list_entries(ledger, kind=EntryKind.CAPTURE, after=after, limit=1000)
        found += page.items
        if page.next is None:
            return found
        after = int(page.next)
