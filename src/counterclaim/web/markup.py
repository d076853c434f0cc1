"""What lists show many times over, written as HTML at once: as templates these pieces take several times as long.

Whatever comes from a report or a person is escaped here, as it is in the templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from counterclaim.web import views

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from counterclaim.ledger.views import ClaimLine
    from counterclaim.web.asking import Asking
    from counterclaim.web.views import Piece


def foreign(text: object, lang: str | None = None) -> Markup:
    """Return words of a report, which may run from right to left, in the language that they are in."""
    return Markup(_foreign(text, lang))  # noqa: S704 - escaped


def marked(pieces: Iterable[Piece]) -> Markup:
    """Return pieces of a text, each with the fields whose words it holds."""
    return Markup(_marked(pieces))  # noqa: S704 - escaped


def claim_block(
    line: ClaimLine, evidence: Iterable[Piece], asking: Asking, event: str | None = None, *, choose: bool = False
) -> Markup:
    """Return a claim with its sentence and where it comes from; `event` links to its event, `choose` gives a box to tick."""
    claim, report, status = line.claim, line.report, line.status.value
    bounds, link = claim.bounds, asking.link
    box = f'<input type="checkbox" name="claim" value="{escape(line.id)}" aria-label="Choose this claim"> ' if choose else ""
    gone = " gone" if status in ("rejected", "withdrawn") else ""
    victims = f", {_foreign(claim.victims, report.language)}" if claim.victims else ""
    of_event = f'· <a href="{escape(link(f"/events/{event}"))}">event</a>' if event else ""
    if line.chain and asking.names:
        told = " → ".join([_foreign(part) for part in line.chain]) + " · "
    else:
        told = f"{_foreign(report.outlet)} · " if report.outlet else ""
    published = f" of {escape(report.published)}" if report.published else ""
    language = f" ({escape(report.language)})" if report.language else ""
    return Markup(  # noqa: S704 - escaped
        f'<div class="claim stance-{claim.stance.value}">\n<p>{box}<a href="{escape(link(f"/claims/{line.id}"))}">'
        f'<span class="value{gone}">{views.figure(bounds.low, bounds.high, bounds.qualifier.value)}</span> '
        f'{claim.outcome.value}</a>{victims} <span class="muted">· {claim.stance.value} · {claim.scope.value} · {status}</span>\n'
        f'{of_event}</p>\n<blockquote lang="{escape(report.language or "und")}" dir="auto">{_marked(evidence)}</blockquote>\n'
        f'<p class="muted">{told}<a href="{escape(link(f"/reports/{report.id}"))}">report</a>{published}{language}</p>\n</div>\n'
    )


def facet(name: str, values: Mapping[str, int], asking: Asking, most: int = 14) -> Markup:
    """Return the values of a facet, how often each occurs, and links that choose one or let it go."""
    chosen = asking.query.get(name)
    items = []
    for value, found in list(values.items())[:most]:
        link = escape(asking.link(None, "", **{name: None if value == chosen else value}))
        now = ' aria-current="true"' if value == chosen else ""
        words = escape(views.shown(views.BADGE_WORDS.get(value, value)))
        items.append(f'<li><a href="{link}"{now}>{words} ({views.number(found)})</a></li>')
    return Markup(f"<div><strong>{escape(name)}</strong> <ul>{''.join(items)}</ul></div>\n")  # noqa: S704 - escaped


def event_row(line: Mapping[str, Any]) -> Markup:
    """Return an event as the row of a table, from what a list shows of it (`events.event_line`)."""
    told = f"told {line['first_published']}" if line["first_published"] else "not known"
    when = str(escape(line["when"])) if line["when"] else f'<span class="muted">{escape(told)}</span>'
    country = f' <span class="muted">{escape(line["place_country"])}</span>' if line["place_country"] else ""
    if line["best"] is None:
        estimate = '<span class="muted">no figure</span>'
    else:
        low, best, high = (views.number(line[name]) for name in ("low", "best", "high"))
        estimate = f'<span class="bar">{line["bar"]}</span> {low} – <strong>{best}</strong> – {high} {escape(line["outcome"])}'
    return Markup(  # noqa: S704 - escaped
        f'<tr>\n<td data-name="When">{when}</td>\n'
        f'<td data-name="Where"><a href="{escape(line["link"])}">{_foreign(line["place"] or "not known")}</a>{country}</td>\n'
        f'<td data-name="Losses of">{escape(", ".join(line["sides"]))}</td>\n<td data-name="Estimate">{estimate}</td>\n'
        f'<td class="number" data-name="Origins">{escape(line["origins"])}</td>\n'
        f'<td class="number" data-name="Reports">{escape(line["reports"])}</td>\n'
        f'<td data-name="Languages">{escape(" ".join(line["languages"]))}</td>\n<td>{_badges(line["badges"])}</td>\n</tr>\n'
    )


def place_item(place: Mapping[str, Any]) -> Markup:
    """Return a place of a map as the item of a list."""
    where = f"{place['latitude']:.2f}, {place['longitude']:.2f}"
    link = f'<a href="{escape(place["link"])}">{_foreign(place["name"])}</a>'
    return Markup(f"<li>{link} {escape(place['when'] or '')} ({where})</li>")  # noqa: S704 - escaped


def _badges(badges: Iterable[str]) -> str:
    return "".join(
        [f'<span class="badge {escape(badge)}">{escape(views.BADGE_WORDS.get(badge, badge))}</span>' for badge in badges]
    )


def _foreign(text: object, lang: str | None = None) -> str:
    of = f' lang="{escape(lang)}"' if lang else ""
    return f'<bdi dir="auto"{of}>{escape(views.shown(str(text)))}</bdi>'


def _marked(pieces: Iterable[Piece]) -> str:
    return "".join(
        [
            f'<mark class="{escape(piece.field)}" title="{escape(", ".join(piece.fields))}">{escape(piece.text)}</mark>'
            if piece.fields
            else escape(piece.text)
            for piece in pieces
        ]
    )
