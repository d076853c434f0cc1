"""The application: every page and deed as a route, every error as a status."""

from __future__ import annotations

import json
import logging
import secrets
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException

from counterclaim import __version__
from counterclaim.errors import CounterclaimError, InputError, LedgerError, UnknownIdentifier
from counterclaim.ledger.decisions import ConflictingDecision
from counterclaim.ledger.dialect import explained, one_moment
from counterclaim.ledger.history import head
from counterclaim.ledger.opening import open_ledger
from counterclaim.settings import Settings
from counterclaim.web import accounts, answering, deeds, event_index, feeds, statics
from counterclaim.web.afterwards import Afterwards, Turns
from counterclaim.web.asking import Asking, ForeignForm, NotAllowed, Person, Role
from counterclaim.web.pages import events
from counterclaim.web.routes import PAGES, PageRoute

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from counterclaim.ledger.opening import Ledger

LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
LARGEST_BODY = 1_000_000
LONGEST_QUERY = 8_000
SESSION, VISITOR, PREFERENCES = "session", "visitor", "preferences"
LOGGER = logging.getLogger("counterclaim.web")


@dataclass(frozen=True, slots=True)
class Serving:
    """How the pages are served: the ledger's address, the names that the server answers to, and who sits before it.

    `secure` says that browsers reach it by https; `local` is who acts where nobody has an account.
    """

    address: str
    names: tuple[str, ...] = ()
    secure: bool = False
    local: str = "local"


def create_app(serving: Serving, settings: Settings | None = None) -> FastAPI:
    """Return the application on a ledger; raises LedgerError where that cannot be opened."""
    ledger = open_ledger(serving.address)
    accounts.prepare(ledger)
    event_index.prepare(ledger)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        ledger.close()

    app = FastAPI(
        title="counterclaim",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        description="Who claims what losses, in which words. Every page has .json and .csv twins.",
    )
    app.state.ledger, app.state.serving, app.state.settings = ledger, serving, settings or Settings()
    app.state.turns = Turns()
    app.state.afterwards = Afterwards(ledger, app.state.turns)
    app.add_middleware(_Guard)
    _add_errors(app)
    statics.add(app)
    _add_pages(app)
    feeds.add(app)
    deeds.add(app)
    return app


# --- who asks, and for what ---------------------------------------------------------------------------------------------------


def asked(request: Request, path: str | None = None) -> Asking:
    """Return what a request asks for."""
    state = request.app.state
    ledger: Ledger = state.ledger
    serving: Serving = state.serving
    where = request.url.path if path is None else path
    return Asking(
        ledger=ledger,
        settings=state.settings,
        path=where,
        given={name: str(value) for name, value in request.path_params.items()},
        query=dict(request.query_params),
        person=person_of(request),
        token=form_token(request),
        base=f"{'https' if serving.secure else request.url.scheme}://{request.headers.get('host', 'localhost')}",
        preferences=preferences_of(request),
        session=cookie_name(request, SESSION) in request.cookies,
    )


def person_of(request: Request) -> Person | None:
    """Return who asks: by token, by session, or, where nobody has an account, whoever sits at this machine."""
    ledger: Ledger = request.app.state.ledger
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        found = accounts.person_of_token(ledger, secret.strip())
        if found is None:
            raise NotAllowed("a token that is valid", None)
        return found
    if session := request.cookies.get(cookie_name(request, SESSION)):
        found = accounts.person_of_session(ledger, session)
        if found is not None:
            return found
    if not accounts.has_people(ledger):
        return Person(request.app.state.serving.local, Role.ADMIN)
    return None


def cookie_name(request: Request, name: str) -> str:
    """Return what a cookie is called: browsers guard the name where they come by https."""
    return f"__Host-{name}" if request.app.state.serving.secure else f"counterclaim_{name}"


def form_token(request: Request) -> str:
    """Return what forms must hand back."""
    held = request.cookies.get(cookie_name(request, SESSION)) or request.cookies.get(cookie_name(request, VISITOR))
    return accounts.form_token(held or str(getattr(request.state, "visitor", "")))


def preferences_of(request: Request) -> dict[str, str]:
    """Return what the person prefers: colours, keys."""
    try:
        found = json.loads(request.cookies.get(cookie_name(request, PREFERENCES), "{}"))
    except ValueError:
        return {}
    return {str(name): str(value)[:20] for name, value in found.items()} if isinstance(found, dict) else {}


# --- pages --------------------------------------------------------------------------------------------------------------------


def _add_pages(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    def home() -> Response:
        return RedirectResponse("/events", status_code=307)

    @app.get("/favicon.ico", include_in_schema=False)
    def icon() -> Response:
        return RedirectResponse("/static/icon.svg", status_code=301)

    @app.get("/health", summary="Whether the server and its ledger answer")
    def health() -> Response:
        latest = head(app.state.ledger)
        return JSONResponse({"status": "ok", "version": __version__, "entry": latest.number, "recorded": latest.recorded})

    @app.get("/events.geojson", summary="Where the events of a filter were")
    def events_map(request: Request) -> Response:
        return answering.as_json(request, events.events_map(asked(request)), "application/geo+json")

    @app.get("/events/{identifier}/forest.svg", summary="The forest plot of an event, as a file")
    def plot(request: Request, identifier: str) -> Response:  # noqa: ARG001 - read by what answers
        return answering.marked(request, events.plot(asked(request)), "image/svg+xml")

    for page in PAGES:
        for ending in (".json", ".csv", ""):
            _add_page(app, page, ending)


def _add_page(app: FastAPI, page: PageRoute, ending: str) -> None:
    def made(request: Request) -> Response:
        ledger: Ledger = request.app.state.ledger
        path = request.url.path.removesuffix(ending) if ending else request.url.path
        with explained(ledger.shown), one_moment(ledger.engine):
            asking = asked(request, path)
            require(asking, page.needs)
            if (same := answering.unchanged(request, asking)) is not None:
                return same
            return answering.respond(request, asking, page.answers(asking), ending)

    async def answer(request: Request) -> Response:
        turns: Turns = request.app.state.turns
        return await turns.take(made, request)

    form = {".json": "JSON", ".csv": "CSV", "": "page"}[ending]
    extra = page.described()
    if "{identifier}" in page.path:
        extra["parameters"].append({"name": "identifier", "in": "path", "required": True, "schema": {"type": "string"}})
    app.add_api_route(
        page.path.replace("{identifier}", "{identifier:path}" if page.slashes else "{identifier}") + ending,
        answer,
        methods=["GET"],
        summary=f"{page.about} ({form})",
        openapi_extra=extra,
        name=f"{page.answers.__name__}{ending}",
        include_in_schema=bool(ending),
        response_class=Response,
    )


def require(asking: Asking, needed: str | None) -> None:
    """Raise NotAllowed where who asks has not the role that is needed."""
    if needed is not None and not asking.may(needed):
        raise NotAllowed(needed, asking.person.role.value if asking.person else None)


# --- guards -------------------------------------------------------------------------------------------------------------------


class _Guard:
    """Looks at every request first, and at every answer last."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        request = Request(scope)
        known = request.cookies.get(cookie_name(request, SESSION)) or request.cookies.get(cookie_name(request, VISITOR))
        refusal = refused(request)
        request.state.visitor = "" if known or refusal else secrets.token_urlsafe(24)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                _guarded(request, message)
                taken = round((time.perf_counter() - begun) * 1000, 1)
                told = {"method": request.method, "path": request.url.path, "status": message["status"], "ms": taken}
                LOGGER.info(json.dumps(told))
            await send(message)

        await (refusal or self._app)(scope, receive, answer)


def _guarded(request: Request, message: Message) -> None:
    """Add to an answer what every one has, and to a page the cookie from which its forms' token follows."""
    headers = MutableHeaders(scope=message)
    for name, value in answering.HEADERS.items():
        headers.setdefault(name, value)
    secure = request.app.state.serving.secure
    if secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.state.visitor and headers.get("content-type", "").startswith("text/html"):
        cookie = Response()
        cookie.set_cookie(cookie_name(request, VISITOR), request.state.visitor, httponly=True, samesite="lax", secure=secure)
        headers.append("set-cookie", cookie.headers["set-cookie"])


def refused(request: Request) -> Response | None:
    """Return why a request is not even looked at; None where it is."""
    serving: Serving = request.app.state.serving
    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    if host.strip("[]") not in {name.strip("[]") for name in (*LOOPBACK, "testserver", *serving.names)}:
        said = "this server does not answer to that name; start it with --name and the name that you use"
        return answering.problem(request, None, 400, said)
    if len(request.url.query) > LONGEST_QUERY:
        return answering.problem(request, None, 414, f"the address is too long; at most {LONGEST_QUERY} characters follow the ?")
    stated = request.headers.get("content-length", "0")
    if not stated.isascii() or not stated.isdecimal() or int(stated) > LARGEST_BODY:
        return answering.problem(request, None, 413, f"the body is too large; at most {LARGEST_BODY:,} bytes are taken")
    if request.method not in ("GET", "HEAD", "OPTIONS") and "content-length" not in request.headers:
        return answering.problem(request, None, 411, "say how long the body is (Content-Length)")
    return None


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches a host."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


# --- errors -------------------------------------------------------------------------------------------------------------------


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(CounterclaimError)
    def known(request: Request, trouble: CounterclaimError) -> Response:
        status, headers = status_of(trouble), {}
        if isinstance(trouble, accounts.TooManyAttempts):
            headers["Retry-After"] = str(trouble.seconds)
        if (
            isinstance(trouble, NotAllowed)
            and trouble.role is None
            and not answering.wants_json(request)
            and request.method == "GET"
        ):
            from urllib.parse import urlencode  # noqa: PLC0415 - only here

            back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?{urlencode({'back': back})}", status_code=303)
        if status >= 500:
            LOGGER.error(json.dumps({"path": request.url.path, "error": str(trouble)}))
        return answering.problem(request, _asking_or_none(request), status, str(trouble), **headers)

    @app.exception_handler(HTTPException)
    def plain(request: Request, trouble: HTTPException) -> Response:
        said = {404: "there is no such page; the menu leads to all of them", 405: "this address does not take that method"}
        headers = dict(trouble.headers or {})
        return answering.problem(
            request, _asking_or_none(request), trouble.status_code, said.get(trouble.status_code, str(trouble.detail)), **headers
        )

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, trouble: RequestValidationError) -> Response:
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in trouble.errors())
        return answering.problem(request, _asking_or_none(request), 400, said)

    @app.exception_handler(Exception)
    def unknown(request: Request, trouble: Exception) -> Response:
        LOGGER.error(json.dumps({"path": request.url.path, "error": type(trouble).__name__}), exc_info=trouble)
        return answering.problem(
            request, _asking_or_none(request), 500, "an error of the program; its log says more, nothing was saved"
        )


def status_of(trouble: CounterclaimError) -> int:
    """Return the status that an error has over HTTP."""
    if isinstance(trouble, NotAllowed):
        return 401 if trouble.role is None else 403
    for kind, status in _STATUS:
        if isinstance(trouble, kind):
            return status
    return 500


_STATUS: tuple[tuple[type[CounterclaimError], int], ...] = (
    (accounts.WrongLogin, 401),
    (ForeignForm, 403),
    (accounts.TooManyAttempts, 429),
    (ConflictingDecision, 409),
    (UnknownIdentifier, 404),
    (InputError, 400),
    (LedgerError, 503),
)


def _asking_or_none(request: Request) -> Asking | None:
    try:
        return asked(request)
    except Exception:  # noqa: BLE001 - what tells of an error must not fail
        return None


def openapi(app: FastAPI) -> dict[str, Any]:
    """Return the description of the API."""
    return app.openapi()
