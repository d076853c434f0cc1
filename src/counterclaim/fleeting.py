"""Values of which the reading of one report makes thousands, and which do not outlive it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Value = TypeVar("Value")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def fleeting(cls: type[Value]) -> type[Value]:
    """Return a class as a value that is quick to make and to read: tokens, marks, phrases.

    A frozen dataclass is three times as slow to make, and the fields of a named tuple are three times as slow to read. That
    nobody changes such a value the type checker sees to, to whom it is frozen.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
