"""Whose soldiers a sentence says to have fallen: a bare "the army" that tells so is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.knowledge.victims import fighting_for_states

if TYPE_CHECKING:
    from counterclaim.extraction.sentences import Sentence

#: What befalls soldiers of which their own army tells, and the forms of words that they suffered it, or that somebody did it.
HARM = frozenset({"killed", "injured", "missing"})
SUFFERING, DOING = frozenset({"participle", "undergo", "split"}), frozenset({"active", "either", "frame", "nominal", "mass"})


def fallen_of(sentence: Sentence) -> str | None:
    """Return the country whose soldiers suffered, where one is named and nobody is said to have done it to them."""
    harm = [mark for mark in sentence.of("outcomes") if mark.value in HARM]
    suffered = {mark.start for mark in harm if mark.form in SUFFERING}
    if not suffered or any(mark.form in DOING and mark.start not in suffered for mark in harm):
        return None
    soldiers = [mark for mark in sentence.of("victims") if mark.value in fighting_for_states()]
    begins, ends = {mark.start for mark in soldiers}, {mark.end for mark in soldiers}
    begins |= {at - 1 for at in begins if sentence.tokens[at - 1].text == "-"}  # "US-Soldaten"
    nations = [mark for mark in sentence.of("countries") if mark.end in begins or mark.start in ends]
    countries = {mark.value for mark in nations if mark.form == "adjective" or mark.end in begins}
    return next(iter(countries)) if len(countries) == 1 else None
