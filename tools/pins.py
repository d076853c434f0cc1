"""Pin the versions of constraints.txt anew, as a clean environment gets them (`make pins`)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXTRAS = "postgres,web,batch,dev"
#: What builds the package; it is not installed beside it.
BUILD = "hatchling"
_HEAD = "# Exact versions of everything that may be installed, tried together. Regenerate with: make pins\n"


def pins() -> str:
    """Return the text of constraints.txt, with what the package index offers today."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        install = [str(python), "-m", "pip", "install", "--quiet", "--upgrade"]
        subprocess.run([*install, "pip"], check=True)
        subprocess.run([*install, BUILD, f"{ROOT}[{EXTRAS}]"], check=True)
        listed = subprocess.run([str(python), "-m", "pip", "freeze", "--all"], check=True, capture_output=True, text=True)
    kept = [line for line in listed.stdout.splitlines() if "==" in line and not line.startswith(("counterclaim", "setuptools"))]
    return _HEAD + "\n".join(kept) + "\n"


if __name__ == "__main__":
    os.environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    (ROOT / "constraints.txt").write_text(pins(), "utf-8")
    sys.stdout.write("constraints.txt is written\n")
