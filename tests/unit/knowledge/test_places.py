"""The index of places: built, looked up, out of date, damaged, and filled from a dump."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import BadEntry, GazetteerError
from counterclaim.knowledge import place_sources
from counterclaim.knowledge.language import data_folder, language_codes
from counterclaim.knowledge.place_index import Row, write_index
from counterclaim.knowledge.place_sources import country_codes, plain_name, read_divisions, read_supplement, stream_objects
from counterclaim.knowledge.places import Gazetteer, open_gazetteer, wanted_digest
from counterclaim.knowledge.places_import import import_dump

#: One line of a dump, made up: 19 columns.
LINE = "99000001\tQyrmazar\tQyrmazar\tKyrmasar,Кырмазар\t33.5\t66.5\tP\tPPL\tAF\t\t09\t\t\t\t1200\t\t0\tAsia/Kabul\t2020-01-01\n"
OTHER = "99000002\tQyrmazar Lake\tQyrmazar Lake\t\t33.6\t66.6\tH\tLK\tAF\t\t09\t\t\t\t0\t\t0\tAsia/Kabul\t2020-01-01\n"
STREAM = """
import collections, pathlib, re, resource
from counterclaim.knowledge.place_sources import all_places
collections.deque(all_places(), maxlen=0)
status = pathlib.Path("/proc/self/status")  # the peak of getrusage counts what the starting process had before exec
peak = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
print(int(peak[1] if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Return the user's own index, built where it is missing."""
    return open_gazetteer()


@pytest.mark.parametrize(
    ("key", "identifier", "country"),
    [
        ("bakhmut", "geonames:713174", "UKR"),
        ("idlib", "division:SY.12", "SYR"),
        ("zamzam camp", "counterclaim:zamzam", "SDN"),
        ("gaza city", "geonames:281133", "PSE"),
        ("pristina", "geonames:786714", "XKX"),
    ],
)
def test_names_lead_to_places(gazetteer: Gazetteer, key: str, identifier: str, country: str) -> None:
    """Listed places, divisions and our own are found under their names, with the guide's countries."""
    assert (identifier, country) in [(entry.id, entry.country) for entry in gazetteer.find(key)]


def test_sounds_lead_to_places(gazetteer: Gazetteer) -> None:
    """A spelling that no source has finds the place by its sounds."""
    assert "Khusham" in [entry.name for entry in gazetteer.find_loosely("husham")]


def test_the_source_is_credited(gazetteer: Gazetteer) -> None:
    """The index names GeoNames, its licence, the version of its data and the digest of what it was built from."""
    assert "GeoNames" in gazetteer.about["credit"]
    assert "CC BY 4.0" in gazetteer.about["credit"]
    assert gazetteer.about["digest"] == wanted_digest()
    assert gazetteer.about["version"] == place_sources.version()


def test_crimea_and_the_donbas_are_ukraine(gazetteer: Gazetteer) -> None:
    """The guide's decisions: Crimea and the Donbas UKR; East Jerusalem, the West Bank and Gaza PSE."""
    wanted = {
        "division:UA.11": "UKR",
        "counterclaim:donbas": "UKR",
        "counterclaim:east-jerusalem": "PSE",
        "division:PS.WE": "PSE",
    }
    found = {one: gazetteer.by_id(one) for one in wanted}
    assert {one: entry.country for one, entry in found.items() if entry is not None} == wanted


def test_every_named_place_is_in_the_index(gazetteer: Gazetteer) -> None:
    """What a language has a name for exists."""
    for code in language_codes():
        file = data_folder().joinpath("languages", code, "place_names.toml")
        names = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        assert [one for one in names if gazetteer.by_id(one) is None] == []


def test_every_country_has_its_code() -> None:
    """A country of a language's names is one of the index."""
    known = {*country_codes().values()}
    for code in language_codes():
        file = data_folder().joinpath("languages", code, "countries.toml")
        assert {*tomllib.loads(file.read_text(encoding="utf-8"))} <= known


def test_our_places_write_no_coordinate() -> None:
    """A place of our own names its source, and points to a listed place or division, or to nothing."""
    for row in read_supplement():
        assert row.source
        assert row.near == "" or row.near.split(":")[0] in ("geonames", "division")


def test_divisions_are_generated_and_say_so() -> None:
    """The file of divisions names its source and digest, and every row has four cells."""
    with data_folder().joinpath("divisions.tsv").open(encoding="utf-8") as file:
        head = [next(file) for _ in range(3)]
    assert "Generated" in head[1]
    assert "CC BY 4.0" in head[1]
    assert "SHA-256" in head[2]
    assert sum(1 for _ in read_divisions()) > 10_000


def test_a_wrong_row_is_refused_with_all_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wrong row of places.tsv is named with its line."""
    tmp_path.joinpath("places.tsv").write_text("# header\nx\tX\tUKR\tcity\t\t\nx\tX\tUKR\tcity\t\t\t\n", encoding="utf-8")
    monkeypatch.setattr(place_sources, "data_folder", lambda: tmp_path)
    with pytest.raises(ExceptionGroup) as caught:
        read_supplement()
    assert [problem.line for problem in caught.value.exceptions if isinstance(problem, BadEntry)] == [2, 3]


@given(
    st.dictionaries(
        st.text(max_size=8), st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9), max_size=4), max_size=30
    )
)
def test_a_stream_of_objects_is_the_object(table: dict[str, dict[str, object]]) -> None:
    """Reading a large object piece by piece gives its values in order."""
    for spaces in (None, 2):
        assert list(stream_objects(io.StringIO(json.dumps(table, indent=spaces)))) == list(table.values())


@pytest.mark.parametrize(
    ("name", "plain"), [("Şa‘dah", "Sadah"), ("Al Ḩudaydah", "Al Hudaydah"), ("Chișinău", "Chișinău"), ("Bogotá", "Bogotá")]
)
def test_scholarly_marks_are_dropped(name: str, plain: str) -> None:
    """A transcription loses its marks, a name in Latin letters keeps its own."""
    assert plain_name(name) == plain


def test_places_are_streamed() -> None:
    """All places pass through less than 200 MB; the data that they come from is larger when it is loaded whole."""
    done = subprocess.run([sys.executable, "-c", STREAM], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 200


def test_a_damaged_index_is_said_to_be(tmp_path: Path) -> None:
    """A file that is no index gives a sentence with the way out."""
    path = tmp_path / f"places-{wanted_digest()[:16]}.sqlite"
    path.write_bytes(b"SQLite format 3\0" + os.urandom(5000))
    with pytest.raises(GazetteerError, match="built again"):
        open_gazetteer(tmp_path)


def test_an_index_is_whole_or_not_there(tmp_path: Path) -> None:
    """What breaks while an index is written leaves the one in use, and nothing else."""
    path = tmp_path / "some.sqlite"
    row = Row("x:1", "Somewhere", "UKR", "city", 1.0, 2.0, None, 3, 1, "UA.05")
    assert write_index(path, {"format": "0"}, [(row, ("Somewhere",))]) == 1
    before = path.read_bytes()

    def broken() -> object:
        yield row, ("Somewhere",)
        raise GazetteerError("dump", "cut off")

    with pytest.raises(GazetteerError):
        write_index(path, {"format": "0"}, broken())  # type: ignore[arg-type]
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def cache(tmp_path: Path, gazetteer: Gazetteer) -> Path:
    """Return a cache folder with the built index in it."""
    folder = tmp_path / "cache"
    folder.mkdir()
    folder.joinpath(gazetteer.path.name).symlink_to(gazetteer.path)
    return folder


@pytest.mark.parametrize("packed", [False, True], ids=["text", "zip"])
def test_a_dump_is_imported(tmp_path: Path, cache: Path, *, packed: bool) -> None:
    """Places of a dump are found beside the others, in every spelling; lakes are left out."""
    dump = tmp_path / "AF.txt"
    dump.write_text(LINE + OTHER, encoding="utf-8")
    if packed:
        with zipfile.ZipFile(tmp_path / "AF.zip", "w") as file:
            file.write(dump, "AF.txt")
            file.writestr("readme.txt", "about")
        dump = tmp_path / "AF.zip"
    assert import_dump(dump, cache) == 1
    index = open_gazetteer(cache)
    assert [(entry.id, entry.country, entry.where_prec) for entry in index.find("kyrmasar")] == [("geonames:99000001", "AFG", 1)]
    assert index.find("bakhmut")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (LINE.encode() + LINE.encode()[:40], "cut off"),
        (LINE.encode()[:-1], "columns"),
        (b"Name,Country\nX,Y\n", "no dump"),
        (b"", "empty"),
        (b"\xff\xfe\x00\x01", "UTF-8"),
        (LINE.replace("33.5", "north").encode(), "no place"),
    ],
    ids=["cut", "no line end", "other file", "empty", "binary", "no number"],
)
def test_a_wrong_dump_changes_nothing(tmp_path: Path, cache: Path, content: bytes, reason: str) -> None:
    """A dump that is cut off or not one gives a clear error, and the index in use stays as it was."""
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(LINE, encoding="utf-8")
    bad.write_bytes(content)
    import_dump(good, cache)
    with pytest.raises(GazetteerError, match=reason):
        import_dump(bad, cache)
    assert open_gazetteer(cache).find("qyrmazar")


def test_a_cut_zip_changes_nothing(tmp_path: Path, cache: Path) -> None:
    """A zip file that breaks off is no dump."""
    whole = tmp_path / "AF.zip"
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr("AF.txt", LINE * 50)
    whole.write_bytes(whole.read_bytes()[:-30])
    with pytest.raises(GazetteerError):
        import_dump(whole, cache)


def test_a_missing_dump_is_named(tmp_path: Path) -> None:
    """A file that is not there is said to be missing."""
    with pytest.raises(GazetteerError, match=r"nowhere\.txt"):
        import_dump(tmp_path / "nowhere.txt", tmp_path)
