/** On a protected person's own phone no word of a flow or of a page says what the app is (SG-07). */

import { afterEach, expect, test } from "vitest";

import { OF_ANY_FLOW } from "./flows.ts";
import { MORE } from "./pages-risicomoment.ts";
import { isNamed, named, neutral, sayIn, speak } from "./words.ts";

afterEach(() => {
  neutral(false);
  speak("nl");
});

test("its own words go before those of everybody, there and nowhere else", () => {
  expect(named("do", "risicomoment.report")).toBe("Risicomoment melden");
  expect(sayIn(MORE, "answer")).toBe("Antwoord van het loket");
  neutral(true);
  expect(named("do", "risicomoment.report")).toBe("Ik ga ergens heen");
  expect(named("outcome", "maatregelen", "risicomoment")).toBe("Wij doen iets extra");
  expect(sayIn(MORE, "answer")).toBe("Antwoord");
  speak("en");
  expect(named("do", "risicomoment.report")).toBe("I am going somewhere");
});

test.each([...Object.keys(OF_ANY_FLOW), ...Object.keys(MORE)].filter((name) => name.startsWith("own.")))("%s says in other words what is said elsewhere", (name) => {
  const said = name.slice("own.".length);
  const [kind = "", ...rest] = said.split(".");
  expect(said in MORE || isNamed(kind, rest.join("."))).toBe(true);
});
