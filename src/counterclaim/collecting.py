"""How often the collector of unused values looks through those that are there.

Reading and answering make some ten thousand values a report or page, nearly all of which go by themselves when nobody holds them.
A program of ours therefore lets the collector look seldom; a library that is called from elsewhere leaves that to its caller.
"""

from __future__ import annotations

import gc

#: After so many new values the youngest are looked through, and after so many looks the older ones.
_NEW, _OLDER, _OLDEST = 20_000, 20, 50


def collect_seldom() -> None:
    """Let the collector of this process look seldom: about a twentieth of the time that reading takes."""
    gc.set_threshold(_NEW, _OLDER, _OLDEST)
