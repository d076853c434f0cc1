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
    """One element: its name, attributes in order, and what it holds (elements or text)."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Element | Drawn | str, ...] = ()

    def __str__(self) -> str:
        written: list[str] = []
        _write(self, written)
        return "".join(written)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Elements that were written before: what many pictures share."""

    text: str

    def __str__(self) -> str:
        return self.text


def drawn(elements: Iterable[Element]) -> Drawn:
    """Return elements written once and for all."""
    return Drawn("".join(map(str, elements)))


def element(name: str, *children: Element | Drawn | str, **attributes: object) -> Element:
    """Return an element; `class_` is class, other underscores become hyphens, numbers are shortened, None is left out."""
    return Element(
        name, tuple([(_attribute(key), _value(value)) for key, value in attributes.items() if value is not None]), children
    )


def document(width: float, height: float, title: str, description: str, body: Iterable[Element | Drawn]) -> str:
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


def _write(node: Element, written: list[str]) -> None:
    written.append(f"<{node.name}")
    written += [f" {key}={_quoted(value)}" for key, value in node.attributes]
    if not node.children:
        written.append("/>")
        return
    written.append(">")
    for child in node.children:
        if isinstance(child, Element):
            _write(child, written)
        else:
            written.append(escape(child.translate(_FORBIDDEN)) if isinstance(child, str) else child.text)
    written.append(f"</{node.name}>")


def _quoted(value: str) -> str:
    """Return the value of an attribute; most need no signs of their own."""
    if value.isprintable() and not _MARKUP.search(value):
        return f'"{value}"'
    return quoteattr(value.translate(_FORBIDDEN))


@functools.lru_cache(maxsize=256)
def _attribute(key: str) -> str:
    return key.rstrip("_") if key.endswith("_") else key if key == "viewBox" else key.replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
