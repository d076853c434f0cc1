"""In which language a report is written, told by its frequent words, its letters and its script."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.knowledge.reading_words import profiles, reading_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from counterclaim.knowledge.reading_words import Profile

#: A long text is judged by its beginning and a stretch of its middle, in code points.
BEGINNING, MIDDLE = 2500, 1500
#: Of texts with at least so many words, so large a share must be known to the language that wins.
COVERAGE = ((60, 0.2), (12, 0.1))
#: In texts of fewer words the pieces of unknown words count too, so much of a word each.
FEW_WORDS, PIECE_WEIGHT = 40, 0.25
#: What has not more evidence than this is not decided.
LEAST_SCORE = 3.0
#: A letter that sets a language apart counts as half a word, and at most so often.
LETTER_WEIGHT, MOST_LETTERS = 0.5, 8
_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _CYRILLIC = "LATIN", "CYRILLIC"


class Detection(NamedTuple):
    """The language of a text: its code (None where it could not be told), its name, and whether it can be read."""

    code: str | None
    name: str | None
    supported: bool

    def refusal(self) -> str:
        """Return the sentence that says why a report in this language cannot be read, and what can."""
        packs = f"there are language packs for {', '.join(reading_codes())}"
        if self.name is None:
            return f'the language cannot be told from the text; {packs}; name it in the field "lang"'
        return f"the text is in {self.name}, which is not supported; {packs}"


def detect(text: str, among: Iterable[str] | None = None) -> Detection:
    """Return the language of a text, of those in `among` where given."""
    sample = _sample(text)
    words = _WORD.findall(sample)
    script = _script(words)
    if script is None:
        return Detection(None, None, supported=False)
    index = _index(frozenset(among) if among is not None else None)
    if script not in index.scripts:
        return Detection(None, f"{script.capitalize()} script", supported=False)
    return _decide(_scores(sample, words, index, script), words, index)


def evidence(text: str) -> int:
    """Return how many letters stand in words of the language that knows most of them: to compare readings of bytes."""
    words = Counter(word for word in _WORD.findall(_sample(text)) if len(word) > 1)
    known = (profile.words & words.keys() for profile in profiles() if profile.supported)
    return max(sum(len(word) * words[word] for word in found) for found in known)


class _Index(NamedTuple):
    """The profiles by word, by letter and by piece, each with its worth, and the profiles of each script."""

    profiles: tuple[Profile, ...]
    words: Mapping[str, tuple[float, tuple[int, ...]]]
    letters: Mapping[str, tuple[float, tuple[int, ...]]]
    pieces: Mapping[str, tuple[float, tuple[int, ...]]]
    sizes: tuple[int, ...]
    scripts: Mapping[str, frozenset[int]]


@functools.cache
def _index(among: frozenset[str] | None) -> _Index:
    chosen = tuple(profile for profile in profiles() if among is None or profile.code in among)
    scripts: dict[str, set[int]] = {}
    for number, profile in enumerate(chosen):
        scripts.setdefault(_script(profile.words) or _LATIN, set()).add(number)
    return _Index(
        chosen,
        _inverted([profile.words for profile in chosen]),
        _inverted([profile.letters for profile in chosen]),
        _inverted([profile.pieces for profile in chosen]),
        tuple(sorted({len(piece) for profile in chosen for piece in profile.pieces})),
        {script: frozenset(numbers) for script, numbers in scripts.items()},
    )


def _inverted(sets: list[frozenset[str]]) -> dict[str, tuple[float, tuple[int, ...]]]:
    """Return for each member the sets that hold it, and its worth: the rarer the more."""
    holders: dict[str, list[int]] = {}
    for number, members in enumerate(sets):
        for member in members:
            holders.setdefault(member, []).append(number)
    return {member: (math.log2(1 + len(sets) / len(held)), tuple(held)) for member, held in holders.items()}


def _sample(text: str) -> str:
    if len(text) > BEGINNING + MIDDLE:
        middle = max(BEGINNING, len(text) // 2)
        text = text[:BEGINNING] + " " + text[middle : middle + MIDDLE]
    return unicodedata.normalize("NFC", text).lower()


def _script(words: Iterable[str]) -> str | None:
    """Return the script of most letters, None where there are none."""
    latin = cyrillic = 0
    others: Counter[str] = Counter()
    for word in words:
        first = word[0]
        if first < "\u0250" or "\u1e00" <= first <= "\u1eff":
            latin += len(word)
        elif "\u0400" <= first <= "\u052f":
            cyrillic += len(word)
        else:
            others[unicodedata.name(first, "UNKNOWN").split()[0]] += len(word)
    strange = others.most_common(1)[0] if others else ("", 0)
    count, script = max((latin, _LATIN), (cyrillic, _CYRILLIC), (strange[1], strange[0]), key=lambda pair: pair[0])
    return script if count else None


def _scores(sample: str, words: list[str], index: _Index, script: str) -> list[tuple[float, int, int]]:
    """Return (score, words known, number) of the profiles of a script, best first."""
    scores = [profile.prior for profile in index.profiles]
    known = [0] * len(index.profiles)
    for word, times in Counter(words).items():
        found = index.words.get(word)
        if found:
            worth = found[0] * times if len(word) > 1 else found[0] * times / 2
            for number in found[1]:
                scores[number] += worth
                known[number] += times
        elif len(words) < FEW_WORDS:
            _add_pieces(scores, word, index)
    for letter in set(sample) & index.letters.keys():
        worth, holders = index.letters[letter]
        times = min(sample.count(letter), MOST_LETTERS)
        for number in holders:
            scores[number] += worth * times * LETTER_WEIGHT
    allowed = index.scripts[script]
    order = sorted(allowed, key=lambda number: (-scores[number], number))
    return [(scores[number], known[number], number) for number in order]


def _add_pieces(scores: list[float], word: str, index: _Index) -> None:
    whole = f"^{word}$"
    for size in index.sizes:
        for at in range(len(whole) - size + 1):
            found = index.pieces.get(whole[at : at + size])
            if found:
                for number in found[1]:
                    scores[number] += found[0] * PIECE_WEIGHT


def _decide(ranking: list[tuple[float, int, int]], words: list[str], index: _Index) -> Detection:
    score, known, number = ranking[0]
    least = next((share for many, share in COVERAGE if len(words) >= many), 0.0)
    if score <= LEAST_SCORE or known < least * len(words):
        return Detection(None, None, supported=False)
    profile = index.profiles[number]
    return Detection(profile.code, profile.name, profile.supported)
