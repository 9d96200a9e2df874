/** C2SP tlog-checkpoint: origin, size and root as the text of a signed note, read strictly. */

import { type Bytes, equal } from "../wire/bytes.ts";
import { type Note, parseNote } from "./notes.ts";
import { fromDecimal, hashFromBase64, malformed } from "./strict.ts";
import { emptyRoot } from "./tree.ts";

/** The head of one log: which log, how many leaves, and the root over them. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Bytes };

/** Tell whether both say the same of the same log. */
export function sameCheckpoint(one: Checkpoint, other: Checkpoint): boolean {
  return one.origin === other.origin && one.size === other.size && equal(one.root, other.root);
}

/** What a signed checkpoint claims, and its note; nothing in it may be trusted before its signature is verified. */
export async function parseUnverified(data: Bytes): Promise<{ checkpoint: Checkpoint; note: Note }> {
  const note = parseNote(data);
  return { checkpoint: await parseText(note.text), note };
}

/**
 * The checkpoint in a note's text; throws Refused unless it has exactly the three lines.
 *
 * Extension lines are refused: nobody audits them (tlog-checkpoint advises against them).
 */
export async function parseText(text: string): Promise<Checkpoint> {
  const [origin = "", size = "", root = "", rest, ...more] = text.split("\n");
  if (rest !== "" || more.length > 0) {
    throw malformed("A checkpoint has exactly three lines: origin, size and root; refuse it.");
  }
  const checkpoint = { origin, size: fromDecimal(size), root: hashFromBase64(root) };
  if (origin === "") throw malformed("A checkpoint needs an origin of one line; name the log.");
  if (checkpoint.size === 0 && !equal(checkpoint.root, await emptyRoot())) {
    throw malformed("An empty log has one possible root, and this is another; refuse it.");
  }
  return checkpoint;
}
