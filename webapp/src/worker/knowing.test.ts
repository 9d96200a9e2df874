/** A request is sealed for who is there now; a bad line holds it up for a moment only. */

import { expect, test } from "vitest";

import { NotReached } from "../api/failures.ts";
import { Refused } from "../refused.ts";
import type { Begun, Device } from "../device/device.ts";
import { knowNewest, letIn, MOMENT, never } from "./knowing.ts";

test("what is new is known before anything is sealed", async () => {
  let known = false;
  await knowNewest(async () => void (known = true), never);
  expect(known).toBe(true);
});

test("no line and a slow line hold nothing up for long", async () => {
  await knowNewest(() => Promise.reject(new NotReached("no line")), never);
  const waits: number[] = [];
  await knowNewest(() => never(0), async (milliseconds) => void waits.push(milliseconds));
  expect(waits).toEqual([MOMENT]);
});

test("what does not verify is refused", async () => {
  await expect(knowNewest(() => Promise.reject(new Refused("directory.held_back", "No.")), never)).rejects.toThrow("No.");
});

const BEGUN = { lines: [], item: null, cursor: "c1" } as Begun;
const opens = (facts: number, openAfterTap: () => Promise<Begun>): Device => ({ directory: { facts }, openAfterTap }) as unknown as Device;

test("who is let in has what the session began with, and the rest is not waited for", async () => {
  const started = (): never => {
    throw new TypeError("not before the pages may ask");
  };
  expect(await letIn(opens(72, async () => BEGUN), started, never)).toBe(BEGUN);
});

test("a line that swallows everything lets in with what was known, and a session that does not verify lets nobody in", async () => {
  expect(await letIn(opens(72, () => new Promise(() => undefined)), () => never(0), async () => undefined)).toBe(null);
  const held = new Refused("directory.held_back", "No.");
  await expect(letIn(opens(72, () => Promise.reject(held)), () => never(0), never)).rejects.toBe(held);
});

test("a phone that was never told whom to believe waits for all of it", async () => {
  let whole = false;
  expect(await letIn(opens(0, () => Promise.reject(new TypeError("nothing to begin from"))), async () => void (whole = true), never)).toBe(null);
  expect(whole).toBe(true);
});
