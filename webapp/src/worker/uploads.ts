/** Sends the attachments that are kept on this device, one after the other, until the service has stored each. */

import type { Api } from "../api/api.ts";
import { CHUNK_BYTES } from "../api/api.ts";
import { ServerRefused } from "../api/failures.ts";
import type { Pause } from "../api/patience.ts";
import type { Device } from "../device/device.ts";
import type { Locks } from "../device/locks.ts";
import type { Store } from "../device/store.ts";
import { dropUpload, keepUpload, keptUploads, nameOf, pieceOf, piecesOf, refuseUpload, sentSoFar, type KeptUpload } from "../device/uploads.ts";
import { prepareAttachment } from "../flows/bijlage.ts";
import type { DoneAct } from "../log/kept.ts";
import type { Upload } from "../phone.ts";
import type { Random } from "../wire/bytes.ts";
import { written } from "../wire/moment.ts";
import { codeOf } from "./problems.ts";
import { keepTyped, typedBefore } from "./typed.ts";

/** What sending lives with; `told` hears of every step, `closes` whether nothing can be sent any more at all. */
export type Around = {
  readonly store: Store;
  readonly locks: Locks;
  readonly random: Random;
  readonly api: Pick<Api, "putChunk" | "completeBlob">;
  readonly pause: Pause;
  readonly told: (upload: Upload) => void;
  readonly closes: (wrong: unknown) => boolean;
};

/** How long is waited before a line that gave way is tried again, in milliseconds. */
const AGAIN = 5_000;

export class Uploads {
  readonly #around: Around;
  readonly #known = new Map<string, Upload>();
  #device: Device | null = null;
  #running: Promise<void> | null = null;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Seal a file, keep it, and begin to send it; resolves once it is kept. Throws as `prepareAttachment`, or StoreFailed. */
  async add(device: Device, item: string, file: Blob, name: string): Promise<Upload> {
    const { store, random } = this.#around;
    const { draft, sealed, blob } = await prepareAttachment(device, item, file, name);
    const upload: KeptUpload = { draft, blob, size: sealed.size, sent: 0, at: written(device.clock()) };
    await keepTyped(store, device.keys, nameOf(upload), { name }, random);
    await keepUpload(store, upload, sealed);
    const shown = this.#now(upload, name, "waiting");
    this.resume(device);
    return shown;
  }

  /** Those of an item that are not stored yet, or were refused and not yet looked at. */
  async of(device: Device, item: string): Promise<readonly Upload[]> {
    for (const upload of await keptUploads(this.#around.store)) {
      if (this.#known.has(upload.draft.id)) continue;
      this.#now(upload, await this.#nameOf(device, upload), upload.refused === undefined ? "waiting" : "refused", upload.refused);
    }
    return [...this.#known.values()].filter((one) => one.item === item && one.stage !== "stored");
  }

  /** Send what is kept with this device's keys, if that is not going on. */
  resume(device: Device): void {
    this.#device = device;
    this.#running ??= this.#run().finally(() => (this.#running = null));
  }

  /** The lock closed: what is kept stays so, and what is known of it is forgotten. */
  stop(): void {
    this.#device = null;
    this.#known.clear();
  }

  /** Do not send it after all, or a refused one was looked at; one whose act was signed is sent nevertheless. */
  async drop(act: string): Promise<void> {
    this.#known.delete(act);
    const kept = (await keptUploads(this.#around.store)).find((one) => one.draft.id === act);
    if (kept !== undefined) await dropUpload(this.#around.store, kept);
  }

  /** One tab of this device at a time: the others would send the same. */
  async #run(): Promise<void> {
    await this.#around.locks("piket:uploads", async () => {
      for (let next = await this.#next(); next !== null; next = await this.#next()) {
        const { upload, device } = next;
        const name = await this.#nameOf(device, upload);
        try {
          await this.#send(device, upload, name);
        } catch (wrong) {
          if (this.#device === null || this.#around.closes(wrong)) return;
          if (codeOf(wrong) === "service.unreachable") {
            const latest = (await keptUploads(this.#around.store)).find((one) => one.draft.id === upload.draft.id);
            if (latest !== undefined) this.#now(latest, name, "waiting");
            await this.#around.pause(AGAIN);
          } else await this.#refused(upload, name, codeOf(wrong));
        }
      }
    });
  }

  async #next(): Promise<{ upload: KeptUpload; device: Device } | null> {
    if (this.#device === null) return null;
    const upload = (await keptUploads(this.#around.store)).find((one) => one.refused === undefined);
    return upload === undefined || this.#device === null ? null : { upload, device: this.#device };
  }

  async #send(device: Device, upload: KeptUpload, name: string): Promise<void> {
    if (!(await this.#isSigned(device, upload))) await this.#sendPieces(upload, name);
    if (this.#device === null || !(await this.#isKept(upload))) return;
    const code = await this.#sendAct(device, upload, name);
    if (code !== null) return this.#refused(upload, name, code);
    await dropUpload(this.#around.store, upload);
    this.#now({ ...upload, sent: piecesOf(upload) }, name, "stored");
  }

  async #refused(upload: KeptUpload, name: string, code: string): Promise<void> {
    await refuseUpload(this.#around.store, upload, code);
    this.#now(upload, name, "refused", code);
  }

  async #sendPieces(upload: KeptUpload, name: string): Promise<void> {
    const { store, api } = this.#around;
    let now = upload;
    for (let number = upload.sent; number < piecesOf(upload); number += 1) {
      const piece = await pieceOf(store, upload, number);
      if (piece === undefined || this.#device === null) return;
      this.#now(now, name, "sending");
      await api.putChunk(upload.blob, number, piece);
      if (!(await this.#isKept(upload))) return;
      now = await sentSoFar(store, upload, number + 1);
    }
    this.#now(now, name, "sending");
    await api.completeBlob(upload.blob);
  }

  /** The act that names what was sent; null when the service stored it, else why not. */
  async #sendAct(device: Device, upload: KeptUpload, name: string): Promise<string | null> {
    if (await this.#isSigned(device, upload)) await device.resume();
    const done = (await this.#around.store.get("done", upload.draft.id)) as DoneAct | undefined;
    if (done !== undefined) return done.refused ?? null;
    try {
      return (await device.carryOut(upload.draft)).code;
    } catch (wrong) {
      // What lay there too long without an act was collected: send it once more, from the start.
      if (!(wrong instanceof ServerRefused) || wrong.code !== "blob.missing") throw wrong;
      await this.#sendPieces(await sentSoFar(this.#around.store, upload, 0), name);
      return (await device.carryOut(upload.draft)).code;
    }
  }

  /** Its act was signed before, by a start that ended too early. */
  async #isSigned(device: Device, { draft }: KeptUpload): Promise<boolean> {
    if ((await this.#around.store.get("done", draft.id)) !== undefined) return true;
    return (await device.unanswered()).some((act) => act.id === draft.id);
  }

  async #isKept({ draft }: KeptUpload): Promise<boolean> {
    return (await this.#around.store.get("uploads", draft.id)) !== undefined;
  }

  async #nameOf({ keys }: Device, upload: KeptUpload): Promise<string> {
    return (await typedBefore(this.#around.store, keys, nameOf(upload)))?.["name"] ?? "";
  }

  #now({ draft, blob, size, sent, at }: KeptUpload, name: string, stage: Upload["stage"], code: string | null = null): Upload {
    const bytes = Math.min(size, sent * CHUNK_BYTES);
    const upload: Upload = { act: draft.id, item: draft.item ?? "", blob, name, size, sent: bytes, at, stage, code };
    this.#known.set(upload.act, upload);
    this.#around.told(upload);
    return upload;
  }
}
