/** The requests that go together with one (SA-12), as pages are shown them: each read and verified, or why it is not. */

import { ServerRefused } from "../api/failures.ts";
import type { Device } from "../device/device.ts";
import { stateOf, type Case } from "../device/reading.ts";
import { joinedTo, joinedWith } from "../flows/samen.ts";
import { sameRccb } from "../flows/spoedaanwijzing.ts";
import type { Item, Joined } from "../phone.ts";
import { Refused } from "../refused.ts";
import { SPECS } from "../wire/catalogue.ts";
import { codeOf } from "./problems.ts";
import { lineOf, personIn } from "./views.ts";

const UNDECIDED: readonly string[] = ["ingediend", "ontvangen"];
const GONE = 404;

/**
 * What was joined to this request, and to which it is joined while it waits for a decision; one that does not read hides
 * none of the others. Who decides nothing is shown only those in which they take part.
 */
export async function togetherOf(device: Device, about: Case): Promise<Pick<Item, "joined" | "joinedTo">> {
  const decides = device.holdings.some(({ functie }) => SPECS["spoedaanwijzing.decide"]?.may.includes(functie));
  const joined = await Promise.all(joinedWith(about).map((item) => joinedOf(device, about, item)));
  const elsewhere = UNDECIDED.includes(about.answer.item.state) ? joinedTo(about) : null;
  const reads = elsewhere !== null && (await joinedOf(device, about, elsewhere)).reads;
  return { joined: joined.filter((one) => one.reads || decides || one.code !== "item.unknown"), joinedTo: reads || decides ? elsewhere : null };
}

async function joinedOf(device: Device, about: Case, id: string): Promise<Joined> {
  try {
    const theirs = await device.read(id);
    const { openedAs, openedAt } = lineOf(device.directory, theirs.answer.item);
    const apartWord = !sameRccb(device, about, theirs);
    return { id, reads: true, state: stateOf(theirs), openedAs, openedAt, person: personIn(theirs), apartWord };
  } catch (wrong) {
    // What it is about may be kept from this person (P-02), or does not verify.
    if (!(wrong instanceof Refused) && !(wrong instanceof ServerRefused && wrong.status === GONE)) throw wrong;
    return { id, reads: false, code: codeOf(wrong) };
  }
}
