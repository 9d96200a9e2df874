/** Gestures on many items: made by helpers side by side, kept whole, then signed and sent a few at a time until all are answered. */

import type { Pause } from "../api/patience.ts";
import type { Device } from "../device/device.ts";
import type { Locks } from "../device/locks.ts";
import { forgetGesture, keepGesture, keptGestures, nextOf, type KeptGesture } from "../device/many.ts";
import type { RefusedAct } from "../device/outbox.ts";
import { EMPTY } from "../directory/state.ts";
import type { Store } from "../device/store.ts";
import type { Prepared } from "../flows/doing.ts";
import type { Act, Intent } from "../phone-acts.ts";
import type { Gesture, ManyDraft } from "../phone-many.ts";
import { PhoneError } from "../phone.ts";
import type { Clock, Random } from "../wire/bytes.ts";
import { randomId, uuid7 } from "../wire/ids.ts";
import { prepare } from "./intents.ts";
import { codeOf } from "./problems.ts";
import { AT_ONCE, sealers, startSealer, type Sealers, type Side } from "./sealers.ts";
import { manyDraftOf, type MadeFor } from "./many-views.ts";

/** `told` hears of every step, `closes` whether nothing can be sent any more at all; `sealer` starts a helper. */
export type Around = {
  readonly store: Store;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly random: Random;
  readonly pause: Pause;
  readonly told: (gesture: Gesture) => void;
  readonly closes: (wrong: unknown) => boolean;
  readonly sealer?: () => Side;
};

/** After so many it is told how far it is: each time the page is shown anew, which takes from the hands that seal. */
const STEP = 8;
/** How long is waited before a line that gave way is tried again, in milliseconds. */
const AGAIN = 5_000;

export class ManyActs {
  readonly #around: Around;
  readonly #prepared = new Map<string, readonly MadeFor[]>();
  readonly #known = new Map<string, Gesture>();
  #device: Device | null = null;
  #running: Promise<void> | null = null;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Make and seal each of these; one that cannot be made is told and stops no other. Throws what is not about one alone. */
  async prepare(device: Device, asked: readonly Intent[]): Promise<ManyDraft> {
    const name = randomId(this.#around.random);
    const dossier = randomId(this.#around.random);
    const intents = asked.map((one) => together(one, dossier));
    const [first] = intents;
    if (first === undefined) throw new PhoneError("internal");
    const told = (stage: Gesture["stage"], done: number): void =>
      this.#around.told({ gesture: name, act: first.act, stage, done, of: intents.length, refused: 0 });
    const items = [...new Set(intents.flatMap((one) => ("item" in one ? [one.item] : "opening" in one && one.opening.follows !== null ? [one.opening.follows] : [])))];
    const failed: { intent: Intent; code: string }[] = [];
    const made: MadeFor[] = [];
    await device.withRead(items, (read) => told("reading", Math.min(read, intents.length)), async () => {
      const helpers = intents.length > 1 && intents.some((one) => "opening" in one) ? this.#helpers(device) : null;
      device.helper = helpers?.help ?? null;
      try {
        let next = 0;
        let done = 0;
        const work = async (): Promise<void> => {
          for (let place = next++; place < intents.length; place = next++) {
            const intent = intents[place] as Intent;
            try {
              made[place] = { intent, prepared: await again(() => prepare(device, intent)) };
            } catch (wrong) {
              failed.push({ intent, code: codeOf(wrong) });
            }
            done += 1;
            if (done % STEP === 0 || done === intents.length) told("making", done);
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, work));
      } finally {
        device.helper = null;
        helpers?.close();
      }
    });
    const whole = made.filter((one) => one !== undefined);
    if (whole.length === 0) throw new PhoneError(failed[0]?.code ?? "internal");
    this.#prepared.set(name, whole);
    return manyDraftOf(device, name, whole, failed);
  }

  /** They are told how this device signs and who has which key; without them it only takes longer. */
  #helpers({ keys: { signing, device }, directory: { facts, epochs, memberships, devices } }: Device): Sealers | null {
    try {
      return sealers(this.#around.sealer ?? startSealer, { keys: { signing, device }, directory: { ...EMPTY, facts, epochs, memberships, devices } });
    } catch {
      return null;
    }
  }

  /** Keep what was read back, whole; then send it. */
  async sign(device: Device, draft: string): Promise<Gesture> {
    const made = this.#prepared.get(draft);
    const [first] = made ?? [];
    if (made === undefined || first === undefined) throw new PhoneError("internal");
    this.#prepared.delete(draft);
    const id = uuid7(this.#around.clock(), this.#around.random);
    const kept = await keepGesture(this.#around.store, id, first.prepared.draft.name, made.map(({ prepared }) => ({ draft: prepared.draft, area: areaOf(prepared) })));
    const now = this.#now(kept, "sending");
    this.resume(device);
    return now;
  }

  /** Those that were signed and not all answered. */
  async open(): Promise<readonly Gesture[]> {
    for (const kept of await keptGestures(this.#around.store)) if (!this.#known.has(kept.id)) this.#now(kept, "waiting");
    return [...this.#known.values()].filter((one) => one.stage !== "sent");
  }

  /** Send what is kept with this device's keys, if that is not going on. */
  resume(device: Device): void {
    this.#device = device;
    this.#running ??= this.#run().finally(() => (this.#running = null));
  }

  /** The lock closed: what is kept stays so, and what was made and not signed is gone. */
  stop(): void {
    this.#device = null;
    this.#prepared.clear();
    this.#known.clear();
  }

  /** One tab of this device at a time: the others would do the same. */
  async #run(): Promise<void> {
    await this.#around.locks("piket:many", async () => {
      for (let kept = (await keptGestures(this.#around.store))[0]; kept !== undefined; kept = (await keptGestures(this.#around.store))[0]) {
        const device = this.#device;
        if (device === null) return;
        try {
          await this.#send(device, kept);
        } catch (wrong) {
          if (this.#device === null || this.#around.closes(wrong)) return;
          const [latest = kept] = await keptGestures(this.#around.store);
          this.#now(latest, "waiting");
          await this.#around.pause(AGAIN);
        }
      }
    });
  }

  /** What was under way when this ended before goes first, in the same bytes. */
  async #send(device: Device, kept: KeptGesture): Promise<void> {
    const { store } = this.#around;
    let now = kept;
    await device.resume();
    while (now.next < now.targets.length) {
      if (this.#device !== device) return;
      this.#now(now, "sending");
      const { drafts, after, taken } = await nextOf(store, now);
      await device.carryOutAll(drafts, taken);
      now = after;
    }
    await forgetGesture(store, now);
    const acts = new Set(now.targets.map((one) => one.act));
    const refused = ((await store.all("refused")) as [string, RefusedAct][]).filter(([act]) => acts.has(act)).length;
    this.#now(now, "sent", refused);
  }

  #now({ id, name, next, targets }: KeptGesture, stage: Gesture["stage"], refused = 0): Gesture {
    const gesture: Gesture = { gesture: id, act: name as Act, stage, done: next, of: targets.length, refused };
    this.#known.set(id, gesture);
    this.#around.told(gesture);
    return gesture;
  }
}

/** What is opened by one gesture is about one person: it has one dossier, also where it follows from nothing. */
function together(intent: Intent, dossier: string): Intent {
  if (!("opening" in intent) || intent.opening.follows !== null || intent.opening.dossier !== null) return intent;
  return { ...intent, opening: { ...intent.opening, dossier } };
}

/** A helper that could not do it leaves it to this thread, which knows why if it cannot either. */
async function again(work: () => Promise<Prepared>): Promise<Prepared> {
  try {
    return await work();
  } catch (wrong) {
    if (!(wrong instanceof TypeError)) throw wrong;
    return work();
  }
}

function areaOf({ draft, about }: Prepared): string {
  const gemeente = draft.params["gemeente"];
  return about?.answer.item.area ?? (typeof gemeente === "string" ? gemeente : draft.holding.scope);
}
