"""HTML pages: the article, and what the page says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from counterclaim.model import Rejected, Report
from counterclaim.reading.metadata import page_date, read_metadata
from counterclaim.reading.readers import read

if TYPE_CHECKING:
    from pathlib import Path

LEAD = "Twelve soldiers were killed in an attack in the north, the army said on Monday."
BODY = "The rebels said that they had lost nobody in the fighting, and that forty soldiers had been killed or wounded."
ARTICLE = f"<article><h1>Twelve killed</h1><p>{LEAD}</p><p>{BODY}</p><h2>Denial</h2><p>{LEAD} {BODY}</p></article>"


def _page(tmp_path: Path, head: str = "", body: str = ARTICLE, encoding: str = "utf-8") -> Report:
    path = tmp_path / "page.html"
    path.write_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    (found,) = read([str(path)])
    assert isinstance(found, Report), found
    return found


def test_title_and_paragraphs_are_lines(tmp_path: Path) -> None:
    """What surrounds the article is left out."""
    around = "<nav><a href='/'>Home</a></nav>{}<div class='comments'><p>Ten thousand dead!</p></div><footer>About</footer>"
    report = _page(tmp_path, body=around.format(ARTICLE))
    assert report.text.split("\n") == ["Twelve killed", LEAD, BODY, "Denial", f"{LEAD} {BODY}"]


def test_json_ld_goes_before_meta_tags(tmp_path: Path) -> None:
    """First publication, not modification; from the article in a graph."""
    head = (
        '<meta property="article:published_time" content="2018-02-09T00:00:00Z"><meta property="og:site_name" content="Site">'
        '<link rel="canonical" href="https://example.org/a">'
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2001-01-01"},'
        '{"@type": ["ReportageNewsArticle"], "headline": "Twelve killed", "dateModified": "2018-02-10T09:40:00+01:00",'
        '"datePublished": "2018-02-08T23:30:00+01:00", "publisher": {"name": "The Paper"}}]}</script>'
    )
    report = _page(tmp_path, head)
    assert (report.published, report.outlet, report.url) == ("2018-02-08", "The Paper", "https://example.org/a")


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ('<meta property="article:published_time" content="2018-02-09T00:00:00Z">', "", "2018-02-09"),
        ('<meta name="DC.date.issued" content="2018-02">', "", "2018-02"),
        ('<meta itemprop="datePublished" content="20180209">', "", "2018-02-09"),
        ('<meta name="pubdate" content="Fri, 09 Feb 2018 06:12:00 GMT">', "", "2018-02-09"),
        ('<meta property="article:modified_time" content="2018-02-09T00:00:00Z">', "", None),
        ("", '<time datetime="2018-02-09T05:00" itemprop="datePublished">today</time>', "2018-02-09"),
        ("", '<time datetime="2018-02-09T05:00">now</time>', None),
        ("", "<div>Friday, February 9, 2018</div>", None),
        ("", "<div>Published: February 9, 2018</div>", "2018-02-09"),
        ('<script type="application/ld+json">{broken</script>', "", None),
        ('<script type="application/ld+json">[1, null, {"@type": "NewsArticle", "datePublished": 7}]</script>', "", None),
    ],
)
def test_date_of_publication(tmp_path: Path, head: str, body: str, published: str | None) -> None:
    """Only what is called the publication's date counts around the article."""
    assert _page(tmp_path, head, f"<header>{body}</header>{ARTICLE}").published == published


def test_declared_encoding(tmp_path: Path) -> None:
    """A page may say how it is written, and UTF-8 that is valid goes before what it says."""
    article = "<article><p>{0}</p><p>{0} {0}</p></article>".format(
        "Двенадцать солдат погибли при атаке на севере страны, сообщили в армии."
    )
    assert "Двенадцать солдат" in _page(tmp_path, '<meta charset="windows-1251">', article, "cp1251").text
    assert "Двенадцать солдат" in _page(tmp_path, '<meta charset="iso-8859-1">', article, "utf-8").text


def test_article_body_in_json_ld(tmp_path: Path) -> None:
    """A page that is built by scripts may carry its text there."""
    linked = f'{{"@type": "NewsArticle", "headline": "H", "articleBody": "{LEAD}<br>{BODY}"}}'
    head = f'<script type="application/ld+json">{linked}</script>'
    assert _page(tmp_path, head, "<div id='app'></div>").text == f"H\n{LEAD}\n{BODY}"


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<div>" * 50_000 + LEAD,
        "<html><script>" * 20_000 + LEAD,
        "<html><!--" * 20_000 + LEAD,
        "<html>" + "<" * 200_000 + LEAD,
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>'
        + LEAD
        + "</p></body></html>",
        "<html><body>" + "<p" * 100_000 + LEAD,
        "<html><head><title>" + LEAD,
    ],
)
def test_broken_pages_are_read_or_refused(tmp_path: Path, page: str) -> None:
    """Whatever a page looks like, the answer is a report or a sentence."""
    path = tmp_path / "a.html"
    path.write_text(page)
    (found,) = read([str(path)])
    assert isinstance(found, (Report, Rejected))


def test_page_dates() -> None:
    """The day is the one that is written; what is no date is none."""
    assert page_date("2018-02-08T23:59:00-08:00") == "2018-02-08"
    assert page_date("2018-02-31") is None
    assert page_date("soon") is None
    assert page_date("0001-01-01T00:00:00Z") is None


def test_deep_json_ld() -> None:
    """A graph without end has an end."""
    deep = '{"a":' * 5000 + "1" + "}" * 5000
    assert read_metadata(html.document_fromstring("<p>x</p>"), [deep, "[" * 100_000]).published is None
