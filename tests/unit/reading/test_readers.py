"""The way in: every input is read or refused with a sentence, and nothing else is lost."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from counterclaim.model import Rejected, Report
from counterclaim.reading.readers import read
from counterclaim.reading.sources import Limits

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Twelve soldiers were killed in an attack in the north, the army said on Monday."
PAGE = f"<!DOCTYPE html><html><body><article><p>{TEXT}</p><p>{TEXT} Officials said three were hurt.</p></article></body></html>"


def _one(path: Path, raw: bytes | str) -> Report | Rejected:
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    (found,) = read([str(path)])
    return found


def _text(path: Path, raw: bytes | str) -> str:
    found = _one(path, raw)
    assert isinstance(found, Report), found
    return found.text


def _reason(path: Path, raw: bytes | str) -> str:
    found = _one(path, raw)
    assert isinstance(found, Rejected), found
    assert found.reason.count(str(path)) == 1
    return found.reason


def test_a_text_file_is_read_as_it_stands(tmp_path: Path) -> None:
    """Not a code point is changed, not the ends of lines, not white space."""
    text = f"  {TEXT}\r\n\r\nÅtte\u00a0– ’ti’\t\n"
    assert _text(tmp_path / "a.txt", text) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Tolv soldater ble drept i går, sier hæren på stedet."),
        ("utf-16", "Tolv soldater ble drept i går, sier hæren på stedet."),
        ("utf-32", "Двенадцать солдат погибли при атаке на севере страны."),
        ("latin-1", "Tolv soldater ble drept i går, sier hæren på stedet."),
        ("cp1252", "Zwölf Soldaten wurden bei dem Angriff getötet – „mindestens“, sagte die Armee."),
        ("cp1251", "Двенадцать солдат погибли при атаке на севере страны, сообщили в армии."),
        ("koi8-r", "Двенадцать солдат погибли при атаке на севере страны, сообщили в армии."),
        ("cp1251", "Дванадцять солдатів загинули під час атаки на півночі країни, повідомили в армії."),
        ("koi8-u", "Дванадцять солдатів загинули під час атаки на півночі країни, повідомили в армії."),
        ("cp866", "Двенадцать солдат погибли при атаке на севере страны, сообщили в армии."),
        ("iso8859-5", "Двенадцать солдат погибли при атаке на севере страны, сообщили в армии."),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    """What the bytes say is found out."""
    assert _text(tmp_path / "a.txt", text.encode(encoding)) == text


def test_stray_bytes_in_utf_8(tmp_path: Path) -> None:
    """A quotation mark of Windows-1252 in a UTF-8 text is that quotation mark, and the rest is whole."""
    raw = "Hæren sier at åtte ble drept, og at ".encode() + b"\x93flere\x94 er s\xe5ret. "
    text = _text(tmp_path / "a.txt", raw + "Også tre små barn ble drept, ifølge øyenvitner på stedet.".encode())
    assert "“flere” er såret" in text
    assert "Også tre små barn" in text


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.txt", b"%PDF-1.7 ...", "PDF"),
        ("a.html", b"PK\x03\x04....", "ZIP"),
        ("a.jsonl", b"\x1f\x8b\x08....", "gzip"),
        ("a.txt", "Twelve soldiers were killed".encode("utf-16-le"), "UTF-16"),
        ("a.txt", b"\xff\xfeT\x00w\x00e\x00l\x00v\x00\x00\xd8!", "UTF-16"),
        ("a.html", "<!DOCTYPE html><html><body><script>let a = 1</script></body></html>", "no text"),
        ("a.txt", "Al menos doce soldados murieron en un ataque en el norte del país.", "Spanish"),
        ("a.txt", "12 / 34", "cannot be told"),
        ("a.json", '[\n {"id": "1"}\n]', "JSON lines"),
        ("a.json", '{\n "id": "1"\n}', "JSON lines"),
    ],
)
def test_bad_files_get_a_sentence(tmp_path: Path, name: str, raw: bytes | str, says: str) -> None:
    """It says what, where, and what would be right."""
    assert says in _reason(tmp_path / name, raw)


def test_a_missing_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """Nothing else is lost."""
    (tmp_path / "a.txt").write_text(TEXT)
    missing = str(tmp_path / "none.txt")
    first, second = read([missing, str(tmp_path / "a.txt")])
    assert first == Rejected(missing, f"{missing}: there is no such file; check the path")
    assert isinstance(second, Report)


def test_large_files(tmp_path: Path) -> None:
    """A file beyond the limit is refused with it; a line of a million characters is read."""
    assert "too much" in _reason(tmp_path / "a.txt", TEXT.encode() * 200_000)
    assert len(_text(tmp_path / "b.txt", "Twelve soldiers were killed. " * 35_000)) == 1_015_000
    assert "at most" in _reason(tmp_path / "c.txt", "Twelve soldiers were killed. " * 90_000)
    record = json.dumps({"id": "long", "text": "Twelve soldiers were killed. " * 35_000})
    found = _one(tmp_path / "d.jsonl", record)
    assert isinstance(found, Report)
    assert len(found.text) == 1_015_000


def test_a_large_page_is_read_plainly(tmp_path: Path) -> None:
    """A page too large to look for the article in it still has its words."""
    found = _one(tmp_path / "a.html", PAGE.replace("</article>", f"<p>{TEXT} More &amp; more.</p>" * 12_000 + "</article>"))
    assert isinstance(found, Report)
    assert found.text.startswith(TEXT)
    assert "<p>" not in found.text
    assert "More & more." in found.text


def test_lines(tmp_path: Path) -> None:
    """One report a line; what the line says wins over what the text says."""
    rows: list[dict[str, Any]] = [
        {"id": "1", "text": " date 2018-02 " + TEXT},
        {"id": "2", "text": " date 2018-02 " + TEXT, "published": "2018-03-04T10:00:00Z", "lang": "nb"},
        {"id": 3, "text": TEXT, "url": "https://example.org/3", "outlet": "Example", "event": "e", "title": "T", "more": 1},
        {"url": "https://example.org/4", "text": TEXT},
        {"text": TEXT, "lang": "EN-gb", "published": ""},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    found = list(read([str(path)]))
    assert all(isinstance(report, Report) for report in found)
    reports = [report for report in found if isinstance(report, Report)]
    assert [report.id for report in reports] == ["1", "2", "3", "https://example.org/4", f"{path}:5"]
    assert [report.published for report in reports] == ["2018-02", "2018-03-04", None, None, None]
    assert [report.lang for report in reports] == ["en", "nb", "en", "en", "en"]
    assert reports[0].text == rows[0]["text"]
    third = reports[2]
    assert (third.url, third.outlet, third.event, third.title) == ("https://example.org/3", "Example", "e", "T")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{broken", "no JSON"),
        ('"words"', "no object"),
        ("[" * 100_000, "no JSON"),
        ('{"id": "x"}', 'no "text"'),
        ('{"id": "x", "text": 5}', "no string"),
        ('{"id": "x", "text": "  "}', "no text"),
        ('{"id": ["x"], "text": "Twelve were killed"}', "the id"),
        ('{"id": "x", "text": "Twelve were killed", "lang": "es"}', "not supported"),
        ('{"id": "x", "text": "Twelve were killed", "published": "yesterday"}', "no date"),
        ('{"id": "x", "text": "Twelve were killed", "url": 7}', '"url"'),
    ],
)
def test_a_bad_line_amid_good_ones(tmp_path: Path, line: str, says: str) -> None:
    """It is put aside with the file's name and its number; the others are read."""
    path = tmp_path / "a.jsonl"
    good = json.dumps({"id": "good", "text": TEXT})
    path.write_text(f"{good}\n{line}\n{good}")
    first, second, third = read([str(path)])
    assert isinstance(first, Report)
    assert isinstance(third, Report)
    assert isinstance(second, Rejected)
    assert says in second.reason
    assert f"{path}:2" in second.reason


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    """The lines behind it are read, with their numbers."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "x" * 5000}) + "\n" + json.dumps({"text": TEXT}))
    first, second = read([str(path)], limits=Limits(line=1000))
    assert isinstance(first, Rejected)
    assert f"{path}:1" in first.reason
    assert isinstance(second, Report)
    assert second.id == f"{path}:2"


def test_lines_in_utf_16(tmp_path: Path) -> None:
    """A byte order mark counts for lines too."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(f"{json.dumps({'id': '1', 'text': TEXT})}\n{json.dumps({'id': '2', 'text': TEXT})}\n".encode("utf-16"))
    assert [found.id for found in read([str(path)])] == ["1", "2"]


@pytest.mark.parametrize(
    ("raw", "identifier"),
    [
        (TEXT, "-"),
        (PAGE, "-"),
        (json.dumps({"id": "j", "text": TEXT}), "j"),
        ("\ufeff" + json.dumps({"text": TEXT, "id": "k"}), "k"),
    ],
)
def test_standard_input_is_sniffed(raw: str, identifier: str) -> None:
    """Text, a page or JSON lines, by its first bytes."""
    (found,) = read(["-"], standard_input=io.BytesIO(raw.encode()))
    assert isinstance(found, Report)
    assert found.id == identifier
    assert TEXT in found.text
    assert "<" not in found.text


def test_a_pipe_that_gives_little_at_a_time() -> None:
    """Sniffing waits for enough bytes."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", buffering=0) as target:
        for piece in (b'{"id"', b': "1", "te', b'xt": "', TEXT.encode(), b'"}\n'):
            target.write(piece)
    with os.fdopen(reading, "rb") as stream:
        (found,) = read(["-"], standard_input=stream)
    assert found.id == "1"


def test_content_goes_before_the_ending(tmp_path: Path) -> None:
    """A page that was saved as text is a page."""
    assert "<" not in _text(tmp_path / "a.txt", PAGE)


def test_folders_are_read_in_order(tmp_path: Path) -> None:
    """Recursively, sorted, hidden files passed over, strange endings refused by name."""
    for name in ("b/2.txt", "b/1.html", "a.jsonl", "c.txt", ".hidden.txt", "b/picture.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"id": "line", "text": TEXT}) if name == "a.jsonl" else TEXT)
    seen: list[str] = []
    found = list(read([str(tmp_path)], on_progress=seen.append))
    assert [item.id.removeprefix(f"{tmp_path}/") for item in found] == ["line", "b/1.html", "b/2.txt", "b/picture.png", "c.txt"]
    assert [isinstance(item, Rejected) for item in found] == [False, False, False, True, False]
    assert [name.removeprefix(f"{tmp_path}/") for name in seen] == ["a.jsonl", "b/1.html", "b/2.txt", "c.txt"]


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    """Nothing in, and a sentence that says so."""
    (found,) = read([str(tmp_path)])
    assert isinstance(found, Rejected)
    assert "no file" in found.reason


def test_duplicate_ids_stay(tmp_path: Path) -> None:
    """Two reports with one id are versions of one document; both come."""
    path = tmp_path / "a.jsonl"
    path.write_text((json.dumps({"id": "1", "text": TEXT}) + "\n") * 2)
    assert [found.id for found in read([str(path)])] == ["1", "1"]


def test_a_file_s_own_date_is_no_date_of_publication(tmp_path: Path) -> None:
    """A report without a date has none."""
    found = _one(tmp_path / "2018-02-07.txt", TEXT)
    assert isinstance(found, Report)
    assert found.published is None


def test_memory_does_not_grow_with_the_number_of_reports(tmp_path: Path) -> None:
    """One report is held at a time."""
    path = tmp_path / "a.jsonl"
    line = json.dumps({"id": "1", "text": f"{TEXT} " * 20}) + "\n"

    def peak(number: int) -> int:
        path.write_text(line * number)
        tracemalloc.start()
        assert sum(1 for _ in read([str(path)])) == number
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)  # what is loaded once
    assert peak(400) < 2 * peak(20) + 200_000
