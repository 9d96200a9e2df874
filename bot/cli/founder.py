"""What a founder does on a machine of their own; the service never sees a private key.

piket founder key --person P --organisation O    make keys; hand over founder.json, which is public
piket founder sign genesis.unsigned.json         read it, compare the fingerprint by voice, sign; hand over the result
piket founder sign release.unsigned.json         the same for the app that is to be served; --files: the app you built

P is a pseudonym of 1 to 64 letters a to z or A to Z, digits, - and _: everybody who uses the installation can read it.
O is the founder's employer as the file of organisations spells it, such as om.
"""

from __future__ import annotations

import re
import secrets
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.refused import CommandRefused

if TYPE_CHECKING:
    from client.keyring import Keyring

_KEYS, _PUBLIC = "founder.keys.json", "founder.json"
_GENESIS_PROOF, _RELEASE_PROOF = "genesis.proof.json", "release.proof.json"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=["key", "sign"])
    parser.add_argument("file", type=Path, nargs="?", help="sign: the genesis or release to sign")
    parser.add_argument("--folder", type=Path, default=Path(), help="where the founder's files are (default: here)")
    parser.add_argument("--person", help="key: the founder's pseudonym: letters, digits, - and _, at most 64")
    parser.add_argument("--organisation", help="key: the founder's employer, as in the file of organisations")
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="sign: the app as you built it from the sources")
    parser.add_argument("--yes", action="store_true", help="sign: sign without asking, when it was compared already")


def run(given: Namespace) -> int:
    if given.action == "key":
        if not given.person or not given.organisation:
            raise CommandRefused("A founder has a name and an employer; give --person and --organisation.")
        _make(given.folder, given.person, given.organisation)
    else:
        if given.file is None:
            raise CommandRefused("Which genesis or release? Give the file genesis.unsigned.json.")
        _sign(given.folder, given.file, given.files, asked=not given.yes)
    return 0


def _make(folder: Path, person: str, organisation: str) -> None:
    from client.durable import write_durably
    from client.keyring import Keyring
    from domain.acts.payload import NAME, PERSON
    from domain.ids import DeviceId, OrganisationId, PersonId, random_id

    if not re.fullmatch(PERSON, person):
        raise CommandRefused(
            "--person is 1 to 64 letters a to z or A to Z, digits, - and _, without a space; correct it."
        )
    if not re.fullmatch(NAME, organisation):
        raise CommandRefused(
            "--organisation is a short name such as om, as the file of organisations has it; correct it."
        )
    if (folder / _KEYS).exists():
        raise CommandRefused(f"There are keys in {_KEYS} already, and they are never replaced; use another folder.")
    device = DeviceId(random_id(secrets.token_bytes))
    keyring = Keyring.generate(PersonId(person), OrganisationId(organisation), device, secrets.token_bytes)
    keyring.save(folder / _KEYS)
    write_durably(folder / _PUBLIC, keyring.public.model_dump_json(indent=1).encode("ascii") + b"\n")
    sys.stdout.write(f"Hand over {_PUBLIC}. Keep {_KEYS} on this machine, and let nobody copy it.\n")


def _sign(folder: Path, file: Path, built: Path | None, *, asked: bool) -> None:
    from bot.cli.ceremony import act_in
    from client.keyring import Keyring, KeyringInvalid

    try:
        keyring = Keyring.load(folder / _KEYS)
    except KeyringInvalid as wrong:
        raise CommandRefused(f"{_KEYS} cannot be read; give the folder with --folder.") from wrong
    if act_in(file) == "directory.release_app":
        _sign_release(folder, file, keyring, built, asked=asked)
    else:
        _sign_genesis(folder, file, keyring, asked=asked)


def _sign_genesis(folder: Path, file: Path, keyring: Keyring, *, asked: bool) -> None:
    from bot.cli.ceremony import read_unsigned, sign_genesis, summary

    genesis, _ = read_unsigned(file)
    proof = sign_genesis(genesis, keyring)
    sys.stdout.write(summary(genesis) + "\n")
    if asked and _answer("Do the other founders read the same fingerprint? Type yes to sign: ") != "yes":
        raise CommandRefused("Not signed; find out with the others why it differs.")
    _hand_over(folder, _GENESIS_PROOF, proof)


def _sign_release(folder: Path, file: Path, keyring: Keyring, built: Path | None, *, asked: bool) -> None:
    from bot.cli.app_files import read_release
    from bot.cli.ceremony import proof_file
    from bot.cli.release_acts import read_unsigned_release, release_of

    unsigned = read_unsigned_release(file)
    files = release_of(unsigned).files
    sys.stdout.write(f"app            {files}\n")
    if built is not None and read_release(built)[0] != files:
        raise CommandRefused("Not signed: this is another app than the one you built; find out why with the others.")
    if asked and _answer("Was this app built from the sources you trust? Type yes to sign: ") != "yes":
        raise CommandRefused("Not signed; build the app from the sources, and give its folder with --files.")
    _hand_over(folder, _RELEASE_PROOF, proof_file(unsigned, keyring))


def _hand_over(folder: Path, name: str, proof: bytes) -> None:
    from client.durable import write_durably

    write_durably(folder / name, proof)
    sys.stdout.write(f"Signed. Hand over {name}.\n")


def _answer(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        sys.stdout.write("\n")
        raise CommandRefused(
            "Not signed: there is nobody here to say yes; run it in a terminal, or give --yes when it was compared."
        ) from None
