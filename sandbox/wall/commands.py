"""What somebody may say at the wall: a strict command, carried out between two moments of the night."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sandbox.play.reading import shipped
from sandbox.wall.performance import NotNow
from sandbox.wall.show import Show


class CommandRefused(Exception):
    """It is no command, or does not fit now; nothing was done."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Plain(_Command):
    do: Literal["play", "pause", "step", "telegram_down", "telegram_up", "kill", "start"]


class _Speed(_Command):
    do: Literal["speed"]
    speed: Annotated[float, Field(ge=1, le=60, strict=False)] | None


class _Restart(_Command):
    do: Literal["restart"]
    scenario: str | None = None


class _Phone(_Command):
    do: Literal["take", "give", "phone_off", "phone_on", "cut", "mend"]
    who: str


class _Tap(_Command):
    do: Literal["tap"]
    who: str
    message: int
    button: int


class _Say(_Command):
    do: Literal["say"]
    who: str
    text: Annotated[str, Field(min_length=1, max_length=400)]


Command = Annotated[_Plain | _Speed | _Restart | _Phone | _Tap | _Say, Field(discriminator="do")]
_READER: Final[TypeAdapter[Command]] = TypeAdapter(Command)


def read_command(body: bytes) -> Command:
    """Return the command in a body; raises CommandRefused for anything else."""
    try:
        return _READER.validate_json(body)
    except ValidationError:
        raise CommandRefused(400, "This is no command; docs/wall.md has them all.") from None


class Commands:
    """Carries commands out on the show."""

    def __init__(self, show: Show) -> None:
        self._show = show

    async def carry_out(self, command: Command) -> None:
        """Do it; on return it has happened. Raises CommandRefused when it does not fit now."""
        try:
            await self._do(command)
        except NotNow as refused:
            raise CommandRefused(409, str(refused)) from None

    async def _do(self, command: Command) -> None:
        show = self._show
        match command:
            case _Speed():
                show.pace.at(command.speed)
            case _Restart():
                if command.scenario is not None and command.scenario not in shipped():
                    raise CommandRefused(400, "There is no such scenario.")
                show.restart(command.scenario)
            case _Plain(do="play"):
                show.pace.play()
            case _Plain(do="pause"):
                show.pace.pause()
            case _Plain(do="step"):
                show.pace.step()
            case _Plain():
                await show.present().on_world(command.do)
            case _Phone():
                await show.present().on_phone(command.do, command.who)
            case _Tap():
                await show.present().tap(command.who, command.message, command.button)
            case _Say():
                await show.present().say(command.who, command.text)
