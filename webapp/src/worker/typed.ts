/** What was typed on a page and not yet signed: kept encrypted under the lock, so that it is read where the lock opened. */

import type { DeviceKeys } from "../crypto/keys.ts";
import type { Store } from "../device/store.ts";
import { text, utf8, type Bytes, type Random } from "../wire/bytes.ts";

export type Typed = Readonly<Record<string, string>>;
type Sealed = { readonly nonce: Bytes; readonly sealed: Bytes };
/** What the lock gives: the key of what is typed comes out of it, and rests nowhere. */
type Seed = Pick<DeviceKeys, "hybrid">;

const LABEL = utf8("piket/v1/typed-key");
const NONCE_BYTES = 12;

/** Keep what was typed on a page; null forgets it. Durable on return. */
export async function keepTyped(store: Store, seed: Seed, page: string, typed: Typed | null, random: Random): Promise<void> {
  if (typed === null) return store.write([{ table: "drafts", key: page, value: undefined }]);
  const nonce = random(NONCE_BYTES);
  const sealed = await crypto.subtle.encrypt(place(nonce, page), await keyFrom(seed), utf8(JSON.stringify(typed)));
  const value: Sealed = { nonce, sealed: new Uint8Array(sealed) };
  await store.write([{ table: "drafts", key: page, value }]);
}

/** What was typed before; null when there is nothing, or nothing that opens. */
export async function typedBefore(store: Store, seed: Seed, page: string): Promise<Typed | null> {
  const found = (await store.get("drafts", page)) as Sealed | undefined;
  if (found === undefined) return null;
  try {
    const opened = await crypto.subtle.decrypt(place(found.nonce, page), await keyFrom(seed), found.sealed);
    return JSON.parse(text(new Uint8Array(opened))) as Typed;
  } catch {
    return null;
  }
}

function place(iv: Bytes, page: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: utf8(`piket/v1/typed\n${page}`) };
}

/** HKDF-SHA-256 of the seed under a label of its own: always the same key, whoever is first to keep something. */
async function keyFrom({ hybrid }: Seed): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", utf8(hybrid), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: LABEL };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
