"""A witness to practise with, on loopback: one key, one small file, and never two histories of one log.

python -m sandbox.witness --folder FOLDER --keys log-keys.txt
"""

from __future__ import annotations

import json
import secrets
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiohttp import web

from client.durable import private_folder, write_durably
from domain.audit.checkpoints import Checkpoint
from domain.audit.notes import SignatureType, SignerKey, VerifierKey
from domain.audit.witnessing import PATH, SIZE_TYPE, answer, origin_of

NAME: Final = "witness.oefening"


class Witness:
    """Cosigns what extends what it saw before; what it saw is on disk before anybody hears of it."""

    def __init__(
        self,
        folder: Path,
        trusted: Callable[[], Sequence[VerifierKey]],
        clock: Callable[[], datetime],
        name: str = NAME,
    ) -> None:
        """`folder` keeps its key, made on the first start, and what it saw of each log. `trusted` are the logs' keys,
        asked for at each request: a log whose key is to change is not lost."""
        self._folder, self._trusted, self._clock = private_folder(folder), trusted, clock
        self._key = self._signer(name)

    @property
    def key(self) -> VerifierKey:
        """The key for the policy file."""
        return self._key.verifier

    def app(self) -> web.Application:
        """The application that answers `add-checkpoint`."""
        app = web.Application()
        app.router.add_post(PATH, self._post)
        return app

    async def _post(self, request: web.Request) -> web.Response:
        status, body = self.add_checkpoint(await request.read())
        kind = SIZE_TYPE if status == 409 else "text/plain"
        return web.Response(status=status, body=body, headers={"Content-Type": kind})

    def add_checkpoint(self, data: bytes) -> tuple[int, bytes]:
        """Answer a request. Nothing is awaited between comparing and storing: requests take turns."""
        origin = origin_of(data)
        seen = self._seen()
        known = None if origin not in seen else Checkpoint(origin, seen[origin][0], bytes.fromhex(seen[origin][1]))
        reply = answer(data, known, self._trusted(), self._key, int(self._clock().timestamp()))
        if reply.keep is not None:
            seen[reply.keep.origin] = (reply.keep.size, reply.keep.root.hex())
            write_durably(self._folder / "seen.json", json.dumps(seen).encode("utf-8"))
        return reply.status, reply.body

    def _seen(self) -> dict[str, tuple[int, str]]:
        path = self._folder / "seen.json"
        return json.loads(path.read_bytes()) if path.exists() else {}

    def _signer(self, name: str) -> SignerKey:
        path = self._folder / "witness.key"
        if not path.exists():
            made = SignerKey(name, SignatureType.COSIGNATURE, secrets.token_bytes(32))
            write_durably(path, made.encode().encode("utf-8"))
        return SignerKey.parse(path.read_text(encoding="utf-8"))


def main(argv: list[str] | None = None) -> int:
    """Serve until stopped; prints the line for the policy file."""
    parser = ArgumentParser("python -m sandbox.witness", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where its key and its memory are")
    parser.add_argument("--keys", type=Path, required=True, help="the public keys of the logs, one a line")
    parser.add_argument("--port", type=int, default=8082, help="on loopback (default 8082)")
    given = parser.parse_args(argv)
    witness = Witness(given.folder, lambda: _keys(given.keys), lambda: datetime.now(UTC))
    sys.stdout.write(f"witness {NAME} {witness.key.encode()} http://127.0.0.1:{given.port}\nquorum {NAME}\n")
    sys.stdout.flush()
    web.run_app(witness.app(), host="127.0.0.1", port=given.port, print=None)
    return 0


def _keys(file: Path) -> list[VerifierKey]:
    return [VerifierKey.parse(line) for line in file.read_text(encoding="utf-8").split()]


if __name__ == "__main__":
    raise SystemExit(main())
