/** Keeps this device's own acts with the proof that they stand in the log, until others have confirmed that log. */

import type { ProofAnswer, ProofsAnswer } from "../api/answers.ts";
import { PROOFS } from "../api/api.ts";
import { ServerRefused } from "../api/failures.ts";
import type { Change, Store } from "../device/store.ts";
import { Refused } from "../refused.ts";
import { type Bytes, type Clock, utf8 } from "../wire/bytes.ts";
import { actHash, envelopeFromBytes, type SignedAct } from "../wire/dsse.ts";
import { instant, instantOf } from "../wire/moment.ts";
import { parsePayload } from "../wire/payload.ts";
import { type LeafFields, parseLeaf } from "./leaves.ts";
import { parseProof, verifyProof } from "./proof-file.ts";
import { type Receipt, verifyReceipt } from "./receipt.ts";
import type { KeysOfLogs, LogWatch } from "./watch.ts";
import { NONE, type WitnessPolicy } from "./witness-policy.ts";

const MICROSECONDS = 1000n;

/** The service accepted `act` and for too long gave no proof of its place; it stays kept, in the bytes that were sent. */
export class ProofWithheld extends Refused {
  readonly act: string;

  constructor(act: string) {
    super("receipt.withheld", "The service accepted an act and does not prove its place in the log; call the officers.");
    this.act = act;
  }
}

/**
 * How long acts are kept: until enough of these witnesses confirmed the log, or, with none, for `term` (milliseconds).
 *
 * `proveWithin` (milliseconds) is how long the service may give no proof of an accepted act, from when it first gave
 * none. It is the device's own, and never the service's word.
 */
export type Keeping = {
  readonly witnesses: WitnessPolicy | null;
  readonly term: number;
  readonly proveWithin: number;
};

/** As `client.kept.Keeping` has it: thirty days without witnesses, an hour to give a proof. */
export const KEEPING: Keeping = { witnesses: null, term: 30 * 86_400_000, proveWithin: 3_600_000 };

/** One act of this device in the exact bytes that were signed, with its leaf and the proof of where it stands. */
export type Bundle = { readonly act: SignedAct; readonly leaf: Bytes; readonly proof: Bytes };

/** What the store has of one act: the envelope as text; leaf and proof once they were fetched; since when none came. */
export type DoneAct = {
  readonly envelope: string;
  readonly leaf?: Bytes;
  readonly proof?: Bytes;
  readonly asked?: number;
  /** The code, when a rule refused the act: that was stored as well. */
  readonly refused?: string;
};

/** Where proofs are asked, of so many acts at once as the `Api` says; it is one. */
export interface Proofs {
  proofs(acts: readonly string[]): Promise<ProofsAnswer>;
}

/** What the log said of the act, proven by the keys of the logs alone: no service, no network. */
export async function verifyBundle(bundle: Bundle, keys: KeysOfLogs): Promise<LeafFields> {
  const able = keys.get(parsePayload(bundle.act.payload).log);
  const leaf = parseLeaf(bundle.leaf);
  if (able === undefined || leaf.act_sha256 !== (await actHash(bundle.act))) {
    throw new Refused("receipt.other", "This is the proof of another act, or of a log without a key; do not rely on it.");
  }
  await verifyProof(await parseProof(bundle.proof), bundle.leaf, able);
  return leaf;
}

/** The acts that were answered, in the table `done`: each under its id, with its leaf and proof once it has them. */
export class KeptActs {
  readonly #store: Store;
  readonly #proofs: Proofs;
  readonly #logs: LogWatch;
  readonly #keeping: Keeping;
  readonly #clock: Clock;

  constructor(store: Store, proofs: Proofs, logs: LogWatch, keeping: Keeping, clock: Clock) {
    this.#store = store;
    this.#proofs = proofs;
    this.#logs = logs;
    this.#keeping = keeping;
    this.#clock = clock;
  }

  /** Every act that is kept with its proof, oldest first. */
  async bundles(): Promise<Bundle[]> {
    const found: Bundle[] = [];
    for (const [, { envelope, leaf, proof }] of await this.#acts()) {
      if (leaf !== undefined && proof !== undefined) found.push({ act: signedIn(envelope), leaf, proof });
    }
    return found;
  }

  /**
   * Fetch the proofs that are missing, many in a request, hold each against what the log showed before, erase what others confirm.
   *
   * Safe to repeat; what cannot be fetched now is fetched the next time, and what was verified is kept whatever comes
   * after it. Throws Refused when the log does not hold an act that was accepted, or is not the one that was shown
   * before; and ProofWithheld, each time again, when the service gave no proof of an act for too long: the act stays,
   * and all others were looked after first.
   */
  async bringUp(keys: KeysOfLogs): Promise<void> {
    const withheld: string[] = [];
    const unproven = (await this.#acts()).filter(([, act]) => act.proof === undefined);
    for (let from = 0; from < unproven.length; from += PROOFS) {
      withheld.push(...(await this.#prove(unproven.slice(from, from + PROOFS), keys)));
    }
    const witnessed = new Map<string, number>();
    for (const [id, act] of await this.#acts()) {
      if (act.proof !== undefined && (await this.#due(act, act.proof, keys, witnessed))) await this.#put(id, undefined);
    }
    const [first] = withheld;
    if (first !== undefined) throw new ProofWithheld(first);
  }

  /** Fetch, verify and keep the proofs of these acts; gives those of which the service gave none for too long. */
  async #prove(acts: readonly [string, DoneAct][], keys: KeysOfLogs): Promise<string[]> {
    const answer = await this.#asked(acts.map(([id]) => id));
    const given = new Map(answer.proofs.map((one) => [one.act, one]));
    const withheld: string[] = [];
    const changes: Change[] = [];
    try {
      for (const [id, act] of acts) {
        if (answer.unknown.includes(id)) {
          throw new Refused("receipt.gone", "The service no longer has an act that it accepted; call the officers.");
        }
        const found = given.get(id);
        const value = found === undefined ? this.#without(act) : await this.#verified(act, found, keys);
        if (value !== act) changes.push({ table: "done", key: id, value });
        if (value.proof === undefined && this.#overdue(value)) withheld.push(id);
      }
    } finally {
      await this.#keep(changes);
    }
    return withheld;
  }

  /** What the service gives of these; nothing, where it refuses now. */
  async #asked(acts: readonly string[]): Promise<ProofsAnswer> {
    try {
      return await this.#proofs.proofs(acts);
    } catch (wrong) {
      if (!(wrong instanceof ServerRefused)) throw wrong;
      return { proofs: [], waiting: acts, unknown: [] };
    }
  }

  async #verified(act: DoneAct, answer: ProofAnswer, keys: KeysOfLogs): Promise<DoneAct> {
    const signed = signedIn(act.envelope);
    const { log } = parsePayload(signed.payload);
    await this.#logs.take(log, keys, (await parseProof(utf8(answer.proof))).checkpoint);
    const receipt: Receipt = await verifyReceipt(answer, await actHash(signed), log, keys);
    return { ...act, leaf: receipt.leaf, proof: receipt.proof };
  }

  /** What was forgotten meanwhile stays so. */
  async #keep(changes: readonly Change[]): Promise<void> {
    const there = await Promise.all(changes.map(async ({ table, key }) => (await this.#store.get(table, key)) !== undefined));
    const left = changes.filter((_change, place) => there[place]);
    if (left.length > 0) await this.#store.write(left);
  }

  /** Since when there is none is counted from the service's own word, since an act may be sent late. */
  #without(act: DoneAct): DoneAct {
    return act.asked === undefined ? { ...act, asked: this.#clock().getTime() } : act;
  }

  #overdue({ asked }: DoneAct): boolean {
    const now = this.#clock().getTime();
    return now - (asked ?? now) >= this.#keeping.proveWithin;
  }

  /** Whether others confirmed the log as far as this act, or, with nobody to confirm it, its term is over. */
  async #due(act: DoneAct, proof: Bytes, keys: KeysOfLogs, witnessed: Map<string, number>): Promise<boolean> {
    const { at, log } = parsePayload(signedIn(act.envelope).payload);
    const { witnesses, term } = this.#keeping;
    if (witnesses === null || witnesses.quorum === NONE) {
      return instantOf(this.#clock()) - instant(at) >= BigInt(term) * MICROSECONDS;
    }
    const size = witnessed.get(log) ?? (await this.#logs.witnessed(log, keys, witnesses));
    witnessed.set(log, size);
    return (await parseProof(proof)).index < size;
  }

  async #acts(): Promise<[string, DoneAct][]> {
    return (await this.#store.all("done")) as [string, DoneAct][];
  }

  async #put(id: string, value: DoneAct | undefined): Promise<void> {
    await this.#store.write([{ table: "done", key: id, value }]);
  }
}

function signedIn(envelope: string): SignedAct {
  return envelopeFromBytes(utf8(envelope));
}
