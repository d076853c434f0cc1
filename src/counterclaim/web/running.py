"""The server that answers for the pages."""

from __future__ import annotations

from typing import Any

import uvicorn


def run(*, host: str, port: int, workers: int, logs: dict[str, Any], proxied: bool) -> None:
    """Answer for the application that the environment describes, until the process is told to stop."""
    uvicorn.run(
        "counterclaim.web.serving:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=logs,
        access_log=False,
        server_header=False,
        proxy_headers=proxied,
        timeout_graceful_shutdown=10,
    )
