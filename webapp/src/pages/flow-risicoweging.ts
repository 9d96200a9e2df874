/** What is offered where a risk moment is weighed. */

import type { Offers } from "./offers.ts";

export const OFFERS: Offers = {
  settles: {
    besluiten: ["risicoweging.decide"],
    besluiten_piket: ["risicoweging.decide"],
    uitvoering: ["risicoweging.acknowledge"],
    uitvoering_piket: ["risicoweging.acknowledge"],
  },
  // That it is to be assessed is owed on the report, whose screen leads here.
  besides: { "risicoweging.establish": ["te_beoordelen"], "risicoweging.advise": ["te_besluiten"] },
  direct: ["risicoweging.acknowledge"],
  about: {
    "risicoweging.establish": ["risicoweging"],
    "risicoweging.advise": ["vaststelling"],
    "risicoweging.decide": ["risico_advies", "vaststelling"],
  },
  shows: () => import("./shown-risicomoment.ts"),
};
