"""A server of pages that can be killed: `page_server.py ADDRESS PORT` begins anew for each line that it is told.

It says the process of each, which is a fork: what takes long, loading the program, is done once.
"""

from __future__ import annotations

import os
import sys

import uvicorn

from counterclaim.web.app import Serving, create_app


def main(address: str, port: int) -> None:
    """Serve, and once the server is killed and a line comes, serve again; the end of the lines is the end."""
    for _ in sys.stdin:
        process = os.fork()
        if not process:
            uvicorn.run(create_app(Serving(address)), port=port, log_level="critical", access_log=False)
            os._exit(0)
        print(process, flush=True)  # noqa: T201 - what is to be killed
        os.waitpid(process, 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
