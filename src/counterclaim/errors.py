"""The errors that counterclaim raises.

    CounterclaimError
    ├── InputError            something that the user handed over cannot be read
    │   ├── UnreadableInput       a file, page or address
    │   └── UnsupportedLanguage   a report in a language without a pack
    ├── KnowledgeError        a pack, codebook, registry or gazetteer is wrong
    │   ├── BadEntry              one wrong entry: file, line, what would be right
    │   └── GazetteerError        the place index cannot be built or read
    ├── LedgerError           the ledger cannot be opened, written or trusted
    └── UnknownIdentifier     nothing has the id that was asked for
        └── NoFigure              an event of which nobody states such a figure

Each takes its raw facts, and writes its sentence in `__str__`, so that it survives the way between processes.
"""

from __future__ import annotations


class CounterclaimError(Exception):
    """The root of all errors that a caller may want to catch."""


class InputError(CounterclaimError):
    """Something that the user handed over cannot be read."""


class UnreadableInput(InputError):
    """One input that cannot be read, why, and what would be right."""

    def __init__(self, source: str, reason: str, remedy: str = "") -> None:
        super().__init__(source, reason, remedy)
        self.source, self.reason, self.remedy = source, reason, remedy

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}" + (f"; {self.remedy}" if self.remedy else "")


class UnsupportedLanguage(InputError):
    """A language for which there is no pack."""

    def __init__(self, language: str, supported: tuple[str, ...]) -> None:
        super().__init__(language, supported)
        self.language, self.supported = language, supported

    def __str__(self) -> str:
        return f"language not supported: {self.language}; there are packs for {', '.join(self.supported)}"


class KnowledgeError(CounterclaimError):
    """A pack, codebook, registry or gazetteer is wrong."""


class BadEntry(KnowledgeError):
    """One wrong entry of a data file."""

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        super().__init__(file, line, problem)
        self.file, self.line, self.problem = file, line, problem

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.problem}"


class GazetteerError(KnowledgeError):
    """The place index cannot be built or read."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path, self.problem = path, problem

    def __str__(self) -> str:
        return f"place index {self.path}: {self.problem}"


class LedgerError(CounterclaimError):
    """The ledger cannot be opened, written or trusted."""


class UnknownIdentifier(CounterclaimError):
    """Nothing has the id that was asked for."""

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__(kind, identifier)
        self.kind, self.identifier = kind, identifier

    def __str__(self) -> str:
        return f"no {self.kind} has the id {self.identifier!r}"


class NoFigure(UnknownIdentifier):
    """An event of which no report states a figure of an outcome."""

    def __init__(self, outcome: str, event: str) -> None:
        super().__init__(outcome, event)

    def __str__(self) -> str:
        return f"no report on {self.identifier} says how many were {self.kind}"
