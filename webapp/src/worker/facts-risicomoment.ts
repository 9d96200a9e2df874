/** What a page is shown of a risk moment beside what every item has: when it is, the loket's answer, what overlaps. */

import type { Case } from "../device/reading.ts";
import { answerOf, timesOf, toldBy } from "../flows/risicomoment.ts";
import type { RiskMoment } from "../phone-moment.ts";
import { REFUSED_HERE, type Item } from "../phone.ts";
import { refusalCode } from "../refused.ts";
import type { Facts } from "./facts.ts";

const TIMED = "risico.timed";
const PROMISED = "risicomoment.promised";
const OVERLAPS = "risicomoment.overlapping";

/** Of a report, and of what its receivers weigh. */
export const FACTS: Facts = {
  risicomoment: async (_, about) => momentFrom(await reportOf(about)),
  risicoweging: (_, about) => momentFrom(weighed(about)),
};

function momentFrom(moment: RiskMoment | null): Pick<Item, "moment"> {
  return moment === null ? {} : { moment };
}

async function reportOf(about: Case): Promise<RiskMoment | null> {
  const times = timesOf(about);
  if (times === null) return null;
  const answerAt = last(about, PROMISED, "answer_at");
  return { ...times, answerAt, answer: await answered(about), overlaps: overlapping(about) };
}

/** The signed words of who took it, and what the service says of a change since. */
function weighed(about: Case): RiskMoment | null {
  const content = about.contents.map((one) => one.content).find((one) => one.kind === "risicoweging");
  const [startsAt, endsAt] = [last(about, TIMED, "starts_at"), last(about, TIMED, "ends_at")];
  const starts = startsAt ?? content?.starts_at ?? null;
  const ends = endsAt ?? content?.ends_at ?? null;
  if (starts === null || ends === null) return null;
  return { startsAt: starts, endsAt: ends, gemeente: null, answerAt: null, answer: null, overlaps: [] };
}

async function answered(about: Case): Promise<RiskMoment["answer"]> {
  try {
    const found = await answerOf(about);
    if (found === null) return null;
    const { outcome, text } = found.content;
    return { reads: true, outcome, text, at: found.at, current: found.told === toldBy(about)[0] };
  } catch (wrong) {
    const code = refusalCode(wrong);
    if (code === null) throw wrong;
    return { reads: false, code: `${REFUSED_HERE}${code}` };
  }
}

function overlapping({ answer }: Case): readonly string[] {
  const found = answer.history.flatMap(({ tag, event }) => (tag === OVERLAPS ? [event["item"]] : []));
  return [...new Set(found.filter((one) => typeof one === "string"))];
}

function last({ answer }: Case, tag: string, field: string): string | null {
  const found = answer.history.findLast((one) => one.tag === tag)?.event[field];
  return typeof found === "string" ? found : null;
}
