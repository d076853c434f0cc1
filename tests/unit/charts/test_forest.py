"""The forest plot: the same bytes for the same chart, every number in its description, nothing that breaks the SVG."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from counterclaim.charts.forest import Forest, Mark, Row, forest_svg, forest_text

CHART = Forest(
    title="Killed: <an event> & more",
    source="codebook ucdp",
    rows=(
        Row("Ministry", 5, 5, 5),
        Row("Observatory\x00", 4, 6, 9, open_high=True),
        Row("Army", 101, 101, 101, Mark.DENIED),
        Row("Paper", 0, 7, 12, Mark.UNUSED),
    ),
    low=5,
    best=5,
    high=9,
)


def test_svg_is_well_formed_and_repeats() -> None:
    """Names of any signs are escaped; two drawings are equal."""
    drawn = forest_svg(CHART)
    ET.fromstring(drawn)  # noqa: S314 - our own output
    assert drawn == forest_svg(CHART)


def test_every_number_is_in_the_description() -> None:
    """Who cannot see the chart reads the same figures."""
    for number in ("5", "4–9+", "101", "0–12", "5 / 5 / 9"):
        assert number in CHART.description


def test_marks_differ_by_shape() -> None:
    """Used, unused, denied and open figures have signs of their own in the terminal too."""
    drawn = forest_text(CHART, 90)
    assert all(sign in drawn for sign in "●○✕→")
    assert all(len(line) <= 90 for line in drawn.splitlines())


def test_wide_ranges_are_drawn() -> None:
    """A figure of 0 beside one of a million has a place on a logarithmic axis."""
    rows = (Row("A", 0, 0, 0), Row("B", 1, 1, 1), Row("C", 1_000_000, 1_000_000, 1_000_000))
    assert "1,000,000" in forest_svg(Forest("t", "s", rows))
    assert forest_svg(Forest("t", "s", ()))
