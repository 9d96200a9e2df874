/** A phone that does not say how it is: people are told to call, not to have patience. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Phone, Status } from "../phone.ts";
import { fakePhone } from "./fake-phone.ts";
import { PATIENCE, PiketApp } from "./app.ts";

/** The frame alone, without a document to draw it in. */
class Frame extends PiketApp {
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
