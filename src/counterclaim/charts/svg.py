"""A small writer of SVG: elements in, one string out, the same for the same input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Signs that no XML document may hold.
_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(55296, 57344), 65534, 65535), "�")


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its name, attributes in order, and what it holds (elements or text)."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Element | str, ...] = ()

    def __str__(self) -> str:
        return "".join(_write(self))


def element(name: str, *children: Element | str, **attributes: object) -> Element:
    """Return an element; `class_` is class, other underscores become hyphens, numbers are shortened, None is left out."""
    known = tuple((_attribute(key), _value(value)) for key, value in attributes.items() if value is not None)
    return Element(name, known, children)


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


def _write(node: Element) -> Iterator[str]:
    yield f"<{node.name}"
    for key, value in node.attributes:
        yield f" {key}={quoteattr(value.translate(_FORBIDDEN))}"
    if not node.children:
        yield "/>"
        return
    yield ">"
    for child in node.children:
        yield escape(child.translate(_FORBIDDEN)) if isinstance(child, str) else str(child)
    yield f"</{node.name}>"


def _attribute(key: str) -> str:
    return key.rstrip("_") if key.endswith("_") else key if key == "viewBox" else key.replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
