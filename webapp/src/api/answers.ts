/** What the service answers, as this device reads it: typed, and believed only as far as signatures reach. */

import { isFunctie, type Functie } from "../wire/payload.ts";
import { fields, flag, list, moment, object, orNull, text, whole, type Read, type Shape } from "./shape.ts";

/** A functie that this app knows; with another it could judge nothing. */
const functie: Shape<Functie> = (value) => {
  if (isFunctie(value)) return value;
  throw new RangeError("This functie is unknown; update the app.");
};

/** What became of one act; 201 is accepted, 403 and 409 are refusals that were stored. */
export const actAnswer = fields({
  act: text,
  status: whole,
  item: orNull(text),
  version: orNull(whole),
  state: orNull(text),
  code: orNull(text),
  field: orNull(text),
  flags: list(text),
  rings_at: orNull(moment),
});
export type ActAnswer = Read<typeof actAnswer>;

/** Where an act stands in its log; nothing of it is believed before it was verified. */
export const proofAnswer = fields({ act: text, log: text, leaf: text, proof: text });
export type ProofAnswer = Read<typeof proofAnswer>;

/** The same of several acts: `waiting` have no place yet, `unknown` are no acts of this person. */
export const proofsAnswer = fields({ proofs: list(proofAnswer), waiting: list(text), unknown: list(text) });
export type ProofsAnswer = Read<typeof proofsAnswer>;

export const holdingAnswer = fields({ functie, scope: text, number: orNull(text) });
export type HoldingAnswer = Read<typeof holdingAnswer>;

/** P-06, as the service says it. */
export const gezagAnswer = fields({ holder: holdingAnswer, since: moment, over: list(text) });
export type GezagAnswer = Read<typeof gezagAnswer>;

/** P-06, who had the authority since then; null: from before it ever passed. */
export const periodAnswer = fields({ holder: holdingAnswer, since: orNull(moment), over: list(text) });

/** Who keeps local measures: null is nobody (any more), "elsewhere" that another item of the dossier says so. */
const localAnswer: Shape<HoldingAnswer | "elsewhere" | null> = (value) => (value === "elsewhere" ? value : orNull(holdingAnswer)(value));

/** P-06, what stands beside the authority, as the service says it. */
export const gezagskaartAnswer = fields({ public_order: text, local_measures: localAnswer });

/** One item in short. */
export const lineAnswer = fields({
  id: text,
  flow: text,
  state: text,
  version: whole,
  dossier: text,
  area: text,
  opened_at: moment,
  opened_by: text,
  opened_as: holdingAnswer,
  policy_version: text,
  drill: flag,
  parent: orNull(text),
  gezag: orNull(gezagAnswer),
  gezagskaart: orNull(gezagskaartAnswer),
  closed_at: orNull(moment),
});
export type LineAnswer = Read<typeof lineAnswer>;

/** The open items that one gesture opened together, which this person keeps: in one line, and none of them among the items. */
export const manyLine = fields({
  flow: text,
  dossier: text,
  drill: flag,
  opened_at: moment,
  states: list(fields({ state: text, count: whole })),
  mark: whole,
});
export type ManyAnswer = Read<typeof manyLine>;

export const itemsAnswer = fields({ items: list(lineAnswer), more: flag, many: list(manyLine) });
export type ItemsAnswer = Read<typeof itemsAnswer>;

/** A group that a rung rings. */
const selectorAnswer = fields({ functie: orNull(functie), relation: text, slot: text, number: orNull(text) });

/** A rung with its forecast clock time, and the groups it rings. */
export const rungAnswer = fields({
  at: moment,
  reached: flag,
  who: list(selectorAnswer),
});

/** Somebody who was rung, by pseudonym, and what they answered. */
export const rangAnswer = fields({
  person: text,
  rung: whole,
  rings: whole,
  seen: flag,
  calling: flag,
  settled: flag,
});

/** Who waits for what from whom; what a phone shows of it. */
export const obligationAnswer = fields({
  what: text,
  waits_for: list(holdingAnswer),
  ladder: text,
  opened_at: moment,
  rung: whole,
  rungs: list(rungAnswer),
  rang: list(rangAnswer),
  due: orNull(moment),
  late: flag,
  settled_at: orNull(moment),
  settled_by: orNull(text),
  outcome: orNull(text),
});
export type ObligationAnswer = Read<typeof obligationAnswer>;

export const linkedAnswer = fields({ id: text, flow: text, state: text, relation: text, readable: flag });
export type LinkedAnswer = Read<typeof linkedAnswer>;

/** A signed act in its exact bytes, not yet verified. */
export const signedAnswer = fields({ payloadType: text, payload: text, proofs: list(object) });
export type SignedAnswer = Read<typeof signedAnswer>;

export const wrapAnswer = fields({
  functie,
  scope: text,
  epoch: whole,
  device: orNull(text),
  blob: text,
  data: text,
});
export type WrapAnswer = Read<typeof wrapAnswer>;

export const contentAnswer = fields({ blob: text, kind: text, act: text, at: moment, size: whole, data: orNull(text) });
export type ContentAnswer = Read<typeof contentAnswer>;

/** On which ground one organisation gives another what an item holds (P-05). */
export const groundAnswer = fields({ sender: text, receiver: text, ground: text, source: text });

/** One thing that happened to an item, as the service says it; what it means follows from its tag. */
export const historyAnswer = fields({ tag: text, event: object });
export type HistoryAnswer = Read<typeof historyAnswer>;

/** When what an item holds is erased, and who keeps it from that (EV-03). */
export const retentionAnswer = fields({
  erase_at: orNull(moment),
  held: flag,
  holds: list(fields({ functie, scope: text, ground: text, since: moment })),
});

/** One answer about one item. */
export const itemAnswer = fields({
  item: lineAnswer,
  recipient: text,
  excluded: list(text),
  participants: list(holdingAnswer),
  obligations: list(obligationAnswer),
  history: list(historyAnswer),
  timeline: orNull(list(periodAnswer)),
  linked: list(linkedAnswer),
  acts: list(signedAnswer),
  wraps: list(wrapAnswer),
  contents: list(contentAnswer),
  grounds: list(groundAnswer),
  retention: orNull(retentionAnswer),
  now: moment,
});
export type ItemAnswer = Read<typeof itemAnswer>;

/** Several items whole; one that this person may not read is left out. */
export const severalAnswer = fields({ items: list(itemAnswer) });
export type SeveralAnswer = Read<typeof severalAnswer>;

/** How far the items of one gesture are, in short: the service's word. */
export const gatheredAnswer = fields({
  items: list(
    fields({
      id: text,
      area: text,
      state: text,
      drill: flag,
      closed: flag,
      opened_at: moment,
      waits: list(text),
      late: flag,
      seen: flag,
      nobody: flag,
    }),
  ),
  now: moment,
});
export type GatheredAnswer = Read<typeof gatheredAnswer>;

export const roleKeyAnswer = fields({ functie, scope: text, epoch: whole, blob: text, data: text });
export type RoleKeyAnswer = Read<typeof roleKeyAnswer>;

export const meAnswer = fields({
  person: text,
  device: text,
  organisation: text,
  log: text,
  holdings: list(holdingAnswer),
  role_keys: list(roleKeyAnswer),
  /** The ways in which this person is rung; `device` is the one that rings over Web Push. */
  channels: list(fields({ channel: text, refused: flag, device: orNull(text) })),
  push_key: orNull(text),
  policy_version: text,
  now: moment,
});
export type MeAnswer = Read<typeof meAnswer>;

export const factsAnswer = fields({
  facts: list(fields({ position: whole, act: signedAnswer })),
  next: whole,
  more: flag,
});
export type FactsAnswer = Read<typeof factsAnswer>;

/** What a session begins with: who this is, whom to believe, the items, the one that waits; `cursor`: hear from there on. */
export const startAnswer = fields({
  me: meAnswer,
  directory: factsAnswer,
  items: itemsAnswer,
  item: orNull(itemAnswer),
  cursor: text,
});
export type StartAnswer = Read<typeof startAnswer>;

/** Who is on duty for one functie now, by pseudonym, and the number to call. */
export const dutyAnswer = fields({
  functie,
  scope: text,
  number: orNull(text),
  rostered: flag,
  on_duty: list(fields({ person: text, slot: text, until: orNull(moment), override: flag })),
});
export type DutyAnswer = Read<typeof dutyAnswer>;

/** The ladder that an item would start at `now`, which of its rungs would find nobody, and on which grounds it would be given. */
export const forecastAnswer = fields({
  ladder: orNull(text),
  rungs: list(fields({ at: moment, who: list(selectorAnswer), empty: flag })),
  grounds: list(groundAnswer),
  now: moment,
});
export type ForecastAnswer = Read<typeof forecastAnswer>;

export const termAnswer = fields({ months: whole, days: whole, working: whole, seconds: whole });

/** The terms of a version of the policy, by name, and the working days by which they go. */
export const calendarAnswer = fields({
  policy_version: text,
  terms: object,
  days: list(whole),
  opens: text,
  closes: text,
  holidays: list(text),
  closed: list(text),
});
export type CalendarAnswer = Read<typeof calendarAnswer>;

/** What stands for who watches: the service's word, without content. */
export const boardAnswer = fields({
  gaps: list(fields({ functie, scope: text, slot: text, starts: moment, ends: moment })),
  alarms: list(fields({ kind: text, about: text, since: moment })),
  ladders: list(
    fields({
      item: text,
      flow: text,
      state: text,
      drill: flag,
      what: text,
      waits_for: list(holdingAnswer),
      gezag: orNull(gezagAnswer),
      start: moment,
      due: orNull(moment),
      late: flag,
      rung: whole,
      rungs: whole,
      rung_people: whole,
      rings: whole,
      seen: whole,
      calling: whole,
      next_at: orNull(moment),
      climbs_at: orNull(moment),
      climbs_to: list(functie),
      reopens: orNull(text),
    }),
  ),
  more: flag,
  now: moment,
});
export type BoardAnswer = Read<typeof boardAnswer>;

/** Whose device the service says an invitation made. */
export const enrolledAnswer = fields({ person: text, organisation: text, device: text });
export type EnrolledAnswer = Read<typeof enrolledAnswer>;

/** The answers to a batch of acts, in its order. */
export const actAnswers = fields({ answers: list(actAnswer) });

/** What opens a session: a challenge, then a token with the first nonce. */
export const challengeAnswer = fields({ nonce: text });
export const sessionAnswer = fields({ token: text, nonce: text });
