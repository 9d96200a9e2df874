"""The encrypted backup of the log keys: one age file under a passphrase, which any age program opens too."""

from __future__ import annotations

import json
import secrets
import sys
from pathlib import Path
from typing import Final

from bot.cli.refused import CommandRefused
from config.keys import write_private

SHORTEST: Final = 12
"""Letters a passphrase must have; a backup lies in drawers for years."""


def read_passphrase(file: Path | None, *, twice: bool) -> str:
    """Ask for the passphrase, or read it from a file when there is nobody to ask."""
    if file is not None:
        passphrase = file.read_text(encoding="utf-8").strip()
    else:
        if not sys.stdin.isatty():
            raise CommandRefused("There is nobody to ask for a passphrase; give --passphrase-file.")
        from getpass import getpass

        passphrase = getpass("Passphrase of the backup of the log keys: ")
        if twice and getpass("The same passphrase again: ") != passphrase:
            raise CommandRefused("The two passphrases differ; start again.")
    if len(passphrase) < SHORTEST:
        raise CommandRefused(f"A passphrase of the backup has at least {SHORTEST} letters; choose a longer one.")
    return passphrase


def seal(folder: Path, target: Path, passphrase: str, *, work: int | None = None) -> None:
    """Write every key in `folder` to `target`, encrypted; durable on return. Never replaces a file.

    `work` is scrypt's cost as a power of two, lower only where a test waits for it.
    """
    from client.age import ScryptRecipient, encrypt

    keys = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.is_file()}
    recipient = ScryptRecipient(passphrase) if work is None else ScryptRecipient(passphrase, work)
    document = json.dumps({"v": 1, "keys": keys}).encode("utf-8")
    write_private(target, encrypt(document, [recipient], random=secrets.token_bytes))


def restore(source: Path, folder: Path, passphrase: str) -> list[str]:
    """Put back every key that is not there, and return their file names; a key that is there is left alone.

    Raises:
        CommandRefused: when the passphrase is wrong or the file is no backup; nothing was written.
    """
    from client.age import AgeError, ScryptIdentity, decrypt

    try:
        found = json.loads(decrypt(source.read_bytes(), [ScryptIdentity(passphrase)]))
        keys: dict[str, str] = {Path(name).name: text for name, text in found["keys"].items()}
    except (AgeError, ValueError, KeyError, TypeError):
        raise CommandRefused("The backup does not open; check the passphrase and that it is the right file.") from None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    missing = [name for name in sorted(keys) if not (folder / name).exists()]
    for name in missing:
        write_private(folder / name, keys[name].encode("utf-8"))
    return missing
