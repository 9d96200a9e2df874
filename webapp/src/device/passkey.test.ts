/** A passkey locks only where it gives a secret; what a browser refuses is said as a code. */

import { expect, it } from "vitest";
import { askPasskey, makePasskey, type Credentials } from "./passkey.ts";

const SECRET = new Uint8Array(32).fill(7);
const ID = Uint8Array.of(1, 2, 3);

type Given = { enabled?: boolean; results?: { first?: BufferSource } };

/** A browser whose passkey answers this; null: the person walked away. */
function browser(made: Given | null, given: Given | null = null): Credentials & { asked: CredentialRequestOptions[]; made: CredentialCreationOptions[] } {
  const [asks, makes]: [CredentialRequestOptions[], CredentialCreationOptions[]] = [[], []];
  const answer = (prf: Given | null): Promise<Credential> =>
    prf === null
      ? Promise.reject(new DOMException("not allowed", "NotAllowedError"))
      : Promise.resolve({ rawId: ID.buffer, getClientExtensionResults: () => ({ prf }) } as unknown as Credential);
  return {
    asked: asks,
    made: makes,
    create: (options) => (makes.push(options ?? {}), answer(made)),
    get: (options) => (asks.push(options ?? {}), answer(given)),
  };
}

it("takes the secret that comes with the making", async () => {
  const found = browser({ enabled: true, results: { first: SECRET } });
  expect(await makePasskey(found)).toEqual({ passkey: ID, output: SECRET });
  expect(found.asked).toEqual([]);
});

it("asks for the secret where the making gives none", async () => {
  const found = browser({ enabled: true }, { results: { first: SECRET.buffer } });
  expect(await makePasskey(found)).toEqual({ passkey: ID, output: SECRET });
  expect(found.asked).toMatchObject([{ publicKey: { allowCredentials: [{ id: ID }], userVerification: "required" } }]);
});

it("says nothing about the person, and wants a finger, a face or a code", async () => {
  const found = browser({ enabled: true, results: { first: SECRET } });
  await makePasskey(found);
  expect(found.made).toMatchObject([
    { publicKey: { user: { name: "Piket", displayName: "Piket" }, attestation: "none", authenticatorSelection: { userVerification: "required" } } },
  ]);
});

it.each([
  ["gives no secret", browser({ enabled: false }), "lock.passkey"],
  ["says nothing of secrets", browser({}), "lock.passkey"],
  ["gives a secret of another length", browser({ enabled: true }, { results: { first: new Uint8Array(31) } }), "lock.passkey"],
  ["is refused by the person", browser(null), "lock.cancelled"],
])("does not lock by a passkey that %s", async (_about, found, code) => {
  await expect(makePasskey(found)).rejects.toMatchObject({ name: "PhoneError", code });
});

it("does not open by a passkey that gives nothing any more", async () => {
  await expect(askPasskey(ID, browser(null, {}))).rejects.toMatchObject({ code: "lock.passkey" });
  await expect(askPasskey(ID, browser(null, null))).rejects.toMatchObject({ code: "lock.cancelled" });
});
