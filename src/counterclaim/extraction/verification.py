"""What a report says of the claims that it repeats: confirmed by others, or by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import ClaimantKind, Verification

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.sentences import Sentence

#: Those whose claims a remark at the end of a report may cover.
PARTIES = frozenset(kind for kind in ClaimantKind if kind not in (ClaimantKind.MEDIA, ClaimantKind.IGO))


def read_remarks(sentences: Sequence[Sentence], voiced: frozenset[int]) -> dict[int, tuple[Verification, bool]]:
    """Return, by sentence, what is said of its claims, and whether only of those of a party.

    A remark covers its sentence and those before it in its paragraph; where nobody speaks in that paragraph, the report's
    sentences before it. `voiced` are the sentences with a speaker.
    """
    found: dict[int, tuple[Verification, bool]] = {}
    for sentence in sentences:
        for mark in sentence.of("attribution"):
            if mark.value == "unverified":
                for number, party in _covered(sentences, sentence, voiced, whole=mark.form == "all"):
                    found.setdefault(number, (Verification.UNVERIFIED, party))
            elif mark.value == "verified":
                found.setdefault(sentence.number, (Verification.VERIFIED, False))
    return found


def _covered(sentences: Sequence[Sentence], remark: Sentence, voiced: frozenset[int], *, whole: bool) -> list[tuple[int, bool]]:
    before = [s for s in sentences[: remark.number] if s.paragraph == remark.paragraph]
    covered = [(remark.number, False)]
    if not whole and any(s.number in voiced for s in before):
        return covered if remark.number in voiced and _long(remark) else [*covered, *((s.number, False) for s in before)]
    if not whole and remark.number in voiced and not before and _long(remark):
        return covered
    return [*covered, *((s.number, True) for s in sentences[: remark.number])]


def _long(sentence: Sentence) -> bool:
    return len(sentence.tokens) > 22
