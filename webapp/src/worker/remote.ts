/** The pages' side of the worker: a `Phone` whose every call is answered there; no key ever comes along. */

import { askPasskey, makePasskey } from "../device/passkey.ts";
import type { Secret } from "../device/lock.ts";
import { PhoneError, type Change, type Phone } from "../phone.ts";
import { startWorker } from "../trusted.ts";
import type { Bytes } from "../wire/bytes.ts";
import { MANY_METHODS, METHODS, type Answer, type Call, type ManyMethod, type Method } from "./rpc.ts";

/** What carries calls and answers; a `Worker` is one. */
export type Port = {
  postMessage(call: Call): void;
  addEventListener(kind: "message", heard: (event: { readonly data: Answer }) => void): void;
  addEventListener(kind: "error" | "messageerror", failed: () => void): void;
};

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (wrong: PhoneError) => void };

/** What the worker answers to the pages' side alone: what a passkey gave, and whether anybody looks. */
type Behind = {
  lockBy(secret: Secret, passkey: Bytes): Promise<void>;
  unlockBy(secret: Secret): Promise<void>;
  passkey(): Promise<Bytes | null>;
  inBackground(hidden: boolean): Promise<void>;
};

/** The one who makes and asks passkeys; replaceable in tests. */
export type Passkeys = { readonly make: typeof makePasskey; readonly ask: typeof askPasskey };

/** Start the worker and return the phone in it, which locks when nobody looked at this page for long. */
export async function connect(): Promise<Phone> {
  return phoneAt(startWorker(), { make: makePasskey, ask: askPasskey }, document);
}

/** The phone at the other end of a port: a plain object with methods of its own. */
export function phoneAt(port: Port, passkeys: Passkeys = { make: makePasskey, ask: askPasskey }, seen?: Document): Phone {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(change: Change) => void>();
  let last = 0;
  port.addEventListener("message", ({ data }) => {
    if ("change" in data) return listeners.forEach((told) => told(data.change));
    const found = waiting.get(data.id);
    waiting.delete(data.id);
    if ("code" in data) found?.reject(new PhoneError(data.code, data.erasedAt ?? null));
    else found?.resolve(data.value);
  });
  // The worker did not start, or said what cannot be read: nobody knows which calls still get an answer.
  const failed = (): void => {
    const left = [...waiting.values()];
    waiting.clear();
    left.forEach(({ reject }) => reject(new PhoneError("app.silent")));
  };
  port.addEventListener("error", failed);
  port.addEventListener("messageerror", failed);
  const ask = (method: Method | ManyMethod) => (...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      port.postMessage({ id: last, method, args });
    });
  const found = Object.fromEntries([...METHODS, ...MANY_METHODS].map((method) => [method, ask(method)])) as unknown as Omit<Phone, "listen"> & Behind;
  const { lockBy, unlockBy, passkey, inBackground, ...calls } = found;
  const byPasskey = (output: Bytes): Secret => ({ kind: "prf", output });
  seen?.addEventListener("visibilitychange", () => void inBackground(seen.visibilityState === "hidden"));
  const listen = (told: (change: Change) => void): (() => void) => {
    listeners.add(told);
    return () => void listeners.delete(told);
  };
  const chooseLock = async (pin: string | null): Promise<void> => {
    if (pin !== null) return calls.chooseLock(pin);
    const made = await passkeys.make();
    await lockBy(byPasskey(made.output), made.passkey);
  };
  const unlock = async (pin: string | null): Promise<void> => {
    if (pin !== null) return calls.unlock(pin);
    const asked = await passkey();
    if (asked === null) throw new PhoneError("lock.passkey");
    await unlockBy(byPasskey(await passkeys.ask(asked)));
  };
  return { ...calls, chooseLock, unlock, listen };
}
