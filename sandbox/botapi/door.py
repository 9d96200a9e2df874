"""Take one call from name and parameters to an answer: faults first, then the method, then the record."""

import json

from sandbox.botapi.errors import ApiError
from sandbox.botapi.faults import Effect, Faults, Injected
from sandbox.botapi.methods import Methods
from sandbox.botapi.world import Call, World


class Door:
    """The one way in, for HTTP calls and for methods named in a webhook's reply."""

    def __init__(self, world: World, methods: Methods, faults: Faults) -> None:
        self._world = world
        self._methods = methods
        self._faults = faults

    async def call(self, written: str, raw: dict[str, object]) -> Effect:
        """Answer a call. Never raises for what a client sends."""
        try:
            method = self._methods.resolve(written)
        except ApiError as error:
            return self._end(written, raw, None, error)
        struck = self._faults.pick(method, self._chat_of(raw))
        if struck is not None and not struck.effect.accepted:
            return self._end(method, raw, struck, None)
        try:
            result, description = await self._methods.run(method, raw, struck.name if struck else None)
        except ApiError as error:
            return self._end(method, raw, struck, error)
        body: dict[str, object] = {"ok": True, "result": result}
        if description is not None:
            body["description"] = description
        success = Effect("reply", True, 200, json.dumps(body).encode())
        return self._end(method, raw, struck, None, success)

    def _chat_of(self, raw: dict[str, object]) -> object:
        """The chat a rule may name: from the call, or from the press that is answered."""
        press = self._world.presses.get(str(raw.get("callback_query_id")))
        chat = press.chat_id if press else raw.get("chat_id")
        return int(chat) if isinstance(chat, str) and chat.lstrip("-").isdigit() else chat

    def _end(
        self,
        method: str,
        raw: dict[str, object],
        struck: Injected | None,
        error: ApiError | None,
        success: Effect | None = None,
    ) -> Effect:
        effect = success
        if error is not None:
            effect = Effect(
                "reply",
                status=error.code,
                body=json.dumps(error.as_json()).encode(),
                retry_after=error.retry_after,
            )
        if struck is not None:
            effect = struck.effect
        assert effect is not None
        name = struck.name if struck else None
        now = self._world.clock.now()
        self._world.calls.append(Call(now, method, dict(raw), effect.status, name, effect.retry_after))
        return effect
