"""`Phone`: one person on one device, with a verb for everything that person can do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from client.age import HybridIdentity
from client.answers import ActAnswer, DutyAnswer
from client.attachments import Attachment, open_attachment, seal_attachment
from client.directory import DIRECTORY_LOG
from client.envelopes import decode64, encode64
from client.invitation import Invitation, InvitationRefused
from client.item_acts import Doing
from client.itemkeys import wrap_for_person, wrap_item
from client.keyring import Keyring
from client.linked import exclusions_of, key_of
from client.officers import Officer
from client.spoedaanwijzing import SpoedaanwijzingActs
from domain.acts import channel, item, roster
from domain.acts.directory import DeviceKeys
from domain.acts.payload import Params
from domain.bells import ChannelKind
from domain.content import AntwoordContent, OverlegContent
from domain.errors import Malformed
from domain.flows.bericht_rccb.acts import AcknowledgeWord
from domain.flows.burgemeestersbericht.acts import StandIn
from domain.flows.burgemeestersbericht.parties import loco_burgemeester
from domain.flows.geschil import acts as geschil
from domain.flows.opdracht import acts as opdracht
from domain.flows.opdracht.content import AdviesContent
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, PersonId, Sha256Hex, random_id
from domain.policy import Slot
from domain.subscriptions import Subscription


class Phone(SpoedaanwijzingActs):
    """Use it inside `async with phone.transport`; call `start` first.

    A verb returns the service's answer: 201 accepted, 403 or 409 refused by a rule (`code` says which).
    """

    async def start(self) -> list[ActAnswer]:
        """Replay the directory and prove it whole, learn role keys, send what a crash left; returns those answers.

        Raises:
            DirectoryRefused, SealingError, LogRefused: when what came does not verify; stop, and call the officers.
        """
        await self.sync()
        if await self.watch(DIRECTORY_LOG):
            await self.verify_directory_log()
        return await self.resume()

    # --- on any item --------------------------------------------------------------------------------------------

    async def ik_bel(self, item_id: ItemId, what: str) -> ActAnswer:
        """Say "ik bel": silences this person's own phone for a while, closes nothing (X-02)."""
        return await self.bare(item_id, "item.ik_bel", item.IkBel(what=what))

    async def reopen(self, item_id: ItemId, what: str = "ontvangen") -> ActAnswer:
        """Nobody followed up a receipt: its ladder resumes (X-02)."""
        return await self.bare(item_id, "item.reopen", item.Reopen(what=what))

    async def ring_again(self, item_id: ItemId, what: str) -> ActAnswer:
        """Ring everybody of the rungs reached once more."""
        return await self.bare(item_id, "item.ring_again", item.RingAgain(what=what))

    async def hold(self, item_id: ItemId, ground: Literal["bewaarplicht", "bezwaar", "onderzoek"]) -> ActAnswer:
        """Keep what the item holds from being erased, until this functie lifts it (EV-03)."""
        return await self.bare(item_id, "item.hold", item.Hold(ground=ground))

    async def lift(self, item_id: ItemId) -> ActAnswer:
        """End the hold of this functie (EV-03)."""
        return await self.bare(item_id, "item.lift", item.Lift())

    async def rekey(self, item_id: ItemId) -> ActAnswer:
        """Give the item a new key for what comes later, sealed for who takes part now and is not excluded (P-02).

        A stand-in of a mayor gets it on the own devices, as he was given the first: by name, never by role (BB-05).
        """
        doing = await self.on(item_id, "item.rekey")
        identity = HybridIdentity.generate(self.random)
        by_name = [act.params for act in doing.case.acts if isinstance(act.params, StandIn)]
        readers = [one for one in self._readers(doing) if one.functie is not Functie.LOCO_BURGEMEESTER]
        wraps = wrap_item(identity, self.directory, readers, exclusions_of(doing.case))
        for person in dict.fromkeys(PersonId(one.person) for one in by_name):
            stand_in = loco_burgemeester(Scope(doing.case.answer.item.area))
            wrap_for_person(wraps, identity, self.directory, stand_in, person)
        doing.blobs.update(wraps.blobs)
        return await doing.send(item.Rekey(recipient=identity.recipient().to_string(), wraps=wraps.wraps))

    async def wrap_late(self, item_id: ItemId, readers: Sequence[Holding]) -> ActAnswer:
        """Seal the item's keys for roles that had none when it opened; exclusions hold (P-02)."""
        doing = await self.on(item_id, "item.wrap")
        wraps = []
        for identity in doing.case.identities.values():
            made = wrap_item(identity, self.directory, readers, exclusions_of(doing.case))
            doing.blobs.update(made.blobs)
            wraps += made.wraps
        return await doing.send(item.WrapLate(wraps=wraps))

    async def attach(self, item_id: ItemId, file: Path, media_type: str) -> ActAnswer:
        """Send a file of any size: sealed as a stream, sent in chunks, then named by an act."""
        doing = await self.on(item_id, "item.attach")
        sealed = self.folder / f"{doing.id}.sealed"
        try:
            name = seal_attachment(file, sealed, media_type, doing.case.id, key_of(doing.case), doing)
            with sealed.open("rb") as source:
                await self.api.upload(source, name)
        finally:
            sealed.unlink(missing_ok=True)
        return await self.act(
            doing.name,
            item.Attach(content=name),
            doing.holding,
            id=doing.id,
            item=item_id,
            uploaded=(name,),
            drill=doing.case.answer.item.drill,
        )

    async def fetch_attachment(self, item_id: ItemId, blob: Sha256Hex, to: Path) -> Attachment:
        """Write an attachment to the file `to`, verified; raises ContentRefused, and leaves no file, when it is not."""
        case = await self.read(item_id)
        [found] = [one for one in case.attachments if one.blob == blob]
        sealed = self.folder / f"{blob}.fetched"
        try:
            await self.api.download(item_id, blob, sealed)
            return open_attachment(sealed, to, case.identities, self.directory, item=item_id, act=found.act)
        finally:
            sealed.unlink(missing_ok=True)

    @staticmethod
    def _readers(doing: Doing) -> list[Holding]:
        """Everybody for whom signed acts name a wrap of the item: the service cannot add a reader of its own.

        Only of a linked item, whose opening act its readers are not shown, must it be believed who takes part.
        """
        named = [wrap.holding for act in doing.case.acts for wrap in getattr(act.params, "wraps", ())]
        return list(dict.fromkeys(named or (one.holding for one in doing.case.answer.participants)))

    # --- order, word, dispute -----------------------------------------------------------------------------------

    async def lcc_answer(
        self,
        item_id: ItemId,
        answer: Literal["uitvoerbaar", "niet_uitvoerbaar"],
        content: AntwoordContent,
        expected_at: datetime | None = None,
    ) -> ActAnswer:
        """Say whether the order can be carried out (SA-07, L-6)."""
        doing = await self.on(item_id, "opdracht.answer")
        params = opdracht.AnswerOrder(answer=answer, expected_at=expected_at, content=doing.seal(content))
        return await doing.send(params)

    async def expect(self, item_id: ItemId, at: datetime, content: AntwoordContent | None = None) -> ActAnswer:
        """Say when a unit is expected, or that this changed (L-6)."""
        doing = await self.on(item_id, "opdracht.expect")
        blob = None if content is None else doing.seal(content)
        return await doing.send(opdracht.Expect(expected_at=at, content=blob))

    async def ter_plaatse(self, item_id: ItemId) -> ActAnswer:
        """A unit is on the spot (SA-07)."""
        return await self.bare(item_id, "opdracht.ter_plaatse", opdracht.TerPlaatse())

    async def afstemmen(self, item_id: ItemId, content: OverlegContent) -> ActAnswer:
        """The authorities settled what happens now that the order cannot be carried out (C §4.1)."""
        return await self.say(item_id, "opdracht.afstemmen", content, lambda blob: opdracht.Afstemmen(content=blob))

    async def advise(self, item_id: ItemId, content: AdviesContent) -> ActAnswer:
        """Give the maatregelenadvies (SA-07)."""
        return await self.say(item_id, "opdracht.advise", content, lambda blob: opdracht.Advise(content=blob))

    async def acknowledge_word(self, item_id: ItemId) -> ActAnswer:
        """The rccb knows (SA-07)."""
        return await self.bare(item_id, "bericht_rccb.acknowledge", AcknowledgeWord())

    async def record(
        self,
        item_id: ItemId,
        rung: Literal[1, 2],
        outcome: Literal["alsnog_aanwijzen", "blijft_niet_aangewezen"],
        content: OverlegContent,
    ) -> ActAnswer:
        """Record how a consultation ended, for one's own side (TR-08)."""
        doing = await self.on(item_id, "geschil.record")
        return await doing.send(geschil.Record(rung=rung, outcome=outcome, content=doing.seal(content)))

    async def climb(self, item_id: ItemId) -> ActAnswer:
        """Still disagree: the second rung is asked (TR-08)."""
        return await self.bare(item_id, "geschil.climb", geschil.Climb())

    async def acquiesce_dispute(self, item_id: ItemId) -> ActAnswer:
        """Accept the refusal after all (SA-08)."""
        return await self.bare(item_id, "geschil.acquiesce", geschil.AcquiesceDispute())

    # --- channels, duty, officers' work -------------------------------------------------------------------------

    async def duty(self, holding: Holding) -> DutyAnswer:
        """Ask who is on duty, and the number to call (RO-03)."""
        return await self.api.duty(holding)

    async def invite_telegram(self, holding: Holding | None = None) -> str:
        """Make a `/start` token for this person's own chat; returns it, the service knows only its hash.

        Raises LookupError when the service refused.
        """
        token = random_id(self.random)
        params = channel.InviteTelegram(token_hash=sha256(token.encode("ascii")).hexdigest())
        answer = await self._channel("channel.invite_telegram", params, holding)
        if answer.status != 201:
            raise LookupError(f"the service gave no token ({answer.code})")
        return token

    async def set_webhook(self, url: str, holding: Holding | None = None) -> ActAnswer:
        """Be rung over a signed webhook."""
        return await self._channel("channel.set_webhook", channel.SetWebhook(url=url), holding)

    async def set_push(self, subscription: Subscription, holding: Holding | None = None) -> ActAnswer:
        """Be rung on this device by Web Push."""
        params = channel.SetPush(endpoint=subscription.endpoint, p256dh=subscription.p256dh, auth=subscription.auth)
        return await self._channel("channel.set_push", params, holding)

    async def remove_channel(self, kind: ChannelKind, holding: Holding | None = None) -> ActAnswer:
        """Be rung no longer over a channel."""
        return await self._channel("channel.remove", channel.RemoveChannel(channel=kind), holding)

    async def test_channels(self, holding: Holding | None = None) -> ActAnswer:
        """Be rung once on every channel, as a test."""
        return await self._channel("channel.test", channel.TestChannels(), holding)

    async def set_duty(
        self,
        holding: Holding,
        person: str,
        slot: Slot,
        starts: datetime,
        ends: datetime,
        *,
        override: bool = False,
        acting: Holding | None = None,
    ) -> ActAnswer:
        """Put a stretch of duty on the roster (RO-01)."""
        params = roster.SetDuty(
            functie=holding.functie,
            scope=holding.scope,
            person=person,
            slot=slot,
            starts=starts,
            ends=ends,
            override=override,
        )
        return await self.act("roster.set", params, acting or self.acting_as("roster.set"))

    def officer(self, holding: Holding | None = None) -> Officer:
        """Return what drafts officers' acts in this person's functie; send them with `carry_out`."""
        return self.officer_as(self.acting_as("directory.add_person", None, holding))

    def officer_as(self, holding: Holding) -> Officer:
        """Return what drafts acts on the directory in any functie: a holder of a role may share its key."""
        return Officer(holding, self.random, self.clock)

    async def admit(self, invitation: Invitation, *, also: Sequence[Keyring] = ()) -> ActAnswer:
        """Verify the keys that were offered on an invitation of this officer, and sign them into the directory.

        Raises:
            InvitationRefused: when the keys are not from whoever holds the link, or are none.
            LookupError: when none were offered yet.
        """
        offers = (await self.api.enrolments()).enrolments
        offer = next((one for one in offers if one.token == invitation.token_hash), None)
        if offer is None:
            raise LookupError("no keys were offered on this invitation yet")
        try:
            keys = DeviceKeys(
                person=offer.person,
                organisation=offer.organisation,
                device=offer.device,
                signing_key=_url64(offer.signing_key),
                x25519=offer.x25519,
                hybrid=offer.hybrid,
                passkey=None if offer.passkey is None else _url64(offer.passkey),
            )
        except (Malformed, ValidationError):
            raise InvitationRefused("What was offered are no keys; invite them again, for another device.") from None
        invitation.check(keys, decode64(offer.mac))
        return await self.carry_out(self.officer().add_device(keys), also=also)

    async def _channel(
        self,
        name: str,
        params: Params,
        holding: Holding | None,
    ) -> ActAnswer:
        return await self.act(name, params, self.acting_as(name, None, holding))


def _url64(text: str) -> str:
    return encode64(decode64(text))
