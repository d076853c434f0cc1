"""Words of strangers on a terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.export.visible import visible


@given(st.text())
def test_nothing_steers_the_terminal(text: str) -> None:
    """Sign for sign the same text, without control characters."""
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in shown)
    assert visible(shown) == shown


def test_what_turns_the_direction_is_replaced() -> None:
    """A right-to-left override cannot disguise the words after it."""
    assert visible("12 \u202edead\x1b[2J") == "12 \ufffddead\ufffd[2J"


def test_words_stay_as_they_are() -> None:
    """Letters of any language, and the marks within them, are untouched."""
    assert visible("tweeëntwintig, Мар'їнка, drept – «sju»") == "tweeëntwintig, Мар'їнка, drept – «sju»"
