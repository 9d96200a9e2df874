/** Linked items: a key and an audience of their own, sealed on the device that does the act which opens them. */

import type { Directory } from "../directory/state.ts";
import { sha256Hex, type Bytes, type Clock, type Random } from "../wire/bytes.ts";
import { randomId } from "../wire/ids.ts";
import type { AnyContent, LinkedItem, WrapParam } from "../wire/models.ts";
import type { Holding } from "../wire/payload.ts";
import { newIdentity } from "./age.ts";
import { contentRefused, sealContent, type Place } from "./content.ts";
import { wrapItem } from "./itemkeys.ts";
import type { Signing } from "./keys.ts";

/** Who seals: the keys of this device, what it believes, and its time and randomness. */
export type Sealer = {
  readonly keys: Signing;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: Random;
};

/** A new item as its opening act names it: id, key, wraps, sealed content, and the blobs of all these. */
export type SealedItem = {
  readonly item: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly blobs: ReadonlyMap<string, Bytes>;
  readonly gaps: readonly Holding[];
};

/**
 * Make a new item: its key wrapped for `readers` except who is excluded (P-02), its first content sealed to it.
 * `by` says which act opens it and in which functie. Throws Refused as `sealContent`.
 */
export async function sealItem(
  sealer: Sealer,
  content: AnyContent,
  readers: Iterable<Holding>,
  by: Pick<Place, "act" | "name" | "holding" | "excluded">,
): Promise<SealedItem> {
  const identity = await newIdentity();
  const { recipient } = identity;
  const item = randomId(sealer.random);
  const { wraps, blobs, gaps } = await wrapItem(identity, sealer.directory, readers, by.excluded);
  const place: Place = { ...by, item, recipient };
  const sealed = await sealContent(content, place, sealer.keys, sealer.directory, sealer.clock());
  const name = await sha256Hex(sealed);
  return { item, recipient, wraps, content: name, blobs: new Map([...blobs, [name, sealed]]), gaps };
}

/** The parameter with which an act opens `sealed` as a linked item, of a joined request when it names one. */
export function linkedItem(flow: LinkedItem["flow"], sealed: SealedItem, joined: string | null): LinkedItem {
  const { item, recipient, wraps, content } = sealed;
  return { flow, item, recipient, wraps, content, joined };
}

/**
 * The key to which content of an item goes now. Throws Refused `item.keyless` when no signature of somebody else
 * vouches for any key of this item.
 */
export function keyOf(item: { readonly recipient: string | null }): string {
  if (item.recipient === null) {
    throw contentRefused("item.keyless", "Nobody vouches for the key of this item, so nothing is sealed to it");
  }
  return item.recipient;
}

/**
 * Who may be given no key of an item (P-02), as somebody else than the service signed it. Throws Refused
 * `item.excluded` for a linked item (one with a parent) of which nothing was opened that says so.
 */
export function exclusionsOf(item: {
  readonly parent: string | null;
  readonly contents: readonly unknown[];
  readonly excluded: ReadonlySet<string>;
}): ReadonlySet<string> {
  if (item.parent !== null && item.contents.length === 0) {
    const sentence = "Nobody vouches for who is excluded from this item, so no key is given";
    throw contentRefused("item.excluded", sentence);
  }
  return item.excluded;
}
