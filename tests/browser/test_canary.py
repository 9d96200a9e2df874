"""Never readable: what is typed in the browser stands nowhere in what it keeps, and in nothing that leaves it."""

from __future__ import annotations

import re
import secrets

import pytest

from tests.browser.handset import Handset
from tests.browser.stage import Stage
from tests.browser.storage import everything_kept
from tests.canary.scanner import Scanner

pytestmark = pytest.mark.slow

SEED = re.compile(rb"AGE-SECRET-KEY-(PQ-)?1[A-Z0-9]{20}")
CLEAR = """async ([marker, api]) => {
  localStorage.setItem("clear", marker);
  const cache = await caches.open("clear");
  await cache.put("/clear", new Response(marker));
  await new Promise((resolve) => {
    const opening = indexedDB.open("clear", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("rows");
    opening.onsuccess = () => {
      const row = { deep: [new TextEncoder().encode(marker)] };
      const writing = opening.result.transaction("rows", "readwrite");
      writing.objectStore("rows").put(row, "key");
      writing.oncomplete = () => { opening.result.close(); resolve(); };
    };
  });
  await fetch(`${api}/v1/challenges`, { method: "POST", body: btoa(marker) });
}"""

DRAFT_KEPT = """() => new Promise((done) => {
  const opening = indexedDB.open("piket");
  opening.onsuccess = () => {
    const counting = opening.result.transaction("drafts").objectStore("drafts").count();
    counting.onsuccess = () => { opening.result.close(); done(counting.result > 0); };
  };
})"""


@pytest.mark.timeout(300)
async def test_content_stands_nowhere_in_the_browser_and_in_nothing_it_sends(stage: Stage) -> None:
    typed = {name: marker() for name in ("person", "need", "threat", "when_where", "keten_how")}
    said = {name: marker() for name in ("unsigned", "supplement", "received")}
    scanner = Scanner(typed | said)
    hovj, officer = await stage.enrolled("hanna"), await stage.enrolled("nina")
    await hovj.go("#/nieuw")
    await hovj.fill(keten_choice="yes")
    await hovj.fill(callback="0300000000", **typed)
    await hovj.read_back()
    await hovj.hold()
    await hovj.follow("Volg het verzoek")
    await hovj.more("Vul aan")
    await hovj.sign(text=said["supplement"])
    # A draft that was typed and never signed, and an act that is kept because there is no line.
    await hovj.go("#/nieuw")
    await hovj.fill(person=said["unsigned"])
    await hovj.page.wait_for_function(DRAFT_KEPT, polling=200)
    await officer.loudest()
    for text in typed.values():
        await officer.shows(text)
    await officer.more("Vraag om meer")
    await officer.fill(text=said["received"])
    await officer.read_back()
    officer.window.line.cut()
    await officer.hold()
    await officer.shows("Bewaard op deze telefoon, nog niet verstuurd")
    for one in (hovj, officer):
        assert await readable(scanner, one) == set()
    control = marker()
    await hovj.page.evaluate(CLEAR, [control, stage.service.api])
    found = await readable(Scanner({"control": control}), hovj)
    assert found == {"localStorage", "cache clear", "IndexedDB clear/rows.deep", "POST /v1/challenges"}


def marker() -> str:
    return f"kanarie{secrets.token_hex(12)}"


async def readable(scanner: Scanner, one: Handset) -> set[str]:
    """The places where a marker can be read: of what is kept, and of all that went over the line."""
    kept = await everything_kept(one.page)
    assert len([place for place, _ in kept if place.startswith("IndexedDB piket/")]) > 50
    assert [place for place, _ in kept if place.startswith("cache ")]
    assert len(one.window.line.exchanges) > 20
    exchanges = [(f"{each.method} {each.path}", each.everything()) for each in one.window.line.exchanges]
    return {place for place, data in (*kept, *exchanges) if scanner.scan(data)}


@pytest.mark.timeout(300)
async def test_no_key_on_the_phone_can_be_taken_out(stage: Stage) -> None:
    """Every private and secret key that rests in the browser is non-extractable, and the hybrid seed is sealed."""
    hovj = await stage.enrolled("hanna")
    kept = await everything_kept(hovj.page)
    keys = [value.decode() for _, value in kept if value.startswith((b"private ", b"secret ", b"public "))]
    assert {"private false", "secret false"} <= set(keys)
    assert [one for one in keys if one.endswith("true") and not one.startswith("public")] == []
    assert not [place for place, value in kept if SEED.search(value.upper())]
