/** What the pages know of this phone: plain data in, plain data out, all asynchronous; keys never come along. */

import type { Act, AskedAct, FlowAct, Intent, OpeningAct } from "./phone-acts.ts";
import type { Board, DeviceLine } from "./phone-board.ts";
import type { RiskMoment } from "./phone-moment.ts";
import type { PushLine, Release, Subscription } from "./phone-device.ts";
import type { Form } from "./wire/forms.ts";
import type { Term, Week } from "./wire/terms.ts";
import type { ActName } from "./wire/models.ts";
import type { Gesture, Many, ManyLine, NoticeFacts } from "./phone-many.ts";
import type { QualityPhone } from "./phone-quality.ts";
import type { Retention } from "./phone-retention.ts";

export type { PushLine, Release, Subscription } from "./phone-device.ts";

/** An instant: RFC 3339 in UTC, as on the wire. */
export type Moment = string;

/** A functie in a scope; `number` is the telephone number that the signed directory gives. */
export type Party = { functie: string; scope: string; number: string | null };

/** What stands between this person and the app; every kind is a screen of its own. */
export type Gate =
  | { kind: "unsupported"; why: "browser" | "in_app" | "storage" }
  | { kind: "install"; how: "ios" | "android" }
  | { kind: "enrol" }
  /** Keys were made and offered; `words` are the six words of this installation, to compare by voice. */
  | { kind: "compare"; words: readonly string[] }
  /** Admitted; now a lock must be chosen. */
  | { kind: "choose_lock"; passkey: boolean }
  | { kind: "locked"; by: "passkey" | "pin"; left: number | null }
  | { kind: "revoked" }
  | { kind: "frozen" }
  /** The browser threw the keys away: enrol again. */
  | { kind: "lost" }
  /** The service could not prove what it said: nothing of it is shown. */
  | { kind: "refused"; code: string }
  /** Nothing is shown (SG-07): `delivered` tells who sent something silently that the service has it. */
  | { kind: "quiet"; delivered: boolean }
  | { kind: "ready" };

/** Whether the service answers; `since` is the last answer, null when there never was one. */
export type Line = { state: "online" | "trying" | "unreachable"; since: Moment | null };

/** What a screen shows whatever page it is on. */
export type Status = {
  gate: Gate;
  line: Line;
  /** The number to call when nothing else works: the duty number of `nctv_piket`; null before it was ever known. */
  emergency: string | null;
  /** Milliseconds to add to this phone's clock for the service's. */
  skew: number;
  drill: boolean;
  /** It is a protected person's own phone: neutral to whoever looks at it (SG-07). */
  own: boolean;
};

/** How far an act came: kept here, on its way, stored by the service, or refused by a rule. */
export type Delivery = {
  act: string;
  item: string | null;
  name: Act;
  at: Moment;
  stage: "kept" | "sending" | "stored" | "refused";
  code: string | null;
  /** When everybody is rung again because it asks for that. */
  ringsAt: Moment | null;
};

/** `opens`: with which acts this person may open an item, each with those of one's functies that may. */
export type Me = { person: string; organisation: string; holdings: readonly Party[]; opens: Readonly<Partial<Record<ActName, readonly Party[]>>> };

/** P-05: on which ground one organisation gives another what an item holds, and where that is written. */
export type Ground = { from: string; to: string; ground: string; source: string };

/** One item in short. */
export type ItemLine = {
  id: string;
  flow: string;
  state: string;
  area: string;
  openedAt: Moment;
  openedAs: Party;
  /** The random handle of whom it is about: what has the same belongs together. */
  dossier: string;
  drill: boolean;
  closed: boolean;
  parent: string | null;
  gezag: Gezag | null;
};

/** P-06: who is the authority, since when, over what; who holds public order; who keeps local measures. */
export type Gezag = {
  holder: Party;
  since: Moment;
  over: readonly string[];
  publicOrder: string | null;
  localMeasures: Party | null | "elsewhere";
};

/** P-06: who had the authority over the dossier since then, until the next; null: from before it ever passed. */
export type Period = { holder: Party; since: Moment | null; over: readonly string[] };

/** The terms of a version of the policy by name, and the working days by which they go. */
export type Calendar = Week & { policy: string; terms: Readonly<Record<string, Term>> };

/** A group that a rung rings. */
export type Rung = {
  at: Moment;
  reached: boolean;
  /** Nobody on it could be rung, as far as that was asked. */
  empty?: boolean;
  who: readonly { functie: string | null; relation: string; slot: string; number: string | null }[];
};

/** Somebody who was rung; `name` is what this phone may call them. */
export type Rang = {
  name: string;
  rung: number;
  rings: number;
  seen: boolean;
  calling: boolean;
  settled: boolean;
  me: boolean;
};

/** Who waits for what from whom, until when, and the ladder behind it. */
export type Obligation = {
  what: string;
  waitsFor: readonly Party[];
  /** One of `waitsFor` is held by this person. */
  mine: boolean;
  ladder: string;
  openedAt: Moment;
  due: Moment | null;
  late: boolean;
  rungs: readonly Rung[];
  rang: readonly Rang[];
  settledAt: Moment | null;
  settledBy: string | null;
  outcome: string | null;
};

/** Opened content, verified; `fields` in the order to read them. `removed`: by a device taken out of use since. */
export type Opened = {
  act: string;
  kind: string;
  at: Moment;
  by: Signer;
  /** `known`: a number that the signed directory gives for the functie in which it was said. */
  fields: readonly { name: string; text: string; kind?: Fact["kind"]; known?: boolean }[];
  removed: boolean;
};

/** Whom a signature names: in which functie, employed by whom. */
export type Signer = Party & { name: string; employer: string };

/** An attachment's place; `size` is that of its ciphertext. Its name stands inside: null until it was opened here once. */
export type Attachment = {
  blob: string;
  at: Moment;
  size: number;
  name: string | null;
  /** Who signed the act that added it; null where the readers of this item are not shown it. */
  by: Signer | null;
  removed: boolean;
};

/** An attachment, opened and verified; `type` is what its sender called it. */
export type OpenedAttachment = {
  name: string;
  type: string;
  size: number;
  at: Moment;
  by: Signer;
  removed: boolean;
  data: Blob;
};

/** An attachment on its way: sealed and kept on this phone until the service stored it. */
export type Upload = {
  act: string;
  item: string;
  blob: string;
  name: string;
  size: number;
  sent: number;
  at: Moment;
  stage: "waiting" | "sending" | "stored" | "refused";
  code: string | null;
};

/** A request joined to another; `apartWord`: the rccb of another eenheid serves it. Or why it does not read. */
export type Joined =
  | { id: string; reads: true; state: string; openedAs: Party; openedAt: Moment; person: string | null; apartWord: boolean }
  | { id: string; reads: false; code: string };

/** One item as this person may believe it. */
export type Item = ItemLine & {
  /** Of a risk moment, and of what its receivers weigh. */
  moment?: RiskMoment;
  notice?: NoticeFacts;
  version: number;
  participants: readonly Party[];
  /** How the authority over the dossier went, oldest first; empty while it never passed. */
  timeline: readonly Period[];
  obligations: readonly Obligation[];
  contents: readonly Opened[];
  /** When one asked anew oneself for a receipt that nobody followed up. */
  askedAgain?: readonly Moment[];
  attachments: readonly Attachment[];
  linked: readonly { id: string; flow: string; state: string; relation: string; readable: boolean }[];
  /** Requests about the same that one decision names together with this one (SA-12). */
  joined: readonly Joined[];
  /** The request where the decision on this one is taken; null when it stands alone. */
  joinedTo: string | null;
  /** Content that this phone was given no key for (yet). */
  locked: number;
  /** The number to call back, and whether the directory knows it as the requester's; null when not readable. */
  callback: { number: string; verified: boolean } | null;
  /**
   * Who must read this request and has no key of it (a wrap would help; or their functie has no key at all), and whether who
   * may read it no more still has the key; null where a phone cannot know.
   */
  keys: { lacking: readonly Party[]; keyless: readonly Party[]; removed: boolean } | null;
  /** P-02: somebody is left out, and this person may know it. */
  excludes: boolean;
  /** What it lacks by what this person can read of it, as its flow says: `lacks.<code>` of its words (TR-03). */
  lacks: readonly string[];
  /** Of every route of this item from or to this person's organisation (the service's word). */
  grounds: readonly Ground[];
  /** Acts of its flow that one's functies may do, and whether anything is filled in. */
  may: Readonly<Partial<Record<FlowAct, "form" | "sign">>>;
  policy: string;
  retention: Retention | null;
  now: Moment;
};

/**
 * What is open now; the pages sort it. `withoutKeys` are my functies of which this phone has no role key, `unshared` those of
 * which another phone has none while this one can share it; of what is `unproven` nothing is shown but why.
 */
export type Start = {
  items: readonly { line: ItemLine; obligations: readonly Obligation[] }[];
  withoutKeys: readonly Party[];
  unshared: readonly Party[];
  unproven: readonly { item: string; code: string }[];
  /** Of a gesture on many, in one line each: none of them is among the items. */
  many: readonly ManyLine[];
};

/** Who is on duty for a functie: `until` null for who only stands in, `override` where it takes the roster's place. */
export type Duty = Party & {
  /** Whether this person keeps its roster (RO-01). */
  keeps: boolean;
  rostered: boolean;
  onDuty: readonly { name: string; slot: string; until: Moment | null; override: boolean; me: boolean }[];
};

/** One thing that will be signed; `about` is the kind of content it stands in, where that is not the act's own. */
export type Fact = { name: string; value: string; kind: "word" | "moment" | "text" | "party" | "yes_no" | "area"; about?: string };

/** Exactly what will be signed: made and sealed in the worker, read back on the screen, then signed as it is. */
export type Draft = {
  draft: string;
  name: Act;
  as: Party;
  facts: readonly Fact[];
  /** Who will be able to read it, and of whom no key is known. */
  readers: readonly Party[];
  gaps: readonly Party[];
  /** Who is rung when, where this act starts a ladder: the forecast. */
  rungs: readonly Rung[];
  /** On which grounds it is given, as far as known before it is signed (P-05). */
  grounds: readonly Ground[];
};

/** What a protected person sends; `text` may be empty with `onveilig_nu`, `where` only when they sent it (SG-01, SG-06). */
export type Signal = {
  about: "onveilig_nu" | "verdachte_situatie" | "zorg" | "vraag" | "ondersteuning";
  /** Of `onveilig_nu` alone: nothing of it shows or sounds on this phone (SG-07). */
  silent: boolean;
  text: string;
  where: string | null;
  /** In which they want to be answered. */
  language: string;
};

export type Person = { person: string; name: string; functies: readonly Party[] };

/** What changed; a page asks anew for what it shows. */
export type Change =
  | { kind: "status"; status: Status }
  | { kind: "items" }
  | { kind: "item"; item: string }
  | { kind: "board" }
  | { kind: "delivery"; delivery: Delivery }
  | { kind: "gesture"; gesture: Gesture }
  | Progress;

/** How far an attachment came, out or in: told often, to who shows that one alone. */
export type Progress = { kind: "upload"; upload: Upload } | { kind: "fetched"; blob: string; bytes: number; size: number };

/** Stands before the code of what this phone itself refused: the service means something else by some of the same codes. */
export const REFUSED_HERE = "refused.";

/** Why something did not work: a code that `words/problems` explains, never content; of what was erased also when it was. */
export class PhoneError extends Error {
  readonly code: string;
  readonly erasedAt: Moment | null;

  constructor(code: string, erasedAt: Moment | null = null) {
    super("It was refused; look up its code.");
    this.name = "PhoneError";
    this.code = code;
    this.erasedAt = erasedAt;
  }
}

/** Every method rejects with `PhoneError` alone. Safe to repeat, except `act` and `sign`: each call is an act. */
export interface Phone extends Many, QualityPhone {
  status(): Promise<Status>;
  /** Be told of changes until the function that comes back is called. */
  listen(told: (change: Change) => void): () => void;

  /** Read an invitation (the whole link), make keys and offer them; the gate becomes `compare`. */
  enrol(link: string): Promise<void>;
  /** Lock the keys: `pin` null makes a passkey. Rejects with `lock.short`, `lock.cancelled`, or `lock.passkey` where none will do. */
  chooseLock(pin: string | null): Promise<void>;
  /** `pin` null asks the passkey; rejects with `lock.wrong`, `lock.cancelled`, or `lock.erased` after too many wrong ones. */
  unlock(pin: string | null): Promise<void>;
  lock(): Promise<void>;

  /** Who this is; no round trip. */
  me(): Promise<Me>;
  /** Acts that are not stored yet, or that were refused and not yet looked at; no round trip. */
  deliveries(): Promise<readonly Delivery[]>;
  start(): Promise<Start>;
  /** Rejects with `item.unknown`, `item.withdrawn`, `item.no_key`, or the code of what did not verify. */
  item(id: string): Promise<Item>;
  /** Do something small at once; returns when it is safely kept here, and sends. */
  act(intent: Intent): Promise<Delivery>;
  /** Make what would be signed, to be read back first. */
  prepare(intent: Intent): Promise<Draft>;
  /** Sign a draft exactly as it was read back; returns when it is safely kept here, and sends. */
  sign(draft: string): Promise<Delivery>;
  /** What an act asks for, by its models; null where it has no such form. No round trip. */
  form(act: AskedAct | OpeningAct): Promise<Form | null>;
  /** Keep what was typed on a page, encrypted, so that a lock or a reload loses nothing; null forgets it. */
  keepTyped(page: string, typed: Readonly<Record<string, string>> | null): Promise<void>;
  typedBefore(page: string): Promise<Readonly<Record<string, string>> | null>;
  /** A refused delivery was looked at. */
  dismiss(act: string): Promise<void>;
  duty(): Promise<readonly Duty[]>;
  /** By which calendar terms go, of the version that an item was opened under; null: of the present one (EV-04). */
  calendar(policy: string | null): Promise<Calendar>;
  /** What stands for who watches, and for officers of their own people; rejects with `board.unknown` for anybody else. */
  board(): Promise<Board>;
  /** One's own devices, and those one may stop; as officers signed them. */
  devices(): Promise<readonly DeviceLine[]>;
  /** Who of the chain could be concerned by a request, for P-02. */
  chain(): Promise<readonly Person[]>;
  /** Add a photo or file; resolves once it is sealed and kept on this phone, and sends. Rejects with `attachment.*`. */
  attach(item: string, file: Blob, name: string): Promise<Upload>;
  /** Attachments of an item that are on their way, or were refused and not yet looked at; no round trip. */
  uploads(item: string): Promise<readonly Upload[]>;
  /** Do not send an attachment after all, or a refused one was looked at. */
  dropUpload(act: string): Promise<void>;
  /** Fetch and open an attachment. */
  attachment(item: string, blob: string): Promise<OpenedAttachment>;
  /** Which app this is, and whether founders signed it. */
  release(): Promise<Release>;
  push(): Promise<PushLine>;
  /** Be rung at this subscription of this device's browser; null: not on this device any more. */
  setPush(subscription: Subscription | null): Promise<Delivery>;
  /** Ring this person once on every channel, as a test. */
  testBell(): Promise<Delivery>;
  /** Of a protected person: whether somebody follows up, and day and night; null where no line stands. No round trip. */
  lifeline(language: string): Promise<{ dayAndNight: boolean; drill: boolean } | null>;
  /** Send a signal; resolves once it is safely kept here. Null for a silent one: the gate becomes `quiet`. Rejects with `signaal.no_line`. */
  signal(signal: Signal): Promise<Delivery | null>;
  /** Let another PIN open this phone as one under duress (SG-07); rejects with `lock.short`, `lock.same`, `lock.passkey`. */
  chooseDuress(pin: string): Promise<void>;
}
