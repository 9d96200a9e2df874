import { describe, expect, it, vi } from "vitest";
import { randomBytes, text } from "../wire/bytes.ts";
import { lock, unlock, withDuress, type Secret } from "./lock.ts";

const SEED = "AGE-SECRET-KEY-PQ-1FICTIONAL";
const PIN: Secret = { kind: "pin", pin: "482913" };
const PRF: Secret = { kind: "prf", output: new Uint8Array(32).fill(5) };

describe.each([PIN, PRF])("a lock by $kind", (secret) => {
  it("opens with what locked it, and holds the seed in no readable form", async () => {
    const locked = await lock(SEED, "d1", secret, randomBytes, 10);
    expect(await unlock(locked, "d1", secret)).toBe(SEED);
    expect(new TextDecoder().decode(locked.sealed)).not.toContain("AGE-SECRET");
    expect(locked.local.extractable).toBe(false);
  });

  it("opens with nothing else", async () => {
    const locked = await lock(SEED, "d1", secret, randomBytes, 10);
    const other = await lock(SEED, "d1", secret, randomBytes, 10);
    const wrong: [typeof locked, string, Secret][] = [
      [locked, "d1", { kind: "pin", pin: "482914" }],
      [locked, "d1", { kind: "prf", output: new Uint8Array(32).fill(6) }],
      [locked, "d1", { kind: "none" }],
      [{ ...locked, kind: "none" }, "d1", { kind: "none" }],
      [locked, "d2", secret],
      [{ ...locked, local: other.local }, "d1", secret],
      [{ ...locked, salt: other.salt }, "d1", secret],
      [{ ...locked, rounds: 11 }, "d1", secret],
      [{ ...locked, sealed: locked.sealed.with(0, (locked.sealed[0] ?? 0) ^ 1) }, "d1", secret],
    ];
    for (const [record, device, given] of wrong) {
      await expect(unlock(record, device, given)).rejects.toMatchObject({ code: "lock.wrong" });
    }
  });
});

it("what the browser cannot compute is not called a wrong secret", async () => {
  const locked = await lock(SEED, "d1", PIN, randomBytes, 10);
  vi.spyOn(crypto.subtle, "deriveKey").mockRejectedValueOnce(new DOMException("no memory", "OperationError"));
  await expect(unlock(locked, "d1", PIN)).rejects.toThrow("no memory");
});

describe("a PIN", () => {
  it("is the same PIN on another keyboard", async () => {
    const locked = await lock(SEED, "d1", { kind: "pin", pin: "ﬁets\u0301" }, randomBytes, 10);
    expect(await unlock(locked, "d1", { kind: "pin", pin: "fietś" })).toBe(SEED);
  });

  it("is never taken for what a passkey gives", async () => {
    const output = randomBytes(32).map((byte) => (byte % 26) + 97);
    const locked = await lock(SEED, "d1", { kind: "prf", output }, randomBytes, 10);
    const forged = { ...locked, kind: "pin" as const };
    await expect(unlock(forged, "d1", { kind: "pin", pin: text(output) })).rejects.toMatchObject({ code: "lock.wrong" });
  });
});

describe("a PIN under duress (SG-07)", () => {
  const OTHER: Secret = { kind: "pin", pin: "111222" };

  it("opens the second place alone, and no key; the right one opens as before", async () => {
    const locked = await withDuress(await lock(SEED, "d1", PIN, randomBytes, 10), "d1", "111222", randomBytes);
    await expect(unlock(locked, "d1", OTHER)).rejects.toMatchObject({ code: "lock.duress" });
    expect(await unlock(locked, "d1", PIN)).toBe(SEED);
    await expect(unlock(locked, "d1", { kind: "pin", pin: "333444" })).rejects.toMatchObject({ code: "lock.wrong" });
    await expect(unlock(locked, "d2", OTHER)).rejects.toMatchObject({ code: "lock.wrong" });
  });

  it("leaves a record like that of a device without one", async () => {
    const without = await lock(SEED, "d1", PIN, randomBytes, 10);
    const locked = await withDuress(without, "d1", "111222", randomBytes);
    const shape = ({ second, ...rest }: typeof locked): unknown => [Object.keys(rest), second.nonce.length, second.sealed.length];
    expect(shape(locked)).toEqual(shape(without));
    expect(locked.second.sealed).toHaveLength(locked.sealed.length);
    const { second: _one, ...before } = without;
    const { second: _other, ...after } = locked;
    expect(after).toEqual(before);
  });

  it("is another one than the PIN, and needs one", async () => {
    const locked = await lock(SEED, "d1", PIN, randomBytes, 10);
    await expect(withDuress(locked, "d1", "482913", randomBytes)).rejects.toMatchObject({ code: "lock.same" });
    await expect(withDuress(await lock(SEED, "d1", PRF, randomBytes, 10), "d1", "111222", randomBytes)).rejects.toMatchObject({ code: "lock.passkey" });
  });

  it("takes the same work as a right one: one derivation of a key", async () => {
    const locked = await withDuress(await lock(SEED, "d1", PIN, randomBytes, 10), "d1", "111222", randomBytes);
    const derived = vi.spyOn(crypto.subtle, "deriveKey").mockClear();
    await unlock(locked, "d1", PIN);
    const right = derived.mock.calls.length;
    await unlock(locked, "d1", OTHER).catch(() => undefined);
    expect(derived.mock.calls.length).toBe(2 * right);
    derived.mockRestore();
  });
});
