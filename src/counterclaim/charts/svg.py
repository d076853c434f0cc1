"""A small writer of SVG: elements in, one string out, the same for the same input."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Signs that no XML document may hold.
_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(55296, 57344), 65534, 65535), "�")

_MARKUP = re.compile(r"[&<>\"]")


@dataclass(frozen=True, slots=True)
class Element:
    """What is drawn, written already: one element with all that it holds, or several one after the other."""

    text: str

    def __str__(self) -> str:
        return self.text


def joined(elements: Iterable[Element]) -> Element:
    """Return elements as one, written once and for all."""
    return Element("".join([one.text for one in elements]))


def element(name: str, *children: Element | str, **attributes: object) -> Element:
    """Return an element; `class_` is class, other underscores become hyphens, numbers are shortened, None is left out."""
    written = [f"<{name}"]
    for key, value in attributes.items():
        if isinstance(value, str):
            written.append(f"{_attribute(key)}{_quoted(value)}")
        elif isinstance(value, float):
            written.append(f'{_attribute(key)}"{f"{value:.2f}".rstrip("0").rstrip(".")}"')
        elif value is not None:
            written.append(f"{_attribute(key)}{_quoted(str(value))}")
    if children:
        written.append(">")
        written += [child.text if isinstance(child, Element) else _escaped(child) for child in children]
        written.append(f"</{name}>")
    else:
        written.append("/>")
    return Element("".join(written))


def document(width: float, height: float, title: str, description: str, body: Iterable[Element]) -> str:
    """Return a whole SVG with its title and description, which readers of screens are told."""
    head = (element("title", title), element("desc", description))
    root = element(
        "svg",
        *head,
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        width=width,
        height=height,
        role="img",
    )
    return str(root)


def _escaped(text: str) -> str:
    """Return a text between elements; most need no signs of their own."""
    return text if text.isprintable() and not _MARKUP.search(text) else escape(text.translate(_FORBIDDEN))


@functools.lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    """Return the value of an attribute."""
    return f'"{value}"' if value.isprintable() and not _MARKUP.search(value) else quoteattr(value.translate(_FORBIDDEN))


@functools.lru_cache(maxsize=256)
def _attribute(key: str) -> str:
    name = key.rstrip("_") if key.endswith("_") else key if key == "viewBox" else key.replace("_", "-")
    return f" {name}="


def _value(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
