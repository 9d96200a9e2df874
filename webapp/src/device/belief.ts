/** What this device believes: the directory replayed, the role keys proven, the logs watched; kept between starts. */

import type { Api } from "../api/api.ts";
import type { MeAnswer, SignedAnswer } from "../api/answers.ts";
import { ServerRefused } from "../api/failures.ts";
import { pause, type Pause } from "../api/patience.ts";
import { Turns } from "../api/turns.ts";
import { RoleKeys } from "../crypto/itemkeys.ts";
import type { DeviceKeys } from "../crypto/keys.ts";
import { Replay, type KeptReplay } from "../directory/replay.ts";
import { DIRECTORY_LOG, holds, type Directory } from "../directory/state.ts";
import type { LeafFields } from "../log/leaves.ts";
import { LogWatch } from "../log/watch.ts";
import { refusalCode, Refused } from "../refused.ts";
import type { Bytes } from "../wire/bytes.ts";
import { actHash, decodeAny64, envelopeFrom, type SignedAct } from "../wire/dsse.ts";
import type { CheckpointSeen } from "../wire/payload.ts";
import type { Store } from "./store.ts";

const PLACE = { table: "directory", key: "replay" } as const;

/** A fact is given at once and the log follows some tenths of a second later: so long is asked again, in milliseconds. */
const LOG_FOLLOWS = [100, 200, 400, 800, 1_600];

/** One unlocked device's belief; every method throws Refused when what came does not verify: stop, call the officers. */
export class Belief {
  readonly roles: RoleKeys;
  readonly logs: LogWatch;
  readonly #store: Store;
  readonly #api: Api;
  readonly #keys: DeviceKeys;
  readonly #replay: Replay;
  readonly #pause: Pause;
  readonly #turns = new Turns();
  #asked: Promise<void> | null = null;

  private constructor(store: Store, api: Api, keys: DeviceKeys, replay: Replay, wait: Pause) {
    this.#store = store;
    this.#api = api;
    this.#keys = keys;
    this.#replay = replay;
    this.#pause = wait;
    this.roles = new RoleKeys(keys);
    this.logs = new LogWatch(store, api);
  }

  /** What was believed when it was last kept; `genesis` is the pinned hash of the first fact. Asks nobody anything. */
  static async open(store: Store, api: Api, keys: DeviceKeys, genesis: string, wait: Pause = pause): Promise<Belief> {
    const kept = (await store.get(PLACE.table, PLACE.key)) as KeptReplay | undefined;
    const known = kept === undefined ? undefined : Replay.from(kept, genesis);
    return new Belief(store, api, keys, known ?? new Replay(genesis), wait);
  }

  /** The directory as replayed so far. */
  get directory(): Directory {
    return this.#replay.state;
  }

  /** How many facts that is: from there the service goes on. */
  get facts(): number {
    return this.#replay.hashes.length;
  }

  /** What reading cannot do without: whom to believe, and the role keys that were sealed for this device. */
  async refresh(): Promise<void> {
    await this.catchUp();
    const { directory } = this;
    const mine = [...directory.epochs.values()]
      .flat()
      .filter((epoch) => epoch.wraps.has(this.#keys.device) && holds(directory, this.#keys.person, epoch.holding));
    if (mine.some((epoch) => this.roles.get(epoch.holding, epoch.number) === null)) await this.learn(await this.#api.me());
  }

  /** Take the role keys in an answer. */
  async learn(me: MeAnswer): Promise<void> {
    for (const { functie, scope, epoch, data } of me.role_keys) {
      await this.roles.learn(this.directory, { functie, scope }, epoch, bytesOrNone(data));
    }
  }

  /** Replay what is new in the directory; pages that ask at once share one question, put after the last of them asked. */
  catchUp(): Promise<void> {
    this.#asked ??= this.#turns.take(async () => {
      this.#asked = null;
      await this.#believe(await this.#api.facts(this.facts));
    });
    return this.#asked;
  }

  /** Replay these facts, asked for when `since` were believed; those believed meanwhile are no news. Kept on return. */
  believe(answers: readonly SignedAnswer[], since: number): Promise<void> {
    return this.#turns.take(() => this.#believe(answers.slice(Math.max(0, this.facts - since))));
  }

  async #believe(answers: readonly SignedAnswer[]): Promise<void> {
    if (answers.length === 0) return;
    const facts = answers.map(envelopeFrom);
    try {
      await this.#replay.extend(facts);
    } catch (wrong) {
      if (refusalCode(wrong) !== "chain.broken") throw wrong;
      await this.#believeBesidesRefusals(facts, wrong);
    }
    await this.#store.write([{ ...PLACE, value: this.#replay.kept() }]);
  }

  /** Verify a log's newest checkpoint against the last one verified; false when none is to be had now. */
  async watch(log: string): Promise<boolean> {
    const { logKeys } = this.directory;
    if (!logKeys.has(log)) return false;
    try {
      await this.logs.refresh(log, logKeys);
    } catch (wrong) {
      if (!(wrong instanceof ServerRefused)) throw wrong;
      if (wrong.status === 404 && (await this.logs.newest(log, logKeys)) !== undefined) {
        throw new Refused("log.gone", "The log that was there is gone; call the officers.");
      }
      return false;
    }
    return true;
  }

  /** The newest verified checkpoint of a log, as the next act names it. */
  seen(log: string): Promise<CheckpointSeen | null> {
    return this.logs.seen(log, this.directory.logKeys);
  }

  /**
   * Prove that no fact was held back: the log's acts are the replayed facts, one by one, in order. ServerRefused when
   * its entries are not for this person.
   */
  async verifyDirectoryLog(): Promise<void> {
    const logged = actsOf(await this.logs.leaves(DIRECTORY_LOG, this.directory.logKeys), "act");
    // The log was read first: whatever stands in it was in the directory before the facts are read.
    await this.catchUp();
    if (logged.some((hash, index) => hash !== this.#replay.hashes[index])) {
      throw new Refused("directory.held_back", "The service holds back facts of the directory.");
    }
  }

  /** A refused act consumed a number: the log, where this person may read it, says so, at once or a moment later. */
  async #believeBesidesRefusals(facts: readonly SignedAct[], broken: unknown): Promise<void> {
    const hashes = await Promise.all(facts.map(actHash));
    for (const wait of [...LOG_FOLLOWS, null]) {
      let leaves: readonly LeafFields[];
      try {
        leaves = await this.logs.leaves(DIRECTORY_LOG, this.directory.logKeys);
      } catch (wrong) {
        throw wrong instanceof ServerRefused ? broken : wrong;
      }
      const known = new Set(this.#replay.hashes);
      const rest = facts.filter((_fact, index) => !known.has(hashes[index] ?? ""));
      try {
        await this.#replay.extend(rest, new Set(actsOf(leaves, "refusal")), actsOf(leaves, "act"));
        return;
      } catch (still) {
        if (refusalCode(still) !== "chain.broken" || wait === null) throw still;
      }
      await this.#pause(wait);
    }
  }
}

function actsOf(leaves: readonly LeafFields[], type: LeafFields["type"]): readonly string[] {
  return leaves.filter((leaf) => leaf.type === type).map((leaf) => leaf.act_sha256);
}

/** The sealed key; what is no base64 comes back empty, and no directory names that. */
function bytesOrNone(written: string): Bytes {
  try {
    return decodeAny64(written);
  } catch {
    return new Uint8Array(0);
  }
}
