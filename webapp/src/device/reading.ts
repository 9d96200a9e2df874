/** Reads an item: verifies its acts, its keys and its content against the directory, and refuses what does not fit. */

import type { ContentAnswer, ItemAnswer } from "../api/answers.ts";
import type { HybridIdentity } from "../crypto/age.ts";
import {
  mayStandIn,
  mustSayItsOutcome,
  mustSayWhatItsActAsks,
  newestOutcome,
  OUTCOMES_OF,
  SHOWN_MEANWHILE,
  SUSPENDED,
  type Outcome,
} from "../crypto/content-rules.ts";
import { openContent, type Opened } from "../crypto/content.ts";
import type { GivenWrap, RoleKeys } from "../crypto/itemkeys.ts";
import type { Directory } from "../directory/state.ts";
import { refusalCode, Refused } from "../refused.ts";
import { mayStand } from "../wire/act-rules.ts";
import { sha256Hex, type Bytes } from "../wire/bytes.ts";
import { SPECS } from "../wire/catalogue.ts";
import { instant } from "../wire/moment.ts";
import type { WrapParam } from "../wire/models.ts";
import { holdingKey, type Holding } from "../wire/payload.ts";
import { verifiedActs, type VerifiedItemAct } from "./verified-acts.ts";

export type { VerifiedItemAct } from "./verified-acts.ts";

/** The service's word for content that is an attachment: opened on its own, as a stream. */
export const ATTACHMENT = "bijlage";
/** The service's word for an answer of the loket: nobody signed it inside, so it is not read as other content is (RM-02). */
const LOKET = "loketantwoord";
const DECISION = "besluit";
const FLOW = "spoedaanwijzing";
/** Flows whose items a signed act opens by itself: none of them hangs on another item. */
const OPENED: ReadonlySet<string> = new Set(Object.values(SPECS).filter((one) => one.opens).map((one) => one.family));

/** What verified acts on other requests decide for requests that were joined to theirs (SA-12), by item and act. */
export type JoinedOutcomes = ReadonlyMap<string, { readonly item: string; readonly act: string; readonly outcome: Outcome }>;

/**
 * One item as this person may believe it.
 *
 * `answer` holds what the service says (state, obligations, times: its word); `acts` and `contents` are proven by
 * signatures. `recipient` is the key that new content goes to; null where this device cannot answer safely.
 */
export type Case = {
  readonly answer: ItemAnswer;
  readonly acts: readonly VerifiedItemAct[];
  readonly contents: readonly Opened[];
  readonly attachments: readonly ContentAnswer[];
  /** Content for which this device was given no key (yet), or that is too large to come along. */
  readonly locked: readonly ContentAnswer[];
  readonly identities: ReadonlyMap<string, HybridIdentity>;
  readonly recipient: string | null;
  readonly excluded: ReadonlySet<string>;
  /** The newest outcome that was signed for this request; null where none was, or none that opens here. */
  readonly outcome: Outcome | null;
};

/** What an item is refused with: nothing of it may be shown. */
export function itemRefused(code: string, sentence: string): Refused {
  return new Refused(code, `${sentence}; do not rely on this item and call by telephone.`);
}

/** Where it stands, as the service says; of a decision that does not open here: that there is one, not which. */
export function stateOf({ answer, acts, outcome }: Case): string {
  const { state, flow } = answer.item;
  const told = openingOf(acts) === null || flow !== FLOW || OUTCOMES_OF.get(state)?.includes(outcome) === true;
  return told ? state : SHOWN_MEANWHILE;
}

/** What the acts of this item decide for requests that were joined to it: for reading those. */
export function joinedOf({ acts }: Case): JoinedOutcomes {
  const decided = acts.flatMap(({ read, payload: { id } }) =>
    read.act === "spoedaanwijzing.decide" ? read.params.joined.map((one) => ({ ...one, act: id })) : [],
  );
  return new Map(decided.map(({ item, act, outcome }) => [`${item} ${act}`, { item, act, outcome }]));
}

/** The newest content of a kind. */
export function contentOf(found: Case, kind: string): Opened | null {
  return found.contents.findLast((one) => one.content.kind === kind) ?? null;
}

/** The signed act that opened the item; null for a linked one, whose readers are not shown it. */
export function openingOf(acts: readonly VerifiedItemAct[]): VerifiedItemAct | null {
  return acts.find(({ read }) => isOpening(read)) ?? null;
}

/** Who asks, when this act opened an item: who signed it, or the caller who was written down (SA-03). */
export function requesterOf({ read, holding }: VerifiedItemAct): Holding | null {
  if ("caller_functie" in read.params) {
    return { functie: read.params.caller_functie, scope: read.params.caller_scope };
  }
  return isOpening(read) ? holding : null;
}

/**
 * The item, verified; `joined` is what this person read in acts on other items (`joinedOf`). Throws Refused: `item.*` and `act.*` when an act is not signed by whom it says, belongs
 * elsewhere, or the answer contradicts it; `sealing.*` when a wrap holds another key than the one that was signed
 * for; `content.*` when content is not what its item, act and signer make it.
 */
export async function readCase(
  answer: ItemAnswer,
  item: string,
  directory: Directory,
  roles: RoleKeys,
  joined: JoinedOutcomes = new Map(),
): Promise<Case> {
  if (answer.item.id !== item) throw itemRefused("item.other", "The service answered about another item");
  const acts = await verifiedActs(answer, item, directory);
  const opening = openingOf(acts);
  if (opening === null && answer.item.parent === null) {
    throw itemRefused("item.unopened", "The item has no signed act that opened it");
  }
  noKeyOfTheRemoved(acts);
  const rekeyed = rekeys(opening, acts);
  const { named, identities } = await keys(answer, opening, rekeyed, roles);
  const decided = decidedHere(answer, acts, joined);
  const { contents, locked } = await opened(answer, identities, directory, acts, opening, decided);
  return {
    answer,
    acts,
    contents,
    attachments: answer.contents.filter((one) => one.kind === ATTACHMENT),
    locked,
    identities,
    recipient: named.at(-1) ?? contents[0]?.recipient ?? null,
    excluded: new Set([...answer.excluded, ...contents.flatMap((one) => [...one.excluded])]),
    outcome: outcomeOf(answer, opening, acts, contents, locked, decided),
  };
}

/** What signed acts decide for this item, by the id of the act. */
function decidedHere(
  answer: ItemAnswer,
  acts: readonly VerifiedItemAct[],
  joined: JoinedOutcomes,
): ReadonlyMap<string, Outcome> {
  const here = [...joined.values()].filter((one) => one.item === answer.item.id);
  const decided = new Map(here.map(({ act, outcome }) => [act, outcome]));
  for (const { read, payload } of acts) {
    if (read.act === "spoedaanwijzing.decide") decided.set(payload.id, read.params.outcome);
  }
  return decided;
}

/**
 * The newest signed outcome of a request, which its state must not contradict (SA-06, SA-08, SA-12). Throws Refused
 * `item.flow` or `item.state` when the service says a decision that nobody signed, or another; or is none of a request.
 */
function outcomeOf(
  answer: ItemAnswer,
  opening: VerifiedItemAct | null,
  acts: readonly VerifiedItemAct[],
  contents: readonly Opened[],
  locked: readonly ContentAnswer[],
  decided: ReadonlyMap<string, Outcome>,
): Outcome | null {
  const { flow, state, drill } = answer.item;
  if (opening === null ? OPENED.has(flow) : opening.read.spec.family !== flow) {
    throw itemRefused("item.flow", "The service says that the item is of another flow than it was opened in");
  }
  const suspended = state === SUSPENDED && drill;
  if (opening !== null && !suspended && !mayStand(flow, state, acts.map(({ read }) => read))) {
    throw itemRefused("item.state", "The service says another state than what was signed for the item");
  }
  if (opening === null || flow !== FLOW) return null;
  const said = contents.flatMap(({ content }) =>
    content.kind === "besluit" && content.outcome !== null ? [content.outcome] : [],
  );
  const outcome = newestOutcome([...decided.values(), ...said]);
  const unread = locked.some((one) => one.kind === DECISION && !decided.has(one.act));
  if (!mayStandIn(state, outcome, unread) || (state === SUSPENDED && !drill)) {
    throw itemRefused("item.state", "The service says another state than what was signed for the item");
  }
  return outcome;
}

function isOpening(read: VerifiedItemAct["read"]): boolean {
  return read.spec.opens;
}

/** An act that makes the item's key or seals it for somebody, whichever its flow; no wrap gives nothing. */
function gives(act: VerifiedItemAct): boolean {
  return isOpening(act.read) || act.read.act === "item.rekey" || wrapsOf(act).length > 0;
}

/** Who took a device that is revoked now can open no item and give no key of one; earlier keys of it stay good. */
function noKeyOfTheRemoved(acts: readonly VerifiedItemAct[]): void {
  if (acts.some((act) => act.sinceRemoved && gives(act))) {
    throw itemRefused("item.removed", "A key of the item is from a device that had been taken out of use");
  }
}

/** The item's later keys, oldest first; refused when one is from whom the item was never sealed for, or excluded. */
function rekeys(opening: VerifiedItemAct | null, acts: readonly VerifiedItemAct[]): readonly string[] {
  if (opening !== null) wrappedByReaders(opening, acts);
  return acts
    .flatMap(({ read, payload }) =>
      read.act === "item.rekey"
        ? [{ recipient: read.params.recipient, version: payload.version ?? 0, at: instant(payload.at) }]
        : [],
    )
    .sort((one, other) => one.version - other.version || (one.at < other.at ? -1 : 1))
    .map((one) => one.recipient);
}

function wrappedByReaders(opening: VerifiedItemAct, acts: readonly VerifiedItemAct[]): void {
  const readers = new Set([holdingKey(opening.holding)]);
  const key = (holding: Holding, device: string): string => `${holdingKey(holding)} ${device}`;
  const sealedTo = ({ holding, payload }: VerifiedItemAct): boolean =>
    readers.has(holdingKey(holding)) || readers.has(key(holding, payload.device));
  const excluded = excludedBy(opening);
  let wrapping = [opening, ...acts.filter((act) => act !== opening && gives(act))];
  for (let again = true; again; ) {
    const found = wrapping.filter((act) => sealedTo(act) && !excluded.has(act.person));
    for (const wrap of found.flatMap(wrapsOf)) readers.add(wrap.device === null ? holdingKey(wrap) : key(wrap, wrap.device));
    wrapping = wrapping.filter((act) => !found.includes(act));
    again = found.length > 0;
  }
  if (wrapping.length > 0) {
    throw itemRefused("item.rekeyed", "A key of the item is from somebody to whom it was never sealed");
  }
}

/** For whom an act seals the item's key: a role, or where others of it get none, one device of it. */
export function wrapsOf({ read }: Pick<VerifiedItemAct, "read">): readonly WrapParam[] {
  const wraps = "wraps" in read.params ? read.params.wraps : [];
  return wraps.flatMap((wrap) => ("functie" in wrap ? [wrap] : []));
}

function excludedBy({ read }: VerifiedItemAct): ReadonlySet<string> {
  return new Set("excluded" in read.params ? read.params.excluded : []);
}

async function keys(
  answer: ItemAnswer,
  opening: VerifiedItemAct | null,
  rekeyed: readonly string[],
  roles: RoleKeys,
): Promise<{ named: readonly string[]; identities: ReadonlyMap<string, HybridIdentity> }> {
  const given = answer.wraps.map((wrap): GivenWrap => {
    const holding = { functie: wrap.functie, scope: wrap.scope };
    return { holding, epoch: wrap.epoch, device: wrap.device, data: unbase64(wrap.data, "wrap.malformed") };
  });
  if (opening === null) return { named: rekeyed, identities: await roles.openUnnamed(given) };
  const named = [...("recipient" in opening.read.params ? [opening.read.params.recipient] : []), ...rekeyed];
  const identities = await roles.openWraps(given, named);
  mustExclude(new Set(answer.excluded), opening);
  return { named, identities };
}

/** P-02: what its flow says, as of a person's signal: whom the authority left out since is left out as well. */
function excludesMoreLater(opening: VerifiedItemAct | null): opening is VerifiedItemAct {
  return opening?.read.spec.leftOutSince === true;
}

/** Nobody is left in whom the opening act left out; anybody else is left out of a signal alone (P-02). */
function mustExclude(told: ReadonlySet<string>, opening: VerifiedItemAct): void {
  if (excludesMoreLater(opening)) holdsAll(told, excludedBy(opening));
  else same(told, excludedBy(opening));
}

function same(told: ReadonlySet<string>, signed: ReadonlySet<string>): void {
  holdsAll(told, signed);
  holdsAll(signed, told);
}

function holdsAll(told: ReadonlySet<string>, signed: ReadonlySet<string>): void {
  if ([...signed].some((person) => !told.has(person))) {
    throw itemRefused("item.excluded", "The service changed who is excluded from the item");
  }
}

async function opened(
  answer: ItemAnswer,
  identities: ReadonlyMap<string, HybridIdentity>,
  directory: Directory,
  acts: readonly VerifiedItemAct[],
  opening: VerifiedItemAct | null,
  decided: ReadonlyMap<string, Outcome>,
): Promise<{ contents: readonly Opened[]; locked: readonly ContentAnswer[] }> {
  const contents: Opened[] = [];
  const locked: ContentAnswer[] = [];
  for (const one of answer.contents.filter(({ kind }) => kind !== ATTACHMENT && kind !== LOKET)) {
    if (one.data === null || identities.size === 0) {
      locked.push(one);
      continue;
    }
    const data = unbase64(one.data, "content.malformed");
    const act = acts.find(({ payload }) => payload.id === one.act) ?? null;
    if ((await sha256Hex(data)) !== one.blob || (act !== null && !act.payload.blobs.includes(one.blob))) {
      throw itemRefused("content.swapped", "Content is not what its act was signed over");
    }
    const content = await openWithOne(data, identities, directory, answer.item.id, one.act);
    if (excludesMoreLater(opening)) mustExclude(content.excluded, opening);
    else same(content.excluded, new Set(answer.excluded));
    if (act !== null) {
      sameHand(content, act);
      mustSayWhatItsActAsks(act.read, content.content);
    }
    mustSayItsOutcome(content.content, decided.get(one.act) ?? null);
    contents.push(content);
  }
  return { contents, locked };
}

function sameHand(content: Opened, { payload, holding }: VerifiedItemAct): void {
  const same = content.device === payload.device && holdingKey(content.holding) === holdingKey(holding);
  if (!same || content.name !== payload.act) {
    throw itemRefused("content.hand", "Content was written by another hand than its act");
  }
}

/** Open with the one key that fits; what opens with none of the item's keys is refused. */
async function openWithOne(
  data: Bytes,
  identities: ReadonlyMap<string, HybridIdentity>,
  directory: Directory,
  item: string,
  act: string,
): Promise<Opened> {
  let refusal: unknown = null;
  for (const identity of identities.values()) {
    try {
      return await openContent(data, identity, directory, { item, act });
    } catch (wrong) {
      if (refusalCode(wrong) !== "content.sealed") throw wrong;
      refusal = wrong;
    }
  }
  throw refusal;
}

/** The bytes of standard base64; anything else is refused with this code. */
function unbase64(written: string, code: string): Bytes {
  const form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  if (!form.test(written)) throw itemRefused(code, "Something of the item is malformed");
  return Uint8Array.from(atob(written), (sign) => sign.charCodeAt(0));
}
