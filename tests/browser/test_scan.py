"""An invitation is scanned with the camera where there is one, and pasted where there is none."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import expect

from tests.browser.handset import COMPARE
from tests.browser.stage import Stage
from tests.webapp.node import qr_code

pytestmark = pytest.mark.slow

SCAN = "Scan de QR-code"
CAMERA = """(codes) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 480];
  const drawing = canvas.getContext("2d");
  let shown = -1;
  window.show = (number) => { shown = number; };
  const draw = () => {
    drawing.fillStyle = "#ddd";
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.fillStyle = "#111";
    const rows = codes[shown] ?? [];
    const size = Math.floor(420 / rows.length);
    for (const [y, row] of rows.entries()) for (const [x, dark] of row.entries()) {
      if (dark) drawing.fillRect(100 + x * size, 20 + y * size, size, size);
    }
    requestAnimationFrame(draw);
  };
  draw();
  window.asked = [];
  navigator.mediaDevices.getUserMedia = async (what) => {
    window.asked.push(what);
    window.stream = canvas.captureStream(10);
    return window.stream;
  };
}"""
"""A camera before which the test holds one code or another: `show(number)`."""

REFUSES = """() => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
}"""


@pytest.mark.timeout(240)
async def test_an_invitation_is_scanned_and_another_code_is_not_taken_for_one(stage: Stage) -> None:
    nina = await stage.handset("nina")
    invitation = await stage.invite("nina")
    codes = [qr_code(text) for text in ("https://www.example.org/menu", invitation.url(stage.service.app))]
    await nina.page.evaluate(CAMERA, codes)
    await nina.press(SCAN)
    await nina.shows("Richt de camera op de QR-code van uw uitnodiging.")
    asked = await nina.page.evaluate("window.asked")
    assert json.dumps(asked) == '[{"video": {"facingMode": "environment"}, "audio": false}]'
    await nina.page.evaluate("window.show(0)")
    await nina.shows("Dit is een andere QR-code.")
    await nina.page.evaluate("window.show(1)")
    await nina.title(COMPARE)
    assert await nina.page.evaluate("window.stream.getTracks().every((one) => one.readyState === 'ended')")
    await stage.admit(invitation)
    await nina.choose_lock()


@pytest.mark.timeout(120)
async def test_who_has_no_camera_or_refuses_it_pastes(stage: Stage) -> None:
    nina = await stage.handset("nina")
    await nina.press(SCAN)
    await nina.shows("Plak de link hieronder.")
    await nina.page.evaluate(REFUSES)
    await nina.press(SCAN)
    await nina.shows("Piket mag de camera niet gebruiken")
    await expect(nina.page.locator("video")).to_have_count(0)
    await nina.paste((await stage.invite("nina")).url(stage.service.app))


@pytest.mark.timeout(120)
async def test_the_camera_stops_when_one_stops_it(stage: Stage) -> None:
    nina = await stage.handset("nina")
    await nina.page.evaluate(CAMERA, [])
    await nina.press(SCAN)
    await expect(nina.page.locator("video")).to_be_visible()
    await nina.press("Stop de camera")
    await expect(nina.page.locator("video")).to_have_count(0)
    assert await nina.page.evaluate("window.stream.getTracks().every((one) => one.readyState === 'ended')")
