"""A quieter night: what keeps an installation sound, and the points at which the service may die in it."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

from client.invitation import Invitation
from config.keys import load_log_keys, make_later_key
from domain.ids import OrganisationId, PersonId
from tests.kills.child_night import ChildNight
from tests.kills.points import (
    ACT,
    BELLS,
    CHUNKS,
    COSIGNED,
    ENROLLED,
    LEASED,
    PEOPLE,
    PLACED,
    READ,
    ROOTED,
    SESSION,
    Step,
    Story,
)
from tests.stories.words import REQUEST

OFFICER, OTHER, TABLET = "beheer_om", "beheer_nctv", "tablet"


async def _open(n: ChildNight, story: Story) -> None:
    await n.open(*PEOPLE)


async def _lease(n: ChildNight, story: Story) -> None:
    """The reader renews its lease before each call of getUpdates."""
    while n.armed:
        await n.settle()


async def _invite(n: ChildNight, story: Story) -> None:
    officer = await n.officer(OFFICER)
    await officer.start()
    person, organisation = PersonId("hovj"), OrganisationId("om")
    invitation = Invitation.new(person, organisation, officer._replaying().hashes[0], officer.random)
    invited = await officer.carry_out(officer.officer().invite(invitation), also=[n.co_signer(OTHER)])
    assert invited.status == 201
    (n.folder / "invitation").write_text(invitation.url("http://piket.localhost"))


async def _enrol(n: ChildNight, story: Story) -> None:
    await (await n.device(TABLET)).enrol(_invitation(n))


async def _admit(n: ChildNight, story: Story) -> None:
    officer = await n.officer(OFFICER)
    await officer.start()
    assert (await officer.admit(_invitation(n), also=[n.co_signer(OTHER)])).status == 201


async def _rotate(n: ChildNight, story: Story) -> None:
    """A new key for the log of the OM, from two leaves on."""
    officer = await n.officer(OFFICER)
    await officer.start()
    newest = officer._logs.newest("om", officer.directory.log_keys)
    assert newest is not None
    folder = n.folder / "keys"
    made = make_later_key(folder, load_log_keys(folder)["om"].name, secrets.token_bytes).verifier
    draft = officer.officer().rotate_log_key(officer.directory, "om", made.encode(), newest.size + 2)
    assert (await officer.carry_out(draft, also=[n.co_signer(OTHER)])).status == 201


async def _quiet(n: ChildNight, story: Story) -> None:
    await n.forward(seconds=70)


async def _submit(n: ChildNight, story: Story) -> None:
    """The first leaves beyond the turn: what the old key may sign is over here."""
    await n.open("hovj")
    submitted = await n["hovj"].phone.submit_spoedaanwijzing(REQUEST)
    assert submitted.answer.status == 201
    story.item = submitted.item


async def _attach(n: ChildNight, story: Story) -> None:
    file = n.folder / "bijlage"
    await asyncio.to_thread(file.write_bytes, secrets.token_bytes(300_000))
    hovj = n["hovj"].phone
    assert (await hovj.attach(story.request, file, "image/png")).status == 201
    [attached] = (await hovj.read(story.request)).attachments
    await hovj.fetch_attachment(story.request, attached.blob, n.folder / "back")
    assert await asyncio.to_thread(_same, file, n.folder / "back")


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


def _invitation(n: ChildNight) -> Invitation:
    return Invitation.from_url((n.folder / "invitation").read_text())


UPKEEP = (
    Step("open", _open, {}, (*SESSION, *READ)),
    Step("lease", _lease, {}, LEASED),
    Step("invite", _invite, {}, (*ACT, *PLACED)),
    Step("enrol", _enrol, {}, ENROLLED),
    Step("admit", _admit, {}, (*ACT, *PLACED)),
    Step("rotate", _rotate, {}, (*ACT, *PLACED)),
    Step("quiet", _quiet, {}, (*ROOTED, *COSIGNED)),
    Step("submit", _submit, {"hovj": 1, "piket1": 1}, (*ACT, *BELLS, *PLACED)),
    Step("attach", _attach, {}, (*CHUNKS, *ACT, *PLACED)),
)
