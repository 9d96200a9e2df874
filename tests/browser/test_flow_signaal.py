"""A protected person's signals end to end: the line, silence, no contact, receipt, melding, duress (SG-01 … SG-07)."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import expect

from client.signaallijn import LijnActs
from domain.flows.signaallijn.content import OpvolgingContent
from domain.functies import Functie, Holding, Scope
from tests.browser.handset import CHOOSE_LOCK, PIN, Handset
from tests.browser.service import found_world
from tests.browser.stage import Stage
from tests.browser.stage import stage as staged
from tests.browser.storage import everything_kept
from tests.canary.scanner import Scanner

pytestmark = pytest.mark.slow

OWN: Final = "Wat is er?"
LOCKED: Final = "Notities is op slot"
EMPTY: Final = "U hebt nog geen notities."
SECOND: Final = "730264"
SAM: Final = Holding(Functie.TE_BEVEILIGEN_PERSOON, Scope("own:sam"))
AREA: Final = Scope("arr:midden-nederland")
PLACE: Final = {"latitude": 52.0912345, "longitude": 5.1198765, "accuracy": 12}
RECEIVED: Final = "Er is een eenheid onderweg"


@pytest.fixture(scope="module")
def persons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice world in which sam is a protected person."""
    folder = tmp_path_factory.mktemp("persons") / "world"
    folder.mkdir()
    asyncio.run(found_world(folder, "person_under_duress"))
    return folder


@pytest_asyncio.fixture
async def stage(persons: Path, app: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(persons, app, tmp_path / "service") as found:
        yield found
        assert found.faults() == []


async def enrolled(stage: Stage) -> Handset:
    """Sam's own phone, admitted, with a PIN."""
    sam = await stage.handset("sam", geolocation=PLACE, permissions=["geolocation"])
    invitation = await stage.invite("sam")
    await sam.paste(invitation.url(stage.service.app))
    await expect(sam.page).to_have_title("Notities")
    await stage.admit(invitation)
    await sam.title(CHOOSE_LOCK)
    assert await sam.page.get_by_role("button", name="Gebruik vinger of gezicht").count() == 0
    await sam.page.locator("[name=pin]").fill(PIN)
    await sam.press("Gebruik deze pincode")
    await sam.title(OWN)
    return sam


async def open_with(sam: Handset, pin: str) -> None:
    await sam.title(LOCKED)
    await sam.page.locator("[name=pin]").fill(pin)
    await sam.press("Open Notities")


async def line(stage: Stage) -> None:
    """The authority records from its own phone who follows up sam's signals."""
    hanna = await stage.phone("hanna")
    await hanna.sync()
    content = OpvolgingContent(kind="opvolging", text="Uw politie is dag en nacht bereikbaar. Bel eerst 112.")
    sent = await LijnActs(hanna).open(SAM, AREA, content, dossier="d" * 22, day_and_night=True)
    assert sent.answer.status == 201, sent.answer.code


async def receive(rick: Handset, **fields: str) -> None:
    await rick.follow("Ontvangst bevestigen")
    await rick.sign(text=RECEIVED, language="nl", by="Rick van de politie", **fields)
    await rick.shows("Ontvangen")


@pytest.mark.timeout(400)
async def test_sg_01_the_line_a_signal_its_place_the_receipt_the_promise_and_the_melding(stage: Stage) -> None:
    hanna, rick, sam = await asyncio.gather(stage.enrolled("hanna"), stage.enrolled("rick"), enrolled(stage))
    await stage.couple("rick")
    said = {name: f"kanarie{secrets.token_hex(12)}" for name in ("signal", "added", "meaning")}
    await sam.shows("Er is nog niemand die uw berichten opvolgt")

    await hanna.follow("Lijn openen")
    await hanna.fill(line_person=f"{SAM.functie}@{SAM.scope}", area=AREA, day_and_night="true", keten_choice="no")
    await hanna.sign(text="Uw politie is dag en nacht bereikbaar. Bel eerst 112.")
    await sam.shows("Ik ben onveilig, nu")
    await sam.shows("Uw politie is dag en nacht bereikbaar.")

    await sam.follow("Er is iets")
    await sam.fill(about="verdachte_situatie", text=said["signal"])
    await sam.press("Stuur mee waar ik ben")
    await sam.shows("Uw plaats gaat mee: 52.09123, 5.11988 (± 12 m)")
    before = stage.bells("rick")
    await sam.press("Verstuur")
    await sam.title(OWN)
    await sam.shows("Verstuurd. Nog geen mens heeft het bevestigd.")
    await stage.bell("rick", before)

    await rick.loudest()
    await rick.shows(said["signal"])
    await rick.shows("52.09123, 5.11988 (± 12 m)")
    await receive(rick, promise_at=await rick.page.evaluate(TOMORROW))
    await sam.shows("Iemand heeft het ontvangen")
    await sam.shows("U hoort van ons voor")
    await sam.page.locator(".entry").first.click()
    await sam.shows(RECEIVED)
    await sam.shows("Rick van de politie")
    await sam.shows_not(re.compile(r"\brick\b"))
    await sam.fill(text=said["added"])
    await sam.press("Verstuur")
    await rick.shows(said["added"])

    await rick.follow("Duiden")
    await rick.fill(**{"linked.outcome": "melding_dreiging"})
    await rick.sign(**{"linked.reasons": said["meaning"], "linked.person": "Sam"})
    await rick.shows("Hoort hierbij")
    await hanna.go("#/")
    await hanna.page.locator(".entry").filter(has_text="Duiding").click()
    await hanna.shows(said["meaning"])
    await hanna.follow("Besluiten")
    await hanna.sign(outcome="afgerond", reasons="Gezien en gewogen.")
    await hanna.shows("Afgerond")
    await sam.shows_not(said["meaning"])
    await sam.shows_not(re.compile("melding"))

    place = {"place": "52.09123, 5.11988", "north": str(PLACE["latitude"]), "east": str(PLACE["longitude"])}
    found = Scanner(said | place)
    for one in (sam, rick, hanna):
        kept = await everything_kept(one.page)
        sent = [(each.path, each.everything()) for each in one.window.line.exchanges]
        assert {where for where, data in (*kept, *sent) if found.scan(data)} == set()
    assert found.scan("".join(said.values()).encode()), "the scanner finds what it looks for"


TOMORROW: Final = """() => {
  const moment = new Date(Date.now() + 86400000);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}"""


@pytest.mark.timeout(400)
async def test_sg_07_silent_without_a_line_loud_without_a_line_and_under_duress(stage: Stage) -> None:
    rick, sam = await asyncio.gather(stage.enrolled("rick"), enrolled(stage))
    await stage.couple("rick")
    await line(stage)
    await sam.shows("Waarschuw stil")

    # A second PIN, which leaves nothing that tells.
    await sam.go("#/van/signaal/toestel")
    await sam.fill(pin=SECOND, again=SECOND)
    await sam.press("Bewaar")
    await sam.shows("Bewaard")
    await sam.go("#/")

    # Silent, while the line is cut: an empty app; it leaves when there is a line, also behind the lock.
    sam.window.line.cut()
    before = stage.bells("rick")
    await sam.press("Waarschuw stil")
    await sam.shows(EMPTY)
    await sam.shows("Nog niet bijgewerkt")
    await sam.press("Sluit")
    await sam.title(LOCKED)
    sam.window.line.mend()
    await stage.bell("rick", before)
    await open_with(sam, PIN)
    await sam.title(OWN)
    await sam.shows("Er staat niets open.")
    await sam.shows_not(re.compile("verstuurd", re.IGNORECASE))

    # Whoever follows up receives it; the phone hears nothing until they were found safe.
    await rick.loudest()
    await expect(rick.page.locator("dt", has_text="Stil verstuurd").locator("+ dd")).to_have_text("Ja")
    await receive(rick)
    await sam.shows("Er staat niets open.")
    await rick.follow("De persoon is veilig")
    await rick.hold()
    await sam.shows("Iemand heeft het ontvangen")

    # Under duress: the same empty app, and a warning that says so.
    await sam.page.reload()
    before = stage.bells("rick")
    await open_with(sam, SECOND)
    await sam.shows(EMPTY)
    await sam.shows("Bijgewerkt")
    await stage.bell("rick", before)
    await rick.go("#/")
    await rick.loudest()
    await rick.shows("Onder dwang")
    assert SILENT not in b"".join(data for _, data in await everything_kept(sam.page))

    # Loud, without a line: 112 first; kept, said so, sent, and received by a human.
    await sam.press("Sluit")
    await open_with(sam, PIN)
    await sam.title(OWN)
    sam.window.line.cut()
    await sam.page.get_by_role("link", name="Ik ben onveilig, nu").click()
    assert sam.window.called == ["tel:112"]
    await sam.shows("Nog niet verstuurd. Bel 112.")
    sam.window.line.mend()
    await sam.shows("Verstuurd. Nog geen mens heeft het bevestigd.")
    await sam.shows_not("Nog niet verstuurd. Bel 112.")


SILENT: Final = b'"silent":true'
"""What the payload of a silent signal says."""
