/** What is offered on a dispute, and how its forms are asked. */

import type { Me } from "../phone.ts";
import type { Offers } from "./offers.ts";

const FIRST_RUNG = ["trede_1", "trede_1_afgerond"];

export const OFFERS: Offers = {
  settles: {
    trede_1: ["geschil.record"],
    trede_2: ["geschil.record"],
    klimmen_of_berusten: ["geschil.climb", "geschil.acquiesce"],
  },
  // Climbing is for people, at any moment of the first rung (L-2); so is giving in.
  besides: {
    "geschil.climb": ({ state }, me) => disagrees(me) && FIRST_RUNG.includes(state),
    "geschil.acquiesce": (_, me) => disagrees(me),
  },
  about: { "geschil.record": ["geschil"] },
  hows: {
    // Each side records its own rung, for which it came (L-2).
    "geschil.record": ({ what }) => ({ rung: { says: what === "trede_2" ? "2" : "1" } }),
  },
};

/** The party that disagrees: who takes the place of the HOvJ does it where it waits for them. */
function disagrees({ holdings }: Me): boolean {
  return holdings.some(({ functie }) => functie === "hovj");
}
