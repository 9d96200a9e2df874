/** C2SP tlog-cosignature: a witness's timestamped Ed25519 signature on a checkpoint, verified. */

import { utf8 } from "../wire/bytes.ts";
import { parseText } from "./checkpoints.ts";
import { checkSignature, COSIGNATURE, type Note, signaturesBy, unverified, type VerifierKey } from "./notes.ts";

const TIME_BYTES = 8;

/**
 * The latest POSIX time (seconds) at which this witness cosigned the note's checkpoint.
 *
 * Throws Refused when it did not, and when any line that claims to be its own does not verify.
 */
export async function verifyCosignature(note: Note, key: VerifierKey): Promise<bigint> {
  await parseText(note.text);
  const claimed = signaturesBy(note, key);
  if (key.type !== COSIGNATURE || claimed.length === 0) {
    throw unverified("The checkpoint is not cosigned by the expected witness; ask it again.");
  }
  let latest = 0n;
  for (const { signature } of claimed) {
    if (signature.length < TIME_BYTES) throw unverified("A cosignature has no time; refuse the answer.");
    const seconds = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
    if (seconds >> 63n) throw unverified("A cosignature has an impossible time; refuse the answer.");
    await checkSignature(key, signature.slice(TIME_BYTES), utf8(`cosignature/v1\ntime ${seconds}\n${note.text}`));
    if (seconds > latest) latest = seconds;
  }
  return latest;
}
