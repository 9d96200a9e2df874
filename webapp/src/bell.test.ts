/** The bell of a device: each stand is told as it is, and what no longer works is turned on again or said. */

import { describe, expect, test } from "vitest";

import { bellOf, keepBell, turnOff, turnOn, type Browser } from "./bell.ts";
import { PhoneError, type Change, type Delivery, type PushLine, type Subscription } from "./phone.ts";

const KEY = "BKey";
const at = (endpoint: string): Subscription => ({ endpoint, p256dh: "p", auth: "a" });

type World = { line: PushLine; sent: (Subscription | null)[]; browser: Browser; own: (Subscription & { key: string }) | null; told: string | null; asked: number };

/** A service and a browser; `ends` is how each act ends, `says` what the person answers. */
function world(given: { line?: Partial<PushLine>; permission?: NotificationPermission; says?: NotificationPermission; own?: string; key?: string; told?: string; able?: boolean; ends?: Delivery["stage"]; early?: boolean; broken?: boolean } = {}) {
  const listeners = new Set<(change: Change) => void>();
  let permission = given.permission ?? "granted";
  let made = 0;
  const found: World = {
    line: { key: KEY, stand: "off", ...given.line },
    sent: [],
    own: given.own === undefined ? null : { ...at(given.own), key: given.key ?? KEY },
    told: given.told ?? null,
    asked: 0,
    browser: {
      able: given.able ?? true,
      installable: false,
      permission: () => permission,
      ask: async () => {
        found.asked += 1;
        permission = given.says ?? "granted";
        return permission;
      },
      subscribed: async () => found.own,
      subscribe: async (key) => {
        if (given.broken === true) throw new DOMException("no contact", "AbortError");
        made += 1;
        found.own = { ...at(`nieuw-${made}`), key };
        return at(`nieuw-${made}`);
      },
      unsubscribe: async () => void (found.own = null),
      told: () => found.told,
      remember: (endpoint) => void (found.told = endpoint),
    },
  };
  const phone = {
    push: async () => found.line,
    listen: (heard: (change: Change) => void) => {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    setPush: async (subscription: Subscription | null): Promise<Delivery> => {
      found.sent.push(subscription);
      const stage = given.ends ?? "stored";
      const sent = { act: `act-${found.sent.length}`, item: null, name: "channel.set_push", at: "", code: null, ringsAt: null } as const;
      const tell = (): void => {
        if (stage === "stored") found.line = { ...found.line, stand: subscription === null ? "off" : "on" };
        const delivery = { ...sent, stage, code: stage === "refused" ? "channel.host" : null };
        for (const heard of listeners) heard({ kind: "delivery", delivery: { ...delivery, act: "another" } });
        for (const heard of listeners) heard({ kind: "delivery", delivery });
      };
      if (given.early === true) tell();
      else queueMicrotask(() => queueMicrotask(tell));
      return { ...sent, stage: "kept" };
    },
  };
  return { found, phone, listeners };
}

describe("how it stands", () => {
  test.each([
    ["unsupported", { able: false }],
    ["unserved", { line: { key: null } }],
    ["denied", { permission: "denied" }],
    ["off", {}],
    ["off", { own: "een" }],
    ["dead", { own: "een", told: "een" }],
    ["dead", { told: "een" }],
    ["on", { line: { stand: "on" }, own: "een", told: "een" }],
    ["dead", { line: { stand: "dead" }, own: "een", told: "een" }],
    ["dead", { line: { stand: "on" }, told: "een" }],
    ["dead", { line: { stand: "on" }, own: "twee", told: "een" }],
    ["dead", { line: { stand: "on" }, own: "een", told: "een", key: "BOther" }],
  ] as const)("%s", async (stand, given) => {
    const { found, phone } = world(given);
    expect(await bellOf(phone, found.browser)).toBe(stand);
  });

  test("on an iPhone's tab the app on the home screen is meant", async () => {
    const { found, phone } = world({ able: false });
    expect(await bellOf(phone, { ...found.browser, installable: true })).toBe("install");
  });
});

describe("turning it on and off", () => {
  test.each([false, true])("the service stores where this browser is rung (told before the call returned: %s)", async (early) => {
    const { found, phone, listeners } = world({ early, permission: "default" });
    await turnOn(phone, found.browser);
    expect([found.asked, found.sent, found.told]).toEqual([1, [at("nieuw-1")], "nieuw-1"]);
    expect(await bellOf(phone, found.browser)).toBe("on");
    await turnOff(phone, found.browser);
    expect([found.sent.at(-1), found.told, found.own]).toEqual([null, null, null]);
    expect(listeners.size).toBe(0);
  });

  test("off on purpose stays off, also when the word of it comes late", async () => {
    const { found, phone } = world({ line: { stand: "on" }, own: "een", told: "een" });
    const ended = turnOff({ ...phone, setPush: () => new Promise(() => undefined) }, found.browser);
    found.line = { ...found.line, stand: "off" }; // it arrives after this page is gone
    await keepBell(phone, found.browser);
    expect([found.sent, await bellOf(phone, found.browser)]).toEqual([[], "off"]);
    void ended;
  });

  test.each([
    ["bell.denied", { says: "denied" }],
    ["bell.denied", { says: "default" }],
    ["bell.failed", { broken: true }],
    ["bell.failed", { line: { key: null } }],
    ["channel.host", { ends: "refused" }],
  ] as const)("%s", async (code, given) => {
    const { found, phone, listeners } = world(given);
    await expect(turnOn(phone, found.browser)).rejects.toEqual(expect.objectContaining({ code }) as PhoneError);
    expect([found.told, listeners.size]).toEqual([null, 0]);
  });
});

describe("keeping it", () => {
  test.each([
    ["the service crossed it out", { line: { stand: "dead" }, own: "een", told: "een" }],
    ["the browser threw it away", { line: { stand: "on" }, told: "een" }],
    ["the service was put back to a day before it", { line: { stand: "off" }, own: "een", told: "een" }],
    ["the browser changed it", { line: { stand: "on" }, own: "twee", told: "een" }],
    ["the service has another key", { line: { stand: "on" }, own: "een", told: "een", key: "BOther" }],
  ] as const)("%s: it is set again", async (_, given) => {
    const { found, phone } = world(given);
    await keepBell(phone, found.browser);
    expect(found.sent).toEqual([at("nieuw-1")]);
    expect(await bellOf(phone, found.browser)).toBe("on");
  });

  test.each([
    ["it works", { line: { stand: "on" }, own: "een", told: "een" }],
    ["it is off", {}],
    ["the person took leave back", { line: { stand: "dead" }, permission: "denied" }],
    ["nobody was asked", { line: { stand: "dead" }, permission: "default" }],
    ["the service rings nobody so", { line: { key: null, stand: "dead" } }],
    ["the browser cannot", { line: { stand: "dead" }, able: false }],
  ] as const)("%s: nothing is sent, and nobody is asked", async (_, given) => {
    const { found, phone } = world(given);
    await keepBell(phone, found.browser);
    expect([found.sent, found.asked]).toEqual([[], 0]);
  });
});
