/** What is offered on a signal: to who follows up, and to its person, whose own pages stand apart and are fetched when needed. */

import type { Item } from "../phone.ts";
import type { At, Offers, Pages } from "./offers.ts";
import type { How } from "../components/form-fields.ts";

const RECEIVED = ["ontvangen", "beantwoord"];
const MELDING = "melding_dreiging";

/** SG-05: who is answered said in which language they read; it is not typed again. */
function inTheirLanguage({ contents }: Item): Readonly<Record<string, string>> {
  const said = contents.findLast(({ kind }) => kind === "onveilig_nu" || kind === "signaal")?.fields.find(({ name }) => name === "language");
  return said === undefined ? {} : { language: said.text };
}

const OF_DUIDING: How = { flow: "duiding" };

/** SG-03: what it means is said to professionals alone; who is threatened, and by whom, only of a melding. */
function meaning({ chosen }: At): Readonly<Record<string, How>> {
  const what = chosen["linked.outcome"] ?? "";
  const more: How = what === MELDING ? OF_DUIDING : { says: "" };
  return {
    outcome: { says: what === MELDING ? MELDING : "geen_melding" },
    "linked.outcome": { ...OF_DUIDING, word: "meaning" },
    "linked.reasons": OF_DUIDING,
    "linked.person": more,
    "linked.threat": more,
  };
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
  hows: { "signaal.interpret": meaning },
  toPerson: ["signaal.receive", "signaal.answer", "signaal.ask"],
  pages: { "signaal.interpret": () => import("./interpret-signaal.ts") },
};

/** A protected person's own pages (SG-05). */
export const PAGES: Pages = {
  start: { load: () => import("./own-start-signaal.ts"), start: ["te_beveiligen_persoon", "kerngezinslid"] },
  iets: { load: () => import("./own-send-signaal.ts") },
  draad: { load: () => import("./own-thread-signaal.ts") },
  toestel: { load: () => import("./own-device-signaal.ts"), settings: true },
};
