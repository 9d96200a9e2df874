/** Keys that were missing: a new role, a new phone, a phone taken out of use; given and made as pages ask for it. */

import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import { Api } from "../src/api/api.ts";
import { Transport } from "../src/api/transport.ts";
import { enrol, openKeys, relock } from "../src/device/enrol.ts";
import { readInvitation } from "../src/device/invitation.ts";
import { openStore } from "../src/device/store.ts";
import { keysOf } from "../src/flows/keys.ts";
import { refusalCode } from "../src/refused.ts";
import type { Intent } from "../src/phone-acts.ts";
import { NOTHING as UNFILLED } from "../src/wire/filled.ts";
import { devicesOf } from "../src/worker/board.ts";
import { prepare } from "../src/worker/intents.ts";
import { draftOf } from "../src/worker/drafts.ts";
import { phoneOf, phoneWith, type AppPhone } from "./phones.ts";
import { PATIENT, step, WORLD } from "./stage.ts";

const DONE = { status: 201 };
const PIN = { kind: "pin", pin: "482913" } as const;
const TEAMLEIDER = { functie: "nctv_teamleider", scope: "nl" } as const;
const PIKET = { functie: "nctv_piket", scope: "nl" } as const;
const NOTHING = { lacking: [], keyless: [], removed: false };

const does = (phone: AppPhone, intent: Intent): Promise<unknown> => phone.does(prepare(phone.device, intent));

async function keys(phone: AppPhone, item: string) {
  await phone.device.sync();
  return keysOf(phone.device, await phone.device.read(item));
}

/** A new phone of paula, who holds nctv_piket: admitted, without any role key. */
async function newPhone(): Promise<AppPhone> {
  const { link, token } = (await step("invite")) as { link: string; token: string };
  const store = await openStore("new", new IDBFactory());
  await enrol(store, new Api(new Transport(WORLD.origin, { patience: PATIENT })), readInvitation(link));
  expect(await step("admit", { token })).toMatchObject(DONE);
  const phone = await phoneWith(await openKeys(await relock(store, { kind: "none" }, PIN), PIN));
  await phone.device.start();
  return phone;
}

describe("who must read and cannot", () => {
  it("is seen, and given the key of all that stands there", async () => {
    const [pieter, lies] = [await phoneOf("pieter"), await phoneOf("lies")];
    const item = String((await step("submit"))["item"]);
    expect(await keys(pieter, item)).toEqual(NOTHING);
    await step("grant");
    expect(await keys(pieter, item)).toEqual({ ...NOTHING, keyless: [TEAMLEIDER] });
    await step("epoch");
    expect(await keys(pieter, item)).toEqual({ ...NOTHING, lacking: [TEAMLEIDER] });

    const made = await prepare(pieter.device, { act: "item.wrap", item });
    expect(draftOf(pieter.device, "draft", made).readers).toMatchObject([TEAMLEIDER]);
    expect(await pieter.device.carryOut(made.draft)).toMatchObject(DONE);
    expect(await keys(pieter, item)).toEqual(NOTHING);

    const order = { person: "Iemand", where: "Thuis", measures: "Beveiliging", callback: "+31 70 555 0001" };
    const word = { text: "Houd aan", callback: "+31 70 555 0001" };
    const more = { kerngezin: null, others: "", fromAt: null, endsAt: null, reviewAt: null, visible: false, joined: [] };
    const decision = { outcome: "aangewezen", reasons: "Dreiging", order, word, ...more } as const;
    expect(await does(pieter, { act: "spoedaanwijzing.decide", item, decision })).toMatchObject(DONE);
    expect(await step("read", { who: "dirk", item })).toEqual({ kinds: ["spoedaanwijzing", "besluit"], locked: 0 });

    // Of a linked item no phone can tell who lacks a key: it is given to everybody who takes part.
    const sent = (await pieter.device.read(item)).answer.linked.find((one) => one.flow === "opdracht")?.id ?? "";
    const opened = await lies.device.read(sent);
    expect(keysOf(lies.device, opened)).toBe(null);
    const late = await prepare(lies.device, { act: "item.wrap", item: sent });
    expect(late.readers.map((one) => one.functie)).toContain("lcc");
    expect(await lies.device.carryOut(late.draft)).toMatchObject(DONE);
    expect((await lies.device.read(sent)).contents).toHaveLength(1);
  });

  it("on a new phone gets the key of the role from a colleague, and reads", async () => {
    const pieter = await phoneOf("pieter");
    const item = String((await step("submit"))["item"]);
    const fresh = await newPhone();
    expect(fresh.device.hasKey(PIKET)).toBe(false);
    expect((await fresh.device.read(item)).contents).toEqual([]);
    expect(await prepare(fresh.device, { act: "item.wrap", item }).then(() => null, refusalCode)).toBe("wrap.none");

    // Another wrap for the role would not help: the phone has no key of the role.
    expect(await keys(pieter, item)).toMatchObject({ lacking: [] });
    const row = devicesOf(pieter.device).find((one) => one.id === fresh.device.keys.device);
    expect(row).toMatchObject({ person: "paula", lacks: [PIKET], mine: false });
    const sharing: Intent = { act: "directory.wrap_epoch", device: fresh.device.keys.device, role: PIKET };
    const made = await prepare(pieter.device, sharing);
    expect(draftOf(pieter.device, "draft", made).facts.slice(0, 3)).toMatchObject([
      { name: "role", value: "nctv_piket@nl" }, { name: "device", value: fresh.device.keys.device }, { name: "holder", value: "paula" },
    ]); // prettier-ignore
    expect(await pieter.device.carryOut(made.draft)).toMatchObject(DONE);
    await Promise.all([pieter.device.sync(), fresh.device.sync()]);
    expect(devicesOf(pieter.device).some((one) => one.lacks.length > 0)).toBe(false);
    expect(await prepare(pieter.device, sharing).then(() => null, refusalCode)).toBe("epoch.shared");
    expect((await fresh.device.read(item)).contents.map((one) => one.content.kind)).toEqual(["spoedaanwijzing"]);
    expect(await does(fresh, { act: "spoedaanwijzing.receive", item, filled: UNFILLED })).toMatchObject(DONE);

    // Lost: what comes next is for the others alone.
    expect(await step("revoke", { device: fresh.device.keys.device })).toMatchObject(DONE);
    expect(await keys(pieter, item)).toEqual({ ...NOTHING, removed: true });
    const before = (await pieter.device.read(item)).recipient;
    expect(await does(pieter, { act: "item.rekey", item })).toMatchObject(DONE);
    expect(await keys(pieter, item)).toMatchObject({ removed: false });
    expect((await pieter.device.read(item)).recipient).not.toBe(before);
    expect(await does(pieter, { act: "spoedaanwijzing.ask", item, filled: { ...UNFILLED, kind: "vraag", content: { text: "Waar is zij nu?" } } })).toMatchObject(DONE);
    expect(await step("read", { who: "hanna", item })).toEqual({ kinds: ["spoedaanwijzing", "vraag"], locked: 0 });
  });
});
