/** RFC 6962 hashing and a tree that grows while keeping only its right edge. */

import { type Bytes, concat, sha256 } from "../wire/bytes.ts";
import { malformed } from "./strict.ts";

export const HASH_BYTES = 32;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The hash of one leaf (RFC 6962 §2.1): SHA-256 of 0x00 and the exact bytes. */
export function leafHash(leaf: Bytes): Promise<Bytes> {
  return sha256(concat(LEAF, leaf));
}

/** The hash of an inner node (RFC 6962 §2.1): SHA-256 of 0x01, left and right. */
export function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(concat(NODE, left, right));
}

/** The root of a log without leaves: SHA-256 of nothing. */
export function emptyRoot(): Promise<Bytes> {
  return sha256(new Uint8Array(0));
}

/** The root above a power of two of neighbouring hashes; throws Refused for any other count. */
export async function perfectRoot(hashes: readonly Bytes[]): Promise<Bytes> {
  let level = hashes;
  while (level.length > 1) {
    const pairs: Promise<Bytes>[] = [];
    for (let at = 0; at < level.length; at += 2) pairs.push(nodeHash(hashAt(level, at), hashAt(level, at + 1)));
    level = await Promise.all(pairs);
  }
  return hashAt(level, 0);
}

function hashAt(hashes: readonly Bytes[], at: number): Bytes {
  const found = hashes[at];
  if (found === undefined) throw malformed("A subtree is not complete; fetch the tiles again.");
  return found;
}

/** The root above complete subtrees of falling size, left to right; the empty root for none. */
export async function foldRightEdge(edge: readonly Bytes[]): Promise<Bytes> {
  const last = edge.at(-1);
  if (last === undefined) return emptyRoot();
  let root = last;
  for (const left of edge.slice(0, -1).reverse()) root = await nodeHash(left, root);
  return root;
}

/** An append-only tree of which only the complete subtrees on the right edge are kept. */
export class RunningTree {
  size = 0;
  #edge: Bytes[] = [];

  /** Add one leaf, given its `leafHash`. Await each before the next. */
  async append(hashed: Bytes): Promise<void> {
    let node = hashed;
    for (let carry = this.size; carry % 2 === 1; carry = (carry - 1) / 2) {
      const left = this.#edge.pop();
      if (left !== undefined) node = await nodeHash(left, node);
    }
    this.#edge.push(node);
    this.size += 1;
  }

  /** The RFC 6962 root over all leaves so far. */
  root(): Promise<Bytes> {
    return foldRightEdge(this.#edge);
  }
}
