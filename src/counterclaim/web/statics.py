"""Our style and script, and Leaflet out of its installed package; nothing of anybody else's lies in this one."""

from __future__ import annotations

import functools
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi.responses import Response
from starlette.exceptions import HTTPException

from counterclaim import __version__
from counterclaim.web import basemap

if TYPE_CHECKING:
    from fastapi import FastAPI

KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
OURS = ("style.css", "pages.js", "map.js", "icon.svg")
LEAFLET = ("leaflet.js", "leaflet.css")


@functools.cache
def leaflet_version() -> str | None:
    """Return which Leaflet is installed; None where none is, and maps are then still pictures."""
    try:
        return version("XStatic-Leaflet")
    except PackageNotFoundError:
        return None


def add(app: FastAPI) -> None:
    """Add what pages load."""

    @app.get("/static/{name}", include_in_schema=False)
    def ours(name: str) -> Response:
        if name == "countries.json":
            return _kept(basemap.geojson(), "application/geo+json")
        if name not in OURS:
            raise HTTPException(404)
        return _kept(_read("counterclaim.web", "static", name), KINDS[name.rpartition(".")[2]])

    @app.get("/static/leaflet/{edition}/{name}", include_in_schema=False)
    def leaflet(edition: str, name: str) -> Response:
        if name not in LEAFLET or edition != leaflet_version():
            raise HTTPException(404)
        return _kept(_read("xstatic.pkg.leaflet", "data", name), KINDS[name.rpartition(".")[2]])


@functools.cache
def _read(package: str, folder: str, name: str) -> bytes:
    return (files(package) / folder / name).read_bytes()


def _kept(raw: bytes, kind: str) -> Response:
    headers = {"Cache-Control": "public, max-age=3600", "ETag": f'"{__version__}-{len(raw)}"'}
    return Response(raw, media_type=kind, headers=headers)
