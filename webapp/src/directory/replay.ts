/** Replays the directory's signed facts from a pinned genesis, and refuses, never warns, at the first that is wrong. */

import { Refused } from "../refused.ts";
import type { Bytes } from "../wire/bytes.ts";
import { readAct, type ReadAct } from "../wire/catalogue.ts";
import { actHash, preAuth, REAL_TYPE, type SignedAct } from "../wire/dsse.ts";
import type { ActParams } from "../wire/models.ts";
import { parsePayload, type ActPayload } from "../wire/payload.ts";
import { carryOut, deviceOfKeys, draftOf, found, no, type Draft } from "./facts.ts";
import { DIRECTORY_LOG, EMPTY, type Directory, type KnownDevice } from "./state.ts";
import { verifyProof, type App } from "./webauthn.ts";

const LEAST_THRESHOLD = 2;
/** Raised when facts are to be verified anew, because an earlier app may have believed what this one refuses. */
const VERSION = 3;

type Link = { readonly seq: number; readonly hash: string };

/** How far a replay is: never changed once it is there, so that whoever reads it while facts come in reads one whole. */
type Progress = {
  readonly state: Directory;
  readonly hashes: readonly string[];
  /** Where each device's chain stands. */
  readonly chains: ReadonlyMap<string, Link>;
  /** The id of each fact. */
  readonly acts: ReadonlySet<string>;
};

/** The same, while facts are being applied. */
type Growing = { state: Draft; hashes: string[]; chains: Map<string, Link>; acts: Set<string> };

/** What the verified log says: which acts a rule refused, and which are facts, in their order. */
type Log = { readonly refused: ReadonlySet<string>; readonly logged: readonly string[] };

/** A replay at rest: plain values, maps and bytes, as IndexedDB keeps them. */
export type KeptReplay = Progress & { readonly v: number; readonly genesis: string };

/** One directory, grown fact by fact; `state` is what all facts so far say. */
export class Replay {
  readonly #genesis: string;
  #progress: Progress = { state: EMPTY, hashes: [], chains: new Map(), acts: new Set() };
  #turn: Promise<unknown> = Promise.resolve();

  /** `genesis` is the hash of the first fact, known from paper, an invitation or the release; not the server. */
  constructor(genesis: string) {
    this.#genesis = genesis;
  }

  /** The replay that `kept` made; undefined when another app kept it, or of another genesis: replay all facts then. */
  static from(kept: KeptReplay, genesis: string): Replay | undefined {
    if (kept.v !== VERSION || kept.genesis !== genesis) return undefined;
    const replay = new Replay(genesis);
    const { state, hashes, chains, acts } = kept;
    replay.#progress = { state, hashes, chains, acts };
    return replay;
  }

  /** What is to be kept, so that the facts so far need not be verified again. */
  kept(): KeptReplay {
    return { v: VERSION, genesis: this.#genesis, ...this.#progress };
  }

  /** What all facts so far say; a snapshot that later facts do not change. */
  get state(): Directory {
    return this.#progress.state;
  }

  /** The hash of each fact so far, in their order. */
  get hashes(): readonly string[] {
    return this.#progress.hashes;
  }

  /**
   * Apply further facts in the order of the directory, and return the new state.
   *
   * `refused` holds hashes of directory acts of which the verified log says that a rule refused them: those consumed a
   * number and changed nothing. `logged` are the facts of that same log, in its order: where a refusal explains a
   * number, no fact that stands there may have been left out here. Throws Refused at the first fact that does not
   * verify; the facts before it stay applied.
   */
  extend(
    facts: Iterable<SignedAct>,
    refused: ReadonlySet<string> = new Set(),
    logged: readonly string[] = [],
  ): Promise<Directory> {
    // One after the other: what two callers hand in at once must not be interwoven.
    const extended = this.#turn.then(() => this.#extend(facts, { refused, logged }));
    this.#turn = extended.catch(() => undefined);
    return extended;
  }

  async #extend(facts: Iterable<SignedAct>, log: Log): Promise<Directory> {
    const { state, hashes, chains, acts } = this.#progress;
    const growing = { state: draftOf(state), hashes: [...hashes], chains: new Map(chains), acts: new Set(acts) };
    try {
      for (const fact of facts) await this.#apply(growing, fact, log);
    } finally {
      this.#progress = growing;
    }
    return this.state;
  }

  async #apply(growing: Growing, fact: SignedAct, log: Log): Promise<void> {
    const { state, hashes, chains, acts } = growing;
    const { payload, act } = read(fact);
    if (fact.payloadType !== REAL_TYPE || payload.log !== DIRECTORY_LOG || act.spec.family !== "directory") {
      throw no("fact.foreign", "A fact is no act on the directory");
    }
    if (acts.has(payload.id)) throw no("fact.repeated", "A fact stands twice in the directory");
    if ((act.act === "directory.genesis") !== (hashes.length === 0)) {
      throw no("genesis.place", "The directory does not begin with its one genesis");
    }
    const hash = await actHash(fact);
    const signed = preAuth(fact.payloadType, fact.payload);
    if (act.act === "directory.genesis") {
      const founding = await this.#checkGenesis(hash, act.params, payload.at);
      const signers = await verifySigners(fact, signed, payload, founding, act.params.app);
      checkChain(growing, payload, hash, log);
      await found(state, act.params, founding, signers);
    } else {
      const signers = await verifySigners(fact, signed, payload, state.devices, state.app);
      checkChain(growing, payload, hash, log);
      await carryOut(state, act, payload, signers);
    }
    acts.add(payload.id);
    chains.set(payload.device, { seq: payload.seq, hash });
    hashes.push(hash);
    state.facts = hashes.length;
  }

  async #checkGenesis(hash: string, genesis: ActParams["directory.genesis"], at: string): Promise<Map<string, KnownDevice>> {
    if (hash !== this.#genesis) {
      throw no("genesis.other", "This is the directory of another installation, or a forged one");
    }
    const people = new Set(genesis.founders.map((keys) => keys.person));
    if (genesis.threshold < (genesis.practice ? 1 : LEAST_THRESHOLD) || genesis.threshold > people.size) {
      throw no("genesis.threshold", "The genesis asks for fewer signatures than may be, or for too many");
    }
    const devices = genesis.founders.map((keys) => keys.device);
    const organisations = genesis.organisations.map((one) => one.organisation);
    if ([devices, organisations].some((names) => new Set(names).size !== names.length)) {
      throw no("genesis.double", "The genesis names something twice");
    }
    const founding = new Map<string, KnownDevice>();
    for (const keys of genesis.founders) founding.set(keys.device, await deviceOfKeys(keys, 0, at));
    return founding;
  }
}

/**
 * A device numbers its acts in this log without a hole: what was left out or moved shows here.
 *
 * A refused act may stand between, whatever number it had: a device that lost an answer, or came back from a backup,
 * gives a number twice. What a refusal could hide, facts signed before it, the log's own order shows.
 */
function checkChain({ chains, hashes }: Growing, { device, seq, prev }: ActPayload, fact: string, log: Log): void {
  const before = chains.get(device) ?? { seq: -1, hash: null };
  if (seq === before.seq + 1 && prev === before.hash) return;
  if (seq <= before.seq || prev === null || !log.refused.has(prev)) {
    throw no("chain.broken", "A fact is missing, doubled or out of its place");
  }
  const here = [...hashes, fact];
  if (log.logged.slice(0, here.length).some((one, place) => one !== here[place])) {
    throw no("directory.held_back", "The service holds back facts of the directory");
  }
}

function read(fact: SignedAct): { payload: ActPayload; act: ReadAct } {
  try {
    const payload = parsePayload(fact.payload);
    return { payload, act: readAct(payload) };
  } catch (wrong) {
    if (!(wrong instanceof Refused)) throw wrong;
    throw no("fact.malformed", "A fact of the directory is not one an officer can have signed");
  }
}

/** The signers; every proof must be good, and of a living device that signs once with each key. */
async function verifySigners(
  fact: SignedAct,
  signed: Bytes,
  payload: ActPayload,
  known: ReadonlyMap<string, KnownDevice>,
  app: App | null,
): Promise<KnownDevice[]> {
  const signers: KnownDevice[] = [];
  const given = new Set(fact.proofs.map((proof) => `${proof.kind} ${proof.device}`));
  for (const proof of fact.proofs) {
    const device = known.get(proof.device);
    if (device === undefined || given.size !== fact.proofs.length) {
      throw no("signer.unknown", "A fact is signed by a device the directory does not know");
    }
    if (device.revoked !== null || device.frozen) {
      throw no("signer.revoked", "A fact is signed by a device that was taken out of use");
    }
    try {
      await verifyProof(proof, signed, device, app);
    } catch (wrong) {
      if (!(wrong instanceof Refused)) throw wrong;
      throw no("signature.invalid", "A fact does not carry the signature it should");
    }
    signers.push(device);
  }
  if (!signers.some((device) => device.id === payload.device)) {
    throw no("signer.missing", "The device that acts did not sign");
  }
  return signers;
}
