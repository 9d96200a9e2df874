/** Who keeps local measures is shown as the item says it: who, nobody (any more), or that another item says so (P-06, SA-07). */

import { expect, test } from "vitest";

import { gezagskaartAnswer } from "../api/answers.ts";
import { EMPTY as DIRECTORY } from "../directory/state.ts";
import { keepsLocal } from "./views.ts";

const RCCB = { functie: "rccb", scope: "eenheid:midden-nederland", number: null };
const shown = (local: unknown) => keepsLocal(DIRECTORY, { gezagskaart: gezagskaartAnswer({ public_order: "burgemeester", local_measures: local }) });

test("who keeps them is shown", () => {
  expect(shown(RCCB)).toMatchObject({ functie: "rccb" });
});

test("nobody, and somewhere else, are not the same", () => {
  expect(shown(null)).toBeNull();
  expect(shown("elsewhere")).toBe("elsewhere");
});

test("anything else is no answer", () => {
  for (const local of ["nobody", "", 0, {}]) expect(() => shown(local)).toThrow(RangeError);
});

test("an item without a card claims nothing", () => {
  expect(keepsLocal(DIRECTORY, { gezagskaart: null })).toBe("elsewhere");
});
