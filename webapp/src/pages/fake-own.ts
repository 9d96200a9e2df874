/** A made-up protected person's line and signals, for tests and for looking at the screens; nothing of it is real. */

import type { RiskMoment } from "../phone-moment.ts";
import type { Draft, Item, Opened, Start } from "../phone.ts";
import { mayDo } from "../wire/forms.ts";
import { at, item, obligation, party } from "./fake-data.ts";

const SAM = party("te_beveiligen_persoon", "own:sam");
const LCC = party("lcc");
const MINE = { ...SAM, name: "sam", employer: "personen" };
const THEIRS = { ...LCC, name: "lars", employer: "politie" };
const own = { openedAs: SAM, callback: null, gezag: null, participants: [SAM, LCC] };

const WHO: Opened = {
  act: "actL", kind: "opvolging", at: at(-4000), removed: false, by: { ...party("nctv_behandelaar"), name: "tess", employer: "nctv" },
  fields: [{ name: "text", text: "De meldkamer van de politie leest dit dag en nacht. Bel altijd eerst 112." }, { name: "callback", text: "+31 343 555 010" }],
}; // prettier-ignore
const ASKED: Opened = {
  act: "actS", kind: "signaal", at: at(-50), removed: false, by: MINE,
  fields: [{ name: "about", text: "verdachte_situatie", kind: "word" }, { name: "text", text: "Er staat al een uur een auto voor de deur." }, { name: "language", text: "en" }, { name: "where", text: "52.09021, 5.12142 (± 20 m)" }],
}; // prettier-ignore
const PRESSED: Opened = { act: "actU", kind: "onveilig_nu", at: at(-2), removed: false, by: MINE, fields: [{ name: "language", text: "nl" }] };
const SAID: Opened = {
  act: "actA", kind: "antwoord_persoon", at: at(-40), removed: false, by: THEIRS,
  fields: [{ name: "text", text: "Wij kijken nu wie dat is. Blijf binnen." }, { name: "language", text: "nl" }, { name: "by", text: "Lars van het coördinatiecentrum" }],
}; // prettier-ignore
const RECEIVED = obligation("ontvangen", { waitsFor: [LCC], settledAt: at(-48), outcome: "ontvangen" });
const PROMISE = obligation("toezegging", { waitsFor: [LCC], due: at(28), openedAt: at(-40) });

const GOING: Opened = {
  act: "actM", kind: "risicomoment", at: at(-30), removed: false, by: MINE,
  fields: [{ name: "what", text: "Lezing met publiek" }, { name: "where", text: "De bibliotheek, grote zaal" }, { name: "public", text: "Tachtig bezoekers" }],
}; // prettier-ignore
const MOMENT: RiskMoment = { startsAt: at(330), endsAt: at(450), gemeente: "gm:GM0392", answerAt: at(210), answer: null, overlaps: [] };
const GIVEN: RiskMoment["answer"] = { reads: true, outcome: "maatregelen", text: "Er staat iemand bij de ingang. Spreek die gerust aan.", at: at(-5), current: true };
const going = { openedAs: SAM, callback: null, gezag: null, timeline: [], participants: [SAM], flow: "risicomoment", contents: [GOING] } as const;
/** What the person signs: what they fill in, and who their authority left out, which is not read back to them. */
export const OWN_FACTS: Draft["facts"] = [
  ...GOING.fields.map(({ name, text }) => ({ name, value: text, kind: "text" as const })),
  { name: "excluded", value: "de politiechef", kind: "text" },
];

export const OWN: Readonly<Record<string, Item>> = {
  line: item("paraat", [], { ...own, id: "itemL", flow: "signaallijn", contents: [WHO], openedAs: party("nctv_behandelaar") }),
  signal: item("ontvangen", [RECEIVED, PROMISE, obligation("duiden", { waitsFor: [LCC] })], { ...own, id: "itemS", flow: "signaal", contents: [ASKED, SAID], askedAgain: [at(-45)] }),
  signal_now: item("verzonden", [obligation("ontvangen", { waitsFor: [LCC], ladder: "L-3.stelsel" })], { ...own, id: "itemU", flow: "signaal", contents: [PRESSED] }),
  signal_received: item("ontvangen", [RECEIVED, obligation("beantwoorden", { waitsFor: [LCC], due: at(8), openedAt: at(-2) })], { ...own, id: "itemR", flow: "signaal", contents: [PRESSED] }),
  moment: item("bij_loket", [], { ...going, id: "itemM", moment: MOMENT, may: mayDo("risicomoment", ["te_beveiligen_persoon"]) }),
  moment_answered: item("beantwoord", [obligation("kennisnemen", { waitsFor: [SAM], mine: true })], {
    ...going, id: "itemN", moment: { ...MOMENT, answerAt: at(-5), answer: GIVEN }, may: mayDo("risicomoment", ["te_beveiligen_persoon"]),
  }),
  melding: item("voorgelegd", [obligation("besluiten", { waitsFor: [party("nctv_piket")] })], {
    id: "itemD", flow: "duiding", callback: null,
    contents: [{ ...SAID, kind: "duiding", fields: [{ name: "outcome", text: "melding_dreiging", kind: "word" }, { name: "reasons", text: "Een onbekende bleef wachten." }] }],
  }),
}; // prettier-ignore

/** What a protected person's start lists. */
export function ownStart(empty: boolean): Start["items"] {
  const shown = ["line", ...(empty ? [] : ["signal", "signal_now", "moment"])].flatMap((name) => OWN[name] ?? []);
  return shown.map((line) => ({ line, obligations: line.obligations.filter((one) => one.settledAt === null) }));
}
