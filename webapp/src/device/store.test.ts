import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import { memoryStore, openStore, StoreFailed } from "./store.ts";

describe.each([
  ["IndexedDB", () => openStore("d1", new IDBFactory())],
  ["memory", async () => memoryStore()],
])("a store in %s", (_name, open) => {
  it("gives back what was put, by key, and nothing that was not", async () => {
    const store = await open();
    expect(await store.get("keys", "a")).toBeUndefined();
    const bytes = new Uint8Array([1, 2]);
    await store.write([
      { table: "chains", key: "b", value: { bytes } },
      { table: "chains", key: "a", value: new Map([["x", 1]]) },
      { table: "done", key: "a", value: 3 },
    ]);
    bytes[0] = 9;
    expect(await store.all("chains")).toEqual([
      ["a", new Map([["x", 1]])],
      ["b", { bytes: new Uint8Array([1, 2]) }],
    ]);
    await store.write([{ table: "chains", key: "a", value: undefined }]);
    expect((await store.all("chains")).map(([key]) => key)).toEqual(["b"]);
    expect(await store.get("done", "a")).toBe(3);
  });
});

describe("a store in IndexedDB", () => {
  it("outlives the page, with keys that cannot be taken out of it", async () => {
    const factory = new IDBFactory();
    const made = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
    const before = await openStore("d1", factory);
    await before.write([{ table: "keys", key: "signing", value: made }]);
    before.close();
    const kept = (await (await openStore("d1", factory)).get("keys", "signing")) as CryptoKeyPair;
    expect(kept.privateKey.extractable).toBe(false);
    const [how, message] = [{ name: "ECDSA", hash: "SHA-256" }, new Uint8Array([7])];
    const signature = await crypto.subtle.sign(how, kept.privateKey, message);
    expect(await crypto.subtle.verify(how, made.publicKey, signature, message)).toBe(true);
  });

  it("keeps all of a write or nothing", async () => {
    const store = await openStore("d1", new IDBFactory());
    const unkeepable = { table: "done", key: "b", value: () => undefined } as const;
    await expect(store.write([{ table: "chains", key: "a", value: 1 }, unkeepable])).rejects.toBeInstanceOf(StoreFailed);
    expect(await store.get("chains", "a")).toBeUndefined();
  });

  it("says so when a window of an older app does not let go of it, and lets go of what opens after all", async () => {
    const factory = new IDBFactory();
    const older = await new Promise<IDBDatabase>((resolve) => {
      const opening = factory.open("d1", 1);
      opening.onsuccess = () => resolve(opening.result);
    });
    await expect(openStore("d1", factory)).rejects.toBeInstanceOf(StoreFailed);
    older.close();
    const store = await openStore("d1", factory);
    await store.write([{ table: "keys", key: "a", value: 1 }]);
    expect(await store.get("keys", "a")).toBe(1);
  });
});
