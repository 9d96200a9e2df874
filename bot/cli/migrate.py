"""Bring the database to this version's tables: all missing steps or none; safe to repeat. Stop the service first."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from bot.cli.installation import Place, add_data


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)


def run(given: Namespace) -> int:
    from storage.migrate import migrate

    migrate(Place(given.data).settings().database)
    sys.stdout.write("The database is up to date.\n")
    return 0
