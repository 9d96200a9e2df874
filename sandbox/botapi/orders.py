"""The orders the control surface takes over HTTP, each a typed body that says what it carries out."""

from abc import ABC, abstractmethod
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.doings import Junk
from sandbox.botapi.faults import Fault
from sandbox.botapi.mishaps import Mishap, happen


class Order(BaseModel, ABC):
    """One order; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")
    path: ClassVar[str]

    @abstractmethod
    async def carry_out(self, api: BotApi) -> object:
        """Do it and return what the caller is told, as JSON. Raises LookupError or ValueError when it cannot."""


class AddUser(Order):
    path = "users"
    user: int
    first_name: str
    username: str | None = None
    language_code: str = "nl"
    started: bool = True
    devices: tuple[str, ...] = ("phone",)

    async def carry_out(self, api: BotApi) -> object:
        user = api.add_user(
            self.user,
            self.first_name,
            username=self.username,
            language_code=self.language_code,
            started=self.started,
            devices=self.devices,
        )
        return user.as_json()


class SetDevice(Order):
    path = "device"
    user: int
    name: str = "phone"
    online: bool | None = None
    muted: bool | None = None
    dnd: bool | None = None
    hidden_preview: bool | None = None

    async def carry_out(self, api: BotApi) -> object:
        device = api.device(
            self.user,
            self.name,
            online=self.online,
            muted=self.muted,
            dnd=self.dnd,
            hidden_preview=self.hidden_preview,
        )
        return {"name": device.name, "rings": device.rings, "hears": device.hears()}


class Start(Order):
    path = "start"
    user: int
    payload: str = ""

    async def carry_out(self, api: BotApi) -> object:
        return {"message_id": api.start(self.user, self.payload).id}


class Say(Order):
    path = "say"
    user: int
    text: str

    async def carry_out(self, api: BotApi) -> object:
        return {"message_id": api.say(self.user, self.text).id}


class SendJunk(Order):
    path = "junk"
    user: int
    what: Junk

    async def carry_out(self, api: BotApi) -> object:
        return {"message_id": api.send_junk(self.user, self.what).id}


class PressButton(Order):
    path = "press"
    user: int
    message: int
    button: int | str = 0

    async def carry_out(self, api: BotApi) -> object:
        press = api.press(self.user, self.message, self.button)
        return {"callback_id": press.id, "update_id": press.update_id}


class OpenButton(Order):
    path = "open"
    user: int
    message: int
    button: int | str = 0

    async def carry_out(self, api: BotApi) -> object:
        return {"url": api.open_button(self.user, self.message, self.button)}


class Remove(Order):
    path = "remove"
    user: int
    message: int

    async def carry_out(self, api: BotApi) -> object:
        api.remove(self.user, self.message)
        return {}


class Block(Order):
    path = "block"
    user: int

    async def carry_out(self, api: BotApi) -> object:
        api.block(self.user)
        return {}


class Unblock(Order):
    path = "unblock"
    user: int

    async def carry_out(self, api: BotApi) -> object:
        api.unblock(self.user)
        return {}


class AddFault(Order):
    """`do` is the name of a Fault, for instance F1_REPLY_LOST."""

    path = "faults"
    do: str
    method: str | None = None
    chat: int | None = None
    nth: int | None = None
    probability: float = 1.0
    seed: int = 0
    times: int | None = None
    accepted: bool | None = None
    retry_after: int | None = None

    async def carry_out(self, api: BotApi) -> object:
        if self.do not in Fault.__members__:
            raise LookupError(f"no such fault; choose one of {', '.join(Fault.__members__)}")
        rule = api.when(
            self.method,
            chat=self.chat,
            nth=self.nth,
            probability=self.probability,
            seed=self.seed,
            times=self.times,
        )
        rule.do(Fault[self.do], accepted=self.accepted, retry_after=self.retry_after)
        return {}


class ClearFaults(Order):
    path = "faults-clear"

    async def carry_out(self, api: BotApi) -> object:
        api.faults.clear()
        return {}


class LetHappen(Order):
    """`mishap` is the name of a Mishap, for instance F22_POISON."""

    path = "mishap"
    mishap: str
    users: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()
    button: int | str = 0
    update: int = 0
    under: int = 0
    to: int = 1
    url: str = "https://elsewhere.example/hook"

    async def carry_out(self, api: BotApi) -> object:
        if self.mishap not in Mishap.__members__:
            raise LookupError(f"no such mishap; choose one of {', '.join(Mishap.__members__)}")
        details = self.model_dump(exclude={"mishap"})
        await happen(api, Mishap[self.mishap], **details)
        return {}


class SetLimits(Order):
    path = "limits"
    enabled: bool | None = None
    chat_rate: float | None = Field(default=None, gt=0)
    chat_burst: float | None = Field(default=None, ge=1)
    global_rate: float | None = Field(default=None, gt=0)
    global_burst: float | None = Field(default=None, ge=1)
    retry_after: int | None = Field(default=None, ge=0)

    async def carry_out(self, api: BotApi) -> object:
        api.limits.configure(**self.model_dump())
        return {}


class Advance(Order):
    """Only where the Bot API runs on a virtual clock."""

    path = "advance"
    seconds: float = Field(gt=0)

    async def carry_out(self, api: BotApi) -> object:
        if not isinstance(api.clock, VirtualClock):
            raise ValueError("this Bot API runs on the real time; it cannot be advanced")
        api.clock.advance(self.seconds)
        return {"now": api.clock.now()}


ORDERS: dict[str, type[Order]] = {order.path: order for order in Order.__subclasses__()}


def read(path: str, body: bytes) -> Order:
    """The order at this path. Raises LookupError for an unknown one, ValidationError for a wrong body."""
    if path not in ORDERS:
        raise LookupError(f"no such order; choose one of {', '.join(ORDERS)}")
    return ORDERS[path].model_validate_json(body or b"{}")
