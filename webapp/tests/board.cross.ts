/** The board as the app shows it and as Python's client is told it; a watcher acts from it on what they cannot read. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freezeDevice, revokeDevice, unread } from "../src/flows/board.ts";
import { boardOf, devicesOf } from "../src/worker/board.ts";
import { dutyOf } from "../src/worker/duty.ts";
import { draftOf } from "../src/worker/drafts.ts";
import { phoneOf, type AppPhone } from "./phones.ts";
import { step } from "./stage.ts";

const write = (name: string, found: unknown): void => writeFileSync(join(process.env.PIKET_VECTORS ?? "", name), JSON.stringify(found));
const ladder = async ({ device }: AppPhone, what: string) => {
  const found = (await boardOf(device)).ladders.find((one) => one.what === what);
  if (found === undefined) throw new Error("no such ladder on the board");
  return found;
};

const devicesAfter = async ({ device }: AppPhone): Promise<unknown> => {
  await device.sync();
  return devicesOf(device);
};

describe("the board", () => {
  it("is what Python is told, without an area for outsiders, with acts that need no reading", async () => {
    await step("watch", { people: ["kees", "gerard"] });
    const { item, device: theirs } = await step("submit");
    const outside = await phoneOf("kees");
    const inside = await phoneOf("gerard");

    const board = await boardOf(outside.device);
    write("outside.json", board);
    write("inside.json", await boardOf(inside.device));
    expect(await step("same", { outside: "kees", inside: "gerard" })).toEqual({ same: true });
    expect(JSON.stringify(board)).not.toContain("midden-nederland");
    expect(JSON.stringify(await boardOf(inside.device))).toContain("arr:midden-nederland");

    const receipt = await ladder(outside, "ontvangen");
    expect(receipt).toMatchObject({ item, rung: 5, rungs: 6, people: 0, climbsAt: null, climbsTo: [], reopens: null });
    await expect(outside.device.read(String(item))).rejects.toMatchObject({ status: 404 });
    const again = await outside.does(unread(outside.device, "item.ring_again", receipt.item, receipt.what, receipt.drill));
    expect(again).toMatchObject({ status: 201, item });

    await step("receive", { item });
    const deciding = await ladder(outside, "besluiten");
    expect(deciding.reopens).toBe("ontvangen");
    const prepared = unread(outside.device, "item.reopen", deciding.item, deciding.reopens ?? "", deciding.drill);
    const draft = draftOf(outside.device, "draft", await prepared);
    expect(draft.as.functie).toBe("escalatiewachter");
    expect(draft.facts).toEqual([{ name: "what", value: "ontvangen", kind: "word" }]);
    expect((await outside.does(prepared)).status).toBe(201);
    expect(await ladder(outside, "ontvangen")).toMatchObject({ item });

    const frozen = freezeDevice(outside.device, String(theirs), true);
    const facts = draftOf(outside.device, "draft", await frozen).facts;
    expect(facts).toContainEqual({ name: "device", value: theirs, kind: "text" });
    expect(facts).toContainEqual({ name: "holder", value: "hanna", kind: "text" });
    expect(facts).toContainEqual({ name: "outcome", value: "stilgezet", kind: "word" });
    expect((await outside.does(frozen)).status).toBe(201);
    // Pages ask at once: each must find the new fact replayed, and none twice.
    await Promise.all([outside.device.sync(), devicesAfter(outside), outside.device.openAfterTap(), outside.device.sync()]);
    const alarm = (await boardOf(outside.device)).alarms.find((one) => one.kind === "device.frozen");
    expect(alarm?.device).toMatchObject({ id: theirs, person: "hanna", stand: "frozen", mayFreeze: true });
    expect((await outside.does(freezeDevice(outside.device, String(theirs), false))).status).toBe(201);
    expect((await boardOf(outside.device)).alarms.map((one) => one.kind)).not.toContain("device.frozen");
  });

  it("is for nobody else", async () => {
    const { device } = await phoneOf("rob");
    await expect(boardOf(device)).rejects.toMatchObject({ code: "board.unknown" });
    await expect(freezeDevice(device, "x", true)).rejects.toMatchObject({ code: "functie.none" });
    await expect(unread(device, "item.ring_again", "x", "ontvangen", false)).rejects.toMatchObject({ code: "functie.none" });
  });
});

describe("devices", () => {
  it("are one's own, and those one may stop, as officers signed them", async () => {
    const { device } = await phoneOf("hanna");
    const mine = devicesOf(device);
    expect(mine.map(({ person, mine: own, stand, mayFreeze, revoke }) => ({ person, own, stand, mayFreeze, revoke }))).toEqual(
      Array.from({ length: 2 }, () => ({ person: "hanna", own: true, stand: "in_use", mayFreeze: false, revoke: "not" })),
    );
    expect(mine.map((one) => one.here)).toEqual([true, false]);
    expect(mine.every((one) => !Number.isNaN(Date.parse(one.addedAt)))).toBe(true);

    const officer = await phoneOf("stichter-b");
    const all = devicesOf(officer.device);
    expect(all.length).toBeGreaterThan(10);
    expect(new Set(all.map((one) => one.revoke))).toEqual(new Set(["together"]));
    const other = all.find((one) => !one.mine && one.person === "hanna");
    expect(await officer.does(revokeDevice(officer.device, other?.id ?? ""))).toMatchObject({ status: 403, code: "threshold.missed" });
  });
});

describe("who is on duty", () => {
  it("is asked for those one may ring, with the signed number, until when, and whether the roster was replaced", async () => {
    const { device } = await phoneOf("hanna");
    const found = await dutyOf(device);
    const piket = found.find((one) => one.functie === "nctv_piket");
    expect(piket).toMatchObject({ number: "+31 70 555 0001", rostered: true });
    expect(piket?.onDuty).toEqual([{ name: "pieter", slot: "on_duty", until: "2026-03-15T02:12:00Z", override: false, me: false }]);
    const mine = found.find((one) => one.functie === "hovj");
    expect(mine).toMatchObject({ rostered: false });
    expect(mine?.onDuty).toEqual([{ name: "hanna", slot: "on_duty", until: null, override: false, me: true }]);
  });

  it("leaves out whom one does not ring", async () => {
    const { device } = await phoneOf("gerard");
    expect(Array.isArray(await dutyOf(device))).toBe(true);
  });
});
