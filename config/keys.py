"""The folder with the service's own keys: a note key a log, and what signs webhook bells and Web Push.

`<log>.key` holds a log's key in the C2SP text form, whose name is the log's origin; `<log>.<key id>.later` one that was
made to take over from it, by an act of the founders; `webhook.seed` and `webpush.seed` hold 32 bytes as base64. The
folder is for the service's user alone (0700), as is each file (0600). Nothing here ever prints a key.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from config.settings import SettingsInvalid, read_secret
from domain.audit.errors import AuditError
from domain.audit.notes import SignatureType, SignerKey
from domain.audit.succession import log_named
from domain.ids import Randomness

DIRECTORY_LOG: Final = "directory"
ROOT_LOG: Final = "root"
WEBHOOK: Final = "webhook.seed"
WEB_PUSH: Final = "webpush.seed"
_SEED_BYTES: Final = 32
_P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_LATER: Final = ".later"


def load_log_keys(folder: Path) -> dict[str, SignerKey]:
    """Return the key of each log by the log's name.

    Raises:
        SettingsInvalid: when a file is not a key, or not the key of the log after which it is named.
    """
    return {path.stem: _log_key(path, path.stem) for path in sorted(folder.glob("*.key"))}


def load_later_keys(folder: Path, log: str) -> tuple[SignerKey, ...]:
    """Return the keys that were made to take over this log, whether or not its founders let them yet.

    Raises:
        SettingsInvalid: when a file is not a key, or not of this log.
    """
    return tuple(_log_key(path, log) for path in sorted(folder.glob(f"{log}.*{_LATER}")))


def logs_with_later_keys(folder: Path) -> frozenset[str]:
    """Return the logs for which there is at least one such key."""
    return frozenset(path.name.removesuffix(_LATER).rpartition(".")[0] for path in folder.glob(f"*{_LATER}"))


def make_later_key(folder: Path, origin: str, random: Randomness) -> SignerKey:
    """Make one more key that can take over the log with this origin; durable on return, each time another."""
    _own(folder)
    key = SignerKey(origin, SignatureType.ED25519, random(_SEED_BYTES))
    path = folder / f"{log_named(origin)}.{key.verifier.key_id.hex()}{_LATER}"
    write_private(path, key.encode().encode() + b"\n")
    return key


def _log_key(path: Path, log: str) -> SignerKey:
    try:
        key = SignerKey.parse(read_secret(path))
    except AuditError:
        raise SettingsInvalid(f"The file {path.name} is not a log key; restore it from the backup.") from None
    if log_named(key.name) != log:
        raise SettingsInvalid(f"The file {path.name} holds the key of another log; restore it from the backup.")
    return key


def load_webhook_seed(folder: Path) -> bytes | None:
    """Return the seed of the Ed25519 key that signs webhook bells, or None when there is none.

    Raises:
        SettingsInvalid: when the file is something else.
    """
    return _seed(folder / WEBHOOK, "a webhook key")


def load_push_seed(folder: Path) -> bytes | None:
    """Return the private scalar of the P-256 key that says to push services who sends, or None when there is none.

    Raises:
        SettingsInvalid: when the file is something else.
    """
    return _seed(folder / WEB_PUSH, "a Web Push key", fits=_is_scalar)


def _seed(path: Path, what: str, fits: Callable[[bytes], bool] = bool) -> bytes | None:
    if not path.exists():
        return None
    try:
        seed = base64.b64decode(read_secret(path), validate=True)
    except binascii.Error:
        seed = b""
    if len(seed) != _SEED_BYTES or not fits(seed):
        raise SettingsInvalid(f"The file {path.name} is not {what}; restore it from the backup.")
    return seed


def _is_scalar(seed: bytes) -> bool:
    return 0 < int.from_bytes(seed, "big") < _P256_ORDER


def make_log_keys(folder: Path, name: str, logs: Iterable[str], random: Randomness) -> None:
    """Make a key for each of these logs that has none, named `<name>/log/<log>`; durable on return, safe to repeat."""
    _own(folder)
    for log in logs:
        path = folder / f"{log}.key"
        if not path.exists():
            key = SignerKey(f"{name}/log/{log}", SignatureType.ED25519, random(_SEED_BYTES))
            write_private(path, key.encode().encode() + b"\n")


def make_webhook_seed(folder: Path, random: Randomness) -> None:
    """Make the key that signs webhook bells, when there is none; durable on return, safe to repeat."""
    _own(folder)
    path = folder / WEBHOOK
    if not path.exists():
        write_private(path, base64.b64encode(random(_SEED_BYTES)) + b"\n")


def make_push_seed(folder: Path, random: Randomness) -> None:
    """Make the key that says to push services who sends, when there is none; durable on return, safe to repeat."""
    _own(folder)
    path = folder / WEB_PUSH
    while not path.exists():
        seed = random(_SEED_BYTES)
        if _is_scalar(seed):
            write_private(path, base64.b64encode(seed) + b"\n")


def open_to_others(path: Path) -> bool:
    """Tell whether anybody but the owner may do anything with this file or folder."""
    return path.stat().st_mode & 0o077 != 0


def write_private(path: Path, data: bytes) -> None:
    """Write a new file, mode 0600, durable on return. Raises FileExistsError: what is there is never replaced."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _own(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
