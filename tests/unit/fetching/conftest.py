"""Servers on the loopback for tests of fetching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web_server import WebServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def web() -> Iterator[WebServer]:
    """Give a running server."""
    server = WebServer()
    yield server
    server.stop()
