"""The registry of actors, the vocabulary of roles, and names in English letters."""

from __future__ import annotations

import pytest

from counterclaim.errors import UnknownIdentifier
from counterclaim.knowledge.actors import load_actors
from counterclaim.knowledge.language import language_codes, read_table
from counterclaim.knowledge.roles import load_roles
from counterclaim.knowledge.romanisation import load_romanisation

RELATIONS = {"belongs_to", "backs", "fights"}


def test_the_registry_is_large_and_its_relations_hold() -> None:
    """At least 300 actors; every relation is of a known kind, names an actor that exists, and its source."""
    actors = load_actors()
    assert len(actors) >= 300
    for actor in actors:
        for relation in actor.relations:
            assert relation.kind in RELATIONS
            assert actors.get(relation.actor).id == relation.actor
            assert relation.source


def test_every_actor_has_a_name_in_every_language_that_has_a_pack_or_none_at_all() -> None:
    """A registered actor can be recognised in at least one language; those with the names of one body are one entry."""
    for actor in load_actors():
        assert actor.names or actor.bodies


def test_an_unknown_actor_is_an_error() -> None:
    """The error names the id."""
    with pytest.raises(UnknownIdentifier, match="nobody-such"):
        load_actors().get("nobody-such")


@pytest.mark.parametrize("code", language_codes())
def test_the_roles_of_a_pack_are_in_the_vocabulary(code: str) -> None:
    """No pack uses a body, role or adjective that has no English."""
    roles = load_roles()
    known = {
        "body": roles.bodies,
        "domain": roles.bodies,
        "role": roles.roles,
        "roles": roles.roles,
        "adjective": roles.adjectives,
        "prefix": roles.adjectives,
        "hidden": roles.adjectives,
    }
    for value, forms in read_table(code, "roles").items():
        for form in forms:
            assert value in known[form], f"{code}: {value}.{form}"


@pytest.mark.parametrize("code", language_codes())
def test_every_pack_can_attribute(code: str) -> None:
    """A pack says, confirms, denies, estimates, reports, names sources and remarks on verification."""
    table = read_table(code, "attribution")
    assert {"asserts", "confirms", "denies", "estimates", "reports", "according_to", "hearsay", "unverified"} <= table.keys()


@pytest.mark.parametrize(
    ("code", "country", "name", "english"),
    [
        ("ru", None, "Владимир Зеленский", "Vladimir Zelensky"),
        ("uk", None, "Андрій Лисенко", "Andriy Lysenko"),
        ("nb", "RUS", "Sergej Sjojgu", "Sergei Shoigu"),
        ("nb", "NOR", "Jens Sjøli", "Jens Sjøli"),
    ],
)
def test_names_in_english_letters(code: str, country: str | None, name: str, english: str) -> None:
    """Other scripts are written the usual English way, and Slavic names are respelt."""
    assert load_romanisation(code).english(name, country) == english
