/** The phone in the worker as pages have it: by messages alone, from an invitation to a request that Python receives. */

import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import type { Fetch } from "../src/api/transport.ts";
import { LOCK_RULES } from "../src/device/lock-rules.ts";
import { clock, step } from "./stage.ts";
import { asking } from "./requests.ts";
import { admitted, opened, PIN, REQUEST, Seen, stage } from "./worker-phones.ts";

describe("the phone in the worker", () => {
  it("enrols, locks, opens, reads back, signs, and shows what Python did", async () => {
    const factory = new IDBFactory();
    const { phone, until, store } = await admitted(factory);
    expect(await phone.status()).toMatchObject({ gate: { kind: "ready" }, line: { state: "online" }, emergency: "+31 70 555 0001" });
    expect(await phone.me()).toMatchObject({ person: "hanna", holdings: [{ functie: "hovj", number: "+31 30 555 0002" }] });
    expect((await phone.start()).withoutKeys).toMatchObject([{ functie: "hovj" }]);
    await step("share", { functie: "hovj" });
    expect(await phone.start()).toEqual({ items: [], withoutKeys: [], unshared: [], unproven: [], many: [] });

    const draft = await phone.prepare(asking(REQUEST));
    expect(draft.facts).toEqual([
      { name: "ground", value: "directe_noodzaak", kind: "word" },
      { name: "person", value: REQUEST.person, kind: "text" },
      { name: "need", value: REQUEST.need, kind: "text" },
      { name: "callback", value: REQUEST.callback, kind: "text" },
      { name: "when_where", value: REQUEST.when_where, kind: "text" },
    ]);
    expect(draft.readers.map((one) => one.functie)).toContain("nctv_piket");
    // Who will be rung and when, and where the gaps are, before it is signed (L-1, X-03).
    expect(draft.rungs.map((rung) => rung.who.map((one) => one.functie).join(" "))).toEqual([
      "nctv_piket", "nctv_piket", "nctv_piket", "coordinerend_hovj", "directeur_nctv", "pg nctv",
    ]);
    expect(draft.rungs.every((rung) => !rung.reached && typeof rung.empty === "boolean")).toBe(true);
    const kept = await phone.sign(draft.draft);
    expect(kept).toMatchObject({ stage: "kept", name: "spoedaanwijzing.submit" });
    await until(stage(kept.act, "stored"));
    expect(await phone.deliveries()).toEqual([]);
    await expect(phone.sign(draft.draft)).rejects.toMatchObject({ code: "internal" });

    const item = kept.item ?? "";
    expect(await step("receive", { item })).toMatchObject({ verified: true });
    await until((change) => change.kind === "item" && change.item === item);
    const shown = await phone.item(item);
    expect(shown).toMatchObject({ state: "ontvangen", callback: { number: REQUEST.callback, verified: true } });
    expect(shown.contents.map((one) => one.kind)).toEqual(["spoedaanwijzing", "vraag"]);
    expect(shown.obligations.some((one) => one.mine)).toBe(true);
    const { items } = await phone.start();
    expect(items.map((one) => one.line.id)).toContain(item);

    await phone.keepTyped("decide", { reasons: "Concrete dreiging" });
    await phone.lock();
    await expect(phone.item(item)).rejects.toMatchObject({ code: "lock.closed" });
    expect(JSON.stringify(await store.all("drafts"))).not.toContain("dreiging");
    store.close();

    const again = await opened(factory);
    expect(await again.phone.status()).toMatchObject({ gate: { kind: "locked", by: "pin" }, emergency: "+31 70 555 0001" });
    await expect(again.phone.unlock("482914")).rejects.toMatchObject({ code: "lock.wrong" });
    await again.phone.unlock(PIN);
    expect((await again.phone.item(item)).state).toBe("ontvangen");
    expect(await again.phone.typedBefore("decide")).toEqual({ reasons: "Concrete dreiging" });
    await again.phone.lock();
  });

  it("keeps what was signed while nobody answers, says so, and sends it after the next start", async () => {
    const factory = new IDBFactory();
    let down = false;
    const broken: Fetch = (url, init) =>
      down && url.endsWith("/v1/acts") ? Promise.reject(new TypeError("no route")) : fetch(url, init);
    const { phone, until, store } = await admitted(factory, { fetch: broken });
    await step("share", { functie: "hovj" });
    down = true;
    const draft = await phone.prepare(asking(REQUEST));
    const kept = await phone.sign(draft.draft);
    await until((change) => change.kind === "status" && change.status.line.state === "unreachable");
    expect(await phone.deliveries()).toMatchObject([{ act: kept.act, stage: "kept" }]);
    await phone.lock();
    store.close();

    const still = await opened(factory, { fetch: broken });
    await still.phone.unlock(PIN);
    expect(await still.phone.deliveries()).toMatchObject([{ act: kept.act, item: kept.item, stage: "kept" }]);
    await still.phone.lock();
    still.store.close();

    const again = await opened(factory);
    await again.phone.unlock(PIN);
    await again.until(stage(kept.act, "stored"));
    expect(await again.phone.deliveries()).toEqual([]);
    expect((await again.phone.item(kept.item ?? "")).state).toBe("ingediend");
    await again.phone.lock();
  });

  it("shows in the tab that signed what another tab heard, at once", async () => {
    const factory = new IDBFactory();
    const first = await admitted(factory);
    await step("share", { functie: "hovj" });
    await first.phone.lock();
    first.store.close();
    const acts = (instead: () => Promise<Response>): Fetch => (url, init) => (url.endsWith("/v1/acts") ? instead() : fetch(url, init));
    const one = await opened(factory, { fetch: acts(() => Promise.reject(new TypeError("no route"))) });
    await one.phone.unlock(PIN);
    const draft = await one.phone.prepare(asking(REQUEST));
    const { act } = await one.phone.sign(draft.draft);

    const other = await opened(factory, { fetch: acts(async () => new Response('{"code":"item.stale"}', { status: 400 })) });
    await other.phone.unlock(PIN);
    await other.until(stage(act, "refused"));
    await one.until(stage(act, "refused"));
    expect(await one.phone.deliveries()).toMatchObject([{ act, name: "spoedaanwijzing.submit", stage: "refused", code: "item.stale" }]);
    await other.phone.lock();
    await one.phone.lock();
  });

  it("opens soon on a line that swallows everything, with what was known before", async () => {
    const factory = new IDBFactory();
    const first = await admitted(factory);
    await first.phone.lock();
    first.store.close();
    const swallowed: Fetch = () => new Promise(() => undefined);
    const { phone, until } = await opened(factory, { fetch: swallowed, pause: async () => undefined });
    await phone.unlock(PIN);
    expect(await phone.status()).toMatchObject({ gate: { kind: "ready" }, emergency: "+31 70 555 0001" });
    expect(await phone.me()).toMatchObject({ person: "hanna", holdings: [{ functie: "hovj", number: "+31 30 555 0002" }] });
    const draft = await phone.prepare(asking(REQUEST));
    const kept = await phone.sign(draft.draft);
    await until(stage(kept.act, "kept"));
    await phone.lock();
  });

  it("locks by itself when nobody looked for two minutes, before it answers anything", async () => {
    const factory = new IDBFactory();
    const first = await admitted(factory);
    await first.phone.lock();
    first.store.close();
    const seen = new Seen();
    let now = clock().getTime();
    const { phone } = await opened(factory, { seen, clock: () => new Date(now) });
    await phone.unlock(PIN);
    seen.now("hidden");
    await phone.status(); // by now the worker has heard it
    now += LOCK_RULES.background - 1;
    seen.now("visible");
    expect((await phone.me()).person).toBe("hanna");
    seen.now("hidden");
    await phone.status(); // by now the worker has heard it
    now += LOCK_RULES.background;
    seen.now("visible");
    await expect(phone.me()).rejects.toMatchObject({ code: "lock.closed" });
    // Which lock it is, it reads from its disk: nothing is answered meanwhile.
    await expect.poll(async () => (await phone.status()).gate).toEqual({ kind: "locked", by: "pin", left: null });
  });

  it("gives pages a code and nothing else of what went wrong", async () => {
    const { phone } = await opened(new IDBFactory());
    const wrong = await phone.enrol("https://app.piket.example/#uitnodiging=geheim").catch((found: unknown) => found);
    expect(wrong).toMatchObject({ name: "PhoneError", code: "refused.invitation.malformed" });
    expect(String(wrong)).not.toContain("geheim");
    await expect(phone.start()).rejects.toMatchObject({ code: "lock.closed" });
  });
});
