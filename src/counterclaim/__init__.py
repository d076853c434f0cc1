"""Who claims what losses, in which words.

    >>> import counterclaim
    >>> claims = counterclaim.extract(counterclaim.Report(id="1", text="...", lang="en"))

The names of `__all__` are the public interface; everything else may change. Nothing heavy is loaded before it is used.
"""

from __future__ import annotations

from counterclaim.errors import (
    BadEntry,
    CounterclaimError,
    GazetteerError,
    InputError,
    KnowledgeError,
    LedgerError,
    UnknownIdentifier,
    UnreadableInput,
    UnsupportedLanguage,
)
from counterclaim.model import (
    Attacker,
    Blame,
    Bounds,
    Claim,
    Claimant,
    ClaimantKind,
    Estimate,
    Event,
    Extraction,
    Figure,
    How,
    Outcome,
    Place,
    Qualifier,
    Reason,
    Rejected,
    Relation,
    RelationKind,
    Report,
    Responsibility,
    Scope,
    Span,
    Stance,
    Verdict,
    Verification,
    VictimKind,
)

__version__ = "0.1.0"

__all__ = (
    "Attacker",
    "BadEntry",
    "Blame",
    "Bounds",
    "Claim",
    "Claimant",
    "ClaimantKind",
    "CounterclaimError",
    "Estimate",
    "Event",
    "Extraction",
    "Figure",
    "GazetteerError",
    "How",
    "InputError",
    "KnowledgeError",
    "LedgerError",
    "Outcome",
    "Place",
    "Qualifier",
    "Reason",
    "Rejected",
    "Relation",
    "RelationKind",
    "Report",
    "Responsibility",
    "Scope",
    "Span",
    "Stance",
    "UnknownIdentifier",
    "UnreadableInput",
    "UnsupportedLanguage",
    "Verdict",
    "Verification",
    "VictimKind",
    "__version__",
    "extract",
)


def extract(report: Report) -> tuple[Claim, ...]:
    """Return the claims of a report, in reading order.

    Where `report.lang` is None, language, date of publication and boilerplate are told from the text. What the program
    knows is loaded by the first call. Raises UnreadableInput and UnsupportedLanguage.
    """
    from counterclaim.pipeline import extract_report  # noqa: PLC0415 - `import counterclaim` stays light

    return extract_report(report).claims
