/** The passkey that locks this device: made and asked in the page, where alone a browser lets it; gives a secret (PRF). */

import { PhoneError } from "../phone.ts";
import { randomBytes, type Bytes } from "../wire/bytes.ts";
import { LOCK_INPUT } from "./lock.ts";

/** The parts of the browser that this needs; replaceable in tests. */
export type Credentials = Pick<CredentialsContainer, "create" | "get">;

/** A passkey that was made: its name, and what it gives for `LOCK_INPUT`. */
export type MadePasskey = { readonly passkey: Bytes; readonly output: Bytes };

type Prf = { readonly enabled?: boolean; readonly results?: { readonly first?: BufferSource } };
type Capabilities = { getClientCapabilities?: () => Promise<Record<string, boolean>> };

const OUTPUT_BYTES = 32;
const [ES256, RS256] = [-7, -257] as const;
const NAME = "Piket";
const ASKED = { prf: { eval: { first: LOCK_INPUT } } } as AuthenticationExtensionsClientInputs;

/** Whether this browser has passkeys that give a secret, and this device a finger, a face or a code to open them with. */
export async function hasPasskeys(): Promise<boolean> {
  const known = (globalThis as { PublicKeyCredential?: typeof PublicKeyCredential & Capabilities }).PublicKeyCredential;
  if (known === undefined) return false;
  try {
    const can = await known.getClientCapabilities?.();
    if (can?.["extension:prf"] !== true) return false;
    return await known.isUserVerifyingPlatformAuthenticatorAvailable();
  } catch {
    return false;
  }
}

/**
 * Make a passkey on this device and ask what it gives. It bears no name of a person. Throws PhoneError `lock.cancelled`
 * when the person or the device did not go on, `lock.passkey` when it gives no secret: then a PIN must do.
 */
export async function makePasskey(credentials: Credentials = navigator.credentials): Promise<MadePasskey> {
  const made = await asked(() =>
    credentials.create({
      publicKey: {
        rp: { name: NAME },
        user: { id: randomBytes(OUTPUT_BYTES), name: NAME, displayName: NAME },
        challenge: randomBytes(OUTPUT_BYTES),
        pubKeyCredParams: [ES256, RS256].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "preferred", userVerification: "required" },
        attestation: "none",
        extensions: ASKED,
      },
    }),
  );
  const passkey = new Uint8Array(made.rawId);
  if (prfOf(made).enabled !== true) throw new PhoneError("lock.passkey");
  return { passkey, output: outputOf(made) ?? (await askPasskey(passkey, credentials)) };
}

/** What this passkey gives, after the person opened it; throws as `makePasskey`. */
export async function askPasskey(passkey: Bytes, credentials: Credentials = navigator.credentials): Promise<Bytes> {
  const found = await asked(() =>
    credentials.get({
      publicKey: {
        challenge: randomBytes(OUTPUT_BYTES),
        allowCredentials: [{ type: "public-key", id: passkey }],
        userVerification: "required",
        extensions: ASKED,
      },
    }),
  );
  const output = outputOf(found);
  if (output === null) throw new PhoneError("lock.passkey");
  return output;
}

async function asked(asking: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const found = await asking();
    if (found !== null) return found as PublicKeyCredential;
  } catch {
    // The browser says of every reason no more than that it was not allowed.
  }
  throw new PhoneError("lock.cancelled");
}

function prfOf(credential: PublicKeyCredential): Prf {
  return (credential.getClientExtensionResults() as { prf?: Prf }).prf ?? {};
}

function outputOf(credential: PublicKeyCredential): Bytes | null {
  const first = prfOf(credential).results?.first;
  if (first === undefined) return null;
  const bytes = ArrayBuffer.isView(first) ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength) : new Uint8Array(first);
  return bytes.length === OUTPUT_BYTES ? Uint8Array.from(bytes) : null;
}
