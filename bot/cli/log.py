"""The logs: verify them, or show their leaves. Both only read, and may be done on a copy or beside a running service.

piket log verify            every leaf, tile, checkpoint and signature; the root log against the others
piket log verify --acts     also every act: its bytes, and its signatures against the signed directory
piket log show --log om     the newest leaves of one log
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
    from bot.cli.verifying import Result
    from domain.audit.notes import VerifierKey
    from storage.evidence import Evidence


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("action", choices=["verify", "show"])
    parser.add_argument("--log", metavar="NAME", help="only this log")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="the logs' public keys, one a line, as you know them")
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    parser.add_argument("--acts", action="store_true", help="verify: also every act and its signatures")
    parser.add_argument("--genesis", metavar="SHA256", help="verify: the hash of the genesis, as you know it")
    parser.add_argument("--last", type=int, default=20, metavar="N", help="show: how many leaves (default 20)")


def run(given: Namespace) -> int:
    from storage.evidence import evidence

    place = Place(given.data)
    with evidence(place.settings().database) as store:
        if given.action == "show":
            _show(store, given.log, given.last, as_json=given.json)
            return 0
        from bot.cli.progress import progress
        from bot.cli.verifying import verify_logs

        with progress(shown=not given.json) as show:
            result = verify_logs(store, keys_of(store, place, given.keys), given.log, given.acts, given.genesis, show)
    _tell(result, as_json=given.json)
    return 0 if result.difference is None else 1


def keys_of(store: Evidence, place: Place, file: Path | None) -> dict[str, VerifierKey]:
    """Return the keys that whoever verifies brought, or else the installation's own; raises CommandRefused."""
    from bot.cli.verifying import named, parse_keys
    from config.keys import load_later_keys, load_log_keys, logs_with_later_keys

    if file is not None:
        return named(parse_keys(file.read_text(encoding="utf-8")), store)
    folder = place.settings().log_key_file
    if folder is not None:
        later = [key for log in sorted(logs_with_later_keys(folder)) for key in load_later_keys(folder, log)]
        return named([key.verifier for key in (*load_log_keys(folder).values(), *later)], store)
    text = place.public_keys.read_text(encoding="utf-8") if place.public_keys.exists() else ""
    return named(parse_keys(text), store)


def _tell(result: Result, *, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        sys.stdout.write(json.dumps({"good": result.difference is None, **asdict(result)}, indent=2) + "\n")
        return
    for report in result.logs:
        waiting = f", {report.waiting} waiting for their place" if report.waiting else ""
        sys.stdout.write(f"{report.log}: {report.leaves} leaves, {report.checkpoints} checkpoints{waiting}\n")
    if result.acts is not None:
        sys.stdout.write(f"{result.acts} acts, by the directory with fingerprint {result.fingerprint}\n")
        if result.erased:
            sys.stdout.write(f"{result.erased} of these acts were erased by retention, as the logs say\n")
    elif result.fingerprint is not None:
        sys.stdout.write(f"Keys that took over a log, by the directory with fingerprint {result.fingerprint}\n")
    found = result.difference
    sys.stdout.write("All of it is good.\n" if found is None else f"DIFFERENT. {found.sentence}\n")


def _show(store: Evidence, log: str | None, last: int, *, as_json: bool) -> None:
    from domain.audit.leaves import parse_leaf

    waiting, placed = store.logs.waiting(), store.logs.names()
    head = None if log is None else store.logs.head(log)
    if log is not None and head is None and log in waiting:
        raise CommandRefused(f"What the log {log} has waits for its place; start the service, which places it at once.")
    if log is None or head is None:
        known = ", ".join(sorted({*placed, *waiting}))
        raise CommandRefused(f"Which log? Give --log with one of: {known}." if known else "No log holds anything yet.")
    start = max(0, head.size - max(last, 0))
    for index, data in enumerate(store.logs.entries(log, start, head.size), start):
        if as_json:
            sys.stdout.write(json.dumps({"index": index, **json.loads(data)}) + "\n")
        else:
            leaf = parse_leaf(data)
            moment = leaf.time.isoformat(timespec="milliseconds")
            sys.stdout.write(f"{index:8} {moment} {leaf.type:18} {leaf.functie or '-'} {leaf.event}\n")
