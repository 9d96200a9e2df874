"""Is this installation sound? Each line is in order (ok), to be known (note) or to be mended (WRONG: exit status 1).

With --live it only asks the running service on this machine whether it is ready; container health checks use that.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import Final

from bot.cli.installation import Place, add_data
from bot.cli.refused import CommandRefused

_PATIENCE: Final = 4
"""Seconds the service may take to say that it is ready."""


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--live", action="store_true", help="only: is the service on this machine ready?")
    parser.add_argument("--json", action="store_true", help="the findings as JSON")


def run(given: Namespace) -> int:
    if given.live:
        return _ask(Place(given.data).settings().listen)
    from bot.cli.findings import Level, examine

    findings = examine(Place(given.data))
    if given.json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{finding.level:5}  {finding.sentence}\n" for finding in findings)
    return 1 if any(finding.level is Level.WRONG for finding in findings) else 0


def _ask(listen: str) -> int:
    """Ask over loopback. 0 when ready; otherwise 1, with the service's own reasons."""
    from http.client import HTTPConnection, HTTPException

    host, _, port = listen.rpartition(":")
    connection = HTTPConnection("127.0.0.1" if host in ("0.0.0.0", "") else host, int(port), timeout=_PATIENCE)  # noqa: S104  # an address that is compared, not bound
    try:
        connection.request("GET", "/v1/health/ready")
        answer = connection.getresponse()
        body = answer.read(65536)
    except (OSError, HTTPException):
        raise CommandRefused(f"Nothing answers on port {port}; start the service, or look at its log.") from None
    finally:
        connection.close()
    if answer.status == 200:
        sys.stdout.write("The service is ready.\n")
        return 0
    try:
        reasons = ", ".join(json.loads(body).get("reasons", []))
    except (ValueError, AttributeError):
        reasons = ""
    sys.stdout.write(f"The service is not ready: {reasons or f'status {answer.status}'}.\n")
    return 1
