"""Generated news pages in ten languages, with their truth: `pages.py COUNT DIR`.

Events are invented; each is told by several pages in several languages, on following days, with relays, copies, denials and
figures of the background. The other pages are ordinary news, some of it of accidents, some in languages without a pack. The HTML
is as dirty as that of real sites: scripts, menus, teasers of other articles, entities, unclosed tags, old encodings. The
same seed gives the same pages. DIR gets WARC files (one gzip member a record), `DIR.truth.jsonl` what is true of them; with
`--lines`, DIR gets the texts as JSON lines.
"""

from __future__ import annotations

import argparse
import gzip
import html
import itertools
import json
import random
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEMPLATES = Path(__file__).with_suffix(".toml")
LANGUAGES = ("en", "de", "fr", "nb", "nn", "sv", "da", "nl", "ru", "uk")
_CYRILLIC = {"ru": 0, "uk": 1}
_FIRST_DAY, _DAYS = date(2023, 1, 2), 360
#: Pages on one event, and how many of the others tell of accidents, are in other languages, or carry a teaser of a war report.
_A_STORY, _POLICE, _STRANGE, _TEASER = 8, 0.05, 0.08, 0.03
_AGENCIES = ("Reuters", "AFP", "dpa", "NTB", "TT", "Interfax")
_OUTLETS = 24
#: Numbers after which nouns stand in the same case in every language.
_NUMBERS = tuple(number for number in range(5, 90) if number % 10 not in {1, 2, 3, 4} and number not in {50, 70})


@dataclass(frozen=True, slots=True)
class Page:
    """A generated page: its address, day, language, text and HTML, and what is true of it.

    `event` is the number of the event that it tells of, None for ordinary news; `killed` and `injured` are its figures;
    `role` says what sort of page it is.
    """

    url: str
    published: str
    lang: str
    title: str
    paragraphs: tuple[str, ...]
    role: str
    event: int | None = None
    place: str | None = None
    day: str | None = None
    killed: int | None = None
    injured: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The title and the paragraphs, as a reader would see them."""
        return "\n\n".join((self.title, *self.paragraphs))

    @property
    def truth(self) -> dict[str, Any]:
        """What a measure may hold the program against."""
        names = ("url", "published", "lang", "role", "event", "place", "day", "killed", "injured")
        return {name: getattr(self, name) for name in names}


def pages(count: int, *, conflict: float = 0.02, seed: int = 1, start: int = 0) -> Iterator[Page]:
    """Yield so many pages from number `start` on, so large a share of them on conflicts."""
    templates = tomllib.loads(_TEMPLATES.read_text("utf-8"))
    every = max(1, round(1 / conflict)) if conflict else 0
    for number in range(start, start + count):
        chance = random.Random(f"{seed}/{number}")
        if every and number % every == 0:
            yield _war_page(number, number // every, chance, templates, seed)
        else:
            yield _plain_page(number, chance, templates)


def _war_page(number: int, told: int, chance: random.Random, templates: dict[str, Any], seed: int) -> Page:
    """Return a page on an event; the pages of one event lie next to each other."""
    event = told // _A_STORY
    fate = random.Random(f"{seed}/event/{event}")
    place, names = fate.choice(sorted(templates["places"].items()))
    day = _FIRST_DAY + timedelta(days=fate.randrange(_DAYS))
    killed, injured = fate.choice(_NUMBERS), fate.choice(_NUMBERS)
    old, total = fate.choice(_NUMBERS), 1000 * fate.randint(6, 90)
    role = ("first", "report", "relay", "report", "denial", "copy", "report", "relay")[told % _A_STORY]
    own = chance
    if role in {"first", "copy"}:  # a copy says what the first page says, word for word
        chance = random.Random(f"{seed}/words/{event}")
    lang = chance.choice(LANGUAGES)
    words = templates[lang]
    slots = {
        "place": names[_CYRILLIC[lang]] if lang in _CYRILLIC else place,
        "n": killed, "m": injured, "old": old, "total": f"{total:,}".replace(",", "." if lang not in {"en", "sv"} else ","),
        "by": chance.choice(words["by"]), "agency": chance.choice(_AGENCIES), "day": day.day, "few": chance.randint(2, 40),
        "month": words["months"].split()[day.month - 1],
    }  # fmt: skip
    body = [chance.choice(words["loss"])]
    body += chance.sample(words["around"], 3)
    if role in {"relay", "report"}:
        body.append(chance.choice(words["relay"]))
    if role == "denial":
        body.append(chance.choice(words["denial"]))
    body += [words["around"][chance.randrange(len(words["around"]))], chance.choice(words["background"])]
    published = day + timedelta(days=own.randint(0, 2))
    return Page(
        url=_address(number, lang, own),
        published=published.isoformat(),
        lang=lang,
        title=chance.choice(words["title"]).format(**slots),
        paragraphs=tuple(line.format(**slots) for line in body),
        role=role,
        event=event,
        place=place,
        day=day.isoformat(),
        killed=killed,
        injured=injured,
    )


def _plain_page(number: int, chance: random.Random, templates: dict[str, Any]) -> Page:
    lang, published = chance.choice(LANGUAGES), _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    kind = chance.random()
    if kind < _STRANGE:
        lang = chance.choice(sorted(templates["strange"]))
        lines = list(templates["strange"][lang]) * 2
        chance.shuffle(lines)
        return Page(_address(number, lang, chance), published.isoformat(), lang, lines[0], tuple(lines[1:]), "strange")
    words = templates[lang]
    lines = [chance.choice(words["plain"]).format(few=chance.randint(2, 40)) for _ in range(chance.randint(8, 24))]
    role = "plain"
    if kind < _STRANGE + _POLICE:
        role = "police"
        lines.insert(chance.randrange(len(lines)), chance.choice(words["police"]))
    return Page(
        _address(number, lang, chance), published.isoformat(), lang, chance.choice(words["plain_title"]), tuple(lines), role
    )


def _address(number: int, lang: str, chance: random.Random) -> str:
    return f"https://www.outlet{chance.randrange(_OUTLETS):02}.example/{lang}/article-{number:07}.html"


# --- dirt -------------------------------------------------------------------------------------------------------------


class Dirt:
    """What stands around the articles of each outlet: menus, scripts, styles, teasers; made once."""

    def __init__(self, seed: int = 1) -> None:
        self._templates = tomllib.loads(_TEMPLATES.read_text("utf-8"))
        self._scripts = [_script(random.Random(f"{seed}/script/{number}")) for number in range(_OUTLETS)]
        self._styles = [_style(random.Random(f"{seed}/style/{number}")) for number in range(_OUTLETS)]

    def page(self, page: Page, number: int) -> tuple[bytes, str]:
        """Return the HTML of a page and its media type."""
        chance = random.Random(f"dirt/{number}")
        outlet = int(page.url.split("outlet")[1][:2])
        words = self._templates.get(page.lang, self._templates["en"])
        charset = "utf-8"
        if chance.random() < 0.04:
            charset = "windows-1251" if page.lang in _CYRILLIC else "iso-8859-1"
        when = date.fromisoformat(page.published)
        said = words["published"].format(day=when.day, month=words["months"].split()[when.month - 1], year=when.year)
        title = html.escape(page.title, quote=False)
        paragraphs = [html.escape(line, quote=False) for line in page.paragraphs]
        if chance.random() < 0.1:
            paragraphs = ["".join(f"&#{ord(sign)};" if ord(sign) > 127 else sign for sign in line) for line in paragraphs]
        glue = chance.choice(("</p>\n<p>", "\n<p>", "<br><br>\n", "</p><div class='ad'>&nbsp;</div><p>"))
        menu = "".join(
            f'<li class="nav__item"><a href="/{at}" data-track="menu-{at}">{html.escape(one)}</a></li>'
            for at, one in enumerate(words["menu"])
        )
        linked = ""
        if chance.random() < 0.6:
            told = {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": page.title,
                "datePublished": page.published,
            }
            linked = f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=chance.random() < 0.5)}</script>'
        parts = [
            f'<!DOCTYPE html>\n<html lang="{page.lang}"><head><meta charset="{charset}">',
            f"<title>{title} | Outlet {outlet:02}</title>",
            f'<meta property="og:title" content="{html.escape(page.title)}">',
            f'<meta property="article:published_time" content="{page.published}T08:30:00Z">',
            linked, self._styles[outlet], self._scripts[outlet], "</head><body>",
            f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1>",
            f'<p class="byline">{said}</p><p>{glue.join(paragraphs)}',
            "</p></article>" if chance.random() < 0.9 else "</article>", self._teasers(words, page, chance), "</main>",
            f"<footer><ul>{menu}</ul><p>© {when.year} Outlet {outlet:02}</p></footer></body></html>",
        ]  # fmt: skip
        return "\n".join(parts).encode(charset, "xmlcharrefreplace"), f"text/html; charset={charset}"

    def _teasers(self, words: dict[str, Any], page: Page, chance: random.Random) -> str:
        titles = [chance.choice(words["plain_title"]) for _ in range(chance.randint(6, 14))]
        if page.event is None and chance.random() < _TEASER:
            titles[0] = words["title"][1].format(n=chance.choice(_NUMBERS), place="Goma")
        cells = (
            f'<div class="teaser teaser--{at}" data-id="{chance.randrange(10**9)}"><a href="/t/{at}">'
            f'<picture><source srcset="/i/{at}.webp 640w, /i/{at}-2x.webp 1280w">'
            f'<img loading="lazy" alt="" src="/i/{at}.jpg"></picture><h3>{html.escape(one)}</h3></a></div>'
            for at, one in enumerate(titles)
        )
        return "<aside>" + "\n".join(cells) + "</aside>"


def _script(chance: random.Random) -> str:
    count = chance.randint(200, 520)
    slots = ((at, chance.randrange(10**8), chance.randrange(1000)) for at in range(count))
    return (
        "<script>"
        + "\n".join(f'window.cfg{at}={{"slot":"{slot:x}","sizes":[[{width},600]]}};' for at, slot, width in slots)
        + "</script>"
    )


def _style(chance: random.Random) -> str:
    rules = [
        f".c{chance.randrange(10**6):x}{{margin:{chance.randrange(40)}px;color:#{chance.randrange(16**6):06x}}}"
        for _ in range(chance.randint(150, 420))
    ]
    return "<style>" + "".join(rules) + "</style>"


# --- files ------------------------------------------------------------------------------------------------------------


def write_archives(found: Iterator[Page], folder: Path, files: int, count: int) -> None:
    """Write the pages into WARC files in the layout of Common Crawl's news, and their truth beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    dirt = Dirt()
    share = -(-count // files)
    with (folder.parent / f"{folder.name}.truth.jsonl").open("w", encoding="utf-8") as truth:
        for number, batch in enumerate(_batched(found, share)):
            with (folder / f"CC-NEWS-20230102000000-{number:05}.warc.gz").open("wb") as stream:
                stream.write(gzip.compress(_record("warcinfo", None, b"software: pages.py\r\n", "application/warc-fields"), 6))
                for at, page in enumerate(batch):
                    body, media = dirt.page(page, number * share + at)
                    stream.write(gzip.compress(response(page.url, body, media), 6))
                    truth.write(json.dumps(page.truth, ensure_ascii=False) + "\n")


def _batched(found: Iterator[Page], size: int) -> Iterator[Iterator[Page]]:
    """Yield the pages in batches, each read before the next."""
    for first in found:
        yield itertools.chain([first], itertools.islice(found, size - 1))


def response(url: str, body: bytes, media_type: str = "text/html; charset=utf-8", headers: str = "") -> bytes:
    """Return a WARC record of a server's answer."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    return _record("response", url, head.encode() + body, "application/http; msgtype=response")


def _record(kind: str, url: str | None, block: bytes, media_type: str) -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2023-01-02T09:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{random.Random(url).getrandbits(128):032x}>\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def main() -> None:
    """Write pages as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--conflict", type=float, default=0.02)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", action="store_true")
    given = parser.parse_args()
    found = pages(given.count, conflict=given.conflict, seed=given.seed)
    if given.lines:
        given.folder.mkdir(parents=True, exist_ok=True)
        with (given.folder / "reports.jsonl").open("w", encoding="utf-8") as file:
            for page in found:
                file.write(
                    json.dumps(
                        {"id": page.url, "text": page.text, "published": page.published, "lang": page.lang}, ensure_ascii=False
                    )
                    + "\n"
                )
    else:
        write_archives(found, given.folder, given.files, given.count)


if __name__ == "__main__":
    main()
