"""The environment of gdelt-regkg: a Python that it accepts, the package, and what it compiles from its own data."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

#: The version that is compared with, and the oldest Python that it runs under.
VERSION = "2.1.2"
OLDEST = (3, 12)
_NAMES = ("python3.12", "python3.13", "python3.14", "python3")


class Environment(NamedTuple):
    """A ready environment: its interpreter, the themes that gdelt-regkg compiled from its own rules, and the versions."""

    python: Path
    themes: Path
    version: str
    python_version: str


def find_python(named: str | None) -> Path | None:
    """Return an interpreter that runs and is new enough: the named one, else one on the PATH or of pyenv; None where none is."""
    if named:
        if not _is_new_enough(Path(named)):
            raise SystemExit(f"{named} is no Python {'.'.join(map(str, OLDEST))} or later that runs")
        return Path(named)
    on_path = [Path(found) for name in _NAMES if (found := shutil.which(name))]
    return next((python for python in (*on_path, *_of_pyenv()) if _is_new_enough(python)), None)


def _of_pyenv() -> list[Path]:
    """Return the interpreters that pyenv has installed."""
    pyenv = shutil.which("pyenv")
    if pyenv is None:
        return []
    root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=False).stdout.strip()
    return sorted(Path(root).glob("versions/3.1[2-9]*/bin/python3")) if root else []


def _is_new_enough(python: Path) -> bool:
    """Return whether a command is a Python that runs; a name on the PATH may stand for versions that are not chosen."""
    program = f"import sys, venv; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.run([str(python), "-c", program], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install(python: Path, folder: Path) -> Environment:
    """Return the environment in the folder, made if it is not there."""
    own, themes = folder / "bin" / "python", folder / "resources" / "lexicons" / "themes.authored.json"
    if not themes.is_file():
        print("  setting up gdelt-regkg (once) ...", flush=True)
        subprocess.run([str(python), "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(own), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"gdelt-regkg[ner]=={VERSION}"]
        subprocess.run(pip, check=True)
        compiled = ["build", "themes", "--authored-themes-only", "--output", str(folder / "resources")]
        program = str(folder / "bin" / "gdelt-regkg-cli")
        subprocess.run([program, *compiled], check=True, capture_output=True)
    said = subprocess.run(
        [str(own), "-c", "import platform; print(platform.python_version())"], capture_output=True, text=True, check=True
    )
    return Environment(own, themes, VERSION, said.stdout.strip())
