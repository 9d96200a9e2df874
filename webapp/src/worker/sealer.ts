/** The helper's side of sealing: a worker that makes new items for its phone, and knows what that takes and nothing more. */

import type { AnyContent } from "../wire/models.ts";
import { sealItem, type SealedItem } from "../crypto/linked.ts";
import type { Place } from "../crypto/content.ts";
import type { Signing } from "../crypto/keys.ts";
import type { Directory } from "../directory/state.ts";
import { randomBytes, type Clock } from "../wire/bytes.ts";
import type { Holding } from "../wire/payload.ts";

/** The name under which the app's one worker script is a helper. */
export const SEALER = "piket-sealer";

/** First comes with what: how this device signs, and whom it believes to hold which key. It gets no key that opens anything. */
export type Begin = { readonly keys: Signing; readonly directory: Directory };
export type Task = {
  readonly id: number;
  readonly content: AnyContent;
  readonly readers: readonly Holding[];
  readonly by: Pick<Place, "act" | "name" | "holding" | "excluded">;
};
export type Made = { readonly id: number; readonly sealed: SealedItem | null };

/** One task after the other; null where it could not be made, which its phone then finds out for itself. */
export function sealing(begin: Begin, clock: Clock = () => new Date()): (task: Task) => Promise<Made> {
  const sealer = { ...begin, clock, random: randomBytes };
  return async ({ id, content, readers, by }) => ({ id, sealed: await sealItem(sealer, content, readers, by).catch(() => null) });
}

/** What a worker of this name does with its messages. */
export function help(side: Pick<DedicatedWorkerGlobalScope, "addEventListener" | "postMessage">): void {
  let seal: ReturnType<typeof sealing> | null = null;
  side.addEventListener("message", ({ data }: MessageEvent<Begin | Task>) => {
    if ("keys" in data) seal = sealing(data);
    else void seal?.(data).then((made) => side.postMessage(made));
  });
}
