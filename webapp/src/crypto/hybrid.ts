/** Hybrid recipients of age (ML-KEM-768 with X25519): the same stanza as the library's, with the browser's own X25519. */

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { sha3_256 } from "@noble/hashes/sha3.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { base64nopad, bech32 } from "@scure/base";
import { Stanza, type Recipient } from "age-encryption";
import { concat, own, utf8, type Bytes } from "../wire/bytes.ts";

const NAME = "mlkem768x25519";
const PREFIX = "age1pq";
const KEM_BYTES = 1184;
const POINT_BYTES = 32;
const SECRET_BITS = 256;
const X25519 = { name: "X25519" } as const;
/** What X-Wing hashes behind its two secrets (draft-connolly-cfrg-xwing-kem, 5.3). */
const XWING = utf8("\\.//^\\");
/** HPKE (RFC 9180, 5.1) with this KEM, HKDF-SHA256 and ChaCha20-Poly1305, in its base mode. */
const SUITE = concat(utf8("HPKE"), Uint8Array.of(0x64, 0x7a, 0x00, 0x01, 0x00, 0x03));
const VERSION = utf8("HPKE-v1");
const NOTHING = new Uint8Array();
const BASE = 0;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** Somebody to whom a file key is sealed; throws RangeError where the text names no such key. */
export class HybridRecipient implements Recipient {
  readonly #kem: Bytes;
  readonly #point: Bytes;

  constructor(recipient: string) {
    const { prefix, words } = bech32.decode(recipient, false);
    const key = bech32.fromWords(words);
    if (prefix !== PREFIX || key.length !== KEM_BYTES + POINT_BYTES) throw new RangeError("not a hybrid recipient");
    this.#kem = own(key.subarray(0, KEM_BYTES));
    this.#point = own(key.subarray(KEM_BYTES));
  }

  /** The one stanza of a file key, each time with new randomness. */
  async wrapFileKey(fileKey: Uint8Array): Promise<Stanza[]> {
    const kem = ml_kem768.encapsulate(this.#kem);
    const point = await agreed(this.#point);
    const secret = sha3_256(concat(kem.sharedSecret, point.secret, point.sent, this.#point, XWING));
    const { key, nonce } = scheduled(secret);
    return [new Stanza([NAME, base64nopad.encode(concat(kem.cipherText, point.sent))], chacha20poly1305(key, nonce).encrypt(fileKey))];
  }
}

/** A secret with the owner of this point, and the point that is sent for it; the browser refuses a point without a secret. */
async function agreed(theirs: Bytes): Promise<{ sent: Bytes; secret: Bytes }> {
  const made = await crypto.subtle.generateKey(X25519, false, ["deriveBits"]);
  if (!("privateKey" in made)) throw new TypeError("This browser made no X25519 key pair.");
  const other = await crypto.subtle.importKey("raw", theirs, X25519, false, []);
  const [sent, secret] = await Promise.all([
    crypto.subtle.exportKey("raw", made.publicKey),
    crypto.subtle.deriveBits({ ...X25519, public: other }, made.privateKey, SECRET_BITS),
  ]);
  return { sent: new Uint8Array(sent), secret: new Uint8Array(secret) };
}

/** Key and nonce of a single seal. */
function scheduled(shared: Uint8Array): { key: Uint8Array; nonce: Uint8Array } {
  const secret = extracted(shared, "secret", NOTHING);
  return { key: expanded(secret, "key", KEY_BYTES), nonce: expanded(secret, "base_nonce", NONCE_BYTES) };
}

function extracted(salt: Uint8Array, label: string, key: Uint8Array): Uint8Array {
  return extract(sha256, concat(VERSION, SUITE, utf8(label), key), salt);
}

function expanded(secret: Uint8Array, label: string, bytes: number): Uint8Array {
  return expand(sha256, secret, concat(Uint8Array.of(0, bytes), VERSION, SUITE, utf8(label), CONTEXT), bytes);
}

/** The same for every secret, so it is made once. */
const CONTEXT = concat(
  Uint8Array.of(BASE),
  extracted(NOTHING, "psk_id_hash", NOTHING),
  extracted(NOTHING, "info_hash", utf8(`age-encryption.org/${NAME}`)),
);
