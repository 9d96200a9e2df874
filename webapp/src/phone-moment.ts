/** What the pages know of a risk moment beside what every item has: plain data. */

import type { Moment } from "./phone.ts";

/**
 * A risk moment (RM-01): when it is and in which gemeente (null on what is weighed), when the loket answers, what it
 * answered or why that does not verify, and which reports of the same person overlap, which a reporter is never shown
 * (RM-07). `current`: the answer is about the report as it is now.
 */
export type RiskMoment = {
  startsAt: Moment;
  endsAt: Moment;
  gemeente: string | null;
  answerAt: Moment | null;
  answer: { reads: true; outcome: string; text: string; at: Moment; current: boolean } | { reads: false; code: string } | null;
  overlaps: readonly string[];
};
