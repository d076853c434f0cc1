"""Adds generated reports to a ledger in small steps, and says so: what tests kill. `ledger_adder.py ADDRESS COUNT`."""

from __future__ import annotations

import sys

from counterclaim.ledger.opening import open_ledger
from counterclaim.ledger.store import Reader, writing
from generated_claims import generate, make_world

_STEP = 5
_READER = Reader("adder", "generated")


def main(address: str, count: int) -> None:
    """Add reports 0 to count; print the id of each as soon as it is there for good."""
    found = generate(count, make_world())
    with open_ledger(address, create=True) as ledger:
        while batch := [one for _, one in zip(range(_STEP), found, strict=False)]:
            with writing(ledger, by="adder") as writer:
                for capture, extraction in batch:
                    number = writer.add_capture(capture).number
                    if number is not None:
                        writer.add_reading(extraction, capture=number, reader=_READER)
            for capture, _ in batch:
                print(capture.key, flush=True)  # noqa: T201 - what is confirmed


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
