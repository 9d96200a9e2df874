/** What pages are shown of a request beside what every item has: whom to call back, and the requests that go together with it (SA-12), each read and verified, or why it is not. */

import { ServerRefused } from "../api/failures.ts";
import type { Device } from "../device/device.ts";
import { contentOf, openingOf, requesterOf, stateOf, type Case } from "../device/reading.ts";
import { hasNumber, type Directory } from "../directory/state.ts";
import type { Other } from "../flows/doing.ts";
import { joinedTo, joinedWith } from "../flows/joined-spoedaanwijzing.ts";
import { sameRccb } from "../flows/spoedaanwijzing.ts";
import type { Draft, Item, Joined } from "../phone.ts";
import { Refused } from "../refused.ts";
import { SPECS } from "../wire/catalogue.ts";
import type { AnyContent } from "../wire/models.ts";
import type { Facts, ReadBack } from "./facts.ts";
import { codeOf } from "./problems.ts";
import { lineOf, saidInContent, WORDS } from "./views.ts";

const UNDECIDED: readonly string[] = ["ingediend", "ontvangen"];
const GONE = 404;
const LINKED = ["opdracht", "bericht_rccb"];

export const FACTS: Facts = {
  spoedaanwijzing: async (device, about) => ({ callback: callbackOf(device.directory, about), ...(await togetherOf(device, about)) }),
};

/** At night what weighs is read back: a number that is nobody's, who called, another rccb; not what is as it is most often. Each request that goes along stands apart. */
export const READ_BACK: ReadBack = {
  spoedaanwijzing: ({ contents, others }) => [...contents.flatMap(sealedFacts), ...others.flatMap(otherFacts)],
};

/**
 * Whom to call back, and whether the number is the requester's own in the signed directory (SA-01). Any other is shown as
 * "niet geverifieerd", also when it is somebody else's number there; never blocking.
 */
export function callbackOf(directory: Directory, found: Case): Item["callback"] {
  const request = contentOf(found, "spoedaanwijzing")?.content;
  if (request?.kind !== "spoedaanwijzing") return null;
  const opening = openingOf(found.acts);
  const requester = opening === null ? null : requesterOf(opening);
  return { number: request.callback, verified: requester !== null && hasNumber(directory, requester, request.callback) };
}

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

/** Whom a request is about, as it was written; null where it does not open here. */
function personIn(found: Case): string | null {
  const request = contentOf(found, "spoedaanwijzing")?.content;
  return request?.kind === "spoedaanwijzing" ? request.person : null;
}

/** What was sealed, in its own words; an order and a word to the rccb go to others than the act itself. */
function sealedFacts(content: AnyContent): Draft["facts"] {
  const typed = saidInContent(content).filter((one) => !WORDS.includes(one.name));
  const open = content.kind === "besluit" && content.outcome !== "niet_aangewezen" && content.kerngezin === null;
  return [
    ...typed.map((one) => ({ ...one, ...(LINKED.includes(content.kind) ? { about: content.kind } : {}) })),
    ...(open ? [{ name: "kerngezin", value: "nog_onbekend", kind: "word" as const }] : []),
  ];
}

/** Another request that goes along: which one, and what is signed for that one alone (SA-12). */
function otherFacts({ about, contents }: Other, index: number): Draft["facts"] {
  const place = { about: `joined:${index}` };
  const { functie, scope } = about.answer.item.opened_as;
  const person = personIn(about);
  const facts: Draft["facts"] = [
    { name: "asked_by", value: `${functie}@${scope}`, kind: "party", ...place },
    { name: "asked_at", value: about.answer.item.opened_at, kind: "moment", ...place },
    ...(person === null ? [] : [{ name: "person", value: person, kind: "text" as const, ...place }]),
  ];
  const sealed = contents.flatMap((content): Draft["facts"] => [
    ...(content.kind === "besluit" && content.outcome !== null ? [{ name: "outcome", value: content.outcome, kind: "word" as const }] : []),
    ...sealedFacts(content).map((fact) => (content.kind === "bericht_rccb" && fact.name === "text" ? { ...fact, name: "word" } : fact)),
  ]);
  return [...facts, ...sealed.map((fact) => ({ ...fact, ...place }))];
}
