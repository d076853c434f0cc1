"""Events, one event, and its estimate step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterclaim.charts.forest import forest_svg
from counterclaim.charts.origins import origin_forest
from counterclaim.charts.positions import Stand, positions_svg
from counterclaim.errors import NoFigure
from counterclaim.interval import read_interval
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.ledger.bodies import read_texts
from counterclaim.ledger.computed import EventView, get_event, suggestions_of
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.lines import CLAIM_COLUMNS, claim_record
from counterclaim.ledger.rows import Status
from counterclaim.ledger.tracing import list_decisions
from counterclaim.model import Estimate, Outcome, Reason, Report, Stance
from counterclaim.pipeline_events import estimate_at
from counterclaim.records import estimate_to_record
from counterclaim.web import basemap, event_index, views
from counterclaim.web.asking import Answer, Asking
from counterclaim.web.event_index import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.ledger.views import ClaimLine
    from counterclaim.records import Record

DEFAULT_CODEBOOK = "ucdp"
COLUMNS = (
    "id",
    "address",
    "when",
    "place",
    "place_country",
    "latitude",
    "longitude",
    "sides",
    "outcome",
    "low",
    "best",
    "high",
    "codebook",
    "origins",
    "reports",
    "languages",
    "badges",
    "first_published",
    "last_published",
)
ESTIMATE_COLUMNS = ("event", "codebook", "outcome", "side", "low", "best", "high", "grade", "step", "rule", "text", "claims")
_OUTCOMES = tuple(outcome.value for outcome in Outcome)
SIDES = {"all": "all", "a": "side A", "b": "side B", "civilians": "civilians", "unknown": "not known which"}


def wanted_of(asking: Asking) -> Wanted:
    """Return which events a request filters for; raises BadRequest and BadFilter."""
    return Wanted(
        country=asking.value("country"),
        side=asking.value("side"),
        language=asking.value("language"),
        badge=asking.value("badge", event_index.BADGES),
        outcome=asking.value("outcome", _OUTCOMES),
        since=asking.value("since"),
        until=asking.value("until"),
        month=asking.value("month"),
        text=asking.value("q"),
    )


def codebook_of(asking: Asking) -> str:
    """Return the codebook that a request names; raises BadRequest."""
    return asking.value("codebook", codebook_names()) or DEFAULT_CODEBOOK


def events(asking: Asking) -> Answer:
    """Answer with the events that a filter finds, how many there are, where and when."""
    wanted, codebook = wanted_of(asking), codebook_of(asking)
    counts = event_index.count_events(asking.ledger, wanted, moment=asking.moment)
    rare = counts.total < event_index.RARE
    page = event_index.list_events(asking.ledger, wanted, moment=asking.moment, after=asking.after, limit=asking.limit, rare=rare)
    lines = [event_line(line.id, line.record, codebook, asking) for line in page.items]

    def words() -> dict[str, Any]:
        places = event_index.located(asking.ledger, wanted, moment=asking.moment, limit=300, rare=rare)
        most = max((line["high"] or 0 for line in lines), default=0)
        linked = [{**place, "link": asking.link(f"/events/{place['id']}")} for place in places]
        return {
            "lines": [{**line, "bar": views.bar(line["low"], line["best"], line["high"], most)} for line in lines],
            "counts": counts,
            "wanted": wanted.asked(),
            "codebook": codebook,
            "codebooks": codebook_names(),
            "histogram": views.histogram(counts.months, lambda period: _period_link(asking, period)),
            "map": basemap.map_svg(linked, [place["link"] for place in linked], "Where the events were"),
            "places": linked,
            "map_data": asking.link(ending=".geojson"),
        }

    records = [{name: value for name, value in line.items() if name in COLUMNS} for line in lines]
    record = {
        "filters": wanted.asked(),
        "codebook": codebook,
        "total": counts.total,
        "facets": counts.facets,
        "months": counts.months,
        "events": records,
    }
    return Answer("Events", "events.html", words, record, records, COLUMNS, page.next)


def _period_link(asking: Asking, period: str) -> str:
    """Return the address of the events of a month or a year."""
    if len(period) == len("2024"):
        return asking.link(month=None, since=f"{period}-01-01", until=f"{period}-12-31")
    return asking.link(month=period)


def event_line(identifier: str, record: Record, codebook: str, asking: Asking) -> dict[str, Any]:
    """Return an event as a list shows it; its figures are of those killed, else of the first outcome that has any."""
    said = record.get("summary") or {}
    figures = said.get("figures", {}).get(codebook, {})
    outcome = "killed" if "killed" in figures else next(iter(figures), None)
    low, best, high = figures.get(outcome, (None, None, None))
    place = record.get("place") or {}
    published = said.get("published") or [None, None]
    return {
        "id": identifier,
        "address": f"{asking.base}/events/{identifier}",
        "when": record.get("when"),
        "place": place.get("name"),
        "place_country": place.get("country"),
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
        "sides": said.get("sides", []),
        "outcome": outcome,
        "low": low,
        "best": best,
        "high": high,
        "codebook": codebook,
        "origins": said.get("origins"),
        "reports": record["reports"],
        "languages": said.get("languages", []),
        "badges": said.get("badges", []),
        "first_published": published[0],
        "last_published": published[1],
        "link": asking.link(f"/events/{identifier}"),
    }


def events_map(asking: Asking) -> Record:
    """Return where the events of a filter were, as GeoJSON."""
    places = event_index.located(asking.ledger, wanted_of(asking), moment=asking.moment)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]},
            "properties": {
                "id": place["id"],
                "name": place["name"],
                "when": place["when"],
                "radius_m": place.get("radius_m"),
                "where_prec": place.get("where_prec"),
                "link": asking.link(f"/events/{place['id']}"),
            },
        }
        for place in places
    ]
    return {"type": "FeatureCollection", "note": basemap.NOTE, "features": features}


# --- one event --------------------------------------------------------------------------------------------------------------


def event(asking: Asking) -> Answer:
    """Answer with one event: estimate, plot, claims by origin, positions, place, links, history; raises UnknownIdentifier."""
    codebook = codebook_of(asking)
    view, moved = _found(asking, codebook)
    claims = _known(view, asking)
    estimates = estimates_of(view, codebook, asking)
    title = views.title_of(view.record)
    said = view.record.get("summary") or {}
    suggestions = suggestions_of(asking.ledger, view.id, moment=asking.moment)

    def words() -> dict[str, Any]:
        place = view.record.get("place") or {}
        origins = by_origin(claims, said.get("origin_of", {}))
        return {
            "view": view,
            "said": said,
            "title_text": title,
            "place": place,
            "codebook": codebook,
            "codebooks": codebook_names(),
            "figures": figures(estimates),
            "plots": list(_plots(estimates, claims, title)),
            "origins": origins,
            "evidence": evidence_of(claims, asking),
            "stands": positions_svg("Positions over time", stands(origins)),
            "map": _map(place, asking),
            "suggestions": suggestions,
            "decisions": list_decisions(asking.ledger, target=view.id).items,
            "sides": SIDES,
            "may_rule": asking.may("reviewer"),
            "steps_link": asking.link(f"/events/{view.id}/estimate", codebook=codebook),
        }

    def rows() -> list[Record]:
        return [claim_record(line, names=asking.names) | {"event": view.id} for line in claims]

    def record() -> Record:
        return {
            **{name: value for name, value in view.record.items() if name != "summary"},
            "id": view.id,
            "entry": view.entry,
            "summary": said,
            "codebook": codebook,
            "estimates": [estimate_to_record(one) for one in estimates],
            "made": rows(),
            "suggestions": list(suggestions),
        }

    return Answer(title, "event.html", words, record, rows, ("event", *CLAIM_COLUMNS), moved=moved)


def estimate(asking: Asking) -> Answer:
    """Answer with the steps of an event's estimates, and all codebooks side by side; raises UnknownIdentifier."""
    view, moved = _found(asking)
    codebook = codebook_of(asking)
    every = {name: estimates_of(view, name, asking) for name in codebook_names()}
    claims = {line.id: line for line in _known(view, asking)}
    outcomes = [one.outcome.value for name in every for one in every[name] if one.side == "all"]
    beside = [
        {
            "outcome": outcome,
            "by": {name: next((e for e in every[name] if e.outcome == outcome and e.side == "all"), None) for name in every},
        }
        for outcome in dict.fromkeys(outcomes)
    ]
    words = {
        "view": view,
        "title_text": views.title_of(view.record),
        "codebook": load_codebook(codebook),
        "codebooks": codebook_names(),
        "beside": beside,
        "estimates": every[codebook],
        "claims": claims,
        "sides": SIDES,
    }
    rows = [
        {**estimate_to_record(one), "step": step, "rule": reason.rule, "text": reason.text, "claims": list(reason.claims)}
        for name in every
        for one in every[name]
        for step, reason in enumerate(one.reasons, start=1)
    ]
    record = {"event": view.id, "estimates": {name: [estimate_to_record(one) for one in every[name]] for name in every}}
    title = f"Estimate: {views.title_of(view.record)}"
    return Answer(title, "estimate.html", words, record, rows, ESTIMATE_COLUMNS, moved=moved and f"{moved}/estimate")


def plot(asking: Asking) -> str:
    """Return the forest plot of an event and outcome as a file of its own; raises UnknownIdentifier."""
    codebook = codebook_of(asking)
    view, _ = _found(asking, codebook)
    outcome = asking.value("outcome", _OUTCOMES) or "killed"
    for one, svg in _plots(estimates_of(view, codebook, asking), _known(view, asking), views.title_of(view.record)):
        if one.outcome.value == outcome:
            return svg
    raise NoFigure(outcome, view.id)


def estimates_of(view: EventView, codebook: str, asking: Asking) -> list[Estimate]:
    """Return the estimates of a codebook: those kept, or new ones from what had been published by the day asked for."""
    if asking.moment.known_by is not None:
        return [one for one in estimate_at(asking.ledger, view.record, asking.moment) if one.codebook == codebook]
    found = [
        Estimate(
            record["event"],
            Outcome(record["outcome"]),
            record["side"],
            record["low"],
            record["best"],
            record["high"],
            record["codebook"],
            tuple(Reason(r["rule"], r["text"], tuple(r["claims"])) for r in record["reasons"]),
            record["grade"],
        )
        for record in view.estimates
        if record["codebook"] == codebook
    ]
    order = {outcome: at for at, outcome in enumerate(Outcome)}
    return sorted(found, key=lambda one: (order[one.outcome], list(SIDES).index(one.side)))


def figures(estimates: Iterable[Estimate]) -> list[dict[str, Any]]:
    """Return one row for each outcome: the figure for all, and those of the sides."""
    found: dict[Outcome, dict[str, Any]] = {}
    for one in estimates:
        row = found.setdefault(one.outcome, {"outcome": one.outcome.value, "all": None, "sides": []})
        if one.side == "all":
            row["all"] = one
        elif one.high:
            row["sides"].append(one)
    return list(found.values())


def by_origin(claims: Sequence[ClaimLine], origin_of: Record) -> list[dict[str, Any]]:
    """Return the claims of each origin, by first publication; what only relays another claim of it is folded under it."""
    found: dict[str, dict[str, Any]] = {}
    for line in claims:
        key, name = origin_of.get(line.id) or _origin(line)
        origin = found.setdefault(key, {"key": key, "name": name, "claims": [], "relays": []})
        stated = (line.claim.outcome, line.claim.bounds, line.claim.stance, line.claim.victims)
        again = any(
            (one.claim.outcome, one.claim.bounds, one.claim.stance, one.claim.victims) == stated for one in origin["claims"]
        )
        origin["relays" if again or line.report.copy_of else "claims"].append(line)
    for origin in found.values():
        if not origin["claims"]:
            origin["claims"], origin["relays"] = origin["relays"][:1], origin["relays"][1:]
    return list(found.values())


def evidence_of(claims: Sequence[ClaimLine], asking: Asking) -> dict[int, tuple[views.Piece, ...]]:
    """Return the sentence of each claim, marked, by the claim's rank."""
    with explained(asking.ledger.shown), looking(asking.ledger.engine) as connection:
        texts = read_texts(connection, {line.report.text_digest for line in claims})
    return {line.rank: views.sentence_of(texts.get(line.report.text_digest), line) for line in claims}


def stands(origins: Sequence[dict[str, Any]]) -> list[Stand]:
    """Return what each origin said of the dead over time, and what each statement is to the one before."""
    found = []
    for origin in origins:
        before: tuple[bool, int | None] | None = None
        lines = sorted((*origin["claims"], *origin["relays"]), key=lambda line: line.rank)
        for line in lines:
            day = read_interval(line.report.published)
            if line.claim.outcome not in (Outcome.KILLED, Outcome.CASUALTIES) or day is None or day.first is None:
                continue
            if line.status in (Status.REJECTED, Status.WITHDRAWN):
                continue
            bounds = line.claim.bounds
            now = (line.claim.stance is Stance.DENIES, bounds.low if bounds.low is not None else bounds.high)
            words = views.figure(bounds.low, bounds.high, bounds.qualifier.value)
            found.append(Stand(origin["name"], day.first, line.report.published or "", words, _change(before, now)))
            before = now
    return found


def _change(before: tuple[bool, int | None] | None, now: tuple[bool, int | None]) -> str:
    if now[0]:
        return "denied"
    if before is None:
        return "asserted"
    if before[0]:
        return "confirmed"
    if before[1] == now[1] or before[1] is None or now[1] is None:
        return "repeated"
    return "raised" if now[1] > before[1] else "lowered"


def _found(asking: Asking, codebook: str | None = None) -> tuple[EventView, str | None]:
    """Return the event, and where it is now when it was asked for by an earlier id."""
    view = get_event(asking.ledger, asking.given["identifier"], moment=asking.moment, codebook=codebook)
    return view, None if view.id == view.asked else f"/events/{view.id}"


def _known(view: EventView, asking: Asking) -> list[ClaimLine]:
    known_by = read_interval(asking.moment.known_by)
    if known_by is None or known_by.last is None:
        return list(view.claims)
    found = []
    for line in view.claims:
        day = read_interval(line.report.published)
        if day is None or day.last is None or day.last <= known_by.last:
            found.append(line)
    return found


def _plots(estimates: Iterable[Estimate], claims: Sequence[ClaimLine], title: str) -> Iterable[tuple[Estimate, str]]:
    reports = {
        line.report.key: Report(line.report.key, " ", published=line.report.published, outlet=line.report.outlet)
        for line in claims
    }
    theirs = [line.claim for line in claims]
    for one in estimates:
        if one.side == "all" and one.high is not None:
            chart = origin_forest(one, theirs, reports)
            yield (
                one,
                forest_svg(
                    type(chart)(
                        f"{one.outcome.value.capitalize()}: {title}", chart.source, chart.rows, chart.low, chart.best, chart.high
                    )
                ),
            )


def _map(place: dict[str, Any], asking: Asking) -> str:
    if place.get("latitude") is None or place.get("longitude") is None:
        return ""
    return basemap.map_svg([place], [asking.link()], f"Where it was: {place['name']}")


def _origin(line: ClaimLine) -> tuple[str, str]:
    name = line.claim.claimant or line.report.outlet or line.report.key
    return name, name
