"""Running totals: what each claimant gave over time as the losses of a side in a war. They are never added."""

from __future__ import annotations

from typing import Any

from counterclaim.charts.totals import Line, Total, totals_svg
from counterclaim.interval import read_interval
from counterclaim.ledger.computed import list_results
from counterclaim.web.asking import Answer, Asking
from counterclaim.web.pages.claimants import name_of

COLUMNS = ("war", "side", "outcome", "claimant", "day", "low", "high", "qualifier", "fall", "claim", "report")


def totals(asking: Asking) -> Answer:
    """Answer with the series of a filter, a chart for each war, side and outcome."""
    war, outcome = asking.value("war"), asking.value("outcome")
    every = list_results(asking.ledger, "series", moment=asking.moment)
    chosen = [one for one in every if (war is None or one["war"] == war) and (outcome is None or one["outcome"] == outcome)]
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for one in sorted(chosen, key=lambda one: (one["war"], one["side"], one["outcome"], one["claimant"])):
        groups.setdefault((one["war"], one["side"], one["outcome"]), []).append(one)
    charts: list[dict[str, Any]] = [
        {
            "war": key[0],
            "side": key[1],
            "outcome": key[2],
            "series": [{**one, "name": name_of(one["claimant"])} for one in series],
            "svg": _chart(key, series),
        }
        for key, series in groups.items()
    ]
    rows = [
        {**{name: one[name] for name in ("war", "side", "outcome", "claimant")}, **point, "fall": point["claim"] in one["falls"]}
        for one in chosen
        for point in one["points"]
    ]
    alone = [chart for chart in charts if all(len(one["points"]) < 2 for one in chart["series"])]
    charts = [chart for chart in charts if chart not in alone]
    charts.sort(key=lambda chart: -sum(len(one["points"]) for one in chart["series"]))
    words = {
        "charts": charts[: asking.limit],
        "alone": [one for chart in alone for one in chart["series"]][: 10 * asking.limit],
        "wars": sorted({one["war"] for one in every}),
        "outcomes": sorted({one["outcome"] for one in every}),
        "war": war,
        "outcome": outcome,
    }
    return Answer("Totals", "totals.html", words, {"series": chosen}, rows, COLUMNS)


def _chart(key: tuple[str, str, str], series: list[dict[str, Any]]) -> str:
    lines = []
    for one in series:
        points = []
        for point in one["points"]:
            day = read_interval(point["day"])
            value = point["low"] if point["low"] is not None else point["high"]
            if day is not None and day.last is not None and value is not None:
                points.append(Total(day.last, point["day"], value, point["claim"] in one["falls"]))
        if points:
            lines.append(Line(name_of(one["claimant"]), tuple(sorted(points, key=lambda point: point.day))))
    return totals_svg(f"{key[2].capitalize()}, {key[1]}, war in {key[0]}", lines[:8])
