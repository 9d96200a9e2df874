/** What is offered on the word to the rccb: to say that one knows. */

import type { Offers } from "./offers.ts";

export const OFFERS: Offers = {
  settles: { kennisnemen: ["bericht_rccb.acknowledge"] },
  besides: {},
  direct: ["bericht_rccb.acknowledge"],
};
