"""Serve the local Bot API by itself: `python -m sandbox.botapi --port N --token T`."""

import argparse
import asyncio
import signal
import sys

from sandbox.botapi.control import TOKEN, BotApi
from sandbox.botapi.control_http import ControlServer
from sandbox.botapi.settings import Settings


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="port of the Bot API on loopback")
    parser.add_argument("--control-port", type=int, default=8082, help="port of the control surface")
    parser.add_argument("--token", default=TOKEN, help="the bot token to accept")
    parser.add_argument("--allow-local", action="store_true", help="allow http and localhost in buttons, webhooks")
    parser.add_argument("--no-limits", action="store_true", help="switch the flood limits off")
    parser.add_argument("--seed", type=int, help="make update ids the same in each run")
    return parser.parse_args(argv)


async def serve(options: argparse.Namespace) -> None:
    """Serve until SIGINT or SIGTERM."""
    settings = Settings(allow_local_urls=options.allow_local, seed=options.seed)
    api = BotApi(options.token, settings=settings)
    api.limits.configure(enabled=not options.no_limits)
    control = ControlServer(api)
    await api.open(options.port)
    await control.open(options.control_port)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    lines = [f"Bot API on {api.url}", f"control on {control.url}/_control/state"]
    lines += [f"relaxed: {line}" for line in settings.relaxations()]
    lines += ["relaxed: no flood limits"] if options.no_limits else []
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    try:
        await ended.wait()
    finally:
        await control.close()
        await api.close()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
