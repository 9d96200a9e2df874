/** An item shows more with time, never less; answers that cross each other on the way are no lie. */

import { describe, expect, it } from "vitest";

import type { ItemAnswer } from "../api/answers.ts";
import { Shown } from "./shown.ts";

function answer(...acts: string[]): ItemAnswer {
  return { acts: acts.map((payload) => ({ payloadType: "", payload, proofs: [] })) } as unknown as ItemAnswer;
}

const DROPPED = expect.objectContaining({ code: "item.dropped" });

describe("an item", () => {
  it("may show more, in any order, and is told apart from others", () => {
    const shown = new Shown();
    shown.follows("a", answer("1", "2"), shown.arrived());
    shown.follows("b", answer("3"), shown.arrived());
    expect(() => shown.follows("a", answer("3", "2", "1"), shown.arrived())).not.toThrow();
  });

  it("is refused when an act is missing that was shown before, again and again", () => {
    const shown = new Shown();
    shown.follows("a", answer("1", "2"), shown.arrived());
    for (const acts of [["1"], [], ["1", "3"], ["1"]]) {
      expect(() => shown.follows("a", answer(...acts), shown.arrived())).toThrow(DROPPED);
    }
    expect(() => shown.follows("a", answer("1", "2"), shown.arrived())).not.toThrow();
  });

  it("is no lie when an answer that came earlier was verified later", () => {
    const shown = new Shown();
    const [first, second] = [shown.arrived(), shown.arrived()];
    shown.follows("a", answer("1", "2"), second);
    expect(() => shown.follows("a", answer("1"), first)).not.toThrow();
    expect(() => shown.follows("a", answer("1"), shown.arrived())).toThrow(DROPPED);
  });
});
