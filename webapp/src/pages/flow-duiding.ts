/** What is offered on a melding of a threat. */

import type { Offers } from "./offers.ts";

export const OFFERS: Offers = {
  settles: { wegen: ["duiding.forward", "duiding.decide"], besluiten: ["duiding.decide"], vervolg: [] },
  besides: { "duiding.decide": ["gemeld", "vervolg"] },
  about: { "duiding.forward": ["duiding"], "duiding.decide": ["weging", "duiding"] },
};
