"""Numbers that count no losses: dates, ages, money, distances, names of units and models."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import HYPHENS
from counterclaim.model import How

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from counterclaim.extraction.dates import Stretch
    from counterclaim.extraction.numbers import Quantity
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.extraction.victims import Marks
    from counterclaim.knowledge.lexicon import Mark

#: Exact numbers in this range without separators are years unless they count somebody.
YEARS = range(1900, 2100)
#: Among how many tokens behind a verb the number of those stands whom it befell.
SOON = 3
#: How many words stand at the most between a word for none and the figures of which it says so: "none of the casualty | figures".
FIGURES = 3
#: How many words may stand between "saved" and its number, and between those counted and "were saved".
BESIDE, AFTER = 3, 6
#: The years that a person may count, and the forms of nouns for one person.
OLDEST, PERSON = range(120), ("one", "single", "subject", "oblique", "owned")
#: How many persons' ages are told in a row, and how many words lead to them ("im Alter von").
FEW, LED = range(2, 8), 4
#: Nouns in the singular for more than one person, who has no age: "a family of five".
SEVERAL = frozenset({"family"})
#: The forms of words for a country that may stand for one person of it: "een Syrische van 27".
NATIONAL = frozenset({"person", "adjective"})
#: How addresses on the web begin.
ADDRESSES = frozenset({"http", "https", "www"})
#: What a quotation ends with before "said".
_ENDED = frozenset(",\"'”’»“")
#: Marks of those whom a number may count.
_COUNTED = frozenset({"victims", "countries", "actors"})
#: The forms of nouns for one person that are no subject ("пилота").
_NO_SUBJECT = frozenset({"oblique", "owned", "single"})
#: Within how many words behind a noun the comma stands before what is told of whom it means.
_FURTHER = 3
#: The forms of words by which a source is named.
_SOURCED = frozenset({"around", "before", "within"})
_SAYS = frozenset({"according_to", "asserts", "confirms", "reports"})
#: How many tokens may stand between a word for none and the question that nobody answers.
ASKED = 6
#: No hour of the day has a higher number than this less one.
HOURS = 25
#: The name of the rule for what is no figure of its own, but told of another.
GROWN = "growth"


def refuse(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> str | None:
    """Return why a quantity counts no losses, None where it may."""
    for name, rule in RULES:
        if rule(quantity, sentence, marks, dates):
            return name
    return None


def paired(quantities: Sequence[Quantity], refused: Mapping[int, str], sentence: Sentence, marks: Marks) -> list[int]:
    """Return the numbers of quantities that share the measure of the next ("45 and 52 years old")."""
    out: list[int] = []
    for number in range(len(quantities) - 2, -1, -1):
        left, right = quantities[number], quantities[number + 1]
        reason = "measure" if number + 1 in out else refused.get(number + 1)
        if number in refused or right.start - left.end != 1 or left.how is not How.DIGITS:
            continue
        listed = number + 1 in out and sentence.tokens[left.end].text == ","
        moved = reason == "measure" and _from_to(left, sentence, marks)
        if listed or moved or (reason in ("measure", "date", "age") and marks.is_a(left.end, "conjunction")):
            out.append(number)
    return out


def _from_to(left: Quantity, sentence: Sentence, marks: Marks) -> bool:
    """Return whether "from" and "to" stand around the number before that of a measure: "fell | from 900 to | 400 dollars"."""
    led = any(m.end == left.start for m in sentence.of("grammar", "preposition"))
    return led and marks.is_a(left.end, "preposition") is not None


def ages(quantities: Sequence[Quantity], sentence: Sentence, marks: Marks) -> dict[int, tuple[int, int]]:
    """Return the numbers of quantities that only describe one person right before them, with the tokens that do.

    They tell how old he was ("a boy of six", "un garçon de six ans", "мальчик шести лет") or how many children he had.
    """
    if not quantities:
        return {}
    found = dict(_ages_of_several(quantities, sentence, marks))
    people = {m.end for m in sentence.of("victims") if m.form in PERSON and m.value not in SEVERAL}
    people |= {m.end for m in sentence.of("countries") if m.form in NATIONAL}
    led = {m.end: m.start for m in sentence.of("grammar", "aged")} if people else {}
    parents = {m.end for m in sentence.of("victims", "parent")} if people else set()
    for number, one in enumerate(quantities):
        if number in found:
            continue
        leading = _behind_preposition(one.start, sentence) if parents else one.start
        if leading in parents:
            children = marks.at(one.end, "victims", "many")
            found[number] = leading, children.end if children else one.end
            continue
        start = led.get(one.start, one.start)
        if (beside := _in_brackets(one, sentence, marks)) is not None:
            found[number] = beside
            continue
        end = _age_end(one, marks)
        told = end > one.end or (start < one.start and one.bounds.high in OLDEST and not _somebody(one.end, marks))
        if told and start in people:
            found[number] = start, end
    return found


def _ages_of_several(quantities: Sequence[Quantity], sentence: Sentence, marks: Marks) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the numbers that are as many as the people counted right before them: "two boys aged 11 and 14"."""
    for number, one in enumerate(quantities[:-1]):
        many = one.bounds.high if one.bounds.low == one.bounds.high else None
        noun = marks.at(one.end, "victims", "many") if many in FEW else None
        if noun is None or many is None:
            continue
        row = quantities[number + 1 : number + 1 + many]
        led = row and row[0].start - noun.end in range(1, LED + 1) and not _tells(range(noun.end, row[0].start), marks)
        if not led or len(row) < many or not all(_is_age(years) for years in row) or not _in_a_row(row, sentence, marks):
            continue
        end = _age_end(row[-1], marks)
        if end > row[-1].end or not any(m.kind in _COUNTED for m in marks.starting.get(end, ())):
            yield from ((number + 1 + at, (noun.end if not at else years.start, end)) for at, years in enumerate(row))


def _is_age(quantity: Quantity) -> bool:
    return (
        quantity.how in (How.DIGITS, How.WORD) and quantity.bounds.low == quantity.bounds.high and quantity.bounds.high in OLDEST
    )


def _tells(between: Iterable[int], marks: Marks) -> bool:
    """Return whether anything happens, or anybody is named, between two tokens."""
    return any(m.kind == "outcomes" or m.kind in _COUNTED for at in between for m in marks.starting.get(at, ()))


def _in_a_row(row: Sequence[Quantity], sentence: Sentence, marks: Marks) -> bool:
    """Return whether nothing but commas and a conjunction stand between numbers."""
    return all(
        right.start - left.end in (1, 2)
        and all(sentence.tokens[at].text == "," or marks.is_a(at, "conjunction") for at in range(left.end, right.start))
        for left, right in itertools.pairwise(row)
    )


def _in_brackets(one: Quantity, sentence: Sentence, marks: Marks) -> tuple[int, int] | None:
    """Return the tokens of an age that two commas or brackets set off behind a name: "John Fisher, 22, died"."""
    tokens, before = sentence.tokens, one.start - 1
    if before < 1 or tokens[before].text not in ",(" or not tokens[before - 1].capitalised or (one.bounds.high not in OLDEST):
        return None
    end = _age_end(one, marks)
    closed = end < len(tokens) and tokens[end].text == (")" if tokens[before].text == "(" else ",")
    return (before, end + 1) if closed else None


def _age_end(one: Quantity, marks: Marks) -> int:
    """Return where a number ends with the years or months that it counts."""
    unit = marks.at(one.end, "exclusions", "after")
    return unit.end if unit is not None and unit.value in ("age", "time") else one.end


def _behind_preposition(index: int, sentence: Sentence) -> int:
    """Return where the preposition begins that ends at a token, or that token."""
    return next((m.start for m in sentence.of("grammar", "preposition") if m.end == index), index)


def labels(quantities: Sequence[Quantity], sentence: Sentence, marks: Marks) -> list[int]:
    """Return the numbers of quantities that are the numbers of those named before them: "the victims 37, 38 and 39"."""
    for first in range(len(quantities) - 1):
        last = first
        while last + 1 < len(quantities) and _next_number(quantities[last], quantities[last + 1], sentence, marks):
            last += 1
        if last == first:
            continue
        named = any(m.end == quantities[first].start and m.kind in ("victims", "outcomes") for m in sentence.marks)
        if named and not _somebody(quantities[last].end, marks):
            return list(range(first, last + 1))
    return []


def _next_number(left: Quantity, right: Quantity, sentence: Sentence, marks: Marks) -> bool:
    """Return whether a bare number is the one after another, and only a comma or "and" stands between them."""
    bare = all(q.how is How.DIGITS and q.bounds.low is not None and q.bounds.low == q.bounds.high for q in (left, right))
    if not bare or right.start - left.end != 1 or right.bounds.low != (left.bounds.low or 0) + 1:
        return False
    return sentence.tokens[left.end].text == "," or marks.is_a(left.end, "conjunction") is not None


def _dated(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    del sentence, marks
    return bool(dates) and any(d.start <= quantity.number_start and quantity.number_end <= d.end for d in dates)


def _measured(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether a unit or another noun that is no victim follows, or a word that announces a label stands before."""
    del dates
    if "exclusions" not in sentence.kinds:
        return False
    tokens = sentence.tokens
    index = quantity.end
    while index < len(tokens) and tokens[index].text in "-–'\"«»“”" and tokens[index].glued:
        index += 1
    behind = (m for at in (*range(quantity.number_start + 1, quantity.end), index) for m in marks.starting.get(at, ()))
    if any(m.kind == "exclusions" and m.form in ("after", "noun") and m.end > index for m in behind):
        return marks.at(index, "victims") is None  # "32 million dollars" as well, where "million dollars" is one phrase
    start = quantity.number_start
    announced = [m for m in sentence.of("exclusions") if m.form == "before" and m.end in (start, quantity.start)]
    near = [m for m in announced if start - m.end <= 1]
    return any(m.value != "time" for m in near) or (bool(near) and not _counts_people(index, marks))


def _counts_people(index: int, marks: Marks) -> bool:
    """Return whether the noun for people or the dead stands at a token: Dutch "om 25 gesneuvelde soldaten" tells no hour."""
    befallen = marks.at(index, "outcomes", "participle")
    people = marks.at(befallen.end if befallen else index, "victims", "many")
    return people is not None or marks.at(index, "outcomes", "noun") is not None


def _glued(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    del sentence, marks, dates
    return quantity.glued


def _suspended(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether a hyphen behind a number stands for the rest of a later word: "a 19- and a 24-year-old"."""
    del marks, dates
    tokens, end = sentence.tokens, quantity.end
    tied = end + 1 < len(tokens) and tokens[end].text in HYPHENS and tokens[end].glued
    return tied and not tokens[end + 1].glued and tokens[end + 1].kind == "word"


def _land(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether an article leads to the name of a country: "killed in a Syria in chaos"."""
    del dates
    land = marks.at(quantity.end, "countries", "name") if quantity.article else None
    behind = sentence.tokens[land.end : land.end + 1] if land else ()
    return land is not None and not any(token.text in HYPHENS and token.glued for token in behind)  # "a US-citizen"


def _address(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether a number stands in an address on the web: "https://www.example.org/2018/05/three-killed"."""
    del marks, dates
    at, tokens = quantity.number_start, sentence.tokens
    while at > 0 and tokens[at].glued:
        at -= 1
    return at < quantity.number_start and tokens[at].key in ADDRESSES


def _year(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether a bare number looks like a year and nobody stands behind it."""
    del dates
    if quantity.how is not How.DIGITS or quantity.bounds.low not in YEARS or quantity.bounds.high not in YEARS:
        return False
    words = sentence.tokens[quantity.number_start : quantity.number_end]
    plain = all(token.text.isdecimal() or token.text in HYPHENS for token in words) and words[-1].kind == "number"
    if not plain or quantity.start != quantity.number_start:
        return False
    spoken = not _somebody(quantity.end, marks) or _closes_clause(quantity, sentence, marks)
    return spoken or _before_number(quantity.end, sentence, marks)


def _before_number(index: int, sentence: Sentence, marks: Marks) -> bool:
    """Return whether a verb stands at a place, and right behind it the number of those whom it befell: "2008 fell 64 men"."""
    behind = marks.starting.get(index, ())
    if any(m.kind in _COUNTED for m in behind):
        return False
    ends = [m.end for m in behind if m.kind == "outcomes" and m.form == "participle"]
    near = sentence.tokens[ends[-1] : ends[-1] + SOON] if ends else ()
    return next((token.kind == "number" for token in near if token.kind != "word"), False)


def _somebody(index: int, marks: Marks) -> bool:
    return any(
        m.kind in _COUNTED or (m.kind == "outcomes" and m.form in ("noun", "participle")) for m in marks.starting.get(index, ())
    )


def _closes_clause(quantity: Quantity, sentence: Sentence, marks: Marks) -> bool:
    """Return whether only the verb at the end of its clause follows: "die bei Kämpfen mit Rebellen 1998 getötet wurden"."""
    start = quantity.number_start
    if not sentence.verb_final or start == 0 or sentence.tokens[start - 1].kind != "word":
        return False
    behind = marks.starting.get(quantity.end, ())
    if any(m.kind in _COUNTED or (m.kind == "outcomes" and m.form == "noun") for m in behind):
        return False
    verbs = [m for m in behind if m.kind == "outcomes" and m.form == "participle"]
    return bool(verbs) and not any(m.kind in _COUNTED for m in marks.starting.get(max(v.end for v in verbs), ()))


def _age(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether a number between two commas or in brackets follows somebody: "Ajmal Khan (25)", "their daughter, 14,".

    Where the sentence ends behind it there is but one comma: "here they bury Anton, 27".
    """
    del marks, dates
    tokens, start, end = sentence.tokens, quantity.start, quantity.end
    if quantity.how is not How.DIGITS or start == 0 or (quantity.bounds.high or 0) > 120:
        return False
    closing = tokens[end].text if end < len(tokens) else "."
    around = tokens[start - 1].text + ("," if closing in ".!?" else closing)
    named = start >= 2 and tokens[start - 2].kind == "word" and tokens[start - 2].capitalised
    named = named or any(m.end == start - 1 and m.form != "many" for m in sentence.of("victims"))
    return named and around in ("()", ",,", "[]")


def _ordinal(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether an ordinal counts nobody: "the fourth died later", "while saving the second pilot a marine died"."""
    del dates
    if not quantity.ordinal:
        return False
    behind = [m for m in marks.starting.get(quantity.end, ()) if m.kind in _COUNTED]
    no_subject = bool(behind) and all(m.form in _NO_SUBJECT for m in behind) and not _becomes(quantity, sentence, behind)
    return not behind or (no_subject and not any(m.end == quantity.start for m in sentence.of("outcomes")))


def _becomes(quantity: Quantity, sentence: Sentence, behind: Sequence[Mark]) -> bool:
    """Return whether an ordinal says which one somebody became of whom a clause tells more: "стал пятым солдатом, погибшим"."""
    became = any(mark.end == quantity.start for mark in sentence.of("grammar", "auxiliary"))
    end = max(mark.end for mark in behind)
    return became and any(token.text == "," for token in sentence.tokens[end : end + _FURTHER])


def _share(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    del sentence, marks, dates
    return quantity.ratio or quantity.share


def _list_number(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether a number with a bracket or stop opens the sentence: "1) ..."."""
    del marks, dates
    tokens = sentence.tokens
    opens = quantity.start == 0 and quantity.how is How.DIGITS and quantity.end < len(tokens)
    return opens and tokens[quantity.end].text in ").:" and tokens[quantity.end].glued and len(tokens) > quantity.end + 1


def _growth(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether a number says by how much a figure grew, before or behind it: "210 000 (+700)", "rose by 30 to 120"."""
    del marks, dates
    tokens, start = sentence.tokens, quantity.number_start
    if any(m.end in (quantity.start, start) for m in sentence.of("grammar", "growth")):
        return True
    return start >= 2 and tokens[start - 1].text == "+" and tokens[start - 2].text == "("


def _contrast(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether a word for none only turns down the number behind it, or a state: "no 76 but thirteen", "neither Russia"."""
    del dates
    end, tokens = quantity.end, sentence.tokens
    if quantity.how is not How.ZERO:
        return False
    while end < len(tokens) and marks.is_a(end, "article"):
        end += 1  # "neither the 40 soldiers"
    return end < len(tokens) and (tokens[end].kind == "number" or marks.at(quantity.end, "countries", "name") is not None)


def _uninformed(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether a word for none says that nothing is known: "nobody knows how many", "about the dead information | none"."""
    del dates
    if quantity.how is not How.ZERO:
        return False
    if _of_figures(quantity, sentence, marks):
        return True
    if any(_asks(mark, quantity, marks) for mark in sentence.of("exclusions", "information", "asking")):
        return True
    sourced = [m for m in sentence.of("attribution") if m.form in _SOURCED]  # "by the army's figures, none of them died"
    told = (m for m in sentence.of("exclusions", "information", "after") if m.end <= quantity.start)
    known = (m.end for m in told if not any(source.start <= m.start < source.end for source in sourced))
    return any(all(token.kind != "sign" for token in sentence.tokens[end : quantity.start]) for end in known)


def _clock(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether a number ends a time of day whose word stands before the first: "between klokken 2 and 4"."""
    del dates
    tokens, at = sentence.tokens, quantity.number_start
    pair = at >= 3 and tokens[at].kind == tokens[at - 2].kind == "number" and (quantity.bounds.high or HOURS) < HOURS
    if not pair or not (marks.is_a(at - 1, "conjunction") or tokens[at - 1].text in HYPHENS):
        return False
    return any(m.form == "before" and m.end == at - 2 for m in sentence.of("exclusions", "time"))


def _of_figures(quantity: Quantity, sentence: Sentence, marks: Marks) -> bool:
    """Return whether figures are meant, and nobody who was killed: "none of the casualty figures could be confirmed"."""
    if not (marks.is_a(quantity.end, "preposition") or marks.is_a(quantity.end, "article")):
        return False
    tolls = (m for m in sentence.of("outcomes", form="toll") if m.tail is None)
    return any(0 < m.start - quantity.end <= FIGURES for m in (*tolls, *sentence.of("grammar", "count", "word")))


def _asks(asking: Mark, quantity: Quantity, marks: Marks) -> bool:
    """Return whether a question stands in a denial ("not say if there were any"), or soon behind a word for none and its verb."""
    if quantity.number_start <= asking.start < quantity.end:
        return True
    told = (m for at in range(quantity.end, asking.start) for m in marks.starting.get(at, ()))
    near = 0 < asking.start - quantity.end <= ASKED
    return near and not any(m.kind == "outcomes" or m.kind in _COUNTED for m in told)


def _source(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether an article stands behind "according to" or "said", or in such words, and so before him who says it."""
    del marks, dates
    if not quantity.article:
        return False
    start = quantity.start
    said = start > 1 and (sentence.tokens[start - 2].text in _ENDED)
    return any(
        (m.end == start and (m.form == "before" or (m.form == "verb" and said)) and m.value in _SAYS)
        or (m.form == "before" and m.start < start < m.end)
        for m in sentence.of("attribution")
    )


def _saved(quantity: Quantity, sentence: Sentence, marks: Marks, dates: Sequence[Stretch]) -> bool:
    """Return whether those counted were saved: the verb stands right before the number, or behind its noun."""
    del dates
    for mark in sentence.of("grammar", "saving"):
        if any(m.start <= mark.start and mark.end <= m.end for m in sentence.of("outcomes")):
            continue  # "they saved themselves abroad": it says what happened
        before, behind = sentence.tokens[mark.end : quantity.start], sentence.tokens[quantity.end : mark.start]
        if mark.end <= quantity.start and len(before) <= BESIDE and all(t.kind == "word" for t in before):
            return not _told(mark.end, quantity.start, marks)
        if quantity.end <= mark.start and len(behind) <= AFTER and all(t.kind == "word" for t in behind):
            return not _told(quantity.end, mark.start, marks)
    return False


def _told(start: int, end: int, marks: Marks) -> bool:
    """Return whether something else is told, or another clause begins, between two places: more than "missing"."""
    return any(
        (m.kind == "outcomes" and not (_lives(at, marks) or m.value == "missing"))
        or (m.kind == "grammar" and m.value in ("conjunction", "subordinator"))
        for at in range(start, end)
        if not marks.is_a(at, "preposition", "of")  # German "der" is both
        for m in marks.starting.get(at, ())
        if m.tail is None
    )


def _lives(index: int, marks: Marks) -> bool:
    """Return whether a word counts lives, which may be saved as well as lost."""
    return any(m.kind == "victims" and m.value == "life" for m in marks.starting.get(index, ()))


RULES: tuple[tuple[str, Callable[[Quantity, Sentence, Marks, Sequence[Stretch]], bool]], ...] = (
    ("date", _dated),
    ("measure", _measured),
    ("date", _clock),
    ("label", _glued),
    ("label", _suspended),
    ("land", _land),
    ("address", _address),
    ("year", _year),
    ("age", _age),
    ("ordinal", _ordinal),
    ("ratio", _share),
    ("list_number", _list_number),
    (GROWN, _growth),
    ("contrast", _contrast),
    ("uninformed", _uninformed),
    ("source", _source),
    ("saved", _saved),
)

#: What each name says to a person.
REASONS = {
    "date": "it belongs to a date, a time or a length of time",
    "measure": "a unit, or a noun that names no victims, stands beside it",
    "label": "it is joined to letters or by a hyphen, as in the name of a model or unit",
    "land": "it is the article of a country",
    "address": "it stands in an address on the web",
    "year": "it looks like a year, and nobody is counted",
    "age": "it stands behind a name as an age does",
    "ordinal": "it is an ordinal that counts nobody",
    "ratio": "it is a ratio, a share or a number of times",
    "list_number": "it numbers a list",
    "contrast": "it only turns down the number behind it",
    "uninformed": "it says that nothing is known of them",
    GROWN: "it says by how much a figure grew",
    "source": "it stands before him who says so",
    "saved": "it counts those who were saved",
    "boilerplate": "it stands in words that are not the report's own",
    "doer": "it counts those who did it",
    "attachment": "no word near enough says what happened to whom",
}
