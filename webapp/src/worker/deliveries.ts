/** How far each act came: kept here, on its way, stored, or refused; told as it changes. */

import type { ActAnswer } from "../api/answers.ts";
import type { Device } from "../device/device.ts";
import { isSilent, type Draft, type RefusedAct } from "../device/outbox.ts";
import type { Store } from "../device/store.ts";
import type { DoneAct } from "../log/kept.ts";
import type { Act } from "../phone-acts.ts";
import type { Delivery } from "../phone.ts";
import { written } from "../wire/moment.ts";
import type { Tabs, Word } from "./tabs.ts";

export class Deliveries {
  readonly #known = new Map<string, Delivery>();
  readonly #told: (delivery: Delivery) => void;
  readonly #store: Store;
  readonly #tabs: Pick<Tabs, "tell">;
  readonly #ahead: () => number;

  /**
   * `tabs` are told of whatever changes for them. `ahead` is by how many milliseconds the service's clock is ahead of
   * this phone's: people read the service's.
   */
  constructor(store: Store, told: (delivery: Delivery) => void, tabs: Pick<Tabs, "tell">, ahead: () => number = () => 0) {
    this.#store = store;
    this.#told = told;
    this.#tabs = tabs;
    this.#ahead = ahead;
  }

  /** Those that are not stored yet, or were refused and not yet looked at. */
  open(): readonly Delivery[] {
    return [...this.#known.values()].filter((one) => one.stage !== "stored");
  }

  /**
   * Another tab said so. `resume` sends what is kept once no tab is sending it: the one that kept it may be gone before
   * there was an answer, and nobody would say so.
   */
  async heard(word: Word, device: Pick<Device, "unanswered">, resume: () => Promise<void>): Promise<void> {
    if (word.kind === "answered") this.#accepted(word.answer);
    await this.look(device);
    if (word.kind === "kept") await resume();
  }

  /**
   * Tell what the disk knows and this tab does not: what an earlier start or another tab signed, what became of it, and
   * what was refused and nobody looked at. Call it at a start, and whenever another tab may have heard an answer.
   */
  async look(device: Pick<Device, "unanswered">): Promise<void> {
    // First of all: whoever signs from now on in this tab tells of it.
    const open = this.open();
    const waiting = (await device.unanswered()).filter((one) => !isSilent(one));
    const refused = new Map(((await this.#store.all("refused")) as [string, RefusedAct][]).filter(([, row]) => !row.silent));
    for (const [act, row] of refused) {
      const known = this.#known.get(act);
      if (known?.stage !== "refused") this.#now({ ...(known ?? shown(row)), stage: "refused", code: row.code });
    }
    for (const { id: act, item, act: name, at } of waiting) {
      if (!this.#known.has(act)) this.#now({ act, item, name: name as Act, at, stage: "kept", code: null, ringsAt: null });
    }
    const waits = new Set(waiting.map((one) => one.id));
    for (const one of open) if (!waits.has(one.act) && !refused.has(one.act)) await this.#ended(one);
  }

  /** It waits no more and no refusal stands: another tab heard that it was accepted, or somebody looked there. */
  async #ended(one: Delivery): Promise<void> {
    const done = (await this.#store.get("done", one.act)) as DoneAct | undefined;
    if (this.#known.get(one.act) !== one) return;
    if (done === undefined || done.refused !== undefined) this.#known.delete(one.act);
    else this.#now({ ...one, stage: "stored", code: null });
  }

  /** A refused one was looked at. */
  async dismiss(act: string): Promise<void> {
    if (this.#known.get(act)?.stage !== "refused") return;
    await this.#store.write([{ table: "refused", key: act, value: undefined }]);
    this.#known.delete(act);
    this.#tabs.tell({ kind: "changed" });
  }

  /** The service does not take an act that was kept, whichever tab signed it; the disk has it until somebody looked. */
  async gaveUp(act: string, code: string): Promise<void> {
    this.#tabs.tell({ kind: "changed" });
    const known = this.#known.get(act);
    if (known !== undefined) this.#now({ ...known, stage: "refused", code });
    else {
      const row = (await this.#store.get("refused", act)) as RefusedAct | undefined;
      if (row !== undefined && !row.silent) this.#now(shown(row));
    }
  }

  /** Sign, keep and send; resolves once the act is kept, and throws when it could not be. What follows is told. */
  send(device: Device, draft: Draft): Promise<Delivery> {
    const { id: act, item, name } = draft;
    const begun = { act, item, name: name as Act, at: written(new Date(device.clock().getTime() + this.#ahead())), code: null, ringsAt: null };
    return new Promise((resolve, reject) => {
      let kept = false;
      const sent = device.carryOut(draft, () => {
        kept = true;
        resolve(this.#now({ ...begun, stage: "kept" }));
        this.#tabs.tell({ kind: "kept" });
      });
      sent.then(
        (answer) => void this.answered(answer),
        (wrong: unknown) => {
          if (!kept) reject(wrong);
          // What has no answer yet is sent again, the same bytes; what was given up stands on disk with its code.
          // Where even that cannot be found out (a lock closed the store) it waits: the next start tells.
          else this.look(device).catch(() => this.#now({ ...begun, stage: "kept" }));
        },
      );
    });
  }

  /** The service answered an act: of now, of before a start, or of another tab. */
  async answered(answer: ActAnswer): Promise<void> {
    const { act, status, code } = answer;
    if (status !== 201) return this.gaveUp(act, code ?? "act.refused");
    this.#tabs.tell({ kind: "answered", answer });
    this.#accepted(answer);
  }

  #accepted({ act, code, rings_at: ringsAt }: ActAnswer): void {
    const known = this.#known.get(act);
    if (known !== undefined) this.#now({ ...known, stage: "stored", code, ringsAt });
  }

  #now(delivery: Delivery): Delivery {
    this.#known.set(delivery.act, delivery);
    this.#told(delivery);
    return delivery;
  }
}

function shown({ act, item, name, at, code }: RefusedAct): Delivery {
  return { act, item, name: name as Act, at, stage: "refused", code, ringsAt: null };
}
