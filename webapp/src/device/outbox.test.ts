import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { randomBytes, sha256Hex, utf8, type Bytes } from "../wire/bytes.ts";
import { actHash, envelopeFromBytes, isDrill, type Signer } from "../wire/dsse.ts";
import { uuid7 } from "../wire/ids.ts";
import { parsePayload, type ActPayload } from "../wire/payload.ts";
import { webLocks } from "./locks.ts";
import { ActUnderWay, Outbox, type Draft, type ReadyAct } from "./outbox.ts";
import { openStore, type Store } from "./store.ts";

const NOW = new Date("2026-03-14T02:12:00Z");
const SIGNER: Signer = async () => ({ kind: "es256", device: "d1", sig: randomBytes(64) });
const ITEM = "itemitemitemitemitemit";

async function draft(over: Partial<Draft> = {}): Promise<Draft> {
  return {
    id: uuid7(NOW, randomBytes),
    name: "spoedaanwijzing.receive",
    params: {},
    holding: { functie: "nctv_piket", scope: "nl" },
    item: ITEM,
    version: null,
    blobs: new Map(),
    uploaded: [],
    drill: false,
    ...over,
  };
}

function payload(act: ReadyAct | null): ActPayload {
  return parsePayload(envelopeFromBytes(utf8(act?.envelope ?? "")).payload);
}

describe("the outbox", () => {
  const factory = new IDBFactory();
  let [name, number] = ["", 0];
  let store: Store;
  let outbox: Outbox;

  async function reopened(): Promise<Outbox> {
    store.close();
    store = await openStore(name, factory);
    return new Outbox(store, "d1", webLocks, () => NOW);
  }

  beforeEach(async () => {
    name = `d${(number += 1)}`;
    store = await openStore(name, factory);
    outbox = new Outbox(store, "d1", webLocks, () => NOW);
  });

  it("has the signed bytes on disk before anybody can send them, and the same ones after a crash", async () => {
    const blob: Bytes = randomBytes(40);
    const params = { content: await sha256Hex(blob) };
    const made = await draft({ name: "spoedaanwijzing.ask", params, blobs: new Map([[params.content, blob]]) });
    const ready = await outbox.sign(made, "nctv", [SIGNER], null);
    const found = await (await reopened()).pending("nctv");
    expect(found).toEqual(ready);
    expect(found?.hash).toBe(await actHash(envelopeFromBytes(utf8(ready.envelope))));
    expect(payload(found)).toMatchObject({ seq: 0, prev: null, log: "nctv", blobs: [params.content], at: "2026-03-14T02:12:00.000Z" });
  });

  it("numbers an act after the one before it in the same log", async () => {
    const first = await outbox.sign(await draft(), "nctv", [SIGNER], null);
    await outbox.answered("nctv", true, null);
    const second = await outbox.sign(await draft(), "nctv", [SIGNER], null);
    const elsewhere = await outbox.sign(await draft(), "directory", [SIGNER], null);
    expect([payload(first).seq, payload(second).seq, payload(elsewhere).seq]).toEqual([0, 1, 0]);
    expect(payload(second).prev).toBe(first.hash);
    expect(await outbox.logs()).toEqual(["directory", "nctv"]);
    expect(await store.get("done", first.id)).toEqual({ envelope: first.envelope });
  });

  it("signs no second act while the first has no answer", async () => {
    const first = await outbox.sign(await draft(), "nctv", [SIGNER], null);
    await expect(outbox.sign(await draft(), "nctv", [SIGNER], null)).rejects.toBeInstanceOf(ActUnderWay);
    expect(await outbox.pending("nctv")).toEqual(first);
  });

  it("gives the number of an act that was not stored to the next", async () => {
    const first = await outbox.sign(await draft(), "nctv", [SIGNER], null);
    await outbox.answered("nctv", false, "linked.word_missing");
    expect(payload(await outbox.sign(await draft(), "nctv", [SIGNER], null))).toMatchObject({ seq: 0, prev: null });
    expect(await store.get("done", first.id)).toBeUndefined();
  });

  it("keeps apart what the service does not take, whole, and goes on", async () => {
    const first = await outbox.sign(await draft(), "nctv", [SIGNER], null);
    await outbox.setAside("nctv", "store.busy");
    expect(await outbox.pending("nctv")).toBeNull();
    expect(await store.get("aside", first.id)).toMatchObject({ pending: first });
    expect(payload(await outbox.sign(await draft(), "nctv", [SIGNER], null)).seq).toBe(0);
  });

  it.each<[string, string, (one: Outbox) => Promise<void>]>([
    ["by a rule", "item.stale", (one) => one.answered("nctv", true, "item.stale")],
    ["without a trace", "linked.word_missing", (one) => one.answered("nctv", false, "linked.word_missing")],
    ["and is kept apart", "store.busy", (one) => one.setAside("nctv", "store.busy")],
  ])("never lets go of an act that is refused %s without keeping why: both or neither", async (_how, code, refuses) => {
    const first = await outbox.sign(await draft(), "nctv", [SIGNER], null);
    const full: Store = { ...store, write: () => Promise.reject(new Error("full")) };
    await expect(refuses(new Outbox(full, "d1", webLocks, () => NOW))).rejects.toThrow("full");
    expect([await outbox.pending("nctv"), await store.all("refused")]).toEqual([first, []]);
    const written: number[] = [];
    const counted: Store = {
      ...store,
      write: (changes) => {
        written.push(changes.length);
        return store.write(changes);
      },
    };
    await refuses(new Outbox(counted, "d1", webLocks, () => NOW));
    expect(written).toHaveLength(1);
    expect(await (await reopened()).pending("nctv")).toBeNull();
    const row = { act: first.id, item: ITEM, name: "spoedaanwijzing.receive", at: "2026-03-14T02:12:00.000Z", code, silent: false };
    expect(await store.all("refused")).toEqual([[first.id, row]]);
  });

  it("forgets why an act was refused when the same act, sent again, is accepted", async () => {
    const made = await draft();
    await outbox.sign(made, "nctv", [SIGNER], null);
    await outbox.answered("nctv", false, "blob.missing");
    await outbox.sign(made, "nctv", [SIGNER], null);
    await outbox.answered("nctv", true, null);
    expect(await store.all("refused")).toEqual([]);
  });

  it("goes on from a chain begun elsewhere, once", async () => {
    const prev = "ab".repeat(32);
    await outbox.beginAt("nctv", 4, prev);
    await outbox.beginAt("nctv", 9, "cd".repeat(32));
    expect(payload(await outbox.sign(await draft(), "nctv", [SIGNER], null))).toMatchObject({ seq: 5, prev });
  });

  it.each<[string, Partial<Draft>]>([
    ["an unknown act", { name: "spoedaanwijzing.vergeet" }],
    ["an unknown parameter", { params: { reden: "geheim" } }],
    ["a version that it must not have", { version: 3 }],
    ["a blob that is not named", { name: "spoedaanwijzing.ask", params: { content: "ab".repeat(32) } }],
    ["a functie that is none", { holding: { functie: "keizer" as "nctv", scope: "nl" } }],
  ])("keeps and numbers nothing of %s", async (_what, over) => {
    await expect(outbox.sign(await draft(over), "nctv", [SIGNER], null)).rejects.toMatchObject({ name: "Refused" });
    expect(await outbox.logs()).toEqual([]);
  });

  it("signs a drill under its own type (X-05)", async () => {
    const ready = await outbox.sign(await draft({ drill: true }), "nctv", [SIGNER], null);
    expect(isDrill(envelopeFromBytes(utf8(ready.envelope)))).toBe(true);
  });

  it("lets one at a time act in a log, also from two tabs", async () => {
    const other = new Outbox(store, "d1", webLocks, () => NOW);
    const act = (one: Outbox): Promise<ReadyAct> =>
      one.turn("nctv", async () => {
        const ready = await one.sign(await draft(), "nctv", [SIGNER], null);
        await one.answered("nctv", true, null);
        return ready;
      });
    const done = await Promise.all([act(outbox), act(other), act(outbox), act(other)]);
    expect(done.map((one) => payload(one).seq).sort()).toEqual([0, 1, 2, 3]);
  });

  it("keeps what one gesture signed together as one, numbered in its order, and whatever goes with it (BB-03)", async () => {
    const drafts = await Promise.all(["1", "2", "3"].map((last) => draft({ id: `019c0000-0000-7000-8000-00000000000${last}` })));
    const also = [{ table: "many", key: "g", value: { next: 3 } }] as const;
    const made = await outbox.signAll(drafts, "nctv", [SIGNER], null, also);
    expect(made.map((one) => [payload(one).seq, payload(one).prev])).toEqual([[0, null], [1, made[0]?.hash], [2, made[1]?.hash]]);
    outbox = await reopened();
    expect(await outbox.underWay("nctv")).toEqual(made);
    expect(await store.get("many", "g")).toEqual({ next: 3 });
    await outbox.answeredAll("nctv", [{ stored: true, refused: null }, { stored: true, refused: "item.stale" }]);
    expect((await outbox.underWay("nctv")).map((one) => one.id)).toEqual([drafts[2]?.id]);
    expect((await store.all("done")).map(([id]) => id)).toEqual([drafts[0]?.id, drafts[1]?.id]);
    expect((await store.all("refused")).map(([id]) => id)).toEqual([drafts[1]?.id]);
    await outbox.setAside("nctv", "store.busy");
    const next = payload(await outbox.sign(await draft(), "nctv", [SIGNER], null));
    expect([next.seq, next.prev]).toEqual([2, made[1]?.hash]);
  });

  it("signs all of a gesture or nothing of it", async () => {
    const drafts = [await draft(), await draft({ name: "spoedaanwijzing.vergeet" })];
    await expect(outbox.signAll(drafts, "nctv", [SIGNER], null)).rejects.toMatchObject({ name: "Refused" });
    expect(await outbox.underWay("nctv")).toEqual([]);
  });
});
