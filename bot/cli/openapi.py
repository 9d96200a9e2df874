"""Print the OpenAPI 3.1 document of the API, as the service gives it at /v1/openapi.json."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from bot.cli.installation import Place, add_data


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)


def run(given: Namespace) -> int:
    import json

    from bot.http.openapi import openapi
    from bot.http.operations import OPERATIONS

    json.dump(openapi(OPERATIONS, Place(given.data).settings().api_origin), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    return 0
