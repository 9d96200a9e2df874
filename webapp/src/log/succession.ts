/** Which keys sign one log: its first, and each turn at which officers let another key take over from a stated size. */

import { type Bytes, equal } from "../wire/bytes.ts";
import { type Checkpoint, parseUnverified } from "./checkpoints.ts";
import { ED25519, type Note, signaturesBy, unverified, type VerifierKey, verifyNote } from "./notes.ts";
import { malformed } from "./strict.ts";

/** A checkpoint of `size` leaves is the last that the key before may sign; every larger one is signed by `key`. */
export type Turn = { readonly size: number; readonly key: VerifierKey };

/** The keys of one log in the order in which officers named them; each has the log's origin as its name. */
export type LogKeys = { readonly first: VerifierKey; readonly turns: readonly Turn[] };

/** The keys of a log; throws Refused for a key of another name or kind, and for a key that comes back. */
export function logKeys(first: VerifierKey, turns: readonly Turn[] = []): LogKeys {
  const all = [first, ...turns.map((turn) => turn.key)];
  if (all.some((key) => key.name !== first.name || key.type !== ED25519)) {
    throw malformed("A new key of a log is an Ed25519 key under the log's own origin; make another.");
  }
  if (all.some((key, at) => all.slice(0, at).some((before) => equal(before.public, key.public)))) {
    throw malformed("A log takes over with a key that it never had; make another.");
  }
  return { first, turns };
}

/** The key that signs once every turn is past. */
export function newestKey(keys: LogKeys): VerifierKey {
  return keys.turns.at(-1)?.key ?? keys.first;
}

/** These keys with one more turn; throws Refused for a key that cannot take over. */
export function turned(keys: LogKeys, size: number, key: VerifierKey): LogKeys {
  return logKeys(keys.first, [...keys.turns, { size, key }]);
}

/** Who may sign a checkpoint of this size: one key, and at the size of a turn also the one that takes over. */
export function keysAt(keys: LogKeys, size: number): VerifierKey[] {
  let found = [keys.first];
  for (const turn of keys.turns) {
    if (size > turn.size) found = [turn.key];
    else if (size === turn.size) found.push(turn.key);
  }
  return found;
}

/**
 * The checkpoint in these bytes, verified to be of this log and signed by a key that may sign at its size.
 *
 * Every signature there that claims to be of such a key must verify; throws Refused otherwise.
 */
export async function openCheckpoint(keys: LogKeys, data: Bytes): Promise<Checkpoint> {
  const { checkpoint, note } = await parseUnverified(data);
  await checkSigned(keys, checkpoint, note);
  return checkpoint;
}

async function checkSigned(keys: LogKeys, checkpoint: Checkpoint, note: Note): Promise<void> {
  if (checkpoint.origin !== keys.first.name) {
    throw unverified("The checkpoint belongs to another log; ask for the one of this log.");
  }
  const able = keysAt(keys, checkpoint.size).filter((key) => signaturesBy(note, key).length > 0);
  if (able.length === 0) {
    throw unverified("The checkpoint is not signed by the key that has the log at its size; refuse it.");
  }
  for (const key of able) await verifyNote(note, key);
}

/** The short name of a log: the last part of its origin, also out of a whole key's text. */
export function logNamed(origin: string): string {
  const name = origin.split("+")[0] ?? "";
  return name.slice(name.lastIndexOf("/") + 1);
}
