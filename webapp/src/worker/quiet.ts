/** What goes out in silence, also while the lock is closed: sent until there is an answer, and nothing of it is kept (SG-07). */

import { pause, type Pause } from "../api/patience.ts";
import type { Device } from "../device/device.ts";
import { isSilent, type Draft, type RefusedAct } from "../device/outbox.ts";
import type { Store } from "../device/store.ts";
import type { DoneAct } from "../log/kept.ts";
import { envelopeFromBytes } from "../wire/dsse.ts";
import { utf8 } from "../wire/bytes.ts";
import { parsePayload } from "../wire/payload.ts";

/** Milliseconds until what found no line is sent again. */
const AGAIN = 5_000;

/** How far a silent signal came: on this phone alone, stored by the service, or not taken. */
export type Came = "kept" | "stored" | "refused";

export class Quiet {
  readonly #store: Store;
  readonly #wait: Pause;
  /** Those that are being sent here: who sends them lets go of them. */
  readonly #mine = new Set<string>();
  #going = false;

  constructor(store: Store, wait: Pause = pause) {
    this.#store = store;
    this.#wait = wait;
  }

  /** Send it until there is an answer, whatever else waits; `came` is told. While one waits another adds nothing. */
  send(device: Device, draft: Draft, came: (how: Came) => void): void {
    if (this.#mine.size > 0) return;
    this.#mine.add(draft.id);
    void this.#sent(device, draft, came)
      .catch(() => undefined) // the next start goes on
      .finally(() => this.#mine.delete(draft.id));
  }

  /** Send what an earlier start, or who had the lock open, left, silent or not, until all of it has an answer. */
  goOn(opened: () => Promise<Device>): void {
    if (this.#going) return;
    this.#going = true;
    const emptied = async (): Promise<void> => this.#emptied(await opened());
    emptied()
      .catch(() => undefined) // the next time the lock closes, or a start, goes on
      .finally(() => (this.#going = false));
  }

  async #sent(device: Device, draft: Draft, came: (how: Came) => void): Promise<void> {
    let kept = false;
    const told = (): void => {
      kept = true;
      came("kept");
    };
    while (!kept) await device.carryOut(draft, told).catch(() => (kept ? undefined : this.#wait(AGAIN)));
    while ((await device.unanswered()).some((one) => one.id === draft.id)) {
      await this.#wait(AGAIN);
      await device.resume().catch(() => undefined);
    }
    // Another window may have heard the answer, and let go of it: what is not known to be stored is not said to be.
    const done = (await this.#store.get("done", draft.id)) as DoneAct | undefined;
    await this.#forget([draft.id]);
    came(done !== undefined && done.refused === undefined ? "stored" : "refused");
  }

  async #emptied(device: Device): Promise<void> {
    for (;;) {
      await device.resume().catch(() => undefined);
      await this.tidy();
      if ((await device.unanswered()).length === 0) return;
      await this.#wait(AGAIN);
    }
  }

  /** Let go of every silent act that has its answer: its sender keeps no proof of it, and nobody finds it here. */
  async tidy(): Promise<void> {
    const done = (await this.#store.all("done")) as [string, DoneAct][];
    const silent = done.filter(([, { envelope }]) => isSilent(parsePayload(envelopeFromBytes(utf8(envelope)).payload)));
    const refused = ((await this.#store.all("refused")) as [string, RefusedAct][]).filter(([, row]) => row.silent);
    await this.#forget([...silent, ...refused].map(([act]) => act).filter((act) => !this.#mine.has(act)));
  }

  async #forget(acts: readonly string[]): Promise<void> {
    const tables = ["done", "refused"] as const;
    await this.#store.write(acts.flatMap((key) => tables.map((table) => ({ table, key, value: undefined }))));
  }
}
