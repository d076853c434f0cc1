"""Whom a sentence names that can suffer or do harm: states, peoples, armies, groups, soldiers of a country, villagers."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from counterclaim.extraction.attachment import RESTATING
from counterclaim.extraction.belonging import TYING, describes_deed
from counterclaim.extraction.outlets import describes_outlet
from counterclaim.fleeting import fleeting
from counterclaim.model import ClaimantKind, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.naming import ActorMark
    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.actors import Actor, Actors
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.knowledge.victims import VictimConcept
    from counterclaim.text import Token

#: The kind of victim that the members of a body are.
MEMBERS = {
    ClaimantKind.ARMED_GROUP: VictimKind.MILITANT,
    ClaimantKind.MILITARY: VictimKind.MILITARY,
    ClaimantKind.NGO: VictimKind.CIVILIAN,
    ClaimantKind.IGO: VictimKind.CIVILIAN,
    ClaimantKind.MEDIA: VictimKind.CIVILIAN,
}
#: The kinds of those who fight.
FIGHTING = frozenset({VictimKind.MILITARY, VictimKind.MERCENARY, VictimKind.MILITANT, VictimKind.POLICE})
#: The kinds of body whose members are of many countries where the body is of none.
TRANSNATIONAL = frozenset({ClaimantKind.ARMED_GROUP, ClaimantKind.IGO, ClaimantKind.MILITARY})
#: How far before a verb of losing or doing its subject may begin, how far behind its victims those may stand to whom they belong.
LOSER, DOER, AGENT, GROUP, SIDE, APPOSITION = 9, 6, 5, 4, 14, 5
#: How many tokens tie a group to the attack that was its own (a hyphen, and "led"), and an attack to the state it struck.
TIED = 2
#: Which reading of the same words is taken.
RANK = {sort: rank for rank, sort in enumerate(("enemy", "body", "people", "victims", "adjective", "name", "office"))}
#: What only describes a noun.
_DESCRIBING = frozenset({"adjective", "striking"})
#: What two sides do to each other.
_MUTUAL = frozenset({"clash"})
_STRETCH = attrgetter("start", "end")
#: Forms of words for losing; forms of words for dead and wounded that may stand beside them; those the form that may hold them.
_LOSING = frozenset({"active", "either", "nominal"})
_STATED = frozenset({"frame", "noun", "toll", "participle"})
_BREAKS = frozenset(',;:–—()"“”«»')


@fleeting
class Party:
    """Somebody named: tokens `start` to `end`, the country (None where it says nothing of it), the kind of its members.

    `sort`: "name" (a state), "adjective", "people", "body" (an army, a group), "office" (who speaks for one), "victims" (a noun),
    "enemy" (the other side of whoever speaks), "striking" (a nation's adjective beside an attack).
    `foreign`: of many countries; `local`: of the one where it fights.
    """

    start: int
    end: int
    country: str | None
    kind: VictimKind | None
    sort: str
    foreign: bool = False
    local: bool = False


def parties(
    sentence: Sentence, actor_marks: Sequence[ActorMark], knowledge: Knowledge, attacks: Sequence[Mark] = ()
) -> list[Party]:
    """Return those whom a sentence names, in reading order; a country's adjective is one with the noun that it describes.

    `attacks` are the words for attacks: an adjective beside one says who struck.
    """
    concepts, actors = knowledge.victims, knowledge.actors
    victims = [m for m in sentence.of("victims") if m.tail is None]
    local = [m for m in victims if concepts[m.value].local]
    heard = [mark for mark in actor_marks if not (mark.place or mark.outlet or mark.platform)]
    speaking = [mark for mark in heard if not (_only_told_of(mark, victims) or _is_local(mark, local))]
    found = [_of_mark(mark, actors) for mark in speaking]
    found += [of_noun(mark, sentence, concepts) for mark in victims if mark.form not in ("single", "owned")]
    at = {mark.end for mark in sentence.of("grammar", "preposition")}  # where a capital is but a town: "in Baghdad"
    found += [p for m in sentence.of("actors") if (p := _of_actor(m, actors.get(m.value), town=m.start in at)) is not None]
    found += [
        Party(m.start, m.end, m.value, None, "people" if m.form == "person" else m.form)
        for m in sentence.of("countries")
        if m.tail is None and not (m.form == "adjective" and describes_outlet(m, sentence, actors))
    ]
    found += [Party(m.start, m.end, None, None, "enemy") for m in sentence.of("grammar", "enemy")]
    out: list[Party] = []
    for one in sorted(found, key=lambda p: (p.start - p.end, RANK[p.sort])):
        if not any(one.start < other.end and other.start < one.end for other in out):
            out.append(one)
    deeds = [*attacks, *(m for m in sentence.of("means") if m.value not in _MUTUAL)]
    if deeds or sentence.of("outcomes", "hit", "active"):
        struck = [m for m in deeds if any(p.sort == "name" and 0 < p.start - m.end <= TIED for p in out)]
        out = [replace(one, sort="striking") if _strikes(one, deeds, struck, sentence) else one for one in out]
    return sorted(out, key=_STRETCH)


def _bombs(party: Party, deeds: Sequence[Mark], sentence: Sentence) -> bool:
    """Return whether a body is the subject of a verb of striking, or its name follows the attack in the case of an owner.

    "L'aviation française | a bombardé un village", "удар | российской армии по городу".
    """
    verbs = (m for m in sentence.of("outcomes", "hit", "active") if 0 <= m.start - party.end <= 1)
    owned = bool(sentence.agreeing) and any(m.end == party.start for m in deeds)
    return owned or any(verbs)


def _strikes(party: Party, deeds: Sequence[Mark], struck: Sequence[Mark], sentence: Sentence) -> bool:
    """Return whether a party only says whose an attack was: "Russian shelling", "un tir russe", "the Hamas-led attack on Israel".

    `struck` are the attacks on a state that is named.
    """
    if party.sort == "body":
        tied = any(0 < m.start - party.end <= TIED and sentence.texts[party.end] in TYING for m in struck)
        return tied or _bombs(party, deeds, sentence)
    return party.sort == "adjective" and any(m.start == party.end or m.end == party.start for m in deeds)


def _only_told_of(mark: ActorMark, suffering: Sequence[Mark]) -> bool:
    """Return whether an actor's words are but a nation, or a noun for those who suffer: "the Russians", "IS fighters"."""
    if mark.person or mark.id or mark.body:
        return False
    return mark.role is None or any(mark.start <= m.start and m.end == mark.end for m in suffering)


def _is_local(mark: ActorMark, local: Sequence[Mark]) -> bool:
    """Return whether an actor is no more than "government forces", of whichever state they fight in."""
    return mark.person is None and any(m.start <= mark.start and mark.end <= m.end for m in local)


def _of_mark(mark: ActorMark, actors: Actors) -> Party:
    office = bool(mark.person or mark.role)
    known = actors.get(mark.id) if mark.id is not None else None
    many = mark.kind is ClaimantKind.IGO or (known is not None and known.country is None and known.kind in TRANSNATIONAL)
    kind = MEMBERS.get(mark.kind) if mark.kind is not None and not office else None
    if mark.body == "police":
        kind = VictimKind.POLICE
    if known is not None and not office:
        kind = known.members or kind
    sort = "office" if office or mark.kind is ClaimantKind.GOVERNMENT else "body"
    return Party(mark.start, mark.end, None if many else mark.country, kind, sort, foreign=many)


def of_noun(mark: Mark, sentence: Sentence, concepts: Mapping[str, VictimConcept]) -> Party:
    """Return the people whom a noun names, with the nation whose adjective stands before it, or behind it: "soldats français"."""
    start, end, country = mark.start, mark.end, None
    for described in sentence.of("countries", form="adjective"):
        if described.end == mark.start:
            start, country = described.start, described.value
        elif country is None and described.start == mark.end and not sentence.agreeing:
            end, country = described.end, described.value
    concept = concepts[mark.value]
    kind = None if concept.kind is VictimKind.UNSPECIFIED else concept.kind
    sort = "enemy" if concept.enemy else "victims"
    return Party(start, end, country, kind, sort, foreign=concept.foreign, local=concept.local)


def _of_actor(mark: Mark, actor: Actor, *, town: bool) -> Party | None:
    if actor.platform or actor.kind is ClaimantKind.MEDIA or mark.tail is not None or (town and actor.capital):
        return None
    if actor.capital or actor.person:
        return Party(mark.start, mark.end, actor.country, None, "office")
    many = actor.country is None or actor.kind is ClaimantKind.IGO
    country = None if many else actor.country
    return Party(mark.start, mark.end, country, actor.members or MEMBERS.get(actor.kind), "body", foreign=many)


def roles(draft: Draft, named: Sequence[Party], speaking: Sequence[Party] = ()) -> Iterator[tuple[str, Party]]:
    """Yield what each party of the draft's sentence is to those whom the draft counts, the nearest first in each role.

    `speaking` are those who state the figure: they lost the counted only where nobody else is named who can have.

    "loser" lost them; "group" stands behind them as theirs; "owner" has or sent them; "side" is whose side they were on;
    "predicate" says what they were; "doer" did it, "striker" is the nation whose attack it was; "before" and "behind" say only
    where the party stands.
    """
    others = [p for p in named if not _overlaps(p, draft)]
    losing = [p for p in others if p.sort != "striking"]
    taken = {
        "loser": _loser(draft, [p for p in losing if p not in speaking]) or (None if _tolls(draft) else _loser(draft, losing)),
        "owner" if draft.outcome is Outcome.STRENGTH else "doer": _counted_doer(draft, others) or _doer(draft, others),
        "group": _group(draft, others),
        "side": _side(draft, others),
        "predicate": _predicate(draft, [p for p in others if p not in speaking]),  # "33 wounded - police" is signed
    }
    for role, party in taken.items():
        if party is not None:
            yield role, party
    rest = [p for p in others if p not in taken.values() and p.sort != "striking"]
    yield from (("striker", p) for p in others if p.sort == "striking")
    yield from (("before", p) for p in reversed(rest) if p.end <= draft.phrase.start)
    yield from (("behind", p) for p in rest if p.start >= draft.phrase.end)


def _tolls(draft: Draft) -> bool:
    """Return whether only a word for how many there were tells of those counted: "the Pentagon puts the number of dead at"."""
    return draft.trigger is not None and draft.trigger.form == "toll"


def _overlaps(party: Party, draft: Draft) -> bool:
    return party.start < draft.phrase.end and draft.phrase.start < party.end


def _loser(draft: Draft, others: Sequence[Party]) -> Party | None:
    """Return whose loss a toll or a verb of losing tells: "Russian losses of 2,800", "cost the army 40 lives"."""
    trigger = draft.trigger
    if draft.outcome in (Outcome.CAPTURED, Outcome.DISPLACED, Outcome.STRENGTH):
        return None
    if (verb := _losing_before(draft)) is not None:
        return _losing_near(verb.start - LOSER, verb.start, others, draft)
    if trigger is None:
        return next((p for p in others if p.end == draft.phrase.start and p.sort in ("adjective", "enemy")), None)
    losing = "losing" in trigger.values or _also_losing(draft, trigger)
    if trigger.form == "frame" or (trigger.form == "split" and trigger.tail is not None):
        within = (p for p in others if trigger.start <= p.start and p.end <= trigger.end and not _behind_preposition(p, draft))
        inside = [p for p in within if not _acts_behind(p, trigger, draft)]
        if inside:
            return inside[0]
    if not (losing or trigger.form in ("toll", "noun")):
        return None
    if (named := _named_behind(trigger.end, others, draft)) is not None:
        return named
    counted = draft.phrase.start if draft.phrase.label is None else draft.phrase.label
    start, end = min(trigger.start, draft.phrase.start), max(trigger.end, counted)
    if losing:
        return _losing_near(start - LOSER, end, others, draft)
    return _tolled(trigger, draft, [p for p in others if start - 3 <= p.end <= end])


def _acts_behind(party: Party, trigger: Trigger, draft: Draft) -> bool:
    """Return whether a party stands as one of many right behind the verb, as who did it: "took | an assailant | nine lives"."""
    return party.start == trigger.head_end + 1 and draft.marks.is_a(trigger.head_end, "article") is None


def _tolled(trigger: Trigger, draft: Draft, near: Sequence[Party]) -> Party | None:
    """Return whose toll is told by the words right before it; none where those counted come first."""
    if not near or draft.phrase.end <= trigger.start:
        return None
    broken = any(t.text in _BREAKS for t in draft.sentence.tokens[near[-1].end : trigger.start])
    return None if broken else near[-1]


def _losing_near(start: int, end: int, others: Sequence[Party], draft: Draft) -> Party | None:
    """Return the last of those who may lose people in a stretch, an army, a people or the enemy before others."""
    near = [
        p
        for p in others
        if start <= p.end <= end and not (_is_thing(p) or _behind_preposition(p, draft) or _counted(p, draft.sentence))
    ]
    bodies = [p for p in near if p.sort in ("body", "enemy", "people") or p.kind in FIGHTING]
    kept = bodies or near
    return kept[-1] if kept else None


def _counted(party: Party, sentence: Sentence) -> bool:
    """Return whether a number stands before a party, which is lost rather than loses: "lost 90 troops and 10 tanks"."""
    return party.start > 0 and sentence.tokens[party.start - 1].kind == "number"


def _is_thing(party: Party) -> bool:
    """Return whether a party is a thing, or people of whom nothing is said, who lose nothing."""
    return party.sort == "victims" and (party.kind is None or party.kind is VictimKind.MATERIEL)


def _also_losing(draft: Draft, trigger: Trigger) -> bool:
    """Return whether a verb of losing stands in words for lost weapons or for dead and wounded: "Russia has lost 20 tanks"."""
    lost = (m for m in draft.sentence.of("outcomes", "losing") if m.start < trigger.end and trigger.start < m.end)
    return draft.outcome in (Outcome.LOST, Outcome.CASUALTIES) and any(lost)


def loses(draft: Draft) -> bool:
    """Return whether words for losing tell of those counted: "the army lost 12 men", "the army lost 12 men killed"."""
    trigger = draft.trigger
    return (trigger is not None and "losing" in trigger.values) or _losing_before(draft) is not None


def _losing_before(draft: Draft) -> Mark | None:
    """Return the words for losing before a figure of dead and wounded: "the army has lost in Iraq 40 men, killed and wounded"."""
    trigger = draft.trigger
    if trigger is not None and (trigger.form not in _STATED or "losing" in trigger.values):
        return None
    start = draft.quantity.start if trigger is None or trigger.form == "frame" else min(trigger.start, draft.quantity.start)
    words = [m for m in draft.sentence.of("outcomes", "losing") if m.form in _LOSING and m.end <= start]
    words = words or [m for m in draft.sentence.of("outcomes", "casualties", "noun") if m.end < start]
    if not words:
        return None
    between = [t.text for t in draft.sentence.tokens[words[-1].end : start] if t.text in _BREAKS]
    listed = between[:1] == [":"] and set(between[1:]) <= {","}  # "the enemy suffered losses: 12 dead, 20 wounded"
    nominal = words[-1].form in ("nominal", "noun")
    return words[-1] if listed or not (between or nominal) else None


def _named_behind(end: int, others: Sequence[Party], draft: Draft) -> Party | None:
    """Return whose a loss is by the words right behind it: "losses of the Russian army"."""
    at = end
    while at < draft.phrase.start and (
        draft.marks.is_a(at, "preposition", "of") or draft.marks.is_a(at, "side", "among") or draft.marks.is_a(at, "article")
    ):
        at += 1
    return next((p for p in others if p.start == at and p.end <= draft.phrase.start), None)


def _behind_preposition(party: Party, draft: Draft) -> bool:
    """Return whether a preposition stands before a party ("since the war against Ukraine began, it has lost")."""
    before = party.start
    if (article := next((m for m in draft.sentence.of("grammar", "article") if m.end == before), None)) is not None:
        before = article.start
    forms = ("place", "group", "inside") if party.sort == "name" else ("place",)
    return any(m.end == before and m.form in forms for m in draft.sentence.of("grammar", "preposition"))


def _counted_doer(draft: Draft, others: Sequence[Party]) -> Party | None:
    """Return the counted who are the subject of a verb: "weil zwei Soldaten drei Zivilisten töteten"."""
    return next((p for p in others if p.end - 1 in draft.marks.doers), None)


def _doer(draft: Draft, others: Sequence[Party]) -> Party | None:
    """Return who did it: the subject of an active verb, or who stands behind "by"."""
    trigger = draft.trigger
    by = next(
        (
            m
            for m in draft.sentence.of("grammar", "agent")
            if m.start >= draft.start and m.start <= draft.end + 1 and _empty(m, draft)
        ),
        None,
    )
    if by is not None and (after := [p for p in others if by.end <= p.start <= by.end + AGENT]):
        return after[0]
    if trigger is None or "losing" in trigger.values:
        return None
    if draft.phrase.start < trigger.head_end:
        return _had_done_it(trigger, others, draft)
    acting = _acts(trigger, draft)
    if (acting or trigger.form == "frame") and (inverted := _behind_verb(trigger, others, draft)) is not None:
        return inverted
    if not acting:
        return None
    before = [p for p in others if trigger.start - DOER <= p.end <= trigger.start and p.sort not in _DESCRIBING]
    if not before or any(t.text in _BREAKS for t in draft.sentence.tokens[before[-1].end : trigger.start]):
        return None
    return before[-1]


def _behind_verb(trigger: Trigger, others: Sequence[Party], draft: Draft) -> Party | None:
    """Return the subject that stands between a verb and those it was done to: Swedish "i går dödade armén tio rebeller"."""
    at = trigger.head_end
    while (article := draft.marks.is_a(at, "article")) is not None:
        at = article.end
    found = next((p for p in others if p.start == at and p.end <= draft.phrase.start and p.sort not in _DESCRIBING), None)
    between = range(found.end, draft.phrase.start) if found is not None else range(0)
    tokens = draft.sentence.tokens
    broken = any(tokens[i].kind != "word" or draft.marks.is_a(i, "conjunction") for i in between)
    return None if broken or len(between) > DOER else found


def _acts(trigger: Trigger, draft: Draft) -> bool:
    """Return whether a verb does something to those behind it; English has one word for "killed" and "were killed"."""
    if trigger.form != "participle":
        return trigger.form in ("active", "either")
    return draft.marks.before_helpers(trigger.start) == trigger.start or draft.marks.has_done(trigger.start)


def _had_done_it(trigger: Trigger, others: Sequence[Party], draft: Draft) -> Party | None:
    """Return the subject of "has" where the verb closes the clause: "the army has 20 tanks destroyed", "claims to have"."""
    if not (draft.sentence.verb_final and trigger.form == "participle" and draft.phrase.end <= trigger.start):
        return None
    having = draft.sentence.of("grammar", "having")
    if any(m.end == trigger.start or m.start == trigger.end for m in having):
        acting = (p for p in reversed(others) if p.end <= draft.phrase.start and p.sort not in _DESCRIBING)
        return next((p for p in acting if p.kind is not VictimKind.MATERIEL), None)
    words = [m for m in having if draft.phrase.start - DOER <= m.end <= draft.phrase.start]
    if not words or any(t.text in _BREAKS for t in draft.sentence.tokens[words[-1].end : draft.phrase.start]):
        return None
    has = words[-1]
    named = [p for p in others if p.sort not in _DESCRIBING and (p.end == has.start or has.end <= p.start <= has.end + 1)]
    return named[0] if named else None


def _empty(mark: Mark, draft: Draft) -> bool:
    """Return whether a preposition stands outside the counted phrase."""
    return not draft.phrase.start <= mark.start < draft.phrase.end


def _group(draft: Draft, others: Sequence[Party]) -> Party | None:
    """Return those to whom the counted belong: "52 dead at al-Shabaab", "17 from the armed forces"."""
    for end in sorted({draft.phrase.end, draft.end}):
        near = [p for p in others if end < p.start + 1 <= end + GROUP]
        if near and near[0].sort in ("body", "victims", "people", "enemy") and _tied(end, near[0], draft):
            return near[0]
    return None


def _tied(start: int, party: Party, draft: Draft) -> bool:
    """Return whether a preposition of belonging opens the way from the counted to a party, and only small words follow."""
    marks = draft.marks
    if start >= party.start:
        return False
    if any(t.text in _BREAKS for t in draft.sentence.tokens[start : party.start]):
        return False
    if marks.is_a(start, "agent") and draft.trigger is not None and start >= draft.trigger.end:
        return False
    if describes_deed(party.end, marks) or any(t.key == "'s" for t in draft.sentence.tokens[party.end - 1 : party.end + 1]):
        return False
    inside = marks.is_a(start, "preposition", "inside")
    if inside is not None and inside.end < party.start and _behind_preposition(party, draft):
        return False  # "lost 27 soldiers in fighting against IS"
    belongs = inside is not None or any(marks.is_a(start, "preposition", form) for form in ("of", "group"))
    return belongs or marks.is_a(start, "side", "among") is not None


def _side(draft: Draft, others: Sequence[Party]) -> Party | None:
    """Return on whose side the counted were: "no losses on the Indian side", "among the rebels, two men died"."""
    words = list(draft.sentence.of("grammar", "side"))
    sided = [p for p in others if any(_names_side(word, p, draft) for word in words)]
    near = [p for p in sided if p.start <= draft.end + SIDE and p.end >= draft.start - SIDE]
    if not near:
        return None
    return min(near, key=lambda p: max(p.start - draft.phrase.end, draft.phrase.start - p.end))


def _names_side(word: Mark, party: Party, draft: Draft) -> bool:
    """Return whether a word makes a party a side: it follows ("on the Indian side"), or opens ("among the rebels")."""
    if word.form == "word":
        described = party.sort == "adjective"  # it stands right before: in "israelske angrep siden fredag" the word is "since"
        beside = word.start == party.end or (word.end == party.start if described else word.start == party.end + 1)
        return beside or (party.sort not in _DESCRIBING and _side_of(word, draft) == party.start)
    gap = word.end
    while (small := draft.marks.is_a(gap, "article")) is not None:
        gap = small.end
    return party.sort != "name" and party.sort not in _DESCRIBING and gap == party.start


def _side_of(word: Mark, draft: Draft) -> int | None:
    """Return where those stand whose side a word names behind a preposition: "on the side of Armenia".

    Behind an attack they are those who struck: "shelling from the side of".
    """
    marks = draft.marks
    led = next(
        (m for value in ("preposition", "article") for m in draft.sentence.of("grammar", value) if m.end == word.start), None
    )
    if led is None or any(m.start < led.start for m in draft.sentence.of("means")):
        return None
    if any(m.end == led.start for m in draft.sentence.of("exclusions")):
        return None
    end = word.end
    while (small := marks.is_a(end, "article") or marks.is_a(end, "preposition", "of")) is not None:
        end = small.end
    return end


def _predicate(draft: Draft, others: Sequence[Party]) -> Party | None:
    """Return what the counted are said to have been: "35 dead – soldiers", "thirteen of these victims were children"."""
    marks, index = draft.marks, draft.phrase.end
    tokens = draft.sentence.tokens
    if index >= len(tokens):
        return None
    helper = marks.is_a(index, "auxiliary") or marks.is_a(index, "among", RESTATING) or _helper_behind(draft)
    if helper is None and tokens[index].text == ",":
        return _apposition(index + 1, others, draft)
    opened = helper or (marks.is_a(index, "article") if draft.phrase.anaphoric else None)
    if opened is not None:
        index = opened.end
    elif tokens[index].text in "–—-:" and not tokens[index].glued:
        index += 1
    else:
        return None
    return next(
        (p for p in others if p.start == index and p.sort in ("victims", "people") and p.kind is not VictimKind.MATERIEL), None
    )


def _helper_behind(draft: Draft) -> Mark | None:
    """Return the verb behind the clause that told what befell some of many: "five of those who died | were | soldiers"."""
    tokens, behind = draft.sentence.tokens, draft.end
    if not (draft.phrase.anaphoric or draft.phrase.partitive) or behind <= draft.phrase.end:
        return None
    behind += behind < len(tokens) and tokens[behind].text == ","
    return draft.marks.is_a(behind, "auxiliary")


def _apposition(index: int, others: Sequence[Party], draft: Draft) -> Party | None:
    """Return who all of the counted were ("39 dead, all civilians"), or of what nation most were ("mostly Turks")."""
    tokens = draft.sentence.tokens
    found = next((p for p in others if index <= p.start <= index + APPOSITION), None)
    if found is None or found.kind is VictimKind.MATERIEL:
        return None
    words = [m for m in draft.sentence.of("grammar", "whole") if m.start >= index]
    if found.sort in ("people", "adjective"):
        most = [m for m in words if m.form == "most" and (m.end <= found.start or m.start == found.end)]
        return found if most and _closed(max(found.end, most[0].end), tokens) else None
    whole = any(m.end <= found.start and m.form != "most" for m in words)
    return found if found.sort == "victims" and whole and _closed(found.end, tokens) else None


def _closed(at: int, tokens: Sequence[Token]) -> bool:
    """Return whether a sentence or a part of it ends at a token."""
    return at >= len(tokens) or tokens[at].text in ".,;)–—"
