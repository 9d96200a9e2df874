/** The stage that Python sets: where the service is, whose keys there are, and steps that Python's phones do. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PATIENCE, type Patience } from "../src/api/patience.ts";
import { Transport, type Fetch } from "../src/api/transport.ts";
import { sign, type DeviceKeys } from "../src/crypto/keys.ts";
import { decode64 } from "../src/wire/base64url.ts";
import { decodeAny64 } from "../src/wire/dsse.ts";

type Person = {
  readonly person: string;
  readonly organisation: string;
  readonly device: string;
  readonly signing: string;
  readonly point: string;
  readonly x25519: string;
  readonly hybrid: string;
  readonly chains: Readonly<Record<string, readonly [number, string]>>;
};

type World = {
  readonly origin: string;
  readonly stage: string;
  readonly genesis: string;
  readonly now: string;
  readonly eenheid_of: Readonly<Record<string, string>>;
  readonly people: Readonly<Record<string, Person>>;
};

export const WORLD = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "world.json"), "utf8")) as World;

/** As Python's phones in these tests: three tries, no waiting. */
export const PATIENT: Patience = { ...PATIENCE, tries: 3, first: 0, most: 0 };

export const clock = (): Date => new Date(WORLD.now);

/** Have Python do a step; gives what became of it. */
export async function step(name: string, asked: unknown = {}): Promise<Record<string, unknown>> {
  const answer = await fetch(`${WORLD.stage}/${name}`, { method: "POST", body: JSON.stringify(asked) });
  if (answer.status !== 200) throw new Error(`the step ${name} failed`);
  return (await answer.json()) as Record<string, unknown>;
}

/** Keys of somebody, as the practice world made them. */
export async function keysOf(name: string): Promise<DeviceKeys> {
  const found = WORLD.people[name];
  if (found === undefined) throw new Error("nobody of that name is in the vectors");
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const privateKey = await crypto.subtle.importKey("pkcs8", decodeAny64(found.signing), curve, false, ["sign"]);
  const publicKey = await crypto.subtle.importKey("raw", decode64(found.point), curve, true, ["verify"]);
  const sealing = await crypto.subtle.importKey("pkcs8", decodeAny64(found.x25519), "X25519", false, ["deriveBits"]);
  const { person, organisation, device, hybrid } = found;
  const x25519 = { privateKey: sealing, publicKey: sealing };
  return { person, organisation, device, hybrid, signing: { privateKey, publicKey }, x25519 };
}

/** A transport that reads with these keys. */
export function transportOf(keys: Pick<DeviceKeys, "device" | "signing">, ask?: Fetch): Transport {
  const transport = new Transport(WORLD.origin, { patience: PATIENT, ...(ask === undefined ? {} : { fetch: ask }) });
  transport.use({ device: keys.device, sign: (message) => sign(keys, message) });
  return transport;
}
