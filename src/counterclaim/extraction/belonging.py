"""To whom the counted belong, and who shares their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.knowledge.victims import materiel
from counterclaim.model import How

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept
    from counterclaim.text import Token

#: How words stand that tell of the dead whose number follows, and what ends a clause.
_TOLLING = frozenset({"toll", "participle", "noun"})
_ENDS = frozenset(".,;:–—()")
#: The forms of verbs that tell what befell those before them.
_BEFALLING = frozenset({"participle", "undergo", "split"})
#: How many small words may stand between "the number" and those whose it is.
OF = 2
#: How many words may name the body that the counted belonged to.
BODY = 4
#: The noun for those who belong to a body.
MEMBER = "member"
HYPHENS = frozenset("-–‑")
QUOTES = frozenset("\"'“”„«»‘’‹›")
#: What ties a name to the deed that was its bearer's ("the Hamas-led attack").
TYING = HYPHENS | {"'", "’"}


def read_group(phrase: Phrase, marks: Marks, concepts: Mapping[str, VictimConcept], numbers: frozenset[int]) -> None:
    """Take in whom the counted belong to: "members of the security forces", "fighters of al-Shabaab".

    Behind further words, a number (`numbers` are where they begin) counts others: "drepte to menn i landsbyen Name | tre sivile".
    """
    index = phrase.end
    if not _belongs(index, phrase, marks):
        _read_named(phrase, marks)
        return
    inside = marks.is_a(index, "preposition", "inside") is not None
    beside = marks.is_a(index, "preposition", "of") is None
    index += 1
    first = index
    for _ in range(5):
        if index > first and index in numbers and not marks.is_a(index - 1, "article"):
            return
        if marks.is_a(index, "article") or (index < len(marks.sentence.tokens) and marks.sentence.tokens[index].text in QUOTES):
            index += 1
            continue
        country = marks.at(index, "countries")
        if country and country.form != "adjective" and (phrase.bare or phrase.heads):
            phrase.countries += [] if inside else [country]  # "its soldiers in Mali"
            return
        if country and country.form == "adjective":
            if beside and _names_thing(country.end, marks):
                return  # "lost three tanks in a Ukrainian attack"
            phrase.countries.append(country)
            index = country.end
            continue
        if _take_group(phrase, index, marks, concepts, beside=beside) or _ends_group(index, marks):
            return
        index += 1


def _take_group(phrase: Phrase, index: int, marks: Marks, concepts: Mapping[str, VictimConcept], *, beside: bool) -> bool:
    """Take in the people or the body named at a token; return whether there are any."""
    victim = marks.at(index, "victims")
    if victim and concepts[victim.value].kind != "materiel":
        phrase.heads.append(victim)
        phrase.end = victim.end
        return True
    actor = marks.at(index, "actors")
    if actor and not (beside and describes_deed(actor.end, marks)):
        phrase.actors.append(actor)
        phrase.end = actor.end
        return True
    return False


def _ends_group(index: int, marks: Marks) -> bool:
    """Return whether the words at a token lead to no group any more."""
    tokens = marks.sentence.tokens
    return index >= len(tokens) or tokens[index].kind != "word" or marks.ends(index)


def _read_named(phrase: Phrase, marks: Marks) -> None:
    """Take in the group whose name follows a noun at once, as a genitive does: "20 bojevikov «Chezbolly»"."""
    tokens, index = marks.sentence.tokens, phrase.end
    quoted = index < len(tokens) and tokens[index].text in QUOTES
    actor = marks.at(index, "actors") or (marks.at(index + 1, "actors") if quoted else None)
    if actor is None or not phrase.heads or phrase.actors or phrase.countries:
        return
    at = actor.end + 1 if quoted and actor.start > index else actor.end
    joined = at < len(tokens) and tokens[at].glued and tokens[at].kind == "sign" and tokens[at].text in "-–'’"
    if not joined and not any(m.start == at for m in marks.sentence.of("attribution")):
        phrase.actors.append(actor)
        phrase.end = actor.end


def _belongs(index: int, phrase: Phrase, marks: Marks) -> bool:
    """Return whether a preposition leads from the counted to whom they belong, and not to an attack or to who did it."""
    if marks.is_a(index, "agent") and (any(c.form != "adjective" for c in phrase.countries) or phrase.befallen(index)):
        return False  # Swedish "dödades tio amerikaner av rebeller"
    if marks.is_a(index, "preposition", "of"):
        return True
    beside = marks.is_a(index, "preposition", "inside") or marks.is_a(index, "preposition", "group")
    return beside is not None and not _joins_word(marks.at(index + 1, "victims") or marks.at(index + 1, "actors"), marks)


def _joins_word(mark: Mark | None, marks: Marks) -> bool:
    """Return whether a hyphen joins a name or noun to another word that nobody is: "Taliban-Angriff", or an attack follows it."""
    tokens = marks.sentence.tokens
    if mark is None or mark.end >= len(tokens):
        return False
    if tokens[mark.end].text not in HYPHENS or mark.end + 1 == len(tokens):
        return mark.kind == "victims" and bool(marks.at(mark.end, "means") or marks.is_a(mark.end, "attack"))
    glued = tokens[mark.end].glued and tokens[mark.end + 1].glued
    return glued and not marks.at(mark.end + 1, "victims") and not marks.at(mark.end + 1, "outcomes", "noun")


def _names_thing(index: int, marks: Marks) -> bool:
    """Return whether a word for a thing that nobody belongs to, such as an attack, stands at a token."""
    things = [m for m in marks.starting.get(index, ()) if m.kind in ("exclusions", "means")]
    return bool(things) and not any(m.value == "unit" for m in things) and not marks.at(index, "victims")


def describes_deed(index: int, marks: Marks) -> bool:
    """Return whether the name before a token only says whose deed it was: "11 killed in Boko Haram raid"."""
    tokens = marks.sentence.tokens
    index += index < len(tokens) and tokens[index].text in TYING and tokens[index].glued  # "the Boko Haram-led raid"
    if index >= len(tokens) or tokens[index].kind != "word":
        return False
    if any(m.kind == "outcomes" and m.form in _BEFALLING for m in marks.starting.get(index, ())):
        return False  # "11 members of Hizbollah were shot dead"
    deed = marks.at(index, "countries") or marks.at(index, "means") or marks.is_a(index, "attack")
    return deed is not None or not (marks.starting.get(index) or _closes_split(index, marks))


def _closes_split(index: int, marks: Marks) -> bool:
    """Return whether a token is of the second part of what befell those between: Swedish "miste elva rebeller livet"."""
    return any(m.tail is not None and m.tail <= index < m.end for m in marks.sentence.of("outcomes"))


def read_joined(phrase: Phrase, marks: Marks, numbers: frozenset[int]) -> None:
    """Take note of the nouns that share the number ("40 soldiers and civilians"), not of who speaks: "40 people, police said"."""
    apart: list[Mark] = []
    index = phrase.end
    for comma, found, end in _joined(phrase.end, marks, numbers):
        if comma:
            phrase.joined += apart
            apart = []
        apart += found
        index = end
    if apart and not _speak(index, marks):
        phrase.joined += apart


def _joined(index: int, marks: Marks, numbers: frozenset[int]) -> Iterator[tuple[bool, list[Mark], int]]:
    """Yield the people that follow each other from a token on: whether a comma joins them, their words, where they end."""
    tokens = marks.sentence.tokens
    while index < len(tokens):
        joined, comma = marks.is_a(index, "conjunction"), tokens[index].text == ","
        if comma:
            index += 1
        elif joined and joined.form in ("and", "or"):
            index = joined.end
        else:
            return
        while (
            small := marks.is_a(index, "article") or marks.is_a(index, "preposition", "of") or marks.is_a(index, "other")
        ) is not None:
            index = small.end
        found: list[Mark] = []
        while (country := marks.at(index, "countries")) is not None and index not in numbers:
            found.append(country)
            index = country.end
        noun = marks.at(index, "victims", "many") if index not in numbers else None
        noun = (_whose_members(noun, marks) or noun) if noun is not None and noun.value == MEMBER else noun
        if noun is None and not (found and found[-1].form == "people"):
            return
        index = noun.end if noun else index
        yield comma, [*found, *([noun] if noun else [])], index


def _speak(index: int, marks: Marks) -> bool:
    """Return whether those named before a token say something in their clause: "police | in the capital said"."""
    tokens = marks.sentence.tokens
    ends = next((at for at in range(index, len(tokens)) if tokens[at].kind == "sign"), len(tokens))
    said = any(index <= mark.start < ends for mark in marks.sentence.of("attribution", form="verb"))
    return said and not any(index <= mark.start < ends for mark in marks.sentence.of("outcomes"))


def _whose_members(noun: Mark, marks: Marks) -> Mark | None:
    """Return the noun for the body whose members share a number: "3,000 soldiers and members of the police"."""
    index = noun.end
    while (small := marks.is_a(index, "article") or marks.is_a(index, "preposition")) is not None:
        index = small.end
    return marks.at(index, "victims")


def read_tolled(phrase: Phrase, trigger: Trigger | None, counted: Sequence[Phrase], marks: Marks) -> None:
    """Take in who a toll counts whose number stands bare behind it: "the number of US soldiers killed in Iraq reached ten".

    A toll of the dead counts no things: "the number of those killed in the attack by drones".
    """
    if trigger is None or trigger.form not in _TOLLING or trigger.end > phrase.start:
        return
    tokens, start = marks.sentence.tokens, trigger.start
    start -= start > 0 and tokens[start - 1].text == ","  # commas set a participle off in some languages
    begin = next((at + 1 for at in range(start - 1, -1, -1) if tokens[at].text in _ENDS), 0)
    words = [m.start for m in marks.sentence.of("grammar", "count", "word") if begin <= m.start < phrase.start]
    if trigger.form != "toll" and not words:
        return
    taken = {at for other in counted if other.quantity.how is not How.SINGULAR for at in range(other.start, other.end)}
    for noun in marks.sentence.of("victims", form="many"):
        if noun.tail is not None or noun.start < begin or noun.end > phrase.start or noun.start in taken:
            continue
        if "killed" in trigger.values and noun.value in materiel():
            continue
        first, nations = _with_nations(noun, marks)
        if _is_tolled(first, noun.end, trigger, marks):
            phrase.heads.insert(0, noun)
            phrase.countries += nations
            return


def read_counted(phrase: Phrase, begin: int, told: Mark, marks: Marks) -> Mark | None:
    """Take in the noun behind "the number of", or behind the word for the dead: that is who a bare number counts."""
    for noun in marks.sentence.of("victims", form="many"):
        first, nations = _with_nations(noun, marks)
        if noun.tail is None and (begin <= first <= begin + OF or first == told.end):
            phrase.heads.insert(0, noun)
            phrase.countries += nations
            return noun
    return None


def before_hyphen(index: int, marks: Marks) -> int:
    """Return the token before the hyphen that joins a noun to the name before it ("US-Soldaten"), the noun where none does."""
    tokens = marks.sentence.tokens
    joined = index > 1 and tokens[index].glued and tokens[index - 1].glued and tokens[index - 1].text in HYPHENS
    return index - 1 if joined else index


def _with_nations(noun: Mark, marks: Marks) -> tuple[int, list[Mark]]:
    """Return where a noun's adjectives begin, and the countries beside it: "soldats américains", "American soldiers"."""
    start = before_hyphen(noun.start, marks)
    beside = [m for m in marks.sentence.of("countries") if m.end in (noun.start, start)]
    nations = [m for m in beside if m.form == "adjective" or m.end < noun.start]
    first = min([m.start for m in nations], default=noun.start)
    behind = marks.at(noun.end, "countries")
    return first, nations or ([behind] if behind is not None else [])


def _is_tolled(first: int, end: int, trigger: Trigger, marks: Marks) -> bool:
    """Return whether a noun stands within the words of a toll, directly before them, or behind them past where they died."""
    of_deed = any(m.end == first and m.kind in ("means", "exclusions") for m in marks.sentence.marks)
    if trigger.tail is not None and trigger.head_end <= first and end <= trigger.tail:
        return not of_deed
    if end <= trigger.start:
        between = range(end, trigger.start)
        comma = trigger.start - 1 if marks.sentence.tokens[trigger.start - 1].text == "," else None
        return all(at == comma or any(m.kind in ("grammar", "countries") for m in marks.starting.get(at, ())) for at in between)
    if first < trigger.end:
        return False
    return not of_deed and not any(
        m.value == "conjunction" for at in range(trigger.end, first) for m in marks.starting.get(at, ())
    )


def separated_by_list(left: Phrase, right: Phrase, tokens: Sequence[Token], marks: Marks) -> bool:
    """Return whether two phrases are items of one list: only commas and conjunctions stand between them."""
    index = max([left.end, *(m.end for m in left.countries if m.end <= right.start)])
    index = _behind_body(index, left, marks)
    index = _behind_short_name(_behind_side(index, tokens, marks), tokens)
    index = _behind_load(_behind_second(behind_model(index, tokens), tokens, marks), tokens, marks)
    if right.start <= index:
        return False
    while index < right.start:
        if tokens[index].text in ",/" or tokens[index].text in QUOTES:
            index += 1
            continue
        if (closed := _behind_brackets(index, right.start, tokens)) > index:
            index = closed
            continue
        if (article := marks.is_a(index, "article")) and article.end == right.start and not marks.opens_clause(index):
            return True  # "a man and his wife"
        if index + 1 == right.start and _described(index, right, tokens, marks):
            return True
        if index + 1 == right.start and tokens[index].key == tokens[left.start - 1].key and marks.is_a(index, "preposition"):
            return left.start > 0  # "of two officers and of eight soldiers"
        mark = marks.is_a(index, "conjunction") or _uncounted(index, tokens, marks)
        if not mark or (mark.form == "but" and not left.negated):
            return False
        index = max(mark.end, index + 1)
    return True


def _behind_brackets(index: int, end: int, tokens: Sequence[Token]) -> int:
    """Return the token behind the brackets that open at a place; the place where none open or close there before `end`."""
    if tokens[index].text != "(":
        return index
    return next((at + 1 for at in range(index, end) if tokens[at].text == ")"), index)


def _uncounted(index: int, tokens: Sequence[Token], marks: Marks) -> Mark | None:
    """Return the item between two commas of which no number is told: "6 guns, | mortars |, 2 launchers"."""
    mark = marks.at(index, "victims", "many")
    if mark is None or mark.value not in materiel() or mark.end >= len(tokens):
        return None
    return mark if tokens[index - 1].text == tokens[mark.end].text == "," else None


def _described(index: int, right: Phrase, tokens: Sequence[Token], marks: Marks) -> bool:
    """Return whether a plain word only describes the last of a list that no article opens: "женщина и местный житель"."""
    plain = tokens[index].kind == "word" and not tokens[index].capitalised and not marks.starting.get(index)
    return plain and right.quantity.how is How.SINGULAR and marks.closes(right.end)


def _behind_short_name(index: int, tokens: Sequence[Token]) -> int:
    """Return the token behind the initials in brackets by which an item is called for short: "two launchers | (MLRS) | and"."""
    inside = tokens[index : index + 3]
    short = len(inside) > 2 and inside[0].text == "(" and inside[1].text.isupper() and inside[2].text == ")"
    return index + 3 if short else index


def behind_model(index: int, tokens: Sequence[Token]) -> int:
    """Return the token behind the name of the model that an item is of: "two guns | D-20 | and", "three launchers | «Grad» |"."""
    quoted = index < len(tokens) and tokens[index].text in QUOTES
    at = index + quoted
    if at >= len(tokens) or tokens[at].kind != "word" or not tokens[at].capitalised:
        return index
    at += 1
    number = at + (at < len(tokens) and tokens[at].glued and tokens[at].text in HYPHENS)
    numbered = number < len(tokens) and tokens[number].glued and tokens[number].kind == "number"
    end = number + 1 if numbered else at
    if quoted:
        return end + 1 if end < len(tokens) and tokens[end].text in QUOTES else index
    return end if numbered else index


def _behind_second(index: int, tokens: Sequence[Token], marks: Marks) -> int:
    """Return the token behind a second noun that the number of an item counts too: "six guns | and mortars |, two lorries"."""
    joined = marks.is_a(index, "conjunction")
    noun = marks.at(joined.end, "victims", "many") if joined and joined.form == "and" else None
    if noun is None or noun.end >= len(tokens):
        return index
    return noun.end if tokens[noun.end].text == "," or marks.is_a(noun.end, "conjunction") else index


def _behind_load(index: int, tokens: Sequence[Token], marks: Marks) -> int:
    """Return the token behind what an item of a list carried: "two lorries | with fuel |, three cars"."""
    led = marks.is_a(index, "preposition", "with") or marks.is_a(index, "preposition", "place")
    if led is None or led.end + 1 >= len(tokens) or tokens[led.end].kind != "word" or tokens[led.end].capitalised:
        return index
    if any(m.kind in ("victims", "outcomes", "countries") for m in marks.starting.get(led.end, ())):
        return index
    closes = tokens[led.end + 1].text == "," or marks.is_a(led.end + 1, "conjunction")
    return led.end + 1 if closes else index


def _behind_body(index: int, left: Phrase, marks: Marks) -> int:
    """Return the token behind the words for the body that an item belonged to: "six soldiers of the Malian | army | and"."""
    at, led = index, any(country.end == index for country in left.countries)
    while (
        small := marks.is_a(at, "article")
        or next((m for form in ("of", "group", "inside") if (m := marks.is_a(at, "preposition", form))), None)
    ) is not None:
        at, led = small.end, True
    start = at
    while led and at < start + BODY and (mark := marks.at(at, "countries") or marks.at(at, "roles")) is not None:
        at = mark.end
    return at if at > start else index


def _behind_side(index: int, tokens: Sequence[Token], marks: Marks) -> int:
    """Return the token behind the name of the side that an item fought on: "12 rebels | from the NLF | and five civilians"."""
    at = index
    while marks.is_a(at, "article") or any(marks.is_a(at, "preposition", form) for form in ("of", "group", "inside")):
        at += 1
    if actor := marks.at(at, "actors"):
        return actor.end
    initials = at < len(tokens) and tokens[at].kind == "word" and len(tokens[at].text) > 1 and tokens[at].text.isupper()
    return at + 1 if initials and not marks.starting.get(at) else index
