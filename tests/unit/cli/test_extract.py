"""`counterclaim extract` as a user calls it: a process, its output and its exit status."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from counterclaim.schema import schema

REPORT = (
    "Minst 12 soldater ble drept ved Bakhmut søndag, opplyser den ukrainske generalstaben. Våpnene kostet 5 millioner kroner.\n"
)
OTHER = json.dumps(
    {"id": "two", "lang": "en", "published": "2023-03", "text": "Three civilians were injured in Kherson, police said."}
)


def counterclaim(*words: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Return what the program did."""
    return subprocess.run([sys.executable, "-m", "counterclaim", *words], input=given, capture_output=True, check=False)


@pytest.fixture
def report(tmp_path: Path) -> str:
    """Return the path of a report."""
    path = tmp_path / "melding.txt"
    path.write_text(REPORT, "utf-8")
    return str(path)


def test_the_lines_are_as_their_schema_says(report: str) -> None:
    """A line for each report, with its claims, in the words of the text."""
    done = counterclaim("extract", "--format", "jsonl", report)
    assert (done.returncode, done.stderr) == (0, b"")
    (line,) = done.stdout.decode().splitlines()
    record = json.loads(line)
    jsonschema.Draft202012Validator(schema("extraction")).validate(record)
    (claim,) = record["claims"]
    assert (claim["low"], claim["high"], claim["outcome"]) == (12, None, "killed")
    assert REPORT[claim["start"] : claim["end"]] == claim["evidence"]


def test_standard_input_is_read() -> None:
    """`-` is standard input, whatever is piped into it."""
    done = counterclaim("extract", "-", "--format", "csv", given=OTHER.encode())
    (row,) = csv.DictReader(io.StringIO(done.stdout.decode()))
    assert (row["report"], row["low"], row["outcome"]) == ("two", "3", "injured")


def test_the_table_shows_the_evidence(report: str) -> None:
    """The default is a table, and it holds the words of the text."""
    assert "Minst 12 soldater" in counterclaim("extract", report).stdout.decode()


def test_every_number_is_explained(report: str) -> None:
    """Each number is told with the one that took or refused it; the lines are as their schema says."""
    done = counterclaim("extract", "--explain", "--format", "jsonl", report)
    verdicts = [json.loads(line) for line in done.stdout.decode().splitlines()]
    for verdict in verdicts:
        jsonschema.Draft202012Validator(schema("verdict")).validate(verdict)
        assert REPORT[verdict["start"] : verdict["end"]] == verdict["text"]
        assert verdict["reason"]
    assert [verdict["accepted"] for verdict in verdicts] == [True, False]
    assert "refused" in counterclaim("extract", "--explain", report).stdout.decode()


#: What is handed over, as the bytes of a file of this name, and words of the sentence that is said of it.
BAD = {
    "missing": ("missing.txt", None, "missing.txt: there is no such file"),
    "empty": ("empty.txt", b"", "is empty"),
    "blank": ("blank.txt", b" \n \n", "is empty"),
    "binary": ("film.txt", bytes(range(256)) * 40, "film.txt"),
    "page without text": ("page.html", b"<!doctype html><html><body><script>x=1</script></body></html>", "page.html"),
    "unsupported language": (
        "lehti.txt",
        b"Kaksi sotilasta kuoli ja viisi haavoittui eilen, kertoo puolustusvoimat.",
        "not supported",
    ),
    "broken line": ("lines.jsonl", b'{"id": "a", "text": \n', "lines.jsonl"),
    "line without a text": ("lines.jsonl", b'{"id": "a"}\n', "text"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_gets_a_sentence_and_loses_nothing_else(kind: str, report: str, tmp_path: Path) -> None:
    """What cannot be read is named on standard error, kept aside and counted; the rest is done; the status is 3."""
    name, content, said = BAD[kind]
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    aside = tmp_path / "aside.jsonl"
    done = counterclaim("extract", "--format", "jsonl", "--rejected", str(aside), str(path), report)
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 1
    errors = done.stderr.decode()
    assert said in errors
    assert "1 input was put aside" in errors
    assert "Traceback" not in errors
    (line,) = aside.read_text("utf-8").splitlines()
    jsonschema.Draft202012Validator(schema("rejected")).validate(json.loads(line))


def test_a_broken_line_among_good_ones(tmp_path: Path) -> None:
    """Of three lines two are read."""
    path = tmp_path / "lines.jsonl"
    path.write_text(f"{OTHER}\n{{broken\n{OTHER}\n", "utf-8")
    done = counterclaim("extract", "--format", "jsonl", str(path))
    assert done.returncode == 3
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["two", "two"]
    assert b"2" in done.stderr


@pytest.mark.parametrize(
    "words", [("extract",), ("extract", "--format", "xml", "a.txt"), ("extrakt", "a.txt"), ("extract", "--no", "a")]
)
def test_wrong_use_is_status_2(words: tuple[str, ...]) -> None:
    """A wrong call says so in a sentence, and how to get help."""
    done = counterclaim(*words)
    assert done.returncode == 2
    assert b"Usage: counterclaim" in done.stderr
    assert b"Error: " in done.stderr


def test_whoever_stops_listening_is_no_trouble(tmp_path: Path) -> None:
    """`counterclaim extract ... | head -1` ends quietly."""
    path = tmp_path / "lines.jsonl"
    path.write_text(f"{OTHER}\n" * 300, "utf-8")
    program = f"{sys.executable} -m counterclaim extract --format jsonl {path} | head -1"
    done = subprocess.run(["/bin/sh", "-c", program], capture_output=True, check=True)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == b""


def test_many_inputs_move_a_bar_beside_the_output(report: str) -> None:
    """With standard error on a terminal a bar is drawn there, and the lines still go where they should."""
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "counterclaim", "extract", "--format", "jsonl", report, "missing.txt"]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=theirs, check=False, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    drawn = _everything(ours).decode()
    os.close(ours)
    assert (done.returncode, len(done.stdout.splitlines())) == (3, 1)
    assert "inputs" in drawn
    assert "there is no such file" in drawn


def _everything(terminal: int) -> bytes:
    """Return all that was written to a terminal whose other end is closed; one read gives some of it."""
    pieces = []
    with contextlib.suppress(OSError):  # how some systems say that there is no more
        while piece := os.read(terminal, 100_000):
            pieces.append(piece)
    return b"".join(pieces)
