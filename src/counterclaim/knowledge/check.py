"""Everything that is wrong in the package's data, at once.

Each kind of data has its own loader, which refuses what it cannot use; here all of them are asked, and the phrases of the
language packs are held against the vocabulary that the grammar knows.
"""

from __future__ import annotations

import functools
import json
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim.errors import BadEntry, KnowledgeError
from counterclaim.knowledge import blame_words, struck_words
from counterclaim.knowledge.actors import load_actors
from counterclaim.knowledge.borderless import borderless_lands
from counterclaim.knowledge.codebook import codebook_problems
from counterclaim.knowledge.date_words import date_words
from counterclaim.knowledge.divided import divided_areas
from counterclaim.knowledge.language import KINDS, data_folder, language_codes, load_language
from counterclaim.knowledge.number_words import number_words
from counterclaim.knowledge.reading_words import reading_words
from counterclaim.knowledge.roles import load_roles
from counterclaim.knowledge.scope_words import FILE as SCOPE
from counterclaim.knowledge.victims import load_victims
from counterclaim.knowledge.wars import load_wars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from importlib.resources.abc import Traversable

_PACK, _EXAMPLES = "pack.toml", "examples.jsonl"
_LEXICONS = frozenset(f"{kind}.toml" for kind in (*KINDS, blame_words.FILE, struck_words.FILE, SCOPE))
_NEEDED = _LEXICONS | {_PACK, "numbers.toml", "dates.toml", "reading.toml"}
_OPTIONAL = frozenset({"clauses.toml", "place_names.toml", "place_words.toml", "spelling.toml", "targets.toml", _EXAMPLES})
_PACK_KEYS = {
    "name": str,
    "thousands": str,
    "decimal": str,
    "ordinal_dot": bool,
    "genitive": str,
    "abbreviations": list,
    "heads": list,
    "tails": list,
    "kinds": dict,
}
_PACK_NEEDS = ("name", "thousands", "decimal")


class Checked(NamedTuple):
    """How many files were looked at, and what is wrong in them."""

    files: int
    problems: tuple[KnowledgeError, ...]


class Vocabulary(NamedTuple):
    """What phrases of one kind may mean, and the grammatical forms they may have; no values: any."""

    values: frozenset[str]
    forms: frozenset[str]


def check_knowledge() -> Checked:
    """Return what is wrong in all the package's data."""
    files = sum(1 for _ in _files(data_folder()))
    problems = [*_concept_problems(), *codebook_problems()]
    for code in language_codes():
        problems += language_problems(data_folder().joinpath("languages", code), code) or _compiled_problems(code)
    return Checked(files, tuple(problems))


def language_problems(folder: Traversable, code: str) -> list[KnowledgeError]:
    """Return what is wrong in the files of one language's folder."""
    present = {file.name: file for file in folder.iterdir() if file.is_file()}
    unread = sorted(present.keys() - _NEEDED - _OPTIONAL)
    problems: list[KnowledgeError] = [BadEntry(f"{code}/{name}", None, "nothing reads a file of this name") for name in unread]
    problems += [BadEntry(f"{code}/{name}", None, "this file is missing") for name in sorted(_NEEDED - present.keys())]
    for name in sorted(present.keys() & (_LEXICONS | {_PACK, _EXAMPLES})):
        problems += _file_problems(present[name], f"{code}/{name}")
    return problems


def _compiled_problems(code: str) -> list[KnowledgeError]:
    pack = functools.cache(load_language)
    return [
        *_asked(
            f"languages/{code}",
            lambda: number_words(pack(code)),
            lambda: date_words(pack(code)),
            lambda: reading_words(code),
        )
    ]


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry)
        else:
            yield entry


def _concept_problems() -> Iterator[KnowledgeError]:
    yield from _asked("victims.toml", load_victims)
    yield from _asked("wars.toml", load_wars)
    yield from _asked("divided.toml", divided_areas)
    yield from _asked("borderless.toml", borderless_lands)
    yield from _asked("roles_vocabulary.toml", load_roles)
    yield from _asked("actors.toml", load_actors)


def _asked(file: str, *loaders: Callable[[], object]) -> Iterator[KnowledgeError]:
    for load in loaders:
        try:
            load()
        except KnowledgeError as problem:
            yield problem
        except ExceptionGroup as group:
            yield from (problem for problem in group.exceptions if isinstance(problem, KnowledgeError))
        except KeyError as missing:
            yield BadEntry(file, None, f"the key {missing} is missing")
        except (TypeError, ValueError) as wrong:
            yield BadEntry(file, None, str(wrong))


# --- what a file of a language may say --------------------------------------------------------------------------------


def _file_problems(file: Traversable, name: str) -> Iterator[BadEntry]:
    try:
        text = file.read_text(encoding="utf-8")
        if file.name == _EXAMPLES:
            yield from _example_problems(name, text)
            return
        table = tomllib.loads(text)
    except UnicodeDecodeError as wrong:
        yield BadEntry(name, None, f"this is not UTF-8: {wrong}")
    except tomllib.TOMLDecodeError as wrong:
        yield BadEntry(name, None, f"this is not TOML: {wrong}")
    else:
        if file.name == _PACK:
            yield from _pack_problems(name, table)
        else:
            yield from _lexicon_problems(name, table, text)


def _pack_problems(name: str, table: Mapping[str, Any]) -> Iterator[BadEntry]:
    for key in _PACK_NEEDS:
        if key not in table:
            yield BadEntry(name, None, f"the key {key!r} is missing")
    for key, value in table.items():
        if key not in _PACK_KEYS:
            yield BadEntry(name, None, f"unknown key {key!r}; known are {', '.join(_PACK_KEYS)}")
        elif not isinstance(value, _PACK_KEYS[key]):
            yield BadEntry(name, None, f"{key!r} must be a {_PACK_KEYS[key].__name__}, not {value!r}")


def _lexicon_problems(name: str, table: Mapping[str, Any], text: str) -> Iterator[BadEntry]:
    known = vocabulary()[name.rpartition("/")[2].removesuffix(".toml")]
    for value, forms in table.items():
        line = _line(text, f"[{value}]")
        if known.values and value not in known.values:
            yield BadEntry(name, line, f"unknown value {value!r}; known are {', '.join(sorted(known.values))}")
        if not isinstance(forms, dict):
            yield BadEntry(name, line, f"{value!r} must be a table of forms")
            continue
        for form, phrases in forms.items():
            if form not in known.forms:
                yield BadEntry(name, line, f"unknown form {form!r} of {value!r}; known are {', '.join(sorted(known.forms))}")
            yield from _phrase_problems(name, line, f"{form!r} of {value!r}", phrases)


def _phrase_problems(name: str, line: int | None, where: str, phrases: object) -> Iterator[BadEntry]:
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) and phrase.strip() for phrase in phrases):
        yield BadEntry(name, line, f"{where} must be a list of phrases")
        return
    for phrase in sorted({phrase for phrase in phrases if phrases.count(phrase) > 1}):
        yield BadEntry(name, line, f"{where} holds {phrase!r} twice")
    for phrase in phrases:
        if phrase.count("(") != phrase.count(")"):
            yield BadEntry(name, line, f"{where}: the parentheses of {phrase!r} do not match")


def _example_problems(name: str, text: str) -> Iterator[BadEntry]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            example = json.loads(line)
        except json.JSONDecodeError as wrong:
            yield BadEntry(name, number, f"this is not JSON: {wrong}")
            continue
        if not (isinstance(example, dict) and isinstance(example.get("text"), str) and isinstance(example.get("claims"), list)):
            yield BadEntry(name, number, 'an example needs a "text" and its "claims" (an empty list for a trap)')


def _line(text: str, words: str) -> int | None:
    at = text.find(words)
    return None if at < 0 else text.count("\n", 0, at) + 1


@functools.cache
def vocabulary() -> Mapping[str, Vocabulary]:
    """Return what the phrases of each kind may mean."""
    table = tomllib.loads(data_folder().joinpath("vocabulary.toml").read_text(encoding="utf-8"))
    found = {kind: Vocabulary(frozenset(row.get("values", ())), frozenset(row["forms"])) for kind, row in table.items()}
    roles = load_roles()
    named = frozenset((*roles.bodies, *roles.roles, *roles.adjectives))
    return found | {
        "victims": found["victims"]._replace(values=frozenset(load_victims())),
        "roles": found["roles"]._replace(values=found["roles"].values | named),
    }
