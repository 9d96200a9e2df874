/** C2SP tlog-tiles: paths and contents of tiles, and subtree hashes read back from them. */

import type { Bytes } from "../wire/bytes.ts";
import type { HashAt } from "./proofs.ts";
import { malformed } from "./strict.ts";
import { HASH_BYTES, perfectRoot } from "./tree.ts";

export const HEIGHT = 8;
export const WIDTH = 256;

/** The level of a hash tile, or `entries` for a bundle of leaf bytes beside the hash tiles of level 0. */
export type Level = number | "entries";

/** The path of a tile below the log's prefix, such as `tile/0/x001/234.p/7`. */
export function tilePath(level: Level, index: number, width: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
  const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level}/${number}${width === WIDTH ? "" : `.p/${width}`}`;
}

/** How many hashes tile `index` of a level has in a log of `size` leaves; 0 or less when there is none. */
export function widthAt(size: number, level: number, index: number): number {
  return Math.min(WIDTH, Math.floor(size / WIDTH ** level) - index * WIDTH);
}

/** The hashes of a tile of exactly `width` hashes; throws Refused for any other length. */
export function decodeTile(data: Bytes, width: number): Bytes[] {
  if (width < 1 || width > WIDTH || data.length !== HASH_BYTES * width) {
    throw malformed("A tile does not have the number of hashes its path says; fetch it again.");
  }
  return Array.from({ length: width }, (_, at) => data.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** The leaves of a bundle of exactly `width` leaves; throws Refused when bytes lack or are left. */
export function decodeBundle(data: Bytes, width: number): Bytes[] {
  const entries: Bytes[] = [];
  let at = 0;
  while (entries.length < width && at + 2 <= data.length) {
    const end = at + 2 + ((data[at] ?? 0) << 8) + (data[at + 1] ?? 0);
    entries.push(data.slice(at + 2, end));
    at = end;
  }
  if (width < 1 || width > WIDTH || entries.length !== width || at !== data.length) {
    throw malformed("A bundle does not have the number of leaves its path says; fetch it again.");
  }
  return entries;
}

/** Which tile, as `level/index`, holds the hashes below a subtree. */
export function tileOf(level: number, index: number): { row: number; tile: number; place: number; count: number } {
  const row = Math.floor(level / HEIGHT);
  const count = 2 ** (level % HEIGHT);
  return { row, tile: Math.floor((index * count) / WIDTH), place: (index * count) % WIDTH, count };
}

/** The subtree hashes that proofs are made from; the reader refuses when a tile does not reach far enough. */
export function hashReader(tiles: (row: number, tile: number) => readonly Bytes[]): HashAt {
  return async (level, index) => {
    const { row, tile, place, count } = tileOf(level, index);
    const hashes = tiles(row, tile).slice(place, place + count);
    if (hashes.length !== count) throw malformed("A tile is shorter than the log; fetch it again.");
    return perfectRoot(hashes);
  };
}
