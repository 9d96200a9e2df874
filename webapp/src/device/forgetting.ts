/** Forgets what this device keeps of an item once its retention is over: told so by the service, or by its own clock (EV-03). */

import type { ItemAnswer } from "../api/answers.ts";
import { ServerRefused } from "../api/failures.ts";
import type { DoneAct } from "../log/kept.ts";
import { utf8, type Clock } from "../wire/bytes.ts";
import { envelopeFromBytes } from "../wire/dsse.ts";
import { parsePayload } from "../wire/payload.ts";
import type { Change, Store } from "./store.ts";
import { dropped, keptUploads, nameOf } from "./uploads.ts";

export const ERASED = "item.erased";
/** So many items that are on no list any more are asked after at a time. */
const AT_ONCE = 10;

/**
 * The table `terms` holds for each item that closed when what it held is erased. What is forgotten is all of the item that rests here: acts with their
 * proofs, what was typed, attachments on their way. Of what was held when it was last read no term is known; a hold that came since makes no difference:
 * it can be read again for as long as the service has it.
 */
export class Forgetting {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #forgot: (item: string) => void;
  /** The last item asked after: the next time it goes on from there, so that each has its turn. */
  #asked = "";

  constructor(store: Store, clock: Clock, forgot: (item: string) => void = () => undefined) {
    this.#store = store;
    this.#clock = clock;
    this.#forgot = forgot;
  }

  /** What the service answered about an item, its term noted; forgets the item when it says that it was erased. Throws what came. */
  async heard(asked: Promise<ItemAnswer>, item: string): Promise<ItemAnswer> {
    try {
      const answer = await asked;
      const due = answer.retention?.held === true ? undefined : (answer.retention?.erase_at ?? undefined);
      if ((await this.#store.get("terms", item)) !== due) await this.#store.write([{ table: "terms", key: item, value: due }]);
      return answer;
    } catch (wrong) {
      if (wrong instanceof ServerRefused && wrong.code === ERASED) await this.forget(item);
      throw wrong;
    }
  }

  /** Forget what is over by this device's clock: also where the service is never reached again. */
  async forgetOver(): Promise<void> {
    const now = this.#clock().getTime();
    for (const [item, due] of await this.#store.all("terms")) if (Date.parse(String(due)) <= now) await this.forget(item);
  }

  /** Ask after what is kept of items that are on no list any more. Throws what asking throws, but for a plain no. */
  async look(api: { items(): Promise<{ readonly items: readonly { readonly id: string }[] }>; item(id: string): Promise<ItemAnswer> }): Promise<void> {
    await this.forgetOver();
    const kept = await this.#kept();
    if (kept.size === 0) return;
    const listed = new Set((await api.items()).items.map((one) => one.id));
    const off = [...kept].filter((one) => !listed.has(one)).sort();
    const [before, after] = [off.filter((one) => one <= this.#asked), off.filter((one) => one > this.#asked)];
    for (const item of [...after, ...before].slice(0, AT_ONCE)) {
      this.#asked = item;
      try {
        await this.heard(api.item(item), item);
      } catch (wrong) {
        if (!(wrong instanceof ServerRefused)) throw wrong;
      }
    }
  }

  /** Take away all that this device keeps of an item, in one write; safe to repeat. */
  async forget(item: string): Promise<void> {
    const uploads = (await keptUploads(this.#store)).filter((one) => one.draft.item === item);
    const names = new Set(uploads.map(nameOf));
    const gone = (table: Change["table"], keys: readonly string[]): Change[] => keys.map((key) => ({ table, key, value: undefined }));
    const drafts = (await this.#store.all("drafts")).map(([page]) => page).filter((page) => page.includes(item) || names.has(page));
    const refused = (await this.#store.all("refused")).filter(([, one]) => (one as { item?: unknown }).item === item);
    await this.#store.write([
      ...gone("terms", [item]),
      ...gone("done", (await this.#acts()).filter(([, about]) => about === item).map(([act]) => act)),
      ...gone("drafts", drafts),
      ...gone("refused", refused.map(([act]) => act)),
      ...uploads.flatMap(dropped),
    ]);
    this.#forgot(item);
  }

  async #kept(): Promise<ReadonlySet<string>> {
    const about = (await this.#acts()).flatMap(([, item]) => (item === null ? [] : [item]));
    return new Set([...(await this.#store.all("terms")).map(([item]) => item), ...about]);
  }

  /** The acts that are kept with their proofs, each with the item it was on. */
  async #acts(): Promise<readonly (readonly [string, string | null])[]> {
    const done = (await this.#store.all("done")) as [string, DoneAct][];
    return done.map(([act, { envelope }]) => [act, parsePayload(envelopeFromBytes(utf8(envelope)).payload).item] as const);
  }
}
