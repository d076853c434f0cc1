"""How figures come about: the rules and words of every codebook, out of the very tables that the program works by."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from counterclaim import __version__
from counterclaim.knowledge.codebook import Codebook, codebook_names, load_codebook
from counterclaim.knowledge.versions import knowledge_version
from counterclaim.ledger.history import count
from counterclaim.model import ClaimantKind, Outcome, Qualifier, Scope, Stance, VictimKind
from counterclaim.web.asking import Answer, Asking

COLUMNS = ("codebook", "version", "step", "rule", "source", "verified", "note")
WORDS = (Outcome, Qualifier, VictimKind, ClaimantKind, Stance, Scope)


def methodology(asking: Asking) -> Answer:
    """Answer with all codebooks: rules, sources, words."""
    books = [load_codebook(name) for name in codebook_names()]
    rows = [row for book in books for row in _rows(book)]
    words = {
        "books": books,
        "counts": count(asking.ledger),
        "vocabulary": [(kind.__name__, (kind.__doc__ or "").partition("\n")[0], [one.value for one in kind]) for kind in WORDS],
        "knowledge": knowledge_version(),
    }
    record: dict[str, Any] = {
        "program": __version__,
        "knowledge": words["knowledge"],
        "counts": words["counts"],
        "codebooks": [
            {
                "name": book.name,
                "title": book.title,
                "version": book.version,
                "about": book.about,
                "source": book.source,
                "rules": list(_rows(book)),
                "words": {word: asdict(made) for word, made in book.words.items()},
                "reliability": dict(book.reliability),
            }
            for book in books
        ],
    }
    return Answer("Methodology", "methodology.html", words, record, rows, COLUMNS)


def _rows(book: Codebook) -> list[dict[str, Any]]:
    return [
        {
            "codebook": book.name,
            "version": book.version,
            "step": step,
            "rule": policy.rule.value,
            "source": policy.source,
            "verified": policy.verified,
            "note": policy.note,
        }
        for step, policy in enumerate(book.policies, start=1)
    ]
