/** Watches the logs: keeps the newest verified checkpoint of each, and refuses one that does not extend it. */

import { ServerRefused } from "../api/failures.ts";
import type { Store } from "../device/store.ts";
import { Refused } from "../refused.ts";
import { type Bytes, hex, sha256Hex } from "../wire/bytes.ts";
import type { CheckpointSeen } from "../wire/payload.ts";
import { type Checkpoint, parseUnverified, sameCheckpoint } from "./checkpoints.ts";
import { type LeafFields, parseLeaf } from "./leaves.ts";
import { MAX_NOTE_BYTES } from "./notes.ts";
import { consistencyProof, verifyConsistency } from "./proofs.ts";
import { type LogKeys, openCheckpoint } from "./succession.ts";
import { decodeBundle, decodeTile, hashReader, tileOf, tilePath, WIDTH, widthAt } from "./tiles.ts";
import { leafHash, RunningTree } from "./tree.ts";
import { checkWitnessed, type WitnessPolicy } from "./witness-policy.ts";

/** So many refused checkpoints are kept: a service that forks at every turn does not fill the device. */
const MOST_EVIDENCE = 64;
const NOTHING = new Uint8Array(32);

/** Where logs are read; the `Api` is one. */
export interface LogFiles {
  logFile(log: string, path: string): Promise<Bytes>;
  logEntries(log: string, path: string): Promise<Bytes>;
}

/** The keys of each log by the log's name, as the directory says. */
export type KeysOfLogs = ReadonlyMap<string, LogKeys>;

/** The newest verified checkpoint of each log; its signed bytes are evidence and stay exact. */
export class LogWatch {
  readonly #store: Store;
  readonly #files: LogFiles;
  readonly #newest = new Map<string, Checkpoint>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: Store, files: LogFiles) {
    this.#store = store;
    this.#files = files;
  }

  /** The newest checkpoint this device has verified; undefined when it saw none yet. */
  async newest(log: string, keys: KeysOfLogs): Promise<Checkpoint | undefined> {
    const known = keys.get(log);
    const kept = this.#newest.has(log) ? undefined : await this.#store.get("logs", log);
    if (known !== undefined && kept !== undefined) this.#newest.set(log, await openCheckpoint(known, kept as Bytes));
    return this.#newest.get(log);
  }

  /** The same as the next act names it: gossip against a log that is shown forked. */
  async seen(log: string, keys: KeysOfLogs): Promise<CheckpointSeen | null> {
    const found = await this.newest(log, keys);
    return found === undefined ? null : { origin: found.origin, size: found.size, root: hex(found.root) };
  }

  /** Fetch a log's checkpoint, prove that it belongs with the newest known, keep the larger; durably. */
  async refresh(log: string, keys: KeysOfLogs): Promise<Checkpoint> {
    keysOf(log, keys);
    return this.take(log, keys, await this.#files.logFile(log, "checkpoint"));
  }

  /**
   * Hold a checkpoint from anywhere against the newest known, and keep the larger; durably.
   *
   * What is refused is kept too, beside the newest known: two signed checkpoints of which neither continues the other
   * prove to anybody that the log was forked.
   */
  take(log: string, keys: KeysOfLogs, data: Bytes): Promise<Checkpoint> {
    // One after the other: two that arrive together must each be held against the other.
    const taken = this.#turn.then(() => this.#take(log, keys, data));
    this.#turn = taken.catch(() => undefined);
    return taken;
  }

  async #take(log: string, keys: KeysOfLogs, data: Bytes): Promise<Checkpoint> {
    const able = keysOf(log, keys);
    let fresh: Checkpoint;
    let known: Checkpoint | undefined;
    try {
      fresh = await openCheckpoint(able, data);
      known = await this.newest(log, keys);
      if (known !== undefined && !sameCheckpoint(known, fresh)) {
        const [older, newer] = fresh.size < known.size ? [fresh, known] : [known, fresh];
        await this.#checkConsistent(log, older, newer);
      }
    } catch (wrong) {
      if (!isAudit(wrong)) throw wrong;
      await this.#keepEvidence(log, data);
      throw new Refused("log.forked", "The log does not continue what it showed before; call the officers.");
    }
    if (known !== undefined && fresh.size <= known.size) return known;
    await this.#store.write([{ table: "logs", key: log, value: data }]);
    this.#newest.set(log, fresh);
    return fresh;
  }

  /** How many leaves of a log enough witnesses have confirmed: 0 when none is to be had now. */
  async witnessed(log: string, keys: KeysOfLogs, policy: WitnessPolicy): Promise<number> {
    let data: Bytes;
    try {
      data = await this.#files.logFile(log, "witnessed");
    } catch (wrong) {
      if (wrong instanceof ServerRefused) return 0;
      throw wrong;
    }
    await this.take(log, keys, data);
    const { checkpoint, note } = await parseUnverified(data);
    try {
      await checkWitnessed(policy, note);
    } catch (wrong) {
      if (isAudit(wrong)) return 0;
      throw wrong;
    }
    return checkpoint.size;
  }

  /** The checkpoints that were refused, as they came. */
  async evidence(): Promise<Bytes[]> {
    return (await this.#store.all("evidence")).map(([, data]) => data as Bytes);
  }

  /** Every leaf below the newest checkpoint, proven to be all of them; for who may read entries. */
  async leaves(log: string, keys: KeysOfLogs): Promise<LeafFields[]> {
    const checkpoint = await this.refresh(log, keys);
    const tree = new RunningTree();
    const found: LeafFields[] = [];
    try {
      for (let index = 0; index * WIDTH < checkpoint.size; index++) {
        const width = widthAt(checkpoint.size, 0, index);
        const bundle = await this.#files.logEntries(log, tilePath("entries", index, width));
        for (const leaf of decodeBundle(bundle, width)) {
          await tree.append(await leafHash(leaf));
          found.push(parseLeaf(leaf));
        }
      }
    } catch (wrong) {
      if (!isAudit(wrong)) throw wrong;
      throw new Refused("log.leaves", "A leaf of the log is malformed; call the officers.");
    }
    if (hex(await tree.root()) !== hex(checkpoint.root)) {
      throw new Refused("log.leaves", "The leaves are not those the log signed for; call the officers.");
    }
    return found;
  }

  async #keepEvidence(log: string, data: Bytes): Promise<void> {
    const kept = await this.#store.all("evidence");
    const key = `${log}.${(await sha256Hex(data)).slice(0, 16)}`;
    if (data.length > MAX_NOTE_BYTES || kept.length >= MOST_EVIDENCE || kept.some(([name]) => name === key)) return;
    await this.#store.write([{ table: "evidence", key, value: data }]);
  }

  /** Return only if the newer tree begins with exactly the older one. */
  async #checkConsistent(log: string, older: Checkpoint, newer: Checkpoint): Promise<void> {
    const needed = new Map<string, { row: number; tile: number }>();
    await consistencyProof(older.size, newer.size, async (level, index) => {
      const { row, tile } = tileOf(level, index);
      needed.set(`${row}/${tile}`, { row, tile });
      return NOTHING;
    });
    const tiles = new Map<string, readonly Bytes[]>();
    const inOrder = [...needed].sort(([, a], [, b]) => a.row - b.row || a.tile - b.tile);
    for (const [name, { row, tile }] of inOrder) {
      const width = widthAt(newer.size, row, tile);
      tiles.set(name, decodeTile(await this.#files.logFile(log, tilePath(row, tile, width)), width));
    }
    const reader = hashReader((row, tile) => tiles.get(`${row}/${tile}`) ?? []);
    const proof = await consistencyProof(older.size, newer.size, reader);
    await verifyConsistency(older.size, newer.size, proof, older.root, newer.root);
  }
}

function keysOf(log: string, keys: KeysOfLogs): LogKeys {
  const found = keys.get(log);
  if (found === undefined) {
    throw new Refused("log.unknown", "The genesis names no key for this log; do not trust what it says.");
  }
  return found;
}

function isAudit(wrong: unknown): boolean {
  return wrong instanceof Refused && wrong.code.startsWith("audit.");
}
