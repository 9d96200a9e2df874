/** What a session began with, for who asks first: the list, and the item that waits; nothing of it outlives what is heard. */

import { Turns } from "../api/turns.ts";
import type { Begun, Device } from "../device/device.ts";
import type { Case } from "../device/reading.ts";
import type { Start } from "../phone.ts";
import type { Clock } from "../wire/bytes.ts";
import { startOf, type Opened } from "./start.ts";

/** Milliseconds for which it may be shown instead of asked for: what changes meanwhile is heard of, whom to believe is not. */
export const FRESH = 30_000;

/** `item` is verified as soon as it came, while the line carries what else must be checked. */
type Kept = Opened & { readonly checked: Promise<unknown>; readonly until: number };

/** The list of what is open, and the items on it, of one unlocked device after another. */
export class First {
  readonly #clock: Clock;
  readonly #turns = new Turns();
  #asked: Promise<Start> | null = null;
  #list: Kept | null = null;
  #item: Kept | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A session of this device began with this; `checked` must end well before anything of it is shown. */
  keep(device: Device, { lines, item: told }: Begun, checked: Promise<unknown>): void {
    const item = told === null ? null : { id: told.answer.item.id, found: device.believed(told) };
    checked.catch(() => undefined);
    item?.found.catch(() => undefined);
    this.#list = this.#item = { lines, item, checked, until: this.#clock().getTime() + FRESH };
  }

  /** Something changed, or may have: ask again. */
  forget(): void {
    this.#list = this.#item = null;
  }

  /** What is open now; all who ask before it is asked for share one answer. Throws as `startOf`, and what `device` throws. */
  list(device: () => Device, synced: (device: Device) => Promise<unknown>): Promise<Start> {
    this.#asked ??= this.#turns.take(async () => {
      this.#asked = null;
      const [open, first] = [device(), this.#fresh(this.#list)];
      this.#list = null;
      return startOf(open, first?.checked ?? synced(open), first);
    });
    return this.#asked;
  }

  /**
   * An item, verified: once the one that the session began with, every other time as it is now, when `heard` is told the
   * service's time. Throws as `Device.read`.
   */
  async read(device: Device, id: string, heard: (now: string) => void): Promise<Case> {
    const first = this.#fresh(this.#item);
    if (first?.item?.id !== id) {
      const found = await device.read(id);
      heard(found.answer.now);
      return found;
    }
    this.#item = null;
    await first.checked;
    return first.item.found;
  }

  /** A clock that was put back makes nothing fresh. */
  #fresh(kept: Kept | null): Kept | null {
    const left = (kept?.until ?? 0) - this.#clock().getTime();
    return left > 0 && left <= FRESH ? kept : null;
  }
}
