/**
 * Makes signed acts: exact bytes built once, numbered per log, and saved before anything is sent.
 *
 * A device keeps one small record per log: where its chain stands, and what was signed and has no answer yet. That is
 * sent again, byte for byte, until its answer is known; only then can the next be signed. One act waits for nothing
 * before it is kept and sent: that somebody is unsafe (SG-01), which is signed behind what has no answer yet.
 */

import type { Parcel } from "../api/api.ts";
import { text, utf8, type Bytes, type Clock } from "../wire/bytes.ts";
import { paramsOf, readAct, SPECS } from "../wire/catalogue.ts";
import { actHash, DRILL_TYPE, envelopeBytes, envelopeFromBytes, REAL_TYPE, signEnvelope, type Signer } from "../wire/dsse.ts";
import { hasField } from "../wire/fields.ts";
import type { Json } from "../wire/json.ts";
import type { ActName } from "../wire/models.ts";
import { written } from "../wire/moment.ts";
import { parsePayload, payloadBytes, type ActPayload, type CheckpointSeen, type Holding } from "../wire/payload.ts";
import type { Locks } from "./locks.ts";
import type { Change, Store } from "./store.ts";

/** An earlier act of this device in this log has no answer yet: send that one again first. */
export class ActUnderWay extends Error {
  override readonly name = "ActUnderWay";
}

/** An act that a person has decided on, before it gets its number; `id` is known because content names it. */
export type Draft = {
  readonly id: string;
  readonly name: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly holding: Holding;
  readonly item: string | null;
  readonly version: number | null;
  /** Every ciphertext that goes with the act, by its SHA-256. */
  readonly blobs: ReadonlyMap<string, Bytes>;
  /** Hashes of ciphertext that went up in chunks before. */
  readonly uploaded: readonly string[];
  readonly drill: boolean;
};

/** A signed act as it is sent, now and on every repetition; `hash` is its name in the logs. */
export type ReadyAct = Parcel & { readonly hash: string };

/** A signed act that the service does not take, and why: on disk until somebody looked at it. */
export type RefusedAct = {
  readonly act: string;
  readonly item: string | null;
  readonly name: string;
  readonly at: string;
  readonly code: string;
  /** Sent silently: no page of this phone ever shows it (SG-07). */
  readonly silent: boolean;
};

/** What was answered of an act: whether it was stored, and the code it was refused with. */
type Heard = { readonly act?: string; readonly stored: boolean; readonly refused: string | null };

type Position = { readonly seq: number; readonly prev: string | null };

/** `more` were signed together with the pending one, to be sent along with it: one gesture, many acts (BB-03); or behind it, urgently. */
type Chain = Position & { readonly pending: ReadyAct | null; readonly more?: readonly ReadyAct[] };

const NEW: Chain = { seq: -1, prev: null, pending: null };

/** Whether an act is kept at once, whatever waits, and is sent until there is an answer to it: one that can be silent, of who is unsafe (SG-01, SG-07). */
export function isUrgent({ act }: Pick<ActPayload, "act">): boolean {
  return SPECS[act] !== undefined && hasField(paramsOf(act as ActName), "silent");
}

/** Whether an act was sent silently: no page of this phone ever shows it. */
export function isSilent({ act, params }: Pick<ActPayload, "act" | "params">): boolean {
  return isUrgent({ act }) && params["silent"] === true;
}

/** The chains of one device in its store; every tab and worker of the device may have one. */
export class Outbox {
  readonly #store: Store;
  readonly #device: string;
  readonly #locks: Locks;
  readonly #clock: Clock;

  constructor(store: Store, device: string, locks: Locks, clock: Clock) {
    this.#store = store;
    this.#device = device;
    this.#locks = locks;
    this.#clock = clock;
  }

  /** Do `work` while nobody else of this device signs, sends or hears an answer in this log. */
  turn<T>(log: string, work: () => Promise<T>): Promise<T> {
    return this.#locks(`piket:${this.#device}:${log}`, work);
  }

  /**
   * Number, sign and save an act; durable on return, so that a crash can lose nothing that was sent.
   * `signers` prove it, this device among them. Throws ActUnderWay while an earlier act in this log has no answer
   * (an urgent one waits for none, and holds up none), Refused when the act does not have the shape it must have; nothing is saved then.
   */
  async sign(
    draft: Draft,
    log: string,
    signers: readonly Signer[],
    checkpoint: CheckpointSeen | null,
  ): Promise<ReadyAct> {
    const [ready] = await this.signAll([draft], log, signers, checkpoint);
    if (ready === undefined) throw new ActUnderWay("There was nothing to sign; do it again.");
    return ready;
  }

  /** The same for several acts of one gesture, in this order; `also` is written with them. Throws as `sign`: all or none. */
  async signAll(
    drafts: readonly Draft[],
    log: string,
    signers: readonly Signer[],
    checkpoint: CheckpointSeen | null,
    also: readonly Change[] = [],
  ): Promise<readonly ReadyAct[]> {
    return this.#alone(log, async () => {
      const chain = await this.#read(log);
      const under = waiting(chain);
      if (!drafts.every((one) => isUrgent({ act: one.name })) && !under.every((one) => isUrgent(payloadOf(one)))) {
        throw new ActUnderWay("An earlier act has no answer yet; send it again first.");
      }
      const made: ReadyAct[] = [];
      let { seq, prev } = under.reduce(after, chain);
      for (const draft of drafts) {
        const ready = await this.#signed(draft, { checkpoint, log, seq: (seq += 1), prev }, signers);
        prev = ready.hash;
        made.push(ready);
      }
      await this.#store.write([this.#change(log, { seq: chain.seq, prev: chain.prev, ...rest([...under, ...made]) }), ...also]);
      return made;
    });
  }

  async #signed(
    draft: Draft,
    place: { readonly checkpoint: CheckpointSeen | null; readonly log: string; readonly seq: number; readonly prev: string | null },
    signers: readonly Signer[],
  ): Promise<ReadyAct> {
    const payload = payloadBytes({
      v: 1,
      act: draft.name,
      id: draft.id,
      device: this.#device,
      item: draft.item,
      version: draft.version,
      functie: draft.holding.functie,
      scope: draft.holding.scope,
      at: written(this.#clock()),
      params: draft.params,
      blobs: [...draft.blobs.keys(), ...draft.uploaded],
      ...place,
    });
    readAct(parsePayload(payload));
    const signed = await signEnvelope(draft.drill ? DRILL_TYPE : REAL_TYPE, payload, signers);
    return { id: draft.id, envelope: text(envelopeBytes(signed)), blobs: draft.blobs, hash: await actHash(signed) };
  }

  /** Take over a chain that was begun elsewhere (at the founding); a log with acts of its own stays as it is. */
  async beginAt(log: string, seq: number, prev: string): Promise<void> {
    if ((await this.#store.get("chains", log)) !== undefined) return;
    await this.#store.write([this.#change(log, { seq, prev, pending: null })]);
  }

  /** The act in this log that was saved and has no answer yet: exactly the bytes that were signed. */
  async pending(log: string): Promise<ReadyAct | null> {
    return (await this.#read(log)).pending;
  }

  /** The pending act, and those that were signed with it or behind it; of these only the urgent, or only the others. */
  async underWay(log: string, urgent?: boolean): Promise<readonly ReadyAct[]> {
    const under = waiting(await this.#read(log));
    return urgent === undefined ? under : under.filter((one) => isUrgent(payloadOf(one)) === urgent);
  }

  /** Every log in which this device ever acted. */
  async logs(): Promise<readonly string[]> {
    return (await this.#store.all("chains")).map(([log]) => log);
  }

  /**
   * The act of this id (with none, the pending one) got its answer, which was stored, or was refused without a trace: its
   * number is free again then, unless another was signed behind it. A stored act is kept from this moment on among what
   * was done, and a refusal (its code; null: accepted) until somebody looked, whichever tab heard it. All of it at once,
   * durable on return.
   */
  async answered(log: string, stored: boolean, refused: string | null, act?: string): Promise<void> {
    await this.answeredAll(log, [{ stored, refused, ...(act === undefined ? {} : { act }) }]);
  }

  /** The same for each of these; where none says which act it is of, for the pending one and those after it. */
  answeredAll(log: string, answers: readonly Heard[]): Promise<void> {
    return this.#alone(log, async () => {
      const chain = await this.#read(log);
      const under = waiting(chain);
      const changes: Change[] = [];
      let { seq, prev }: Position = chain;
      const heard = new Set<ReadyAct>();
      for (const [place, { act, stored, refused }] of answers.entries()) {
        const ready = act === undefined ? under[place] : under.find((one) => one.id === act);
        if (ready === undefined) continue;
        heard.add(ready);
        changes.push(refusal(ready, refused));
        if (!stored) continue;
        const done = { envelope: ready.envelope, ...(refused === null ? {} : { refused }) };
        changes.push({ table: "done", key: ready.id, value: done });
        ({ seq, prev } = after({ seq, prev }, ready));
      }
      if (changes.length === 0) return;
      await this.#store.write([this.#change(log, { seq, prev, ...rest(under.filter((one) => !heard.has(one))) }), ...changes]);
    });
  }

  /**
   * Keep the act of this id (with none, the pending one) apart: the service does not take it, and it may not hold up what
   * comes after. Whether it was stored is not known; if it was, the next act is flagged as a broken chain: taken on an
   * item, in the directory a 409 once. Why (`refused`) is kept with it until somebody looked.
   */
  setAside(log: string, refused: string, act?: string): Promise<void> {
    return this.#alone(log, async () => {
      const chain = await this.#read(log);
      const { seq, prev } = chain;
      const under = waiting(chain);
      const pending = act === undefined ? under[0] : under.find((one) => one.id === act);
      if (pending === undefined) return;
      await this.#store.write([
        { table: "aside", key: pending.id, value: { seq, prev, pending } },
        this.#change(log, { seq, prev, ...rest(under.filter((one) => one !== pending)) }),
        refusal(pending, refused),
      ]);
    });
  }

  /** One at a time changes where a chain stands; never held while something is sent, so that an urgent act is kept meanwhile. */
  #alone<T>(log: string, work: () => Promise<T>): Promise<T> {
    return this.#locks(`piket:${this.#device}:${log}:chain`, work);
  }

  #change(log: string, chain: Chain): Change {
    return { table: "chains", key: log, value: chain };
  }

  async #read(log: string): Promise<Chain> {
    return ((await this.#store.get("chains", log)) as Chain | undefined) ?? NEW;
  }
}

function waiting({ pending, more = [] }: Chain): readonly ReadyAct[] {
  return pending === null ? [] : [pending, ...more];
}

/** Where a chain stands after this act too: an earlier one that was answered later sets it back nowhere. */
function after(position: Position, ready: ReadyAct): Position {
  const { seq } = payloadOf(ready);
  return seq > position.seq ? { seq, prev: ready.hash } : position;
}

function rest([pending, ...more]: readonly ReadyAct[]): Pick<Chain, "pending" | "more"> {
  return { pending: pending ?? null, more };
}

/** What a kept act says, as it was signed. */
export function payloadOf(ready: ReadyAct): ActPayload {
  return parsePayload(envelopeFromBytes(utf8(ready.envelope)).payload);
}

/** With no code: what an earlier try of the same act was refused for no longer counts. */
function refusal(ready: ReadyAct, code: string | null): Change {
  const signed = payloadOf(ready);
  const { id: act, item, act: name, at } = signed;
  const value: RefusedAct | undefined = code === null ? undefined : { act, item, name, at, code, silent: isSilent(signed) };
  return { table: "refused", key: act, value };
}
