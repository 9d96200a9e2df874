/** Who is left out of an item stays left out: also after a lock, and however many people the directory knows (P-02). */

import { expect, test } from "vitest";

import type { Person } from "../phone.ts";
import { ChainQuestion } from "./chain.ts";

const people = (count: number): readonly Person[] => Array.from({ length: count }, (_, at) => ({ person: `p${at}`, name: `Name ${at}`, functies: [] }) as unknown as Person);
const FAR = { keten_choice: "yes", "excluded-p40": "on", keten_find: "Name 40", college: "on" };

function asked(count: number): ChainQuestion {
  const chain = new ChainQuestion(() => undefined);
  chain.people = people(count);
  return chain;
}

test("what was answered before a lock is answered again, of who was found by searching too", () => {
  const chain = asked(50);
  chain.take(FAR);
  expect([chain.concerns, chain.excluded, chain.tellCollege]).toEqual([true, ["p40"], true]);
  expect(chain["found"]().map((one) => one.person)).toEqual(["p40"]);
});

test("who is left out stands there as a tick, whatever is looked for", () => {
  const chain = asked(50);
  chain.take({ ...FAR, keten_find: "nobody at all" });
  expect(chain["found"]().map((one) => one.person)).toEqual(["p40"]);
});

test("who is left out is known as soon as the directory is, and nobody whom it does not know is named", () => {
  const chain = asked(0);
  chain.take({ ...FAR, "excluded-gone": "on" });
  expect(chain.excluded).toEqual([]);
  chain.people = people(50);
  expect(chain.excluded).toEqual(["p40"]);
});

test("a draft in which it was not answered leaves what is answered by now", () => {
  const chain = asked(50);
  chain.take(FAR);
  chain.take({ person: "Iemand" });
  expect(chain.excluded).toEqual(["p40"]);
});

test("it concerns somebody and nobody is left out: that is not so unsaid", () => {
  const chain = asked(3);
  expect(chain.nobody).toBe(false);
  chain.take({ keten_choice: "yes" });
  expect(chain.nobody).toBe(true);
  chain.take({ keten_choice: "yes", "excluded-p1": "on" });
  expect(chain.nobody).toBe(false);
  chain.take({ keten_choice: "no", "excluded-p1": "on" });
  expect([chain.nobody, chain.excluded]).toEqual([false, []]);
});
