/** Attachments of any size: a signed head that says what the bytes must be, then the bytes, sealed as one stream. */

import type { Directory } from "../directory/state.ts";
import { sha256Hex, type Bytes } from "../wire/bytes.ts";
import type { BijlageContent } from "../wire/models.ts";
import { decryptStream, encryptStream, type HybridIdentity } from "./age.ts";
import { contentRefused, signContent, verifyContent, type Expected, type Opened, type Place } from "./content.ts";
import type { DeviceKeys } from "./keys.ts";
import { withoutMetadata } from "./pictures.ts";
import { LARGE_STEP } from "./sealing.ts";

const LENGTH_BYTES = 4;
const MOST_HEAD = 16 * 1024;

/** The largest file that can be added, in bytes. */
export const LARGEST_FILE = 25 * 1024 * 1024;
/** What sealing adds at most: the head, the filling, and 16 bytes for each 64 KiB. */
export const LARGEST_SEALED = LARGEST_FILE + 4 * LARGE_STEP;

/** A sealed attachment, and the name of that ciphertext: its SHA-256. */
export type SealedAttachment = { readonly sealed: Blob; readonly name: string; readonly content: BijlageContent };

/** An attachment that was opened and verified, with its bytes. */
export type Attachment = { readonly opened: Opened; readonly content: BijlageContent; readonly file: Blob };

/**
 * `file`, without what stands beside its image, signed and sealed to the item of `place`; its size is rounded up to
 * 64 KiB. The file is in memory at most once at a time: blobs are read where the browser keeps them, and sealed as a
 * stream. Throws Refused as `signContent` and `imageParts`.
 */
export async function sealAttachment(
  file: Blob,
  name: string,
  place: Place,
  keys: DeviceKeys,
  directory: Directory,
  now: Date,
): Promise<SealedAttachment> {
  const bare = await withoutMetadata(file, name);
  const content: BijlageContent = {
    kind: "bijlage",
    name,
    media_type: bare.type === "" ? "application/octet-stream" : bare.type,
    size: bare.size,
    sha256: await digestOf(bare),
  };
  const head = await signContent(content, place, keys, directory, now);
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, head.length);
  const size = LENGTH_BYTES + head.length + bare.size;
  const plain = new Blob([length, head, bare, new Uint8Array(Math.ceil(size / LARGE_STEP) * LARGE_STEP - size)]);
  const sealed = await collected(await encryptStream(plain.stream(), place.recipient));
  return { sealed, name: await digestOf(sealed), content };
}

/**
 * The attachment in `sealed`, opened with one of the item's identities (by recipient) once all is verified. Throws
 * Refused when it does not open (`content.sealed`), is not signed as it must be (as `openContent`), or its bytes are
 * others than were signed (`content.swapped`); nothing of it is given.
 */
export async function openAttachment(
  sealed: Blob,
  identities: ReadonlyMap<string, HybridIdentity>,
  directory: Directory,
  expected: Expected,
): Promise<Attachment> {
  const { plain, recipient } = await decrypted(sealed, identities);
  const start = await bytesOf(plain.slice(0, LENGTH_BYTES));
  const claimed = start.length < LENGTH_BYTES ? 0 : new DataView(start.buffer).getUint32(0);
  const end = LENGTH_BYTES + Math.min(claimed, MOST_HEAD);
  const head = await bytesOf(plain.slice(LENGTH_BYTES, end));
  const opened = await verifyContent(head, recipient, directory, expected);
  const { content } = opened;
  if (content.kind !== "bijlage") throw contentRefused("content.kind", "The attachment is headed by something else");
  const file = plain.slice(end, end + content.size, content.media_type);
  const same = file.size === content.size && (await digestOf(file)) === content.sha256;
  if (!same || !(await isFilling(plain.slice(end + content.size)))) {
    throw contentRefused("content.swapped", "The attachment's bytes are not those that were signed");
  }
  return { opened, content, file };
}

async function decrypted(
  sealed: Blob,
  identities: ReadonlyMap<string, HybridIdentity>,
): Promise<{ plain: Blob; recipient: string }> {
  for (const [recipient, identity] of identities) {
    try {
      return { plain: await collected(await decryptStream(sealed, identity)), recipient };
    } catch {
      continue; // the next key of the item may be the one
    }
  }
  throw contentRefused("content.sealed", "The attachment does not open with the item's key");
}

async function isFilling(rest: Blob): Promise<boolean> {
  for await (const chunk of chunksOf(rest)) if (chunk.some((byte) => byte !== 0)) return false;
  return true;
}

async function* chunksOf(blob: Blob): AsyncGenerator<Bytes> {
  for (let at = 0; at < blob.size; at += LARGE_STEP) yield bytesOf(blob.slice(at, at + LARGE_STEP));
}

async function digestOf(blob: Blob): Promise<string> {
  return sha256Hex(await bytesOf(blob));
}

async function bytesOf(blob: Blob): Promise<Bytes> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** All of a stream, in memory of the browser's own choosing. */
async function collected(stream: ReadableStream<Uint8Array>): Promise<Blob> {
  return new Response(stream as ReadableStream<Bytes>).blob();
}
