/** A phone that does not say how it is: people are told to call, not to have patience. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Phone, Status } from "../phone.ts";
import { fakePhone } from "./fake-phone.ts";
import { PATIENCE, PiketApp } from "./app.ts";

/** The frame alone, without a document to draw it in. */
class Frame extends PiketApp {
  /** How often it fetched pages before anybody opened them. */
  fetched = 0;
  protected override async ahead(): Promise<void> {
    this.fetched += 1;
  }
  override requestUpdate(): void {
    return;
  }
}
customElements.define("frame-alone", Frame);

let app: Frame;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", Object.assign(new EventTarget(), { location: { hash: "#/" } }));
  app = new Frame();
});
afterEach(() => {
  app.disconnectedCallback();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("an item that a bell opened while the app was starting is where it begins", () => {
  window.location.hash = "#/item/abc";
  app.phone = fakePhone();
  app.connectedCallback();
  expect(app.route).toEqual({ page: "item", item: "abc" });
});

test("silent for eight seconds, it is broken; an answer that comes late mends it", async () => {
  let says: (status: Status) => void = () => undefined;
  const phone = fakePhone();
  const known = await phone.status();
  app.phone = { ...phone, status: () => new Promise((resolve) => (says = resolve)) } as Phone;
  app.connectedCallback();
  await vi.advanceTimersByTimeAsync(PATIENCE - 1);
  expect(app.broken).toBeNull();
  await vi.advanceTimersByTimeAsync(1);
  expect([app.broken, app.status]).toEqual(["app.silent", undefined]);
  says(known);
  await vi.advanceTimersByTimeAsync(0);
  expect([app.broken, app.status]).toEqual([null, known]);
});

test.each([{}, { silent: true }])("who answered in time is not called silent later: %o", async (like) => {
  app.phone = fakePhone(like);
  app.connectedCallback();
  await vi.advanceTimersByTimeAsync(2 * PATIENCE);
  expect(app.broken).toBe("silent" in like ? "service.unreachable" : null);
});

test.each([
  [{ gate: { kind: "locked", by: "pin", left: null } }, 1],
  [{}, 1],
  [{ gate: { kind: "enrol" } }, 0],
  [{ gate: { kind: "compare", words: [] } }, 0],
  [{ who: "persoon", gate: { kind: "locked", by: "pin", left: null } }, 0],
  [{ who: "persoon" }, 0],
] as const)("pages are fetched before they are opened where it is known that no protected person has this phone: %o", async (like, times) => {
  app.phone = fakePhone(like);
  app.connectedCallback();
  await vi.advanceTimersByTimeAsync(0);
  expect(app.fetched).toBe(times);
});

test("a phone that becomes an official's fetches them then, once; one that becomes a protected person's never does", async () => {
  Object.assign(app, { wear: () => undefined, querySelectorAll: () => [] });
  for (const [who, times] of [["persoon", 0], ["piket", 1]] as const) {
    const phone = fakePhone({ gate: { kind: "enrol" } });
    app.phone = phone;
    app.connectedCallback();
    await vi.advanceTimersByTimeAsync(0);
    const status = await fakePhone({ who }).status();
    for (const kind of ["compare", "locked", "ready"] as const) {
      const gate = kind === "compare" ? { kind, words: [] } : kind === "locked" ? { kind, by: "pin" as const, left: null } : { kind };
      phone.tell({ kind: "status", status: { ...status, gate } });
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(app.fetched).toBe(times);
    app.disconnectedCallback();
  }
});
