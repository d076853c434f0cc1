"""Credits: where a report says that it is a translation of what another outlet published."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

from counterclaim.errors import BadEntry

_FILE = "credits.toml"
#: A credit stands near the beginning or the end of a report.
_MARGIN = 800
_LONGEST_NAME = 60
_ENDS = re.compile(r"[.,;:()\[\]|\n\r«»“”\"—–]")


def find_credit(text: str, language: str | None) -> str | None:
    """Return the words that follow a translation credit (the outlet's name begins them), None where there is none."""
    phrases = load_credits().get(language or "")
    if phrases is None:
        return None
    for stretch in (text[:_MARGIN], text[-_MARGIN:]):
        if found := phrases.search(stretch):
            rest = stretch[found.end() : found.end() + _LONGEST_NAME].lstrip(" «“\"'")
            name = _ENDS.split(rest, maxsplit=1)[0].strip()
            if name:
                return name
    return None


@functools.cache
def load_credits() -> dict[str, re.Pattern[str]]:
    """Return for each language what finds its credits; raises BadEntry."""
    raw = tomllib.loads((files("counterclaim.knowledge") / "data" / _FILE).read_text(encoding="utf-8"))
    return {language: _pattern(language, phrases) for language, phrases in raw.items()}


def _pattern(language: str, phrases: object) -> re.Pattern[str]:
    if not isinstance(phrases, list) or not phrases or not all(isinstance(one, str) and one.strip() for one in phrases):
        raise BadEntry(_FILE, None, f"{language} must be a list of phrases")
    longest_first = sorted(phrases, key=len, reverse=True)
    words = "|".join(re.escape(phrase).replace(r"\ ", r"\s").replace("'", "['’]") for phrase in longest_first)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
