/** Attachments through the worker against the real service: kept until stored whatever the line does, and both ways. */

import { IDBFactory } from "fake-indexeddb";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Fetch } from "../src/api/transport.ts";
import type { Change, Upload } from "../src/phone.ts";
import { concat, sha256Hex, utf8, type Bytes } from "../src/wire/bytes.ts";
import { step } from "./stage.ts";
import { asking } from "./requests.ts";
import { admitted, opened, PIN, REQUEST, stage, type Worker } from "./worker-phones.ts";

// A line that gives way is waited for, and a lock takes 600,000 rounds to make and to open.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const SECRET = "GEHEIM-52.0907N";
const CHUNK = 256 * 1024;
const bytes = (...some: number[]): Bytes => Uint8Array.from(some);
const segment = (marker: number, content: Bytes): Bytes => concat(bytes(0xff, marker, 0, content.length + 2), content);
/** A photo of more than a megabyte that says where it was taken, and the same without. */
const SCAN = concat(segment(0xda, bytes(1, 2, 3)), new Uint8Array(1_100_000).fill(0x55), bytes(0xff, 0xd9));
const PHOTO = concat(bytes(0xff, 0xd8), segment(0xe1, utf8(`Exif\0\0${SECRET}`)), SCAN);
const BARE = concat(bytes(0xff, 0xd8), SCAN);
const CHUNKS = Math.ceil((BARE.length + 4096) / CHUNK);

const photo = (): Blob => new Blob([PHOTO], { type: "image/jpeg" });
const uploaded = (wanted: Upload["stage"], act?: string) => (change: Change): boolean =>
  change.kind === "upload" && change.upload.stage === wanted && (act === undefined || change.upload.act === act);

/** A line on which one may cut what goes by; it remembers which chunks went. */
function line(): { fetch: Fetch; chunks: number[]; cut: (url: string) => boolean; lose: (url: string, body: string) => boolean; answer: Fetch | null } {
  const made = {
    chunks: [] as number[],
    cut: (_url: string): boolean => false,
    lose: (_url: string, _body: string): boolean => false,
    answer: null as Fetch | null,
    async fetch(url: string, init: RequestInit): Promise<Response> {
      if (made.cut(url)) throw new TypeError("no route");
      const chunk = /chunks\/(\d+)$/.exec(url)?.[1];
      if (chunk !== undefined) made.chunks.push(Number(chunk));
      const found = await (made.answer ?? fetch)(url, init);
      const sent = init.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : "";
      if (made.lose(url, sent)) throw new TypeError("cut off");
      return found;
    },
  };
  return made;
}

const factory = new IDBFactory();
let worker: Worker;
let item: string;

beforeAll(async () => {
  worker = await admitted(factory);
  await step("share", { functie: "hovj" });
  await worker.phone.start();
  const draft = await worker.phone.prepare(asking(REQUEST));
  const kept = await worker.phone.sign(draft.draft);
  await worker.until(stage(kept.act, "stored"));
  item = kept.item ?? "";
  await restart();
});

/** The app ends, and begins again on the same disk, over this line. */
async function restart(over: Partial<ReturnType<typeof line>> = {}): Promise<void> {
  await worker.phone.lock();
  worker.store.close();
  worker = await opened(factory, over.fetch === undefined ? {} : { fetch: over.fetch });
  await worker.phone.unlock(PIN);
}

async function fetchedByPython(blob: string): Promise<Record<string, unknown>> {
  return step("fetched", { item, blob });
}

describe("adding a photo", () => {
  it("takes out where it was made, keeps it sealed, sends it in pieces, and Python opens it", async () => {
    const added = await worker.phone.attach(item, photo(), "IMG_0001.jpg");
    expect(added).toMatchObject({ item, name: "IMG_0001.jpg", sent: 0 });
    await worker.until(uploaded("stored", added.act));
    const told = worker.heard.flatMap((one) => (one.kind === "upload" ? [one.upload.sent] : []));
    expect(told).toEqual([...told].sort((one, other) => one - other));
    expect(new Set(told).size).toBe(CHUNKS + 1);
    expect(await fetchedByPython(added.blob)).toEqual({ name: "IMG_0001.jpg", type: "image/jpeg", person: "hanna", sha256: await sha256Hex(BARE) });
    expect(await worker.phone.uploads(item)).toEqual([]);
    expect([await worker.store.all("uploads"), await worker.store.all("pieces"), await worker.store.all("drafts")]).toEqual([[], [], []]);
    expect((await worker.phone.item(item)).attachments).toMatchObject([{ blob: added.blob, by: { name: "hanna", functie: "hovj" } }]);
  });

  it("goes on where the line gave way, also after the app was ended, and nothing of it can be read on disk", async () => {
    const bad = line();
    bad.cut = (url) => url.endsWith("chunks/2");
    await restart(bad);
    const added = await worker.phone.attach(item, photo(), "IMG_0002.jpg");
    await worker.until((change) => change.kind === "upload" && change.upload.stage === "waiting" && change.upload.sent === 2 * CHUNK);
    const disk = JSON.stringify([await worker.store.all("uploads"), await worker.store.all("drafts")]);
    for (const secret of ["IMG_0002", SECRET]) expect(disk).not.toContain(secret);
    const again = line();
    await restart(again);
    expect(await worker.phone.uploads(item)).toMatchObject([{ act: added.act, name: "IMG_0002.jpg" }]);
    await worker.until(uploaded("stored", added.act));
    expect(again.chunks).toEqual(Array.from({ length: CHUNKS - 2 }, (_none, number) => number + 2));
    expect(await fetchedByPython(added.blob)).toMatchObject({ name: "IMG_0002.jpg", sha256: await sha256Hex(BARE) });
  });

  it("is added once, also when the answer to its act was lost and the app ended", async () => {
    const before = (await worker.phone.item(item)).attachments.length;
    const bad = line();
    bad.lose = (url, body) => url.endsWith("/v1/acts") && body.length > 0;
    await restart(bad);
    const added = await worker.phone.attach(item, photo(), "IMG_0003.jpg");
    await worker.until((change) => change.kind === "upload" && change.upload.stage === "waiting" && change.upload.sent > 0);
    const again = line();
    await restart(again);
    await worker.until(uploaded("stored", added.act));
    expect(again.chunks).toEqual([]);
    expect((await worker.phone.item(item)).attachments).toHaveLength(before + 1);
  });

  it("is sent once more from the start when the service had cleared it away", async () => {
    const cleared = line();
    let told = 0;
    cleared.answer = async (url, init) => {
      if (!url.endsWith("/v1/acts") || told > 0) return fetch(url, init);
      told += 1;
      return new Response(JSON.stringify({ code: "blob.missing", field: "acts.0.blobs.0" }), { status: 400 });
    };
    await restart(cleared);
    const added = await worker.phone.attach(item, photo(), "IMG_0004.jpg");
    await worker.until(uploaded("stored", added.act));
    const all = Array.from({ length: CHUNKS }, (_none, number) => number);
    expect(cleared.chunks).toEqual([...all, ...all]);
  });

  it("that the service will not have stays listed, with why, until somebody looked", async () => {
    const full = line();
    full.answer = async (url, init) =>
      url.includes("/chunks/") ? new Response(JSON.stringify({ code: "blob.quota" }), { status: 409 }) : fetch(url, init);
    await restart(full);
    const added = await worker.phone.attach(item, photo(), "IMG_0006.jpg");
    await worker.until(uploaded("refused", added.act));
    expect(await worker.store.all("pieces")).toEqual([]);
    await restart();
    const [listed] = await worker.phone.uploads(item);
    expect(listed).toMatchObject({ act: added.act, name: "IMG_0006.jpg", stage: "refused", code: "blob.quota" });
    await worker.phone.dropUpload(added.act);
    expect([await worker.phone.uploads(item), await worker.store.all("uploads"), await worker.store.all("drafts")]).toEqual([[], [], []]);
  });

  it("can be stopped while it waits; nothing stays behind", async () => {
    const bad = line();
    bad.cut = (url) => url.includes("/chunks/");
    await restart(bad);
    const before = (await worker.phone.item(item)).attachments.length;
    const added = await worker.phone.attach(item, photo(), "IMG_0005.jpg");
    await worker.phone.dropUpload(added.act);
    bad.cut = () => false;
    const next = await worker.phone.attach(item, new Blob(["een regel"], { type: "text/plain" }), "regel.txt");
    await worker.until(uploaded("stored", next.act));
    expect((await worker.phone.item(item)).attachments).toHaveLength(before + 1);
    expect(await worker.store.all("pieces")).toEqual([]);
  });

  it.each([
    ["a file of more than 25 MB", new Blob([new Uint8Array(25 * 1024 * 1024 + 1)]), "refused.attachment.too_large"],
    ["an empty file", new Blob([]), "refused.attachment.empty"],
    ["a damaged photo", new Blob([PHOTO.slice(0, 900_000)]), "refused.attachment.picture"],
    ["a picture that cannot be drawn here", new Blob(["GIF89a"], { type: "image/gif" }), "refused.attachment.kind"],
  ])("refuses %s, in a code of its own, and keeps nothing", async (_about, file, code) => {
    await expect(worker.phone.attach(item, file, "iets")).rejects.toMatchObject({ name: "PhoneError", code });
    expect(await worker.store.all("uploads")).toEqual([]);
  });
});

describe("an attachment of somebody else", () => {
  it("is listed with who added it, when and how large, and opened and verified as a stream", async () => {
    const said = (await step("attach", { item, size: 700_000 })) as { blob: string; sha256: string };
    const listed = (await worker.phone.item(item)).attachments.find((one) => one.blob === said.blob);
    expect(listed).toMatchObject({ name: null, by: { name: "pieter", functie: "nctv_piket", employer: "nctv" }, removed: false });
    expect(listed?.size).toBeGreaterThan(700_000);
    const found = await worker.phone.attachment(item, said.blob);
    expect(found).toMatchObject({ name: "plattegrond.pdf", type: "application/pdf", size: 700_000, by: { name: "pieter" } });
    expect(await sha256Hex(new Uint8Array(await found.data.arrayBuffer()))).toBe(said.sha256);
    const told = worker.heard.flatMap((one) => (one.kind === "fetched" && one.blob === said.blob ? [one] : []));
    expect(told.at(-1)).toMatchObject({ bytes: listed?.size, size: listed?.size });
    expect((await worker.phone.item(item)).attachments.find((one) => one.blob === said.blob)?.name).toBe("plattegrond.pdf");
  });

  it("is not shown when the service gives other bytes, too many, or none that are there", async () => {
    const said = (await step("attach", { item, size: 10 })) as { blob: string };
    const lies = line();
    let body: Bytes = new Uint8Array(64 * 1024);
    lies.answer = async (url, init) => {
      const found = await fetch(url, init);
      if (!url.endsWith(`/blobs/${said.blob}`)) return found;
      return new Response(body, { status: found.status, headers: found.headers });
    };
    await restart(lies);
    await expect(worker.phone.attachment(item, said.blob)).rejects.toMatchObject({ code: "blob.mismatch" });
    body = new Uint8Array(27 * 1024 * 1024);
    await expect(worker.phone.attachment(item, said.blob)).rejects.toMatchObject({ code: "answer.malformed" });
    await expect(worker.phone.attachment(item, "0".repeat(64))).rejects.toMatchObject({ code: "blob.unknown" });
  });
});
