"""Who speaks, and what one claimant said: beside what others said of the same event. There is no score of truth."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from counterclaim.charts.positions import Stand, positions_svg
from counterclaim.errors import UnknownIdentifier
from counterclaim.interval import read_interval
from counterclaim.knowledge.actors import load_actors
from counterclaim.ledger import filters
from counterclaim.ledger.computed import events_of_claims, get_event
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.history import claim_lines
from counterclaim.ledger.identity import actor_key
from counterclaim.ledger.lines import POSITION_COLUMNS, position_record
from counterclaim.ledger.positions import Change, Position, positions
from counterclaim.ledger.schema import claims
from counterclaim.web import views
from counterclaim.web.asking import Answer, Asking
from counterclaim.web.claimant_index import list_speakers

if TYPE_CHECKING:
    from counterclaim.ledger.computed import EventView
    from counterclaim.ledger.views import ClaimLine
    from counterclaim.model import Claimant

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
COLUMNS = ("claimant", "name", "kind", "claims", "address")


def claimants(asking: Asking) -> Answer:
    """Answer with those who speak most, with the number of their claims."""
    page = list_speakers(asking.ledger, moment=asking.moment, after=asking.after, limit=asking.limit)
    with explained(asking.ledger.shown), looking(asking.ledger.engine) as connection:
        at = filters.horizon(connection, asking.moment)
        latest = select(claims).where(claims.c.rank.in_([row.latest for row in page.items]), *at.holds(claims))
        said = {line.rank: line for line in claim_lines(connection, connection.execute(latest).all(), at)}
    rows: list[dict[str, Any]] = []
    for row in page.items:
        speaker = speaker_of(row.actor, said[row.latest]) if row.latest in said else None
        if speaker is None or (speaker.id and actor_key(speaker.id) != row.actor):
            continue  # a name of somebody who stands here under an id
        link = asking.link_to("claimants", row.actor)
        name, kind = name_of(row.actor, speaker), speaker.kind.value if speaker.kind else None
        if asking.names or speaker.id:
            rows.append({"claimant": row.actor, "name": name, "kind": kind, "claims": row.claims, "address": asking.base + link})
    words = {"lines": [{**row, "link": row["address"].removeprefix(asking.base)} for row in rows]}
    return Answer("Claimants", "claimants.html", words, {"claimants": rows}, rows, COLUMNS, page.next)


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
    name = name_of(actor_key(key), speaker_of(actor_key(key), page.items[0].line) if page.items else None)
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


def name_of(key: str, speaker: Claimant | None = None) -> str:
    """Return what an actor is called: the registry's name, else as a claim names it, else the key."""
    try:
        return load_actors().get(key).name
    except UnknownIdentifier:
        return speaker.name if speaker is not None and speaker.name else key


def speaker_of(key: str, line: ClaimLine) -> Claimant | None:
    """Return the claimant of a claim whose id or name has this key."""
    return next((one for one in line.claim.claimants if key in (actor_key(one.id or ""), actor_key(one.name))), None)


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
