"""Feeds of what is new: events new and changed, denials, totals that fell; as Atom and as JSON Feed. And the page of the API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from fastapi import Request  # noqa: TC002 - the framework reads it when the routes are added
from fastapi.responses import Response  # noqa: TC002 - the same
from sqlalchemy import func, select

from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.schema import FOREVER, entries, results
from counterclaim.web import answering, views
from counterclaim.web.asking import Answer, Asking

if TYPE_CHECKING:
    from fastapi import FastAPI

KINDS = ("new", "changed", "denial", "fall")
_MOST = 50
_UNFIT = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")


def add(app: FastAPI) -> None:
    """Add the feeds and the page of the API."""

    @app.get("/feeds/events.atom", summary="What is new, as Atom; ?kind= new, changed, denial or fall")
    def atom(request: Request) -> Response:
        asking = _asked(request)
        return answering.marked(request, _atom(asking, items(asking)), "application/atom+xml; charset=utf-8")

    @app.get("/feeds/events.json", summary="What is new, as JSON Feed; ?kind= new, changed, denial or fall")
    def feed(request: Request) -> Response:
        asking = _asked(request)
        record = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "counterclaim: events",
            "home_page_url": f"{asking.base}/events",
            "feed_url": f"{asking.base}{asking.link()}",
            "items": [
                {
                    "id": f"{asking.base}/ledger/{one['entry']}",
                    "url": one["url"],
                    "title": one["title"],
                    "content_text": one["text"],
                    "date_published": one["recorded"],
                    "tags": one["kinds"],
                }
                for one in items(asking)
            ],
        }
        return answering.as_json(request, record, "application/feed+json")

    @app.get("/api", include_in_schema=False)
    def documentation(request: Request) -> Response:
        paths = app.openapi()["paths"]
        words = {"paths": [(path, method.upper(), told) for path, by in paths.items() for method, told in by.items()]}
        return answering.as_page(request, _asked(request), Answer("API", "api.html", words, {}))


def items(asking: Asking) -> list[dict[str, Any]]:
    """Return what is new, the latest first."""
    wanted = asking.value("kind", KINDS)
    with explained(asking.ledger.shown), looking(asking.ledger.engine) as connection:
        earlier = results.alias()
        first = (
            select(func.min(earlier.c.since))
            .where(earlier.c.kind == results.c.kind, earlier.c.id == results.c.id)
            .scalar_subquery()
        )
        rows = connection.execute(
            select(results, entries.c.recorded, first.label("first"))
            .join(entries, entries.c.number == results.c.since)
            .where(results.c.kind.in_(("event", "series")), results.c.until == FOREVER)
            .order_by(results.c.since.desc())
            .limit(_MOST * (4 if wanted is None else 40))
        ).all()
    found = [one for row in rows for one in [_item(asking, row)] if one is not None and (not wanted or wanted in one["kinds"])]
    return found[:_MOST]


def _item(asking: Asking, row: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a row
    record = json.loads(row.record)
    told: dict[str, Any] = {"entry": row.since, "recorded": row.recorded}
    if row.kind == "series":
        if not record["falls"]:
            return None
        title = f"A total fell: {record['claimant']}, {record['outcome']}, {record['side']}"
        return {**told, "kinds": ["fall"], "title": title, "text": title, "url": f"{asking.base}/totals?war={record['war']}"}
    said = record.get("summary") or {}
    figures = said.get("figures", {}).get("ucdp", {}).get("killed")
    kinds = ["new" if row.first == row.since else "changed", *(["denial"] if "denied" in said.get("badges", ()) else [])]
    words = "; ".join(views.BADGE_WORDS.get(badge, badge) for badge in said.get("badges", ()))
    text = f"{len(record['reports'])} reports, {said.get('origins', 0)} origins" + (f"; {words}" if words else "")
    if figures and figures[1] is not None:
        text = f"killed {figures[0]} / {figures[1]} / {figures[2]} (ucdp); {text}"
    return {
        **told,
        "kinds": kinds,
        "title": f"{views.title_of(record)}: {', '.join(kinds)}",
        "text": text,
        "url": f"{asking.base}/events/{row.id}",
    }


def _atom(asking: Asking, found: list[dict[str, Any]]) -> str:
    updated = found[0]["recorded"] if found else "1970-01-01T00:00:00Z"
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>counterclaim: events</title><id>{_fit(asking.base)}/feeds/events.atom</id><updated>{updated}</updated>",
        f'<author><name>counterclaim</name></author><link rel="self" href="{_fit(asking.base + asking.link())}"/>',
    ]
    parts += [
        f"<entry><title>{_fit(one['title'])}</title><id>{_fit(asking.base)}/ledger/{one['entry']}</id>"
        f'<updated>{one["recorded"]}</updated><link href="{_fit(one["url"])}"/>'
        + "".join(f'<category term="{kind}"/>' for kind in one["kinds"])
        + f"<summary>{_fit(one['text'])}</summary></entry>"
        for one in found
    ]
    return "\n".join([*parts, "</feed>"])


def _fit(text: str) -> str:
    return escape(text.translate(_UNFIT), {'"': "&quot;"})


def _asked(request: Request) -> Asking:
    from counterclaim.web.app import asked  # noqa: PLC0415 - app imports this module

    return asked(request)
