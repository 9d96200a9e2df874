"""Never unprovable: who did something holds a proof that an outsider can check without us, and nobody else gets it."""

from __future__ import annotations

import base64

import pytest

from client.logs import LogRefused
from client.proofs import keep_receipt
from client.transport import ServerRefused
from domain.audit.leaves import parse_leaf
from domain.audit.proof_file import parse_proof, verify_proof
from domain.ids import Sha256Hex
from tests.stories.conftest import ANight
from tests.stories.words import REQUEST


async def test_ev_01_an_act_can_be_proven_offline_with_the_key_of_the_log_alone(a_night: ANight) -> None:
    async with a_night() as n:
        hovj, piket = await n.open("hovj", "piket1")
        submitted = await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        n.expect_bells(piket1=1, hovj=1)
        receipt = await hovj.phone.receipt(submitted.answer.act)
        key = hovj.phone.directory.log_keys["om"]
        leaf = receipt.leaf.read_bytes()
        verify_proof(parse_proof(receipt.proof.read_bytes()), leaf, key)
        assert parse_leaf(leaf).type == "act"
        with pytest.raises(ServerRefused) as refused:
            await piket.phone.api.proof(submitted.answer.act)
        assert refused.value.status == 404


async def test_ev_01_a_refused_act_is_proven_as_well(a_night: ANight) -> None:
    async with a_night() as n:
        hovj, lcc = await n.open("hovj", "coordinerend")
        item = (await hovj.phone.submit_spoedaanwijzing(REQUEST)).item
        await n.forward(minutes=4, seconds=2)  # the coordinerend hovj stands on the ladder now
        for one in n.people.values():
            one.bells()
        refused = await lcc.phone.ik_bel(item, "besluiten")
        assert refused.status == 409
        await n.soon()
        receipt = await lcc.phone.receipt(refused.act)
        assert parse_leaf(receipt.leaf.read_bytes()).type == "refusal"


async def test_a_proof_of_another_act_or_of_nothing_is_refused(a_night: ANight) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        submitted = await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        n.expect_bells(piket1=1, hovj=1)
        answer = await hovj.phone.api.proof(submitted.answer.act)
        keys, folder = hovj.phone.directory.log_keys, n.folder / "receipts"
        wrong = base64.b64encode(base64.b64decode(answer.leaf)[:-2] + b"x}").decode()
        mine = Sha256Hex(parse_leaf(base64.b64decode(answer.leaf)).act_sha256)
        assert keep_receipt(answer, mine, "om", keys, folder).checkpoint.size > 0
        for bad, sha256, log in (
            (answer, Sha256Hex("0" * 64), "om"),
            (answer, mine, "nctv"),
            (answer.model_copy(update={"leaf": wrong}), mine, "om"),
            (answer.model_copy(update={"proof": answer.proof.replace("index", "indez")}), mine, "om"),
        ):
            with pytest.raises(LogRefused):
                keep_receipt(bad, sha256, log, keys, folder)
