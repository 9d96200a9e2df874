"""Sign which app is served. Whoever serves it can then not change it unseen: see piket verify-release.

  1  here:                                   piket release make
  2  each founder, on their own machine:     piket founder sign release.unsigned.json --files FOLDER
  3  here:                                   piket release finish --proof A.proof.json --proof B.proof.json

piket release show says which app stands in a folder, once it is exactly what was built. A founder who builds the app
from the same sources gets the same hash, and gives that folder with --files: nobody has to believe the build server.
Step 3 sends the act to the service, which stores it in the directory and its log; every device reads it there.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.cli.installation import Place, add_data


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("action", choices=["show", "make", "finish"])
    parser.add_argument(
        "--files", type=Path, metavar="FOLDER", help="where the app was built (default: this package's)"
    )
    parser.add_argument("--by", metavar="PERSON", help="make: the founder who acts (default: the first)")
    parser.add_argument("--proof", type=Path, action="append", default=[], metavar="FILE", help="a founder's signature")
    parser.add_argument("--service", metavar="ORIGIN", help="finish: where the service is (default: PIKET_API_ORIGIN)")


def run(given: Namespace) -> int:
    from bot.cli.app_files import read_release

    place = Place(given.data)
    if given.action == "finish":
        _finish(place, given.proof, given.service)
        return 0
    files, named = read_release(given.files or _folder(place))
    sys.stdout.write(f"files          {len(named)}\nhash           {files}\n")
    if given.action == "make":
        _make(place, files, given.by)
    return 0


def _folder(place: Place) -> Path:
    from bot.http.static import files_of

    return files_of(place.settings())


def _make(place: Place, files: str, by: str | None) -> None:
    from bot.cli.release_acts import unsigned_release
    from domain.ids import Sha256Hex
    from storage.evidence import evidence

    with evidence(place.settings().database) as store:
        place.unsigned_release.write_bytes(unsigned_release(store, Sha256Hex(files), by))
    sys.stdout.write(f"Give {place.unsigned_release} to each founder to sign, then: piket release finish --proof ...\n")


def _finish(place: Place, proofs: list[Path], service: str | None) -> None:
    from bot.cli.ceremony import read_proof
    from bot.cli.release_acts import read_unsigned_release, send, signed_release
    from storage.evidence import evidence

    settings = place.settings()
    with evidence(settings.database) as store:
        act = signed_release(
            store, read_unsigned_release(place.unsigned_release), [read_proof(path) for path in proofs]
        )
    send(service or settings.api_origin, act)
    place.unsigned_release.unlink()
    sys.stdout.write("The release stands in the directory. Serve these files now, and hold them against it:\n")
    sys.stdout.write(f"piket verify-release {settings.app_origin}\n")
