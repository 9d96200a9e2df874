"""Is this installation sound? Each line is in order (ok), to be known (note) or to be mended (WRONG: exit status 1).

With --live it only asks the service that answers on this machine whether it is this installation's (its newest
checkpoint is signed by a key that is here) and ready, and what else is wrong with its channels and logs. Container
health checks use that; what else is wrong does not change the exit status. In the folder of a practice world both look
at the settings with which that world runs.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from bot.cli.installation import Place, add_data


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--live", action="store_true", help="only: is the service on this machine ready?")
    parser.add_argument("--json", action="store_true", help="the findings as JSON; not of --live")


def run(given: Namespace) -> int:
    if given.live:
        from bot.cli.answering import ask

        status, sentence = ask(Place(given.data))
        sys.stdout.write(f"{sentence}\n")
        return status
    from bot.cli.findings import Level, examine

    findings = examine(Place(given.data))
    if given.json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{finding.level:5}  {finding.sentence}\n" for finding in findings)
    return 1 if any(finding.level is Level.WRONG for finding in findings) else 0
