"""From a text and what is known of it to a report: its language, its date of publication, its boilerplate."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from counterclaim.errors import UnsupportedLanguage
from counterclaim.knowledge.reading_words import codes_by_name, reading_codes, reading_words
from counterclaim.model import Rejected, Report
from counterclaim.reading.boilerplate import mark_boilerplate
from counterclaim.reading.dating import Role, date_of_publication, find_datelines
from counterclaim.reading.detection import detect

if TYPE_CHECKING:
    from counterclaim.knowledge.reading_words import ReadingWords
    from counterclaim.reading.sources import Limits


class Draft(NamedTuple):
    """A text and what its source says of it; None where the source does not say."""

    id: str
    text: str
    lang: str | None = None
    published: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    event: str | None = None


def finish(draft: Draft, place: str, limits: Limits, *, surroundings: str | None = None) -> Report | Rejected:
    """Return the report, or why there is none; `place` says where it stood.

    What the source says of language and date of publication goes before what the text says. `surroundings` is all that a
    page says around its article: there only a date counts that is called the publication's.
    """
    if not draft.text.strip():
        return Rejected(draft.id, f"{place}: the report has no text; a report needs words to find claims in")
    if len(draft.text) > limits.text:
        return Rejected(
            draft.id,
            f"{place}: the text has {len(draft.text):,} characters; a report has at most {limits.text:,}: split it",
        )
    lang = _language(draft, place)
    if isinstance(lang, Rejected):
        return lang
    words = reading_words(lang)
    datelines = find_datelines(draft.text, words)
    return Report(
        id=draft.id,
        text=draft.text,
        lang=lang,
        published=draft.published or date_of_publication(datelines) or _from_surroundings(surroundings, words),
        url=draft.url,
        outlet=draft.outlet,
        title=draft.title,
        event=draft.event,
        boilerplate=mark_boilerplate(draft.text, words, datelines),
    )


def _from_surroundings(surroundings: str | None, words: ReadingWords) -> str | None:
    around = find_datelines(surroundings, words) if surroundings else []
    return next((line.date for line in around if line.role is Role.PUBLISHED), None)


def _language(draft: Draft, place: str) -> str | Rejected:
    """Return the code of the language: the source's where it names one, else the one that the text is written in."""
    among: tuple[str, ...] | None = None
    if draft.lang:
        named = draft.lang.strip().replace("_", "-").split("-")[0].lower()
        among = codes_by_name().get(named)
        if among is None:
            return Rejected(draft.id, f"{place}: {UnsupportedLanguage(draft.lang, reading_codes())}", Report(**draft._asdict()))
        if len(among) == 1:
            return among[0]
    found = detect(draft.text, among)
    if found.code is not None and found.supported:
        return found.code
    return among[0] if among else Rejected(draft.id, f"{place}: {found.refusal()}", Report(**draft._asdict()))
