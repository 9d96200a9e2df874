"""Does an app origin serve exactly the app that the founders signed, under the headers that keep it that way?

piket verify-release https://app.piket.example --data FOLDER

The signed directory says which app that is: its log is verified leaf by leaf, each signature goes back to the genesis,
and the release is proven to stand in a signed checkpoint. Then every file is fetched, as a tool and as a
browser, and compared. Bring your own --keys and --genesis where you can: those in the data folder are the word of its
owner. FOLDER may be a copy. It sees what the origin gives to it, from where it runs, and the origin can still tell who
asks: run it from elsewhere too, and look at #/toestel on a phone.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.installation import Place, add_data
from bot.cli.refused import CommandRefused

if TYPE_CHECKING:
    from bot.cli.released import Released


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("origin", help="where the app is served, such as https://app.piket.example")
    parser.add_argument("--api", metavar="ORIGIN", help="the API the app talks with (default: PIKET_API_ORIGIN)")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="the logs' public keys, one a line, as you know them")
    parser.add_argument("--genesis", metavar="SHA256", help="the hash of the genesis, as you know it")
    parser.add_argument("--proof", type=Path, metavar="FILE", help="write the proof of the release here (tlog-proof)")
    parser.add_argument("--json", action="store_true", help="the result as JSON")


def run(given: Namespace) -> int:
    from bot.cli.log import keys_of
    from bot.cli.released import newest_release
    from domain.audit.errors import AuditError
    from storage.evidence import evidence

    place = Place(given.data)
    settings = place.settings()
    origin, api = _origin(given.origin), _origin(given.api) if given.api else settings.api_origin
    with evidence(settings.database) as store:
        try:
            released = newest_release(store, keys_of(store, place, given.keys), given.genesis)
        except AuditError as untrue:
            _tell(origin, None, [str(untrue)], as_json=given.json)
            return 1
    if given.proof is not None and released is not None:
        given.proof.write_bytes(released.proof)
    found = ["No app is signed in this directory: whatever is served is nobody's word."]
    if released is not None:
        found = _compare(origin, api, released)
    _tell(origin, released, found, as_json=given.json)
    return 1 if found else 0


def _compare(origin: str, api: str, released: Released) -> list[str]:
    """Return what is wrong, sentence by sentence; where another list is served, what that list names is told too."""
    from bot.cli.app_files import hash_of, parse_list
    from bot.cli.served import held_against, list_at

    listed = list_at(origin)
    found, served = [], hash_of(listed)
    if served in released.earlier and served != released.files:
        number = max(place for place, files in enumerate(released.earlier, 1) if files == served)
        found.append(f"An older app is served: release {number}, and {len(released.earlier) + 1} is the one to serve.")
    elif served != released.files:
        found.append("The list of files that is served was never signed: it stands in no log.")
    try:
        return [*found, *held_against(origin, api, parse_list(listed), listed)]
    except CommandRefused as unreadable:
        if not found:
            raise
        return [*found, str(unreadable)]


def _origin(text: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/") or parts.query:
        raise CommandRefused(f"{text} is not an origin; give one such as https://app.piket.example.")
    return f"{parts.scheme}://{parts.netloc}"


def _tell(origin: str, released: Released | None, found: list[str], *, as_json: bool) -> None:
    if as_json:
        facts = {} if released is None else {
            name: getattr(released, name) for name in ("files", "fact", "index", "size", "fingerprint")
        }  # fmt: skip
        document = {"good": not found, "origin": origin, "release": facts, "differences": found}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
        return
    if released is not None:
        sys.stdout.write(
            f"Release {len(released.earlier) + 1}: {released.files}\n"
            f"Signed in the directory with fingerprint {released.fingerprint}, as fact {released.fact}.\n"
            f"Leaf {released.index} of {released.origin}, in its checkpoint of {released.size} leaves.\n"
        )
    sys.stdout.writelines(f"DIFFERENT. {sentence}\n" for sentence in found)
    if not found:
        sys.stdout.write(f"{origin} serves exactly this app, under the headers it must have.\n")
