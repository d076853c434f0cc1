"""Every page answers in three forms, looks back, and says what is wrong."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

from page_visitors import Visitor

LISTS = ("/events", "/sources", "/claimants", "/totals", "/search", "/ledger", "/methodology", "/review", "/review/done")


def first_event(reader: Visitor) -> str:
    """Return the event with the most origins."""
    found = reader.get("/events.json?limit=100").json()["events"]
    return str(max(found, key=lambda one: (one["origins"], one["id"]))["id"])


@pytest.mark.parametrize("path", LISTS)
def test_each_list_has_twins(reader: Visitor, path: str) -> None:
    """A page, its JSON and its CSV answer at the same address."""
    page = reader.get(path)
    assert page.status_code == 200
    assert f'href="{path}.json"' in page.text
    assert reader.get(f"{path}.json").json() is not None
    rows = list(csv.reader(io.StringIO(reader.get(f"{path}.csv").text)))
    assert all(len(row) == len(rows[0]) for row in rows)


def test_an_event_says_the_same_in_all_forms(reader: Visitor) -> None:
    """The figures of the page are those of its JSON; every claim is in its CSV."""
    event = first_event(reader)
    record = reader.get(f"/events/{event}.json").json()
    page = reader.get(f"/events/{event}").text
    told = next(one for one in record["estimates"] if one["side"] == "all" and one["best"] is not None)
    assert f'<span class="big">{told["best"]}</span>' in page
    rows = list(csv.DictReader(io.StringIO(reader.get(f"/events/{event}.csv").text)))
    assert [row["id"] for row in rows] == [claim["id"] for claim in record["made"]]
    assert all(claim["id"] in page for claim in record["made"])


def test_codebooks_are_switched_by_the_address(reader: Visitor) -> None:
    """Each codebook's figures are those that the estimate page gives for it."""
    event = first_event(reader)
    every = reader.get(f"/events/{event}/estimate.json").json()["estimates"]
    for codebook, estimates in every.items():
        assert reader.get(f"/events/{event}.json?codebook={codebook}").json()["estimates"] == estimates


def test_pages_of_a_list_hold_everything_once(reader: Visitor) -> None:
    """Following `next` gives the list that one large page gives."""
    whole = [one["id"] for one in reader.get("/events.json?limit=500").json()["events"]]
    found, address = [], "/events.json?limit=2"
    while address:
        page = reader.get(address).json()
        found += [one["id"] for one in page["events"]]
        address = page.get("next")
    assert found == whole
    assert len(set(found)) == len(found) > 2


def test_counts_are_those_of_the_filters(reader: Visitor) -> None:
    """Each value of each facet finds as many events as it says."""
    facets = reader.get("/events.json").json()["facets"]
    for facet, values in facets.items():
        for value, count in values.items():
            assert reader.get(f"/events.json?{facet}={value}").json()["total"] == count


def test_the_past_stays_as_it_was(reader: Visitor) -> None:
    """Before the ledger began there was nothing; what was published later is not known."""
    assert reader.get("/events.json?as_of=2001-01-01").json()["total"] == 0
    assert reader.get("/events.json?known_by=1990-01-01").json()["total"] == 0
    assert "You look back" in reader.get("/events?as_of=2001-01-01").text


def test_an_unchanged_page_is_not_sent_again(reader: Visitor) -> None:
    """Who hands back the mark of an answer is told that it still holds."""
    first = reader.get("/events.json")
    again = reader.get("/events.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_feeds_are_well_formed(reader: Visitor) -> None:
    """Atom and JSON Feed tell of the same events."""
    atom = ET.fromstring(reader.get("/feeds/events.atom").text)  # noqa: S314 - our own feed
    told = reader.get("/feeds/events.json").json()["items"]
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == len(told) > 0
    assert len({one["id"] for one in told}) == len(told)
    for kind in ("new", "changed", "denial", "fall"):
        found = reader.get(f"/feeds/events.json?kind={kind}").json()["items"]
        assert [one["id"] for one in found] == [one["id"] for one in told if kind in one["tags"]]


def test_citations_name_the_entry(reader: Visitor) -> None:
    """A page can be cited as it stands at an entry of the ledger."""
    head = reader.get("/health").json()["entry"]
    page = reader.get("/methodology").text
    assert f"Ledger entry {head:,}" in page
    assert f"counterclaim_{head}" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/events/evt_unknown", 404),
        ("/reports/unknown", 404),
        ("/claims/clm_unknown", 404),
        ("/claimants/nobody-at-all", 404),
        ("/ledger/999999", 404),
        ("/ledger/x", 404),
        ("/events?since=soon", 400),
        ("/events?badge=pretty", 400),
        ("/events?codebook=none", 400),
        ("/events?after=x", 400),
        ("/events?limit=0", 400),
        ("/events?limit=501", 400),
        ("/events?as_of=yesterday", 400),
        ("/ledger?kind=none", 400),
        ("/ledger?after=x", 400),
        ("/search?q=-without", 400),
        ("/review?cause=boredom", 400),
        ("/events?after=1", 200),
        ("/search?q=%22", 400),
        ("/events?q=" + "x" * 9000, 414),
    ],
)
def test_what_is_wrong_is_said(reader: Visitor, path: str, status: int) -> None:
    """A wrong address is a page for people and JSON for programs, with what would be right."""
    page = reader.get(path)
    assert page.status_code == status
    name, _, query = path.partition("?")
    record = reader.get(f"{name}.json" + (f"?{query}" if query else ""))
    assert record.status_code == status
    if status != 200:
        assert record.json()["error"]["detail"]


def test_an_earlier_id_leads_on(visitor: Visitor) -> None:
    """After a merge the other event's id is an alias that redirects, also to the twins."""
    one, other = (event["id"] for event in visitor.get("/events.json?limit=2").json()["events"])
    assert visitor.post(f"/events/{one}/merge", other=other, reason="the same").status_code == 303
    answers = [visitor.get(f"/events/{event}") for event in (one, other)]
    moved = next(answer for answer in answers if answer.status_code == 301)
    assert visitor.get(moved.headers["location"]).status_code == 200


def test_openapi_lists_every_twin(reader: Visitor) -> None:
    """The description of the API names each page's JSON and CSV, and its page loads nothing from elsewhere."""
    paths = json.loads(reader.get("/openapi.json").text)["paths"]
    assert {"/events.json", "/events.csv", "/events/{identifier}.json", "/claims/{identifier}/decide"} <= paths.keys()
    assert "//" not in reader.get("/api").text.replace("https://jsonfeed", "").replace("http://www.w3.org", "").split("<main")[0]
