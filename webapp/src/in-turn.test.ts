import { describe, expect, test } from "vitest";

import { InTurn } from "./in-turn.ts";

/** A promise, and what keeps it. */
function held<T>(): [Promise<T>, (value: T) => void] {
  let keep: (value: T) => void = () => undefined;
  const made = new Promise<T>((done) => (keep = done));
  return [made, keep];
}

const never = (): Promise<void> => new Promise(() => undefined);
const later = (): Promise<void> => new Promise((done) => void setTimeout(done));

describe("bells that come together", () => {
  test("are shown in the order in which they came, whichever is ready first", async () => {
    const [slow, ready] = held<string>();
    const shown: string[] = [];
    const show = async (one: string): Promise<void> => void shown.push(one);
    const turns = new InTurn(never);
    const both = [turns.show(slow, show), turns.show(Promise.resolve("over"), show)];
    await later();
    expect(shown).toEqual([]);
    ready("ring");
    await Promise.all(both);
    expect(shown).toEqual(["ring", "over"]);
  });

  test("do not wait for one that hangs or fails", async () => {
    const [pause, over] = held<void>();
    const shown: string[] = [];
    const show = async (one: string): Promise<void> => void shown.push(one);
    const turns = new InTurn(() => pause);
    void turns.show(never() as Promise<never>, show);
    const next = turns.show(Promise.resolve("ring"), show);
    over();
    await next;
    await expect(turns.show(Promise.reject(new Error("no cache")), show)).rejects.toThrow("no cache");
    await turns.show(Promise.resolve("over"), show);
    expect(shown).toEqual(["ring", "over"]);
  });
});
