/** What can be done on any item: "ik bel", reopen, ring again, new key, late wraps. */

import { newIdentity } from "../crypto/age.ts";
import { wrapForPerson, wrapItem } from "../crypto/itemkeys.ts";
import { exclusionsOf } from "../crypto/linked.ts";
import type { Device } from "../device/device.ts";
import { wrapsOf, type Case } from "../device/reading.ts";
import { Refused } from "../refused.ts";
import type { WrapParam } from "../wire/models.ts";
import type { Holding } from "../wire/payload.ts";
import { bare, DoingOn, type Prepared } from "./doing.ts";
import { keysOf } from "./keys.ts";
import { byName } from "./openings.ts";

/** Say "ik bel": silences this person's own phone for a while, closes nothing. */
export function ikBel(device: Device, item: string, what: string): Promise<Prepared> {
  return bare(device, item, "item.ik_bel", { what });
}

/** Nobody followed up a receipt: its ladder resumes. */
export function reopen(device: Device, item: string, what: string): Promise<Prepared> {
  return bare(device, item, "item.reopen", { what });
}

/** Ring everybody of the rungs reached once more. */
export function ringAgain(device: Device, item: string, what: string): Promise<Prepared> {
  return bare(device, item, "item.ring_again", { what });
}

/**
 * Give the item a new key for what comes later, sealed for who takes part now and is not excluded (P-02). A stand-in of a
 * mayor gets it on the own devices, as he was given the first: by name, never by role (BB-05).
 */
export async function rekey(device: Device, item: string): Promise<Prepared> {
  const doing = await DoingOn.begin(device, item, "item.rekey");
  const identity = await newIdentity();
  const made = await wrapItem(identity, device.directory, readersOf(doing), exclusions(doing.about));
  doing.give(made);
  const wraps = [...made.wraps];
  for (const [person, holding] of byName(doing.about)) {
    const his = await wrapForPerson(identity, device.directory, holding, person);
    doing.give(his);
    wraps.push(...his.wraps);
  }
  return doing.with({ recipient: identity.recipient, wraps });
}

/**
 * Seal the item's keys for roles that had none when it opened; exclusions hold (P-02). Left out, `readers` are those who
 * must read a request and lack a key; of a linked item everybody who takes part, as the service says. Throws Refused
 * `wrap.none` where that is nobody, or this phone has no key to give.
 */
export async function wrapLate(device: Device, item: string, readers: readonly Holding[] | null = null): Promise<Prepared> {
  const doing = await DoingOn.begin(device, item, "item.wrap");
  const given = readers ?? keysOf(device, doing.about)?.lacking ?? doing.about.answer.participants;
  const wraps: WrapParam[] = [];
  for (const identity of doing.about.identities.values()) {
    const made = await wrapItem(identity, device.directory, given, exclusions(doing.about));
    doing.give(made);
    wraps.push(...made.wraps);
  }
  if (wraps.length === 0) throw new Refused("wrap.none", "There is no key to give, or nobody who lacks one; look at the item again.");
  return doing.with({ wraps });
}

/**
 * Everybody for whom signed acts name a wrap of the item: the service cannot add a reader of its own. Only of a linked
 * item, whose opening act its readers are not shown, must it be believed who takes part.
 */
function readersOf({ about }: DoingOn<"item.rekey">): readonly Holding[] {
  const wraps = about.acts.flatMap(wrapsOf).filter(({ functie }) => functie !== "loco_burgemeester");
  const named = wraps.map(({ functie, scope }): Holding => ({ functie, scope }));
  return named.length > 0 ? named : about.answer.participants;
}

/** Who may be given no key of it, as somebody else than the service signed. */
function exclusions(about: Case): ReadonlySet<string> {
  return exclusionsOf({ ...about, parent: about.answer.item.parent });
}
