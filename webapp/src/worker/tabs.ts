/** What the tabs of one phone tell each other: each shows what stands on the disk they share, whoever sent it, and none shows anything once one must not. */

import type { ActAnswer } from "../api/answers.ts";

/**
 * An act was kept, an answer was heard, or something else changed on the disk (a refusal was kept, or looked at); or
 * nothing may be shown any more, and whether what went out silently was delivered (SG-07).
 */
export type Word =
  | { readonly kind: "kept" }
  | { readonly kind: "answered"; readonly answer: ActAnswer }
  | { readonly kind: "changed" }
  | { readonly kind: "quiet"; readonly delivered: boolean };

/** The other tabs: what is told is heard by each of them, and not by who told it. */
export type Tabs = { tell(word: Word): void; listen(heard: (word: Word) => void): void };

const CHANNEL = "piket:acts";

/** All tabs and workers of this origin. */
export function browserTabs(channel = new BroadcastChannel(CHANNEL)): Tabs {
  return {
    tell: (word) => channel.postMessage(word),
    listen: (heard) => channel.addEventListener("message", ({ data }: MessageEvent<Word>) => heard(data)),
  };
}
