/** The lock in the worker: every PIN is counted before it is tried, and time in the background closes what was open. */

import type { DeviceKeys } from "../crypto/keys.ts";
import { forgetSeed, openKeys, type KeptKeys } from "../device/enrol.ts";
import type { Secret } from "../device/lock.ts";
import { LOCK_RULES } from "../device/lock-rules.ts";
import type { Locks } from "../device/locks.ts";
import type { Store } from "../device/store.ts";
import { PhoneError, type Gate } from "../phone.ts";
import { refusalCode } from "../refused.ts";
import type { Clock } from "../wire/bytes.ts";

const TRIES = { table: "keys", key: "tries" } as const;

/**
 * How many PINs were tried since the right one, which erases; and since one that opened anything, which is what is shown: who was
 * given the PIN under duress must not see that it was another, nor get more guesses with it (SG-07).
 */
type Tries = { readonly since: number; readonly shown: number };
const NONE: Tries = { since: 0, shown: 0 };

/** What stands before keys that are locked; `left` says how many tries there are once a PIN was wrong. */
export async function lockedGate(store: Store, { locked }: KeptKeys): Promise<Gate> {
  if (locked.kind === "prf") return { kind: "locked", by: "passkey", left: null };
  const { shown } = await triesOf(store);
  return { kind: "locked", by: "pin", left: shown === 0 ? null : LOCK_RULES.tries - shown };
}

/** The secret that a typed PIN is; throws PhoneError `lock.short`. */
export function pinSecret(pin: string): Secret {
  if (pin.length < LOCK_RULES.digits) throw new PhoneError("lock.short");
  return { kind: "pin", pin };
}

/**
 * Open the lock. A PIN is counted, durably, before it is tried: ending the app gives nobody another guess. Throws
 * Refused `lock.duress` for the PIN under duress, PhoneError `lock.wrong`; and `lock.erased` when it was wrong for the last time: every key on this device is gone then.
 * Where the PIN under duress opened in between, the seed alone is gone that time, and nothing shows it: any other PIN is wrong from then on.
 */
export async function opened(store: Store, locks: Locks, kept: KeptKeys, secret: Secret): Promise<DeviceKeys> {
  if (secret.kind !== "pin") return tried(() => openKeys(kept, secret));
  return locks("piket:lock", async () => {
    const before = await triesOf(store);
    const now: Tries = { since: before.since + 1, shown: before.shown + 1 };
    if (before.shown >= LOCK_RULES.tries) return erased(store);
    if (before.since >= LOCK_RULES.tries) kept = await forgetSeed(store, kept); // the app was ended before it was
    await store.write([{ ...TRIES, value: now }]);
    let keys: DeviceKeys;
    try {
      keys = await tried(() => openKeys(kept, secret));
    } catch (wrong) {
      if (refusalCode(wrong) === "lock.duress") await put(store, { ...before, shown: 0 }); // nobody sees that it was not the right one
      else if (!(wrong instanceof PhoneError)) await store.write([{ ...TRIES, value: before }]); // nothing was guessed
      else if (now.shown === LOCK_RULES.tries) return erased(store);
      else if (now.since === LOCK_RULES.tries) await forgetSeed(store, kept);
      throw wrong;
    }
    await forgetTries(store, true);
    return keys;
  });
}

/** The PIN was `right`, or opened as one under duress: no try counts any more, or is shown. It is told again when the lock closes. */
export async function forgetTries(store: Store, right: boolean): Promise<void> {
  await put(store, right ? NONE : { ...(await triesOf(store)), shown: 0 });
}

/** A disk that cannot keep it now keeps nobody out. */
async function put(store: Store, value: Tries): Promise<void> {
  await store.write([{ ...TRIES, value: value.since + value.shown === 0 ? undefined : value }]).catch(() => undefined);
}

async function tried(opening: () => Promise<DeviceKeys>): Promise<DeviceKeys> {
  try {
    return await opening();
  } catch (wrong) {
    throw refusalCode(wrong) === "lock.wrong" ? new PhoneError("lock.wrong") : wrong;
  }
}

async function triesOf(store: Store): Promise<Tries> {
  return ((await store.get(TRIES.table, TRIES.key)) as Tries | undefined) ?? NONE;
}

/** The keys of the device and the count itself; what was typed opens no more without them. */
async function erased(store: Store): Promise<never> {
  const rows = await store.all("keys");
  await store.write(rows.map(([key]) => ({ table: "keys", key, value: undefined })));
  throw new PhoneError("lock.erased");
}

/**
 * Locks once the page was in the background for as long as the rules say: by an alarm, and, because a browser may stop
 * all clocks of what nobody looks at, by the time of day when the page comes back, before anything else is answered.
 */
export class Background {
  readonly #clock: Clock;
  readonly #lock: () => void;
  #since: number | null = null;
  #alarm: ReturnType<typeof setTimeout> | undefined;

  constructor(clock: Clock, lock: () => void) {
    this.#clock = clock;
    this.#lock = lock;
  }

  /** The page went out of sight. */
  hidden(): void {
    if (this.#since !== null) return;
    this.#since = this.#clock().getTime();
    this.#alarm = setTimeout(this.#lock, LOCK_RULES.background);
  }

  /** The page is seen again; a clock that was put back counts as too long. */
  shown(): void {
    if (this.#since === null) return;
    const passed = this.#clock().getTime() - this.#since;
    clearTimeout(this.#alarm);
    this.#since = null;
    if (passed < 0 || passed >= LOCK_RULES.background) this.#lock();
  }
}
