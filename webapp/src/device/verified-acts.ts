/** The acts on an item as the service gave them, each verified: signed by whom it says, on this item, in a functie held. */

import type { ItemAnswer } from "../api/answers.ts";
import { signedAfterRemoval } from "../directory/removed.ts";
import { endedAt, holds, type Directory } from "../directory/state.ts";
import { verifyProof } from "../directory/webauthn.ts";
import { refusalCode, Refused } from "../refused.ts";
import { readAct, type ReadAct } from "../wire/catalogue.ts";
import { envelopeFrom, isDrill, preAuth, type SignedAct } from "../wire/dsse.ts";
import { holdingOf, parsePayload, type ActPayload, type Holding } from "../wire/payload.ts";

/** An act on the item whose signature is its device's; `read` is what was signed. */
export type VerifiedItemAct = {
  readonly payload: ActPayload;
  readonly read: ReadAct;
  readonly holding: Holding;
  readonly person: string;
  /** Signed by a device after officers took it out of use: shown beside the act, because the service took it. */
  readonly sinceRemoved: boolean;
};

/** All acts of the answer, verified; throws Refused `act.signature`, `act.elsewhere` or `act.functie`. */
export async function verifiedActs(
  answer: ItemAnswer,
  item: string,
  directory: Directory,
): Promise<readonly VerifiedItemAct[]> {
  const found = new Map<string, Omit<VerifiedItemAct, "sinceRemoved">>();
  for (const one of answer.acts) {
    const { signed, act } = await verified(one, directory);
    if (act.payload.item !== item || isDrill(signed) !== answer.item.drill) {
      throw refused("act.elsewhere", "An act was done on another item, or in another world (a drill)");
    }
    if (!holds(directory, act.person, act.holding) && endedAt(directory, act.person, act.holding) === null) {
      throw refused("act.functie", "An act was signed in a functie its signer never held");
    }
    found.set(act.payload.id, act);
  }
  const payloads = [...found.values()].map((act) => act.payload);
  return [...found.values()].map((act) => {
    return { ...act, sinceRemoved: signedAfterRemoval(act.payload, payloads, directory) };
  });
}

async function verified(
  document: unknown,
  directory: Directory,
): Promise<{ signed: SignedAct; act: Omit<VerifiedItemAct, "sinceRemoved"> }> {
  try {
    const signed = envelopeFrom(document);
    const payload = parsePayload(signed.payload);
    const read = readAct(payload);
    const person = await signedBy(signed, payload, directory);
    return { signed, act: { payload, read, holding: holdingOf(payload), person } };
  } catch (wrong) {
    if (refusalCode(wrong) === null) throw wrong;
    throw refused("act.signature", "An act on the item is not signed as it must be");
  }
}

async function signedBy(signed: SignedAct, payload: ActPayload, directory: Directory): Promise<string> {
  const persons = new Map<string, string>();
  for (const proof of signed.proofs) {
    const device = directory.devices.get(proof.device);
    if (device === undefined) throw new Refused("device.unknown", "The directory does not know the device.");
    await verifyProof(proof, preAuth(signed.payloadType, signed.payload), device, directory.app);
    persons.set(device.id, device.person);
  }
  const person = persons.get(payload.device);
  if (person === undefined) throw new Refused("proof.device", "The acting device did not sign.");
  return person;
}

function refused(code: string, sentence: string): Refused {
  return new Refused(code, `${sentence}; do not rely on this item and call by telephone.`);
}
