"""A connection on which acts fare badly: stored with their answer lost, or answered by something that is no service."""

from __future__ import annotations

from typing import Any

import aiohttp

from client.transport import Reply, Transport
from tests.client.service import PATIENT


class Rough(Transport):
    """Acts fare as `plan` says, one entry a try: "lost" is stored and its answer is not; a number is a proxy's page."""

    def __init__(self, origin: str) -> None:
        super().__init__(origin, patience=PATIENT)
        self.plan: list[int | str] = []

    async def _once(self, *args: Any, **more: Any) -> Reply:
        step = self.plan.pop(0) if args[1] == "/v1/acts" and self.plan else "well"
        if isinstance(step, int):
            return Reply(step, b"<html>no such page</html>", None)
        reply = await super()._once(*args, **more)
        if step == "lost":
            raise aiohttp.ServerDisconnectedError
        return reply
