"""A new phone of the app enrols on an invitation of Python's officers; a lost answer or a lie costs it nothing."""

from __future__ import annotations

from pathlib import Path
from secrets import token_bytes
from typing import Any

from client.envelopes import encode64
from client.invitation import Invitation
from tests.client.test_over_http import REQUEST
from tests.client.test_stories_over_http import SECOND
from tests.client.world import HOVJ, PIKET, keyring_of
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import Stage, stage

__all__ = ["sqlite_template", "sqlite_url"]

ROLES = {"nctv_piket": PIKET, "hovj": HOVJ}
APP = "https://app.piket.example"


class Officers:
    """What Python's phones do when the app's test asks for it."""

    def __init__(self, set_up: Stage) -> None:
        self.set_up = set_up
        self.invitations: dict[str, Invitation] = {}
        set_up.steps |= {name: getattr(self, name) for name in ("bound", "invite", "admit", "share", "submit")}

    def new(self, person: str = "paula") -> Invitation:
        """Make an invitation for somebody of the practice world."""
        keys, genesis = keyring_of(person), self.set_up.world.world.genesis
        return Invitation.new(keys.person, keys.organisation, genesis, token_bytes)

    async def bound(self, _asked: dict[str, Any]) -> dict[str, Any]:
        invitation, keys = self.new(), keyring_of("paula").public
        mac = encode64(invitation.mac(keys))
        return {"link": invitation.url(APP), "token": invitation.token_hash, "keys": keys.model_dump(), "mac": mac}

    async def invite(self, asked: dict[str, Any]) -> dict[str, Any]:
        officer, invitation = await self.set_up.phone("stichter-a"), self.new(asked.get("person", "paula"))
        self.invitations[invitation.token_hash] = invitation
        assert (await officer.carry_out(officer.officer().invite(invitation), also=SECOND)).status == 201
        return {"link": invitation.url(APP), "token": invitation.token_hash}

    async def admit(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Check what was offered against the invitation, and sign it into the directory."""
        officer = await self.set_up.phone("stichter-a")
        before = set(officer.directory.devices)
        answer = await officer.admit(self.invitations[asked["token"]], also=SECOND)
        await officer.sync()
        [device] = set(officer.directory.devices) - before
        return {"status": answer.status, "device": device}

    async def share(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give the role a key that is sealed for the new phone too."""
        officer = await self.set_up.phone("stichter-a")
        epoch = officer.officer().new_epoch(officer.directory, ROLES[asked.get("functie", "nctv_piket")])
        return {"status": (await officer.carry_out(epoch, also=SECOND)).status}

    async def submit(self, _asked: dict[str, Any]) -> dict[str, Any]:
        hanna = await self.set_up.phone("hanna")
        await hanna.sync()
        return {"item": (await hanna.submit_spoedaanwijzing(REQUEST)).item}


async def test_a_new_phone_of_the_app_is_admitted(tmp_path: Path, sqlite_url: str) -> None:
    async with stage(tmp_path, sqlite_url) as set_up:
        Officers(set_up)
        await set_up.play("tests/device-enrol.cross.ts", tmp_path / "vectors")
