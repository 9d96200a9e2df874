"""A person on one device: keys and pinned genesis on disk, the directory replayed, acts signed, saved, sent."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from client import envelopes
from client.answers import ActAnswer, ItemAnswer, LineAnswer, MeAnswer
from client.api import Api
from client.beside_refusals import BROKEN, extend_beside_refusals
from client.content import Place, seal_content
from client.directory import DIRECTORY_LOG, Directory, DirectoryRefused
from client.durable import private_folder, write_durably
from client.envelopes import Signer
from client.forgetting import Forgetting
from client.invitation import Invitation, InvitationRefused
from client.itemkeys import RoleKeys
from client.kept import Keeping, KeptActs
from client.keyring import Keyring
from client.logs import LogRefused, LogWatch
from client.passkey import Passkey
from client.proofs import Receipt, keep_receipt
from client.reading import Case, JoinedOutcomes, read_case
from client.replay import Replay
from client.signing import Draft, Outbox, ReadyAct, blob_name
from client.transport import ServerRefused, Transport
from domain.acts.envelope import SignedAct
from domain.acts.payload import Params, parse_payload
from domain.audit.leaves import LeafType
from domain.catalogue import SPECS
from domain.contents import AnyContent
from domain.functies import Holding, Scope
from domain.ids import ActId, DeviceId, ItemId, OrganisationId, PersonId, Randomness, Sha256Hex, random_id, uuid7


class NotEnrolled(Exception):
    """This device has no keys yet; open an invitation on it first."""


class Device:
    """The life of one device; one process at a time uses a `folder`, on one event loop.

    Everything that must survive a crash is on disk before it is sent: keys, pinned genesis, chains with the act under
    way, verified checkpoints. The directory is replayed again after each start.
    """

    def __init__(
        self,
        folder: Path,
        transport: Transport,
        *,
        clock: Callable[[], datetime],
        random: Randomness = secrets.token_bytes,
        eenheid_of: Mapping[Scope, Scope] | None = None,
        keeping: Keeping | None = None,
    ) -> None:
        self.folder, self.clock, self.random = private_folder(folder), clock, random
        self.transport, self.api = transport, Api(transport)
        self.eenheid_of = dict(eenheid_of or {})
        """Scope of the eenheid for each arrondissement (P-04), to know which rccb gets word."""
        self._logs = LogWatch(folder / "logs", self.api)
        self.kept = KeptActs(folder / "done", self.api, self._logs, keeping or Keeping(), clock)
        self.forgetting = Forgetting(folder / "terms", self.kept, clock)
        self._joined: JoinedOutcomes = {}
        self._replay: Replay | None = None
        self._keyring: Keyring | None = None
        if (folder / "keys.json").exists():
            self._begin(Keyring.load(folder / "keys.json"))

    # --- keys ---------------------------------------------------------------------------------------------------

    def install(
        self,
        keyring: Keyring,
        genesis: Sha256Hex,
        chains: Mapping[str, tuple[int, Sha256Hex]] | None = None,
        replay: Replay | None = None,
    ) -> None:
        """Put keys and the pinned genesis on this device; `chains` says what it signed before, per log.

        `replay` spares it what this process has verified already from the same genesis: officials of a sandbox.
        """
        write_durably(self.folder / "genesis.json", json.dumps({"genesis": genesis}).encode("ascii"))
        keyring.save(self.folder / "keys.json")
        self._begin(keyring)
        for log, (seq, sha256) in (chains or {}).items():
            self.outbox.begin_at(log, seq, sha256)
        if replay is not None:
            self._replay = replay.copy()

    async def enrol(self, invitation: Invitation) -> Keyring:
        """Make keys on this device and offer them; it can act once an officer has verified and signed them.

        Safe to repeat, also after a crash or a lost answer: the keys are on disk before they are offered, and opening
        the same invitation again offers the same ones. Keys that the device had stay until the offer was taken.

        Raises:
            InvitationRefused: when the service says the invitation is somebody else's.
            ServerRefused: when it is used or over.
        """
        offered = self.folder / "offers" / f"{invitation.token_hash}.json"
        if offered.exists():
            keyring = Keyring.load(offered)
        else:
            device = DeviceId(random_id(self.random))
            keyring = Keyring.generate(invitation.person, invitation.organisation, device, self.random)
            keyring.save(offered)
        told = await self.api.enrol(invitation, keyring)
        if (told.person, told.organisation, told.device) != (keyring.person, keyring.organisation, keyring.device):
            raise InvitationRefused("The service knows this invitation as somebody else's; call who invited you.")
        self.install(keyring, invitation.genesis)
        offered.unlink()
        return keyring

    def _begin(self, keyring: Keyring) -> None:
        self._keyring = keyring
        genesis = json.loads((self.folder / "genesis.json").read_bytes())["genesis"]
        self._replay = Replay(Sha256Hex(genesis))
        self.outbox = Outbox(self.folder / "acts", keyring, self.clock)
        self.roles = RoleKeys(keyring)
        self.transport.use(keyring)

    @property
    def keyring(self) -> Keyring:
        """The keys of this device; raises NotEnrolled while it has none."""
        if self._keyring is None:
            raise NotEnrolled("This device has no keys yet; open an invitation on it first.")
        return self._keyring

    @property
    def passkey(self) -> Passkey:
        """The passkey of this device, for `act(..., by=...)`; raises NotEnrolled when it has none that counts."""
        if self.keyring.passkey is None or self.directory.app is None:
            raise NotEnrolled("This device has no passkey, or the founders did not sign where the app is.")
        return Passkey(self.keyring.device, self.keyring.passkey, self.directory.app)

    @property
    def person(self) -> PersonId:
        return self.keyring.person

    @property
    def organisation(self) -> OrganisationId:
        return self.keyring.organisation

    # --- what this device believes ------------------------------------------------------------------------------

    @property
    def directory(self) -> Directory:
        """The directory as replayed so far."""
        return self._replaying().state

    def holding(self, functie: str) -> Holding:
        """Return the one holding of this person with that functie; raises LookupError unless there is exactly one."""
        found = [one for one in self.directory.memberships.get(self.person, ()) if one.functie == functie]
        if len(found) != 1:
            raise LookupError(f"this person holds {functie} in {len(found)} scopes; name the holding")
        return found[0]

    async def sync(self) -> Directory:
        """Replay what is new in the directory, learn new role keys, verify the newest checkpoints, fetch the proofs of
        this device's acts; call it regularly.

        Raises:
            DirectoryRefused, SealingError, LogRefused: when what came does not verify; stop, and call the officers.
        """
        await self._refresh()
        for log in (self.directory.organisations[self.organisation], DIRECTORY_LOG):
            await self.watch(log)
        await self.forgetting.look(self.api)
        await self.kept.bring_up(self.directory.log_keys)
        return self.directory

    async def _refresh(self) -> None:
        """What reading cannot do without: whom to believe, and the role keys that were sealed for this device."""
        await self._catch_up()
        mine = [
            (epoch.holding, epoch.number)
            for epochs in self.directory.epochs.values()
            for epoch in epochs
            if self.keyring.device in epoch.wraps and self.directory.holds(self.person, epoch.holding)
        ]
        if all(self.roles.get(*one) for one in mine):
            return
        self._learn(await self.api.me())

    def _learn(self, me: MeAnswer) -> None:
        for key in me.role_keys:
            self.roles.learn(self.directory, Holding(key.functie, Scope(key.scope)), key.epoch, key.bytes())

    async def watch(self, log: str) -> bool:
        """Verify the newest checkpoint of a log against the last one verified; False when none is to be had now.

        Raises:
            LogRefused: when the log does not continue what it showed before, or is gone.
        """
        keys = self.directory.log_keys
        if log not in keys:
            return False
        try:
            await self._logs.refresh(log, keys)
        except ServerRefused as refused:
            if refused.status == 404 and self._logs.newest(log, keys) is not None:
                raise LogRefused("The log that was there is gone; call the officers.") from refused
            return False
        return True

    async def receipt(self, act: ActId) -> Receipt:
        """Fetch, verify and keep the proof that an act of this device stands in the log; anybody can check it offline.

        Raises:
            LogRefused: when what came proves something else.
            ServerRefused: 404 `act.not_placed` for some tenths of a second after the act.
        """
        signed = envelopes.from_bytes((self.folder / "done" / f"{act}.act").read_bytes())
        log, answer = parse_payload(signed.payload).log, await self.api.proof(act)
        return keep_receipt(answer, signed.sha256, log, self.directory.log_keys, self.folder / "done")

    async def logged(self, log: str, sha256: Sha256Hex) -> bool:
        """Tell whether an accepted act stands in the log, proven against its checkpoint; for who may read entries."""
        leaves = await self._logs.leaves(log, self.directory.log_keys)
        return any(leaf.act_sha256 == sha256 for leaf in leaves)

    async def verify_directory_log(self) -> None:
        """Prove that no fact was held back: the log's acts are the replayed facts, one by one, in order.

        Raises:
            DirectoryRefused: when they are not.
            LogRefused, ServerRefused: when the log does not verify, or its entries are not for this person.
        """
        leaves = await self._logs.leaves(DIRECTORY_LOG, self.directory.log_keys)
        logged = [leaf.act_sha256 for leaf in leaves if leaf.type is LeafType.ACT]
        # The log was read first: whatever stands in it was in the directory before the facts are read.
        await self._catch_up()
        if logged != list(self._replaying().hashes[: len(logged)]):
            raise DirectoryRefused("directory.held_back", "The service holds back facts of the directory.")

    async def _catch_up(self) -> None:
        await self._believe([fact.act.signed() async for fact in self.api.facts(len(self._replaying().hashes))])

    async def _believe(self, facts: Sequence[SignedAct]) -> None:
        replay = self._replaying()
        try:
            replay.extend(facts)
        except DirectoryRefused as refused:
            if refused.code != BROKEN:
                raise
            await extend_beside_refusals(replay, facts, refused, self._logs, self.transport.pause)

    def _replaying(self) -> Replay:
        if self._replay is None:
            raise NotEnrolled("This device has no keys yet; open an invitation on it first.")
        return self._replay

    # --- reading ------------------------------------------------------------------------------------------------

    async def open_items(self) -> list[LineAnswer]:
        """Return the items this person takes part in that are not closed, newest first (the service's word)."""
        return [item for item in (await self.api.items()).items if item.closed_at is None]

    async def read(self, item: ItemId) -> Case:
        """Return an item, decrypted and verified; refuses as `client.reading.read_case` says.

        The directory is brought up to date first, so that nobody unknown or removed is believed.
        """
        await self._refresh()
        return self._verified(await self.forgetting.heard(self.api.item(item), item), item)

    async def open_after_tap(self) -> Case | None:
        """Open a session and return the item that waits for this person, as `read` does, in two round trips.

        A bell names no item: the service says which one waits; None when there is none.
        """
        started = await self.api.start(len(self._replaying().hashes))
        await self._believe([fact.act.signed() for fact in started.directory.facts])
        if started.directory.more:
            await self._catch_up()
        self._learn(started.me)
        found = started.item
        return None if found is None else self._verified(found, found.item.id)

    def _verified(self, answer: ItemAnswer, item: ItemId) -> Case:
        """What acts decide for requests joined to theirs is remembered: those items are held to it (SA-12)."""
        case = read_case(answer, item, self.directory, self.roles, self._joined)
        self._joined |= case.joined
        return case

    def acting_as(self, name: str, case: Case | None = None, holding: Holding | None = None) -> Holding:
        """Return in which functie this person does an act: the one given, else one that may, best for this item.

        Who holds several functies chooses (P-01); what is chosen here goes for whom the item waits, then for who takes
        part in it. Raises LookupError when none of this person's functies may do it.
        """
        if holding is not None:
            return holding
        mine = sorted(self.directory.memberships.get(self.person, ()))
        able = [one for one in mine if one.functie in SPECS[name].may]
        if not able:
            raise LookupError(f"none of this person's functies may do {name}")
        waits, takes_part = set[Holding](), set[Holding]()
        if case is not None:
            open_ones = (one for one in case.answer.obligations if one.settled_at is None)
            waits = {waiting.holding for one in open_ones for waiting in one.waits_for}
            takes_part = {one.holding for one in case.answer.participants}
        return min(able, key=lambda one: (one not in takes_part, one not in waits))

    # --- acting -------------------------------------------------------------------------------------------------

    def new_act(self) -> ActId:
        """Return the id of an act to come: its content names it."""
        return uuid7(self.clock(), self.random)

    def seal(self, content: AnyContent, place: Place) -> bytes:
        """Return content of an act of this person, signed and sealed to the item's key."""
        return seal_content(content, place, self.keyring, self.directory, self.clock())

    async def act(
        self,
        name: str,
        params: Params,
        holding: Holding,
        *,
        id: ActId | None = None,
        item: ItemId | None = None,
        version: int | None = None,
        blobs: Mapping[Sha256Hex, bytes] | Sequence[bytes] = (),
        uploaded: tuple[Sha256Hex, ...] = (),
        drill: bool = False,
        by: Signer | None = None,
        also: Sequence[Signer] = (),
    ) -> ActAnswer:
        """Sign an act, save it, send it until there is an answer. An earlier unanswered act in the same log goes first;
        one that the service does not take is kept apart and holds up nothing.

        `by` proves it instead of the device key: `passkey`. `also` are further officers who sign the same bytes.
        A refusal by a rule is an answer (403 or 409).

        Raises:
            ServerRefused: when nothing was stored; the act is given up and its number is free again.
            NotReached: the act stays saved; `resume` sends the same bytes.
        """
        named = blobs if isinstance(blobs, Mapping) else {blob_name(blob): blob for blob in blobs}
        draft = Draft(id or self.new_act(), name, params, holding, item, version, named, uploaded, drill)
        return await self.carry_out(draft, by=by, also=also)

    async def carry_out(self, draft: Draft, *, by: Signer | None = None, also: Sequence[Signer] = ()) -> ActAnswer:
        """Sign, save and send a draft; as `act`."""
        log = DIRECTORY_LOG if draft.name.startswith("directory.") else self.directory.log_of(self.person)
        async with self.outbox.turn(log):
            try:
                await self._send_pending(log)
            except ServerRefused:
                self.outbox.set_aside(log)
            seen = self._logs.seen(log, self.directory.log_keys)
            ready = self.outbox.sign(draft, log, by=by, also=also, checkpoint=seen)
            return await self._deliver(log, ready)

    async def resume(self) -> list[ActAnswer]:
        """Send every act that was saved and has no answer, the same bytes; call it after each start.

        What the service does not take stays (or is given up, as `act` says) and stops nothing else.
        """
        answers: list[ActAnswer] = []
        for log in list(self.outbox.logs()):
            async with self.outbox.turn(log):
                with suppress(ServerRefused):
                    answer = await self._send_pending(log)
                    answers += [] if answer is None else [answer]
        return answers

    async def _send_pending(self, log: str) -> ActAnswer | None:
        pending = self.outbox.pending(log)
        return None if pending is None else await self._deliver(log, pending)

    async def _deliver(self, log: str, ready: ReadyAct) -> ActAnswer:
        try:
            [answer] = await self.api.send([ready])
        except ServerRefused as refused:
            if _stored_nothing(refused):
                self.outbox.answered(log, stored=False)
            raise
        act = private_folder(self.folder / "done") / f"{ready.payload.id}.act"
        write_durably(act, envelopes.to_bytes(ready.signed))
        self.outbox.answered(log, stored=True)
        return answer


def _stored_nothing(refused: ServerRefused) -> bool:
    """Whether the service itself said so. What it did not spell (a proxy's page, a time that ran out) tells nothing."""
    return 400 <= refused.status < 500 and refused.status not in (408, 429) and refused.code != "answer.malformed"
