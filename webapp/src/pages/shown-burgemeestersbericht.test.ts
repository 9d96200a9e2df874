/** Of a notice that was corrected it is said what its mayor knows: the older word, and not yet the newer (BB-06). */

import { afterEach, expect, test } from "vitest";

import { speak } from "../words/words.ts";
import { NOW } from "./fake-data.ts";
import { NOTICES } from "./fake-notices.ts";
import { knowing } from "./shown-burgemeestersbericht.ts";

afterEach(() => speak("nl"));

const of = (name: string): string => {
  const item = NOTICES[name];
  if (item === undefined) throw new Error(name);
  return knowing(item, NOW);
};

test("before anything was confirmed the mayor does not know", () => {
  expect(of("notice_new")).toBe("De burgemeester weet het nog niet");
});

test("after a correction the mayor knows the older word, by which way it was told", () => {
  expect(of("notice_corrected")).toMatch(/^De burgemeester hoorde het eerdere bericht door de telefoon: .*\. Wat daarna kwam, is nog niet bevestigd\.$/);
  const item = NOTICES["notice_corrected"];
  if (item?.notice?.known === undefined || item.notice.known === null) throw new Error("known");
  const read = { ...item, notice: { ...item.notice, known: { ...item.notice.known, byTelephone: false } } };
  expect(knowing(read, NOW)).toMatch(/^De burgemeester kent het eerdere bericht: .*\. Wat daarna kwam, is nog niet bevestigd\.$/);
  speak("en");
  expect(knowing(read, NOW)).toContain("knows the earlier notice");
});

test("a notice taken back that the mayor read is not said to be known as it is now", () => {
  const [back, known] = [NOTICES["notice_back"], NOTICES["notice_known"]];
  if (back === undefined || known?.notice === undefined) throw new Error("notices");
  expect(knowing({ ...back, notice: known.notice }, NOW)).toContain("eerdere bericht");
});

test("once the newest was confirmed the mayor knows", () => {
  expect(of("notice_known")).toMatch(/^De burgemeester hoorde het door de telefoon: /);
});
