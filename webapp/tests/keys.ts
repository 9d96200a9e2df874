/** The practice world's keys and directory, as Python wrote them down. */

import { Replay } from "../src/directory/replay.ts";
import type { Directory } from "../src/directory/state.ts";
import type { DeviceKeys } from "../src/crypto/keys.ts";
import { publicKey } from "../src/crypto/sign.ts";
import { decodeAny64, envelopeFrom } from "../src/wire/dsse.ts";

export type WrittenKeys = {
  device: string;
  person: string;
  organisation: string;
  signing: string;
  point: string;
  x25519: string;
  hybrid: string;
};

/** The keys of one device; neither private key can be taken out again. */
export async function keysFrom(written: WrittenKeys): Promise<DeviceKeys> {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const signing = await crypto.subtle.importKey("pkcs8", decodeAny64(written.signing), curve, false, ["sign"]);
  const x25519 = await x25519From(written.x25519);
  const { device, person, organisation, hybrid } = written;
  return {
    device,
    person,
    organisation,
    hybrid,
    signing: { privateKey: signing, publicKey: await publicKey(written.point) },
    x25519: { privateKey: x25519, publicKey: x25519 },
  };
}

/** An X25519 private key that cannot be taken out. */
export async function x25519From(pkcs8: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("pkcs8", decodeAny64(pkcs8), { name: "X25519" }, false, ["deriveBits"]);
}

/** The directory after these facts. */
export async function replayed(genesis: string, facts: readonly unknown[]): Promise<Directory> {
  return new Replay(genesis).extend(facts.map(envelopeFrom));
}
