"""The lines of a page and the cues of a language that tell which of them are not the report's own words."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.knowledge.reading_words import page_words, reading_words
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: A line up to this length goes as a whole where a cue opens it; of a longer one only the first sentence goes.
CUE_LINE = 250
#: Most words of a short line, of a photo credit or byline, of an entry of a menu, and of a line with a bare cue word.
SHORT_LINE, NAMES, MENU_ENTRY, BARE_CUE = 9, 8, 4, 4
#: Names of agencies have together at most so many code points, and a credit is looked for in a window of so many.
LONGEST_NAMES, WINDOW = 80, 200
#: Little words between names ("and", "with") have at most so many letters.
LITTLE = 4
#: An entry of a list of other articles is no longer than this.
LIST_ENTRY = 140
_BARS = ("|", "·", "•", "‖", " -- ")
_SEGMENTS = re.compile(r"\s*[|·•‖]\s*|\s+--\s+")
_LEAD = re.compile(r"[\W_]{0,12}")
_WORDS = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?…]*[.!?…]*")
_TIME = re.compile(r"\W{0,4}\d{1,2}[:.hu]\d{2}\W{0,4}")
_SIGN_OFF = re.compile(r"(?:\(\s?©?\s?([^()\n]{2,60})\)|(?<!\w)/([^/()\n]{2,20})/)\W{0,3}$")
_NAME_SEPARATOR = re.compile(r"\s*[/,;+–-]\s*")
_HASHTAGS = re.compile(r"\W{0,4}#\w+(?:[\s,]{1,3}#\w+)*\W{0,4}")
_BULLET = re.compile(r"\s*(?:[-–—•▪◦*]|\d{1,2}[.)])\s")
_BRACKETS = re.compile(r"\([^()\n]{2,160}\)|\[[^\[\]\n]{2,160}\]")
_NEVER = re.compile(r"(?!)")
_SENTENCE_END = (".", "!", "…", ";", ".”", '."', ".»", ".’", ",")


class Line:
    """A line or a part of one, without the white space around it."""

    __slots__ = ("end", "lead", "start", "text", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        words = text[start:end]
        self.text = text
        self.start = start + len(words) - len(words.lstrip())
        self.end = max(self.start, start + len(words.rstrip()))
        self.words = text[self.start : self.end]
        lead = _LEAD.match(self.words)
        self.lead = lead.end() if lead else 0

    @property
    def length(self) -> int:
        """How many code points it has."""
        return self.end - self.start

    @property
    def plain(self) -> str:
        """Its words in lower case, without digits and signs."""
        return " ".join(_WORDS.findall(self.words.lower()))

    def parts(self) -> list[Line]:
        """Return the parts between bars and dots; one where there are none."""
        if not any(sign in self.words for sign in _BARS):
            return [self]
        at, out = 0, []
        for cut in _SEGMENTS.finditer(self.words):
            out.append(Line(self.text, self.start + at, self.start + cut.start()))
            at = cut.end()
        out.append(Line(self.text, self.start + at, self.end))
        return [part for part in out if part.length]


class Cues(NamedTuple):
    """The cues of one language, compiled."""

    opens: re.Pattern[str]
    short: re.Pattern[str]
    closes: re.Pattern[str]
    contains: re.Pattern[str]
    credit: re.Pattern[str]
    byline: re.Pattern[str]
    bracketed: re.Pattern[str]
    whole: frozenset[str]
    lists: frozenset[str]
    agencies: frozenset[str]
    breadcrumbs: tuple[str, ...]
    news: frozenset[str]

    # --- the whole line ---

    def heads_list(self, line: Line) -> bool:
        """Return whether other articles are listed below the line."""
        return line.length <= CUE_LINE and line.plain in self.lists and line.words.rstrip()[-1:] != "."

    def takes(self, line: Line) -> bool:
        """Return whether all of a line is boilerplate."""
        if line.length > CUE_LINE:
            return False
        if self._says_so(line) or self._is_breadcrumb(line):
            return True
        parts = line.parts()
        if len(parts) < 2:
            return False
        cued = [part for part in parts if self._says_so(part) or self._is_all_credit(part)]
        return bool(cued) and all(part in cued or _is_menu_entry(part) for part in parts)

    def _says_so(self, line: Line) -> bool:
        plain = line.plain
        if line.words.startswith("©") and len(line.words.split()) <= SHORT_LINE:
            return True
        if plain in self.whole or _TIME.fullmatch(line.words) or _HASHTAGS.fullmatch(line.words):
            return True
        return (
            self._opened(self.opens, line, words=10**6)
            or self._opened(self.short, line, words=SHORT_LINE)
            or self._is_byline(line)
            or self._is_all_credit(line)
            or self._is_agencies(line.words)
        )

    def _opened(self, cue: re.Pattern[str], line: Line, *, words: int) -> bool:
        """Return whether a cue opens the line; a single word needs a sign behind it, or a line of little else."""
        found = cue.match(line.words, line.lead)
        if not found:
            return False
        if words <= SHORT_LINE and (len(line.words.split()) > words or line.words.endswith(".")):
            return False
        said, rest = found.group(), line.words[found.end() :].lstrip(" \u00a0")
        if " " in said or not rest or not rest[0].isalnum():
            return True
        shouted = said.isupper() and not rest.split()[0].isupper()
        bare = words > SHORT_LINE and len(line.words.split()) <= BARE_CUE and not _has_digit(line.words)
        return shouted or bare

    def _is_byline(self, line: Line) -> bool:
        if line.words.endswith("."):
            return False
        if self._is_signed(line.words):
            return True
        found = self.byline.match(line.words, line.lead)
        if not found:
            return False
        rest = line.words[found.end() :]
        return bool(rest.strip(" :")) and (self._are_names(rest) or (" " in found.group() and _is_few_words(rest)))

    def _is_signed(self, words: str) -> bool:
        """Return whether words are a name and, behind a comma, what its bearer is for the paper: "Name Surname, reporter"."""
        name, _, office = words.partition(",")
        called = self.byline.search(office)
        if called is None or " " not in name.strip() or not self._are_names(name):
            return False
        where = (office[: called.start()] + office[called.end() :]).strip()
        return not where or self._are_names(where)

    def _is_all_credit(self, line: Line) -> bool:
        found = self.credit.match(line.words, line.lead)
        if not found:
            return False
        rest = line.words[found.end() :].strip()
        return not rest.strip(" .:") or self._credit_end(line.words, found) >= len(line.words)

    def _is_agencies(self, words: str) -> bool:
        if len(words) > LONGEST_NAMES:
            return False
        bare = fold(words.strip(" \t\u00a0()[]/©.*_"))
        return bool(bare) and (
            bare in self.agencies or all(part in self.agencies for part in _NAME_SEPARATOR.split(bare) if part)
        )

    def _is_breadcrumb(self, line: Line) -> bool:
        for sign in self.breadcrumbs:
            parts = line.words.split(f" {sign} ")
            if len(parts) > 1 and not line.words.endswith(".") and all(_is_few_words(p, MENU_ENTRY) for p in parts):
                return True
        return False

    def is_entry(self, line: Line) -> bool:
        """Return whether a line reads like the headline of another article."""
        if self.heads_list(line) or self.takes(line):
            return True
        return line.length <= LIST_ENTRY and (bool(_BULLET.match(line.words)) or not line.words.endswith(_SENTENCE_END))

    # --- within a line ---

    def within(self, line: Line) -> Iterator[tuple[int, int]]:
        """Yield the parts of a line that are boilerplate."""
        found = self.opens.match(line.words, line.lead)
        if found and line.length > CUE_LINE and self._opened(self.opens, line, words=10**6):
            end = _sentence_end(line.words, found.end())
            if end <= CUE_LINE:
                yield line.start, line.start + end
        for part in line.parts() if line.length <= CUE_LINE else ():
            if part.length < line.length and (self._says_so(part) or self._is_all_credit(part)):
                yield part.start, part.end
        yield from self._sentences(line)
        yield from self._credits(line)
        yield from self._notices(line)
        sign_off = _SIGN_OFF.search(line.words, max(0, line.length - 80))
        if sign_off and self._is_agencies(sign_off.group(1) or sign_off.group(2)):
            yield line.start + sign_off.start(), line.end

    def _sentences(self, line: Line) -> Iterator[tuple[int, int]]:
        """Yield the sentences that hold what only pages say."""
        if not self.contains.search(line.words):
            return
        for sentence in _SENTENCE.finditer(line.words):
            if sentence.group() and self.contains.search(sentence.group()):
                yield line.start + sentence.start(), line.start + sentence.end()

    def _notices(self, line: Line) -> Iterator[tuple[int, int]]:
        """Yield the notices in brackets that a law asks for, which tell nothing of what is reported."""
        for found in _BRACKETS.finditer(line.words):
            if self.bracketed.search(found.group()):
                yield line.start + found.start(), line.start + found.end()

    def _credits(self, line: Line) -> Iterator[tuple[int, int]]:
        """Yield photo credits: at the beginning or end of a sentence, or in brackets."""
        for found in self.credit.finditer(line.words):
            before = line.words[max(0, found.start() - WINDOW) : found.start()].rstrip()
            if before and before[-1] not in ".!?…:)»”\"'(|[–—/":
                continue
            end = self._credit_end(line.words, found)
            if end > found.end():
                start = found.start() - 1 if before.endswith(("(", "[")) else found.start()
                yield line.start + start, line.start + end

    def _credit_end(self, words: str, found: re.Match[str]) -> int:
        """Return where the names of a credit end; where it begins if what follows are no names."""
        rest = words[found.end() : found.end() + WINDOW]
        signed = rest.lstrip()[:1] in {":", "/", "©"}
        closing = words[max(0, found.start() - 2) : found.start()].count("(")
        end = found.end() + (_bracket_end(rest) if closing else _names_end(rest))
        names = words[found.end() : end]
        few = len(names.split()) <= NAMES and not _has_digit(names)
        told = len(names.split()) > MENU_ENTRY + 1 and any(word.lower() in self.news for word in _WORDS.findall(names))
        if not names.strip(" .:)") or not few or told or not (signed or self._are_names(names)):
            return found.end() if names.strip(" .:)") else end
        return end

    def _are_names(self, words: str) -> bool:
        """Return whether the words are names: capitals, agencies, and little words between them."""
        found = _WORDS.findall(words)
        if not found or len(found) > NAMES or _has_digit(words):
            return False
        small = [word for word in found if word[:1].islower() and fold(word) not in self.agencies]
        return (len(small) < len(found) and all(len(word) <= LITTLE for word in small)) or self._is_agencies(words)


def _names_end(rest: str) -> int:
    """Return where a credit ends that is not in brackets: at a bar, or at a full stop that is not an initial's."""
    for stop in re.finditer(r"\s[|•·]|\.(?=\s+[^\W\d_])|$", rest):
        word = rest[: stop.start()].split()[-1:] or [""]
        if not stop.group().startswith(".") or len(word[0]) > 2:
            return stop.end() if stop.group() == "." else stop.start()
    return len(rest)


def _bracket_end(rest: str) -> int:
    end = rest.find(")")
    return len(rest) if end < 0 else end + 1


def _sentence_end(words: str, start: int) -> int:
    found = _SENTENCE.match(words, start)
    return found.end() if found else len(words)


def _is_menu_entry(part: Line) -> bool:
    return _is_few_words(part.words, MENU_ENTRY)


def _is_few_words(words: str, most: int = NAMES) -> bool:
    return len(words.split()) <= most and not _has_digit(words.strip("() 0"))


def _has_digit(words: str) -> bool:
    return any(sign.isdecimal() for sign in words)


@functools.cache
def cues_of(code: str) -> Cues:
    """Return the cues of a language, compiled once."""
    words = reading_words(code)
    cues, shared = words.boilerplate, page_words()
    return Cues(
        opens=_any([*cues.opens, *shared.software]),
        short=_any(cues.short),
        closes=_any(cues.closes),
        contains=_any(cues.contains),
        credit=_any(cues.credit),
        byline=_any(cues.byline),
        bracketed=_any(cues.bracketed) if cues.bracketed else _NEVER,
        whole=frozenset(_plain([*cues.whole, *shared.networks])),
        lists=frozenset(_plain(cues.lists)),
        agencies=shared.agencies,
        breadcrumbs=shared.breadcrumbs,
        news=words.news,
    )


def _plain(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        yield " ".join(_WORDS.findall(phrase))


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return an expression for any of the phrases, as whole words; `*` stands for letters, alone for one word."""
    out = []
    for phrase in phrases:
        words = [r"\S{1,30}" if word == "*" else re.escape(word).replace(r"\*", r"\w{0,30}") for word in phrase.split()]
        out.append(r"[ \u00a0]{1,3}(?:[:–-][ \u00a0])?".join(words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(out)})(?!\w)", re.IGNORECASE)
