"""The verbs, as a person types them: real reports in, real answers out, exit statuses that mean something."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from counterclaim.cli.main import main
from counterclaim.errors import CounterclaimError
from web_server import WebServer, bomb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REPORTS = (
    {"id": "en-1", "lang": "en", "published": "2024-04-30", "outlet": "Fjord Post",
     "text": "The Ukrainian military said on Tuesday that 80 Russian soldiers were killed near Bakhmut. "
             "The Russian Defence Ministry denied losing any soldiers there."},
    {"id": "nb-1", "lang": "nb", "published": "2024-05-02", "outlet": "Skarholm Avis",
     "text": "Det ukrainske forsvaret sier at minst tolv russiske soldater ble drept ved Bakhmut onsdag. "
             "Tre sivile ble såret, opplyser guvernøren."},
)  # fmt: skip


class Person:
    """Types commands on one ledger."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __call__(self, *words: str, status: int = 0, standard_input: bytes | None = None) -> str:
        """Run a verb, check its exit status, and return what it printed."""
        where = () if "--ledger" in words else ("--ledger", self.address)
        ran = CliRunner().invoke(main, [*words, *where], input=standard_input, standalone_mode=False)
        if isinstance(ran.exception, CounterclaimError):
            assert status == 2, ran.exception
            return str(ran.exception)
        if ran.exception is not None:
            assert getattr(ran.exception, "exit_code", None) == status, repr(ran.exception)
            return str(ran.exception)
        assert int(ran.return_value or 0) == status, ran.output
        return ran.stdout

    def lines(self, *words: str, status: int = 0) -> list[dict[str, Any]]:
        """Run a verb with `--format jsonl`, and return its lines."""
        return [json.loads(line) for line in self(*words, "--format", "jsonl", status=status).splitlines()]


@pytest.fixture
def person(address: str) -> Person:
    """Give somebody with an empty ledger."""
    return Person(address)


@pytest.fixture
def reports(tmp_path: Path) -> str:
    """Give a file of two reports with a broken line between them."""
    path = tmp_path / "reports.jsonl"
    lines = [json.dumps(_REPORTS[0]), "{broken", json.dumps(_REPORTS[1], ensure_ascii=False)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_from_a_file_to_claims(person: Person, reports: str) -> None:
    """Each line that can be read is there, the broken one is listed, and repeating changes nothing."""
    fates = {line["id"]: line["fate"] for line in person.lines("add", reports, status=3)}
    assert fates == {"en-1": "added", f"{reports}:2": "failed", "nb-1": "added"}
    claims = person.lines("claims")
    assert {claim["report"] for claim in claims} == {"en-1", "nb-1"}
    for claim in claims:
        text = next(report["text"] for report in _REPORTS if report["id"] == claim["report"])
        assert text[claim["start"] : claim["end"]] == claim["evidence"]
        assert {"outcome", "low", "high", "qualifier", "claimant", "stance", "scope", "place", "when"} <= claim.keys()
    again = person.lines("add", reports, status=3)
    assert [line["fate"] for line in again if line["fate"] != "failed"] == ["known", "known"]
    assert person.lines("claims") == claims
    failed = person.lines("reports", "--failed")
    assert [line["source"] for line in failed] == [f"{reports}:2"]
    assert person("ledger", "verify", "--deep").startswith("as it was written")


def test_a_failure_is_retried(person: Person, reports: str, tmp_path: Path) -> None:
    """Mended, it is read, and no longer listed."""
    person("add", reports, status=3)
    (tmp_path / "reports.jsonl").write_text("\n".join(map(json.dumps, _REPORTS)) + "\n", encoding="utf-8")
    person("add", "--retry")
    assert person.lines("reports", "--failed") == []


_SIFTED: tuple[tuple[tuple[str, ...], set[str]], ...] = (
    (("--language", "nb"), {"nb-1"}),
    (("--language", "ru"), set()),
    (("--outcome", "injured"), {"nb-1"}),
    (("--text", "guvernøren"), {"nb-1"}),
    (("--text", "soldat*"), {"nb-1"}),
    (("--since", "2024-05"), {"nb-1"}),
    (("--report", "en-1"), {"en-1"}),
    (("--near", "48.6,38.0,30"), {"en-1", "nb-1"}),
    (("--near", "60,10,30"), set()),
    (("--country", "ukr"), {"en-1", "nb-1"}),
    (("--known-by", "2024-05-01"), {"en-1"}),
    (("--as-of", "2020-01-01"), set()),
)


def test_claims_are_sifted(person: Person, reports: str) -> None:
    """By what they say, where, when, and what was known."""
    person("add", reports, status=3)
    for options, found in _SIFTED:
        assert {claim["report"] for claim in person.lines("claims", *options)} == found, options


def test_rulings_are_kept(person: Person, reports: str) -> None:
    """Corrected, rejected, undone: `show` and `history` tell."""
    person("add", reports, status=3)
    target = person.lines("claims", "--report", "en-1")[-1]["id"]
    decision = person.lines("decide", "correct", target, "low=81", "high=81", "--reason", "seen", "--by", "anna")[0]["id"]
    shown = person.lines("show", target)[0]
    assert (shown["low"], shown["status"]) == (81, "reviewed")
    assert person.lines("show", decision)[0]["fields"] == {"low": 81, "high": 81}
    person("decide", "undo", decision)
    assert person.lines("show", target)[0]["status"] == "reported"
    steps = person.lines("history", target)
    assert [step["kind"] for step in steps] == ["reading", "decision", "decision"]
    assert steps[1]["by"] == "anna"
    assert "81" in steps[1]["what"]


def test_the_head_that_was_kept_tells(person: Person, reports: str, tmp_path: Path) -> None:
    """`verify --head` knows the chain that it was taken from, and no other."""
    person("add", reports, status=3)
    kept = tmp_path / "head.json"
    kept.write_text(person("ledger", "head"))
    person("ledger", "verify", "--head", str(kept))
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"number": 900}))
    assert "cut off" in person("ledger", "verify", "--head", str(kept), status=1)
    kept.write_text("hello")
    assert "ledger head" in person("ledger", "verify", "--head", str(kept), status=2)


def test_who_is_not_found_is_guessed_at(person: Person, reports: str) -> None:
    """Under another name than the ledger's, those who share its words are offered; a stranger is only named."""
    person("add", reports, status=3)
    speaker = next(one["claimant"] for one in person.lines("claims", "--names") if one["claimant"])
    assert f"may be meant: {speaker.casefold()}" in person("positions", f"The {speaker}")
    assert person("positions", "nobody").strip() == "the ledger holds no statement of nobody"


def test_an_address_of_another_sort_is_named(person: Person) -> None:
    """It is no file either, and says what an address begins with."""
    (failed,) = person.lines("add", "ftp://example.org/reports", status=3)
    assert "begins with https:// or http://" in failed["reason"]


def test_what_must_go_goes(person: Person, reports: str) -> None:
    """`redact` says what it destroyed, `verify` counts it, `add` does not bring it back."""
    person("add", reports, status=3)
    person("ledger", "redact", "en-1", "--reason", "a court order", "--yes")
    assert {claim["report"] for claim in person.lines("claims")} == {"nb-1"}
    assert "redacted" in person("ledger", "verify")
    assert [line["fate"] for line in person.lines("add", reports, status=3) if line["fate"] == "redacted"]
    assert {line["report"] for line in person.lines("reports")} == {"nb-1"}


def test_every_list_has_its_formats(person: Person, reports: str) -> None:
    """A table for people, lines for programs, cells for spreadsheets, of the same things."""
    person("add", reports, status=3)
    for verb in (("claims",), ("reports",), ("positions", "Russian Defence Ministry"), ("ledger", "entries")):
        lines = person.lines(*verb)
        rows = list(csv.DictReader(io.StringIO(person(*verb, "--format", "csv"))))
        assert len(rows) == len(lines)
        assert person(*verb).strip()


def test_the_names_of_persons_stay_unless_asked_for(person: Person, tmp_path: Path) -> None:
    """They are in the ledger and on the screen; in files only with `--names`."""
    path = tmp_path / "named.jsonl"
    text = "Governor Andriy Example said that at least 12 civilians were killed in Kharkiv on Tuesday."
    path.write_text(json.dumps({"id": "named", "lang": "en", "published": "2024-04-30", "text": text}))
    person("add", str(path))
    named = person("claims", "--format", "jsonl", "--names")
    hidden = person("claims", "--format", "jsonl")
    assert "Andriy Example" in named
    assert "Andriy Example" not in hidden


@pytest.fixture
def web() -> Iterator[WebServer]:
    """Give a running web server."""
    server = WebServer()
    yield server
    server.stop()


def test_a_feed_is_followed_once(person: Person, web: WebServer) -> None:
    """Its articles are fetched and kept with how they were found; asked again, only the feed is fetched."""
    fates = {line["id"]: line["fate"] for line in person.lines("add", f"{web.root}/feed", "--allow", web.place, status=3)}
    assert fates == {f"{web.root}/page": "added", f"{web.root}/missing": "failed"}
    shown = person.lines("show", f"{web.root}/page")[0]
    assert (shown["published"], shown["found"]["status"]) == ("2024-04-30", 200)
    assert shown["found"]["extra"]["feed"] == f"{web.root}/feed"
    person("add", f"{web.root}/feed", "--allow", web.place, status=3)
    assert web.asked.count("/page") == 1
    assert web.asked.count("/feed") == 2


@pytest.mark.parametrize(
    ("path", "said"), [("broken", "no feed"), ("silent", "no whole answer"), ("bomb", "swells"), ("stated", "more than")]
)
def test_what_the_web_does_wrong_is_listed(
    person: Person, web: WebServer, path: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its reason, to be tried again; nothing else is lost."""
    from counterclaim.fetching.limits import FetchLimits  # noqa: PLC0415

    bomb()  # made beforehand: it takes longer than the fetch may
    monkeypatch.setattr("counterclaim.pipeline_ledger.FetchLimits", lambda allowed: FetchLimits(seconds=4.0, allowed=allowed))
    person("add", f"{web.root}/{path}", f"{web.root}/page", "--allow", web.place, status=3)
    assert said in person.lines("reports", "--failed")[0]["reason"]
    assert len(person.lines("reports")) == 1


def test_the_inside_is_not_fetched_from(person: Person, web: WebServer) -> None:
    """Unless the user vouches for it."""
    person("add", f"{web.root}/page", status=3)
    assert web.asked == []
    assert "--allow" in person.lines("reports", "--failed")[0]["reason"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add",), "what is to be added"),
        (("show", "clm_nothing"), "no claim"),
        (("show", "rep_nothing"), "no report"),
        (("show", "evt_nothing"), "no event"),
        (("show", "dec_nothing"), "no decision"),
        (("history", "nothing"), "no report"),
        (("decide", "reject", "clm_nothing", "--reason", "x"), "no claim"),
        (("decide", "reject", "clm_nothing"), "say why"),
        (("decide", "correct", "clm_nothing"), "needs fields"),
        (("decide", "correct", "clm_nothing", "low"), "sets no field"),
        (("claims", "--near", "here"), "LATITUDE"),
        (("claims", "--as-of", "then"), "2024-03-31"),
        (("claims", "--text", '""'), "phrase"),
        (("ledger", "redact", "nothing", "--reason", "x", "--yes"), "no report"),
        (("ledger", "entries", "--kind", "x"), "capture"),
    ],
)
def test_wrong_use_is_explained(person: Person, words: tuple[str, ...], said: str) -> None:
    """With exit status 2 and a sentence."""
    assert said in person(*words, status=2)


def test_without_a_ledger_it_is_asked_which(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment may name it."""
    monkeypatch.delenv("COUNTERCLAIM_LEDGER", raising=False)
    ran = CliRunner().invoke(main, ["claims"])
    assert ran.exit_code == 2
    assert "COUNTERCLAIM_LEDGER" in ran.output


def test_a_language_without_a_pack_is_kept(person: Person, tmp_path: Path) -> None:
    """Unread, said so, and listed."""
    path = tmp_path / "other.jsonl"
    text = "Vlada je u utorak objavila da je u napadu poginulo deset vojnika, a predsjednik je poslao sućut."
    path.write_text(json.dumps({"id": "hr-1", "lang": "hr", "text": text}))
    assert [line["fate"] for line in person.lines("add", str(path), status=3)] == ["unread"]
    listed = person.lines("reports", "--state", "unread")
    assert [line["report"] for line in listed] == ["hr-1"]
    person("add", "--reread")


_SHELLED = (
    "At least {count} soldiers were killed when shells hit a barracks near Bakhmut on Monday, the Ukrainian General Staff said."
)
_SAME = "Minst 15 soldater ble drept da granater traff en kaserne ved Bakhmut mandag, opplyser Russlands forsvarsdepartement."


def _post(identifier: str, lang: str, text: str) -> bytes:
    record = {"id": identifier, "lang": lang, "published": "2023-03-07", "outlet": "Post", "text": text}
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def test_events_are_worked_out_and_kept(person: Person) -> None:
    """`link` keeps them in the ledger; the other verbs answer from there, also as of another day."""
    person("add", "-", standard_input=_post("a", "en", _SHELLED.format(count=12)) + _post("b", "nb", _SAME))
    assert "no events" in person("events")
    (event,) = person.lines("link")
    assert event["reports"] == ["a", "b"]
    (listed,) = person.lines("events")
    assert (listed["id"], listed["place"], listed["languages"]) == (event["id"], "Bakhmut", "en nb")
    assert listed["badges"] == "needs_review"
    assert {"needs", "review"} <= set(person("events").split())  # a table says it in words, which a narrow one breaks
    figures = {one["side"]: one["best"] for one in person.lines("estimate", "--codebook", "majority", "--event", event["id"])}
    assert figures["all"] in (12, 15)
    assert "majority" in person("compare", event["id"])
    assert "Minst 15" in person("explain", event["id"])
    assert "no event" in person("estimate", "--event", event["id"], "--as-of", "2023-01-01", status=2)
    assert person.lines("events", "--as-of", "2023-01-01") == []


def test_an_export_says_up_to_which_entry(person: Person, tmp_path: Path) -> None:
    """The head that stands beside it is what `ledger verify` takes."""
    person("add", "-", standard_input=_post("a", "en", _SHELLED.format(count=12)))
    person("link")
    person("export", "csv", "--out", str(tmp_path / "out"))
    kept = tmp_path / "out" / "ledger-head.json"
    assert json.loads(kept.read_text("utf-8")) == json.loads(person("ledger", "head"))
    person("add", "-", standard_input=_post("b", "nb", _SAME))
    assert "as it was written" in person("ledger", "verify", "--head", str(kept))


def test_a_ledger_links_by_what_texts_name(person: Person) -> None:
    """Reports that share no claim are one event by what else they name, as they are where no ledger is."""
    told = "Wagner er inne i Soledar, hevder Prigozjin. Saltgruven er omringet, sier han; Kyiv avviser det."
    also = "Prigozhin says that his Wagner fighters hold Soledar and its salt mine. Kyiv denied that the town was encircled."
    person("add", "-", standard_input=_post("a", "nb", told) + _post("b", "en", also))
    (event,) = person.lines("link")
    assert event["reports"] == ["a", "b"]


def test_a_figure_gone_from_the_newest_version_is_shown_and_not_used(person: Person) -> None:
    """It is withdrawn by correction, and stays so when the event is estimated anew."""
    person("add", "-", standard_input=_post("a", "en", _SHELLED.format(count=12)))
    (event,) = person.lines("link")
    person("add", "-", standard_input=_post("a", "en", _SHELLED.format(count=14)))
    (corrected,) = person.lines("link")
    assert set(event["claims"]) < set(corrected["claims"])
    (whole,) = [one for one in person.lines("estimate") if one["outcome"] == "killed" and one["side"] == "all"]
    assert (whole["low"], whole["best"]) == (14, 14)
    (why,) = [one for one in whole["reasons"] if one["rule"] == "withdrawn"]
    assert why["claims"] == event["claims"]
    assert "0 entries" in person("link", "--format", "table") or person.lines("link") == [corrected]


def test_paths_and_a_ledger_are_not_mixed(person: Person) -> None:
    """Whoever names both is told what to do."""
    assert "not both" in person("estimate", "somewhere.txt", status=2)
