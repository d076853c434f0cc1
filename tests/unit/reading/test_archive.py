"""Web archives: their pages are read, and what is broken costs itself only."""

from __future__ import annotations

import gzip
import io
import signal
import threading
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from archives import CALM, WAR, address, calm, packed, wacz, war
from counterclaim.errors import UnreadableInput
from counterclaim.model import Rejected, Report
from counterclaim.reading.archive import pages
from counterclaim.reading.isolated import PageLimits, PageReader
from counterclaim.reading.readers import read
from counterclaim.reading.sources import Limits
from counterclaim.reading.warc import Raw, records
from pages import response

SMALL = Limits(file=200_000)


def _addresses(archive: bytes, limits: Limits = SMALL) -> tuple[list[str], list[str]]:
    """Return the addresses of the pages of an archive, and why others were put aside."""
    found = list(pages(io.BytesIO(archive), "a.warc.gz", limits, Counter()))
    return (
        [page.address for page in found if not isinstance(page, Rejected)],
        [page.reason for page in found if isinstance(page, Rejected)],
    )


@pytest.mark.parametrize("layout", ["members", "whole", "plain", "padded"])
def test_pages_are_read_in_every_layout(layout: str) -> None:
    """One gzip member a record, one for all, no packing, or zeros between the members."""
    parts = [war(5), calm(6), war(7)]
    archive = {
        "members": packed(*parts),
        "whole": gzip.compress(b"".join(parts)),
        "plain": b"".join(parts),
        "padded": b"\x00\x00".join(gzip.compress(part) for part in parts) + b"\x00" * 512,
    }[layout]
    assert _addresses(archive) == ([address(5), address(6), address(7)], [])


@pytest.mark.parametrize("pack", [packed, lambda *parts: b"".join(parts)], ids=["packed", "plain"])
@pytest.mark.parametrize("change", [1000, -40, 10**12])
def test_a_lying_length_costs_its_record_only(pack: Callable[..., bytes], change: int) -> None:
    """Too long, too short or absurd: the record is named with its place, the others are read."""
    lying = war(6)
    stated = int(lying.split(b"Content-Length: ")[1].split(b"\r\n")[0])
    lying = lying.replace(f"Content-Length: {stated}".encode(), f"Content-Length: {stated + change}".encode(), 1)
    first = war(5)
    found, why = _addresses(pack(first, lying, war(7)))
    assert found == [address(5), address(7)]
    assert len(why) == 1
    assert "cannot be read" in why[0]


@pytest.mark.parametrize("pack", [packed, lambda *parts: b"".join(parts)], ids=["packed", "plain"])
def test_of_a_cut_archive_all_whole_records_are_read(pack: Callable[..., bytes]) -> None:
    """Wherever it ends."""
    archive = pack(war(5), war(6), war(7))
    for cut in (1, 30, len(archive) // 6):
        found, why = _addresses(archive[:-cut])
        assert found[:2] == [address(5), address(6)]
        assert len(found) + len(why) >= 3 or cut < 5  # without its last line break a record is still whole


def test_an_empty_archive_is_said_to_be_empty(tmp_path: Path) -> None:
    """And nothing else is."""
    empty = tmp_path / "empty.warc.gz"
    empty.touch()
    (found,) = read([str(empty)])
    assert isinstance(found, Rejected)
    assert "empty" in found.reason
    with pytest.raises(UnreadableInput, match="empty"):
        list(records(io.BytesIO(b""), "a", 10))


@pytest.mark.parametrize("content", [b"Not found.", CALM.encode(), b"No such file.\n\n" * 5_000, b"\x00\x01\x02" * 30_000])
def test_what_came_in_the_place_of_an_archive_is_no_report(tmp_path: Path, content: bytes) -> None:
    """A server's apology under the name of an archive: put aside, and said not to be one."""
    path = tmp_path / "apology.warc.gz"
    path.write_bytes(content)
    (found,) = read([str(path)])
    assert isinstance(found, Rejected)
    assert "no WARC record begins here" in found.reason


def test_a_bomb_is_put_aside_before_it_goes_off() -> None:
    """A record that swells beyond all measure is not unpacked to its end, and the next one is read; memory stays small."""
    size = 400_000_000
    packer = io.BytesIO()
    with gzip.GzipFile(fileobj=packer, mode="wb", compresslevel=6) as stream:
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        stream.write(
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address(1)}\r\nContent-Length: {size}\r\n\r\n{head}".encode()
        )
        for _ in range(100):
            stream.write(b" " * 4_000_000)
    archive = packed(war(5)) + packer.getvalue() + packed(war(7))
    tracemalloc.start()
    found, why = _addresses(archive)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [address(5), address(7)]
    assert "swells" in why[0]
    assert peak < 100_000_000


def test_a_packed_answer_that_swells_is_too_large() -> None:
    """The packing of HTTP within the record has the same limit as a page."""
    body = gzip.compress(b"<p>" + b"a" * 50_000_000)
    found, why = _addresses(packed(response(address(1), body, "text/html", "Content-Encoding: gzip\r\n"), war(5)))
    assert found == [address(5)]
    assert "too much for one page" in why[0]


def test_garbage_between_records_is_stepped_over() -> None:
    """Bytes that are no record are named, and the search goes on."""
    found, why = _addresses(packed(war(5)) + b"garbage \x1f\x8b\x08 that is none" + packed(war(6)))
    assert found == [address(5), address(6)]
    assert len(why) == 1


def test_a_plain_run_reads_archives_of_all_kinds(tmp_path: Path) -> None:
    """WARC, WARC.gz and WACZ, in the folders of Common Crawl's news; a page without losses is passed over."""
    folder = tmp_path / "crawl-data" / "CC-NEWS" / "2023" / "01"
    folder.mkdir(parents=True)
    (folder / "CC-NEWS-20230102000000-00000.warc.gz").write_bytes(packed(war(5), calm(6)))
    (folder / "CC-NEWS-20230102000000-00001.warc").write_bytes(war(7))
    (folder / "warc.paths.gz").write_bytes(gzip.compress(b"crawl-data/CC-NEWS/2023/01/CC-NEWS-20230102000000-00000.warc.gz\n"))
    wacz(folder / "other.wacz", packed(war(8)))
    found = list(read([str(tmp_path)]))
    assert [report.id for report in found] == [address(5), address(7), address(8)]
    assert all(isinstance(report, Report) and "people were killed" in report.text for report in found)


def test_a_page_that_costs_too_much_is_read_plainly() -> None:
    """Too large, too slow, too much memory: all its words are there, with the reason; the next page is read as usual."""
    page = WAR.format(n=5).encode()
    with PageReader(PageLimits(size=len(page) - 1)) as reader:
        read_plainly = reader.read(address(5), page)
        assert read_plainly.fallback is not None
        assert isinstance(read_plainly.result, Report)
        assert "At least 5 people were killed" in read_plainly.result.text
        usual = reader.read(address(6), CALM.encode()[: len(page) - 1])
        assert usual.fallback is None
    with PageReader(PageLimits(seconds=0.0)) as reader:
        slow = reader.read(address(5), page)
        assert "seconds" in (slow.fallback or "")
        assert isinstance(slow.result, Report)


def test_a_page_is_given_time_of_the_processor_not_of_the_clock() -> None:
    """A process that is not let run loses nothing: a busy machine reads what an idle one does."""
    page = WAR.format(n=5).encode()
    with PageReader(PageLimits(size=10_000_000, seconds=0.3)) as reader:
        reader.read(address(5), page)
        process = reader._process  # noqa: SLF001 - nothing else could stop it
        assert process is not None
        process.send_signal(signal.SIGSTOP)
        threading.Timer(2.5, process.send_signal, (signal.SIGCONT,)).start()
        assert reader.read(address(5), page).fallback is None


def test_raw_records_keep_their_place() -> None:
    """The offset of a record is where its member begins in the file."""
    first, second = packed(war(5)), packed(war(6))
    found = [raw for raw in records(io.BytesIO(first + second), "a", 10**6) if isinstance(raw, Raw)]
    assert [raw.offset for raw in found] == [0, len(first)]
