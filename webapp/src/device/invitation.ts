/** The invitation with which a person enrols a device: a secret in a link, and the MAC that binds new keys to it. */

import { Refused } from "../refused.ts";
import { decode64, encode64 } from "../wire/base64url.ts";
import { sha256Hex, utf8, type Bytes } from "../wire/bytes.ts";
import { NAME, SHA256 } from "../wire/ids.ts";
import { canonical } from "../wire/json.ts";

/** The public half of a device's keys, as the directory records it. */
export type OfferedKeys = {
  readonly device: string;
  readonly signing_key: string;
  readonly x25519: string;
  readonly hybrid: string;
  readonly passkey: string | null;
};

/** Whom it is for, which directory is theirs (its genesis), and the secret; handed over by another channel. */
export type Invitation = {
  readonly person: string;
  readonly organisation: string;
  readonly genesis: string;
  readonly secret: Bytes;
};

const SECRET_BYTES = 16;
const FRAGMENT = "#uitnodiging=";

/** Read an invitation link; throws Refused `invitation.malformed` for anything else. */
export function readInvitation(link: string): Invitation {
  const start = link.indexOf(FRAGMENT);
  const parts = start < 0 ? [] : link.slice(start + FRAGMENT.length).split("~");
  const [person = "", organisation = "", genesis = "", secret = ""] = parts;
  const names = parts.length === 4 && NAME.test(person) && NAME.test(organisation);
  if (!names || !SHA256.test(genesis)) throw refused();
  try {
    const found = { person, organisation, genesis, secret: decode64(secret) };
    if (found.secret.length === SECRET_BYTES) return found;
  } catch {
    throw refused();
  }
  throw refused();
}

/** What the device shows the service, once. */
export function redeemOf(invitation: Invitation): Promise<Bytes> {
  return derived(invitation, "piket/v1/redeem");
}

/** What the service keeps to recognise it: the invitation's name, which tells nothing. */
export async function tokenHashOf(invitation: Invitation): Promise<string> {
  return sha256Hex(await redeemOf(invitation));
}

/** What proves that these public keys come from whoever holds the link, and for this directory. */
export async function macOf(invitation: Invitation, keys: OfferedKeys): Promise<Bytes> {
  const { device, signing_key, x25519, hybrid, passkey } = keys;
  const offered = { device, genesis: invitation.genesis, hybrid, signing_key, x25519 };
  const document = canonical(passkey === null ? offered : { ...offered, passkey });
  const key = await derived(invitation, "piket/v1/bind");
  const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", hmac, utf8(document)));
}

/** What is posted to offer these keys on the invitation. */
export async function offerOf(
  invitation: Invitation,
  keys: OfferedKeys,
): Promise<Readonly<Record<string, string | null>>> {
  const { device, signing_key, x25519, hybrid, passkey } = keys;
  const redeem = encode64(await redeemOf(invitation));
  const mac = encode64(await macOf(invitation, keys));
  return { redeem, device, signing_key, x25519, hybrid, mac, passkey };
}

async function derived(invitation: Invitation, label: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", invitation.secret, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(label) };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
}

function refused(): Refused {
  return new Refused("invitation.malformed", "This is not a whole invitation; copy the whole link.");
}
