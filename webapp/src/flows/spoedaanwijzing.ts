/** What a person does on a spoedaanwijzing, beside what is filled in; each verb reads, seals and prepares the act that `Device.carryOut` sends. */

import type { Device } from "../device/device.ts";
import { openingOf, type Case } from "../device/reading.ts";
import { hasNumber } from "../directory/state.ts";
import { Refused } from "../refused.ts";
import { readContent } from "../wire/catalogue.ts";
import type { ActName, ActParams, BerichtRccbContent, BesluitContent, JoinedOutcome, LinkedItem, OpdrachtContent } from "../wire/models.ts";
import { written } from "../wire/moment.ts";
import { holdingKey, isFunctie, type Holding } from "../wire/payload.ts";
import { DoingOn, type Prepared } from "./doing.ts";
import { otherEenheid, rccbOf } from "./opening.ts";
import type { Comes, Links, MustRead, OpeningOf, Openings, Verbs } from "./openings.ts";
import { NCTV_PIKET, readersOfDispute, readersOfOrder, readersOfRequest, readersOfWord } from "./parties.ts";

/** A decision (SA-06); a designation carries the `order` for the lcc and `word` for the rccb (SA-07). */
export type Decision = {
  readonly outcome: ActParams["spoedaanwijzing.decide"]["outcome"];
  /** People in the street will see measures: the mayor must know it soon (BB-07). */
  readonly visible?: boolean;
  readonly content: BesluitContent;
  readonly order?: OpdrachtContent | null;
  readonly word?: BerichtRccbContent | null;
  readonly fromAt?: string | null;
  readonly endsAt?: string | null;
  readonly reviewAt?: string | null;
  /** The outcome for each request that was joined to this one (SA-12). */
  readonly joined?: ReadonlyMap<string, { readonly outcome: ActParams["spoedaanwijzing.decide"]["outcome"]; readonly content: BesluitContent }>;
  /** For the rccb of a joined request in another eenheid, by that request; each rccb gets one, which says what all of them say. */
  readonly words?: ReadonlyMap<string, BerichtRccbContent>;
  readonly holding?: Holding | null;
};

/** A request is sealed for the ladders of who asks, also where another wrote down what that one asked by telephone (SA-01, SA-03). */
export const OPENINGS: Openings = {
  "spoedaanwijzing.submit": (about) => asked(about, about.holding),
  "spoedaanwijzing.register": (about) => asked(about, callerIn(about.params)),
};

function asked({ device, params, content, excluded }: OpeningOf, requester: Holding): Comes {
  return {
    readers: readersOfRequest(requester),
    params: {
      rccb: params["rccb"] ?? otherEenheid(device, requester.scope, excluded),
      callback_verified: hasNumber(device.directory, requester, String(content["callback"] ?? "")),
    },
  };
}

function callerIn({ caller_functie: functie, caller_scope: scope }: OpeningOf["params"]): Holding {
  if (typeof functie !== "string" || !isFunctie(functie) || typeof scope !== "string") {
    throw new Refused("act.malformed", "It is not said who called; say that first.", "params.caller_functie");
  }
  return { functie, scope };
}

/** Decide (SA-06, SA-07, SA-12). */
export async function decide(device: Device, item: string, decision: Decision): Promise<Prepared> {
  const { outcome, order = null, word = null } = decision;
  const doing = await DoingOn.begin(device, item, "spoedaanwijzing.decide", decision.holding ?? null);
  const joined: JoinedOutcome[] = [];
  const cases = new Map<string, Case>();
  const served: Case[] = [];
  for (const [other, its] of decision.joined ?? []) {
    const found = await device.read(other);
    cases.set(other, found);
    const content = await doing.seal({ ...its.content, outcome: its.outcome }, found);
    joined.push({ item: other, outcome: its.outcome, content });
    if (its.outcome !== "niet_aangewezen") served.push(found);
  }
  const linked: LinkedItem[] = [];
  if (order !== null) linked.push(await doing.link("opdracht", order, readersOfOrder(), null, served));
  if (word !== null) linked.push(await linkWord(doing, word, null, served));
  for (const [other, text] of await wordsApart(device, decision.words ?? new Map(), cases)) {
    linked.push(await linkWord(doing, text, other, served));
  }
  return doing.with({
    outcome,
    content: await doing.seal({ ...decision.content, outcome }),
    from_at: decision.fromAt ?? written(device.clock()),
    ends_at: decision.endsAt ?? null,
    review_at: decision.reviewAt ?? null,
    visible: decision.visible ?? false,
    linked,
    joined,
  });
}

/** Word for each rccb of joined requests, once, with all that is meant for that one (SA-12). */
async function wordsApart(
  device: Device,
  words: ReadonlyMap<string, BerichtRccbContent>,
  cases: ReadonlyMap<string, Case>,
): Promise<ReadonlyMap<Case, BerichtRccbContent>> {
  const first = new Map<string, Case>();
  const found = new Map<Case, BerichtRccbContent>();
  for (const [other, word] of words) {
    const theirs = cases.get(other) ?? (await device.read(other));
    const rccb = holdingKey(rccbServing(device, theirs));
    const at = first.get(rccb) ?? theirs;
    first.set(rccb, at);
    const before = found.get(at);
    found.set(at, before === undefined ? word : { ...before, text: `${before.text}\n\n${word.text}` });
  }
  return found;
}

/** Whether one rccb keeps local measures for both requests, so that one word is enough (SA-12). */
export function sameRccb(device: Device, one: Case, other: Case): boolean {
  return holdingKey(rccbServing(device, one)) === holdingKey(rccbServing(device, other));
}

function toTheRccb({ device, about, holding }: DoingOn<ActName>): readonly Holding[] {
  return readersOfWord(rccbServing(device, about), holding);
}

/** Word for the rccb of the item or of a joined request; of `serves`, it serves those of the same rccb. */
function linkWord(
  doing: DoingOn<"spoedaanwijzing.decide">,
  word: BerichtRccbContent,
  joined: Case | null = null,
  serves: readonly Case[] = [],
): Promise<LinkedItem> {
  const rccb = rccbServing(doing.device, joined ?? doing.about);
  const same = serves.filter((one) => sameRccb(doing.device, one, joined ?? doing.about));
  return doing.link("bericht_rccb", word, readersOfWord(rccb, doing.holding), joined, same);
}

/** The rccb of the eenheid that the signed request names (P-02), else of the area's (P-04). */
function rccbServing(device: Device, about: Case): Holding {
  const read = openingOf(about.acts)?.read;
  const chosen =
    read?.act === "spoedaanwijzing.submit" || read?.act === "spoedaanwijzing.register" ? read.params.rccb : null;
  return chosen === null ? rccbOf(device, about.answer.item.area) : { functie: "rccb", scope: chosen };
}

/** Join two requests about the same event (SA-12). */
export async function join(device: Device, item: string, withItem: string): Promise<Prepared> {
  const doing = await DoingOn.begin(device, item, "spoedaanwijzing.join");
  doing.reads(null, await device.read(withItem));
  return doing.with({ with_item: withItem });
}

/** Both sides of a request and every rung of L-1 (SA-01). */
export const MUST_READ: MustRead = { spoedaanwijzing: readersOfRequest };

/** A refusal is disputed before those of its rungs (SA-08); the rccb gets word of what stays or comes back (SA-08, SA-11). */
export const LINKS: Links = {
  "spoedaanwijzing.dispute": ({ about }) => readersOfDispute(about.answer.item.area, NCTV_PIKET),
  "spoedaanwijzing.overbrugging": toTheRccb,
  "spoedaanwijzing.end": toTheRccb,
};

export const VERBS: Verbs = {
  "spoedaanwijzing.join": (device, item, { params: { with_item = "" } }) => join(device, item, with_item),
  /** Confirm, or correct, what the NCTV wrote down of a call: where nothing is said, all is right (SA-03). */
  "spoedaanwijzing.confirm": async (device, item, { content: { text = "" } }) => {
    const doing = await DoingOn.begin(device, item, "spoedaanwijzing.confirm");
    if (text === "") return doing.with({ outcome: "bevestigd", content: null });
    return doing.with({ outcome: "gecorrigeerd", content: await doing.seal(readContent({ kind: "correctie", text })) });
  },
};
