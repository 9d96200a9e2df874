/** A bell always shows something, in the app's language, and never more than the fixed sentence. */

import { describe, expect, test, vi } from "vitest";

import { bellFor, keepLanguage, languageOf, openApp, renewFor, type Windows } from "./ringing.ts";
import { SENTENCES } from "./words/ring.ts";

const bell = (more: object = {}): string =>
  JSON.stringify({ v: 1, type: "bell", tag: "naam", text: { nl: "Er staat iets voor u klaar.", en: "Something is waiting for you." }, ...more });

describe("what a bell shows", () => {
  test("the sentence in the language of the app, with a sound, in the place of the one before", () => {
    expect(bellFor(bell(), "nl")).toEqual({
      title: "Er staat iets voor u klaar.",
      options: { tag: "naam", lang: "nl", icon: "/icon-192.png", silent: false, renotify: true, requireInteraction: true },
    });
    expect(bellFor(bell(), "en").title).toBe("Something is waiting for you.");
  });

  test("that it is over, without a sound", () => {
    const { title, options } = bellFor(bell({ type: "closed", text: { nl: "Afgerond. U hoeft niets te doen.", en: "Done. You need not do anything." } }), "nl");
    expect([title, options.tag, options.silent, options.renotify]).toEqual(["Afgerond. U hoeft niets te doen.", "naam", true, false]);
  });

  test.each([null, "", "nonsense", "null", "[]", "7", "{}", bell({ v: 2 }), bell({ tag: 7 }), bell({ text: { nl: "x" } }), bell({ text: null })])(
    "whatever came, there is one: %s",
    (came) => {
      expect(bellFor(came, "nl").title).toBe("Er staat iets voor u klaar.");
      expect(bellFor(came, "en").title).toBe("Something is waiting for you.");
      expect(bellFor(came, "nl").options.silent).toBe(false);
    },
  );

  test("nothing else that a message holds is shown", () => {
    expect(JSON.stringify(bellFor(bell({ body: "geheim", data: "geheim", item: "geheim" }), "nl"))).not.toContain("geheim");
  });

  test.each(SENTENCES)("what it may say: $nl", (text) => {
    expect(bellFor(bell({ text }), "nl").title).toBe(text.nl);
    expect(bellFor(bell({ text }), "en").title).toBe(text.en);
  });

  test.each([
    { nl: "Verzoek van J. Jansen. Bel 06-00000000.", en: "Something is waiting for you." },
    { nl: "Er staat iets voor u klaar.", en: "Request of J. Jansen." },
    { nl: "Er staat iets voor u klaar.", en: "Done. You need not do anything." },
    { nl: "Er staat iets voor u klaar. J. Jansen", en: "Something is waiting for you. J. Jansen" },
  ])("words of somebody's own choosing are not shown: %o", (text) => {
    for (const type of ["bell", "closed"]) {
      expect(bellFor(bell({ type, text }), "nl")).toMatchObject({ title: "Er staat iets voor u klaar.", options: { silent: false } });
      expect(bellFor(bell({ type, text }), "en").title).toBe("Something is waiting for you.");
    }
  });

  test("a changed subscription asks to open the app", () => {
    expect(renewFor("nl").title).toBe("Open Piket om de bel op dit toestel aan te houden.");
    expect(renewFor("en").options.silent).toBe(false);
  });
});

describe("a tap", () => {
  const said = vi.fn();
  const windows = (open: readonly object[]): { clients: Windows["clients"]; opened: string[]; focused: number } => {
    const opened: string[] = [];
    const found = { opened, focused: 0 } as { clients: Windows["clients"]; opened: string[]; focused: number };
    const window = { postMessage: said, focus: async () => void (found.focused += 1) };
    found.clients = {
      matchAll: async () => open.map(() => window),
      openWindow: async (url: string) => void opened.push(url),
    } as unknown as Windows["clients"];
    return found;
  };

  test("opens the app at its start where it is not open", async () => {
    const world = windows([]);
    await openApp(world);
    expect(world.opened).toEqual(["/"]);
  });

  test("brings it to the front where it is, and sends it to its start", async () => {
    const world = windows([{}, {}]);
    await openApp(world);
    expect([world.opened, world.focused, said.mock.calls]).toEqual([[], 1, [[{ kind: "open" }]]]);
  });
});

test("the language is remembered, and nothing else that is said", async () => {
  const rows = new Map<string, Response>();
  const cache = { put: async (path: string, answer: Response) => void rows.set(path, answer), match: async (path: string) => rows.get(path)?.clone() } as unknown as Cache;
  expect(await languageOf(cache)).toBe("nl");
  await keepLanguage(cache, "en");
  expect(await languageOf(cache)).toBe("en");
  for (const odd of ["fr", "", 7, null, undefined, { en: 1 }]) await keepLanguage(cache, odd);
  expect(await languageOf(cache)).toBe("en");
});
