"""Who may do what: the table of routes, roles and tokens; logins, sessions, forms of other sites."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from fastapi.routing import APIRoute

from counterclaim.ledger.opening import open_ledger
from counterclaim.web import accounts
from counterclaim.web.app import Serving, create_app
from counterclaim.web.asking import BadRequest, Person, Role
from counterclaim.web.deeds import DEEDS
from counterclaim.web.routes import PAGES
from page_visitors import PASSWORD, Running, Visitor

ROLES = (None, *Role)


def test_every_route_is_in_the_table(address: str) -> None:
    """No route escapes: each is a page, a deed, or one of the few that are open to all."""
    app = create_app(Serving(address))
    known = {(page.path + ending, "GET") for page in PAGES for ending in ("", ".json", ".csv")}
    known |= {(deed.path, "POST") for deed in DEEDS}
    open_to_all = {
        "/", "/favicon.ico", "/health", "/events.geojson", "/events/{identifier}/forest.svg", "/static/{name}",
        "/static/leaflet/{edition}/{name}", "/feeds/events.atom", "/feeds/events.json", "/api", "/login", "/preferences",
    }  # fmt: skip
    routes = {(route.path, method) for route in app.routes if isinstance(route, APIRoute) for method in route.methods or ()}
    assert routes - known == {(path, "GET") for path in open_to_all}


@pytest.mark.parametrize("role", ROLES)
def test_pages_by_role(guest: Visitor, role: Role | None) -> None:
    """A page that needs a role is refused to who has a lesser one: 401 without a login, 403 with one."""
    if role is not None:
        assert guest.log_in(role.value).status_code == 303
    for page in PAGES:
        needed = None if page.needs is None else Role(page.needs)
        status = guest.get(page.path.replace("{identifier}", "1") + ".json").status_code
        allowed = needed is None or (role is not None and role.may(needed))
        assert (status not in (401, 403)) == allowed, (page.path, status)
        if not allowed:
            assert status == (401 if role is None else 403)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("way", ["form", "form without token", "token of a program", "no content type"])
def test_deeds_by_role_and_token(guest: Visitor, peopled: str, role: Role | None, way: str) -> None:
    """A deed needs its role, and the form's token or a program's; nothing is done otherwise."""
    headers, fields = {}, {"x": "y"}
    if way == "token of a program" and role is not None:
        with open_ledger(peopled) as ledger:
            secret = accounts.add_token(ledger, Person(role.value, role), role, "tests")
        headers["Authorization"] = f"Bearer {secret}"
    elif role is not None:
        guest.log_in(role.value)
    for deed in DEEDS:
        if deed.needs is None:
            continue
        if way == "form":
            fields["token"] = guest.form_token()
        path = deed.path.replace("{identifier}", "none")
        if way == "no content type":
            answer = guest.client.post(path, content=b"token=1", headers={"Content-Type": "text/plain"})
            assert answer.status_code == 400
            continue
        answer = guest.client.post(path, data=fields, headers=headers)
        allowed = role is not None and role.may(Role(deed.needs)) and way != "form without token"
        assert (answer.status_code not in (401, 403)) == allowed, (deed.path, answer.status_code)


def test_a_guest_sees_evidence_and_not_the_article(guest: Visitor) -> None:
    """Without a login a report is its evidence; with one it is whole. Names of persons are withheld from guests."""
    report = next(one for one in guest.get("/sources.json").json()["reports"] if one["claims"])
    short, record = guest.get(f"/reports/{report['id']}"), guest.get(f"/reports/{report['id']}.json").json()
    assert "text" not in record
    guest.log_in("reader")
    text = guest.get(f"/reports/{report['id']}.json").json()["text"]
    words = max(text.splitlines(), key=len)
    assert words[:40] in guest.get(f"/reports/{report['id']}").text.replace("&#39;", "'") or words
    assert len(short.text) < len(guest.get(f"/reports/{report['id']}").text)


def test_wrong_passwords_are_slowed_down(guest: Visitor) -> None:
    """After five wrong passwords even the right one waits; a name without an account is no different."""
    for name in ("reader", "nobody"):
        for _ in range(accounts.MOST_OF_PAIR):
            assert guest.log_in(name, "wrong password here").status_code == 401
        slowed = guest.log_in(name, PASSWORD)
        assert slowed.status_code == 429
        assert int(slowed.headers["Retry-After"]) > 0
    assert guest.log_in("coder").status_code == 303


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
def test_forms_of_other_sites_are_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    """A form that another site sends changes nothing, even with the right token."""
    answer = visitor.client.post("/preferences", data={"token": visitor.form_token(), "colours": "dark"}, headers=headers)
    assert answer.status_code == 403


def test_other_names_are_refused(visitor: Visitor) -> None:
    """A name that was pointed at this machine from outside opens nothing."""
    assert visitor.get("/events", headers={"Host": "rebound.example"}).status_code == 400


def test_large_bodies_are_refused(visitor: Visitor) -> None:
    """A body beyond the limit is not read."""
    assert visitor.client.post("/preferences", content=b"x" * 1_000_001).status_code == 413


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
