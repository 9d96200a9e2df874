/** How the forms of a dispute are asked. */

import type { Asks } from "./offers.ts";

export const ASKS: Asks = {
  about: { "geschil.record": ["geschil"] },
  hows: {
    // Each side records its own rung, for which it came (L-2).
    "geschil.record": ({ what }) => ({ rung: { says: what === "trede_2" ? "2" : "1" } }),
  },
};
