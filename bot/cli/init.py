"""Found an installation, once. The server adds nobody: founders sign the first fact of the directory themselves.

  1  each founder, on a machine of their own:   piket founder key --person P --organisation O
  2  here:                                      piket init --organisations FILE --founder A.json --founder B.json ...
  3  each founder:                              piket founder sign genesis.unsigned.json
  4  here:                                      piket init --finish --proof A.proof.json --proof B.proof.json ...

The file of organisations is TOML: name = "piket.example", app = ["https://app.piket.example"] (every origin at which
people open the app; the first one's host is what passkeys are bound to, for good; without it passkeys prove nothing),
and under [organisations] the log of each, such as om = "om". The employer of each founder is among them.

The data folder is made for its owner alone (0700) when it is not there; one that others may look in is refused.
Step 4 may be repeated: with the genesis that is stored it changes nothing and says the same again.
"""

from __future__ import annotations

import re
import sys
import tomllib
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.cli.installation import Place, add_data
from bot.cli.refused import CommandRefused

if TYPE_CHECKING:
    from domain.acts.envelope import SignedAct
    from domain.acts.webauthn import App

_NAME: Final = r"[A-Za-z0-9_.-]{1,100}"
"""The name of an installation: it begins the origin of each log, which a signed genesis spells out."""


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--organisations", type=Path, metavar="FILE", help="which organisations, and the name of all")
    parser.add_argument("--founder", type=Path, action="append", default=[], metavar="FILE", help="a public record")
    parser.add_argument("--threshold", type=int, default=2, help="how many must sign together (default 2)")
    parser.add_argument(
        "--practice", action="store_true", help="one founder may do, time may be virtual; never for real"
    )
    parser.add_argument("--backup", type=Path, metavar="FILE", help="where the encrypted backup of the log keys goes")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="instead of asking for the passphrase")
    parser.add_argument("--finish", action="store_true", help="the last step: verify the signatures and store")
    parser.add_argument("--proof", type=Path, action="append", default=[], metavar="FILE", help="a founder's signature")
    parser.add_argument("--signed", type=Path, metavar="FILE", help="instead of --proof: a genesis signed by all")


def run(given: Namespace) -> int:
    place = Place(given.data)
    if given.finish:
        _finish(place, given.proof, given.signed)
    else:
        _begin(place, given)
    return 0


def _begin(place: Place, given: Namespace) -> None:
    from bot.cli.backup import read_passphrase, seal
    from bot.cli.ceremony import Founding, fingerprint, read_founder, read_unsigned, unsigned_genesis
    from bot.cli.keys import make
    from config.keys import DIRECTORY_LOG, ROOT_LOG, open_to_others, write_private

    if place.unsigned.exists() or place.signed.exists():
        raise CommandRefused("This folder has a genesis already, and that is never made anew; use another folder.")
    if place.folder.is_dir() and open_to_others(place.folder):
        raise CommandRefused(
            "Others on this machine may look in the data folder; chmod 700 it, or name with --data one that is not "
            "there yet: it is then made for you alone."
        )
    if given.organisations is None or not given.founder:
        raise CommandRefused("Give --organisations and a --founder for each founder; see piket init --help.")
    if given.backup is None and not given.practice:
        raise CommandRefused("The log keys need a backup of their own; give --backup, away from the data.")
    name, organisations, app = _organisations(given.organisations)
    founders = [read_founder(path) for path in given.founder]
    passphrase = None if given.backup is None else read_passphrase(given.passphrase_file, twice=True)
    founding = Founding(founders, given.threshold, organisations, (), given.practice, app)
    unsigned_genesis(founding, datetime.now(UTC))
    if {DIRECTORY_LOG, ROOT_LOG} & {*organisations.values()}:
        raise CommandRefused(
            "The logs directory and root are Piket's own; give each organisation a log of another name."
        )
    logs = [DIRECTORY_LOG, ROOT_LOG, *dict.fromkeys(organisations.values())]
    keys = make(place, name, logs)
    if given.backup is not None and passphrase is not None:
        seal(place.keys, given.backup, passphrase)
    founding = Founding(founders, given.threshold, organisations, keys, given.practice, app)
    write_private(place.unsigned, unsigned_genesis(founding, datetime.now(UTC)))
    sys.stdout.write(f"{fingerprint(read_unsigned(place.unsigned)[0])}\n")
    sys.stdout.write(f"Give {place.unsigned} to each founder to sign, then: piket init --finish --proof ...\n")


def _finish(place: Place, proofs: list[Path], signed_by_all: Path | None) -> None:
    from bot.cli.ceremony import (
        combined,
        fingerprint,
        read_proof,
        read_signed,
        read_unsigned,
        signed_file,
        verify_genesis,
    )
    from bot.cli.storing import store_genesis

    if signed_by_all is not None:
        signed = read_signed(signed_by_all)
    elif not place.unsigned.exists():
        raise CommandRefused("There is no genesis here to finish; run piket init without --finish first.")
    else:
        signed = combined(read_unsigned(place.unsigned)[0], [read_proof(path) for path in proofs])
    verify_genesis(signed)
    _own_keys(place, signed)
    store_genesis(place.settings().database, signed)
    if not place.signed.exists():
        place.signed.write_bytes(signed_file(signed))
    sys.stdout.write(f"{fingerprint(signed)}\nFounded. Every device that enrols must show this fingerprint.\n")


def _own_keys(place: Place, signed: SignedAct) -> None:
    """Refuse a genesis whose logs this service could not sign for."""
    from bot.cli.ceremony import genesis_of
    from config.keys import load_log_keys

    mine = {key.verifier.encode() for key in load_log_keys(place.keys).values()}
    if not mine or set(genesis_of(signed).log_keys) != mine:
        raise CommandRefused("The genesis names other log keys than this folder has; use the folder it was made in.")


def _organisations(path: Path) -> tuple[str, dict[str, str], App | None]:
    from bot.cli.ceremony import app_at

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        name, logs = found["name"], found["organisations"]
        fits = isinstance(name, str) and re.fullmatch(_NAME, name)
        if fits and logs and all(isinstance(log, str) for log in logs.values()):
            return name, dict(logs), app_at(found["app"]) if "app" in found else None
    except (ValueError, KeyError, AttributeError):
        pass
    raise CommandRefused(
        f'{path.name} must hold name = "..." (letters, digits, and any of _ . -) and under [organisations] the log of '
        "each; correct it."
    )
