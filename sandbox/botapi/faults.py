"""What can go wrong with a call on the wire, named by number, and the rules that say when."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal

from sandbox.botapi import errors
from sandbox.botapi.errors import ApiError, bad, forbidden

HUGE_WAIT = 10_072


class Fault(Enum):
    """Misbehaviour of one call. The value is the number in the fault catalogue and what the bot sees."""

    F1_REPLY_LOST = "F1 accepted, then the connection closes without a reply"
    F2_HANG = "F2 no reply until the client gives up"
    F4_RESET = "F4 the connection is reset before the call is looked at"
    F5_FLOOD_SMALL = "F5 429 with retry_after 2"
    F6_FLOOD_HUGE = "F6 429 with retry_after 10072"
    F7_FLOOD_BARE = "F7 429 without parameters"
    F7_FLOOD_ZERO = "F7 429 with retry_after 0"
    F8_RESTART = "F8 500 with a JSON body"
    F9_BAD_GATEWAY = "F9 502 with an HTML body"
    F9_GATEWAY_TIMEOUT = "F9 504 with an HTML body"
    F10_NO_DESCRIPTION = "F10 500 with JSON that has no description"
    F11_CUT_JSON = "F11 accepted, 200 with JSON that stops half-way"
    F11_ODD_JSON = "F11 accepted, 200 with JSON of another shape"
    F12_BLOCKED = "F12 403 bot was blocked by the user"
    F13_DEACTIVATED = "F13 403 user is deactivated"
    F13_CANNOT_INITIATE = "F13 403 bot can't initiate conversation with a user"
    F13_CHAT_NOT_FOUND = "F13 400 chat not found"
    F14_REVOKED = "F14 401 the token is revoked"
    F15_NOT_MODIFIED = "F15 accepted, 400 message is not modified"
    F16_EDIT_NOT_FOUND = "F16 400 message to edit not found"
    F16_DELETE_NOT_FOUND = "F16 400 message to delete not found"
    F16_TOO_OLD = "F16 400 message can't be deleted for everyone"
    F17_LATE_ANSWER = "F17 400 query is too old"
    F27_OTHER_READER = "F27 409 terminated by other getUpdates request"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a fault does: whether the call takes effect, and how the exchange ends."""

    end: Literal["reply", "close", "reset", "hang"]
    accepted: bool = False
    status: int = 0
    body: bytes = b""
    content_type: str = "application/json"
    retry_after: int | None = None


def _reply(error: ApiError, *, accepted: bool = False) -> Effect:
    body = json.dumps(error.as_json()).encode()
    return Effect("reply", accepted, error.code, body, retry_after=error.retry_after)


def _html(status: int, title: str) -> Effect:
    page = f"<html><head><title>{status} {title}</title></head><body><h1>{status} {title}</h1></body></html>"
    return Effect("reply", status=status, body=page.encode(), content_type="text/html")


_BARE_FLOOD = ApiError(429, "Too Many Requests: retry later")
EFFECTS: dict[Fault, Effect] = {
    Fault.F1_REPLY_LOST: Effect("close", accepted=True),
    Fault.F2_HANG: Effect("hang"),
    Fault.F4_RESET: Effect("reset"),
    Fault.F5_FLOOD_SMALL: _reply(errors.flood(2)),
    Fault.F6_FLOOD_HUGE: _reply(errors.flood(HUGE_WAIT)),
    Fault.F7_FLOOD_BARE: _reply(_BARE_FLOOD),
    Fault.F7_FLOOD_ZERO: _reply(errors.flood(0)),
    Fault.F8_RESTART: _reply(errors.restart()),
    Fault.F9_BAD_GATEWAY: _html(502, "Bad Gateway"),
    Fault.F9_GATEWAY_TIMEOUT: _html(504, "Gateway Time-out"),
    Fault.F10_NO_DESCRIPTION: Effect("reply", status=500, body=b'{"ok":false,"error_code":500}'),
    Fault.F11_CUT_JSON: Effect("reply", True, 200, b'{"ok":true,"result":{"message_id":1'),
    Fault.F11_ODD_JSON: Effect("reply", True, 200, b'{"ok":true,"result":"soon"}'),
    Fault.F12_BLOCKED: _reply(forbidden("bot was blocked by the user")),
    Fault.F13_DEACTIVATED: _reply(forbidden("user is deactivated")),
    Fault.F13_CANNOT_INITIATE: _reply(forbidden("bot can't initiate conversation with a user")),
    Fault.F13_CHAT_NOT_FOUND: _reply(bad("chat not found")),
    Fault.F14_REVOKED: _reply(ApiError(401, "Unauthorized")),
    Fault.F15_NOT_MODIFIED: _reply(bad(errors.NOT_MODIFIED), accepted=True),
    Fault.F16_EDIT_NOT_FOUND: _reply(bad("message to edit not found")),
    Fault.F16_DELETE_NOT_FOUND: _reply(bad("message to delete not found")),
    Fault.F16_TOO_OLD: _reply(bad("message can't be deleted for everyone")),
    Fault.F17_LATE_ANSWER: _reply(bad(errors.QUERY_TOO_OLD)),
    Fault.F27_OTHER_READER: _reply(errors.conflict(errors.OTHER_POLL)),
}


@dataclass(frozen=True, slots=True)
class Injected:
    """A fault that struck a call."""

    name: str
    effect: Effect


@dataclass(slots=True, eq=False)
class Rule:
    """When a fault strikes. Nothing happens until `do` is called; `fired` counts how often it struck."""

    method: str | None
    chat: int | None
    nth: int | None
    probability: float
    rng: random.Random
    times: int | None
    seen: int = 0
    fired: int = 0
    injected: Injected | None = field(default=None)
    _withdraw: Callable[["Rule"], None] = field(default=lambda rule: None, repr=False)

    def do(self, what: Fault | ApiError, *, accepted: bool | None = None, retry_after: int | None = None) -> "Rule":
        """Let `what` happen; `accepted` overrides whether the call takes effect nevertheless."""
        effect = EFFECTS[what] if isinstance(what, Fault) else _reply(what)
        if retry_after is not None:
            effect = _reply(errors.flood(retry_after))
        if accepted is not None:
            effect = replace(effect, accepted=accepted)
        name = what.name if isinstance(what, Fault) else f"canned {what.code}"
        self.injected = Injected(name, effect)
        return self

    def cancel(self) -> None:
        self._withdraw(self)

    def strikes(self, method: str, chat: object) -> bool:
        """Whether this call is hit; counts every call the rule matches."""
        if self.injected is None or (self.times is not None and self.fired >= self.times):
            return False
        if self.method not in (None, method) or self.chat not in (None, chat):
            return False
        self.seen += 1
        return self.nth in (None, self.seen) and self.rng.random() < self.probability


class Faults:
    """The rules in the order they were made; the first that strikes decides."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def when(
        self,
        method: str | None = None,
        *,
        chat: int | None = None,
        nth: int | None = None,
        probability: float = 1.0,
        seed: int = 0,
        times: int | None = None,
    ) -> Rule:
        """A rule for calls of this method to this chat: the nth of them (from 1), or each with a probability."""
        rule = Rule(method, chat, nth, probability, random.Random(seed), times, _withdraw=self.rules.remove)
        self.rules.append(rule)
        return rule

    def pick(self, method: str, chat: object) -> Injected | None:
        struck = [rule for rule in self.rules if rule.strikes(method, chat)]
        if not struck:
            return None
        struck[0].fired += 1
        return struck[0].injected

    def clear(self) -> None:
        self.rules.clear()
