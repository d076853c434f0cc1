"""Lists, filters and search give the same answers on both databases, page by page, and the answers are right."""

from __future__ import annotations

import math
import random
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger.filters import BadFilter, Circle, ClaimFilter, Moment, ReportFilter
from counterclaim.ledger.history import get_report, list_claims, list_reports
from counterclaim.ledger.opening import Ledger, open_ledger
from counterclaim.ledger.positions import positions
from counterclaim.ledger.search import BadQuery, read_query, words
from counterclaim.ledger.store import Capture, Reader, writing
from counterclaim.model import Event, Extraction, Outcome, Report, Stance
from generated_claims import generate, make_world
from ledger_samples import BAKHMUT, KYIV, MOSCOW, READER, add, claim, is_full, statement
from ledger_texts import LONG_TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_WORLD = make_world()
_REPORTS = 60


def _fill(ledger: Ledger) -> None:
    with writing(ledger, by="load") as writer:
        for capture, extraction in generate(_REPORTS, _WORLD):
            number = writer.add_capture(capture).number
            assert number is not None
            writer.add_reading(extraction, capture=number, reader=Reader("load", "load"))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[tuple[Ledger, Ledger]]:
    """Give two ledgers with the same generated reports, one on each database."""
    path: Path = tmp_path_factory.mktemp("pair") / "pair.db"
    address = request.getfixturevalue("server").create(f"pair_{uuid.uuid4().hex}")
    with open_ledger(str(path), create=True) as one, open_ledger(address, create=True) as other:
        _fill(one)
        _fill(other)
        yield one, other


def _all(fetch: Callable[[str | None], Any]) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        page = fetch(after)
        found += [item.id for item in page.items]
        if page.next is None:
            return found
        after = page.next


def _claims(ledger: Ledger, wanted: ClaimFilter, size: int) -> list[str]:
    return _all(lambda after: list_claims(ledger, wanted, after=after, limit=size))


def _wanted(dice: random.Random) -> ClaimFilter:
    """Return a filter that asks for one to three things."""
    place = dice.choice(_WORLD.places)
    asked: dict[str, Any] = {
        "language": dice.choice(["en", "ru", "nn"]),
        "outcome": dice.choice(list(Outcome)),
        "stance": dice.choice(list(Stance)),
        "country": place.country,
        "victims_country": dice.choice(["UKR", "syr", "XXX"]),
        "place": dice.choice([place.name, place.id]),
        "near": Circle(place.latitude or 0, place.longitude or 0, dice.choice([5.0, 80.0, 900.0, 30000.0])),
        "actor": dice.choice(_WORLD.actors[:40]).name,
        "claimant": dice.choice(_WORLD.actors[:40]).name.upper(),
        "since": f"20{dice.randrange(15, 26)}-06",
        "until": f"20{dice.randrange(15, 26)}",
        "text": dice.choice(["ministry", "minis*", f"{_WORLD.words[dice.randrange(40)]}", "says -ministry", '"ministry says"']),
        "originals": True,
    }
    return ClaimFilter(**{name: asked[name] for name in dice.sample(sorted(asked), dice.randrange(1, 4))})


def test_both_databases_give_the_same_claims(pair: tuple[Ledger, Ledger]) -> None:
    """Whatever is asked, in the same order, however long the pages are."""
    dice = random.Random(11)
    some = 0
    for _ in range(400 if is_full() else 40):
        wanted, size = _wanted(dice), dice.choice([7, 50])
        one, other = (_claims(at, wanted, size) for at in pair)
        assert one == other, wanted
        assert len(one) == len(set(one))
        some += bool(one)
    assert some > 12


def test_claims_are_what_was_asked_for(pair: tuple[Ledger, Ledger]) -> None:
    """The list with a filter is the list of all, sifted by hand."""
    everything = list_claims(pair[0], limit=10_000).items
    dice = random.Random(12)
    assert [line.rank for line in everything] == sorted((line.rank for line in everything), reverse=True)
    for _ in range(400 if is_full() else 30):
        wanted = replace(_wanted(dice), text=None)
        right = [line.id for line in everything if _fits(line.claim, line.report.language, wanted)]
        assert [line.id for line in list_claims(pair[0], wanted, limit=10_000).items] == right, wanted


def _fits(one: Any, language: str | None, wanted: ClaimFilter) -> bool:  # noqa: ANN401 - a claim
    place = one.place
    checks = [
        wanted.language is None or language == wanted.language,
        wanted.outcome is None or one.outcome is wanted.outcome,
        wanted.stance is None or one.stance is wanted.stance,
        wanted.country is None or place.country == wanted.country,
        wanted.victims_country is None or one.victim_country == wanted.victims_country.upper(),
        wanted.place is None or wanted.place in (place.name, place.id),
        wanted.near is None or _distance(place, wanted.near) <= wanted.near.kilometres,
        wanted.since is None or one.when >= wanted.since,
        wanted.until is None or one.when[: len(wanted.until)] <= wanted.until,
        wanted.claimant is None or one.claimant.casefold() == wanted.claimant.casefold(),
        wanted.actor is None or one.claimant == wanted.actor,
    ]
    return all(checks)


def _distance(place: Any, circle: Circle) -> float:  # noqa: ANN401 - a place
    one, other = math.radians(place.latitude), math.radians(circle.latitude)
    side = math.radians(place.longitude - circle.longitude)
    square = math.sin((one - other) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(side / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(square)))


@pytest.mark.parametrize("text", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_every_word_of_a_report_finds_it(empty: Callable[[], str], text: str) -> None:
    """In every language and script, whatever its case and accents; so do its phrases and beginnings."""
    with open_ledger(empty()) as ledger, writing(ledger, by="anna") as writer:
        number = writer.add_capture(Capture("one", text.encode(), "one", "2024-01-01")).number
        assert number is not None
        writer.add_reading(Extraction(Report("one", text)), capture=number, reader=READER)
        found = words(text)
    with open_ledger(str(ledger.engine.url.render_as_string(hide_password=False)).replace("+psycopg", "")) as opened:
        dice = random.Random(1)
        for _ in range(25):
            at = dice.randrange(len(found) - 3)
            for query in (found[at].upper(), f'"{" ".join(found[at : at + 3])}"', found[at][:4] + "*"):
                assert len(list_reports(opened, ReportFilter(text=query)).items) == 1, query
        for query in ("nosuchwordhere", f"{found[0]} -{found[1]}", f'"{found[1]} {found[0]} {found[1]}"'):
            assert list_reports(opened, ReportFilter(text=query)).items == (), query


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ("såret", "SARET"),
        ("Deir ez-Zor", "deir-ez-zor"),
        ("п'ятеро", "п’ятеро"),
        ("Tømmer", "tommer"),
        ("Straße", "STRASSE"),
        ("Мар'їнка", "мар'інка"),
        ("1 300 soldiers", "1 300"),
        ("naïve café", "naive cafe\u0301"),
    ],
)
def test_spellings_meet(written: str, query: str) -> None:
    """What people write differently is one word."""
    terms = [word for term in read_query(query) for word in term.words]
    assert set(terms) <= set(words(written))


@pytest.mark.parametrize("query", ["", "   ", "-word", '""', "***", "- -"])
def test_an_empty_search_is_named(query: str) -> None:
    """With how to write one."""
    with pytest.raises(BadQuery, match="phrase"):
        read_query(query)


@given(st.text(max_size=60))
def test_no_words_break_a_search(query: str) -> None:
    """Quotes, stars, operators and signs of all kinds are words or nothing."""
    try:
        terms = read_query(query)
    except BadQuery:
        return
    assert all(word.isalnum() for term in terms for word in term.words)


@pytest.mark.parametrize(
    "query", ['a" OR "b', "a:b", "NEAR(a b)", "a' & 'b", "a | b", "a\\", "a ^ b", "{a}", "'); DROP", "a AND", "NOT a"]
)
def test_signs_of_the_databases_are_words(ledger: Ledger, query: str) -> None:
    """Nothing that means something to FTS5 or `tsquery` gets through to them."""
    add(ledger, statement())
    list_reports(ledger, ReportFilter(text=query))


@pytest.mark.parametrize(
    "moment", [Moment(as_of="yesterday"), Moment(as_of="2024-13-01"), Moment(known_by="soon"), Moment(as_of="")]
)
def test_a_wrong_date_is_named(ledger: Ledger, moment: Moment) -> None:
    """With how to write one."""
    with pytest.raises(BadFilter, match="2024-03-31"):
        list_claims(ledger, moment=moment)


@pytest.mark.parametrize(
    "wanted",
    [
        ClaimFilter(since="soon"),
        ClaimFilter(until="2024-99"),
        ClaimFilter(near=Circle(100, 0, 5)),
        ClaimFilter(near=Circle(0, 0, -5)),
        ClaimFilter(event="bakhmut"),
    ],
)
def test_a_wrong_filter_is_named(ledger: Ledger, wanted: ClaimFilter) -> None:
    """And nothing is guessed."""
    with pytest.raises(BadFilter):
        list_claims(ledger, wanted)
    with pytest.raises(BadFilter):
        list_claims(ledger, after="page two")


def test_pages_stay_right_while_others_add(ledger: Ledger) -> None:
    """What was there when the first page was read comes once; what is newer is not pushed in."""
    for number in range(6):
        add(ledger, statement(f"report-{number}", published=f"2024-04-1{number}"))
    before = _all(lambda after: list_reports(ledger, after=after, limit=2))
    page = list_reports(ledger, limit=2)
    add(ledger, statement("newest", published="2024-04-29"))
    rest = _all(lambda after: list_reports(ledger, after=after or page.next, limit=2))
    assert [line.id for line in page.items] + rest == before


def _said(ledger: Ledger, day: int, low: int | None, stance: Stance, speaker: Any = MOSCOW) -> str:  # noqa: ANN401 - a claimant
    words_ = f"{low} soldiers" if low is not None else "no losses"
    text = f"On day {day} they spoke of {words_} near the town, as was heard in several places of the region by many."
    report = Report(f"day-{day}-{speaker.name}", text, lang="en", published=f"2024-04-{day:02}")
    said = claim(report, words_, low, claimants=(speaker,), stance=stance, when="2024-04-01/2024-04-02")
    add(ledger, Extraction(report, (said,)))
    return said.id


def test_positions_show_what_changed(ledger: Ledger) -> None:
    """Denied, then confirmed five, then raised to seven, said again, lowered, denied again; another actor is another."""
    for day, (low, stance) in enumerate(
        [(None, "denies"), (5, "confirms"), (7, "asserts"), (7, "asserts"), (6, "asserts"), (6, "denies")], start=1
    ):
        _said(ledger, day, low, Stance(stance))
    _said(ledger, 9, 80, Stance.ASSERTS, KYIV)
    found = positions(ledger, "russian defence ministry").items
    assert [one.change.value for one in reversed(found)] == ["first", "confirmed", "raised", "repeated", "lowered", "denied"]
    assert [one.before for one in found[:-1]] == [one.line.id for one in found[1:]]
    assert positions(ledger, MOSCOW.id or "").items == found
    assert [one.change.value for one in positions(ledger, KYIV.name).items] == ["first"]
    first = positions(ledger, MOSCOW.name, limit=4)
    assert positions(ledger, MOSCOW.name, after=first.next).items == found[4:]
    assert len(positions(ledger, MOSCOW.name, moment=Moment(known_by="2024-04-02")).items) == 2


def test_an_event_joins_what_places_do_not(ledger: Ledger) -> None:
    """Where linking put two statements into one event, they are on the same matter, whatever they name."""
    ids = [_said(ledger, 1, 5, Stance.ASSERTS)]
    text = "The ministry now speaks of 9 soldiers."
    report = Report("other", text, lang="en", published="2024-04-05")
    ids.append((said := claim(report, "9 soldiers", 9, claimants=(MOSCOW,), places=(replace(BAKHMUT, name="Town", id=None),))).id)
    add(ledger, Extraction(report, (said,)))
    assert [one.change.value for one in positions(ledger, MOSCOW.name).items] == ["first", "first"]
    with writing(ledger, by="linking") as writer:
        writer.add_event(Event("evt_1", ("day-1", "other"), tuple(ids)), maker=READER)
    assert [one.change.value for one in positions(ledger, MOSCOW.name).items] == ["raised", "first"]


def test_what_is_not_there_is_named(ledger: Ledger) -> None:
    """By its kind and id."""
    with pytest.raises(UnknownIdentifier, match="no report has the id 'x'"):
        get_report(ledger, "x")


def test_words_with_rare_conditions_are_found_too(pair: tuple[Ledger, Ledger], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first texts with the words do not fill a page, the answer is the same as where all are looked through."""
    asked = [ClaimFilter(text="ministry", outcome=outcome, stance=stance) for outcome in Outcome for stance in Stance]
    full = [_claims(pair[0], wanted, 20) for wanted in asked]
    monkeypatch.setattr("counterclaim.ledger.wordfinding._STEPS", (3,))
    for at in pair:
        assert [_claims(at, wanted, 20) for wanted in asked] == full
    assert any(full)
