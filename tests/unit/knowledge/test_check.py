"""The check of all data: every problem is named, with its file, at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim.knowledge import blame_words, struck_words
from counterclaim.knowledge.check import language_problems, vocabulary
from counterclaim.knowledge.language import KINDS
from counterclaim.knowledge.scope_words import FILE as SCOPE

PACK = 'name = "Testish"\nthousands = ". "\ndecimal = ","\n'
FILES = {"pack.toml": PACK, "numbers.toml": "", "dates.toml": "", "reading.toml": ""}

#: What a file says, and words of the problem that is found in it.
WRONG = {
    "unknown key": ("pack.toml", PACK + "colour = 1\n", "unknown key 'colour'"),
    "missing key": ("pack.toml", 'name = "Testish"\n', "the key 'thousands' is missing"),
    "key of another sort": ("pack.toml", PACK + "heads = 3\n", "'heads' must be a list"),
    "no TOML": ("outcomes.toml", "[killed\n", "not TOML"),
    "unknown value": ("outcomes.toml", '\n[kiled]\nnoun = ["dead"]\n', "outcomes.toml:2: unknown value 'kiled'"),
    "unknown form": ("outcomes.toml", '[killed]\nnuon = ["dead"]\n', "unknown form 'nuon'"),
    "unknown victim": ("victims.toml", '[dragon]\none = ["dragon"]\n', "unknown value 'dragon'"),
    "no list": ("outcomes.toml", '[killed]\nnoun = "dead"\n', "must be a list of phrases"),
    "empty phrase": ("outcomes.toml", '[killed]\nnoun = [" "]\n', "must be a list of phrases"),
    "twice": ("outcomes.toml", '[killed]\nnoun = ["dead", "dead"]\n', "'dead' twice"),
    "open parenthesis": ("outcomes.toml", '[killed]\nnoun = ["dead (man|men"]\n', "parentheses"),
    "unread file": ("outcome.toml", "", "nothing reads a file of this name"),
    "broken example": ("examples.jsonl", '\n{"text": "x"\n', "examples.jsonl:2: this is not JSON"),
    "example without claims": ("examples.jsonl", '{"text": "x"}\n', 'needs a "text" and its "claims"'),
}


def written(folder: Path, files: dict[str, str]) -> Path:
    """Return the folder with the files in it."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_in_a_pack_is_named(kind: str, tmp_path: Path) -> None:
    """The problem says which file, and what is wrong there."""
    name, text, said = WRONG[kind]
    problems = list(map(str, language_problems(written(tmp_path, FILES | {name: text}), "xx")))
    assert any(said in problem and problem.startswith(f"xx/{name}") for problem in problems), problems


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    """A missing file does not hide a wrong one."""
    problems = "\n".join(map(str, language_problems(written(tmp_path, {"pack.toml": "x = 1", "scope.toml": "y = 2"}), "xx")))
    for said in ("xx/numbers.toml: this file is missing", "xx/pack.toml: unknown key 'x'", "xx/scope.toml"):
        assert said in problems


def test_every_kind_has_a_vocabulary() -> None:
    """Each lexicon file can be held against what its phrases may mean."""
    assert set(vocabulary()) == {*KINDS, blame_words.FILE, struck_words.FILE, SCOPE}
    assert all(known.forms for known in vocabulary().values())
