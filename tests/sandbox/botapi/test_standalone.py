"""`python -m sandbox.botapi` serves by itself, says how it is relaxed, and ends on a signal."""

import asyncio
import re
import signal
import subprocess
import sys

import aiohttp


async def test_it_serves_and_ends_on_a_signal() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox.botapi", "--port", "0", "--control-port", "0",
        "--token", "1:practice", "--allow-local", "--no-limits",
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode().strip() for _ in range(4)]
    url = re.fullmatch(r"Bot API on (http://127\.0\.0\.1:\d+)", lines[0])
    assert url is not None
    assert re.fullmatch(r"control on http://127\.0\.0\.1:\d+/_control/state", lines[1])
    assert lines[2:] == [
        "relaxed: http, localhost and loopback addresses are accepted in buttons and webhooks",
        "relaxed: no flood limits",
    ]
    async with aiohttp.ClientSession() as session, session.get(f"{url[1]}/bot1:practice/getMe") as answer:
        assert (await answer.json())["result"]["id"] == 1
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0


def test_importing_it_does_not_load_the_typed_bot_api() -> None:
    code = "import sys, sandbox.botapi.control, sandbox.botapi.control_http; sys.exit('aiogram' in sys.modules)"
    process = subprocess.run([sys.executable, "-c", code], check=False)
    assert process.returncode == 0
