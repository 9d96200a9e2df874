/** C2SP tlog-proof: one self-contained text that proves offline that a leaf stands in a log. */

import { type Bytes, text } from "../wire/bytes.ts";
import { type Checkpoint, parseUnverified } from "./checkpoints.ts";
import { MAX_NOTE_BYTES } from "./notes.ts";
import { verifyInclusion } from "./proofs.ts";
import { fromBase64, fromDecimal, hashFromBase64, malformed } from "./strict.ts";
import { type LogKeys, openCheckpoint } from "./succession.ts";
import { leafHash } from "./tree.ts";

export const SUFFIX = ".tlog-proof";
const MAX_STEPS = 63;
const HEADER = "c2sp.org/tlog-proof@v1";

/** Where a leaf stands, the path to the root, and the signed checkpoint exactly as the log gave it. */
export type ProofFile = { readonly index: number; readonly path: readonly Bytes[]; readonly checkpoint: Bytes };

/** The proof in these bytes, not yet verified; throws Refused for anything that no log writes. */
export async function parseProof(data: Bytes): Promise<ProofFile> {
  const end = data.findIndex((byte, at) => byte === 10 && data[at + 1] === 10);
  const head = data.slice(0, Math.max(end, 0));
  if (end < 0 || data.length > 2 * MAX_NOTE_BYTES || head.some((byte) => byte > 127)) {
    throw malformed("This is not a log proof; it has no head before its checkpoint.");
  }
  const [header, ...lines] = text(head).split("\n");
  if (lines[0]?.startsWith("extra ") && fromBase64((lines.shift() ?? "").slice("extra ".length)).length === 0) {
    throw malformed("A proof has an empty extra line; leave the line out.");
  }
  const [place, ...steps] = lines;
  if (header !== HEADER || place === undefined || !place.startsWith("index ")) {
    throw malformed("This is not a log proof of a known version; ask for one of version 1.");
  }
  const index = fromDecimal(place.slice("index ".length));
  const path = steps.map(hashFromBase64);
  if (path.length > MAX_STEPS) throw malformed("A proof has at most 63 steps; refuse it.");
  const checkpoint = data.slice(end + 2);
  await parseUnverified(checkpoint);
  return { index, path, checkpoint };
}

/**
 * The verified checkpoint, only if it proves that these exact leaf bytes stand in this log at `proof.index`.
 *
 * Needs nothing but its arguments: no network, no clock. Throws Refused otherwise.
 */
export async function verifyProof(proof: ProofFile, leaf: Bytes, keys: LogKeys): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(keys, proof.checkpoint);
  await verifyInclusion(await leafHash(leaf), proof.index, checkpoint.size, proof.path, checkpoint.root);
  return checkpoint;
}
