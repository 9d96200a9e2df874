/** What the service showed of each item before: of what was signed, it may show more later, and never less. */

import type { ItemAnswer } from "../api/answers.ts";
import { itemRefused } from "./reading.ts";

type Seen = { readonly place: number; readonly acts: ReadonlySet<string> };

/** Lasts as long as the device is unlocked. */
export class Shown {
  readonly #seen = new Map<string, Seen>();
  #arrived = 0;

  /** The place of an answer among those that came; ask it at once, since verifying takes its time. */
  arrived(): number {
    this.#arrived += 1;
    return this.#arrived;
  }

  /** Nothing of an item that was erased stays (EV-03). */
  forget(item: string): void {
    this.#seen.delete(item);
  }

  /**
   * Remember a verified answer. Throws Refused `item.dropped` when an act is missing that was shown in an answer before
   * it: the service shows an old state, or holds an act back.
   */
  follows(item: string, answer: ItemAnswer, place: number): void {
    const before = this.#seen.get(item);
    if (before !== undefined && before.place > place) return;
    const acts = new Set(answer.acts.map((act) => act.payload));
    if (before !== undefined && [...before.acts].some((act) => !acts.has(act))) {
      throw itemRefused("item.dropped", "The service shows less of the item than it did before");
    }
    this.#seen.set(item, { place, acts });
  }
}
