/** Age files, whole and as a stream, against the public vectors of the format. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { decrypt, decryptStream, identityFrom, type Opener } from "../src/crypto/age.ts";
import { refusalCode } from "../src/refused.ts";
import { sha256Hex, type Bytes } from "../src/wire/bytes.ts";
import { decodeAny64 } from "../src/wire/dsse.ts";
import { x25519From } from "./keys.ts";

type Case = {
  name: string;
  file: string;
  openers: ({ x25519: string } | { secret: string })[];
  payload: string | null;
};

const CASES = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "age.json"), "utf8")) as Case[];

async function openersOf(one: Case): Promise<Opener[]> {
  return Promise.all(one.openers.map((key) => ("secret" in key ? identityFrom(key.secret) : x25519From(key.x25519))));
}

/** The hash of what the first key that fits opens; null when none gives the whole. */
async function outcome(openers: readonly Opener[], open: (opener: Opener) => Promise<Bytes>): Promise<string | null> {
  for (const opener of openers) {
    const plain = await open(opener).catch(() => null);
    if (plain !== null) return sha256Hex(plain);
  }
  return null;
}

it.each(CASES)("$name", async (one) => {
  const file = decodeAny64(one.file);
  const openers = await openersOf(one);
  expect(await outcome(openers, (opener) => decrypt(file, opener))).toBe(one.payload);
  const streamed = async (opener: Opener): Promise<Bytes> => {
    const plain = await decryptStream(new Blob([file]), opener);
    return new Uint8Array(await new Response(plain as ReadableStream<Bytes>).arrayBuffer());
  };
  expect(await outcome(openers, streamed)).toBe(one.payload);
  if (one.payload === null) {
    const codes = await Promise.all(openers.map((opener) => decrypt(file, opener).catch(refusalCode)));
    expect(new Set(codes)).toEqual(new Set(["age.refused"]));
  }
});
