/** Only what somebody asked anew themselves is told to them as theirs, in the order of time (SG-05, X-02). */

import { expect, test } from "vitest";

import type { VerifiedItemAct } from "../device/verified-acts.ts";
import { askedAgain } from "./asked-again.ts";

const signed = (act: string, person: string, at: string): VerifiedItemAct => ({ read: { act }, person, payload: { at } }) as unknown as VerifiedItemAct;

test("one's own asking anew is told, oldest first; another's, and another act, is not", () => {
  const acts = [
    signed("signaal.onveilig", "sam", "2026-11-21T02:00:00Z"),
    signed("item.reopen", "sam", "2026-11-21T02:20:00Z"),
    signed("item.reopen", "rick", "2026-11-21T02:15:00Z"),
    signed("item.reopen", "sam", "2026-11-21T02:10:00+00:00"),
  ];
  expect(askedAgain(acts, "sam")).toEqual(["2026-11-21T02:10:00+00:00", "2026-11-21T02:20:00Z"]);
});
