"""The sieve before the costly reading of a page, which asks whether it may tell of losses in a language with a pack.

It looks at the raw page, without looking for the article in it: the words between the tags, a few frequent ones of each
language, and whether a word of loss stands near a number or near those who are counted. It lets too much through rather
than too little.
"""

from __future__ import annotations

import functools
import html
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from counterclaim.knowledge.reading_words import profiles
from counterclaim.knowledge.sieve_words import Worth, sieve_words
from counterclaim.reading.decoding import declared_charset, decode

if TYPE_CHECKING:
    from counterclaim.knowledge.reading_words import Profile

#: A language counts where the page has so many of its frequent words, and so large a share of those of the best language.
LEAST_KNOWN, SHARE = 5, 0.6
#: A language without a pack must have so many times the frequent words of ours to decide.
STRANGE = 1.3
#: How many words may stand between a loss and its number, and between a loss and those who are counted.
TO_NUMBER, TO_COUNTED = 6, 4
#: A phrase of losses has at most so many words, those in its gap included.
LONGEST_PHRASE = 18
_NOWHERE = -1_000_000  # for what has not been seen: far from everything
_WORD = re.compile(r"[^\W_]+(?:['’\u02bc-][^\W\d_]+)*")
_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&(?:#|[A-Za-z]{2,8};)")
_GROUPED = re.compile(r"(?<=\d)[.,   ](?=\d{3}\b)")
_SCRIPT, _STYLE, _JSON = ("<script", "</script"), ("<style", "</style"), "ld+json"


class Sieved(StrEnum):
    """Why a page was passed over."""

    EMPTY = "no text"
    LANGUAGE = "no language that there is a pack for"
    LOSSES = "no words of losses near a number or near people"


def sieve(content: bytes, media_type: str = "") -> Sieved | None:
    """Return why a page cannot tell of losses, None where it may."""
    text = _words_of(content, media_type)
    words = _WORD.findall(text)
    if len(words) < LEAST_KNOWN:
        return Sieved.EMPTY
    codes = _languages(frozenset(" ".join(set(words)).lower().split()))
    if not codes:
        return Sieved.LANGUAGE
    return None if any(_tells(words, code) for code in codes) else Sieved.LOSSES


def _words_of(content: bytes, media_type: str) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        declared = declared_charset(media_type.encode("latin-1", "replace")) or declared_charset(content)
        text = decode("", content.replace(b"\x00", b""), declared=declared).text
    bare = _TAG.sub(" ", _without(_without(text, *_STYLE), *_SCRIPT))
    if _ENTITY.search(bare):
        bare = html.unescape(bare)
    return _GROUPED.sub("", bare)


def _without(text: str, opens: str, closes: str) -> str:
    """Return a page without its scripts or styles; JSON-LD stays, since it may hold the article."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter that has two in lower case: offsets would not fit
        text = lowered
    kept, at = [], 0
    while (start := lowered.find(opens, at)) >= 0:
        kept.append(text[at:start])
        opened = lowered.find(">", start)
        end = lowered.find(closes, start)
        if end < 0 or opened < 0:
            at = start + len(opens)
            continue
        if _JSON in lowered[start:opened]:
            kept.append(text[opened + 1 : end].replace("\\n", " ").replace("\\u", "&#x"))
        at = end + len(closes)
    kept.append(text[at:])
    return " ".join(kept)


def _languages(words: frozenset[str]) -> list[str]:
    """Return the languages that the page may be in, of those with a pack."""
    known = {profile.code: len(profile.words & words) for profile in _supported()}
    best = max(known.values())
    strange = max((len(profile.words & words) for profile in _strange()), default=0)
    if best < LEAST_KNOWN or strange > STRANGE * best:
        return []
    return [code for code, count in known.items() if count >= SHARE * best]


@functools.cache
def _supported() -> tuple[Profile, ...]:
    return tuple(profile for profile in profiles() if profile.supported)


@functools.cache
def _strange() -> tuple[Profile, ...]:
    return tuple(profile for profile in profiles() if not profile.supported)


def _tells(words: list[str], code: str) -> bool:  # noqa: C901 - one pass over all words of all pages, flat for speed
    """Return whether a loss stands near a number or near people, or a loss of things near things."""
    known = sieve_words(code)
    worth = known.worth
    loss = broken = losing = _NOWHERE
    number = people = things = 2 * _NOWHERE
    for at, word in enumerate(words):
        value = worth(word)
        if not value:
            continue
        if value & Worth.BEGINS:
            value |= known.phrase(words[at : at + LONGEST_PHRASE])
        if value & Worth.NUMBER:
            number = at
        if value & Worth.PEOPLE:
            people = at
        if value & Worth.THINGS:
            things = at
        if value & Worth.LOSS:
            loss = at
        if value & Worth.LOSS_OF_THINGS:
            broken = at
        if value & Worth.LOSING:
            losing = at
        if abs(loss - number) <= TO_NUMBER or abs(loss - people) <= TO_COUNTED:
            return True
        if abs(broken - things) <= TO_COUNTED or abs(losing - max(things, people)) <= TO_NUMBER:
            return True
    return False
