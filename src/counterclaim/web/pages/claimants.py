"""Who speaks, and what one claimant said: beside what others said of the same event. There is no score of truth."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from counterclaim.charts.positions import Stand, positions_svg
from counterclaim.errors import UnknownIdentifier
from counterclaim.interval import read_interval
from counterclaim.knowledge.actors import load_actors
from counterclaim.ledger import filters
from counterclaim.ledger.computed import events_of_claims, get_event
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.identity import actor_key
from counterclaim.ledger.lines import POSITION_COLUMNS, position_record
from counterclaim.ledger.positions import Change, Position, positions
from counterclaim.ledger.schema import claim_actors
from counterclaim.web import views
from counterclaim.web.asking import Answer, Asking

if TYPE_CHECKING:
    from counterclaim.ledger.computed import EventView
    from counterclaim.ledger.views import ClaimLine

_CHANGES = {
    Change.FIRST: "asserted",
    Change.REPEATED: "repeated",
    Change.RAISED: "raised",
    Change.LOWERED: "lowered",
    Change.CHANGED: "asserted",
    Change.CONFIRMED: "confirmed",
    Change.DENIED: "denied",
}
_REVISED = (Change.RAISED, Change.LOWERED, Change.CHANGED, Change.CONFIRMED, Change.DENIED)
COLUMNS = ("claimant", "name", "claims", "address")


def claimants(asking: Asking) -> Answer:
    """Answer with those who speak most, with the number of their claims."""
    start = int(asking.after) if asking.after and asking.after.isdecimal() and len(asking.after) < 9 else 0
    with explained(asking.ledger.shown), looking(asking.ledger.engine) as connection:
        at = filters.horizon(connection, asking.moment)
        found = connection.execute(
            select(claim_actors.c.actor, func.count().label("claims"))
            .where(claim_actors.c.says == 1, *(one for one in at.holds(claim_actors)))
            .group_by(claim_actors.c.actor)
            .order_by(func.count().desc(), claim_actors.c.actor)
            .offset(start)
            .limit(asking.limit + 1)
        ).all()
    rows = [
        {
            "claimant": row.actor,
            "name": name_of(row.actor),
            "claims": row.claims,
            "link": asking.link(f"/claimants/{row.actor}"),
            "address": f"{asking.base}/claimants/{row.actor}",
        }
        for row in found[: asking.limit]
        if asking.names or row.actor.startswith("act_") or name_of(row.actor) != row.actor
    ]
    further = str(start + asking.limit) if len(found) > asking.limit else None
    return Answer("Claimants", "claimants.html", {"lines": rows}, {"claimants": rows}, rows, COLUMNS, further)


def claimant(asking: Asking) -> Answer:
    """Answer with what one claimant said, newest first; raises UnknownIdentifier."""
    key = asking.given["identifier"]
    page = positions(asking.ledger, key, moment=asking.moment, after=asking.after, limit=min(asking.limit, 100))
    if not page.items and not asking.after:
        raise UnknownIdentifier("claimant", key)
    of = events_of_claims(asking.ledger, tuple(one.line.id for one in page.items), moment=asking.moment)
    views_of: dict[str, EventView] = {}
    lines = [_line(asking, one, of, views_of, key) for one in page.items]
    records = [position_record(one, names=asking.names) for one in page.items]
    told = [one for one in page.items if one.change is not Change.FIRST]
    name = name_of(actor_key(key))
    words = {
        "name": name,
        "kinds": sorted({one.line.claim.claimant_kind.value for one in page.items if one.line.claim.claimant_kind}),
        "lines": lines,
        "revised": sum(one.change in _REVISED for one in page.items),
        "told": len(told),
        "relays": sorted({relay for one in page.items for relay in (*one.line.claim.via, one.line.report.outlet) if relay}),
        "stands": positions_svg(f"Positions of {name}", _stands(page.items)),
    }
    return Answer(
        f"Claimant: {name}",
        "claimant.html",
        words,
        {"claimant": key, "name": name, "positions": records},
        records,
        POSITION_COLUMNS,
        page.next,
    )


def name_of(key: str) -> str:
    """Return what an actor is called: the registry's name, else the key."""
    try:
        return load_actors().get(key).name
    except UnknownIdentifier:
        return key


def _line(asking: Asking, one: Position, of: dict[str, str], known: dict[str, EventView], key: str) -> dict[str, Any]:
    event = of.get(one.line.id)
    ratio = None
    if event is not None:
        if event not in known:
            known[event] = get_event(asking.ledger, event, moment=asking.moment)
        ratio = beside(one.line, known[event].claims, key)
    return {"position": one, "line": one.line, "event": event, "beside": ratio, "evidence": views.evidence(one.line)}


def beside(line: ClaimLine, others: tuple[ClaimLine, ...], key: str) -> dict[str, Any] | None:
    """Return how a figure stands to the middle one of other origins on the same outcome; None where there is none."""
    mine = _size(line)
    theirs = [
        size
        for other in others
        if other.claim.outcome is line.claim.outcome
        and not any(actor_key(key) in (actor_key(c.name), actor_key(c.id or c.name)) for c in other.claim.claimants)
        and (size := _size(other)) is not None
    ]
    if mine is None or not theirs:
        return None
    middle = median(theirs)
    sign = "above" if mine > middle else "below" if mine < middle else "equal"
    return {"sign": sign, "middle": middle, "ratio": round(mine / middle, 2) if middle else None, "others": len(theirs)}


def _size(line: ClaimLine) -> int | None:
    bounds = line.claim.bounds
    return bounds.low if bounds.low is not None else bounds.high


def _stands(items: tuple[Position, ...]) -> list[Stand]:
    found = []
    for one in items:
        day = read_interval(one.line.report.published)
        if day is not None and day.first is not None:
            bounds = one.line.claim.bounds
            figure = views.figure(bounds.low, bounds.high, bounds.qualifier.value)
            place = one.line.claim.place.name if one.line.claim.place else "place not known"
            found.append(
                Stand(
                    f"{one.line.claim.outcome.value}, {place}",
                    day.first,
                    one.line.report.published or "",
                    figure,
                    _CHANGES[one.change],
                )
            )
    lanes: dict[str, int] = {}
    for stand in found:
        lanes[stand.lane] = lanes.get(stand.lane, 0) + 1
    most = sorted(lanes, key=lambda lane: (-lanes[lane], lane))[:20]
    return [stand for stand in found if stand.lane in most]
