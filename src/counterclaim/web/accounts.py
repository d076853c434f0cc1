"""Who may do what: people with passwords and roles, their sessions and tokens, in tables beside the ledger's own.

Passwords are kept as argon2id, sessions and tokens as digests only. Every change of rights is an entry of the ledger's chain,
without any secret.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Column, Float, Integer, MetaData, Table, Text, delete, func, insert, select, update

from counterclaim.errors import CounterclaimError, UnknownIdentifier
from counterclaim.ledger.chain import EntryKind
from counterclaim.ledger.dialect import appending, explained, looking
from counterclaim.ledger.store import Writer, writing
from counterclaim.web.asking import BadRequest, Person, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counterclaim.ledger.opening import Ledger

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1000
IDLE_SECONDS, ABSOLUTE_SECONDS = 8 * 3600, 7 * 24 * 3600
#: So many wrong passwords for one name from one address, from one address, and for one name, within the window.
MOST_OF_PAIR, MOST_OF_ADDRESS, MOST_OF_NAME, WINDOW_SECONDS = 5, 20, 50, 15 * 60
TOKEN = "cct_"  # noqa: S105 - how tokens begin
_SEEN_SECONDS = 60

metadata = MetaData()
people = Table(
    "page_people",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("active", Integer, nullable=False),
)
sessions = Table(
    "page_sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created", Float, nullable=False),
    Column("seen", Float, nullable=False),
)
tokens = Table(
    "page_tokens",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("created", Float, nullable=False),
)
attempts = Table(
    "page_attempts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Float, nullable=False),
)
_ANYBODY = select(people.c.name).where(people.c.active == 1).limit(1)


class WrongLogin(CounterclaimError):
    """A name and password that do not belong together."""

    def __str__(self) -> str:
        return "name and password do not belong together; check both, and ask an admin where you have no account"


class TooManyAttempts(CounterclaimError):
    """Too many wrong passwords; how many seconds to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"too many wrong passwords; wait {self.seconds // 60 + 1} minutes and try again"


@dataclass(frozen=True, slots=True)
class Account:
    """A person with a role; `active` is False after removal."""

    name: str
    role: Role
    active: bool


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token without its secret: its id, whose it is, what it may do and what it is for."""

    id: str
    name: str
    role: Role
    purpose: str
    created: float


def prepare(ledger: Ledger) -> None:
    """Make the tables of accounts where they are missing."""
    with explained(ledger.shown), appending(ledger.engine) as connection:
        metadata.create_all(connection)


# --- people -----------------------------------------------------------------------------------------------------------------


def has_people(ledger: Ledger) -> bool:
    """Return whether anybody has an account."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        return connection.execute(_ANYBODY).first() is not None


def list_people(ledger: Ledger) -> list[Account]:
    """Return all accounts, by name."""
    with explained(ledger.shown), looking(ledger.engine) as connection:
        return [
            Account(row.name, Role(row.role), bool(row.active))
            for row in connection.execute(select(people).order_by(people.c.name))
        ]


def add_person(ledger: Ledger, name: str, role: Role, password: str, *, by: str) -> None:
    """Add an account, or give one that was removed back; raises BadRequest."""
    _check_name(name)
    _check_password(password)
    hashed = PasswordHasher().hash(password)
    with writing(ledger, by=by) as writer:
        row = _row(writer.connection.connection, name)
        if row is not None and row.active:
            raise BadRequest(f"{name} has an account already", "choose another name, or change the role or password of this one")
        if row is None:
            writer.connection.execute(insert(people), {"name": name, "role": role.value, "password": hashed, "active": 1})
        else:
            writer.connection.execute(
                update(people).where(people.c.name == name).values(role=role.value, password=hashed, active=1)
            )
        _record(writer, name, "added", role=role.value)


def set_role(ledger: Ledger, name: str, role: Role, *, by: str) -> None:
    """Give a person another role; raises UnknownIdentifier, and BadRequest where no admin would be left."""
    with writing(ledger, by=by) as writer:
        _needed(writer.connection.connection, name)
        if role is not Role.ADMIN:
            _keep_an_admin(writer.connection.connection, name)
        writer.connection.execute(update(people).where(people.c.name == name).values(role=role.value))
        _record(writer, name, "role changed", role=role.value)


def set_password(ledger: Ledger, name: str, password: str, *, by: str) -> None:
    """Give a person another password and end their sessions; raises UnknownIdentifier, BadRequest."""
    _check_password(password)
    hashed = PasswordHasher().hash(password)
    with writing(ledger, by=by) as writer:
        _needed(writer.connection.connection, name)
        writer.connection.execute(update(people).where(people.c.name == name).values(password=hashed))
        writer.connection.execute(delete(sessions).where(sessions.c.name == name))
        _record(writer, name, "password changed")


def remove_person(ledger: Ledger, name: str, *, by: str) -> None:
    """Take an account away, with its sessions and tokens; what the person did stays. Raises UnknownIdentifier, BadRequest."""
    with writing(ledger, by=by) as writer:
        _needed(writer.connection.connection, name)
        _keep_an_admin(writer.connection.connection, name)
        writer.connection.execute(update(people).where(people.c.name == name).values(active=0, password=""))
        for table in (sessions, tokens):
            writer.connection.execute(delete(table).where(table.c.name == name))
        _record(writer, name, "removed")


# --- sessions ---------------------------------------------------------------------------------------------------------------


def log_in(ledger: Ledger, name: str, password: str, address: str) -> str:
    """Return the secret of a new session; raises WrongLogin and TooManyAttempts."""
    limits = ((f"{name}\n{address}", MOST_OF_PAIR), (f"address {address}", MOST_OF_ADDRESS), (f"name {name}", MOST_OF_NAME))
    keys = [(_digest(key), most) for key, most in limits]
    now = time.time()
    with explained(ledger.shown), looking(ledger.engine) as connection:
        _refuse_hurry(connection, keys, now)
        row = _row(connection, name)
    held = row.password if row is not None and row.active else _nobody()
    if not _matches(held, password[:LONGEST_PASSWORD]) or row is None or not row.active:
        with explained(ledger.shown), appending(ledger.engine) as connection:
            for key, _ in keys:
                last = connection.execute(select(func.max(attempts.c.number)).where(attempts.c.key == key)).scalar() or 0
                connection.execute(insert(attempts), {"key": key, "number": last + 1, "at": now})
        raise WrongLogin
    secret = secrets.token_urlsafe(32)
    with explained(ledger.shown), appending(ledger.engine) as connection:
        connection.execute(delete(attempts).where((attempts.c.key == keys[0][0]) | (attempts.c.at < now - WINDOW_SECONDS)))
        connection.execute(
            delete(sessions).where((sessions.c.created < now - ABSOLUTE_SECONDS) | (sessions.c.seen < now - IDLE_SECONDS))
        )
        connection.execute(insert(sessions), {"digest": _digest(secret), "name": name, "created": now, "seen": now})
    return secret


def person_of_session(ledger: Ledger, secret: str) -> Person | None:
    """Return whose session it is; None where it has ended."""
    now = time.time()
    with explained(ledger.shown), looking(ledger.engine) as connection:
        row = connection.execute(
            select(people.c.name, people.c.role, sessions.c.seen)
            .join(people, people.c.name == sessions.c.name)
            .where(
                sessions.c.digest == _digest(secret),
                people.c.active == 1,
                sessions.c.created > now - ABSOLUTE_SECONDS,
                sessions.c.seen > now - IDLE_SECONDS,
            )
        ).one_or_none()
    if row is None:
        return None
    if now - row.seen > _SEEN_SECONDS:
        with explained(ledger.shown), appending(ledger.engine) as connection:
            connection.execute(update(sessions).where(sessions.c.digest == _digest(secret)).values(seen=now))
    return Person(row.name, Role(row.role))


def log_out(ledger: Ledger, secret: str) -> None:
    """End a session."""
    with explained(ledger.shown), appending(ledger.engine) as connection:
        connection.execute(delete(sessions).where(sessions.c.digest == _digest(secret)))


def form_token(secret: str) -> str:
    """Return what forms must hand back: it follows from the cookie, and the cookie does not follow from it."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def same_token(one: str, other: str) -> bool:
    """Return whether two tokens are equal, in the same time whatever they are."""
    return hmac.compare_digest(one.encode(), other.encode())


# --- tokens -----------------------------------------------------------------------------------------------------------------


def add_token(ledger: Ledger, person: Person, role: Role, purpose: str) -> str:
    """Return the secret of a new token, which is shown once; it may do no more than the person. Raises BadRequest."""
    if not person.role.may(role):
        raise BadRequest(f"a token may not have the role {role}", f"choose {person.role} or less")
    if not has_people(ledger) or not purpose.strip():
        raise BadRequest("a token needs an account and a purpose", "add an account first, and say what the token is for")
    secret = TOKEN + secrets.token_urlsafe(32)
    identifier = _digest(secret)[:12]
    with writing(ledger, by=person.name) as writer:
        row = {
            "digest": _digest(secret),
            "id": identifier,
            "name": person.name,
            "role": role.value,
            "purpose": purpose.strip()[:200],
            "created": time.time(),
        }
        writer.connection.execute(insert(tokens), row)
        _record(writer, person.name, "token added", role=role.value, token=identifier)
    return secret


def list_tokens(ledger: Ledger, name: str | None) -> list[TokenLine]:
    """Return the tokens of a person, or of all."""
    query = select(tokens).order_by(tokens.c.created.desc())
    if name is not None:
        query = query.where(tokens.c.name == name)
    with explained(ledger.shown), looking(ledger.engine) as connection:
        return [TokenLine(row.id, row.name, Role(row.role), row.purpose, row.created) for row in connection.execute(query)]


def remove_token(ledger: Ledger, identifier: str, person: Person) -> None:
    """Take a token away: one's own, or as an admin anybody's; raises UnknownIdentifier."""
    with writing(ledger, by=person.name) as writer:
        row = writer.connection.execute(select(tokens).where(tokens.c.id == identifier)).one_or_none()
        if row is None or (row.name != person.name and person.role is not Role.ADMIN):
            raise UnknownIdentifier("token", identifier)
        writer.connection.execute(delete(tokens).where(tokens.c.id == identifier))
        _record(writer, str(row.name), "token removed", token=identifier)


def person_of_token(ledger: Ledger, secret: str) -> Person | None:
    """Return who a token stands for, with the lesser of its role and the person's; None where there is no such token."""
    if not secret.startswith(TOKEN):
        return None
    with explained(ledger.shown), looking(ledger.engine) as connection:
        row = connection.execute(
            select(tokens.c.name, tokens.c.role, people.c.role.label("own"))
            .join(people, people.c.name == tokens.c.name)
            .where(tokens.c.digest == _digest(secret), people.c.active == 1)
        ).one_or_none()
    if row is None:
        return None
    role, own = Role(row.role), Role(row.own)
    return Person(row.name, role if own.may(role) else own)


# --- small ------------------------------------------------------------------------------------------------------------------


def _record(writer: Writer, name: str, what: str, **more: str) -> None:
    writer.append(EntryKind.PERSON, name, {"person": name, "what": what, **more})


def _row(connection: Connection, name: str) -> Any:  # noqa: ANN401 - a row or None
    return connection.execute(select(people).where(people.c.name == name)).one_or_none()


def _needed(connection: Connection, name: str) -> None:
    row = _row(connection, name)
    if row is None or not row.active:
        raise UnknownIdentifier("person", name)


def _keep_an_admin(connection: Connection, name: str) -> None:
    others = select(func.count()).where(people.c.active == 1, people.c.role == Role.ADMIN.value, people.c.name != name)
    mine = _row(connection, name)
    if mine.role == Role.ADMIN and not connection.execute(others).scalar_one():
        raise BadRequest(f"{name} is the only admin", "make somebody else an admin first")


def _refuse_hurry(connection: Connection, keys: list[tuple[str, int]], now: float) -> None:
    for key, most in keys:
        recent = connection.execute(
            select(func.count(), func.min(attempts.c.at)).where(attempts.c.key == key, attempts.c.at > now - WINDOW_SECONDS)
        ).one()
        if recent[0] >= most:
            raise TooManyAttempts(int(recent[1] + WINDOW_SECONDS - now) + 1)


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= 60 or name != name.strip() or not name.isprintable():
        raise BadRequest(f"{name!r} is no name for an account", "use 1 to 60 printable characters, without spaces at the ends")


def _check_password(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadRequest(
            "the password is too short" if len(password) < SHORTEST_PASSWORD else "the password is too long",
            f"it has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters of any kind",
        )


def _matches(held: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(held, password)
    except (Argon2Error, InvalidHashError):
        return False


_NOBODY: list[str] = []


def _nobody() -> str:
    """Return a hash that no password matches, so that a name without an account takes as long as one with."""
    if not _NOBODY:
        _NOBODY.append(PasswordHasher().hash(secrets.token_urlsafe(32)))
    return _NOBODY[0]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
