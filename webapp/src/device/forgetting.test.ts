import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";

import type { ItemAnswer } from "../api/answers.ts";
import { ServerRefused } from "../api/failures.ts";
import { text, utf8 } from "../wire/bytes.ts";
import { envelopeBytes, REAL_TYPE } from "../wire/dsse.ts";
import { payloadBytes, type ActPayload } from "../wire/payload.ts";
import { Forgetting } from "./forgetting.ts";
import { openStore, TABLES, type Store } from "./store.ts";

const ITEM = "GewistZaakGewistZaak01";
const OTHER = "AnderZaakAnderZaakAn02";
const DUE = "2031-11-22T09:00:00Z";

function acted(item: string, id: string): { readonly envelope: string } {
  const payload: ActPayload = {
    v: 1, act: "item.ik_bel", id, device: "d1", item, version: null, functie: "hovj", scope: "arr:noord", at: "2026-11-22T09:00:00Z",
    params: { what: "ontvangen" }, blobs: [], checkpoint: null, log: "om", seq: 0, prev: null,
  }; // prettier-ignore
  return { envelope: text(envelopeBytes({ payloadType: REAL_TYPE, payload: payloadBytes(payload), proofs: [] })) };
}

const upload = (item: string, id: string): object => ({ draft: { id, item }, blob: "0", size: 300_000, sent: 0, at: DUE });

/** A phone that keeps something of two items, in every table in which it can. */
async function filled(): Promise<Store> {
  const store = await openStore("phone", new IDBFactory());
  for (const [item, id] of [[ITEM, "019aa111-0000-7000-8000-000000000001"], [OTHER, "019aa111-0000-7000-8000-000000000002"]] as const) {
    await store.write([
      { table: "terms", key: item, value: DUE },
      { table: "done", key: id, value: acted(item, id) },
      { table: "drafts", key: `#/zaak/${item}/spoedaanwijzing.supplement`, value: { nonce: utf8("n"), sealed: utf8("s") } },
      { table: "drafts", key: `upload/${id}`, value: { nonce: utf8("n"), sealed: utf8("s") } },
      { table: "uploads", key: id, value: upload(item, id) },
      { table: "pieces", key: `${id}/0`, value: utf8("piece") },
      { table: "pieces", key: `${id}/1`, value: utf8("piece") },
      { table: "refused", key: id, value: { act: id, item, name: "item.ik_bel", at: DUE, code: "item.closed" } },
    ]);
  }
  return store;
}

async function rows(store: Store): Promise<Record<string, number>> {
  const counted = await Promise.all(TABLES.map(async (table) => [table, (await store.all(table)).length] as const));
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

const both = { done: 2, drafts: 4, pieces: 4, refused: 2, terms: 2, uploads: 2 };
const one = { done: 1, drafts: 2, pieces: 2, refused: 1, terms: 1, uploads: 1 };
const answer = (erase_at: string | null, held = false): ItemAnswer => ({ retention: { erase_at, held, holds: [] } }) as unknown as ItemAnswer;
const erased = (): Promise<ItemAnswer> => Promise.reject(new ServerRefused(410, "item.erased"));

async function keysIn(store: Store): Promise<string> {
  const all = await Promise.all(TABLES.map((table) => store.all(table)));
  return JSON.stringify(all);
}

describe("a phone, of an item whose retention is over (EV-03)", () => {
  it("forgets everything it keeps of it once the service says that it was erased, and nothing else", async () => {
    const store = await filled();
    expect(await rows(store)).toEqual(both);
    expect(await keysIn(store)).toContain(ITEM);
    const forgot: string[] = [];
    const phone = new Forgetting(store, () => new Date("2027-01-01T00:00:00Z"), (item) => forgot.push(item));
    await expect(phone.heard(erased(), ITEM)).rejects.toMatchObject({ code: "item.erased" });
    expect(await rows(store)).toEqual(one);
    expect(await keysIn(store)).not.toContain(ITEM);
    expect(await keysIn(store)).toContain(OTHER);
    expect(forgot).toEqual([ITEM]);
  });

  it("forgets it by its own clock, without a line", async () => {
    const store = await filled();
    await new Forgetting(store, () => new Date("2031-11-22T08:59:59Z")).forgetOver();
    expect(await rows(store)).toEqual(both);
    await new Forgetting(store, () => new Date(DUE)).forgetOver();
    expect(await rows(store)).toEqual({});
  });

  it("notes the term that it is told, and that there is none any more", async () => {
    const store = await openStore("phone", new IDBFactory());
    const phone = new Forgetting(store, () => new Date("2027-01-01T00:00:00Z"));
    await phone.heard(Promise.resolve(answer(DUE)), ITEM);
    expect(await store.all("terms")).toEqual([[ITEM, DUE]]);
    await phone.heard(Promise.resolve(answer(null)), ITEM);
    expect(await store.all("terms")).toEqual([]);
    await phone.heard(Promise.resolve(answer(DUE)), ITEM);
    await phone.heard(Promise.resolve(answer(DUE, true)), ITEM);
    expect(await store.all("terms")).toEqual([]);
  });

  it("asks after what is on no list any more, and keeps what it hears nothing of", async () => {
    const store = await filled();
    const asked: string[] = [];
    const phone = new Forgetting(store, () => new Date("2027-01-01T00:00:00Z"));
    const api = (code: string) => ({
      items: async () => ({ items: [{ id: OTHER }] }),
      item: (item: string): Promise<ItemAnswer> => (asked.push(item), Promise.reject(new ServerRefused(code === "item.erased" ? 410 : 404, code))),
    });
    await phone.look(api("item.unknown"));
    expect([asked, await rows(store)]).toEqual([[ITEM], both]);
    await phone.look(api("item.erased"));
    expect(await rows(store)).toEqual(one);
    asked.length = 0;
    await phone.look(api("item.erased"));
    expect(asked).toEqual([]);
  });

  it("asks after each of them in turn, however many there are", async () => {
    const store = await openStore("phone", new IDBFactory());
    const items = Array.from({ length: 25 }, (_, place) => `GewistZaakGewistZaak${String(place).padStart(2, "0")}`);
    await store.write(items.map((item, place) => ({ table: "done", key: `019aa111-0000-7000-8000-0000000000${String(place).padStart(2, "0")}`, value: acted(item, `019aa111-0000-7000-8000-0000000000${String(place).padStart(2, "0")}`) })));
    const asked: string[] = [];
    const phone = new Forgetting(store, () => new Date("2027-01-01T00:00:00Z"));
    const api = { items: async () => ({ items: [] }), item: (item: string): Promise<ItemAnswer> => (asked.push(item), Promise.resolve(answer(null))) };
    for (let look = 0; look < 3; look += 1) await phone.look(api);
    expect([...new Set(asked)].sort()).toEqual(items);
  });
});
