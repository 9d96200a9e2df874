/** Who keeps local measures is said by the item that decides it alone: two items of one case never say two things (P-06, SA-07). */

import { expect, test } from "vitest";

import { EMPTY as DIRECTORY } from "../directory/state.ts";
import { keepsLocal } from "./views.ts";

const RCCB = { functie: "rccb", scope: "eenheid:midden-nederland", number: null } as const;
const of = (flow: string, holder: "nctv" | "hovj", local: typeof RCCB | null) =>
  keepsLocal(DIRECTORY, {
    flow, gezag: { holder: { functie: holder, scope: "nl", number: null }, since: "2026-03-10T13:00:00Z", over: ["persoon"] },
    gezagskaart: { public_order: "burgemeester", local_measures: local },
  }); // prettier-ignore

test("who keeps them is shown", () => {
  expect(of("spoedaanwijzing", "nctv", RCCB)).toMatchObject({ functie: "rccb" });
});

test("once relieved the designation and its order say that nobody does", () => {
  expect(of("spoedaanwijzing", "nctv", null)).toBeNull();
  expect(of("opdracht", "nctv", null)).toBeNull();
});

test("other items of the case under the NCTV point there, and claim nothing", () => {
  for (const flow of ["triage", "bericht_rccb", "geschil", "herbeoordeling", "signaallijn"]) expect(of(flow, "nctv", null)).toBe("elsewhere");
  expect(of("herbeoordeling", "hovj", null)).toBeNull();
});

test("an item without a card claims nothing", () => {
  const line = { flow: "risicomoment", gezag: null, gezagskaart: null };
  expect(keepsLocal(DIRECTORY, line)).toBe("elsewhere");
});
