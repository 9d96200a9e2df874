/** What pages are shown of an item, a person and a draft: plain data made of what was verified and what the service says. */

import type { HoldingAnswer, ItemAnswer, LineAnswer, ObligationAnswer } from "../api/answers.ts";
import type { Opened as OpenedContent } from "../crypto/content.ts";
import type { Device } from "../device/device.ts";
import { stateOf, type Case } from "../device/reading.ts";
import { hasNumber, type Directory } from "../directory/state.ts";
import { keysOf } from "../flows/keys.ts";
import { lackingIn } from "../flows/openings.ts";
import type { Gezag, Item, ItemLine, Me, Obligation, Opened, Party, Person } from "../phone.ts";
import { CONTENTS, SPECS, paramsOf } from "../wire/catalogue.ts";
import { saidIn, unaskedBy, type Said } from "../wire/fields.ts";
import { mayDo, mayOpen } from "../wire/forms.ts";
import type { AnyContent } from "../wire/models.ts";
import { holdingKey, type Holding } from "../wire/payload.ts";
import { askedAgain } from "./asked-again.ts";

/** A functie with the number that the signed directory gives. */
export function partyOf(directory: Directory, { functie, scope }: Holding): Party {
  return { functie, scope, number: directory.numbers.get(holdingKey({ functie, scope })) ?? null };
}

/** Who this is. */
export function meOf(device: Device): Me {
  const { person, organisation } = device.keys;
  const holdings = device.holdings.map((one) => partyOf(device.directory, one));
  return { person, organisation, holdings, opens: mayOpen(holdings) };
}

/** Who of the chain there is, by pseudonym, with what they hold. */
export function chainOf(directory: Directory): readonly Person[] {
  return [...directory.memberships]
    .filter(([, held]) => held.size > 0)
    .map(([person, held]) => ({ person, name: person, functies: [...held.values()].map((one) => partyOf(directory, one)) }));
}

/** One item in short, as the service says it. */
export function lineOf(directory: Directory, line: LineAnswer): ItemLine {
  return {
    id: line.id,
    flow: line.flow,
    state: line.state,
    area: line.area,
    openedAt: line.opened_at,
    openedAs: partyOf(directory, line.opened_as),
    dossier: line.dossier,
    drill: line.drill,
    closed: line.closed_at !== null,
    parent: line.parent,
    gezag: gezagOf(directory, line),
  };
}

/** What does not know never says that nobody keeps local measures any more: the item that decides it does (SA-07). */
export function keepsLocal(directory: Directory, { gezagskaart }: Pick<LineAnswer, "gezagskaart">): Gezag["localMeasures"] {
  const local = gezagskaart === null ? "elsewhere" : gezagskaart.local_measures;
  return local === null || local === "elsewhere" ? local : partyOf(directory, local);
}

function gezagOf(directory: Directory, line: LineAnswer): Gezag | null {
  const { gezag, gezagskaart } = line;
  if (gezag === null) return null;
  return {
    holder: partyOf(directory, gezag.holder),
    since: gezag.since,
    over: gezag.over,
    publicOrder: gezagskaart?.public_order ?? null,
    localMeasures: keepsLocal(directory, line),
  };
}

/** The obligations of an item, and which of them wait for this person. */
export function obligationsOf(device: Device, found: readonly ObligationAnswer[]): readonly Obligation[] {
  const mine = new Set(device.holdings.map(holdingKey));
  return found.map((one) => ({
    what: one.what,
    waitsFor: one.waits_for.map((party) => partyOf(device.directory, party)),
    mine: one.waits_for.some((party: HoldingAnswer) => mine.has(holdingKey(party))),
    ladder: one.ladder,
    openedAt: one.opened_at,
    due: one.due,
    late: one.late,
    rungs: one.rungs.map(({ at, reached, who }) => ({ at, reached, who: who.map((group) => ({ ...group })) })),
    rang: one.rang.map(({ person, ...answered }) => ({ ...answered, name: person, me: person === device.keys.person })),
    settledAt: one.settled_at,
    settledBy: one.settled_by,
    outcome: one.outcome,
  }));
}

/** One item as this person may believe it, without what its flow adds (`facts.ts`). */
export function itemOf(device: Device, found: Case, attachments: Item["attachments"]): Item {
  const { directory } = device;
  const { answer } = found;
  return {
    ...lineOf(directory, answer.item),
    state: stateOf(found),
    version: answer.item.version,
    participants: answer.participants.map((one) => partyOf(directory, one)),
    timeline: (answer.timeline ?? []).map(({ holder, since, over }) => ({ holder: partyOf(directory, holder), since, over })),
    obligations: obligationsOf(device, answer.obligations),
    contents: found.contents.map((one) => openedOf(directory, found, one)),
    askedAgain: askedAgain(found.acts, device.keys.person),
    attachments,
    linked: answer.linked.map(({ id, flow, state, relation, readable }) => ({ id, flow, state, relation, readable })),
    locked: found.locked.length,
    callback: null,
    joined: [],
    joinedTo: null,
    keys: keysShown(device, found),
    excludes: found.excluded.size > 0,
    lacks: lackingIn(found),
    grounds: groundsOf(answer),
    may: mayDo(answer.item.flow, device.holdings.map((one) => one.functie)),
    policy: answer.item.policy_version,
    retention: retentionOf(device, answer),
    now: answer.now,
  };
}

/** P-05, as the service says it. */
export function groundsOf({ grounds }: Case["answer"]): Item["grounds"] {
  return grounds.map(({ sender, receiver, ground, source }) => ({ from: sender, to: receiver, ground, source }));
}

/** Who answers for a side keeps an item from being erased, and lifts what they keep themselves (EV-03). */
function retentionOf({ directory, holdings }: Device, { retention, participants }: ItemAnswer): Item["retention"] {
  if (retention === null) return null;
  const holds = retention.holds.map(({ ground, since, ...who }) => ({ who: partyOf(directory, who), ground, since }));
  const part = new Set(participants.map(holdingKey));
  const mine = holdings.filter((one) => SPECS["item.hold"]?.may.includes(one.functie) && part.has(holdingKey(one))).map(holdingKey);
  const lifts = retention.holds.some((one) => mine.includes(holdingKey(one)));
  return { eraseAt: retention.erase_at, held: retention.held, holds, may: mine.length === 0 ? null : lifts ? "item.lift" : "item.hold" };
}

function keysShown(device: Device, found: Case): Item["keys"] {
  const keys = keysOf(device, found);
  const shown = (of: readonly Holding[]): readonly Party[] => of.map((one) => partyOf(device.directory, one));
  return keys === null ? null : { lacking: shown(keys.lacking), keyless: shown(keys.keyless), removed: keys.removed };
}

function openedOf(directory: Directory, about: Case, one: OpenedContent): Opened {
  const by = partyOf(directory, one.holding);
  const act = about.acts.find(({ payload }) => payload.id === one.act);
  const said = saidInContent(one.content);
  const isKnown = (name: string, value: string): boolean => name === "callback" && hasNumber(directory, one.holding, value);
  const tells = SPECS[act?.read.act ?? ""]?.opens === true ? isChosen : isDecided;
  const chosen = act === undefined ? [] : saidIn(paramsOf(act.read.act), act.read.params).filter(tells);
  const alone = chosen.filter(({ value }) => !said.some((other) => other.kind === "word" && other.value === value));
  return {
    act: one.act,
    kind: one.content.kind,
    at: one.at,
    by: { ...by, name: one.person, employer: directory.people.get(one.person) ?? "" },
    fields: [...alone, ...said].map(({ name, value, kind }) => ({ name, text: value, kind, ...(isKnown(name, value) ? { known: true } : {}) })),
    removed: one.sinceRemoved,
  };
}

/** What the opening act itself says of what is asked, such as its ground or its subject; and that it was sent silently (SG-07). */
function isChosen({ name, kind }: Said): boolean {
  return name === "silent" || (kind === "word" && !name.includes(".") && !name.startsWith("caller_"));
}

/** What an act on the item decides or answers, which what it seals need not say again. */
function isDecided({ name, kind }: Said): boolean {
  return kind === "word" && ["outcome", "answer"].includes(name);
}

/** Keys and proofs, which nobody is asked for, are told to nobody either: who has the loket's key answers for it (RM-02). */
export function saidInContent(content: AnyContent): readonly Said[] {
  const model = CONTENTS[content.kind]?.model ?? "";
  const unsaid = new Set(unaskedBy(model).map(({ name }) => name));
  return saidIn(model, content).filter(({ name }) => !unsaid.has(name));
}

/** What an act says by a word that is read back. */
export const WORDS = ["what", "ground", "outcome", "answer", "to"];
