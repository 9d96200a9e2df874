"""Which files are ours: what git would keep, or, in an unpacked archive, all but what set-up made."""

import subprocess
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MADE = {"node_modules", "__pycache__", "dist", "build"}


def our_files() -> list[Path]:
    """Every file of the project, absolute, sorted."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        answer = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        return sorted(ROOT / name for name in answer.split("\0") if name and (ROOT / name).is_file())
    return sorted(path for path in ROOT.rglob("*") if path.is_file() and not _made(path.relative_to(ROOT)))


def _made(path: Path) -> bool:
    hidden = path.parts[0].startswith(".") and path.parts[0] != ".ci" and len(path.parts) > 1
    return hidden or bool(MADE.intersection(path.parts))


def project() -> dict[str, Any]:
    """pyproject.toml, parsed."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def packages() -> list[str]:
    """Our top-level package names, as the wheel ships them."""
    names: list[str] = project()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    return names
