/** A protected person's two presses: neither waits for the other, however long one takes to be kept (SG-01, SG-07). */

import { expect, test } from "vitest";

import type { Signal } from "../phone.ts";
import { fakePhone } from "./fake-phone.ts";
import { OwnStart } from "./own-start-signaal.ts";

/** The start alone, without a document to draw it in. */
class Alone extends OwnStart {
  override requestUpdate(): void {
    return;
  }
}
customElements.define("own-start-alone", Alone);

test("the silent button answers while the loud press is still being kept, and each once", () => {
  const pressed: boolean[] = [];
  const start = new Alone();
  start.phone = { ...fakePhone(), signal: ({ silent }: Signal) => (pressed.push(silent), new Promise<null>(() => undefined)) };
  for (const silent of [false, true, false, true]) void start.unsafe(silent);
  expect(pressed).toEqual([false, true]);
});
