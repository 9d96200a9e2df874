"""Writes docs/api: OpenAPI document, JSON Schema of every act and content, and a page that lists paths and problems.

python -m tests.house.api           says what is stale; exit status 1 if anything is
python -m tests.house.api --write   writes all three anew, then says the same
"""

import json
import sys
from collections.abc import Mapping
from typing import Any, Final

from bot.http.openapi import openapi
from bot.http.operations import OPERATIONS
from bot.http.schemas import schemas
from bot.http.words import TABLE
from tests.house.tree import ROOT

FOLDER: Final = ROOT / "docs/api"
COMMAND: Final = "python -m tests.house.api --write"
ORIGIN: Final = "https://api.piket.example"


def pages() -> dict[str, str]:
    """The text of each file in docs/api by its name."""
    described = openapi(OPERATIONS, ORIGIN)
    return {
        "README.md": page(described),
        "openapi.json": _json(described),
        "acts.schema.json": _json(schemas()),
    }


def page(described: Mapping[str, Any]) -> str:
    """The page: every path with what it does, every problem with what people read."""
    paths = [
        f"| `{method.upper()} {path}` | {'yes' if 'security' in operation else ''} | {operation['summary']} |"
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    problems = [f"| `{code}` | {words.nl} | {words.en} |" for code, words in sorted(TABLE.items())]
    lines = [
        "# The API",
        "",
        f"Made by `{COMMAND}`; do not edit. [openapi.json](openapi.json) is the whole of it, also at",
        "`/v1/openapi.json`; [acts.schema.json](acts.schema.json) describes every act and, for clients, every content",
        "that is sealed, as `/v1/schemas` does.",
        "Times are RFC 3339 with a zone. Errors are RFC 9457 problems with a stable code, in Dutch or English.",
        "",
        "| path | session | does |",
        "|---|---|---|",
        *paths,
        "",
        "| problem | Dutch | English |",
        "|---|---|---|",
        *problems,
        "",
    ]
    return "\n".join(lines)


def stale() -> list[str]:
    """One sentence for each file in docs/api that is not what the code says."""
    return [
        f"docs/api/{name} is not what the code says; run: {COMMAND}"
        for name, text in pages().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text
    ]


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit status."""
    if "--write" in arguments:
        FOLDER.mkdir(exist_ok=True)
        for name, text in pages().items():
            (FOLDER / name).write_text(text)
    found = stale()
    sys.stdout.writelines(f"{sentence}\n" for sentence in found)
    return 1 if found else 0


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
