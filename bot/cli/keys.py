"""The keys of the logs. Without a word: list the public ones, for whoever verifies. The private ones never show.

piket keys new NAME LOG...    make keys for logs that have none, called NAME/log/LOG
piket keys backup FILE        write an encrypted backup of all keys
piket keys restore FILE       put back keys that are missing, from a backup
"""

from __future__ import annotations

import json
import secrets
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.cli.installation import Place, add_data
from bot.cli.refused import CommandRefused


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="the list as JSON")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="instead of asking for the passphrase")
    parser.add_argument("action", nargs="?", choices=["list", "new", "backup", "restore"], default="list")
    parser.add_argument("arguments", nargs="*", metavar="...")


def run(given: Namespace) -> int:
    place, words = Place(given.data), given.arguments
    match given.action:
        case "list":
            _list(place, as_json=given.json)
        case "new" if len(words) >= 2:
            sys.stdout.writelines(f"{key}\n" for key in make(place, words[0], words[1:]))
        case "backup" if len(words) == 1:
            from bot.cli.backup import read_passphrase, seal

            seal(_folder(place), Path(words[0]), read_passphrase(given.passphrase_file, twice=True))
            sys.stdout.write(
                f"The backup is in {words[0]}. Keep it away from this machine, and the passphrase from it.\n"
            )
        case "restore" if len(words) == 1:
            from bot.cli.backup import read_passphrase, restore

            back = restore(Path(words[0]), place.keys, read_passphrase(given.passphrase_file, twice=False))
            _write_public(place)
            sys.stdout.write(f"Put back: {', '.join(back) or 'nothing, all keys were there'}.\n")
        case _:
            raise CommandRefused("That is not how this works; see piket keys --help.")
    return 0


def make(place: Place, name: str, logs: list[str]) -> list[str]:
    """Make the keys of these logs and the webhook key, and return the public keys of the logs, in this order."""
    from config.keys import load_log_keys, make_log_keys, make_webhook_seed

    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_log_keys(place.keys, name, logs, secrets.token_bytes)
    make_webhook_seed(place.keys, secrets.token_bytes)
    _write_public(place)
    keys = load_log_keys(place.keys)
    return [keys[log].verifier.encode() for log in logs]


def _folder(place: Place) -> Path:
    folder = place.settings().log_key_file
    if folder is None:
        raise CommandRefused("There is no folder with keys here; give --data, or found the installation first.")
    return folder


def _public(folder: Path) -> dict[str, str]:
    from config.keys import load_log_keys

    return {log: key.verifier.encode() for log, key in load_log_keys(folder).items()}


def _write_public(place: Place) -> None:
    place.public_keys.write_text("".join(f"{key}\n" for key in _public(place.keys).values()), encoding="utf-8")


def _list(place: Place, *, as_json: bool) -> None:
    public = _public(_folder(place))
    if as_json:
        sys.stdout.write(json.dumps(public, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{key}\n" for key in public.values())
