"""The sieve lets through what tells of losses, in every language that there is a pack for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counterclaim.knowledge.language import language_codes
from counterclaim.reading.sieve import Sieved, sieve
from pages import Dirt, pages

QUALITY = Path(__file__).parent.parent.parent / "quality"
#: Reports whose losses the sieve may miss, of all evaluation reports.
ALLOWED = 0.005


def test_reports_with_losses_pass() -> None:
    """Of the evaluation reports, in all languages."""
    lines = [
        json.loads(line) for name in ("reports.jsonl", "fresh.jsonl") for line in (QUALITY / name).read_text("utf-8").splitlines()
    ]
    telling = [line for line in lines if any(claim["outcome"] != "strength" for claim in line["claims"])]
    missed = [line["id"] for line in telling if sieve(line["text"].encode()) is not None]
    assert len(telling) > 100
    assert len(missed) <= ALLOWED * len(telling), missed


def test_every_example_of_a_loss_passes() -> None:
    """A generated page on an attack passes in each language, in all the dirt of a page; and most ordinary pages do not."""
    dirt = Dirt()
    found = [(page, sieve(*dirt.page(page, number))) for number, page in enumerate(pages(400, conflict=0.5))]
    assert {page.lang for page, _ in found if page.event is not None} == set(language_codes())
    assert [page.url for page, why in found if page.event is not None and why is not None] == []
    ordinary = [why for page, why in found if page.role == "plain"]
    assert sum(why is None for why in ordinary) < len(ordinary) / 3


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (b"", Sieved.EMPTY),
        (b"<html><script>var killed = 12; people = 3</script></html>", Sieved.EMPTY),
        (
            b"El ayuntamiento quiere gastar siete millones en nuevos carriles para las bicicletas de la ciudad.",
            Sieved.LANGUAGE,
        ),
        (b"<p>The council will meet on Friday and it is to vote on the roads that have been closed for 12 days.", Sieved.LOSSES),
    ],
)
def test_the_reason_is_told(page: bytes, why: Sieved) -> None:
    """No text, no language, no losses."""
    assert sieve(page) is why


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-u"])
def test_old_encodings_and_entities_pass(encoding: str) -> None:
    """Bytes of older sites are read as their page declares, entities as letters."""
    text = "<meta charset={}><p>При обстреле города погибли двенадцать человек, и еще восемь были ранены, как он сообщил.</p>"
    assert sieve(text.format(encoding).encode(encoding)) is None
    assert sieve(text.format("utf-8").encode("ascii", "xmlcharrefreplace")) is None
