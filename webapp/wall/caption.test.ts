/** What is told: one sentence for what happened, in the order in which it happened, and never a code. */

import { afterEach, describe, expect, test } from "vitest";

import { named, speak } from "../src/words/words.ts";
import { captions } from "./caption.ts";
import { partsAt } from "./fake.ts";
import { applied, EMPTY, type Told, type Wall } from "./state.ts";
import { TABLE } from "./words.ts";

afterEach(() => speak("nl"));
const at = (moment: number): Wall => partsAt(moment).reduce(applied, EMPTY);
const told = (...entries: Told[]): string[] => captions({ ...at(495), told: entries }, 5).map((one) => one.text);

describe("the caption", () => {
  test("a rung names who is rung now, with their functie", () => {
    expect(captions(at(60), 1)[0]?.text).toBe("Niemand antwoordt. Trede 2: nu gaat ook de bel bij Noah (piket NCTV, achterwacht).");
    speak("en");
    expect(captions(at(60), 1)[0]?.text).toBe("Nobody answers. Rung 2: now it also rings Noah (NCTV duty officer, backup).");
  });

  test("bells of one second share a sentence, and again is told apart from the first", () => {
    const bell = (who: string, moment: number): Told => ({ at: moment, kind: "bell", who });
    expect(told(bell("nina", 0), bell("niels", 0.2), bell("noah", 30), bell("nina", 30), bell("niels", 30.1))).toEqual([
      "Nog geen antwoord. Piket belt opnieuw: Nina en Niels.",
      "Er gaat een bel over bij Noah. De bel zegt alleen dat er iets klaarstaat.",
      "Er gaat een bel over bij Nina en Niels. De bel zegt alleen dat er iets klaarstaat.",
    ]);
  });

  test("a bell over two channels at once is one first bell, and so is one for something new", () => {
    const bell = (who: string, moment: number, channel = "telegram"): Told => ({ at: moment, kind: "bell", who, channel });
    const first = (who: string): string => `Er gaat een bel over bij ${who}. De bel zegt alleen dat er iets klaarstaat.`;
    expect(told(bell("nina", 0), bell("nina", 0.3, "webhook"))).toEqual([first("Nina")]);
    expect(told(bell("lars", 0), bell("lars", 90))).toEqual([first("Lars"), first("Lars")]);
  });

  test("what is done by hand is told in the words of the same act by script; a receipt by what it settles", () => {
    const act = (does: string, answer = "accepted"): Told => ({ at: 9, kind: "hand", who: "nina", what: "act", item: "zaak", does, answer });
    expect(told(act("spoedaanwijzing.ask"))).toEqual(["Nina vraagt om meer. De klok loopt door."]);
    expect(told(act("item.ik_bel"))).toEqual(["Nina zegt: ik bel. Alleen de eigen telefoon is even stil; de ladder klimt door."]);
    expect(told(act("spoedaanwijzing.receive"), act("spoedaanwijzing.follow_up"), act("spoedaanwijzing.ask", "act.malformed"))).toEqual([]);
  });

  test("what was followed up is told once, whole, in both languages", () => {
    const step: Told = { at: 9, kind: "step", who: "nina", does: "follow_up", item: "zaak", answer: "accepted" };
    const settled: Told = { at: 9, kind: "settled", item: "zaak", what: "persoon_geinformeerd", by: "nina", outcome: "gedaan" };
    speak("en");
    expect(told(step, settled)).toEqual([`Nina has done this: ${named("what", "persoon_geinformeerd")}.`]);
    expect(told(step, settled)[0]).not.toMatch(/: \./);
  });

  test("with the service dead nothing rings over another channel", () => {
    const down: Told = { at: 9, kind: "hand", who: null, what: "telegram_down" };
    const service = (what: string): Told => ({ at: 5, kind: "service", what });
    expect(told(down)[0]).toContain("een andere weg");
    expect(told(service("killed"), down)[0]).toBe("Telegram werkt niet, en de dienst ligt stil: nu gaat er nergens een bel.");
    expect(told(service("killed"), service("started again"), down)[0]).toContain("een andere weg");
  });

  test("what waits for a phone that is off is said so", () => {
    const step: Told = { at: 1, kind: "step", who: "nina", does: "receive", item: "zaak", answer: "phone_off" };
    expect(told(step)).toEqual(["Nina zou nu iets doen: ik heb dit ontvangen. De telefoon staat uit, dus dat wacht tot hij weer aan staat."]);
  });

  test("a receipt is told once, by script and by hand alike", () => {
    const settled: Told = { at: 615, kind: "settled", item: "zaak", what: "ontvangen", by: "ingrid", outcome: "ontvangen" };
    const step: Told = { at: 615, kind: "step", who: "ingrid", does: "receive", item: "zaak", answer: "accepted" };
    const once = ["Ingrid heeft het ontvangen. De bellen stoppen, en de klok van het besluit begint."];
    expect(told(step, settled)).toEqual(once);
    expect(told(settled)).toEqual(once);
  });

  test("authority is told when it passes, not when it begins", () => {
    const gezag = (moment: number, holder: string): Told => ({ at: moment, kind: "gezag", item: "zaak", holder });
    expect(told(gezag(0, "hovj@arr:midden-nederland"))).toEqual([]);
    expect(told(gezag(0, "hovj@arr:midden-nederland"), gezag(9, "nctv@nl"))).toEqual(["Het gezag gaat over. Vanaf nu beslist de NCTV."]);
  });

  test("what the script could not do, and what it left to who holds the phone, is said so", () => {
    const step = (answer: string): Told => ({ at: 1, kind: "step", who: "petra", does: "receive", item: "zaak", answer });
    expect(told(step("phone"))).toEqual(["Petra probeert: ik heb dit ontvangen. Dat mag niet: de eigen app weigert het al."]);
    expect(told(step("by_hand"))).toEqual(["Petra zou nu iets doen: ik heb dit ontvangen. U heeft die telefoon, dus u beslist."]);
  });

  test("what only machines want to know is not told", () => {
    expect(told({ at: 0, kind: "screen", who: "nina", what: "deleted" }, { at: 0, kind: "promise", promise: "x", held: true }, { at: 0, kind: "new" })).toEqual([]);
  });
});

test.each(Object.entries(TABLE))("%s is there in Dutch and English, with the same values", (_, [nl, en]) => {
  const values = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1] ?? "").sort();
  expect(nl.trim()).not.toBe("");
  expect(values(nl)).toEqual(values(en));
});
