"""Rulings over HTTP: saved or not, told apart when two are at it, taken back; merges and splits survive a refresh."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from typing import Any

from counterclaim.ledger.opening import open_ledger
from counterclaim.pipeline_refresh import refresh
from counterclaim.web.agreeing import kappa
from page_visitors import Running, Visitor


def events(visitor: Visitor) -> dict[str, Any]:
    """Return all events by id."""
    return {
        one["id"]: visitor.get(f"/events/{one['id']}.json").json()
        for one in visitor.get("/events.json?limit=500").json()["events"]
    }


def widest(visitor: Visitor) -> dict[str, Any]:
    """Return the event with the most claims."""
    found: dict[str, Any] = max(events(visitor).values(), key=lambda one: (len(one["claims"]), one["id"]))
    return found


def settled(visitor: Visitor, event: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return an event once it is as wanted: estimates follow a decision within seconds."""
    end = time.monotonic() + 20
    while True:
        told: dict[str, Any] = visitor.get(f"/events/{event}.json").json()
        if wanted(told):
            return told
        assert time.monotonic() < end, told["estimates"]
        time.sleep(0.1)


def test_a_rejected_claim_enters_no_estimate_until_it_is_undone(visitor: Visitor) -> None:
    """A rejection changes the estimate, and undoing it restores the figures."""
    event = widest(visitor)
    before = [(one["outcome"], one["side"], one["low"], one["best"], one["high"]) for one in event["estimates"]]
    for claim in event["claims"]:
        saved = visitor.post(f"/claims/{claim}/decide", kind="reject", reason="misread")
        assert saved.status_code == 303
    now = settled(visitor, event["id"], lambda told: all(one["best"] is None for one in told["estimates"]))
    assert {one["status"] for one in now["made"]} == {"rejected"}
    decisions = [one["id"] for one in visitor.get("/review/done.json").json()["decisions"]]
    visitor.post("/decisions/undo", decision=",".join(decisions))
    settled(
        visitor,
        event["id"],
        lambda told: [(e["outcome"], e["side"], e["low"], e["best"], e["high"]) for e in told["estimates"]] == before,
    )


def test_the_second_of_two_is_told(visitor: Visitor) -> None:
    """Who decides on what somebody else has decided meanwhile is told, and nothing is lost."""
    claim = widest(visitor)["claims"][0]
    seen = visitor.get("/health").json()["entry"]
    assert visitor.post(f"/claims/{claim}/decide", kind="accept", seen=seen).status_code == 303
    late = visitor.post(f"/claims/{claim}/decide", kind="reject", reason="no", seen=seen)
    assert late.status_code == 409
    assert visitor.get(f"/claims/{claim}.json").json()["status"] == "reviewed"


def test_a_correction_sets_only_what_changed(visitor: Visitor) -> None:
    """Fields that were handed back as they were are not part of the correction; a wrong number is refused."""
    claim = widest(visitor)["claims"][0]
    record = visitor.get(f"/claims/{claim}.json").json()
    visitor.post(f"/claims/{claim}/decide", kind="correct", low="7", high="7", qualifier="exact", stance=record["stance"])
    decision = visitor.get("/review/done.json").json()["decisions"][0]
    assert "stance" not in decision["fields"]
    assert visitor.get(f"/claims/{claim}.json").json()["low"] == 7
    assert visitor.post(f"/claims/{claim}/decide", kind="correct", low="seven").status_code == 400


def test_many_are_saved_together_or_not_at_all(visitor: Visitor) -> None:
    """One unknown claim among many leaves all as they were."""
    claims = widest(visitor)["claims"]
    assert (
        visitor.client.post(
            "/review/many", data={"token": visitor.form_token(), "kind": "accept", "claim": [*claims, "clm_no"]}
        ).status_code
        == 404
    )
    assert not visitor.get("/review/done.json").json()["decisions"]
    assert (
        visitor.client.post("/review/many", data={"token": visitor.form_token(), "kind": "accept", "claim": claims}).status_code
        == 303
    )
    assert len(visitor.get("/review/done.json").json()["decisions"]) == len(claims)


def test_a_merge_survives_a_refresh_and_can_be_undone(visitor: Visitor, address: str) -> None:
    """What a person made one stays one when everything is linked anew; undone, the events are two again."""
    before = events(visitor)
    one, other = sorted(before)[:2]
    visitor.post(f"/events/{one}/merge", other=other, reason="the same")
    merged = {event: set(told["claims"]) for event, told in events(visitor).items()}
    assert len(merged) == len(before) - 1
    with open_ledger(address) as ledger:
        refresh(ledger, by="tests")
    assert {event: set(told["claims"]) for event, told in events(visitor).items()} == merged
    decision = visitor.get("/review/done.json").json()["decisions"][0]["id"]
    visitor.post("/decisions/undo", decision=decision)
    assert {event: set(told["claims"]) for event, told in events(visitor).items()} == {
        event: set(told["claims"]) for event, told in before.items()
    }


def test_a_split_survives_a_refresh(visitor: Visitor, address: str) -> None:
    """What a person took out stays out, and the id stays with the founding claim."""
    event = widest(visitor)
    apart = next(claim for claim in event["claims"] if claim.removeprefix("clm_") != event["id"].removeprefix("evt_"))
    assert visitor.post(f"/events/{event['id']}/split", claim=apart, reason="another attack").status_code == 303
    told = visitor.get(f"/events/{event['id']}.json").json()
    assert apart not in told["claims"]
    with open_ledger(address) as ledger:
        refresh(ledger, by="tests")
    assert apart not in visitor.get(f"/events/{event['id']}.json").json()["claims"]
    assert visitor.get(f"/claims/{apart}").text.count("/events/evt_") >= 1
    everything = visitor.post(f"/events/{event['id']}/split", claim=told["claims"])
    assert everything.status_code == 404


def test_two_reviewers_may_say_the_same(serve: Callable[[str], Running], peopled: str) -> None:
    """A second reviewer is offered what one other ruled on; both rulings are kept, and the page tells how far they agree."""
    one, other = (serve(peopled).visitor() for _ in range(2))
    one.log_in("reviewer")
    other.log_in("admin")
    claims = max(events(one).values(), key=lambda told: len(told["claims"]))["claims"][:3]
    for claim in claims:
        assert one.post(f"/claims/{claim}/decide", kind="accept").status_code == 303
    offered = other.get("/review.json?cause=second").json()["items"]
    assert {item["id"] for item in offered} == set(claims)
    assert one.get("/review.json?cause=second").json()["items"] == []
    for claim, kind in zip(claims, ("accept", "accept", "reject"), strict=True):
        assert other.post(f"/claims/{claim}/decide", kind=kind, reason="read again").status_code == 303
    assert other.post(f"/claims/{claims[0]}/decide", kind="accept", reason="read again").status_code == 303
    verdict = next(row for row in one.get("/review/agreement.json").json()["agreement"] if row["field"] == "verdict")
    assert (verdict["claims"], verdict["agree"], verdict["kappa"]) == (3, 2, 0.0)
    assert len(csv_rows(one.get("/review/agreement.csv").text)) > 1
    assert other.get("/review.json?cause=second").json()["items"] == []


def test_an_ended_session_saves_nothing(stranger: Visitor) -> None:
    """Who was logged out meanwhile is told what to do, on a page and as JSON, and nothing is saved."""
    stranger.log_in("reviewer")
    claim = widest(stranger)["claims"][0]
    token = stranger.form_token()
    stranger.post("/logout")
    for headers in ({}, {"Accept": "application/json"}):
        answer = stranger.client.post(f"/claims/{claim}/decide", data={"token": token, "kind": "accept"}, headers=headers)
        assert answer.status_code == 403
        assert "log in" in answer.text
    assert stranger.get(f"/claims/{claim}.json").json()["status"] != "reviewed"


def csv_rows(text: str) -> list[list[str]]:
    """Return the rows of a sheet."""
    return list(csv.reader(io.StringIO(text)))


def test_programs_rule_with_json(stranger: Visitor) -> None:
    """JSON does what the form does, and answers with the decisions."""
    guest = stranger
    guest.log_in("reviewer")
    claim = widest(guest)["claims"][0]
    body = {"kind": "comment", "reason": "seen", "token": guest.form_token()}
    saved = guest.client.post(f"/claims/{claim}/decide", json=body, headers={"Accept": "application/json"})
    assert saved.status_code == 201
    assert saved.json()["decisions"][0].startswith("dec_")


def test_kappa_is_cohens() -> None:
    """Perfect agreement is 1, agreement by chance 0, and where only chance is possible there is none."""
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0
    assert kappa([("a", "a"), ("a", "a")]) is None
    assert kappa([]) is None
