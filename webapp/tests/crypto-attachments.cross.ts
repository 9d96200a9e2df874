/** Attachments against what the Python client makes and says of the same files. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { identityFrom, type HybridIdentity } from "../src/crypto/age.ts";
import { openAttachment, sealAttachment } from "../src/crypto/attachments.ts";
import type { Directory } from "../src/directory/state.ts";
import { refusalCode } from "../src/refused.ts";
import { sha256Hex, type Bytes } from "../src/wire/bytes.ts";
import { keysFrom, replayed, type WrittenKeys } from "./keys.ts";

type Vectors = {
  genesis: string;
  facts: unknown[];
  hanna: WrittenKeys;
  secrets: string[];
  cases: { about: string; file: string; said: { code: string } | { name: string; sha256: string; person: string } }[];
  largest: number;
};

const FOLDER = process.env.PIKET_VECTORS ?? "";
const VECTORS = JSON.parse(readFileSync(join(FOLDER, "attachments.json"), "utf8")) as Vectors;
const EXPECTED = { item: "a".repeat(22), act: "019c0000-0000-7000-8000-000000000001" };
const STEP = 64 * 1024;

let directory: Directory;
const identities = new Map<string, HybridIdentity>();

beforeAll(async () => {
  directory = await replayed(VECTORS.genesis, VECTORS.facts);
  for (const secret of VECTORS.secrets) {
    const identity = await identityFrom(secret);
    identities.set(identity.recipient, identity);
  }
});

async function bytesOf(blob: Blob): Promise<Bytes> {
  return new Uint8Array(await blob.arrayBuffer());
}

async function said(sealed: Blob): Promise<unknown> {
  try {
    const { content, file, opened } = await openAttachment(sealed, identities, directory, EXPECTED);
    expect(file.type).toBe(content.media_type);
    return { name: content.name, sha256: await sha256Hex(await bytesOf(file)), person: opened.person };
  } catch (wrong) {
    const code = refusalCode(wrong);
    if (code === null) throw wrong;
    return { code };
  }
}

it.each(VECTORS.cases)("opens or refuses as Python does: $about", async (vector) => {
  expect(await said(new Blob([readFileSync(join(FOLDER, vector.file))]))).toEqual(vector.said);
});

it("seals files of any size that Python then opens", { timeout: 60_000 }, async () => {
  const keys = await keysFrom(VECTORS.hanna);
  const recipient = [...identities.keys()].at(-1) ?? "";
  const holding = { functie: "hovj", scope: "arr:midden-nederland" } as const;
  const place = { ...EXPECTED, recipient, name: "item.attach", holding, excluded: new Set<string>() };
  const made = [];
  for (const size of [0, 1, STEP, VECTORS.largest]) {
    const name = `é ${size}.bin`;
    const bytes = new Blob([new Uint8Array(size)]);
    const done = await sealAttachment(bytes, name, place, keys, directory, new Date("2026-03-14T02:12:00Z"));
    expect(done.content.media_type).toBe("application/octet-stream");
    const file = `made-${size}.age`;
    writeFileSync(join(FOLDER, file), await bytesOf(done.sealed));
    made.push({ name, size, file, hash: done.name });
  }
  writeFileSync(join(FOLDER, "made.json"), JSON.stringify(made));
});
