"""A browser that is watched while it shows pages: what must not happen is noted, and fails the test at its end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

#: Ends once all maps of a page are drawn; the content policy forbids the browser driver's own way of waiting.
_DRAWN = (
    "async () => { const drawn = () => [...document.querySelectorAll('.map .live')].every((box) => box.dataset.drawn);"
    "while (window.L && !drawn()) await new Promise((done) => setTimeout(done, 10)); }"
)


class Watched:
    """What a browser must not do: dialogs, errors, reports of the content policy, requests to elsewhere."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root = page, root
        self.trouble: list[str] = []
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.trouble.append(f"error {error}"))
        page.on("console", self._said)
        page.on("request", self._asked)

    def _dialog(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _said(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.trouble.append(said.text)

    def _asked(self, asked: Request) -> None:
        if not asked.url.startswith(self.root):
            self.trouble.append(f"outside {asked.url}")

    def go(self, path: str) -> Page:
        """Open a page and wait until its maps are drawn."""
        self.page.goto(self.root + path)
        self.page.evaluate(_DRAWN)
        return self.page


@contextmanager
def watching(browser: Browser, root: str, *, width: int = 1280, colours: Any = "light") -> Iterator[Watched]:  # noqa: ANN401
    """Yield a watched page; nothing of what must not happen may have happened at the end."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)
    watched = Watched(context.new_page(), root)
    yield watched
    context.close()
    assert watched.trouble == []
