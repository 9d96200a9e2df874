/** What is offered on a signal: to who follows up, and to its person, whose own pages stand apart and are fetched when needed. */

import type { Item } from "../phone.ts";
import type { Offers, Pages } from "./offers.ts";

const RECEIVED = ["ontvangen", "beantwoord"];

/** SG-05: who is answered said in which language they read; it is not typed again. */
function inTheirLanguage({ contents }: Item): Readonly<Record<string, string>> {
  const said = contents.findLast(({ kind }) => kind === "onveilig_nu" || kind === "signaal")?.fields.find(({ name }) => name === "language");
  return said === undefined ? {} : { language: said.text };
}

export const OFFERS: Offers = {
  settles: {
    ontvangen: ["signaal.receive"],
    beantwoorden: ["signaal.answer"],
    duiden: ["signaal.interpret"],
    veilig: ["signaal.safe"],
    toezegging: ["signaal.answer"],
  },
  besides: {
    "signaal.add": ["verzonden", ...RECEIVED],
    "signaal.answer": RECEIVED,
    "signaal.ask": RECEIVED,
  },
  about: {
    "signaal.receive": ["onveilig_nu", "signaal"],
    "signaal.answer": ["bericht_persoon", "signaal", "onveilig_nu"],
    "signaal.safe": ["bericht_persoon", "onveilig_nu"],
  },
  known: { "signaal.receive": inTheirLanguage, "signaal.answer": inTheirLanguage, "signaal.ask": inTheirLanguage },
  pages: { "signaal.interpret": () => import("./interpret.ts") },
};

/** A protected person's own pages (SG-05). */
export const PAGES: Pages = {
  start: { load: () => import("./own-start.ts"), start: ["te_beveiligen_persoon", "kerngezinslid"] },
  iets: { load: () => import("./own-signal.ts") },
  draad: { load: () => import("./own-thread.ts") },
  toestel: { load: () => import("./own-device.ts") },
};
