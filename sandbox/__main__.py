"""`python -m sandbox`: play scenarios, or be the world around a running practice service."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter

from sandbox.play import demo, live


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    called_by_piket = arguments[:1] == ["demo"]
    parser = ArgumentParser(
        "piket" if called_by_piket else "python -m sandbox",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    playing = commands.add_parser("demo", help="play a scenario against a service of its own", epilog=_STATUSES)
    demo.add_arguments(playing)
    for name, what in _LIVE.items():
        live.add_arguments(commands.add_parser(name, help=what))
    given = parser.parse_args(arguments)
    try:
        if given.command == "demo":
            return demo.run(given)
        return live.prepare(given.data) if given.command == "prepare" else live.run(given.data)
    except KeyboardInterrupt:
        return 130


_LIVE = {
    "prepare": "found a practice world in a folder, for piket run --sandbox",
    "live": "play in that world, then stay up beside the service",
}
_STATUSES = "exit status: 0 every expectation and promise held; 1 one did not; 3 it could not be played"

if __name__ == "__main__":
    raise SystemExit(main())
