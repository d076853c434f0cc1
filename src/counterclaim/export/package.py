"""A Frictionless data package beside exported files: what they are, their digests, and the versions that made them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE = "datapackage.json"
_PACKAGE_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE_SCHEMA = "https://datapackage.org/profiles/2.0/dataresource.json"
_MEDIA = {".csv": "text/csv", ".jsonl": "application/x-ndjson", ".geojson": "application/geo+json", ".json": "application/json"}
_BLOCK = 1 << 20


def write_package(
    folder: Path, files: Iterable[Path], versions: Mapping[str, str], columns: Mapping[str, tuple[str, ...]]
) -> Path:
    """Write datapackage.json into the folder and return its path. `columns` are those of tables by file name."""
    described = {
        "$schema": _PACKAGE_SCHEMA,
        "name": "counterclaim-export",
        "resources": [_resource(file, columns.get(file.name)) for file in files],
        "contributors": [{"title": "counterclaim", "roles": ["creator"]}],
        "counterclaim": dict(versions),
        "sources": [{"title": "GeoNames (CC BY 4.0), for places"}],
    }
    path = folder / FILE
    path.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _resource(file: Path, columns: tuple[str, ...] | None) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    resource: dict[str, Any] = {
        "$schema": _RESOURCE_SCHEMA,
        "name": file.stem.lower().replace("_", "-").replace(" ", "-"),
        "path": file.name,
        "mediatype": _MEDIA.get(file.suffix, "application/octet-stream"),
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest.hexdigest()}",
    }
    if columns:
        resource |= {
            "type": "table",
            "schema": {"fields": [{"name": name, "type": "any"} for name in columns], "missingValues": [""]},
        }
    return resource
