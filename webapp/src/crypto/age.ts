/** Age v1 files: sealing to one recipient of the kind that is asked for, and opening what must be such a file. */

import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { Refused } from "../refused.ts";
import { own, type Bytes } from "../wire/bytes.ts";
import { HybridRecipient } from "./hybrid.ts";

/** A hybrid identity: its secret text form (never logged, never kept unlocked) and the recipient it yields. */
export type HybridIdentity = { readonly secret: string; readonly recipient: string };

/** Who opens a file: a hybrid identity, or the X25519 key of a device, which cannot be taken out. */
export type Opener = HybridIdentity | CryptoKey;

type Kind = "hybrid" | "x25519";

const FORMS: Readonly<Record<Kind, RegExp>> = { hybrid: /^age1pq1[a-z0-9]+$/, x25519: /^age1[a-z0-9]{58}$/ };
const SECRET = /^AGE-SECRET-KEY-PQ-1[A-Z0-9]+$/;
const MAX_HEADER_BYTES = 1024 * 1024;
const STANZA = "\n-> ";
const END = "\n--- ";

/** A new hybrid identity, not yet stored anywhere. */
export async function newIdentity(): Promise<HybridIdentity> {
  return identityFrom(await generateHybridIdentity());
}

/** Read `AGE-SECRET-KEY-PQ-1…`; anything else throws Refused `age.key`, and nothing of it is repeated. */
export async function identityFrom(secret: string): Promise<HybridIdentity> {
  if (!SECRET.test(secret)) throw badKey();
  try {
    return { secret, recipient: await identityToRecipient(secret) };
  } catch {
    throw badKey();
  }
}

/** The `age1…` recipient of a device's X25519 key, which may be one that cannot be taken out. */
export async function x25519Recipient(key: CryptoKey): Promise<string> {
  return identityToRecipient(key);
}

/** One age file of `plain` for `recipient`, which must be of this kind; else Refused `age.key`. */
export async function encrypt(plain: Uint8Array, recipient: string, kind: Kind = "hybrid"): Promise<Bytes> {
  const encrypter = encrypterTo(recipient, kind);
  try {
    return own(await encrypter.encrypt(plain));
  } catch {
    throw badKey();
  }
}

/** The whole plaintext of the age file, or Refused `age.refused` and nothing. */
export async function decrypt(file: Uint8Array, opener: Opener): Promise<Bytes> {
  checkHeader(file);
  try {
    return own(await decrypterFor(opener).decrypt(file));
  } catch {
    throw refusedFile();
  }
}

/** The age file of a stream, as a stream; memory use does not grow with the size. Refused `age.key` as `encrypt`. */
export async function encryptStream(
  plain: ReadableStream<Uint8Array>,
  recipient: string,
): Promise<ReadableStream<Uint8Array>> {
  return encrypterTo(recipient, "hybrid").encrypt(plain);
}

/**
 * The plaintext of a large age file, as a stream: every byte it gives is authentic, but only when it ends without an
 * error is it the whole; else all of it must be thrown away. Refused `age.refused` before the first byte when the
 * header does not open.
 */
export async function decryptStream(file: Blob, opener: Opener): Promise<ReadableStream<Uint8Array>> {
  checkHeader(new Uint8Array(await file.slice(0, MAX_HEADER_BYTES).arrayBuffer()));
  try {
    return await decrypterFor(opener).decrypt(file.stream());
  } catch {
    throw refusedFile();
  }
}

function refusedFile(): Refused {
  return new Refused("age.refused", "The file does not open with this key, or was changed; fetch it again.");
}

function encrypterTo(recipient: string, kind: Kind): Encrypter {
  if (!FORMS[kind].test(recipient)) throw badKey();
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(kind === "hybrid" ? new HybridRecipient(recipient) : recipient);
  } catch {
    throw badKey();
  }
  return encrypter;
}

function decrypterFor(opener: Opener): Decrypter {
  const decrypter = new Decrypter();
  decrypter.addIdentity(opener instanceof CryptoKey ? opener : opener.secret);
  return decrypter;
}

/** What the library does not look at: a header of unbounded length, and a passphrase beside other recipients. */
function checkHeader(file: Uint8Array): void {
  const start = new TextDecoder("latin1").decode(file.subarray(0, MAX_HEADER_BYTES));
  const end = start.indexOf(END);
  const stanzas = start.slice(0, end).split(STANZA).slice(1);
  if (end < 0 || stanzas.length === 0) throw refusedFile();
  if (stanzas.length > 1 && stanzas.some((stanza) => /^scrypt[ \n]/.test(stanza))) throw refusedFile();
}

function badKey(): Refused {
  return new Refused("age.key", "This is not a usable key of its kind; ask its owner for a new one.");
}
