"""SVG as PNG or PDF, by an optional package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterclaim.errors import UnreadableInput

if TYPE_CHECKING:
    from pathlib import Path

#: The converter writes several fonts in an order drawn by lot: one weight makes the same PDF every time.
_BOLD = re.compile(r"""\s*font-weight(?:="[^"]*"|:[^;"]*;?)""")
#: Pixels for each unit of the drawing.
SCALE = 2


def write_chart(svg: str, path: Path) -> None:
    """Write the chart as its file's ending says: .svg, .png or .pdf; raises UnreadableInput for others, or without vl-convert."""
    match path.suffix.lower():
        case ".svg":
            path.write_text(svg, encoding="utf-8")
        case ".png":
            path.write_bytes(_converter(path).svg_to_png(svg, scale=SCALE))
        case ".pdf":
            path.write_bytes(_converter(path).svg_to_pdf(_BOLD.sub("", svg)))
        case other:
            raise UnreadableInput(
                str(path), f"no chart is written as {other or 'a file without an ending'}", "use .svg, .png or .pdf"
            )


def _converter(path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a module without types
    try:
        import vl_convert  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - an optional package
    except ImportError as missing:
        raise UnreadableInput(
            str(path), "PNG and PDF need the package vl-convert-python", "pip install vl-convert-python"
        ) from missing
    return vl_convert
