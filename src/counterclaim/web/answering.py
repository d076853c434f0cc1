"""Answers as HTTP: a page, its JSON, its CSV; marked so that unchanged ones are not sent again."""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from counterclaim import __version__
from counterclaim.ledger.history import head
from counterclaim.ledger.lines import what
from counterclaim.web import basemap, markup, views
from counterclaim.web.asking import asked_for
from counterclaim.web.statics import leaflet_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

    from counterclaim.web.asking import Answer, Asking

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
#: The marks of the last answers, by what they follow from.
_MARKS: dict[str, str] = {}
_MOST_MARKS = 5000
#: The entries of the menu: address, name.
MENU = (
    ("/events", "Events"),
    ("/totals", "Totals"),
    ("/claimants", "Claimants"),
    ("/search", "Search"),
    ("/review", "Review"),
    ("/sources", "Sources"),
    ("/ledger", "Ledger"),
    ("/methodology", "Methodology"),
)


@functools.cache
def environment() -> Environment:
    """Return the templates; whatever they show is escaped."""
    made = Environment(
        loader=PackageLoader("counterclaim.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "shown": lambda text: views.shown(str(text)),
        "number": views.number,
        "svg": Markup,  # only ever given what charts and views drew, which escape what they are given
        "json": lambda value: json.dumps(value, ensure_ascii=False),
    }
    made.globals |= {
        "figure": views.figure,
        "foreign": markup.foreign,
        "marked": markup.marked,
        "claim_block": markup.claim_block,
        "event_row": markup.event_row,
        "facet": markup.facet,
        "place_item": markup.place_item,
        "badge_words": views.BADGE_WORDS,
        "menu": MENU,
        "version": __version__,
        "map_credit": basemap.credit,
        "evidence_of": views.evidence,
        "leaflet": leaflet_version(),
        "what": what,
    }
    return made


def load() -> None:
    """Make all templates ready."""
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)


def respond(request: Request, asking: Asking, answer: Answer, ending: str) -> Response:
    """Return an answer in the form that its address ends with: a page, `.json` or `.csv`."""
    if answer.moved is not None:
        return RedirectResponse(asking.link(answer.moved, ending), status_code=301)
    if ending == ".json":
        return as_json(request, _with_next(asking, answer))
    if ending == ".csv":
        return marked(request, _sheet(answer), "text/csv; charset=utf-8", headers=_next_link(asking, answer, ending))
    return as_page(request, asking, answer)


def as_page(request: Request, asking: Asking, answer: Answer, status: int = 200) -> Response:
    """Return an answer as a page."""
    latest = getattr(request.state, "head", None) or head(asking.ledger)
    address = asking.base + asking.link()
    words = {
        **asked_for(answer.words),
        "title": answer.title,
        "asking": asking,
        "next": asking.link(after=answer.next) if answer.next else None,
        "head": latest,
        "cite": views.citation(answer.title, address, latest.number, latest.recorded, __version__),
        "twins": bool(answer.columns),
    }
    text = environment().get_template(answer.template).render(words)
    return marked(request, text, "text/html; charset=utf-8", status=status)


def as_json(request: Request, record: Any, kind: str = "application/json") -> Response:  # noqa: ANN401 - what JSON holds
    """Return a record as JSON."""
    return marked(request, json.dumps(record, ensure_ascii=False, indent=1), kind)


def unchanged(request: Request, asking: Asking) -> Response | None:
    """Return that the asker has the answer already, where that is known without making it again.

    An answer follows from the ledger's last entry, the address, and who asks with which preferences.
    """
    request.state.head = head(asking.ledger)
    request.state.asked = repr((
        request.state.head.number, request.url.path, request.url.query, asking.base, asking.person, asking.token,
        sorted(asking.preferences.items()),
    ))  # fmt: skip
    mark = _MARKS.get(request.state.asked)
    return Response(status_code=304, headers=_told(mark)) if mark is not None and _has(request, mark) else None


def marked(request: Request, text: str, kind: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a text with a mark of what it says; nothing where the asker has just that."""
    raw = text.encode("utf-8", "replace")
    mark = f'"{hashlib.sha256(raw).hexdigest()[:32]}"'
    told = _told(mark) | dict(headers or {})
    if status == 200 and (asked := getattr(request.state, "asked", None)):
        while len(_MARKS) >= _MOST_MARKS:
            _MARKS.pop(next(iter(_MARKS)), None)
        _MARKS[asked] = mark
    if status == 200 and _has(request, mark):
        return Response(status_code=304, headers=told)
    return Response(raw, status_code=status, media_type=kind, headers=told)


def _told(mark: str) -> dict[str, str]:
    return {"ETag": mark, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"}


def _has(request: Request, mark: str) -> bool:
    return mark in [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]


def problem(request: Request, asking: Asking | None, status: int, said: str, **headers: str) -> Response:
    """Return what is wrong and what to do, as JSON for programs and as a page for people."""
    words = {400: "This cannot be read", 401: "Log in", 403: "Not allowed", 404: "Not found", 409: "Somebody was faster"}
    title = words.get(status, "Wait a little" if status == 429 else "Something is wrong")
    if asking is None or wants_json(request):
        return JSONResponse({"error": {"status": status, "title": title, "detail": said}}, status, headers=headers)
    try:
        page = (
            environment()
            .get_template("problem.html")
            .render(title=title, said=said, status=status, asking=asking, head=None, cite=None, twins=False, next=None)
        )
    except Exception:  # noqa: BLE001 - the last resort must not fail
        return PlainTextResponse(f"{title}: {said}", status, headers=headers)
    return Response(page, status, headers=headers, media_type="text/html; charset=utf-8")


def wants_json(request: Request) -> bool:
    """Return whether a program asks: by the address, by what it accepts or sends, or by a token."""
    path = request.url.path
    if path.endswith((".json", ".csv", ".geojson")) or path.startswith(("/api", "/health")):
        return True
    accepts = request.headers.get("accept", "")
    return ("application/json" in accepts and "text/html" not in accepts) or "authorization" in request.headers


def _with_next(asking: Asking, answer: Answer) -> Any:  # noqa: ANN401 - what JSON holds
    record = asked_for(answer.record)
    if answer.next and isinstance(record, dict):
        return {**record, "next": asking.base + asking.link(ending=".json", after=answer.next)}
    return record


def _next_link(asking: Asking, answer: Answer, ending: str) -> Mapping[str, str]:
    return {"Link": f'<{asking.base + asking.link(ending=ending, after=answer.next)}>; rel="next"'} if answer.next else {}


def _sheet(answer: Answer) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(answer.columns)
    for row in asked_for(answer.rows):
        writer.writerow([views.sheet_cell(row.get(name)) for name in answer.columns])
    return stream.getvalue()
