/** What is offered on a periodic review; which outcomes there are follows from its subject; its pages come when they are needed. */

import type { Item } from "../phone.ts";
import type { Offers, Opens, Pages } from "./offers.ts";

const OPEN = ["gepland", "gevraagd", "einde_verwacht"];
const DESIGNATED = ["aangewezen", "einde_aangekondigd", "opgenomen", "overgedragen"];
const KINDS: Readonly<Record<string, string>> = {
  maatregelen: "herbeoordeling",
  informeren_persoon: "informeren",
  object_of_dienst: "dreigingsniveau",
};
const own = (): Promise<typeof import("./act-herbeoordeling.ts")> => import("./act-herbeoordeling.ts");

export const OFFERS: Offers = {
  settles: {
    herbeoordelen: ["herbeoordeling.review"],
    nieuwe_informatie: ["herbeoordeling.review"],
    einde_vastleggen: ["herbeoordeling.close"],
    uitvoering: ["herbeoordeling.acknowledge"],
    advies: ["herbeoordeling.answer"],
  },
  besides: {
    "herbeoordeling.trigger": OPEN,
    "herbeoordeling.review": OPEN,
    "herbeoordeling.adjust": ["gepland", "gevraagd"],
  },
  direct: ["herbeoordeling.acknowledge"],
  about: {
    "herbeoordeling.review": ["nieuwe_informatie", "herbeoordeling_plan"],
    "herbeoordeling.answer": ["dreigingsniveau"],
    "herbeoordeling.adjust": ["herbeoordeling_plan", "herbeoordeling_bijgesteld"],
  },
  kind: subjectsKind,
  shows: () => import("./shown-herbeoordeling.ts"),
  pages: { "herbeoordeling.review": own, "herbeoordeling.adjust": own, "herbeoordeling.trigger": own },
};

export const OPENS: Opens = {
  "herbeoordeling.plan": {
    start: true,
    from: [
      { flow: "spoedaanwijzing", what: ["eerste_herbeoordeling", "herbeoordeling"], states: DESIGNATED },
      { flow: "triage", what: ["eerste_herbeoordeling"], states: DESIGNATED },
      { flow: "herbeoordeling", states: OPEN },
    ],
    page: () => import("./open-herbeoordeling.ts"),
  },
};

export const PAGES: Pages = { agenda: { load: () => import("./agenda-herbeoordeling.ts") } };

/** What is reviewed stands in the act that planned it, beside what was sealed there. */
function subjectsKind({ contents }: Item): string | undefined {
  const plan = contents.find((one) => one.kind === "herbeoordeling_plan");
  return KINDS[plan?.fields.find((one) => one.name === "subject")?.text ?? ""];
}
