"""What a request asks for: who asks, of which moment, with which filters; and what a page answers."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, Union
from urllib.parse import quote, urlencode

from counterclaim.errors import CounterclaimError, InputError
from counterclaim.ledger.filters import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from counterclaim.ledger.opening import Ledger
    from counterclaim.records import Record
    from counterclaim.settings import Settings

Value = TypeVar("Value")
Made = Union["Callable[[], Value]", Value]
#: What an address may hold as it is.
_SAFE = "/:@+,;=~!$&'()*"
_PLAIN = re.compile(r"[a-z0-9_/]+")
#: What no link to another page of a list keeps, and what every link keeps.
_NOT_KEPT, _EVERYWHERE = ("after", "undo"), ("as_of", "known_by")
#: So many lines a page has, and may have where more are asked for.
PAGE, MOST = 50, 500


class Role(StrEnum):
    """What a person may do; each may do what those before it may."""

    READER = "reader"
    CODER = "coder"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def may(self, needed: Role) -> bool:
        """Return whether this role includes another."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks."""

    name: str
    role: Role


class NotAllowed(CounterclaimError):
    """Somebody who may not do this, and who may."""

    def __init__(self, needed: str, role: str | None) -> None:
        super().__init__(needed, role)
        self.needed, self.role = needed, role

    def __str__(self) -> str:
        if self.role is None:
            return f"log in first: this needs the role {self.needed}"
        return f"this needs the role {self.needed}, and yours is {self.role}; ask an admin for it"


class ForeignForm(CounterclaimError):
    """A form that does not come from a page of this session."""

    def __str__(self) -> str:
        return (
            "this form does not belong to your session, or the session has ended; nothing was saved: "
            "go back, load the page again (log in where asked), and repeat"
        )


class BadRequest(InputError):
    """A request that cannot be understood, and what would be right."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem, self.remedy = problem, remedy

    def __str__(self) -> str:
        return f"{self.problem}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Asking:
    """One request, as pages see it.

    `person` is None without a login; `token` is what its forms must hand back,
    `session` says whether there is one to end.
    """

    ledger: Ledger
    settings: Settings
    path: str
    given: Mapping[str, str]
    query: Mapping[str, str]
    person: Person | None
    token: str = ""
    base: str = ""
    program: str = "counterclaim serve"
    preferences: Mapping[str, str] = field(default_factory=dict)
    session: bool = False

    @property
    def moment(self) -> Moment:
        """From when the ledger is looked at."""
        return Moment(self.query.get("as_of") or None, self.query.get("known_by") or None)

    @property
    def after(self) -> str | None:
        """Where the page begins."""
        return self.query.get("after") or None

    @property
    def limit(self) -> int:
        """How many lines are wanted; raises BadRequest."""
        stated = self.query.get("limit")
        if not stated:
            return PAGE
        if not stated.isascii() or not stated.isdecimal() or not 1 <= int(stated[:9]) <= MOST:
            raise BadRequest(f"limit {stated!r} is not understood", f"give a number from 1 to {MOST}")
        return int(stated)

    @property
    def names(self) -> bool:
        """Whether the names of persons are shown."""
        return self.person is not None

    def may(self, role: str) -> bool:
        """Return whether who asks has a role."""
        return self.person is not None and self.person.role.may(Role(role))

    def value(self, name: str, allowed: Sequence[str] = ()) -> str | None:
        """Return a parameter, None where it is missing or empty; raises BadRequest where it is not among those allowed."""
        stated = self.query.get(name, "").strip() or None
        if stated is not None and allowed and stated not in allowed:
            raise BadRequest(f"{name} {stated!r} is not understood", f"it is one of {', '.join(allowed)}")
        return stated

    def link(self, path: str | None = None, ending: str = "", **changes: str | None) -> str:
        """Return the address of a page with the filters of this one, some of them changed or taken out."""
        query = self.query
        if path is None:
            kept = {name: value for name, value in query.items() if name not in _NOT_KEPT}
            where = _own_path(self.path, self.given.get("identifier", ""))
        else:
            kept = {name: query[name] for name in _EVERYWHERE if name in query} if query else {}
            where = path if _PLAIN.fullmatch(path) else quote(path, safe=_SAFE)
        asked = "&".join([_pair(name, value) for name, value in {**kept, **changes}.items() if value])
        return f"{where}{ending}?{asked}" if asked else where + ending

    def link_to(self, kind: str, identifier: str) -> str:
        """Return the address of one of a kind, whatever signs its id has."""
        return f"/{kind}/{quote(identifier, safe='')}" + self.link("/").removeprefix("/")


@dataclass(frozen=True, slots=True)
class Answer:
    """A page: its template and words, the same as a record, and as rows with these columns. `next` begins the next page.

    Words, record and rows may be what makes them: only what is sent is then made.
    """

    title: str
    template: str
    words: Made[Mapping[str, Any]]
    record: Made[Record | list[Any]]
    rows: Made[Sequence[Mapping[str, Any]]] = ()
    columns: Sequence[str] = ()
    next: str | None = None
    moved: str | None = None


def asked_for(value: Made[Value]) -> Value:
    """Return a value, or what a function makes."""
    return value() if callable(value) else value


@functools.lru_cache(maxsize=1024)
def _own_path(path: str, identifier: str) -> str:
    """Return the path of a page as an address has it: whatever signs its id has, they part nothing."""
    before, found, behind = path.partition(identifier) if identifier else (path, "", "")
    return quote(before, safe=_SAFE) + quote(found, safe="") + quote(behind, safe=_SAFE)


@functools.lru_cache(maxsize=8192)
def _pair(name: str, value: str) -> str:
    """Return a name and its value as an address has them."""
    return urlencode({name: value})
