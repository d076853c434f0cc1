"""Feeds that misbehave, and a watch that is killed: nothing is missed, nothing is there twice."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from counterclaim.cli.main import main
from counterclaim.errors import UnreadableInput
from counterclaim.ledger.dialect import looking
from counterclaim.ledger.identity import document_id
from counterclaim.ledger.opening import open_ledger
from counterclaim.ledger.rebuilding import compare
from counterclaim.ledger.schema import captures
from counterclaim.ledger.verification import verify
from counterclaim.ledger.watching import ARTICLE, FEED, count
from counterclaim.pipeline_ledger import Adder, Fate
from counterclaim.pipeline_watch import Watcher, read_plan
from counterclaim.settings import read_settings
from feed_world import CHANGED, HOUR, START, FeedWorld
from ledger_samples import is_full
from web_server import WebServer

_TESTS = Path(__file__).parent.parent
_PATH = os.pathsep.join(str(_TESTS.parent / folder) for folder in ("src", "tests", "tools"))
#: Feeds, articles of each, how much faster their time runs, kills.
_SIZE = (200, 6, 24.0, 20) if is_full() else (8, 4, 300.0, 2)
#: The last watch is begun anew so often where the machine was too slow for the time of the feeds.
_ROUNDS = 5
#: A watch is killed when it has confirmed some articles, or after so many seconds; and its memory grows by no more than this.
_PATIENCE, _FLAT = 60.0, 1.2
_PLAN = """
[watch]
every = "{every}m"
gap = "{gap}"
refetch = ["15m", "30m"]
seconds = 20
allow = {places}
"""


def _plan(folder: Path, world: FeedWorld, gap: str = "1s") -> Path:
    path = folder / "feeds.toml"
    path.write_text(
        _PLAN.format(every=8, gap=gap, places=json.dumps(world.places))
        + "".join(f'[[feed]]\nurl = "{url}"\n' for url in world.addresses()),
        "utf-8",
    )
    return path


def _watch(address: Path, plan: Path, world: FeedWorld, until: float, said: Path) -> subprocess.Popen[str]:
    program = [
        sys.executable,
        str(_TESTS / "feed_watcher.py"),
        str(address),
        str(plan),
        repr(world.begun),
        repr(world.speed),
        repr(until),
    ]
    with said.open("w") as stream:
        return subprocess.Popen(
            program, env={**os.environ, "PYTHONPATH": _PATH}, stdout=stream, stderr=subprocess.PIPE, text=True
        )


@pytest.mark.long
def test_nothing_is_missed_and_nothing_is_there_twice(tmp_path: Path) -> None:
    """An hour of feeds that are slow, cut, broken, moved, in wrong encodings or none; killed again and again."""
    feeds, articles, speed, kills = _SIZE
    dice = random.Random(5)
    address = tmp_path / "ledger.db"
    open_ledger(str(address), create=True).close()
    world = FeedWorld(feeds, articles, speed)
    plan = _plan(tmp_path, world)
    end = HOUR + CHANGED + 2_400.0  # failed articles are tried again, changed ones looked at again
    try:
        said = [tmp_path / f"said-{number}.txt" for number in range(kills + _ROUNDS)]
        for number in range(kills):
            running = _watch(address, plan, world, float("inf"), said[number])
            limit = world.begun + (number + 1) * HOUR / speed / (kills + 1)
            time.sleep(max(3.0, limit - time.time()) + dice.random())
            _until_it_worked(said[number], dice.randint(1, 9))
            running.kill()
            running.communicate()
        expected = world.expected()
        for number in range(kills, kills + _ROUNDS):
            last = _watch(address, plan, world, max(end, world.now() - START + CHANGED + 2_400.0), said[number])
            _, trouble = last.communicate()
            assert last.returncode == 0, trouble
            if _documents(address).keys() >= {document_id(url) for url in expected}:
                break
    finally:
        world.stop()
    found = _documents(address)
    told = [told for path in said if path.exists() for told in _confirmed(path)]
    added = Counter(url for fate, url in told if fate == Fate.ADDED.value)
    assert {document_id(url) for url in expected} == found.keys()
    with open_ledger(str(address)) as ledger:
        for url, path in expected.items():
            kept = found[document_id(url)]
            assert len(kept) == len(set(kept)), f"{url} is there twice"
            assert set(kept) <= set(world.versions[path]), f"{url} was never that"
            assert world.versions[path][-1] in kept, f"the last version of {url} is missing"
            assert world.given[path] <= 3 + kills, path
            assert len(kept) >= added[url], f"a version of {url} was confirmed and is missing"
        assert verify(ledger).holds
        assert compare(ledger) == []
        assert count(ledger, ARTICLE)[0] == len(expected)
    peaks = [peaks for path in said if path.exists() and (peaks := _peaks(path))]
    assert {document_id(url) for _, url in told} <= found.keys()
    assert all(found[-1] <= _FLAT * found[0] for found in peaks), peaks
    confirmed = [len(_confirmed(path)) for path in said[:kills]]
    changed = sum(len(kept) > 1 for kept in found.values())
    what = f"{len(expected)} articles, {changed} in two versions"
    print(f"{what}; {kills} kills after {confirmed} confirmed; peaks of each watch in MB: {peaks}")  # noqa: T201 - what `make prove` shows


def _until_it_worked(said: Path, count: int) -> None:
    """Wait until a watch has confirmed so many articles, unless there are no more for it."""
    deadline = time.monotonic() + _PATIENCE
    while len(_confirmed(said)) < count and time.monotonic() < deadline:
        time.sleep(0.05)


def _confirmed(said: Path) -> list[tuple[str, str]]:
    """Return the articles that a watch said to be in the ledger, with what became of them."""
    whole = [line.split() for line in said.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]
    return [(words[0], words[1]) for words in whole if words[0] not in {Fate.FAILED.value, "peak"}]


def _peaks(said: Path) -> list[int]:
    """Return the megabytes that a watch took at most, from its first article on, which loads what its language needs."""
    told = [line.split() for line in said.read_text("utf-8").splitlines()]
    first = next((at for at, words in enumerate(told) if words[0] not in {Fate.FAILED.value, "peak"}), len(told))
    return [int(words[1]) for words in told[first:] if words[0] == "peak"]


def _documents(address: Path) -> dict[str, list[str]]:
    """Return the digests of the captures of each document."""
    found: dict[str, list[str]] = defaultdict(list)
    with open_ledger(str(address)) as ledger, looking(ledger.engine) as connection:
        for row in connection.execute(select(captures.c.document, captures.c.bytes)):
            found[row.document].append(row.bytes)
    return found


def test_once_fetches_what_is_due_and_leaves(tmp_path: Path) -> None:
    """A second look at the same moment asks for nothing."""
    world = FeedWorld(5, 2, 1.0, begun=time.time() - 2 * HOUR)
    plan = read_plan(_plan(tmp_path, world, gap="0.1s"))
    try:
        with open_ledger(str(tmp_path / "l.db"), create=True) as ledger:
            adder = Adder(ledger, read_settings(), by="test", allow=plan.limits.allowed)
            outcomes = list(Watcher(adder, plan).once())
            assert sum(outcome.fate is Fate.ADDED for outcome in outcomes) >= 6
            before = sum(world.asked.values())
            assert list(Watcher(adder, plan).once()) == []
            assert sum(world.asked.values()) == before
            assert count(ledger, FEED)[1] >= 5
    finally:
        world.stop()


def test_the_verb_tells_each_article_on_a_line(tmp_path: Path) -> None:
    """As JSON with `--format jsonl`, as a sentence without; and leaves after one look with `--once`."""
    server = WebServer()
    path = tmp_path / "feeds.toml"
    path.write_text(f'[watch]\ngap = "0.1s"\n[[feed]]\nurl = "{server.root}/feed"\n', "utf-8")
    words = ["watch", str(path), "--once", "--ledger", str(tmp_path / "l.db"), "--allow", server.place]
    try:
        ran = CliRunner().invoke(main, [*words, "--format", "jsonl"], standalone_mode=False, catch_exceptions=False)
        told = json.loads(ran.stdout)
        assert (told["fate"], told["id"]) == ("added", f"{server.root}/page")
        assert CliRunner().invoke(main, words, standalone_mode=False, catch_exceptions=False).stdout == ""
    finally:
        server.stop()


def test_robots_are_heeded(tmp_path: Path) -> None:
    """What a host forbids is not asked for; that is kept as a failure with its reason."""
    world = FeedWorld(1, 1, 1.0)
    path = tmp_path / "feeds.toml"
    path.write_text(f'[watch]\nallow = {json.dumps(world.places)}\n[[feed]]\nurl = "{world.root(0)}/private/feed"\n', "utf-8")
    try:
        with open_ledger(str(tmp_path / "l.db"), create=True) as ledger:
            plan = read_plan(path)
            (outcome,) = Watcher(Adder(ledger, read_settings(), by="test", allow=plan.limits.allowed), plan).once()
        assert outcome.fate is Fate.FAILED
        assert "robots.txt" in outcome.reason
        assert set(world.asked) == {"/robots.txt"}
    finally:
        world.stop()


def test_a_feed_at_a_private_address_is_refused(tmp_path: Path) -> None:
    """Unless somebody vouches for it."""
    server = WebServer()
    path = tmp_path / "feeds.toml"
    path.write_text(f'[[feed]]\nurl = "{server.root}/feed"\n', "utf-8")
    try:
        with open_ledger(str(tmp_path / "l.db"), create=True) as ledger:
            plan = read_plan(path)
            (outcome,) = Watcher(Adder(ledger, read_settings(), by="test"), plan).once()
        assert outcome.fate is Fate.FAILED
        assert server.asked == []
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no feed"),
        ("[[feed]]\nurl = 'https://a.example/'\nevry = '5m'", "evry"),
        ("[watch]\nevery = 'soon'\n[[feed]]\nurl = 'https://a.example/'", "no time"),
        ("[[feed]]\nurl = 'file:///etc/passwd'", "no address"),
        ("[[feed", "no TOML"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_named(tmp_path: Path, text: str, said: str) -> None:
    """With what is wrong in it."""
    path = tmp_path / "feeds.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableInput, match=said):
        read_plan(path)
