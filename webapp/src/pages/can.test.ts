/** Who sees which button in which state, held against the table of acts: nothing that is never allowed, nothing left out. */

import { describe, expect, test } from "vitest";

import type { Item, Me, Obligation, Opened } from "../phone.ts";
import { SPECS } from "../wire/catalogue.ts";
import { mayDo } from "../wire/forms.ts";
import type { Functie } from "../wire/models.ts";
import { can } from "./can.ts";
import { at, ITEMS, itemFor, meAs, obligation, party } from "./fake-data.ts";

const AREA = "arr:noord-holland";
const STATES: Readonly<Record<string, readonly string[]>> = {
  spoedaanwijzing: [
    "ingediend", "ontvangen", "besloten", "aangewezen", "niet_aangewezen", "betwist", "einde_aangekondigd", "opgeschort",
  ],
  opdracht: ["verstuurd", "uitvoerbaar", "niet_uitvoerbaar", "ter_plaatse"],
  bericht_rccb: ["verstuurd"],
  geschil: ["trede_1", "trede_1_afgerond", "trede_2"],
}; // prettier-ignore

/** Every obligation, by flow, with the functies who may settle it, as docs/flows/spoedaanwijzing.md has them. */
const DECIDE = ["nctv_piket", "directeur_nctv", "nctv"];
const FOR_HOVJ = ["hovj", "coordinerend_hovj", "pg"];
const FOLLOWED = ["nctv_piket", "nctv_behandelaar", "nctv_teamleider", "directeur_nctv"];
const SETTLED_BY: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  spoedaanwijzing: {
    ontvangen: DECIDE,
    gesproken: ["namens_hovj", ...FOR_HOVJ, ...DECIDE],
    besluiten: DECIDE,
    bevestigen: ["namens_hovj", ...FOR_HOVJ],
    verzoeker_geinformeerd: ["namens_hovj", ...FOR_HOVJ],
    hovj_geinformeerd: FOR_HOVJ,
    persoon_geinformeerd: ["nctv_piket", "nctv_behandelaar", "directeur_nctv"],
    burgemeester: ["nctv_piket", "nctv_behandelaar", "nctv_teamleider"],
    triage: FOR_HOVJ,
    eerste_herbeoordeling: FOLLOWED,
    herbeoordeling: FOLLOWED,
    einde_herzien: FOLLOWED,
    weigering_gesproken: [...DECIDE, "namens_hovj", ...FOR_HOVJ],
    directeur_ingelicht: ["directeur_nctv", "nctv"],
    overbrugging: FOR_HOVJ,
    berusten_of_betwisten: FOR_HOVJ,
    bezwaar: DECIDE,
    einde_ontvangen: FOR_HOVJ,
  },
  opdracht: {
    beantwoorden: ["lcc", "lcc_leiding"],
    ter_plaatse: ["lcc", "lcc_leiding"],
    niet_uitvoerbaar: ["nctv_piket", "directeur_nctv"],
    maatregelenadvies: ["adviseur_bb"],
  },
  bericht_rccb: { kennisnemen: ["rccb"] },
  geschil: {
    trede_1: ["coordinerend_hovj", "directeur_nctv"],
    trede_2: ["pg", "nctv"],
    klimmen_of_berusten: FOR_HOVJ,
  },
};
const FUNCTIES = [...new Set(Object.values(SETTLED_BY).flatMap((one) => Object.values(one).flat()))];
/** Allowed by the outer fence and offered to nobody: no obligation of these ever waits for them. */
const NEVER_OFFERED: readonly string[] = ["nctv_piket spoedaanwijzing.acknowledge", "rccb spoedaanwijzing.follow_up"];
/** Not asked for on an item's screen: from the start page, the board, the attachments' own part, or not by hand. */
const ELSEWHERE = new Set([
  "spoedaanwijzing.submit", "spoedaanwijzing.register", "item.attach", "item.wrap", "item.rekey",
]); // prettier-ignore

const meWith = (functie: string): Me => ({
  person: "ik", organisation: "", opens: {},
  holdings: [party(functie, ["hovj", "namens_hovj"].includes(functie) ? AREA : functie === "rccb" ? "eenheid:noord-holland" : "nl")],
}); // prettier-ignore

function itemIn(flow: string, state: string, functie: string, what: string | null, more: Partial<Item> = {}): Item {
  const by = what === null ? [] : (SETTLED_BY[flow]?.[what] ?? []);
  const mine = by.includes(functie);
  const rang = [{ name: "ik", rung: 0, rings: 1, seen: false, calling: false, settled: false, me: true }];
  const obligations: Obligation[] = what === null ? [] : [obligation(what, { mine, rang, waitsFor: by.map((one) => party(one)) })];
  return { ...itemFor("asked", meAs("piket")), flow, state, obligations, contents: [], may: mayDo(flow, [functie as Functie]), ...more };
}

const EVERY = Object.entries(STATES).flatMap(([flow, states]) =>
  states.flatMap((state) =>
    [null, ...Object.keys(SETTLED_BY[flow] ?? {})].flatMap((what) => FUNCTIES.map((functie) => ({ flow, state, what, functie }))),
  ),
);
const acts = (item: Item, me: Me): string[] => can(item, me).map((one) => one.act);

describe("every button, in every state, for every functie", () => {
  test("is of an act that the functie may do at all (P-01)", () => {
    const wrong = EVERY.flatMap(({ flow, state, what, functie }) =>
      acts(itemIn(flow, state, functie, what), meWith(functie))
        .filter((act) => SPECS[act]?.may.includes(functie as Functie) !== true)
        .map((act) => `${functie} ${act} (${flow} ${state} ${what ?? ""})`),
    );
    expect([...new Set(wrong)]).toEqual([]);
  });

  test("is there once, and what settles something for this person stands before the rest", () => {
    for (const { flow, state, what, functie } of EVERY) {
      const found = can(itemIn(flow, state, functie, what), meWith(functie));
      expect(new Set(found.map((one) => `${one.act} ${one.what ?? ""}`)).size).toBe(found.length);
      const first = found.map((one) => one.first);
      expect(first).toEqual([...first].sort((a, b) => Number(b) - Number(a)));
    }
  });

  test("of every act on an item there is one, for each functie that may do it there", () => {
    const offered = new Set(
      EVERY.flatMap(({ flow, state, what, functie }) => acts(itemIn(flow, state, functie, what), meWith(functie)).map((act) => `${functie} ${act}`)),
    );
    const wanted = Object.values(SPECS)
      .filter((one) => one.onItem && !ELSEWHERE.has(one.name) && one.family in SETTLED_BY)
      .flatMap((one) => one.may.filter((functie) => FUNCTIES.includes(functie)).map((functie) => `${functie} ${one.name}`));
    expect(wanted.filter((one) => !offered.has(one)).sort()).toEqual(NEVER_OFFERED);
  });

  test.each(Object.entries(SETTLED_BY).flatMap(([flow, whats]) => Object.entries(whats).map(([what, by]) => ({ flow, what, by }))))(
    "$what can be settled by everybody for whom it waits, and by nobody else",
    ({ flow, what, by }) => {
      for (const functie of FUNCTIES) {
        const item = itemIn(flow, "zomaar", functie, what);
        const firsts = can(item, meWith(functie)).filter((one) => one.first);
        expect(firsts.length > 0, `${functie} on ${what}`).toBe(by.includes(functie));
      }
    },
  );

  test("on a closed item only what still waits for somebody is left", () => {
    for (const { flow, state, what, functie } of EVERY) {
      const found = can(itemIn(flow, state, functie, what, { closed: true }), meWith(functie));
      expect(found.every((one) => one.first)).toBe(true);
    }
  });
});


describe("what a moment asks for", () => {
  const OM = meAs("hovj");
  const said = (kind: string): Opened => ({
    act: kind, kind, at: at(0), fields: [], removed: false, by: { ...party("nctv_piket"), name: "", employer: "" },
  }); // prettier-ignore

  test("a question of the NCTV is answered first, until it was (SA-05)", () => {
    const question = itemIn("spoedaanwijzing", "ontvangen", "hovj", null, { contents: [said("vraag")] });
    expect(can(question, OM)[0]).toMatchObject({ act: "spoedaanwijzing.answer", first: true });
    const answered = { ...question, contents: [said("vraag"), said("antwoord")] };
    expect(can(answered, OM).some((one) => one.first)).toBe(false);
    expect(can({ ...answered, contents: [...answered.contents, said("vraag")] }, OM)[0]?.act).toBe("spoedaanwijzing.answer");
  });

  test("who was called about a decision says so, and nothing else comes first (SA-08)", () => {
    expect(can(itemIn("spoedaanwijzing", "besloten", "hovj", null), OM)[0]).toMatchObject({ act: "spoedaanwijzing.spoken", first: true });
    expect(acts(itemIn("spoedaanwijzing", "ontvangen", "hovj", null), OM)).not.toContain("spoedaanwijzing.spoken");
  });

  test("a unit may be there, and a time may change, before any obligation says so (SA-07)", () => {
    const lcc = meAs("lcc");
    expect(acts(itemIn("opdracht", "verstuurd", "lcc", "beantwoorden"), lcc)).toEqual(expect.arrayContaining(["opdracht.answer", "opdracht.ter_plaatse"]));
    expect(acts(itemIn("opdracht", "uitvoerbaar", "lcc", "beantwoorden"), lcc)).toContain("opdracht.expect");
    expect(acts(itemIn("opdracht", "uitvoerbaar", "lcc", "ter_plaatse"), lcc)).toEqual(expect.arrayContaining(["opdracht.answer", "opdracht.expect"]));
    expect(acts(itemIn("opdracht", "ter_plaatse", "lcc", null), lcc)).toEqual([]);
    expect(acts(itemIn("opdracht", "verstuurd", "nctv_piket", null), meAs("piket"))).toEqual([]);
  });

  test("climbing and giving in are for people, at any moment of the first rung (L-2)", () => {
    for (const state of ["trede_1", "trede_1_afgerond"]) {
      expect(acts(itemIn("geschil", state, "hovj", "trede_1"), OM)).toEqual(expect.arrayContaining(["geschil.climb", "geschil.acquiesce"]));
    }
    expect(acts(itemIn("geschil", "trede_2", "hovj", "trede_2"), OM)).not.toContain("geschil.climb");
    expect(acts(itemIn("geschil", "trede_1", "nctv", "trede_1"), meWith("nctv"))).not.toContain("geschil.climb");
  });

  test("an objection that is looked at is not made twice (SA-02)", () => {
    const decided = itemIn("spoedaanwijzing", "aangewezen", "hovj", null);
    expect(acts(decided, OM)).toContain("spoedaanwijzing.object");
    expect(acts({ ...decided, obligations: [obligation("bezwaar")] }, OM)).not.toContain("spoedaanwijzing.object");
    expect(acts({ ...decided, openedAs: party("hovj", AREA) }, OM)).not.toContain("spoedaanwijzing.object");
  });

  test("requests are joined by who may, before the decision, and not where one was joined to another (SA-12)", () => {
    const open = itemIn("spoedaanwijzing", "ontvangen", "nctv_piket", null);
    expect(acts(open, meAs("piket"))).toContain("spoedaanwijzing.join");
    expect(acts(itemIn("spoedaanwijzing", "ontvangen", "directeur_nctv", null), meWith("directeur_nctv"))).not.toContain("spoedaanwijzing.join");
    expect(acts({ ...open, joinedTo: "itemB" }, meAs("piket"))).not.toContain("spoedaanwijzing.join");
    expect(acts({ ...open, state: "aangewezen" }, meAs("piket"))).not.toContain("spoedaanwijzing.join");
    const full = Array.from({ length: 16 }, (_, index) => ({ id: `item${index}`, reads: false as const, code: "item.unknown" }));
    expect(acts({ ...open, joined: full }, meAs("piket"))).not.toContain("spoedaanwijzing.join");
    expect(acts({ ...open, joined: full.slice(1) }, meAs("piket"))).toContain("spoedaanwijzing.join");
  });

  test("the HOvJ of another arrondissement withdraws nothing (SA-13)", () => {
    const elsewhere: Me = { ...OM, holdings: [party("hovj", "arr:limburg")] };
    expect(acts(itemIn("spoedaanwijzing", "ingediend", "hovj", null), OM)).toContain("spoedaanwijzing.withdraw");
    expect(acts(itemIn("spoedaanwijzing", "ingediend", "hovj", null), elsewhere)).not.toContain("spoedaanwijzing.withdraw");
  });

  test("who takes the place of the HOvJ withdraws and objects as the HOvJ does, and on no other request (P-02)", () => {
    for (const functie of ["coordinerend_hovj", "pg"]) {
      const me = meWith(functie);
      const place = obligation("gesproken", { waitsFor: [party("namens_hovj", AREA), party(functie), party("hovj", AREA)] });
      const open = { ...itemIn("spoedaanwijzing", "ingediend", functie, null), obligations: [place] };
      expect(acts(open, me)).toContain("spoedaanwijzing.withdraw");
      const decided = { ...open, state: "aangewezen", obligations: [{ ...place, settledAt: at(0) }] };
      expect(acts(decided, me)).toContain("spoedaanwijzing.object");
      expect(acts(decided, me)).not.toContain("spoedaanwijzing.withdraw");
      const another = { ...open, obligations: [obligation("gesproken", { waitsFor: [party("namens_hovj", AREA), party("hovj", AREA)] })] };
      expect(acts(another, me)).not.toContain("spoedaanwijzing.withdraw");
      expect(acts({ ...another, state: "aangewezen" }, me)).not.toContain("spoedaanwijzing.object");
    }
  });

  test("who can read gives the key to who cannot, and makes a new one once a device is gone; nobody else (P-01)", () => {
    const keys = (found: Item["keys"], more: Partial<Item> = {}): string[] => {
      const item = { ...itemFor("received", meAs("piket")), obligations: [], keys: found, ...more };
      return acts(item, meAs("piket")).filter((act) => act.startsWith("item.wrap") || act === "item.rekey");
    };
    const none = { lacking: [], keyless: [], removed: false };
    expect(keys(none)).toEqual([]);
    expect(keys({ ...none, keyless: [party("pg")] })).toEqual([]);
    expect(keys({ ...none, lacking: [party("pg")] })).toEqual(["item.wrap"]);
    expect(keys({ ...none, removed: true })).toEqual(["item.rekey"]);
    expect(keys({ ...none, lacking: [party("pg")] }, { contents: [] })).toEqual([]);
    expect(keys(null)).toEqual(["item.wrap"]);
    expect(keys(null, { locked: 1 })).toEqual([]);
  });

  test("ik bel is for who is rung, once, and closes nothing (X-02)", () => {
    const rung = itemIn("spoedaanwijzing", "ingediend", "pg", "ontvangen");
    expect(can(rung, meWith("pg"))).toContainEqual({ act: "item.ik_bel", how: "direct", what: "ontvangen", first: false });
    const calling = { ...rung, obligations: rung.obligations.map((one) => ({ ...one, rang: one.rang.map((each) => ({ ...each, calling: true })) })) };
    expect(acts(calling, meWith("pg"))).not.toContain("item.ik_bel");
  });
});

test("every made-up item can be looked at by everybody", () => {
  for (const name of Object.keys(ITEMS)) for (const functie of FUNCTIES) expect(() => can(itemFor(name, meWith(functie)), meWith(functie))).not.toThrow();
});
