/** How often an unanswered request is sent again, and how long is waited before it. */

import { NotReached, ServerRefused } from "./failures.ts";

/** The wait before the next try doubles up to `most`; all in milliseconds. */
export type Patience = {
  readonly tries: number;
  readonly first: number;
  readonly most: number;
  /** How long one answer may take. */
  readonly answer: number;
  /** How long a stream of events may be silent before it is lost. */
  readonly silence: number;
};

export const PATIENCE: Patience = { tries: 6, first: 200, most: 5_000, answer: 30_000, silence: 60_000 };

export type Pause = (milliseconds: number) => Promise<void>;

export const pause: Pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The connection gave way before an answer was whole; whether the request arrived is not known. */
export class Lost extends Error {
  override readonly name = "Lost";
}

const BUSY = [408, 429, 502, 503, 504];

/** Do `once` until an answer comes that is not "busy"; throws NotReached when patience ran out, or that answer's problem. */
export async function patiently<T>(patience: Patience, wait: Pause, once: () => Promise<T>): Promise<T> {
  let next = patience.first;
  for (let left = patience.tries; ; ) {
    left -= 1;
    try {
      return await once();
    } catch (wrong) {
      const again = wrong instanceof Lost || (wrong instanceof ServerRefused && BUSY.includes(wrong.status));
      if (!again || (left <= 0 && wrong instanceof ServerRefused)) throw wrong;
      if (left <= 0) throw new NotReached("The service cannot be reached; nothing is lost. Call by telephone.");
    }
    await wait(next);
    next = Math.min(next * 2, patience.most);
  }
}
