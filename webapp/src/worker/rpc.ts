/** How pages and the worker speak: a call by its name with plain data, an answer or a code, and changes as they happen. */

import type { Change } from "../phone.ts";

export type Call = { readonly id: number; readonly method: string; readonly args: readonly unknown[] };
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly code: string; readonly erasedAt?: string }
  | { readonly change: Change };

/** What a page may ask of the worker's phone; nothing else has a name there. */
export const METHODS = [
  "status",
  "enrol",
  "release",
  "chooseLock",
  "lockBy",
  "unlock",
  "unlockBy",
  "passkey",
  "inBackground",
  "lock",
  "me",
  "deliveries",
  "start",
  "item",
  "act",
  "prepare",
  "sign",
  "form",
  "keepTyped",
  "typedBefore",
  "dismiss",
  "duty",
  "calendar",
  "board",
  "devices",
  "quality",
  "qualityCsv",
  "chain",
  "attach",
  "uploads",
  "dropUpload",
  "attachment",
  "push",
  "setPush",
  "testBell",
  "lifeline",
  "signal",
  "chooseDuress",
] as const;
export type Method = (typeof METHODS)[number];

/** What is done with many items at once. */
export const MANY_METHODS = ["prepareMany", "signMany", "gestures", "gathered", "closed"] as const;
export type ManyMethod = (typeof MANY_METHODS)[number];
