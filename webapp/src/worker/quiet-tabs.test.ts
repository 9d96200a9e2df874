/** Every window of one phone goes empty with the one in which somebody was silent, or under duress (SG-07). */

import { afterAll, expect, test, vi } from "vitest";

import { newKeys } from "../crypto/keys.ts";
import { lock, withDuress } from "../device/lock.ts";
import { memoryStore, type Store } from "../device/store.ts";
import { randomBytes } from "../wire/bytes.ts";
import { WorkerPhone } from "./phone.ts";
import type { Word } from "./tabs.ts";

const [PIN, FORCED] = ["482913", "111222"];
/** What is never answered is sent again for ever: not beyond these tests, into the false time of others. */
let over = false;
afterAll(() => void (over = true));

/** Windows on one disk without a line, which hear each other. */
async function windows(): Promise<() => Promise<WorkerPhone>> {
  const store: Store = memoryStore();
  const { hybrid, ...keys } = await newKeys("d1", "sam", "personen");
  const locked = await withDuress(await lock(hybrid, "d1", { kind: "pin", pin: PIN }, randomBytes, 10), "d1", FORCED, randomBytes);
  await store.write([{ table: "keys", key: "device", value: { ...keys, genesis: "0".repeat(64), locked } }]);
  const ears = new Set<(word: Word) => void>();
  return async () => {
    let mine: (word: Word) => void = () => undefined;
    const listen = (heard: (word: Word) => void): void => void ears.add((mine = heard));
    const tell = (word: Word): void => ears.forEach((heard) => (heard === mine ? undefined : heard(word)));
    const phone = new WorkerPhone({
      service: () => Promise.reject(new TypeError("no route")), fetch: () => Promise.reject(new TypeError("no route")), pause: () => new Promise((again) => setTimeout(() => (over ? undefined : again()), 5)),
      store, locks: (_name, work) => work(), clock: () => new Date("2026-03-14T02:12:00Z"), random: randomBytes, eenheidOf: new Map(), tabs: { tell, listen }, told: () => undefined,
    }); // prettier-ignore
    await phone.begin();
    return phone;
  };
}

const gate = async (phone: WorkerPhone): Promise<unknown> => (await phone.status()).gate;

test("what is open in another window is forgotten at once, and is locked when its empty app is closed", async () => {
  const open = await windows();
  const [one, other] = [await open(), await open()];
  void other.unlock(PIN);
  await vi.waitFor(async () => expect(await gate(other)).toEqual({ kind: "ready" }));
  await one.unlock(FORCED);
  for (const phone of [one, other]) expect(await gate(phone)).toEqual({ kind: "quiet", delivered: false });
  await expect(other.keepTyped("page", null)).rejects.toMatchObject({ code: "lock.closed" });
  await other.lock();
  expect(await gate(other)).toEqual({ kind: "locked", by: "pin", left: null });
});
