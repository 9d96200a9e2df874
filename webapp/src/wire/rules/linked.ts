/** What an act may carry as a linked item, as the acts of several flows ask it. */

import type { LinkedItem } from "../models.ts";

/** Whether a linked item is word to the rccb of the item acted on. */
export function isWord(linked: LinkedItem): boolean {
  return linked.flow === "bericht_rccb" && linked.joined === null;
}

/** Word to the rccb of the item acted on, or nothing. */
export function isNothingOrWord(linked: unknown): boolean {
  return linked === null || isWord(linked as LinkedItem);
}

/** A dispute about the item acted on. */
export function isDispute(value: unknown): boolean {
  const linked = value as LinkedItem;
  return linked.flow === "geschil" && linked.joined === null;
}
