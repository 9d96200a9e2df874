"""`python -m sandbox`: play scenarios, or be the world around a running practice service."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Final

from sandbox.play import demo, live, words
from sandbox.wall import live as wall

_LIVE: Final = {
    "prepare": "found a practice world in a folder, for piket run --sandbox",
    "live": "play in that world, then stay up beside the service",
}
_STATUSES: Final = (
    "exit status: 0 every expectation and promise held; 1 one did not; 2 command line not understood; "
    "3 it could not be played"
)
_INTERRUPTED: Final = 130


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        return _demo(arguments[1:]) if arguments[:1] == ["demo"] else _world(arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _demo(arguments: list[str]) -> int:
    """The public command; whoever types it knows it as `piket demo`."""
    parser = ArgumentParser("piket demo", description="Play a scenario against a service of its own.", epilog=_STATUSES)
    demo.add_arguments(parser)
    given = parser.parse_args(arguments)
    try:
        return demo.run(given)
    except KeyboardInterrupt:
        sys.stderr.write(f"\n{words.STOPPED} Nothing of this night stays on disk.\n")
        return _INTERRUPTED


def _world(arguments: list[str]) -> int:
    parser = ArgumentParser("python -m sandbox", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="play a scenario against a service of its own")
    for name, what in _LIVE.items():
        live.add_arguments(commands.add_parser(name, help=what))
    given = parser.parse_args(arguments)
    if given.command == "prepare":
        return wall.prepare(given.data) if wall.is_built() else live.prepare(given.data)
    return wall.run(given.data) if wall.is_in(given.data) else live.run(given.data)


if __name__ == "__main__":
    raise SystemExit(main())
