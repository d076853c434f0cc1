"""The articles that speed is measured on: the same every time, as long as real ones, and no figure in them is invented."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import known
from articles import articles
from counterclaim.extraction.claims import extract
from counterclaim.extraction.proof import proves
from counterclaim.model import Report

TOOL = Path(__file__).parents[2] / "tools" / "articles.py"
COUNT = 24


def test_the_same_seed_gives_the_same_articles_in_any_process() -> None:
    """What one machine measures on, another does."""
    done = subprocess.run([sys.executable, str(TOOL), str(COUNT), "11"], capture_output=True, text=True, check=True)
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert printed == [{**article._asdict(), "lang": "en"} for article in articles(COUNT)]


def test_more_articles_begin_with_the_same_ones() -> None:
    """A longer run measures on the articles of a shorter one, and more."""
    assert list(islice(articles(3 * COUNT), COUNT)) == list(articles(COUNT))
    assert list(articles(COUNT, seed=12)) != list(articles(COUNT))


def test_the_articles_are_of_realistic_length_and_all_different() -> None:
    """They are agency reports of 2 to 5 kilobytes with every slot filled."""
    texts = [article.text for article in articles(COUNT)]
    assert len(set(texts)) == COUNT
    assert all(1_500 < len(text) < 6_000 and "{" not in text for text in texts)


def test_no_figure_of_the_articles_is_invented() -> None:
    """Every figure stands in its words, by the independent reader of numbers; plain articles claim nothing."""
    knowledge = known.knowledge()
    pack = knowledge.language("en")
    claiming = 0
    for number, article in enumerate(articles(COUNT)):
        claims = extract(Report(article.id, article.text, "en", article.published), knowledge).claims
        figures = [(claim.figure, claim.bounds) for claim in claims if claim.figure is not None]
        assert all(figure.span.of(article.text) == figure.text for figure, _ in figures)
        assert all(proves(figure.text, figure.how, bounds, pack) for figure, bounds in figures), article.id
        plain = number % 4 == 3
        assert not (plain and claims), article.text
        claiming += bool(claims)
    assert claiming >= COUNT // 2
