"""The client: what must survive is on disk before it is sent; a disk that fails costs a repetition, never an act."""

from __future__ import annotations

import ast
import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from client import device, durable, kept, keyring, logs, proofs, signing
from client.keyring import Keyring
from client.logs import LogRefused
from client.phone import Phone
from client.signing import Draft
from config.keys import load_log_keys
from domain.acts import channel
from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.ids import ActId
from tests.client import test_kept as keeping
from tests.failures.conftest import AFailingNight
from tests.failures.faults import Failure
from tests.failures.nights import prove, request
from tests.harness.sites import ROOT
from tests.stories.words import REQUEST

SITES = frozenset(
    {
        "client/device.py:_deliver",
        "client/device.py:install",
        "client/kept.py:_overdue",
        "client/keyring.py:save",
        "client/logs.py:_keep_evidence",
        "client/logs.py:take",
        "client/proofs.py:keep_receipt",
        "client/signing.py:_write",
        "client/signing.py:set_aside",
    }
)
"""The durable writes whose failures are proven in this file."""
MODULES = (device, kept, keyring, logs, proofs, signing)


def durable_writes() -> frozenset[str]:
    """Return every function of the client that writes durably, as the source says."""
    found = set()
    for path in sorted((ROOT / "client").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
                if any(isinstance(call.func, ast.Name) and call.func.id == "write_durably" for call in calls):
                    found.add(f"{path.relative_to(ROOT).as_posix()}:{function.name}")
    return frozenset(found)


class Disk:
    """A disk of which the nth durable write from one function fails."""

    def __init__(self, patch: pytest.MonkeyPatch, failure: Failure) -> None:
        self._failure = failure
        self._site, self._left, self.struck = "", 0, 0
        write = durable.write_durably

        def failing(path: Path, data: bytes) -> None:
            frame = sys._getframe(1)
            file = frame.f_code.co_filename.removeprefix(f"{ROOT}/")
            strikes = f"{file}:{frame.f_code.co_name}" == self._site and self._counted()
            if not strikes or self._failure is Failure.STORED:
                write(path, data)
            if strikes:
                raise OSError(errno.EIO, "Input/output error")

        for module in MODULES:
            patch.setattr(module, "write_durably", failing)

    @contextmanager
    def fails(self, site: str, nth: int = 1) -> Iterator[None]:
        """Let the nth write there fail, and the failure be heard by whoever asked for it."""
        self._site, self._left, self.struck = site, nth, 0
        with pytest.raises(OSError, match="Input/output"):
            yield
        assert self.struck == 1, f"{site} was not written"
        self._site = ""

    def _counted(self) -> bool:
        self._left -= 1
        self.struck += self._left == 0
        return self._left == 0


@pytest.fixture(params=list(Failure), ids=lambda failure: failure.value)
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Both failures of a durable write, in turn."""
    return Disk(monkeypatch, request.param)


@pytest.mark.parametrize(
    ("site", "nth"),
    [("client/signing.py:_write", 1), ("client/device.py:_deliver", 1), ("client/signing.py:_write", 2)],
    ids=["before sending", "the act for its receipt", "after the answer"],
)
async def test_an_act_is_sent_once_whichever_write_of_its_chain_fails(
    a_night: AFailingNight, disk: Disk, site: str, nth: int
) -> None:
    async with a_night() as n:
        item = await request(n)
        [piket] = await n.open("piket1")
        with disk.fails(site, nth):
            await piket.phone.receive(item)
        await reopened(piket.phone)
        if (await piket.phone.read(item)).state == "ingediend":
            assert (await piket.phone.receive(item)).status == 201
        await n.soon()
        n.expect_bells(hovj=1)
        case = await piket.phone.read(item)
        assert [act.payload.act for act in case.acts].count("spoedaanwijzing.receive") == 1
        await prove(n)


async def test_an_act_that_is_not_taken_holds_up_nothing(a_night: AFailingNight, disk: Disk) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        phone = hovj.phone
        phone.outbox.sign(
            Draft(phone.new_act(), "channel.test", channel.TestChannels(), phone.holding("hovj")), "om"
        )  # signed, saved, and never sent
        with disk.fails("client/signing.py:set_aside"):
            phone.outbox.set_aside("om")
        phone.outbox.set_aside("om")
        await reopened(phone)
        assert (await phone.submit_spoedaanwijzing(REQUEST)).answer.status == 201
        await n.soon()
        for one in n.people.values():
            one.bells()
        await prove(n)


async def test_a_checkpoint_is_never_older_than_what_was_seen(a_night: AFailingNight, disk: Disk) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        await request(n)
        with disk.fails("client/logs.py:take"):
            await hovj.phone.sync()
        await reopened(hovj.phone)
        await hovj.phone.sync()
        await prove(n)


async def test_a_fork_is_refused_also_when_its_evidence_cannot_be_kept(a_night: AFailingNight, disk: Disk) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        watch, keys = hovj.phone._logs, hovj.phone.directory.log_keys
        newest = watch.newest("om", keys)
        assert newest is not None
        key = load_log_keys(n.folder / "keys")["om"]
        forged = sign_checkpoint(Checkpoint(newest.origin, newest.size, bytes(32)), key)
        with disk.fails("client/logs.py:_keep_evidence"):
            await watch.take("om", keys, forged)
        with pytest.raises(LogRefused):
            await watch.take("om", keys, forged)
        assert [path.read_bytes() for path in watch.evidence()] == [forged]
        assert watch.newest("om", keys) == newest
        await prove(n)


@pytest.mark.parametrize("nth", [1, 2], ids=["leaf", "proof"])
async def test_a_receipt_is_whole_after_it_is_asked_again(a_night: AFailingNight, disk: Disk, nth: int) -> None:
    async with a_night() as n:
        await request(n)
        phone = n["hovj"].phone
        act = ActId(min((phone.folder / "done").glob("*.act")).stem)
        with disk.fails("client/proofs.py:keep_receipt", nth):
            await phone.receipt(act)
        receipt = await phone.receipt(act)
        assert receipt.leaf.exists()
        assert receipt.proof.exists()
        await prove(n)


@pytest.mark.parametrize("site", ["client/device.py:install", "client/keyring.py:save"])
async def test_keys_are_whole_or_not_there(a_night: AFailingNight, disk: Disk, tmp_path: Path, site: str) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        keys, genesis = hovj.phone.keyring, hovj.phone._replaying().hashes[0]
        folder = tmp_path / "new"
        new = Phone(folder, hovj.phone.transport, clock=n.clock.now)
        with disk.fails(site):
            new.install(keys, genesis)
        if (folder / "keys.json").exists():
            assert Keyring.load(folder / "keys.json").device == keys.device
        new.install(keys, genesis)
        again = Phone(folder, hovj.phone.transport, clock=n.clock.now)
        assert again.keyring.device == keys.device
        assert again._replaying() is not None


async def reopened(phone: Phone) -> None:
    """The app is started again on what is on disk: what was saved and has no answer is sent."""
    phone._begin(Keyring.load(phone.folder / "keys.json"))
    await phone.start()


async def test_the_term_of_a_proof_that_is_withheld_begins_whatever_the_disk_does(disk: Disk, tmp_path: Path) -> None:
    service = keeping.Service(3, without=True)
    phone = keeping.Phone(tmp_path, service)
    phone.acted()
    with disk.fails("client/kept.py:_overdue"):
        await phone.sync()
    assert await phone.sync() == [".act", ".asked"], "the act is kept, and since when is asked is written after all"
    with pytest.raises(kept.ProofWithheld):
        await keeping.Phone(tmp_path, service, late=timedelta(hours=1)).sync()
