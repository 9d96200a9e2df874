"""The keys of the logs. Without a word: list the public ones, for whoever verifies. The private ones never show.

piket keys new NAME LOG...    before founding: make keys for logs that have none, called NAME/log/LOG
piket keys renew LOG FILE     make a key to take over LOG, and FILE, an encrypted backup that holds it too
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
from domain.audit.succession import log_named


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="the list as JSON")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="instead of asking for the passphrase")
    parser.add_argument("action", nargs="?", choices=["list", "new", "renew", "backup", "restore"], default="list")
    parser.add_argument("arguments", nargs="*", metavar="...")


def run(given: Namespace) -> int:
    place, words = Place(given.data), given.arguments
    match given.action:
        case "list":
            _list(place, as_json=given.json)
        case "new" if len(words) >= 2:
            _must_be_named(place, words[1:])
            sys.stdout.writelines(f"{key}\n" for key in make(place, words[0], words[1:]))
        case "renew" if len(words) == 2:
            _renew(place, words[0], Path(words[1]), given.passphrase_file, as_json=given.json)
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
    """Make the keys of these logs, of webhooks and of Web Push; return the public ones of the logs, in this order."""
    from config.keys import load_log_keys, make_log_keys, make_push_seed, make_webhook_seed

    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_log_keys(place.keys, name, logs, secrets.token_bytes)
    make_webhook_seed(place.keys, secrets.token_bytes)
    make_push_seed(place.keys, secrets.token_bytes)
    _write_public(place)
    keys = load_log_keys(place.keys)
    return [keys[log].verifier.encode() for log in logs]


def _must_be_named(place: Place, logs: list[str]) -> None:
    """Refuse a new key beside a genesis: it names every log with its key, and founders alone let another take over."""
    if not (place.signed.exists() or place.unsigned.exists()):
        return
    for log in logs:
        if not (place.keys / f"{log}.key").exists():
            raise CommandRefused(
                f"The genesis here knows no new key for {log}: put a lost key back with piket keys restore, or make "
                "one that takes over with piket keys renew."
            )


def _renew(place: Place, log: str, backup: Path, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Make a key that can take over a log. It signs nothing until enough founders signed the act that names it."""
    from bot.cli.backup import read_passphrase, seal
    from bot.cli.histories import histories
    from bot.cli.verifying import parse_keys
    from config.keys import make_later_key
    from storage.evidence import evidence

    folder, text = _folder(place), place.public_keys.read_text(encoding="utf-8") if place.public_keys.exists() else ""
    known = next((key for key in parse_keys(text) if log_named(key.name) == log), None)
    if known is None:
        raise CommandRefused(f"There is no log {log} among the public keys here; see piket keys.")
    if backup.exists():
        raise CommandRefused("That file is there already; a backup never replaces another.")
    passphrase = read_passphrase(passphrase_file, twice=True)
    with evidence(place.settings().database) as store:
        size, present = store.audit.size(log), histories(store, {log: known}, None)[log].newest
    made = make_later_key(folder, present.name, secrets.token_bytes).verifier
    seal(folder, backup, passphrase)
    _write_public(place)
    act = {"log": log, "old": present.encode(), "new": made.encode(), "size": size}
    if as_json:
        sys.stdout.write(json.dumps(act, indent=2) + "\n")
        return
    sys.stdout.writelines(f"{name:5} {value}\n" for name, value in act.items())
    sys.stdout.write(
        f"The backup is in {backup}. The new key signs once the founders signed directory.rotate_log_key with this.\n"
        "If the log grows past that size before they did, they name a larger one.\n"
    )


def _folder(place: Place) -> Path:
    folder = place.settings().log_key_file
    if folder is None:
        raise CommandRefused("There is no folder with keys here; give --data, or found the installation first.")
    return folder


def _public(folder: Path) -> list[str]:
    """The public keys, of each log the first and then those that were made to take over."""
    from config.keys import load_later_keys, load_log_keys, logs_with_later_keys

    first = load_log_keys(folder)
    found = []
    for log in sorted({*first, *logs_with_later_keys(folder)}):
        keys = [*([first[log]] if log in first else ()), *load_later_keys(folder, log)]
        found += [key.verifier.encode() for key in keys]
    return found


def _write_public(place: Place) -> None:
    """Write the public keys, and keep those that stand there: who verifies needs them when a key is lost."""
    text = place.public_keys.read_text(encoding="utf-8") if place.public_keys.exists() else ""
    lines = dict.fromkeys([*text.split(), *_public(place.keys)])
    place.public_keys.write_text("".join(f"{key}\n" for key in lines), encoding="utf-8")


def _list(place: Place, *, as_json: bool) -> None:
    public = _public(_folder(place))
    if as_json:
        sys.stdout.write(json.dumps({log_named(key): key for key in reversed(public)}, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{key}\n" for key in public)
