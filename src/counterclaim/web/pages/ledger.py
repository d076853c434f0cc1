"""The entries of the chain, and one entry with what it says."""

from __future__ import annotations

from itertools import pairwise

from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger.chain import EntryKind
from counterclaim.ledger.entry_filter import EntryFilter
from counterclaim.ledger.history import count, get_entry, list_entries
from counterclaim.ledger.lines import entry_record
from counterclaim.web.asking import Answer, Asking, BadRequest

COLUMNS = ("number", "kind", "recorded", "by", "subject", "body", "previous", "digest")


def entries(asking: Asking) -> Answer:
    """Answer with the entries, the last first, and whether those shown hold together."""
    kind = asking.value("kind", tuple(EntryKind))
    after = asking.after
    if after is not None and not (after.isdecimal() and len(after) < 19):
        raise BadRequest(f"after {after!r} is not understood", "hand back the `next` of the page before")
    wanted = EntryFilter(asking.value("by"), asking.value("subject"), asking.value("since"), asking.value("until"))
    page = list_entries(
        asking.ledger,
        kind=EntryKind(kind) if kind else None,
        wanted=wanted,
        after=int(after) if after else None,
        limit=asking.limit,
    )
    records = [entry_record(one) for one in page.items]
    alone = [one.number for one in page.items if one.digest != one.expected_digest()]
    neighbours = pairwise(page.items)
    broken = [one.number for one, before in neighbours if one.number == before.number + 1 and one.previous != before.digest]
    words = {
        "lines": page.items,
        "kinds": list(EntryKind),
        "kind": kind,
        "wanted": wanted,
        "counts": count(asking.ledger),
        "broken": sorted({*alone, *broken}),
    }
    record = {"counts": words["counts"], "broken": words["broken"], "entries": records}
    return Answer("Ledger", "ledger.html", words, record, records, COLUMNS, page.next)


def entry(asking: Asking) -> Answer:
    """Answer with one entry and what it says; raises UnknownIdentifier."""
    stated = asking.given["identifier"]
    if not (stated.isascii() and stated.isdecimal() and len(stated) < 19):
        raise UnknownIdentifier("entry", stated)
    found, body = get_entry(asking.ledger, int(stated))
    record = entry_record(found)
    words = {"entry": found, "said": body, "holds": found.digest == found.expected_digest()}
    return Answer(f"Entry {found.number}", "entry.html", words, {**record, "said": body}, [record], COLUMNS)
