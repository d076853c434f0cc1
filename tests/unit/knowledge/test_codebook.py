"""Codebooks: all are right, every rule has its function, and a wrong file is told in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from counterclaim.errors import BadEntry
from counterclaim.estimation.rules import ADJUST, COMBINE, LEAVE_OUT, READ, SETTLE
from counterclaim.knowledge.codebook import STEP_OF, Rule, Step, codebook_names, codebook_problems, load_codebook, read_codebook

if TYPE_CHECKING:
    from pathlib import Path


def test_the_package_has_its_codebooks() -> None:
    """They load, cite a source for every rule, and nothing is wrong with them."""
    assert codebook_names() == ("acled", "airwars", "all-claims", "majority", "ucdp")
    assert not list(codebook_problems())
    assert all(policy.source for name in codebook_names() for policy in load_codebook(name).policies)


def test_every_rule_has_its_function() -> None:
    """The names that codebooks choose from and the functions are the same."""
    for step, functions in (
        (Step.LEAVE_OUT, LEAVE_OUT),
        (Step.READ, READ),
        (Step.SETTLE, SETTLE),
        (Step.COMBINE, COMBINE),
        (Step.ADJUST, ADJUST),
    ):
        assert set(functions) == {rule for rule, at in STEP_OF.items() if at is step}
    assert set(STEP_OF) == set(Rule)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Unknown rules and keys, missing sources, words out of order: each with its line."""
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\nodd = 1\n[[rule]]\nrule = "guess"\n[words]\ndozens = { low = 9, high = 3 }\n', "utf-8")
    with pytest.raises(ExceptionGroup) as caught:
        read_codebook(file)
    told = [str(problem) for problem in caught.value.exceptions]
    for words in (
        "mine.toml:2: unknown key 'odd'",
        "unknown rule 'guess'",
        "does not say what it rests on",
        "low above its high",
        "exactly one rule",
    ):
        assert any(words in sentence for sentence in told), words


def test_an_unknown_codebook_is_named() -> None:
    """The error lists those that there are."""
    with pytest.raises(BadEntry, match="acled, airwars"):
        load_codebook("nobody")
