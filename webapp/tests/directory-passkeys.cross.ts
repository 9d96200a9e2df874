/** Judges the same assertions of passkeys as Python did, and says no in the same words. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verifyAssertion, verifyProof, type App } from "../src/directory/webauthn.ts";
import { Refused } from "../src/refused.ts";
import { decode64 } from "../src/wire/base64url.ts";
import { actHash, envelopeFrom, preAuth } from "../src/wire/dsse.ts";

type Case = {
  readonly name: string;
  readonly act: unknown;
  readonly app: App;
  readonly point: string;
  readonly challenge: string;
  readonly said: readonly [string, string] | null;
};
type Frozen = { readonly act: unknown; readonly app: App; readonly signing_key: string; readonly passkey: string; readonly sha256: string };

const VECTORS = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "assertions.json"), "utf8")) as {
  cases: Case[];
  frozen: Frozen;
};

async function said(judged: Promise<void>): Promise<readonly [string, string | undefined] | null> {
  try {
    await judged;
    return null;
  } catch (wrong) {
    if (wrong instanceof Refused) return [wrong.code, wrong.field];
    throw wrong;
  }
}

describe("an assertion", () => {
  it.each(VECTORS.cases)("$name", async ({ act, app, point, challenge, said: expected }) => {
    const [proof] = envelopeFrom(act).proofs;
    if (proof === undefined) throw new Error("The case has no proof.");
    expect(await said(verifyAssertion(point, decode64(challenge), proof, app))).toEqual(expected);
  });
});

describe("an act that was once good", () => {
  const { act, app, signing_key: point, passkey: passkeyPoint, sha256 } = VECTORS.frozen;
  const signed = envelopeFrom(act);
  const message = preAuth(signed.payloadType, signed.payload);

  it("stays good", async () => {
    expect(await actHash(signed)).toBe(sha256);
    expect(signed.proofs.map((proof) => proof.kind)).toEqual(["es256", "webauthn"]);
    for (const proof of signed.proofs) await verifyProof(proof, message, { point, passkeyPoint }, app);
  });

  it("proves nothing without its passkey on record, or an app, or with the keys exchanged", async () => {
    const [own, passkey] = signed.proofs;
    if (own === undefined || passkey === undefined) throw new Error("The act has two proofs.");
    const kind = ["proof.passkey", "kind"];
    expect(await said(verifyProof(passkey, message, { point, passkeyPoint: null }, app))).toEqual(kind);
    expect(await said(verifyProof(passkey, message, { point, passkeyPoint }, null))).toEqual(kind);
    const exchanged = { point: passkeyPoint, passkeyPoint: point };
    expect(await said(verifyProof(passkey, message, exchanged, app))).toEqual(["proof.invalid", "sig"]);
    expect((await said(verifyProof(own, message, exchanged, app)))?.[0]).toBe("proof.invalid");
  });
});
