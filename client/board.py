"""What a watcher does: look at the board, and act from it on items of which they can read nothing."""

from __future__ import annotations

from client.answers import ActAnswer, BoardAnswer, LadderAnswer
from client.device import Device
from client.officers import Officer
from domain.acts import item
from domain.acts.payload import Params
from domain.functies import Functie
from domain.ids import DeviceId


class Watch:
    """The board of one watcher, on their device; each act is signed as `escalatiewachter` and answers as `Device.act`.

    Raises LookupError when this person watches nothing.
    """

    def __init__(self, device: Device) -> None:
        self._device = device
        self._holding = device.holding(Functie.ESCALATIEWACHTER)

    async def board(self) -> BoardAnswer:
        """Return what stands now: the service's word, without content (X-03, RO-02)."""
        return await self._device.api.board()

    async def ring_again(self, ladder: LadderAnswer) -> ActAnswer:
        """Ring everybody of the rungs reached once more; one ring too many is merged into the next (X-08)."""
        return await self._on(ladder, "item.ring_again", item.RingAgain(what=ladder.what))

    async def reopen(self, ladder: LadderAnswer) -> ActAnswer:
        """Nobody followed up the receipt before this ladder: its own ladder resumes (X-02).

        Raises:
            LookupError: when this ladder follows no receipt.
        """
        if ladder.reopens is None:
            raise LookupError("no receipt stands before this ladder")
        return await self._on(ladder, "item.reopen", item.Reopen(what=ladder.reopens))

    async def freeze(self, device: DeviceId, *, frozen: bool) -> ActAnswer:
        """Stop a device that floods, or release it; the board shows it (DOMAIN §1 escalatiewachter)."""
        officer = Officer(self._holding, self._device.random, self._device.clock)
        return await self._device.carry_out(officer.freeze_device(device, frozen=frozen))

    async def _on(self, ladder: LadderAnswer, name: str, params: Params) -> ActAnswer:
        return await self._device.act(name, params, self._holding, item=ladder.item, drill=ladder.drill)
