/** RFC 6962 inclusion and consistency proofs: consistency made from stored subtree hashes; both verified or refused. */

import { Refused } from "../refused.ts";
import { type Bytes, equal } from "../wire/bytes.ts";
import { emptyRoot, foldRightEdge, HASH_BYTES, nodeHash } from "./tree.ts";

/** `hashAt(level, index)`: the hash over the complete 2^level leaves that start at index · 2^level. */
export type HashAt = (level: number, index: number) => Promise<Bytes>;

function unproven(sentence: string): Refused {
  return new Refused("audit.proof", sentence);
}

/** The proof that the first `oldSize` leaves stayed the same (RFC 6962 §2.1.2); empty for equal sizes and from 0. */
export async function consistencyProof(oldSize: number, newSize: number, hashAt: HashAt): Promise<Bytes[]> {
  if (oldSize < 0 || oldSize > newSize) throw unproven("The newer tree is smaller than the older one; the log was cut off.");
  if (oldSize === 0 || oldSize === newSize) return [];
  const path: Bytes[] = [];
  let start = 0;
  let end = newSize;
  while (oldSize !== end) {
    const middle = start + split(end - start);
    if (oldSize <= middle) {
      path.push(await rangeHash(middle, end, hashAt));
      end = middle;
    } else {
      path.push(await rangeHash(start, middle, hashAt));
      start = middle;
    }
  }
  if (start > 0) path.push(await rangeHash(start, end, hashAt));
  return path.reverse();
}

/**
 * Return only if `proof` leads from the leaf hash at `index` to the root of `size` leaves.
 *
 * Size and root must come from one verified checkpoint: a root alone does not say how many leaves are below it.
 */
export async function verifyInclusion(
  hashed: Bytes,
  index: number,
  size: number,
  proof: readonly Bytes[],
  root: Bytes,
): Promise<void> {
  if (index < 0 || index >= size) throw unproven("The index is outside the tree; do not trust this proof.");
  const climb = new Climb(index, size - 1);
  let node = hashed;
  for (const step of proof) {
    if (climb.last === 0 || step.length !== HASH_BYTES) {
      throw unproven("The inclusion proof has the wrong shape; do not trust it.");
    }
    node = climb.step() === "left" ? await nodeHash(step, node) : await nodeHash(node, step);
  }
  if (climb.last !== 0 || !equal(node, root)) {
    throw unproven("The inclusion proof does not lead to the root; do not trust it.");
  }
}

/** Return only if the tree of `newSize` leaves starts with exactly the `oldSize` leaves of the old one. */
export async function verifyConsistency(
  oldSize: number,
  newSize: number,
  proof: readonly Bytes[],
  oldRoot: Bytes,
  newRoot: Bytes,
): Promise<void> {
  if (oldSize < 0 || oldSize > newSize) throw unproven("The newer tree is smaller than the older one; the log was cut off.");
  if (oldSize === 0 || oldSize === newSize) {
    const expected = oldSize === 0 ? await emptyRoot() : newRoot;
    if (proof.length > 0 || !equal(oldRoot, expected)) {
      throw unproven("The trees should be equal or the first one empty, and are not; do not trust it.");
    }
    return;
  }
  const climb = new Climb(oldSize - 1, newSize - 1);
  climb.skipRightChildren();
  // A complete old tree is itself the first node; otherwise the proof starts with that node.
  const [first, ...steps] = climb.place === 0 ? [oldRoot, ...proof] : proof;
  if (first === undefined || [first, ...steps].some((step) => step.length !== HASH_BYTES)) {
    throw unproven("The consistency proof has the wrong shape; do not trust it.");
  }
  let oldNode = first;
  let newNode = first;
  for (const step of steps) {
    if (climb.last === 0) throw unproven("The consistency proof is too long; do not trust it.");
    if (climb.step() === "left") {
      oldNode = await nodeHash(step, oldNode);
      newNode = await nodeHash(step, newNode);
    } else {
      newNode = await nodeHash(newNode, step);
    }
  }
  if (climb.last !== 0 || !equal(oldNode, oldRoot) || !equal(newNode, newRoot)) {
    throw unproven("The consistency proof does not join the two roots; do not trust it.");
  }
}

/** The way from a leaf up to the root (RFC 9162 §2.1.3.2): where it is in its level, and the last place of that level. */
class Climb {
  place: number;
  last: number;

  constructor(place: number, last: number) {
    this.place = place;
    this.last = last;
  }

  /** Go up one step of a proof, and say on which side of the node its hash stands. */
  step(): "left" | "right" {
    const left = this.place % 2 === 1 || this.place === this.last;
    if (left) while (this.place % 2 === 0 && this.place > 0) this.#up();
    this.#up();
    return left ? "left" : "right";
  }

  skipRightChildren(): void {
    while (this.place % 2 === 1) this.#up();
  }

  #up(): void {
    this.place = Math.floor(this.place / 2);
    this.last = Math.floor(this.last / 2);
  }
}

/** The largest power of two smaller than `width` (2 or more). */
function split(width: number): number {
  let found = 1;
  while (found * 2 < width) found *= 2;
  return found;
}

/** The root above the leaves [start, end), where start is a node boundary of the RFC 6962 tree. */
async function rangeHash(from: number, end: number, hashAt: HashAt): Promise<Bytes> {
  const edge: Bytes[] = [];
  for (let start = from; start < end; ) {
    let [level, width] = [0, 1];
    while (width * 2 <= end - start) [level, width] = [level + 1, width * 2];
    edge.push(await hashAt(level, Math.floor(start / width)));
    start += width;
  }
  return foldRightEdge(edge);
}
