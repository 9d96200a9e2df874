"""Attachments in the browser: added and sent, and opened in a frame that may run nothing, under the app's policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from domain.ids import ItemId
from tests.browser.handset import Handset
from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

SECRET = b"GPS 52.0907N 5.1214E"
SAVE = "Bewaar op dit toestel"
LOADS = """(address) => new Promise((told) => {
  const image = new Image();
  image.onload = () => told(true);
  image.onerror = () => told(false);
  image.src = address;
})"""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)
"""One red dot, as a PNG."""
RUNS = b"<!doctype html><script>parent.document.title = 'ran'; top.location = 'about:blank'</script><p id=it>HTML</p>"
DRAWS = b"<svg xmlns='http://www.w3.org/2000/svg'><script>parent.document.title = 'ran'</script></svg>"


def described(picture: bytes) -> bytes:
    """The picture with a place written into it, as a phone does."""
    chunk = len(SECRET).to_bytes(4, "big") + b"eXIf" + SECRET + bytes(4)
    return picture[:33] + chunk + picture[33:]


async def add(handset: Handset, name: str, kind: str, data: bytes) -> None:
    """Choose a file; on return the item has it, with a link to open it."""
    there = await handset.page.get_by_role("link", name="Open").count()
    await handset.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": data})
    await expect(handset.page.get_by_role("link", name="Open", exact=True)).to_have_count(there + 1)


async def opened(handset: Handset, number: int, name: str) -> Locator:
    """Open an attachment from the list; returns the frame's place, which may be nowhere."""
    await handset.page.get_by_role("link", name="Open", exact=True).nth(number).click()
    await handset.title(name)
    return handset.page.locator("iframe")


@pytest.mark.timeout(300)
async def test_a_photo_and_a_text_are_shown_and_whatever_could_run_is_only_saved(stage: Stage, tmp_path: Path) -> None:
    hovj = await stage.enrolled("hanna")
    item = ItemId(await hovj.ask())
    await add(hovj, "foto.png", "image/png", described(PICTURE))
    await add(hovj, "kenteken.txt", "text/plain", "Kenteken 12-AB-34, é".encode())
    await add(hovj, "pagina.html", "text/html", RUNS)
    await add(hovj, "tekening.txt", "text/plain", RUNS)
    await add(hovj, "plan.pdf", "application/pdf", b"%PDF-1.7 plan")

    frame = await opened(hovj, 0, "foto.png")
    assert await frame.get_attribute("sandbox") == "allow-same-origin"
    await expect(hovj.page.frame_locator("iframe").locator("img")).to_be_visible()
    assert await hovj.page.frame_locator("iframe").locator("img").evaluate("(one) => one.naturalWidth") == 1
    lent = await hovj.page.frame_locator("iframe").locator("img").get_attribute("src")
    assert await hovj.page.evaluate(LOADS, lent) is False, "the address of what was shown is taken back"
    await hovj.page.go_back()

    frame = await opened(hovj, 1, "kenteken.txt")
    await expect(frame).to_have_attribute("sandbox", "")
    await expect(hovj.page.frame_locator("iframe").locator("body")).to_have_text("Kenteken 12-AB-34, é")
    await hovj.page.go_back()

    assert await (await opened(hovj, 2, "pagina.html")).count() == 0
    await hovj.shows("Piket laat dit soort bestand niet zelf zien.")
    async with hovj.page.expect_download() as saving:
        await hovj.press(SAVE)
    saved = await saving.value
    assert saved.suggested_filename == "pagina.html.bin"
    await saved.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == RUNS
    await hovj.page.go_back()

    await opened(hovj, 3, "tekening.txt")
    await expect(hovj.page.frame_locator("iframe").locator("body")).to_contain_text("<script>")
    assert await hovj.page.title() == "Piket"
    await hovj.page.go_back()
    assert await (await opened(hovj, 4, "plan.pdf")).count() == 0

    nina = await stage.phone("nina")
    first = (await nina.read(item)).attachments[0]
    await nina.fetch_attachment(item, first.blob, tmp_path / "foto")
    assert (tmp_path / "foto").read_bytes() == PICTURE


@pytest.mark.timeout(300)
async def test_a_picture_of_another_kind_is_drawn_anew_and_one_that_cannot_be_is_refused(
    stage: Stage, tmp_path: Path
) -> None:
    hovj = await stage.enrolled("hanna")
    item = ItemId(await hovj.ask())
    webp = bytes.fromhex(
        "524946463c000000574542505650382030000000d001009d012a0100010002003425a00274ba01f80003b000fef0e8f7ff20b961757c8d"
        "7ffc4bfe25fff12ffd83000000"
    )
    await add(hovj, "foto.webp", "image/webp", webp)
    nina = await stage.phone("nina")
    found = await nina.fetch_attachment(item, (await nina.read(item)).attachments[0].blob, tmp_path / "drawn")
    assert found.content.media_type == "image/jpeg"
    assert (tmp_path / "drawn").read_bytes().startswith(b"\xff\xd8")
    choose = hovj.page.locator("input[type=file]")
    await choose.set_input_files({"name": "tekening.svg", "mimeType": "image/svg+xml", "buffer": DRAWS})
    await hovj.shows("Dit soort foto kan Piket niet versturen")
    await choose.set_input_files({"name": "leeg.txt", "mimeType": "text/plain", "buffer": b""})
    await hovj.shows("Dit bestand is leeg")
    (tmp_path / "groot").write_bytes(bytes(25 * 1024 * 1024 + 1))
    await choose.set_input_files(tmp_path / "groot")
    await hovj.shows("Dit bestand is te groot")


@pytest.mark.timeout(300)
async def test_an_attachment_waits_on_the_phone_until_the_line_is_back(stage: Stage) -> None:
    hovj = await stage.enrolled("hanna")
    await hovj.ask()
    line = hovj.window.line
    await hovj.shows("Bijlagen")
    line.deaf = "/v1/blobs"
    await hovj.page.locator("input[type=file]").set_input_files(
        {"name": "groot.bin", "mimeType": "application/octet-stream", "buffer": bytes(range(256)) * 4096}
    )
    await hovj.shows("groot.bin")
    await hovj.shows(r"Wordt verstuurd: 0 kB van 1,2 MB")
    line.cut()
    await hovj.shows("Bewaard op deze telefoon. Wacht op contact.")
    line.deaf = None
    line.mend()
    await expect(hovj.page.get_by_role("link", name="Open", exact=True)).to_have_count(1)
    await hovj.shows_not("groot.bin")


@pytest.mark.timeout(300)
async def test_of_a_long_text_the_beginning_is_shown_and_the_whole_is_saved(stage: Stage, tmp_path: Path) -> None:
    hovj = await stage.enrolled("hanna")
    await hovj.ask()
    text = b"begin " + b"woord " * 100_000 + b"eind"
    await add(hovj, "verslag.txt", "text/plain", text)
    await opened(hovj, 0, "verslag.txt")
    await hovj.shows("U ziet alleen het begin van deze tekst: de eerste 263 kB.")
    body = hovj.page.frame_locator("iframe").locator("body")
    await expect(body).to_contain_text("begin woord")
    await expect(body).not_to_contain_text("eind")
    async with hovj.page.expect_download() as saving:
        await hovj.press(SAVE)
    await (await saving.value).save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == text


@pytest.mark.timeout(300)
async def test_a_raw_photo_to_which_the_browser_gives_no_kind_does_not_leave_the_phone(stage: Stage) -> None:
    hovj = await stage.enrolled("hanna")
    await hovj.ask()
    choose = hovj.page.locator("input[type=file]")
    await choose.set_input_files({"name": "P1010001", "mimeType": "", "buffer": b"IIRO" + SECRET})
    await hovj.shows("Dit soort foto kan Piket niet versturen")
    assert hovj.window.line.calls("/v1/blobs") == []
