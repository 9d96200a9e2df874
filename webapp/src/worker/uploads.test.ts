/** An attachment whose act was answered while nobody showed it: what the disk says became of it is told. */

import { describe, expect, it } from "vitest";

import { newKeys } from "../crypto/keys.ts";
import type { Device } from "../device/device.ts";
import type { Draft } from "../device/outbox.ts";
import { memoryStore } from "../device/store.ts";
import { keepUpload } from "../device/uploads.ts";
import type { Upload } from "../phone.ts";
import { randomBytes } from "../wire/bytes.ts";
import { Uploads } from "./uploads.ts";

const never = (): never => {
  throw new Error("nothing is sent again");
};

describe("an attachment whose act was answered before", () => {
  it.each<[string, object, string | null, Upload["stage"], string[]]>([
    ["accepted", {}, null, "stored", []],
    ["refused by a rule", { refused: "item.closed" }, "item.closed", "refused", ["act1"]],
  ])("with %s is shown so, once", async (_how, done, code, stage, kept) => {
    const store = memoryStore();
    const draft = { id: "act1", item: "itemA" } as Draft;
    await keepUpload(store, { draft, blob: "ab", size: 3, sent: 1, at: "2026-03-10T02:12:00.000Z" }, new Blob(["abc"]));
    const row = { act: "act1", item: "itemA", name: "item.attach", at: "2026-03-10T02:12:00.000Z", code };
    await store.write([{ table: "done", key: "act1", value: { envelope: "{}", ...done } }]);
    if (code !== null) await store.write([{ table: "refused", key: "act1", value: row }]);
    const device = { keys: await newKeys("d1", "hanna", "om"), unanswered: never, resume: async () => undefined, carryOut: never };
    const told: Upload[] = [];
    const api = { putChunk: never, completeBlob: never };
    const around = { store, api, locks: <T>(_name: string, work: () => Promise<T>) => work(), random: randomBytes, pause: never };
    const uploads = new Uploads({ ...around, told: (upload) => void told.push(upload), closes: () => false });
    uploads.resume(device as unknown as Device);
    await expect.poll(() => told.at(-1)).toMatchObject({ act: "act1", stage, code });
    expect((await store.all("uploads")).map(([act]) => act)).toEqual(kept);
    // Listed with the attachments of its item, and not a second time among the acts that were refused.
    expect([await store.all("refused"), await store.all("pieces")]).toEqual([[], []]);
  });
});
