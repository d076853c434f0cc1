"""Who may do what: the table of routes, roles and tokens; logins, sessions, forms of other sites."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import httpx
import pytest
from fastapi.routing import APIRoute

from counterclaim.ledger.opening import open_ledger
from counterclaim.web import accounts
from counterclaim.web.asking import BadRequest, Person, Role
from counterclaim.web.deeds import DEEDS
from counterclaim.web.routes import PAGES
from page_visitors import PASSWORD, Running, Visitor

ROLES = (None, *Role)
WAYS = ("form", "no form token", "program", "unknown token", "wrong content type")


def test_every_route_is_in_the_table(guarded: Running) -> None:
    """No route escapes: each is a page, a deed, or one of the few that are open to all."""
    known = {(page.path + ending, "GET") for page in PAGES for ending in ("", ".json", ".csv")}
    known |= {(deed.path, "POST") for deed in DEEDS}
    open_to_all = {
        "/", "/favicon.ico", "/health", "/events.geojson", "/events/{identifier}/forest.svg", "/static/{name}",
        "/static/leaflet/{edition}/{name}", "/feeds/events.atom", "/feeds/events.json", "/api", "/login", "/preferences",
    }  # fmt: skip
    routes = {
        (route.path.replace(":path", ""), method)
        for route in guarded.app.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert routes - known == {(path, "GET") for path in open_to_all}
    assert known <= routes


@pytest.mark.parametrize("role", ROLES)
def test_pages_by_role(people: dict[str | None, Visitor], role: Role | None) -> None:
    """Each page, as a page and as JSON and CSV: there, or refused with 401 without a login and 403 with a lesser role."""
    found, expected = {}, {}
    for page in PAGES:
        there = 404 if "{identifier}" in page.path and page.path != "/ledger/{identifier}" else 200
        for ending in ("", ".json", ".csv"):
            path = page.path.replace("{identifier}", "1") + ending
            found[path] = people[role].get(path).status_code
            refused = 403 if role is not None else 401 if ending else 303
            expected[path] = there if page.needs is None or (role is not None and role.may(Role(page.needs))) else refused
    assert found == expected


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("way", WAYS)
def test_deeds_by_role_and_token(guarded: Running, people: dict[str | None, Visitor], role: Role | None, way: str) -> None:
    """A deed needs its role, and the form's token or a program's; nothing is done otherwise."""
    visitor = guarded.visitor() if way in ("program", "unknown token") else people[role]
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if way == "unknown token" or (way == "program" and role is None):
        headers["Authorization"] = "Bearer cct_unknown"
    elif way == "program" and role is not None:
        secret = accounts.add_token(guarded.app.state.ledger, Person(role.value, role), role, "tests")
        headers["Authorization"] = f"Bearer {secret}"
    elif way == "wrong content type":
        headers["Content-Type"] = "text/plain"
    body = f"token={visitor.form_token()}" if way == "form" else "x=y"
    found, expected = {}, {}
    for deed in DEEDS:
        if deed.needs is None:
            continue
        answer = visitor.client.post(deed.path.replace("{identifier}", "none"), content=body, headers=headers)
        found[deed.path] = answer.status_code
        allowed = role is not None and role.may(Role(deed.needs))
        expected[deed.path] = {
            "form": EMPTY[deed.path] if allowed else 403 if role else 401,
            "no form token": 403,
            "program": EMPTY[deed.path] if allowed else 403 if role else 401,
            "unknown token": 401,
            "wrong content type": 400,
        }[way]
    assert found == expected


#: What an empty form is answered with where it is allowed: words of what is missing.
EMPTY = {
    "/claims/{identifier}/decide": 400, "/review/many": 400, "/decisions/undo": 400, "/events/{identifier}/merge": 400,
    "/events/{identifier}/split": 400, "/people": 400, "/tokens": 400, "/tokens/{identifier}/remove": 404,
}  # fmt: skip


def test_a_guest_sees_evidence_and_not_the_article(guest: Visitor) -> None:
    """Without a login a report is its evidence; with one it is whole. Names of persons are withheld from guests."""
    report = next(one for one in guest.get("/sources.json").json()["reports"] if one["claims"])
    short, record = guest.get(f"/reports/{report['id']}"), guest.get(f"/reports/{report['id']}.json").json()
    assert "text" not in record
    guest.log_in("reader")
    text = guest.get(f"/reports/{report['id']}.json").json()["text"]
    whole = html.unescape(re.sub("<[^>]+>", "", guest.get(f"/reports/{report['id']}").text))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert all(line in whole for line in lines)
    assert not all(line in html.unescape(re.sub("<[^>]+>", "", short.text)) for line in lines)


def test_wrong_passwords_are_slowed_down(stranger: Visitor) -> None:
    """After five wrong passwords even the right one waits; a name without an account is no different."""
    for name in ("reader", "nobody"):
        for _ in range(accounts.MOST_OF_PAIR):
            assert stranger.log_in(name, "wrong password here").status_code == 401
        slowed = stranger.log_in(name, PASSWORD)
        assert slowed.status_code == 429
        assert int(slowed.headers["Retry-After"]) > 0
    assert stranger.log_in("coder").status_code == 303


def test_a_session_ends_on_the_server(guest: Visitor) -> None:
    """After logging out, the old cookie opens nothing."""
    guest.log_in("admin")
    cookies = dict(guest.client.cookies)
    assert guest.get("/people").status_code == 200
    guest.post("/logout")
    with httpx.Client(base_url=guest.client.base_url, cookies=cookies) as stolen:
        assert stolen.get("/people", headers={"Accept": "application/json"}).status_code == 401


def test_cookies_are_guarded(guest: Visitor) -> None:
    """No script reads the session, and no other site sends it along."""
    cookie = guest.log_in("reader").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}]
)
def test_forms_of_other_sites_are_refused(reader: Visitor, headers: dict[str, str]) -> None:
    """A form that another site sends changes nothing, even with the right token."""
    answer = reader.client.post("/preferences", data={"token": reader.form_token(), "colours": "dark"}, headers=headers)
    assert answer.status_code == 403


def test_other_names_are_refused(reader: Visitor) -> None:
    """A name that was pointed at this machine from outside opens nothing."""
    assert reader.get("/events", headers={"Host": "rebound.example"}).status_code == 400


def test_large_bodies_are_refused(reader: Visitor) -> None:
    """A body beyond the limit is not read."""
    assert reader.client.post("/preferences", content=b"x" * 1_000_001).status_code == 413


@pytest.mark.parametrize(
    "back", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_away(guest: Visitor, back: str) -> None:
    """After a login one stays on this site."""
    assert guest.post("/login", name="reader", password=PASSWORD, back=back).headers["location"] == "/events"


def test_the_only_admin_stays(peopled: str) -> None:
    """The last admin can neither be removed nor made less; every change is an entry of the ledger."""
    with open_ledger(peopled) as ledger:
        with pytest.raises(BadRequest):
            accounts.remove_person(ledger, "admin", by="tests")
        with pytest.raises(BadRequest):
            accounts.set_role(ledger, "admin", Role.CODER, by="tests")
        with pytest.raises(BadRequest):
            accounts.add_person(ledger, "short", Role.READER, "elevenchars", by="t")


def test_a_token_does_no_more_than_its_person(serve: Callable[[str], Running], peopled: str) -> None:
    """A token loses what its person loses, and ends with the account."""
    with open_ledger(peopled) as ledger:
        secret = accounts.add_token(ledger, Person("coder", Role.CODER), Role.CODER, "tests")
        visitor = serve(peopled).visitor()
        headers = {"Authorization": f"Bearer {secret}"}
        assert visitor.get("/review.json", headers=headers).status_code == 200
        accounts.set_role(ledger, "coder", Role.READER, by="tests")
        assert visitor.get("/review.json", headers=headers).status_code == 403
        accounts.remove_person(ledger, "coder", by="tests")
        assert visitor.get("/events.json", headers=headers).status_code == 401
