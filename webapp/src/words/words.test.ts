/** All words are in both languages, ask for the same values, and no text for people stands in a page. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";

import { EFFECTS } from "./effects.ts";
import { WORDS_OF } from "./flows.ts";
import { PROBLEMS } from "./problems.ts";
import { area, named, party, problem, say, speak, TABLE, wordFor } from "./words.ts";

const SRC = join(import.meta.dirname, "..");
const values = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1] ?? "").sort();
const files = ["pages", "components"].flatMap((folder) =>
  readdirSync(join(SRC, folder)).filter((name) => !name.includes(".test.") && !name.startsWith("fake-")).map((name) => join(SRC, folder, name)),
);
files.push(...["controls", "phone", "ladder", "log", "wall"].map((name) => join(SRC, "..", "wall", `${name}.ts`)));

afterEach(() => speak("nl"));

describe("the words", () => {
  test.each(Object.entries(TABLE))("%s is there in Dutch and English, with the same values", (_, [nl, en]) => {
    expect(nl.trim().length).toBeGreaterThan(0);
    expect(en.trim().length).toBeGreaterThan(0);
    expect(values(nl)).toEqual(values(en));
  });

  test.each([...WORDS_OF].flatMap(([flow, words]) => Object.entries(words).map(([name, pair]) => [`${flow}: ${name}`, pair] as const)))(
    "%s is there in both languages",
    (_, [nl, en]) => {
      expect([nl.trim(), en.trim()].filter((text) => text === "")).toEqual([]);
      expect(values(nl)).toEqual(values(en));
    },
  );

  test.each(Object.entries(EFFECTS))("%s is there in both languages, in one sentence or two", (_, pair) => {
    for (const text of pair) expect(text.match(/[.](?=\s|$)/g)?.length).toBeOneOf([1, 2]);
  });

  test("a name that two flows use is said as its own flow says it", () => {
    expect(named("state", "verstuurd", "burgemeestersbericht")).toBe("Verstuurd, nog niet gelezen");
    expect(named("state", "verstuurd", "opdracht")).toBe("Verstuurd, nog geen antwoord");
    expect(named("state", "iets_nieuws", "een_nieuwe_flow")).toBe("iets_nieuws");
  });

  test("every problem has a title and what to do in both languages", () => {
    for (const row of Object.values(PROBLEMS)) expect(row.filter((text) => text.trim() !== "")).toHaveLength(4);
  });

  test("a code nobody foresaw says: do not rely on it, and call", () => {
    expect(problem("something.else").title).toBe(say("error.proof"));
  });

  test("what this phone refused is never said in the service's words for the same code", () => {
    expect(problem("item.excluded").title).toBe("U mag in dit dossier niet handelen");
    expect(problem("refused.item.excluded").title).toBe("Wie is uitgesloten, klopt niet");
    expect(problem("refused.functie.none").title).toBe("Uw functie mag dit niet");
    expect(problem("refused.act.functie").title).toBe("Een handeling is niet van wie het zegt");
    expect(problem("refused.item.other").title).toBe("Dit dossier klopt niet");
    expect(problem("answer.malformed").title).toBe("Het antwoord van de dienst is niet te lezen");
  });

  test("a code of the app itself goes before the service's", () => {
    speak("en");
    expect(problem("item.withdrawn")).toEqual({ title: "This request was withdrawn", detail: "You need to do nothing. In doubt? Call." });
  });

  test("a party is said with its area, and an unknown name as it is", () => {
    expect(party({ functie: "rccb", scope: "eenheid:noord-holland" })).toBe("RCCB Noord-Holland");
    expect(party({ functie: "nctv_piket", scope: "nl" })).toBe("piket NCTV");
    expect(party({ functie: "escalatiewachter", scope: "board" })).toBe("escalatiewachter");
    expect(party({ functie: "functioneel_beheerder", scope: "org:nctv" })).toBe("functioneel beheerder NCTV");
    expect(area("nl")).toBe("landelijk");
    expect(named("functie", "nieuw")).toBe("nieuw");
  });
});

/** The literal text of every template of a file: its values, tags and comments taken out. */
function literals(source: string): string[] {
  const found: string[] = [];
  const read = (start: number): number => {
    const shown = /(?:html|svg)$/.test(source.slice(0, start - 1));
    let text = "";
    let at = start;
    for (; at < source.length && source[at] !== "`"; at += 1) {
      if (source[at] === "$" && source[at + 1] === "{") {
        at = value(at + 2);
        text += "\u0000";
      } else text += source[at] ?? "";
    }
    if (shown) found.push(text);
    return at;
  };
  const value = (start: number): number => {
    let depth = 1;
    let at = start;
    for (; depth > 0 && at < source.length; at += 1) {
      if (source[at] === "`") at = read(at + 1);
      else if (source[at] === "{") depth += 1;
      else if (source[at] === "}") depth -= 1;
    }
    return at - 1;
  };
  for (const start of source.matchAll(/\b(?:html|svg)`/g)) read(start.index + start[0].length);
  return found;
}

describe("no text for people stands in", () => {
  test.each(files)("%s", (file) => {
    for (const template of literals(readFileSync(file, "utf-8"))) {
      for (const [, name, text] of template.matchAll(/\s(aria-label|title|placeholder|alt)="([^"]*)"/g)) expect(`${name}: ${text}`).toMatch(/^[^:]+: \u0000*$/);
      const between = template.replaceAll(/<[^<>]*>/g, " ").replaceAll(/[@.?]?[\w-]+=\u0000/g, " ");
      expect(between.match(/\p{L}{2,}/gu) ?? []).toEqual([]);
    }
  });

  test("the check itself finds text", () => {
    expect(literals("html`<p>${say(`x`)} Hallo</p>`").join()).toContain("Hallo");
  });
});

test("a word that was chosen is said in words, also where it is the name of a functie", () => {
  expect(wordFor("te_beveiligen_persoon", "signaallijn")).toBe("te beveiligen persoon");
  expect(wordFor("directe_noodzaak", "spoedaanwijzing")).toBe("directe noodzaak");
});
