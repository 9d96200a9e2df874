/** Hears of changes for as long as the app is open: by the stream of events, else by asking for the list. */

import type { Api } from "../api/api.ts";
import { EventsRefused } from "../api/events.ts";
import { NotReached, ServerRefused } from "../api/failures.ts";
import type { Pause } from "../api/patience.ts";

/** Waits before hearing again after the stream ended, and how long the list is asked for where no stream is to be had. */
export const AGAIN = 1_000;
export const LIST = 10_000;

/** Who hears: an item changed or went away (its id), the board did, or something (null); and why no stream was to be had. */
export type Ear = { heard(item: string | null): void; board(): void; failed(wrong: unknown): void };

/**
 * Tell of each change after event `from` until `signal` says stop. Never gives up: a lost line is tried again, and each time the stream
 * begins anew the ear is told of something, since what changed meanwhile is not known. Throws what is a fault of ours.
 */
export async function hear(api: Pick<Api, "events">, ear: Ear, wait: Pause, signal: AbortSignal, from?: string): Promise<void> {
  let cursor = from;
  while (!signal.aborted) {
    let next = AGAIN;
    try {
      for await (const event of api.events(cursor, signal)) {
        cursor = event.cursor ?? cursor;
        if (event.name === "board") ear.board();
        if (event.name === "item" || event.name === "gone") ear.heard(itemIn(event.data));
      }
    } catch (wrong) {
      const expected = wrong instanceof NotReached || wrong instanceof ServerRefused || wrong instanceof EventsRefused;
      if (!expected) throw wrong;
      ear.failed(wrong);
      next = LIST;
    }
    if (signal.aborted) return;
    await wait(next);
    ear.heard(null);
  }
}

function itemIn(data: unknown): string | null {
  const found = typeof data === "object" && data !== null && "item" in data ? data.item : null;
  return typeof found === "string" ? found : null;
}
