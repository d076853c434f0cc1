"""Noun phrases that are counted: a quantity and the people or things that it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import HYPHENS, QUOTES, behind_model, read_group, read_joined
from counterclaim.model import How, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.extraction.dates import Stretch
    from counterclaim.extraction.numbers import Quantity
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept

#: How many tokens after the number may belong to the phrase, and how many unknown words may stand in it.
REACH = 10
#: The most words of a name.
NAME = 5
UNKNOWN = 3
#: The forms of words for who speaks that are nouns.
ROLES = frozenset({"role", "roles"})
#: An adjective of more words says by what it befell them: "blessés par un tir".
SAID = 2
#: The noun for people that counts them itself.
PAIR = "couple"
CLOSING = frozenset(".,;:!?…)]")
#: What words say that presume something, also as adjectives.
PRESUMING = frozenset({"estimates", "hearsay"})
#: The form of nouns for what happened that say to whom as well, that of the cases of neither subject nor object, and that of a
#: case that looks like the plural, of whom a noun for what befell her tells.
WITHIN, OBLIQUE, OWNED = "within", "oblique", "owned"
#: The forms of "of them", and what happened to those of whom they speak ("of the dead").
OF_THEM = {
    "of_them": None,
    "of_killed": Outcome.KILLED,
    "of_injured": Outcome.INJURED,
    "of_missing": Outcome.MISSING,
    "of_captured": Outcome.CAPTURED,
    "of_soldiers": None,
    "of_police": None,
    "of_children": None,
    "of_women": None,
}
#: What those were of whom they speak ("of the soldiers").
OF_KIND = {
    "of_soldiers": VictimKind.MILITARY,
    "of_police": VictimKind.POLICE,
    "of_children": VictimKind.CHILD,
    "of_women": VictimKind.CIVILIAN,
}


@dataclass(slots=True)
class Phrase:
    """A quantity with what it counts. Token indices are half-open; `end` lies behind the last word of the phrase.

    `joined` are the nouns that "and" adds to those counted ("40 soldiers and civilians"). `noun` says what happened ("20 dead"),
    `fallback` where no other word does ("20 hostages"). `label` is where the words of a list begin that lead to the number
    ("tanks – 12"); `of` what happened to those of whom it counts a part ("two of the dead").
    """

    quantity: Quantity
    start: int
    end: int
    heads: list[Mark] = field(default_factory=list)
    countries: list[Mark] = field(default_factory=list)
    actors: list[Mark] = field(default_factory=list)
    adjectives: list[Mark] = field(default_factory=list)
    joined: list[Mark] = field(default_factory=list)
    noun: Mark | None = None
    fallback: Mark | None = None
    anaphoric: bool = False
    of: Outcome | None = None
    of_kind: VictimKind | None = None
    partitive: bool = False
    negated: bool = False
    unknown: int | None = None
    label: int | None = None
    flying: bool = False
    excluded: str | None = None

    @property
    def bare(self) -> bool:
        """Whether nothing says who or what is counted."""
        return not (self.heads or self.countries or self.actors or self.noun)

    def befallen(self, index: int) -> bool:
        """Return whether what befell the counted ends at a token, where "of" is "by": "en tredje såret av soldater"."""
        return bool(self.adjectives) and self.adjectives[-1].end == index


class Marks:
    """The marks of a sentence by the token at which they start; `spent` are those of "of them" that belong to a number before.

    `shares` are the tokens where "half", "a third" and their like stand; `ages` say where an age ends that begins at a token,
    `days` where a named day does; `times` are the tokens of all words for times, `doers` those of the counted who did it.
    """

    def __init__(self, sentence: Sentence, shares: Iterable[int] = (), dated: Iterable[Stretch] = ()) -> None:
        self.sentence = sentence
        self.days = {mark.start: mark.end for mark in dated if mark.granularity == "day"}
        self.times = frozenset(at for mark in dated for at in range(mark.start, mark.end))
        self.spent: set[int] = set()
        self.doers: set[int] = set()
        self.ages: dict[int, int] = {}
        self.shares = frozenset(shares)
        self.starting: dict[int, list[Mark]] = {}
        for mark in sentence.marks:
            self.starting.setdefault(mark.start, []).append(mark)

    def at(self, index: int, kind: str, form: str | None = None) -> Mark | None:
        """Return the longest unbroken mark of a kind that starts at a token."""
        best: Mark | None = None
        for mark in self.starting.get(index, ()):
            fits = mark.kind == kind and mark.tail is None and (form is None or mark.form == form)
            if fits and (best is None or mark.end > best.end):
                best = mark
        return best

    def before_helpers(self, index: int) -> int:
        """Return where the helping verbs begin that end at a token: at "killed" in "three had been killed", that of "had"."""
        while helper := next((m for m in self.sentence.of("grammar", "auxiliary") if m.end == index and m.tail is None), None):
            index = helper.start
        return index

    def has_done(self, index: int) -> bool:
        """Return whether no other helping verb than "has" stands right before a participle, and makes it an active verb."""
        start = self.before_helpers(index)
        return any((mark.start, mark.end) == (start, index) for mark in self.sentence.of("grammar", "having"))

    def negated(self, index: int) -> bool:
        """Return whether a negation stands right before a token and its article: "neither | the 40 soldiers"."""
        words = {mark.end for mark in self.sentence.of("grammar", "negation")}
        while words and index > 0 and index not in words and self.is_a(index - 1, "article"):
            index -= 1
        return index in words

    def closes(self, index: int) -> bool:
        """Return whether a clause ends before a token: there stands a sign, a conjunction, a helping verb, or nothing."""
        tokens = self.sentence.tokens
        if index >= len(tokens) or (tokens[index].kind == "sign" and not tokens[index].glued) or tokens[index].text in CLOSING:
            return True
        if tokens[index].text in QUOTES and (index + 1 == len(tokens) or tokens[index + 1].kind == "sign"):
            return True
        return any(self.is_a(index, value) for value in ("conjunction", "auxiliary", "subordinator"))

    def is_number(self, index: int) -> bool:
        """Return whether a number in digits stands at a token."""
        return index < len(self.sentence.tokens) and self.sentence.tokens[index].kind == "number"

    def describes(self, index: int) -> Mark | None:
        """Return the word at a token that says only whose the counted are: "50 of its own dead", "100 enemy soldiers"."""
        for value in ("self", "enemy", "foreign"):
            if (mark := self.is_a(index, value)) is not None:
                return mark
        return None

    def ends(self, index: int) -> bool:
        """Return whether the word at a token ends a noun phrase."""
        return any(
            (mark.kind == "grammar" and mark.value not in ("article", "describing"))
            or mark.kind in ("outcomes", "exclusions")
            or (mark.kind == "attribution" and not self._presumed(mark))
            for mark in self.starting.get(index, ())
        )

    def _presumed(self, mark: Mark) -> bool:
        """Return whether a word for presuming only describes those behind it: "14 | mistenkte | jihadister"."""
        person = self.at(mark.end, "victims") if mark.value in PRESUMING and mark.tail is None else None
        return person is not None and person.form in ("many", "one")

    def opens_clause(self, index: int) -> bool:
        """Return whether the word at a token may open a clause behind a noun: "told a soldier | that one man had died"."""
        return self.is_a(index, "subordinator", "word") is not None

    def did_it(self, phrase: Phrase) -> bool:
        """Return whether "by" stands directly before the phrase: then it counts those who did it."""
        return any(mark.end == phrase.start for mark in self.sentence.of("grammar", "agent"))

    def of_them(self, index: int) -> Mark | None:
        """Return the mark of "of them" or "of the dead" that starts at a token."""
        mark = next((m for m in self.starting.get(index, ()) if m.value == "among" and m.form in OF_THEM), None)
        return None if mark is not None and self._goes_on(mark) else mark

    def _goes_on(self, mark: Mark) -> bool:
        """Return whether "of the dead" goes on to more than the dead: "hundreds of dead and wounded"."""
        inside = (m for at in range(mark.start + 1, mark.end) for m in self.starting.get(at, ()))
        return any(m.kind == "outcomes" and m.form == "noun" and m.end > mark.end for m in inside)

    def is_a(self, index: int, value: str, form: str | None = None) -> Mark | None:
        """Return the function-word mark of a value that starts at a token."""
        for mark in self.starting.get(index, ()):
            if mark.kind == "grammar" and mark.value == value and (form is None or mark.form == form):
                return mark
        return None


def find_phrases(quantities: Sequence[Quantity], marks: Marks, concepts: Mapping[str, VictimConcept]) -> list[Phrase]:
    """Return the phrases that the quantities of a sentence count."""
    numbers = frozenset(quantity.start for quantity in quantities if not quantity.article)
    found = [_read_phrase(quantity, marks, concepts, numbers) for quantity in quantities]
    return [phrase for number, phrase in enumerate(found) if not (number and _within(phrase, found[number - 1]))]


def _within(phrase: Phrase, before: Phrase) -> bool:
    """Return whether a phrase only names the group that those before it are of: "18 members of three families"."""
    return phrase.start < before.end and (phrase.quantity.article or not before.quantity.article)


def _read_phrase(quantity: Quantity, marks: Marks, concepts: Mapping[str, VictimConcept], numbers: frozenset[int]) -> Phrase:
    phrase = Phrase(quantity, quantity.start, quantity.end)
    phrase.heads += _counted_within(quantity, marks)
    phrase.negated = marks.negated(quantity.start)
    _walk(phrase, quantity.end, marks, numbers)
    if any(head.value == PAIR and head.start >= quantity.end for head in phrase.heads):
        phrase.excluded = "couples"  # "three couples" are more than three
    if quantity.article and quantity.additional and _counts_many(phrase, marks):
        phrase.excluded = "share"  # Dutch "een derde kinderen"
    if len(phrase.heads) > 1 and concepts[phrase.heads[0].value].kind == "materiel" != concepts[phrase.heads[-1].value].kind:
        _keep_counted(phrase, marks)
    elif (
        len(phrase.heads) > 1 and concepts[phrase.heads[1].value].kind == "materiel" and describes_behind(phrase.heads[0], marks)
    ):
        del phrase.heads[0]  # "two military boats", where the adjective alone means soldiers
    _read_counted(phrase, marks, concepts)
    read_adjective(phrase, marks)
    if phrase.heads or phrase.countries or phrase.actors or phrase.noun:
        read_group(phrase, marks, concepts, numbers)
    read_age(phrase, marks)
    if phrase.heads or phrase.countries:
        read_joined(phrase, marks, numbers)
    return phrase


def _counted_within(quantity: Quantity, marks: Marks) -> list[Mark]:
    """Return the noun for people whose own words say how many they are: "a married couple", "both parents"."""
    if quantity.how is not How.WORD:
        return []
    nouns = (marks.at(at, "victims", "many") for at in range(quantity.start, quantity.number_end))
    return [noun for noun in nouns if noun is not None and noun.end == quantity.number_end][:1]


def _counts_many(phrase: Phrase, marks: Marks) -> bool:
    """Return whether the noun behind an article stands for several: then "a third" is a part, and no third one."""
    return bool(phrase.heads) and not marks.at(phrase.heads[0].start, "victims", "one")


def describes_behind(head: Mark, marks: Marks) -> bool:
    """Return whether those counted are named by an adjective that may have a noun behind it: "military", "of the police"."""
    return marks.is_a(head.start, "describing", "before") is not None


def read_age(phrase: Phrase, marks: Marks) -> None:
    """Take in the name and age of whom a phrase counts: "a boy of six", "corporal John Fisher, 22,", "two boys of 6 and 8"."""
    if not (marks.ages and (phrase.heads or phrase.countries) and phrase.quantity.bounds.high):
        return
    at, tokens = phrase.end, marks.sentence.tokens
    while at < min(len(tokens), phrase.end + NAME) and tokens[at].capitalised:
        at += 1
    phrase.end = marks.ages.get(at, phrase.end)


def _keep_counted(phrase: Phrase, marks: Marks) -> None:
    """Keep what is counted of a thing and people: "lorry drivers", but the tanks where "tanks" stand before a genitive."""
    thing = phrase.heads[0]
    several = any(m.kind == "victims" and m.form == "many" and m.end == thing.end for m in marks.starting[thing.start])
    if several and phrase.heads[1].start == thing.end:
        del phrase.heads[1:]
        owner = marks.is_a(thing.end, "enemy")
        phrase.end = owner.end if owner else thing.end
    else:
        del phrase.heads[:-1]


def _walk(phrase: Phrase, start: int, marks: Marks, numbers: frozenset[int]) -> None:
    """Take in the words behind the number as far as they belong to it."""
    tokens = marks.sentence.tokens
    index, strange = start, 0
    while index < min(len(tokens), start + REACH):
        token = tokens[index]
        if index in numbers or (phrase.quantity.article and _does(index, marks, numbers)):
            return
        step = _past_age(phrase, index, marks) or _past_abbreviation(phrase, index, marks) or _past_nation(phrase, index, marks)
        step = step or _take(phrase, index, marks) or _past_model(phrase, index, marks)
        if step:
            index = step
            if phrase.heads and _is_part_of_word(index, marks):
                phrase.heads.clear()
                continue
            if _is_whole(phrase, index, marks):
                return
            continue
        if token.text in QUOTES or (token.text in HYPHENS and token.glued and (not phrase.heads or _goes_on(index, marks))):
            index += 1
            continue
        if phrase.heads or token.kind != "word" or marks.ends(index):
            _read_thing(phrase, index, marks)
            return
        if phrase.countries and not phrase.actors and _counted(_past_letters(index + 1, marks), phrase, marks):
            index = _past_letters(index + 1, marks)  # "14 Iraqi SWAT officers", "a Lankan Navy (LN) sailor"
            continue
        role = marks.at(index, "roles")
        strange += UNKNOWN if role is not None and role.form in ROLES else 1  # behind "witnesses" no more adjectives follow
        _read_thing(phrase, index, marks)
        if strange > UNKNOWN or phrase.countries or phrase.actors:
            return
        phrase.unknown = index
        index += 1


def _past_nation(phrase: Phrase, index: int, marks: Marks) -> int | None:
    """Take in the nation's adjective joined to another at a token ("40 Malian and Nigerien soldiers")."""
    if not phrase.countries or phrase.countries[-1].form != "adjective" or phrase.countries[-1].end != index:
        return None
    joined = index < len(marks.sentence.tokens) and (marks.is_a(index, "conjunction") or marks.sentence.tokens[index].text == ",")
    second = marks.at(index + 1, "countries", "adjective") if joined else None
    if second is None:
        return None
    phrase.countries.append(second)
    return second.end


def _is_one(phrase: Phrase) -> bool:
    """Return whether one alone is counted: "a sailor", "one sailor"."""
    return phrase.quantity.article or phrase.quantity.bounds.high == phrase.quantity.bounds.low == 1


def _counted(index: int, phrase: Phrase, marks: Marks) -> bool:
    """Return whether a noun that fits the number stands at a token."""
    one = _is_one(phrase) and marks.at(index, "victims", "one")
    return bool(one or marks.at(index, "victims", "many"))


def _past_abbreviation(phrase: Phrase, index: int, marks: Marks) -> int | None:
    """Return the token behind the letters by which a name before the noun goes, else None: "ten African Union (AU) men"."""
    named = not phrase.heads and (phrase.actors or phrase.countries or phrase.unknown is not None)
    past = _past_letters(index, marks)
    return past if named and past > index else None


def _past_model(phrase: Phrase, index: int, marks: Marks) -> int | None:
    """Return the noun behind the model that those counted are of, None where there is none: "two T-72 tanks"."""
    behind = behind_model(index, marks.sentence.tokens)
    noun = _past_hyphen(behind, marks)
    return noun if behind > index and not phrase.heads and _counted(noun, phrase, marks) else None


def _past_letters(index: int, marks: Marks) -> int:
    """Return the token behind capitals in parentheses that stand at a token, else the token."""
    inside = marks.sentence.tokens[index : index + 3]
    if len(inside) < 3 or (inside[0].text, inside[2].text) != ("(", ")"):
        return index
    return index + 3 if len(inside[1].text) > 1 and inside[1].text.isupper() else index


def _read_thing(phrase: Phrase, index: int, marks: Marks) -> None:
    """Note the noun behind a country's adjective that no pack counts; one that counts no victims leaves the phrase out."""
    adjective = phrase.countries[-1] if phrase.countries and not phrase.heads else None
    if adjective is None or adjective.end != index or adjective.form != "adjective":
        return
    thing = marks.at(index, "exclusions", "after")
    if thing is not None:
        phrase.excluded = thing.value  # "three Ukrainian posts"
    elif marks.sentence.tokens[index].kind == "word" and not marks.ends(index):
        phrase.unknown = index


def _does(index: int, marks: Marks, numbers: frozenset[int]) -> bool:
    """Return whether a word that may be a noun is a verb of which others are counted behind it: "a Russian killed two"."""
    noun = marks.at(index, "outcomes", "noun")
    return noun is not None and noun.end in numbers


def _past_age(phrase: Phrase, index: int, marks: Marks) -> int | None:
    """Return the noun behind the age that a number at a token tells ("a five-month-old girl"), None where it tells none."""
    if not (phrase.quantity.article and phrase.bare):
        return None
    age = marks.at(_past_hyphen(index + 1, marks), "exclusions", "after")
    if age is None or age.value not in ("age", "time"):
        return None
    nouns = (at := _past_hyphen(age.end, marks), _past_hyphen(at + 1, marks))  # "old" stands between
    return next((noun for noun in nouns if marks.at(noun, "victims", "one") or marks.at(noun, "countries")), None)


def _past_hyphen(index: int, marks: Marks) -> int:
    tokens = marks.sentence.tokens
    return index + 1 if index < len(tokens) and tokens[index].text in HYPHENS and tokens[index].glued else index


def _is_part_of_word(index: int, marks: Marks) -> bool:
    """Return whether a hyphen and a word for no victims follow at once: "two rebel-attacks" count attacks."""
    tokens = marks.sentence.tokens
    if index + 1 >= len(tokens) or tokens[index].text not in HYPHENS or not (tokens[index].glued and tokens[index + 1].glued):
        return False
    return tokens[index + 1].capitalised and not any(m.kind == "victims" for m in marks.starting.get(index + 1, ()))


def _is_backing(index: int, marks: Marks) -> bool:
    """Return whether a hyphen and a word for no victims follow a country: "US-backed fighters" are not of the US."""
    tokens = marks.sentence.tokens
    if index + 1 >= len(tokens) or tokens[index].text not in HYPHENS or not (tokens[index].glued and tokens[index + 1].glued):
        return False
    return not any(m.kind in ("victims", "countries", "actors") for m in marks.starting.get(index + 1, ()))


def _is_whole(phrase: Phrase, index: int, marks: Marks) -> bool:
    """Return whether nothing that stands at a token can still belong to the phrase."""
    if phrase.anaphoric and not _names_people(index, marks, "many"):
        return True
    return bool(phrase.noun or phrase.excluded or (phrase.heads and not _goes_on(index, marks)))


def read_adjective(phrase: Phrase, marks: Marks) -> None:
    """Take in a country's adjective that stands behind its noun and ends the phrase: "trois soldats maliens tués"."""
    adjective = marks.at(phrase.end, "countries", "adjective") if phrase.heads and not phrase.countries else None
    if adjective is not None and (marks.closes(adjective.end) or marks.ends(adjective.end)):
        phrase.countries.append(adjective)
        phrase.end = adjective.end
        while (end := _past_nation(phrase, phrase.end, marks)) is not None:
            phrase.end = end


def _read_counted(phrase: Phrase, marks: Marks, concepts: Mapping[str, VictimConcept]) -> None:
    """Take in who the dead or injured were, where that follows at once: "33 dead Turkish soldiers", "33 dead Turks"."""
    if phrase.noun is None or phrase.heads:
        return
    if within := marks.at(phrase.noun.start, "victims", WITHIN):
        phrase.heads.append(within)  # "26 civilian deaths"
        return
    index, countries = _past_other_fate(phrase.end, marks), []
    while (country := marks.at(index, "countries")) and country.form == "adjective":
        countries.append(country)
        index = country.end
    victim = marks.at(index, "victims")
    if index > phrase.end:  # the word for the other fate keeps its own place, behind the phrase
        phrase.heads += [victim] if victim and victim.form == "many" and concepts[victim.value].kind != "materiel" else []
        phrase.countries += [*countries, country] if country else countries if phrase.heads else []
        return
    if victim and victim.form != "one" and not concepts[victim.value].plain and concepts[victim.value].kind != "materiel":
        phrase.heads.append(victim)
        phrase.countries += countries
        phrase.end = victim.end
    elif country is not None and country.form == "people":
        phrase.countries += [*countries, country]
        phrase.end = country.end


def _past_other_fate(index: int, marks: Marks) -> int:
    """Return the token behind another fate that "or" adds to a noun at once: "70 sårade | eller stupade | soldater"."""
    joined = marks.is_a(index, "conjunction", "or")
    severe = marks.is_a(joined.end, "severity") if joined else None
    fate = marks.at(severe.end if severe else joined.end, "outcomes", "participle") if joined else None
    return fate.end if fate is not None else index


def _goes_on(index: int, marks: Marks) -> bool:
    """Return whether another noun of the same phrase follows directly ("police officers")."""
    tokens = marks.sentence.tokens
    if index < len(tokens) and tokens[index].text in HYPHENS and tokens[index].glued:
        return marks.at(index + 1, "victims") is not None
    people = marks.at(index, "countries")
    return marks.at(index, "victims") is not None or (people is not None and people.form != "adjective")


def _take(phrase: Phrase, index: int, marks: Marks) -> int | None:
    """Add what stands at a token to the phrase; return the token behind it, None where nothing fits."""
    victim, noun = marks.at(index, "victims"), marks.at(index, "outcomes", "noun")
    if victim and victim.form != WITHIN:
        return _take_victim(phrase, victim, noun)
    if mark := noun:
        return _take_outcome(phrase, mark, marks)
    if mark := marks.at(index, "countries"):
        if _is_backing(mark.end, marks):
            return mark.end
        phrase.countries.append(mark)
        if mark.form != "adjective":
            phrase.end = mark.end
        return mark.end
    if mark := marks.at(index, "actors"):
        phrase.actors.append(mark)
        noun = _shared_noun(mark, phrase, marks)
        phrase.heads += [noun] if noun else []
        phrase.end = noun.end if noun else mark.end
        return phrase.end
    if mark := marks.at(index, "exclusions"):
        return _take_exclusion(phrase, mark)
    if mark := marks.at(index, "outcomes", "participle"):
        phrase.adjectives.append(mark)
        return mark.end
    return _take_function_word(phrase, index, marks)


def _shared_noun(actor: Mark, phrase: Phrase, marks: Marks) -> Mark | None:
    """Return the noun whose first words close an actor's name: "an Indian Army officer", who is an army officer."""
    form = "one" if _is_one(phrase) else "many"
    nouns = (m for m in marks.sentence.of("victims", form=form) if actor.start < m.start < actor.end < m.end)
    return next(nouns, None)


def _take_exclusion(phrase: Phrase, mark: Mark) -> int | None:
    """Note that the number counts no losses, unless the word only names the unit of those counted: "two of the army"."""
    if mark.form not in ("after", "noun"):
        return mark.end if phrase.partitive and mark.value == "unit" else None
    if not (phrase.partitive and mark.value == "unit"):
        phrase.excluded = mark.value
    return mark.end


def _take_victim(phrase: Phrase, mark: Mark, noun: Mark | None) -> int:
    """Add a noun for people or things; `noun` is the outcome that the same words may name by themselves."""
    if noun and noun.end > mark.end:
        return _take_noun(phrase, noun)
    phrase.fallback = noun
    phrase.heads.append(mark)
    phrase.end = mark.end
    return mark.end


def _take_outcome(phrase: Phrase, mark: Mark, marks: Marks) -> int | None:
    """Add an outcome that is counted itself ("20 dead"), or that stands before those who are ("20 dead soldiers")."""
    named = phrase.heads or phrase.actors or phrase.unknown is not None or any(c.form != "adjective" for c in phrase.countries)
    participle = marks.at(mark.start, "outcomes", "participle")
    if participle and (marks.at(mark.end, "victims") or marks.at(mark.end, "countries")):
        phrase.adjectives.append(participle)
        return mark.end
    verb = participle or marks.at(mark.start, "outcomes", "active")
    return None if named and verb else _take_noun(phrase, mark)


def _take_noun(phrase: Phrase, mark: Mark) -> int:
    phrase.noun = mark
    phrase.end = mark.end
    return mark.end


def _describes_others(index: int, marks: Marks) -> bool:
    """Return whether "the", where it is "them" too, leads to two words that no pack knows: "et av de | største utbruddene"."""
    words = marks.sentence.tokens[index + 1 : index + 3]
    unknown = all(word.kind == "word" and not marks.starting.get(index + 1 + at) for at, word in enumerate(words))
    return marks.is_a(index, "article") is not None and len(words) > 1 and unknown


def _begins_another(phrase: Phrase, index: int, marks: Marks) -> bool:
    """Return whether an article leads to others: "four witnesses described | the murders", or opens a clause as "that"."""
    verb = phrase.unknown is not None and marks.is_a(index, "article") is not None
    return verb or (bool(phrase.heads) and marks.opens_clause(index))


def _names_people(index: int, marks: Marks, form: str | None = None) -> bool:
    """Return whether those who can be counted are named at a token, whose nation's adjective may stand before them."""
    nation = marks.at(index, "countries", "adjective")
    return marks.at(nation.end if nation else index, "victims", form) is not None


def _take_function_word(phrase: Phrase, index: int, marks: Marks) -> int | None:
    owner = marks.is_a(index, "article") and _names_people(index + 1, marks)  # "of their guards"
    if (mark := marks.is_a(index, "pronoun", "them")) and not owner and not marks.is_number(mark.end):
        if phrase.partitive and not (phrase.quantity.article and _describes_others(index, marks)):
            phrase.anaphoric, phrase.end = True, mark.end
            return mark.end
        return None
    if (mark := marks.of_them(index)) and phrase.unknown is None and marks.is_number(mark.end):
        phrase.partitive = True  # "five of the 30", where "the" and "them" are one word
        return mark.end
    if (mark := marks.of_them(index)) and phrase.unknown is None:
        phrase.anaphoric, phrase.end, phrase.of = True, mark.end, OF_THEM[mark.form]
        phrase.of_kind = OF_KIND.get(mark.form)
        marks.spent.add(mark.start)
        return mark.end
    if mark := marks.is_a(index, "other"):
        phrase.end = mark.end
        return mark.end
    if mark := marks.is_a(index, "article") or marks.describes(index):
        return None if _begins_another(phrase, index, marks) else mark.end
    if phrase.adjectives and phrase.adjectives[-1].end == index and (joined := marks.is_a(index, "conjunction")):
        more = marks.at(joined.end, "outcomes", "participle")
        if more and joined.form in ("and", "or"):
            phrase.adjectives.append(more)
            return more.end
    people = any(c.form != "adjective" for c in phrase.countries)  # "tio amerikaner av rebeller"
    by = marks.is_a(index, "agent") and (people or phrase.befallen(index))
    by = by or (phrase.befallen(index) and phrase.adjectives[-1].end - phrase.adjectives[-1].start > SAID)  # "par un tir | de"
    if (mark := marks.is_a(index, "preposition", "of")) and not (by or phrase.partitive) and phrase.unknown is None:
        phrase.partitive = True
        return mark.end
    return None
