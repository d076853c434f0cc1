"""What people do: log in, rule on claims and events, keep accounts and tokens. Every deed needs a role and the form's token."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import Request  # noqa: TC002 - the framework reads it when the routes are added
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from counterclaim import pipeline_events, pipeline_refresh
from counterclaim.ledger.decisions import DecisionKind, Ruling
from counterclaim.ledger.history import get_claim
from counterclaim.ledger.store import writing
from counterclaim.ledger.tracing import get_decision
from counterclaim.records import claim_to_record
from counterclaim.web import accounts, answering
from counterclaim.web.asking import Answer, Asking, BadRequest, ForeignForm, NotAllowed, Person, Role, asked_for
from counterclaim.web.pages import people as people_pages
from counterclaim.web.pages.review import FIELDS, KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fastapi import FastAPI

    from counterclaim.web.afterwards import Afterwards

_NUMBERS = ("low", "high")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done: its address, what does it, what it is, the role that it needs (None: no login), its fields."""

    path: str
    does: Callable[[Asking, Mapping[str, Sequence[str]], Request], Response]
    about: str
    needs: str | None
    fields: tuple[tuple[str, str], ...] = ()

    def described(self) -> dict[str, Any]:
        """Return the body as OpenAPI has it: a form, or the same as a JSON object."""
        shape = {"type": "object", "properties": {name: {"type": "string", "description": about} for name, about in self.fields}}
        found: dict[str, Any] = {
            "requestBody": {"content": {kind: {"schema": shape} for kind in (_FORMS[0], "application/json")}}
        }
        if "{identifier}" in self.path:
            found["parameters"] = [{"name": "identifier", "in": "path", "required": True, "schema": {"type": "string"}}]
        return found


def add(app: FastAPI) -> None:
    """Add the routes of all deeds, and the pages with the forms that nothing else has."""
    for deed in DEEDS:
        _add(app, deed)

    @app.get("/login", include_in_schema=False)
    def login_page(request: Request) -> Response:
        from counterclaim.web.app import asked  # noqa: PLC0415 - app imports this module

        asking = asked(request)
        return answering.as_page(
            request, asking, Answer("Log in", "login.html", {"back": _back(asking.value("back")), "wrong": None}, {})
        )

    @app.get("/preferences", include_in_schema=False)
    def preferences_page(request: Request) -> Response:
        from counterclaim.web.app import asked  # noqa: PLC0415 - the same

        asking = asked(request)
        keys = {**KEYS, **{name: key for name, key in asking.preferences.items() if name in KEYS}}
        return answering.as_page(request, asking, Answer("Preferences", "preferences.html", {"keys": keys}, {}))


def _add(app: FastAPI, deed: Deed) -> None:
    async def act(request: Request) -> Response:
        from counterclaim.web.app import asked, require  # noqa: PLC0415 - the same

        asking = await run_in_threadpool(asked, request)
        form = await _form(request)
        _guard(request, asking, form)
        require(asking, deed.needs)
        return await run_in_threadpool(deed.does, asking, form, request)

    app.add_api_route(
        deed.path,
        act,
        methods=["POST"],
        summary=f"{deed.about} (role: {deed.needs})" if deed.needs else deed.about,
        name=deed.does.__name__,
        response_class=Response,
        openapi_extra=deed.described(),
    )


async def _form(request: Request) -> dict[str, list[str]]:
    """Return what a form or a JSON object states, each name with its values; raises BadRequest."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            stated = json.loads(await request.body())
        except ValueError:
            raise BadRequest("the body is no JSON", "send one object") from None
        if not isinstance(stated, dict):
            raise BadRequest("the body is no JSON object", "send one object")
        return {
            name: [_word(one) for one in value] if isinstance(value, list) else [_word(value)] for name, value in stated.items()
        }
    if kind not in _FORMS:
        raise BadRequest(f"the content type {kind or 'that is missing'} is not taken", "send a form or application/json")
    found: dict[str, list[str]] = {}
    for name, value in (await request.form(max_files=0, max_fields=500)).multi_items():
        found.setdefault(name, []).append(str(value).replace("\r\n", "\n"))
    return found


def _word(value: Any) -> str:  # noqa: ANN401 - what JSON holds
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def _guard(request: Request, asking: Asking, form: Mapping[str, Sequence[str]]) -> None:
    """Refuse what another site makes a browser send: it knows no token of ours. A bearer's token is enough by itself."""
    if request.headers.get("authorization", "").lower().startswith("bearer "):
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForeignForm
    origin = request.headers.get("origin")
    if origin not in (None, "null") and origin.partition("://")[2] != request.headers.get("host"):
        raise ForeignForm
    stated = request.headers.get("x-form-token") or _one(form, "token")
    if not stated or not accounts.same_token(stated, asking.token):
        raise ForeignForm


# --- login ------------------------------------------------------------------------------------------------------------------


def log_in(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:
    """Begin a session."""
    from counterclaim.web.app import SESSION, cookie_name  # noqa: PLC0415 - app imports this module

    address = request.client.host if request.client else "unknown"
    back = _back(_one(form, "back"))
    try:
        secret = accounts.log_in(asking.ledger, _one(form, "name"), _one(form, "password"), address)
    except accounts.WrongLogin as trouble:
        if answering.wants_json(request):
            raise
        words = {"back": back, "wrong": str(trouble)}
        return answering.as_page(request, asking, Answer("Log in", "login.html", words, {}), 401)
    response = RedirectResponse(back, status_code=303)
    secure = request.app.state.serving.secure
    response.set_cookie(
        cookie_name(request, SESSION), secret, max_age=accounts.ABSOLUTE_SECONDS, httponly=True, samesite="lax", secure=secure
    )
    return response


def log_out(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:  # noqa: ARG001 - a deed's
    """End the session, here and in the browser."""
    from counterclaim.web.app import SESSION, cookie_name  # noqa: PLC0415 - app imports this module

    name = cookie_name(request, SESSION)
    if session := request.cookies.get(name):
        accounts.log_out(asking.ledger, session)
    response = RedirectResponse("/events", status_code=303)
    response.delete_cookie(name, httponly=True, samesite="lax", secure=request.app.state.serving.secure)
    return response


def prefer(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:
    """Keep what a person prefers, in the browser: colours, keys."""
    from counterclaim.web.app import PREFERENCES, cookie_name  # noqa: PLC0415 - app imports this module

    kept = dict(asking.preferences)
    for name, allowed in (("colours", ("auto", "light", "dark")), ("shortcuts", ("on", "off"))):
        if _one(form, name) in allowed:
            kept[name] = _one(form, name)
    for name in KEYS:
        if key := _one(form, f"key_{name}").strip():
            if len(key) != 1 or not key.isprintable():
                raise BadRequest(f"{key!r} is no key", "give one character")
            kept[name] = key
    keys = [kept.get(name, KEYS[name]) for name in KEYS]
    if len(set(keys)) < len(keys):
        raise BadRequest("two of the keys are the same", "give each its own")
    response = RedirectResponse(_back(_one(form, "back") or "/preferences"), status_code=303)
    response.set_cookie(
        cookie_name(request, PREFERENCES),
        json.dumps(kept),
        max_age=365 * 86400,
        httponly=True,
        samesite="lax",
        secure=request.app.state.serving.secure,
    )
    return response


# --- rulings ------------------------------------------------------------------------------------------------------------------


def decide(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:
    """Rule on one claim: accept, correct, reject, withdraw or comment."""
    claim = asking.given["identifier"]
    ruling = _ruling(asking, claim, form)
    _require_for(asking, ruling.kind)
    with writing(asking.ledger, by=_person(asking).name) as writer:
        decision = writer.add_decision(ruling)
    return _done(request, asking, form, [decision], _follow(request, asking, [claim]))


def decide_many(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:
    """Rule on many claims at once, all or none; undone by handing the decisions to /decisions/undo."""
    kind = _kind(form, ("accept", "reject"))
    claims = list(dict.fromkeys(form.get("claim", ())))
    if not 1 <= len(claims) <= MOST_AT_ONCE:
        raise BadRequest(f"{len(claims)} claims are chosen", f"choose 1 to {MOST_AT_ONCE}")
    reason = _one(form, "reason")
    if kind is DecisionKind.REJECT and not reason.strip():
        raise BadRequest("a rejection needs a reason", "say why in a few words")
    with writing(asking.ledger, by=_person(asking).name) as writer:
        decisions = [writer.add_decision(Ruling(kind, claim, reason, seen=_seen(form))) for claim in claims]
    return _done(request, asking, form, decisions, _follow(request, asking, claims))


def undo(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:
    """Take decisions back: each by an entry of its own."""
    chosen = [one for value in form.get("decision", ()) for one in value.split(",") if one]
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        raise BadRequest(f"{len(chosen)} decisions are chosen", f"choose 1 to {MOST_AT_ONCE}")
    person = _person(asking)
    lines = [get_decision(asking.ledger, one) for one in chosen]
    if not person.role.may(Role.REVIEWER) and any(line.by != person.name for line in lines):
        raise NotAllowed("reviewer", person.role.value)
    with writing(asking.ledger, by=person.name) as writer:
        undone = [writer.add_decision(Ruling(DecisionKind.UNDO, one, _one(form, "reason"))) for one in chosen]
    if any(line.kind in (DecisionKind.MERGE, DecisionKind.SPLIT) for line in lines):
        pipeline_refresh.refresh(asking.ledger, by=person.name)
        return _done(request, asking, form, undone, None)
    return _done(request, asking, form, undone, _follow(request, asking, [line.target for line in lines]))


def merge(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:
    """Make events one."""
    others = [other for value in form.get("other", ()) for other in value.split() if other]
    if not others:
        raise BadRequest("no other event is named", "name the event that is the same one")
    who = _person(asking).name
    decision = pipeline_events.merge(
        asking.ledger, asking.given["identifier"], others, by=who, reason=_one(form, "reason"), seen=_seen(form)
    )
    return _done(request, asking, form, [decision], None)


def split(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:
    """Take claims out of an event into one of their own."""
    claims = list(form.get("claim", ()))
    if not claims:
        raise BadRequest("no claim is chosen", "choose the claims that belong to another event")
    who = _person(asking).name
    decision = pipeline_events.split(
        asking.ledger, asking.given["identifier"], claims, by=who, reason=_one(form, "reason"), seen=_seen(form)
    )
    return _done(request, asking, form, [decision], None)


# --- people and tokens --------------------------------------------------------------------------------------------------------


def keep_person(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:
    """Add a person, or change a role or password, or take an account away."""
    who, name, what = _person(asking).name, _one(form, "name"), _one(form, "what")
    if what == "add":
        accounts.add_person(asking.ledger, name, _role(form), _one(form, "password"), by=who)
    elif what == "role":
        accounts.set_role(asking.ledger, name, _role(form), by=who)
    elif what == "password":
        accounts.set_password(asking.ledger, name, _one(form, "password"), by=who)
    elif what == "remove":
        accounts.remove_person(asking.ledger, name, by=who)
    else:
        raise BadRequest(f"{what!r} is nothing that can be done", "it is add, role, password or remove")
    return _back_to(request, "/people", {"name": name})


def add_token(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:
    """Make a token, and show it this once."""
    secret = accounts.add_token(asking.ledger, _person(asking), _role(form), _one(form, "purpose"))
    if answering.wants_json(request):
        return JSONResponse({"token": secret}, 201)
    answer = people_pages.tokens(asking)
    return answering.as_page(
        request, asking, Answer(answer.title, answer.template, {**asked_for(answer.words), "fresh": secret}, {}), 201
    )


def remove_token(asking: Asking, form: Mapping[str, Sequence[str]], request: Request) -> Response:  # noqa: ARG001 - a deed's
    """Take a token away."""
    accounts.remove_token(asking.ledger, asking.given["identifier"], _person(asking))
    return _back_to(request, "/tokens", {"removed": asking.given["identifier"]})


_WHY = ("reason", "Why, in a few words.")
_SEEN = ("seen", "The number of the last entry that was looked at; who was overtaken since is told (409).")
_CHOSEN = ("claim", "The ids of the claims; several are a list.")
#: Every deed by its address.
DEEDS = (
    Deed("/login", log_in, "Begin a session", None, (("name", "Of the account."), ("password", "Of the account."))),
    Deed("/logout", log_out, "End the session", None),
    Deed("/preferences", prefer, "Keep preferences in the browser", None, (("colours", "auto, light or dark."),)),
    Deed(
        "/claims/{identifier}/decide",
        decide,
        "Rule on a claim",
        "coder",
        (
            ("kind", "accept, correct, comment; reviewers also reject, withdraw."),
            _WHY,
            _SEEN,
            *(
                (name, f"A correction: {', '.join(filter(None, values)) or 'the right value'}.")
                for name, values in FIELDS.items()
            ),
        ),
    ),
    Deed("/review/many", decide_many, "Rule on many claims", "reviewer", (_CHOSEN, ("kind", "accept or reject."), _WHY, _SEEN)),
    Deed(
        "/decisions/undo", undo, "Take decisions back", "coder", (("decision", "The ids of decisions; several are a list."), _WHY)
    ),
    Deed("/events/{identifier}/merge", merge, "Make events one", "reviewer", (("other", "The ids of the others."), _WHY, _SEEN)),
    Deed("/events/{identifier}/split", split, "Part an event", "reviewer", (_CHOSEN, _WHY, _SEEN)),
    Deed(
        "/people",
        keep_person,
        "Keep accounts",
        "admin",
        (
            ("what", "add, role, password or remove."),
            ("name", "Whose."),
            ("role", f"{', '.join(Role)}."),
            ("password", "A new one."),
        ),
    ),
    Deed("/tokens", add_token, "Make a token", "reader", (("role", "What it may do."), ("purpose", "What it is for."))),
    Deed("/tokens/{identifier}/remove", remove_token, "Take a token away", "reader"),
)


# --- small --------------------------------------------------------------------------------------------------------------------


def _ruling(asking: Asking, claim: str, form: Mapping[str, Sequence[str]]) -> Ruling:
    kind = _kind(form, ("accept", "correct", "reject", "withdraw", "comment"))
    reason = _one(form, "reason").strip()
    if kind in (DecisionKind.REJECT, DecisionKind.COMMENT, DecisionKind.WITHDRAW) and not reason:
        raise BadRequest(f"to {kind.value} needs words", "say why in a few words")
    fields = _changed(asking, claim, form) if kind is DecisionKind.CORRECT else {}
    if kind is DecisionKind.CORRECT and not fields:
        kind = DecisionKind.ACCEPT
    return Ruling(kind, claim, reason, fields, seen=_seen(form))


def _changed(asking: Asking, claim: str, form: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the fields whose stated value differs from what the claim says now."""
    record = claim_to_record(get_claim(asking.ledger, claim)[0].claim)
    found: dict[str, Any] = {}
    for name in FIELDS:
        if name not in form:
            continue
        stated = _one(form, name).strip()
        value: Any = stated or None
        if name in _NUMBERS and stated:
            if not stated.isascii() or not stated.isdecimal() or len(stated) > 12:
                raise BadRequest(f"{name} {stated!r} is no number", "write digits only, or leave it empty")
            value = int(stated)
        if value != record.get(name):
            found[name] = value
    return found


def _require_for(asking: Asking, kind: DecisionKind) -> None:
    """Raise NotAllowed where the person may not decide this: a coder accepts, corrects, comments; the rest needs a reviewer."""
    needed = Role.CODER if kind in (DecisionKind.COMMENT, DecisionKind.CORRECT, DecisionKind.ACCEPT) else Role.REVIEWER
    if not _person(asking).role.may(needed):
        raise NotAllowed(needed.value, _person(asking).role.value)


def _follow(request: Request, asking: Asking, claims: Sequence[str]) -> BackgroundTask:
    """Return what brings the estimates of the claims' events up to date, after the answer."""
    afterwards: Afterwards = request.app.state.afterwards
    afterwards.add(claims, _person(asking).name)
    return BackgroundTask(afterwards.work)


def _done(
    request: Request, asking: Asking, form: Mapping[str, Sequence[str]], decisions: list[str], later: BackgroundTask | None
) -> Response:
    if answering.wants_json(request):
        return JSONResponse({"decisions": decisions}, 201, background=later)
    back = _back(_one(form, "back") or asking.path.rpartition("/")[0])
    joint = "&" if "?" in back else "?"
    response = RedirectResponse(f"{back}{joint}{urlencode({'undo': ','.join(decisions)})}", status_code=303)
    response.background = later
    return response


def _back_to(request: Request, path: str, record: Mapping[str, str]) -> Response:
    return JSONResponse(dict(record)) if answering.wants_json(request) else RedirectResponse(path, status_code=303)


def _kind(form: Mapping[str, Sequence[str]], allowed: Sequence[str]) -> DecisionKind:
    stated = _one(form, "kind")
    if stated not in allowed:
        raise BadRequest(f"{stated!r} is no decision", f"it is one of {', '.join(allowed)}")
    return DecisionKind(stated)


def _role(form: Mapping[str, Sequence[str]]) -> Role:
    try:
        return Role(_one(form, "role"))
    except ValueError:
        raise BadRequest(f"{_one(form, 'role')!r} is no role", f"it is one of {', '.join(Role)}") from None


def _seen(form: Mapping[str, Sequence[str]]) -> int | None:
    stated = _one(form, "seen")
    return int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 19 else None


def _person(asking: Asking) -> Person:
    if asking.person is None:
        raise NotAllowed("coder", None)
    return asking.person


def _one(form: Mapping[str, Sequence[str]], name: str) -> str:
    return (form.get(name) or [""])[0]


def _back(stated: str | None) -> str:
    """Return where to go afterwards: a page of this site, whatever was asked."""
    fine = (
        stated and stated.startswith("/") and not stated.startswith(("//", "/\\")) and stated.isprintable() and "\\" not in stated
    )
    return stated if fine and stated else "/events"
