"""Pages are read in a process of their own, with limits on time and memory: a page can cost no more than itself.

What takes the extraction of the article too much is read plainly instead: all words of the page, and why it was so.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NamedTuple, Self

from counterclaim.errors import UnreadableInput
from counterclaim.model import Rejected, Report
from counterclaim.reading.decoding import HEAD
from counterclaim.reading.page import read_page, read_page_plainly
from counterclaim.reading.sources import Limits, Source

try:
    import resource
except ImportError:  # a system without such limits
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    Reader = Callable[[Source, Limits], Iterator[Report | Rejected]]

_SIZE = struct.Struct(">Q")
#: How a process ends that has taken more of the processor than it may.
_TOOK_TOO_LONG = -getattr(signal, "SIGXCPU", 0) or None
_MODULE = "counterclaim.reading.isolated"
#: How long a fresh process may take to come up, in seconds.
_PATIENCE = 120.0
#: A page that does not end is given up when so many times the seconds that it may take have gone by the clock.
_WAITED = 60.0
_MOST_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class PageLimits:
    """What one page may cost: bytes of it, seconds of processor, megabytes of its process.

    Seconds by the clock would make what is read depend on what else the machine does. `pages` is how many a process reads
    before a fresh one takes its place.
    """

    size: int = 2_000_000
    seconds: float = 10.0
    megabytes: int = 1_200
    pages: int = 2_000


class PageRead(NamedTuple):
    """What a page gave, and why it was read plainly; None where the article was looked for as usual."""

    result: Report | Rejected
    fallback: str | None = None


class PageReader:
    """Reads pages, each within the limits. A context: its process ends with it."""

    def __init__(self, page_limits: PageLimits = PageLimits(), limits: Limits = Limits()) -> None:  # noqa: B008 - frozen values
        self.page_limits = page_limits
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def read(self, name: str, content: bytes, ending: str = ".html") -> PageRead:
        """Return what a page gives."""
        why = f"it has {len(content):,} bytes" if len(content) > self.page_limits.size else self._send(name, content, ending)
        if not isinstance(why, str):
            return PageRead(why)
        return PageRead(_one(read_page_plainly, name, content, ending, self.limits), why)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            self._process.wait()
            self._process = None

    def _send(self, name: str, content: bytes, ending: str) -> Report | Rejected | str:
        """Return what the process made of a page, or why it made nothing."""
        process = self._started()
        if process.stdin is None:
            raise RuntimeError("the process that reads pages takes nothing in")
        deadline = time.monotonic() + _WAITED * self.page_limits.seconds
        try:
            _write(process.stdin, pickle.dumps((name, content, ending)))
            answer = _receive(process.stdout, deadline)
        except (OSError, EOFError) as problem:
            self.close()
            if isinstance(problem, TimeoutError) or process.returncode == _TOOK_TOO_LONG:
                return f"looking for the article takes more than {self.page_limits.seconds:g} seconds"
            return f"the article needs more than {self.page_limits.megabytes:,} MB of memory, or breaks the extraction"
        result: Report | Rejected | str = pickle.loads(answer)  # noqa: S301 - our own process wrote it
        return result

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._count >= self.page_limits.pages:
            self.close()
        if self._process is None:
            self._process = self._start()
            self._count = 0
        self._count += 1
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        """Return a fresh process that has said that it is ready; raises RuntimeError where it does not come up."""
        allowed = (self.page_limits.megabytes, self.page_limits.seconds, self.limits.file, self.limits.text)
        program = [sys.executable, "-m", _MODULE, *map(str, allowed)]
        found = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=found)  # noqa: S603 - our own
        try:
            _receive(process.stdout, time.monotonic() + _PATIENCE)
        except (EOFError, TimeoutError) as problem:
            process.kill()
            raise RuntimeError(f"the process that reads pages does not start: {' '.join(program)}") from problem
        return process


def _one(read: Reader, name: str, content: bytes, ending: str, limits: Limits) -> Report | Rejected:
    source = Source(name, ending, content[:HEAD], io.BytesIO(content))
    try:
        return next(read(source, limits))
    except UnreadableInput as problem:
        return Rejected(name, str(problem))


def _write(stream: IO[bytes], message: bytes) -> None:
    stream.write(_SIZE.pack(len(message)))
    stream.write(message)
    stream.flush()


def _receive(stream: IO[bytes] | None, deadline: float) -> bytes:
    if stream is None:
        raise EOFError
    size = _SIZE.unpack(_exactly(stream, _SIZE.size, deadline))[0]
    return _exactly(stream, size, deadline)


def _exactly(stream: IO[bytes], size: int, deadline: float | None) -> bytes:
    """Return so many bytes; raises EOFError where the other end is gone, TimeoutError at the deadline."""
    pieces = []
    while size:
        if deadline is not None and not select.select([stream], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TimeoutError
        piece = os.read(stream.fileno(), min(size, _MOST_AT_ONCE))
        if not piece:
            raise EOFError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _serve(megabytes: int, seconds: float, limits: Limits) -> None:
    """Read the pages that come in until there are no more."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    _write(outgoing, pickle.dumps("ready"))
    while True:
        try:
            size = _SIZE.unpack(_exactly(incoming, _SIZE.size, None))[0]
            name, content, ending = pickle.loads(_exactly(incoming, size, None))  # noqa: S301 - our own process wrote it
        except EOFError:
            return
        _allow(seconds)
        try:
            answer: Report | Rejected | str = _one(read_page, name, content, ending, limits)
        except MemoryError:
            answer = f"the article needs more than {megabytes:,} MB of memory"
        except RecursionError:
            answer = "its elements are nested too deeply"
        _write(outgoing, pickle.dumps(answer))


def _allow(seconds: float) -> None:
    """Have the system end this process once it has taken so many seconds more of the processor."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    due = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (due if most == resource.RLIM_INFINITY else min(due, most), most))


if __name__ == "__main__":
    _serve(int(sys.argv[1]), float(sys.argv[2]), Limits(file=int(sys.argv[3]), text=int(sys.argv[4])))
