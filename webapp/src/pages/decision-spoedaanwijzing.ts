/** A decision as it was filled in, on the request itself: its texts by the names in the models (SA-06, SA-07). */

import type { Decision, Outcome } from "../phone-acts.ts";
import { written } from "../wire/moment.ts";

type Texts = Readonly<Record<string, string>>;

const OUTCOMES: readonly Outcome[] = ["aangewezen", "niet_aangewezen", "al_onder_gezag_nctv"];
const COUNT = /^\d{1,2}$/;

/**
 * A designation carries the order and the word, a refusal neither. Where it is not filled in from when, a designation is
 * from now: by the service's clock, for a phone's own may be wrong.
 */
export function decisionOf(params: Texts, content: Texts, along: Readonly<Record<string, Texts>>, now: Date): Decision {
  const outcome = OUTCOMES.find((one) => one === params["outcome"]) ?? "niet_aangewezen";
  const designated = outcome !== "niet_aangewezen";
  const moment = (name: string): string | null => (designated ? params[name] || null : null);
  const kerngezin = content["kerngezin"] ?? "";
  const [order, word] = [along["opdracht"] ?? {}, along["bericht_rccb"] ?? {}];
  return {
    outcome,
    reasons: content["reasons"] ?? "",
    kerngezin: designated && COUNT.test(kerngezin) ? Number(kerngezin) : null,
    others: designated ? (content["others"] ?? "") : "",
    fromAt: designated ? (moment("from_at") ?? written(now)) : null,
    endsAt: moment("ends_at"),
    reviewAt: moment("review_at"),
    visible: designated && params["visible"] === "true",
    order: designated ? { person: order["person"] ?? "", where: order["where"] ?? "", measures: order["measures"] ?? "", callback: order["callback"] ?? "" } : null,
    word: designated ? { text: word["text"] ?? "", callback: word["callback"] ?? "" } : null,
    joined: [],
  };
}
