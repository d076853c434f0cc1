"""A PostgreSQL server of the tests' own: on a free loopback port, in a temporary folder, as an unprivileged user."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

_PLACES = ("/usr/lib/postgresql", "/usr/local/bin", "/usr/bin")
_PATIENCE_SECONDS = 60
#: The first version that lets one choose how a database is copied.
_HAS_STRATEGIES = 150_000
#: Where files lie in memory, and how much must be free there.
_MEMORY, _DISK, _ROOM = Path("/dev/shm"), Path("/tmp"), 8 << 30  # noqa: S108 - the folder in it is made by mkdtemp


class Server:
    """A running server, with its data in memory where that is asked for and there is room.

    `url` is that of its first database; stop it when done.
    """

    def __init__(self, programs: Path, *, in_memory: bool = False) -> None:
        self.programs = programs
        place = _MEMORY if in_memory and _is_roomy() else _DISK
        self.folder = Path(tempfile.mkdtemp(prefix="counterclaim-postgres-", dir=place))
        self.port = _free_port()
        self.user = _unprivileged()
        if self.user is not None:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.data = self.folder / "data"
        self._run("initdb", "-D", self.data, "-U", "ledger", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        more = ("-c", "max_wal_size=128MB") if place == _MEMORY else ()
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                self._command("postgres", "-D", self.data, "-p", self.port, "-k", self.folder, *_SETTINGS, *more),
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.folder,
                **self._as_user(),
            )
        self._wait()

    @property
    def url(self) -> str:
        """The address of the database that a new server has."""
        return self.database("postgres")

    def database(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql://ledger@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, *, model: str = "template1") -> str:
        """Make a database, as a copy of another one, and return its address."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            quickly = "STRATEGY file_copy" if connection.info.server_version >= _HAS_STRATEGIES else ""
            copied = sql.SQL("CREATE DATABASE {} TEMPLATE {} " + quickly)
            connection.execute(copied.format(sql.Identifier(name), sql.Identifier(model)))
        return self.database(name)

    def stop(self) -> None:
        """Stop the server, whoever is still connected, and take its folder away."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            ready = subprocess.run([self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False)
            if ready.returncode == 0:
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL does not start: {(self.folder / 'log').read_text()[-2000:]}")

    def _run(self, program: str, *arguments: object) -> None:
        subprocess.run(self._command(program, *arguments), check=True, capture_output=True, cwd=self.folder, **self._as_user())

    def _command(self, program: str, *arguments: object) -> list[str]:
        return [str(self.programs / program), *(str(argument) for argument in arguments)]

    def _as_user(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        return {
            "user": self.user.pw_uid,
            "group": self.user.pw_gid,
            "extra_groups": [],
            "env": {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C"},
        }


def find_programs() -> Path | None:
    """Return the folder of the server's programs, None where they are not installed."""
    for place in _PLACES:
        for found in sorted(Path(place).glob("**/initdb"), reverse=True):
            folder = found.resolve().parent
            if (folder / "postgres").exists():
                return folder
    return None


#: Nothing here outlives a test, so nothing needs to reach the disk.
_SETTINGS = (
    "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off",
    "-c", "synchronous_commit=off", "-c", "shared_buffers=256MB", "-c", "max_connections=200",
)  # fmt: skip


def _is_roomy() -> bool:
    """Return whether there is memory enough for what tests put into databases."""
    there = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    return there and min(shutil.disk_usage(_MEMORY).free, psutil.virtual_memory().available) > _ROOM


def _unprivileged() -> pwd.struct_passwd | None:
    """Return the user to run as, None where this process has no privileges to give up."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is no other user to run it as")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
