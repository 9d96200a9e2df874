/** How Piket uses age: padding, nested wraps of identities that refuse a swap, and sealed content. */

import { Refused } from "../refused.ts";
import { equal, text, utf8, type Bytes } from "../wire/bytes.ts";
import { decrypt, encrypt, identityFrom, type HybridIdentity } from "./age.ts";

const KIB = 1024;
const SMALL_SIZES = [1 * KIB, 4 * KIB, 16 * KIB] as const;
/** Above the small sizes a padded text is a whole number of these. */
export const LARGE_STEP = 64 * KIB;
const LENGTH_BYTES = 8;

/** `data` behind its length (8 bytes, big endian), filled with zeros to 1, 4, 16 KiB or a multiple of 64 KiB. */
export function pad(data: Uint8Array): Bytes {
  const size = LENGTH_BYTES + data.length;
  const large = Math.ceil(size / LARGE_STEP) * LARGE_STEP;
  const padded = new Uint8Array(SMALL_SIZES.find((small) => size <= small) ?? large);
  new DataView(padded.buffer).setBigUint64(0, BigInt(data.length));
  padded.set(data, LENGTH_BYTES);
  return padded;
}

/** The data inside; any other filling or size than `pad` gives throws Refused `sealing.padding`. */
export function unpad(padded: Bytes): Bytes {
  const length = padded.length < LENGTH_BYTES ? 0n : new DataView(padded.buffer, padded.byteOffset).getBigUint64(0);
  const data = padded.slice(LENGTH_BYTES, LENGTH_BYTES + Number(length));
  if (!equal(pad(data), padded)) {
    const sentence = "The content is not padded as Piket does it; ask the sender to send it again.";
    throw new Refused("sealing.padding", sentence);
  }
  return data;
}

/** The two recipients of a device, as the directory records them. */
export type DeviceRecipients = { readonly x25519: string; readonly hybrid: string };

/** The two keys with which a device opens what was wrapped for it. */
export type DeviceOpeners = { readonly x25519: CryptoKey; readonly hybrid: HybridIdentity };

/**
 * `identity` for one device: age to the device's X25519 key around age to its hybrid key, so that both are needed.
 * It is a role epoch's identity, or an item's where P-02 excludes a holder of the role.
 */
export async function wrapForDevice(identity: HybridIdentity, device: DeviceRecipients): Promise<Bytes> {
  const inner = await encrypt(utf8(identity.secret), device.hybrid);
  return encrypt(inner, device.x25519, "x25519");
}

/**
 * The identity in a wrap for a device, whichever it is: the caller must hold its recipient against the one that was
 * signed for. Refused `age.refused` when a layer does not open, another code when what it holds is no identity.
 */
export async function openForDevice(blob: Uint8Array, device: DeviceOpeners): Promise<HybridIdentity> {
  const inner = await decrypt(blob, device.x25519);
  return identityFrom(text(await decrypt(inner, device.hybrid)));
}

/** `identity` (an item's) for everyone who holds the role epoch of `recipient`. */
export async function wrapForEpoch(identity: HybridIdentity, recipient: string): Promise<Bytes> {
  return encrypt(utf8(identity.secret), recipient);
}

/** The identity in a wrap for a role epoch, whichever it is; as `openForDevice`. */
export async function openFromEpoch(blob: Uint8Array, epoch: HybridIdentity): Promise<HybridIdentity> {
  return identityFrom(text(await decrypt(blob, epoch)));
}

/** The exact bytes of a signed envelope, padded and encrypted to an item's recipient (sign, then encrypt). */
export async function seal(signedInner: Uint8Array, recipient: string): Promise<Bytes> {
  return encrypt(pad(signedInner), recipient);
}

/**
 * The exact bytes that were sealed; the caller must still verify the signature inside.
 * Refused `age.refused` when the file does not open, `sealing.padding` when it was not sealed by `seal`.
 */
export async function openSealed(blob: Uint8Array, identity: HybridIdentity): Promise<Bytes> {
  return unpad(await decrypt(blob, identity));
}

/** What a key is refused with that is another than the one published. */
export function swapped(sentence: string): Refused {
  return new Refused("sealing.swapped", sentence);
}
