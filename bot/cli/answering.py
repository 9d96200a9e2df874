"""Asks whoever answers on this machine whether it is this installation's service, and whether that is ready."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from typing import Final

from bot.cli.installation import Place
from bot.cli.refused import CommandRefused
from bot.cli.trouble_words import SENTENCES
from config.keys import DIRECTORY_LOG, load_later_keys, load_log_keys
from domain.audit.checkpoints import parse_unverified
from domain.audit.errors import AuditError
from domain.audit.notes import VerifierKey, verify

_PATIENCE: Final = 4
"""Seconds the service may take to say that it is ready."""
_MOST: Final = 65536


def ask(place: Place) -> tuple[int, str]:
    """Ask over loopback; return the exit status and what to say.

    0: this installation's service is ready; what else is wrong follows. 1: it is not, or it is another's.

    Raises:
        CommandRefused: when nothing answers, or there is no key here by which the service could be known.
    """
    settings = place.settings(**place.practised())
    host, _, port = settings.listen.rpartition(":")
    reach = "127.0.0.1" if host in ("0.0.0.0", "") else host.strip("[]")  # noqa: S104  # an address that is compared, not bound
    status, body = _get(reach, int(port), "/v1/health/ready")
    if status != 200:
        reasons = ", ".join(_words(body, "reasons"))
        return 1, f"The service is not ready: {reasons or f'status {status}'}."
    folder = settings.log_key_file
    own = {} if folder is None else load_log_keys(folder)
    if folder is None or DIRECTORY_LOG not in own:
        raise CommandRefused(
            f"A service on port {port} is ready, but there are no log keys here to tell whose it is; give --data."
        )
    keys = [own[DIRECTORY_LOG], *load_later_keys(folder, DIRECTORY_LOG)]
    status, note = _get(reach, int(port), f"/v1/log/{DIRECTORY_LOG}/checkpoint")
    if status == 404:
        return 1, f"The service on port {port} has not shown yet whose it is, since its log is empty; ask again."
    if status != 200 or not any(_signed_by(note, key.verifier) for key in keys):
        return 1, f"Another installation's service answers on port {port}; start this one on a port of its own."
    return 0, "\n".join(["The service is ready.", *(SENTENCES.get(word, word) for word in _words(body, "troubles"))])


def _get(host: str, port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection(host, port, timeout=_PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(_MOST)
    except (OSError, HTTPException):
        raise CommandRefused(f"Nothing answers on port {port}; start the service, or look at its log.") from None
    finally:
        connection.close()


def _signed_by(note: bytes, key: VerifierKey) -> bool:
    """Whether this is a checkpoint of the key's own log under its signature: only who has the key can make one."""
    try:
        checkpoint, parsed = parse_unverified(note)
        verify(parsed, key)
    except AuditError:
        return False
    return checkpoint.origin == key.name


def _words(body: bytes, name: str) -> Sequence[str]:
    """The fixed words under a name of the answer; none when it is not what our service says."""
    try:
        found = json.loads(body).get(name, [])
    except (ValueError, AttributeError):
        return []
    return [str(word) for word in found]
