"""The command `piket`: finds the subcommand, loads only that, turns every failure into one sentence and a status.

0  done, or everything is in order
1  done, and something is wrong: a check failed, a log differs
2  the command line is not understood
3  cannot be done as things are; the sentence says what to do next
"""

from __future__ import annotations

import sys
from typing import Final

COMMANDS: Final = {
    "run": "start the service",
    "demo": "play a scenario in practice time",
    "init": "found an installation: keys, genesis, signatures of the founders",
    "founder": "on a founder's own machine: make keys, sign the genesis",
    "keys": "list, make, back up or restore the keys of the logs",
    "areas": "show or renew the areas of the country",
    "migrate": "bring the database to this version's tables",
    "check": "is this installation sound?",
    "log": "verify or show the logs",
    "retention": "what is to be erased, and what is held?",
    "release": "let the founders sign which app is served",
    "verify-release": "does an origin serve the app that was signed?",
    "openapi": "print the OpenAPI document of the API",
}
_VERSION: Final = "--version"
WRONG, USAGE, REFUSED = 1, 2, 3


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] in ("-h", "--help"):
        sys.stdout.write(_overview())
        return 0 if arguments else USAGE
    if arguments[0] == _VERSION:
        from importlib.metadata import version

        sys.stdout.write(f"piket {version('piket')}\n")
        return 0
    name = arguments[0]
    if name not in COMMANDS:
        sys.stderr.write(f"piket: there is no command {name!r}; see piket --help.\n")
        return USAGE
    if name == "demo":
        from bot.cli.demo import play

        play(arguments[1:])
    return _run(name, arguments[1:])


def module_of(name: str) -> str:
    """Return where a command is."""
    return f"bot.cli.{name.replace('-', '_')}"


def _run(name: str, arguments: list[str]) -> int:
    from argparse import ArgumentParser, RawDescriptionHelpFormatter
    from importlib import import_module

    command = import_module(module_of(name))
    parser = ArgumentParser(
        f"piket {name}", description=command.__doc__, formatter_class=RawDescriptionHelpFormatter, epilog=_STATUSES
    )
    command.add_arguments(parser)
    given = parser.parse_intermixed_args(arguments)  # an option may stand before, between and after the other words
    from bot.cli.refused import sentence_of

    try:
        status: int = command.run(given)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return WRONG
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        sys.stderr.write(f"piket {name}: {sentence}\n")
        return REFUSED
    return status


_STATUSES: Final = "exit status: 0 done; 1 something is wrong; 2 command line not understood; 3 cannot be done now"


def _overview() -> str:
    rows = "\n".join(f"  {name:14} {what}" for name, what in COMMANDS.items())
    return f"usage: piket COMMAND [options]\n\n{rows}\n\npiket COMMAND --help says more.\n{_STATUSES}\n"


if __name__ == "__main__":
    raise SystemExit(main())
