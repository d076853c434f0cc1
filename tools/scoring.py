"""The guide's scoring of extracted claims, told from its rules: figures, whole claims, and each field.

A guess meets a claim of the same report when outcome, low and high are equal and the evidence overlaps, and in a second round
wherever it stands. A claim without a number meets by outcome, stance and place in the text. Optional claims are neither missed
nor counted, and other guesses of their outcome on their words are let pass.
"""

from __future__ import annotations

import calendar
import datetime as dt
import difflib
import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from typing import Any

Record = dict[str, Any]
EQUAL = ("qualifier", "victim_country", "victim_kind", "claimant_kind", "stance", "verification", "scope", "place_country")
WHOLE = ("claimant", "claimant_kind", "victim_country", "victim_kind", "stance", "scope", "place_country")
FIELDS = (*EQUAL, "claimant", "place", "when")
IDLE = frozenset({"the", "of", "al", "el", "de", "and", "in", "for"})
NATIONALITIES = (
    "russian russia kremlin/ukrainian ukraine/us american/israeli israel/syrian syria/turkish turkey/armenian/azerbaijani/"
    "british/afghan/indian/pakistani/chinese/iraqi/iranian/lebanese/french/german"
)
NATION = {word: number for number, group in enumerate(NATIONALITIES.split("/")) for word in group.split()}
LONGEST = 400
DAY = dt.timedelta(days=1)


def plain(text: str | None) -> str:
    """Return the text without accents and case."""
    letters = unicodedata.normalize("NFKD", text or "")
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def content(text: str | None) -> set[str]:
    """Return the words that tell one name from another."""
    return set(re.findall(r"\w+", plain(text))) - IDLE


def claimants_agree(one: str | None, other: str | None) -> bool:
    """Return whether two claimants are one: half the words of the shorter, and no two nations."""
    left, right = content(one), content(other)
    if not (left and right):
        return left == right
    nations = {NATION[w] for w in left if w in NATION}, {NATION[w] for w in right if w in NATION}
    if all(nations) and nations[0].isdisjoint(nations[1]):
        return False
    return 2 * len(left & right) >= min(len(left), len(right))


def places_agree(one: str | None, other: str | None) -> bool:
    """Return whether two place names are one: half the words of the longer, or letters much alike."""
    left, right = content(one), content(other)
    if not (left and right):
        return left == right
    return (
        2 * len(left & right) >= max(len(left), len(right))
        or difflib.SequenceMatcher(None, plain(one), plain(other)).ratio() >= 0.6
    )


def times_agree(gold: str | None, guess: str | None) -> bool:
    """Return whether a guessed time lies in the annotated one, a day to either side, or covers it without being much longer."""
    right, found = stretch(gold), stretch(guess)
    if right is None or found is None:
        return right is None and not guess
    begin = right[0] if right[0] == dt.date.min else right[0] - DAY
    end = right[1] if right[1] == dt.date.max else right[1] + DAY
    if begin <= found[0] and found[1] <= end:
        return True
    return found[0] <= right[0] and right[1] <= found[1] and (found[1] - found[0]).days <= 3 * (right[1] - right[0]).days + 31


def stretch(edtf: str | None) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of an EDTF date or interval; None where there is none."""
    if not edtf:
        return None
    first, slash, last = re.sub("[~?%]", "", edtf).partition("/")
    try:
        begin = dt.date.min if first in ("", "..") else _edge(first, late=False)
        if last in ("", ".."):
            return begin, dt.date.max if slash else _edge(first, late=True)
        return begin, _edge(last, late=True)
    except ValueError:
        return None


def _edge(date: str, *, late: bool) -> dt.date:
    year, month, day = [*(int(part) for part in date.split("T", maxsplit=1)[0].split("-")), 0, 0][:3]
    month = month or (12 if late else 1)
    return dt.date(year, month, day or (calendar.monthrange(year, month)[1] if late else 1))


def where(claim: Record, text: str) -> tuple[int, int] | None:
    """Return where the evidence of a claim stands in the text."""
    if claim.get("start") is not None and claim.get("end") is not None:
        return claim["start"], claim["end"]
    at = text.find(claim["evidence"]) if claim.get("evidence") else -1
    return (at, at + len(claim["evidence"])) if at >= 0 else None


def _grounded(guess: Record, text: str) -> bool:
    at = where(guess, text)
    return (
        at is not None
        and 0 <= at[0] < at[1] <= len(text)
        and at[1] - at[0] <= LONGEST
        and text[at[0] : at[1]] == guess.get("evidence")
    )


def _meets(gold: Record, guess: Record, text: str, *, anywhere: bool) -> bool:
    if any(gold[name] != guess.get(name) for name in ("outcome", "low", "high")) or not _grounded(guess, text):
        return False
    numbered = gold["low"] is not None or gold["high"] is not None
    if not numbered and gold["stance"] != guess.get("stance"):
        return False
    return numbered if anywhere else _overlap(gold, guess, text)


def _overlap(gold: Record, guess: Record, text: str) -> bool:
    one, other = where(gold, text), where(guess, text)
    return one is None or (other is not None and one[0] < other[1] and other[0] < one[1])


def right_fields(gold: Record, guess: Record) -> dict[str, bool]:
    """Return for each field whether the guess has it right."""
    right = {name: gold.get(name) == guess.get(name) for name in EQUAL}
    right["claimant"] = claimants_agree(gold.get("claimant"), guess.get("claimant"))
    right["place"] = places_agree(gold.get("place"), guess.get("place"))
    right["when"] = times_agree(gold.get("when"), guess.get("when"))
    return right


def pair(gold: list[Record], guesses: list[Record], text: str) -> list[tuple[int, int]]:
    """Return which claim each guess meets, the likest first, each once, required claims before optional ones."""
    free_gold, free_guess = set(range(len(gold))), set(range(len(guesses)))
    pairs = []
    for anywhere in (False, True):
        meetings = [
            (bool(gold[i].get("optional")), -sum(right_fields(gold[i], guesses[j])[n] for n in (*EQUAL, "claimant")), i, j)
            for i, j in itertools.product(sorted(free_gold), sorted(free_guess))
            if _meets(gold[i], guesses[j], text, anywhere=anywhere)
        ]
        for _, _, i, j in sorted(meetings):
            if i in free_gold and j in free_guess:
                free_gold.remove(i)
                free_guess.remove(j)
                pairs.append((i, j))
    return pairs


def score_report(gold: Record, guesses: list[Record]) -> tuple[Counter[str], dict[str, list[Any]]]:
    """Return the counts of one report, and what was missed, invented or partly right."""
    claims, text = gold["claims"], gold["text"]
    pairs = pair(claims, guesses, text)
    hits = [(i, j) for i, j in pairs if not claims[i].get("optional")]
    used = {j for _, j in pairs}
    passed = [g for g in claims if g.get("optional")]
    extra = [
        guess
        for j, guess in enumerate(guesses)
        if j not in used
        and not (
            _grounded(guess, text) and any(g["outcome"] == guess.get("outcome") and _overlap(g, guess, text) for g in passed)
        )
    ]
    met = {i for i, _ in pairs}
    missed = [c for i, c in enumerate(claims) if i not in met and not c.get("optional")]
    tally = Counter(reports=1, gold=sum(not c.get("optional") for c in claims), hit=len(hits), guessed=len(hits) + len(extra))
    partly = []
    for i, j in hits:
        right = right_fields(claims[i], guesses[j])
        tally["whole"] += all(right[name] for name in WHOLE)
        tally.update(name for name, fine in right.items() if fine)
        if not all(right[name] for name in WHOLE):
            partly.append((claims[i], guesses[j], [n for n, fine in right.items() if not fine]))
    return tally, {"missed": missed, "extra": extra, "partly": partly}


def score(gold: list[Record], guessed: dict[str, list[Record]]) -> dict[str, dict[str, float]]:
    """Return the figures by language and over all: figure_f1, full_f1, and each field's share right among the matched."""
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for report in gold:
        tally, _ = score_report(report, guessed.get(report["id"], []))
        tallies[report["lang"]] += tally
        tallies["all"] += tally
    return {name: _figures(tally) for name, tally in sorted(tallies.items())}


def _figures(tally: Counter[str]) -> dict[str, float]:
    both = tally["gold"] + tally["guessed"]
    row = {
        "reports": tally["reports"],
        "claims": tally["gold"],
        "precision": _ratio(tally["hit"], tally["guessed"]),
        "recall": _ratio(tally["hit"], tally["gold"]),
        "figure_f1": _ratio(2 * tally["hit"], both),
        "full_f1": _ratio(2 * tally["whole"], both),
    }
    return row | {name: _ratio(tally[name], tally["hit"]) for name in FIELDS}


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0
