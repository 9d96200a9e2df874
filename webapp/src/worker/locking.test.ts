/** The lock in the worker: guessing is counted and ends, and time in the background closes what was open. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LOCK_RULES } from "../device/lock-rules.ts";
import { lock, withDuress, type Secret } from "../device/lock.ts";
import { keptKeys, type KeptKeys } from "../device/enrol.ts";
import { memoryStore, StoreFailed, type Store } from "../device/store.ts";
import { randomBytes } from "../wire/bytes.ts";
import { Background, forgetTries, lockedGate, opened, pinSecret } from "./locking.ts";

const PIN: Secret = { kind: "pin", pin: "482913" };
const WRONG: Secret = { kind: "pin", pin: "482914" };
const alone = <T>(_name: string, work: () => Promise<T>): Promise<T> => work();

async function kept(secret: Secret = PIN): Promise<KeptKeys> {
  const locked = await lock("AGE-SECRET-KEY-PQ-1FICTIONAL", "d1", secret, randomBytes, 10);
  return { device: "d1", person: "hanna", organisation: "om", locked } as unknown as KeptKeys;
}

async function guessed(store: Store, keys: KeptKeys, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await expect(opened(store, alone, keys, WRONG)).rejects.toMatchObject({ name: "PhoneError", code: "lock.wrong" });
  }
}

describe("a PIN", () => {
  it("that is right opens, and forgets the wrong ones before it", async () => {
    const [store, keys] = [memoryStore(), await kept()];
    expect(await lockedGate(store, keys)).toEqual({ kind: "locked", by: "pin", left: null });
    await guessed(store, keys, 3);
    expect(await lockedGate(store, keys)).toEqual({ kind: "locked", by: "pin", left: LOCK_RULES.tries - 3 });
    expect((await opened(store, alone, keys, PIN)).hybrid).toBe("AGE-SECRET-KEY-PQ-1FICTIONAL");
    expect(await lockedGate(store, keys)).toMatchObject({ left: null });
  });

  it("that is wrong for the last time erases every key, and what it opens no more", async () => {
    const [store, keys] = [memoryStore(), await kept()];
    await store.write([
      { table: "keys", key: "device", value: "the device's" },
      { table: "chains", key: "om", value: "signed, not sent" },
    ]);
    await guessed(store, keys, LOCK_RULES.tries - 1);
    expect((await store.all("keys")).map(([key]) => key)).toContain("device");
    await expect(opened(store, alone, keys, WRONG)).rejects.toMatchObject({ code: "lock.erased" });
    expect(await store.all("keys")).toEqual([]);
    expect(await store.all("chains")).toHaveLength(1);
  });

  it("is counted before it is tried: who ends the app meanwhile gains no guess", async () => {
    const [store, keys] = [memoryStore(), await kept()];
    const dies: Store = { ...store, write: async (changes) => store.write(changes).then(() => Promise.reject(new Error("killed"))) };
    for (let count = 0; count < LOCK_RULES.tries; count += 1) {
      await expect(opened(dies, alone, keys, PIN)).rejects.toThrow("killed");
    }
    await expect(opened(store, alone, keys, PIN)).rejects.toMatchObject({ code: "lock.erased" });
    expect(await store.all("keys")).toEqual([]);
  });

  it("that is right at the last try opens, also on a disk that cannot take the count back; closing the lock does", async () => {
    const [store, keys] = [memoryStore(), await kept()];
    await store.write([{ table: "keys", key: "device", value: "the device's" }]);
    await guessed(store, keys, LOCK_RULES.tries - 1);
    const full: Store = { ...store, write: async (changes) => (changes.some(({ value }) => value === undefined) ? Promise.reject(new StoreFailed("full")) : store.write(changes)) };
    expect((await opened(full, alone, keys, PIN)).device).toBe("d1");
    expect(await store.get("keys", "device")).toBe("the device's");
    await forgetTries(store, true);
    await guessed(store, keys, LOCK_RULES.tries - 1);
  });

  it("that could not be tried is no wrong one: it erases nothing, and counts as none", async () => {
    const [store, keys] = [memoryStore(), await kept()];
    await store.write([{ table: "keys", key: "device", value: "the device's" }]);
    await guessed(store, keys, LOCK_RULES.tries - 1);
    vi.spyOn(crypto.subtle, "deriveKey").mockRejectedValueOnce(new DOMException("no memory", "OperationError"));
    await expect(opened(store, alone, keys, PIN)).rejects.toThrow("no memory");
      expect(await store.get("keys", "device")).toBe("the device's");
    expect((await opened(store, alone, keys, PIN)).device).toBe("d1");
  });

  it("may not be too short", () => {
    expect(() => pinSecret("1".repeat(LOCK_RULES.digits - 1))).toThrow(expect.objectContaining({ code: "lock.short" }));
    expect(pinSecret("1".repeat(LOCK_RULES.digits)).kind).toBe("pin");
  });
});

describe("a PIN under duress (SG-07)", () => {
  const FORCED = { kind: "pin", pin: "111222" } as const;

  async function phone(): Promise<{ store: Store; typed: (secret: Secret) => Promise<unknown>; left: () => Promise<unknown> }> {
    const [store, keys] = [memoryStore(), await kept()];
    await store.write([{ table: "keys", key: "device", value: { ...keys, locked: await withDuress(keys.locked, "d1", FORCED.pin, randomBytes) } }]);
    const now = async (): Promise<KeptKeys> => (await keptKeys(store)) ?? Promise.reject(new Error("no keys"));
    const typed = async (secret: Secret): Promise<unknown> => opened(store, alone, await now(), secret).then(() => "open", (wrong: { code: string }) => wrong.code);
    return { store, typed, left: async () => lockedGate(store, await now()).then((gate) => (gate.kind === "locked" ? gate.left : gate)) };
  }

  it("is shown as a right one, and gives nobody another guess: the tenth wrong one takes the seed, and only that", async () => {
    const { typed, left } = await phone();
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 3; count += 1) expect(await typed(WRONG)).toBe("lock.wrong");
      expect(await left()).toBe(LOCK_RULES.tries - 3);
      expect(await typed(FORCED)).toBe("lock.duress");
      expect(await left()).toBe(null);
    }
    expect(await typed(WRONG)).toBe("lock.wrong");
    expect(await left()).toBe(LOCK_RULES.tries - 1);
    expect(await typed(PIN)).toBe("lock.wrong");
    expect(await left()).toBe(LOCK_RULES.tries - 2);
    expect(await typed(FORCED)).toBe("lock.duress");
  });

  it("goes on being shown as a right one after that, until as many were wrong as are shown", async () => {
    const { store, typed } = await phone();
    for (let count = 0; count < LOCK_RULES.tries - 1; count += 1) await typed(WRONG);
    expect(await typed(FORCED)).toBe("lock.duress");
    for (let count = 0; count < LOCK_RULES.tries - 1; count += 1) expect(await typed(WRONG)).toBe("lock.wrong");
    expect(await typed(WRONG)).toBe("lock.erased");
    expect(await store.all("keys")).toEqual([]);
  });

  it("counts for nothing itself, nor before the right one", async () => {
    const { typed } = await phone();
    for (let count = 0; count < 2 * LOCK_RULES.tries; count += 1) expect(await typed(FORCED)).toBe("lock.duress");
    for (let round = 0; round < 2; round += 1) {
      for (let count = 0; count < LOCK_RULES.tries - 1; count += 1) expect(await typed(WRONG)).toBe("lock.wrong");
      expect(await typed(FORCED)).toBe("lock.duress");
      expect(await typed(PIN)).toBe("open");
    }
  });

  it("closes as it opened: what is shown is forgotten then, and what erases is not", async () => {
    const { store, typed, left } = await phone();
    for (let count = 0; count < LOCK_RULES.tries - 1; count += 1) await typed(WRONG);
    await forgetTries(store, false);
    expect(await left()).toBe(null);
    expect(await typed(WRONG)).toBe("lock.wrong");
    expect(await typed(PIN)).toBe("lock.wrong");
  });
});

describe("a passkey", () => {
  const prf = (byte: number): Secret => ({ kind: "prf", output: new Uint8Array(32).fill(byte) });

  it("cannot be guessed, so is not counted", async () => {
    const [store, keys] = [memoryStore(), await kept(prf(1))];
    expect(await lockedGate(store, keys)).toEqual({ kind: "locked", by: "passkey", left: null });
    for (let count = 0; count <= LOCK_RULES.tries; count += 1) {
      await expect(opened(store, alone, keys, prf(2))).rejects.toMatchObject({ code: "lock.wrong" });
    }
    expect((await opened(store, alone, keys, prf(1))).device).toBe("d1");
  });
});

describe("in the background", () => {
  let now: Date;
  let locks: number;
  let background: Background;
  const pass = (milliseconds: number): void => void (now = new Date(now.getTime() + milliseconds));

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    [now, locks] = [new Date("2026-03-14T02:12:00Z"), 0];
    background = new Background(() => now, () => void (locks += 1));
  });
  afterEach(() => vi.useRealTimers());

  it("for two minutes, it locks there", () => {
    expect(LOCK_RULES.background).toBe(120_000);
    background.hidden();
    vi.advanceTimersByTime(LOCK_RULES.background - 1);
    expect(locks).toBe(0);
    vi.advanceTimersByTime(1);
    expect(locks).toBe(1);
  });

  it("shorter, it stays open, however often", () => {
    for (let times = 0; times < 5; times += 1) {
      background.hidden();
      pass(LOCK_RULES.background - 1);
      vi.advanceTimersByTime(LOCK_RULES.background - 1);
      background.shown();
    }
    vi.advanceTimersByTime(10 * LOCK_RULES.background);
    expect(locks).toBe(0);
  });

  it("with all clocks stopped, it locks on coming back", () => {
    background.hidden();
    pass(LOCK_RULES.background);
    background.shown();
    expect(locks).toBe(1);
  });

  it("with the clock put back, it locks on coming back", () => {
    background.hidden();
    pass(-1);
    background.shown();
    expect(locks).toBe(1);
  });

  it("told twice, it counts from the first", () => {
    background.hidden();
    vi.advanceTimersByTime(LOCK_RULES.background - 1);
    background.hidden();
    vi.advanceTimersByTime(1);
    expect(locks).toBe(1);
  });
});
