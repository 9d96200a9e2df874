/** What pages ask of the phone about many items at once. */

import { pause } from "../api/patience.ts";
import type { Device } from "../device/device.ts";
import type { Intent } from "../phone-acts.ts";
import type { Closed, Gesture, HowFar, ManyDraft } from "../phone-many.ts";
import type { Around } from "./around.ts";
import { ManyActs } from "./many.ts";
import { howFarOf } from "./many-views.ts";
import { lineOf } from "./views.ts";

export class ManyPhone {
  readonly #acts: ManyActs;
  readonly #open: () => Device;

  constructor(around: Around, open: () => Device, closes: (wrong: unknown) => boolean) {
    const told = (gesture: Gesture): void => around.told({ kind: "gesture", gesture });
    this.#acts = new ManyActs({ ...around, pause: around.pause ?? pause, told, closes });
    this.#open = open;
  }

  async prepareMany(intents: readonly Intent[]): Promise<ManyDraft> {
    return this.#acts.prepare(this.#open(), intents);
  }

  async signMany(draft: string): Promise<Gesture> {
    return this.#acts.sign(this.#open(), draft);
  }

  async gestures(): Promise<readonly Gesture[]> {
    this.#open();
    return this.#acts.open();
  }

  async gathered(flow: string, dossier: string): Promise<readonly HowFar[]> {
    return howFarOf(await this.#open().api.gathered(flow, dossier));
  }

  async closed(before: string | null): Promise<Closed> {
    const { directory, api } = this.#open();
    const { items, more } = await api.closed(before);
    return { items: items.flatMap((one) => (one.closed_at === null ? [] : [{ ...lineOf(directory, one), closedAt: one.closed_at }])), more };
  }

  resume(device: Device): void {
    this.#acts.resume(device);
  }

  stop(): void {
    this.#acts.stop();
  }
}
