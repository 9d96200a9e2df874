/** Holds acts, their contents and the state that the service tells to each other as Python does. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  mayStandIn,
  mustSayItsOutcome,
  mustSayWhatItsActAsks,
  newestOutcome,
  type Outcome,
} from "../src/crypto/content-rules.ts";
import { refusalCode } from "../src/refused.ts";
import type { ReadAct } from "../src/wire/catalogue.ts";
import type { AnyContent } from "../src/wire/models.ts";

const VECTORS = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "rules.json"), "utf8")) as {
  promises: { act: string; params: unknown; content: AnyContent; code: string | null }[];
  said: { content: AnyContent; decided: Outcome | null; code: string | null }[];
  newest: [Outcome[], Outcome | null][];
  stands: [string, Outcome | null, boolean, boolean][];
};

function codeOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (wrong) {
    const code = refusalCode(wrong);
    if (code === null) throw wrong;
    return code;
  }
}

it("keeps what an act promises", () => {
  for (const { act, params, content, code } of VECTORS.promises) {
    expect(codeOf(() => mustSayWhatItsActAsks({ act, params } as ReadAct, content)), JSON.stringify(content)).toBe(code);
  }
});

it("wants a decision to say what its act decides", () => {
  for (const { content, decided, code } of VECTORS.said) {
    expect(codeOf(() => mustSayItsOutcome(content, decided)), JSON.stringify([content, decided])).toBe(code);
  }
});

it("finds the newest outcome in any order", () => {
  expect(VECTORS.newest.map(([signed]) => [signed, newestOutcome(signed)])).toEqual(VECTORS.newest);
});

it("takes the same states beside the same outcomes", () => {
  const judged = VECTORS.stands.map(([state, outcome, unread]) => [state, outcome, unread, mayStandIn(state, outcome, unread)]);
  expect(judged).toEqual(VECTORS.stands);
});
