"""Those who visit the pages in tests: a server in a thread, and somebody whose browser remembers cookies."""

from __future__ import annotations

import re
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn

if TYPE_CHECKING:
    from fastapi import FastAPI

PASSWORD = "correct horse battery"  # noqa: S105 - of the tests' own people


class Visitor:
    """Somebody with a browser that remembers cookies and hands back what forms hold."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        """Return the answer of a page."""
        return self.client.get(path, **more)

    def form_token(self, path: str = "/preferences") -> str:
        """Return what the forms of a page hand back."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.client.get(path).text)
        assert found
        return found[1]

    def post(self, path: str, **fields: Any) -> httpx.Response:  # noqa: ANN401 - a form's values
        """Return the answer of a form."""
        return self.client.post(path, data={"token": self.form_token(), **fields})

    def log_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        """Return the answer of the login form."""
        return self.post("/login", name=name, password=password)


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A server in a thread of the tests."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        port = free_port()
        self.root = f"http://127.0.0.1:{port}"
        self._server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", access_log=False))
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._visitors: list[Visitor] = []
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def visitor(self) -> Visitor:
        """Return somebody without cookies."""
        self._visitors.append(Visitor(httpx.Client(base_url=self.root, timeout=30, verify=False)))  # noqa: S501 - no https, and quick
        return self._visitors[-1]

    def stop(self) -> None:
        """Stop answering."""
        for visitor in self._visitors:
            visitor.client.close()
        self._server.should_exit = True
        self._thread.join(timeout=10)
