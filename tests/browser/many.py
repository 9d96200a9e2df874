"""How long the app takes to seal and send a notice to every mayor; `python -m tests.browser.many` prints it."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from playwright.async_api import expect

from sandbox.play.reading import SHIPPED
from tests.bench.figures import machine
from tests.bench.mayors import gemeenten
from tests.browser.service import found_world
from tests.browser.stage import stage
from tests.browser.test_flow_burgemeestersbericht import NOTICE
from tests.webapp.node import build

SEAL: Final = 8.0
"""Seconds from the press to the read-back of all of them."""
_PATIENCE: Final = 120_000
_FROM: Final = "mayor_told_after_four_eyes"


async def measure(scratch: Path, app: Path, world: Path | None = None) -> dict[str, float]:
    """Play it once; `app` is the app as it was built, `world` one that was founded before by this."""
    if world is None:
        world = scratch / "world"
        world.mkdir()
        await found_world(world, str(_scenario(scratch)))
    count = len(gemeenten())
    async with stage(world, app, scratch / "service") as night:
        desk = await night.enrolled("bea")
        await desk.go("#/open/burgemeestersbericht.send")
        await desk.press(f"Kies alle {count} gemeenten")
        await desk.fill(**NOTICE, scenario="planbaar", visible="true", keten_choice="no")
        began = time.monotonic()
        await desk.press("Lees eerst na")
        await expect(desk.page.locator(".readback")).to_be_visible(timeout=_PATIENCE)
        sealed = time.monotonic() - began
        began = time.monotonic()
        await desk.hold()
        await expect(desk.says(f"Alle {count} verstuurd")).to_be_visible(timeout=_PATIENCE)
        sent = time.monotonic() - began
        assert night.faults() == []
    return {"sealed": sealed, "sent": sent}


def _scenario(folder: Path) -> Path:
    """The notice's own night, with a mayor in every gemeente."""
    text = (SHIPPED / f"{_FROM}.toml").read_text("utf-8")
    there = [one for one in gemeenten() if one not in text]
    people = "".join(
        f'[people.b{one.partition(":")[2].lower()}]\norganisation = "gemeente"\nfuncties = ["burgemeester@{one}"]\n'
        "channels = []\n\n"
        for one in there
    )
    made = folder / "all.toml"
    made.write_text(text.replace("[[roster]]", f"{people}[[roster]]", 1), "utf-8")
    return made


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.browser.many", description=__doc__)
    parser.add_argument("--app", type=Path, help="an app that was built before")
    parser.add_argument("--world", type=Path, help="a world that this founded before")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="piket-many-") as folder:
        scratch = Path(folder)
        app = given.app or scratch / "app"
        if given.app is None:
            build(app)
        found = asyncio.run(measure(scratch, app, given.world))
    about = ", ".join(f"{name} {value}" for name, value in machine().items())
    load = os.getloadavg()[0]
    sys.stdout.write(f"{about}, load average {load:.1f}\n")
    sys.stdout.write(f"sealed {len(gemeenten())}: {found['sealed']:.2f} s (goal {SEAL:g} s)\n")
    sys.stdout.write(f"signed to all answered: {found['sent']:.2f} s\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
