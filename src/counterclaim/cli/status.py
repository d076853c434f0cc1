"""What the program tells the shell."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """The exit statuses."""

    DONE = 0
    NO = 1
    WRONG_USE = 2
    SOME_REJECTED = 3
    STOPPED = 130
