"""Everything that a browser keeps for the app, as bytes: databases with every value decoded, caches, storage."""

from __future__ import annotations

import base64
from typing import Final

from playwright.async_api import Page

_DUMP: Final = """async () => {
  const found = [];
  const keep = (place, bytes) => {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    found.push([place, btoa(text)]);
  };
  const walk = async (place, value) => {
    if (value === null || value === undefined) return;
    if (value instanceof CryptoKey) keep(place, new TextEncoder().encode(`${value.type} ${value.extractable}`));
    else if (value instanceof Blob) keep(place, new Uint8Array(await value.arrayBuffer()));
    else if (value instanceof ArrayBuffer) keep(place, new Uint8Array(value));
    else if (ArrayBuffer.isView(value)) keep(place, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    else if (value instanceof Map) for (const [key, one] of value) { await walk(place, key); await walk(place, one); }
    else if (value instanceof Set || Array.isArray(value)) for (const one of value) await walk(place, one);
    else if (typeof value === "object") {
      for (const [key, one] of Object.entries(value)) { await walk(place, key); await walk(`${place}.${key}`, one); }
    } else keep(place, new TextEncoder().encode(String(value)));
  };
  const answered = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const database = await answered(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([answered(rows.getAllKeys()), answered(rows.getAll())]);
      for (const [index, value] of values.entries()) {
        await walk(`IndexedDB ${name}/${store}`, String(keys[index]));
        await walk(`IndexedDB ${name}/${store}`, value);
      }
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      await walk(`cache ${name}`, request.url);
      await walk(`cache ${name}`, [...answer.headers].flat());
      await walk(`cache ${name}`, await answer.arrayBuffer());
    }
  }
  for (const [name, storage] of [["localStorage", localStorage], ["sessionStorage", sessionStorage]]) {
    for (let place = 0; place < storage.length; place += 1) {
      const key = storage.key(place);
      await walk(name, [key, storage.getItem(key)]);
    }
  }
  await walk("address", location.href);
  await walk("history state", history.state);
  await walk("cookies", document.cookie);
  await walk("window name", window.name);
  return found;
}"""


async def everything_kept(page: Page) -> list[tuple[str, bytes]]:
    """What the origin of this page keeps, each value with the place it stands in; keys of WebCrypto by their kind."""
    return [(place, base64.b64decode(value)) for place, value in await page.evaluate(_DUMP)]
