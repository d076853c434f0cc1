"""Words of strangers, made safe to show on a terminal."""

from __future__ import annotations

import unicodedata

#: Marks that turn the direction of the words around them.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SPACES = frozenset("\n\t\r\u2028\u2029")


def visible(text: str) -> str:
    """Return the text, sign for sign, with every sign replaced that would steer a terminal; line ends become spaces."""
    return text if text.isascii() and text.isprintable() else "".join(map(_visible_sign, text))


def _visible_sign(sign: str) -> str:
    if sign in _SPACES:
        return " "
    return "\ufffd" if sign in _TURNING or unicodedata.category(sign) in {"Cc", "Cs"} else sign
