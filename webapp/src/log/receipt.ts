/** Receipts: the proof that an act of this person stands in the log, verified, for whoever must be shown it. */

import type { ProofAnswer } from "../api/answers.ts";
import { Refused } from "../refused.ts";
import { type Bytes, utf8 } from "../wire/bytes.ts";
import type { Checkpoint } from "./checkpoints.ts";
import { parseLeaf } from "./leaves.ts";
import { parseProof, verifyProof } from "./proof-file.ts";
import { fromBase64 } from "./strict.ts";
import type { KeysOfLogs } from "./watch.ts";

/** A verified proof: the checkpoint it leads to, and the exact bytes that prove it to anybody offline. */
export type Receipt = {
  readonly checkpoint: Checkpoint;
  readonly index: number;
  readonly leaf: Bytes;
  readonly proof: Bytes;
};

/**
 * Verify that the act with this hash stands in `log`; keeping leaf and proof is the caller's.
 *
 * Throws Refused (`receipt.other`, `receipt.invalid`) when it is the proof of something else, or no proof at all.
 */
export async function verifyReceipt(
  answer: Omit<ProofAnswer, "act">,
  actSha256: string,
  log: string,
  keys: KeysOfLogs,
): Promise<Receipt> {
  const able = keys.get(log);
  if (answer.log !== log || able === undefined) {
    throw new Refused("receipt.other", "This proves something about another log; do not rely on it.");
  }
  const proof = utf8(answer.proof);
  try {
    const leaf = fromBase64(answer.leaf);
    if (parseLeaf(leaf).act_sha256 !== actSha256) {
      throw new Refused("receipt.other", "This is the proof of another act; do not rely on it.");
    }
    const file = await parseProof(proof);
    return { checkpoint: await verifyProof(file, leaf, able), index: file.index, leaf, proof };
  } catch (wrong) {
    if (!(wrong instanceof Refused) || wrong.code === "receipt.other") throw wrong;
    throw new Refused("receipt.invalid", "This is no proof that the act stands in the log; do not rely on it.");
  }
}
