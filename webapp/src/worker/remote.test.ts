/** The pages' side of the worker: what a passkey gives goes there and nothing else, and it hears when nobody looks. */

import { beforeEach, describe, expect, it, vi } from "vitest";
import { ServerRefused } from "../api/failures.ts";
import type { Phone } from "../phone.ts";
import { answer, type Served } from "./answering.ts";
import { phoneAt, type Passkeys, type Port } from "./remote.ts";
import type { Answer, Call } from "./rpc.ts";

const PASSKEY = Uint8Array.of(1, 2);
const OUTPUT = new Uint8Array(32).fill(3);

/** A page that can be put out of sight. */
class Seen extends EventTarget {
  visibilityState: DocumentVisibilityState = "visible";

  now(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

let calls: Call[];
let known: Uint8Array | null;
let seen: Seen;
let phone: Phone;

const passkeys: Passkeys = {
  make: async () => ({ passkey: PASSKEY, output: OUTPUT }),
  ask: async (asked) => Uint8Array.from(asked, (byte) => byte + 10),
};

beforeEach(() => {
  [calls, known, seen] = [[], PASSKEY, new Seen()];
  const heard = new Set<(event: { readonly data: Answer }) => void>();
  const port: Port = {
    addEventListener: (kind: string, told: (event: { readonly data: Answer }) => void) => void (kind === "message" && heard.add(told)),
    postMessage: (call) => {
      calls.push(call);
      const value = call.method === "passkey" ? known : null;
      queueMicrotask(() => heard.forEach((told) => told({ data: { id: call.id, value } })));
    },
  };
  phone = phoneAt(port, passkeys, seen as unknown as Document);
});

const asked = (): unknown[] => calls.map(({ method, args }) => [method, ...args]);

describe("the lock", () => {
  it("is chosen by what a new passkey gives, and its name", async () => {
    await phone.chooseLock(null);
    expect(asked()).toEqual([["lockBy", { kind: "prf", output: OUTPUT }, PASSKEY]]);
  });

  it("is opened by what the passkey of this phone gives", async () => {
    await phone.unlock(null);
    expect(asked()).toEqual([["passkey"], ["unlockBy", { kind: "prf", output: Uint8Array.of(11, 12) }]]);
  });

  it("asks no passkey where there is none", async () => {
    known = null;
    await expect(phone.unlock(null)).rejects.toMatchObject({ code: "lock.passkey" });
    expect(asked()).toEqual([["passkey"]]);
  });

  it("is chosen and opened by a PIN in the worker", async () => {
    await phone.chooseLock("482913");
    await phone.unlock("482913");
    expect(asked()).toEqual([["chooseLock", "482913"], ["unlock", "482913"]]);
  });
});

it("tells the worker when nobody looks, and when somebody does again", () => {
  seen.now("hidden");
  seen.now("visible");
  expect(asked()).toEqual([["inBackground", true], ["inBackground", false]]);
});

it("gives pages nothing that opens a lock past the passkey", () => {
  for (const behind of ["lockBy", "unlockBy", "passkey", "inBackground"]) expect(phone).not.toHaveProperty(behind);
});

it("a page hears why, and when what it asked for was erased, and nothing else", async () => {
  const port = new EventTarget();
  const wrongs = [new ServerRefused(410, "item.erased", "item", { more: "content" }, "2031-04-27T13:00:00Z"), new ServerRefused(404, "item.unknown")];
  const item = (): Promise<never> => Promise.reject(wrongs.shift());
  const serve = async (call: Call): Promise<void> => {
    const data = await answer({ item } as unknown as Served, call);
    expect(Object.keys(data).every((name) => ["id", "code", "erasedAt"].includes(name))).toBe(true);
    port.dispatchEvent(new MessageEvent("message", { data }));
  };
  const phone = phoneAt(Object.assign(port, { postMessage: (call: Call) => void serve(call) }) as unknown as Port);
  await expect(phone.item("i")).rejects.toMatchObject({ name: "PhoneError", code: "item.erased", erasedAt: "2031-04-27T13:00:00Z" });
  await expect(phone.item("i")).rejects.toMatchObject({ name: "PhoneError", code: "item.unknown", erasedAt: null });
});

it.each(["error", "messageerror"] as const)("a worker that fails (%s) leaves no call without an answer", async (kind) => {
  const port = new EventTarget();
  const phone = phoneAt(Object.assign(port, { postMessage: vi.fn() }) as unknown as Port);
  const waiting = [phone.status(), phone.me()].map((call) => expect(call).rejects.toMatchObject({ name: "PhoneError", code: "app.silent" }));
  port.dispatchEvent(new Event(kind));
  await Promise.all(waiting);
});
