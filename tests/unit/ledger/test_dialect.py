"""Text of any signs, where a database does not hold them all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.ledger.dialect import given_back, held


@given(st.text(st.sampled_from("a\x00\x1aNS")) | st.text())
def test_every_text_comes_back(text: str) -> None:
    """What is read is what was written, and nothing that is written holds a NUL."""
    written = held(text)
    assert written is not None
    assert "\0" not in written
    assert given_back(written) == text


def test_nothing_stays_nothing() -> None:
    """A missing text stays missing."""
    assert held(None) is None
    assert given_back(None) is None
