/** A made-up risk moment as its reporter and its receivers see it, for tests and for looking at the screens; nothing of it is real. */

import type { RiskMoment } from "../phone-moment.ts";
import type { Item, Opened } from "../phone.ts";
import { at, item, obligation, party } from "./fake-data.ts";

const WIM = party("aanmelder", "own:wim");
const RCCB = party("rccb", "eenheid:noord-holland", "+31 88 555 0130");
const HOVJ = party("hovj", "arr:noord-holland", "+31 23 555 0110");

const TOLD: Opened = {
  act: "actR", kind: "risicomoment", at: at(-30), removed: false, by: { ...WIM, name: "wim", employer: "werkgever" },
  fields: [
    { name: "what", text: "Debat met publiek over het nieuwe boek" }, { name: "where", text: "De schouwburg, grote zaal" },
    { name: "public", text: "Driehonderd bezoekers" }, { name: "person", text: "De schrijver R. Vos" },
  ],
}; // prettier-ignore
const KNOWN: Opened = {
  act: "actT", kind: "risicoweging", at: at(-20), removed: false, by: { ...RCCB, name: "rick", employer: "politie" },
  fields: [{ name: "known", text: "Vorig jaar was het er onrustig" }, ...TOLD.fields],
};
const ADVISED: Opened = {
  act: "actV", kind: "vaststelling", at: at(-10), removed: false, by: { ...RCCB, name: "rick", employer: "politie" },
  fields: [{ name: "outcome", text: "geadviseerd", kind: "word" }, { name: "reasons", text: "Concrete aanwijzing" }, { name: "measures", text: "Twee agenten bij de ingang" }],
}; // prettier-ignore

const MOMENT: RiskMoment = { startsAt: at(330), endsAt: at(450), gemeente: "gm:GM0392", answerAt: at(210), answer: null, overlaps: [] };
const ANSWERED: RiskMoment["answer"] = { reads: true, outcome: "maatregelen", text: "Er is toezicht bij de ingang; spreek de agenten gerust aan.", at: at(-5), current: true };
const reporters = { flow: "risicomoment", openedAs: WIM, callback: null, gezag: null, timeline: [], participants: [WIM], contents: [TOLD] } as const;
const READ = obligation("kennisnemen", { waitsFor: [WIM], ladder: "RM-02.loket.spoed" });
const received = { ...reporters, participants: [WIM, RCCB], linked: [{ id: "itemW", flow: "risicoweging", state: "te_beoordelen", relation: "child", readable: true }] };
const weighed = { id: "itemW", flow: "risicoweging", area: "arr:noord-holland", openedAs: RCCB, callback: null, parent: "itemR" };

export const RISK: Readonly<Record<string, Item>> = {
  reported: item("bij_loket", [], { ...reporters, id: "itemR", moment: MOMENT }),
  reported_late: item("bij_loket", [], { ...reporters, id: "itemR", moment: { ...MOMENT, answerAt: at(-5) } }),
  answered: item("beantwoord", [READ], { ...reporters, id: "itemR", moment: { ...MOMENT, answerAt: at(-5), answer: ANSWERED } }),
  answered_before: item("bij_loket", [], { ...reporters, id: "itemR", moment: { ...MOMENT, answer: { ...ANSWERED, current: false } } }),
  answered_wrong: item("beantwoord", [READ], { ...reporters, id: "itemR", moment: { ...MOMENT, answer: { reads: false, code: "refused.loket.proof" } } }),
  to_take: item("gemeld", [obligation("oppakken_piket", { waitsFor: [RCCB, party("nctv_piket")] })], { ...received, linked: [], id: "itemR", moment: { ...MOMENT, overlaps: ["itemX"] } }),
  taken: item("opgepakt", [obligation("beoordelen", { waitsFor: [RCCB] }), obligation("antwoorden", { waitsFor: [RCCB] })], { ...received, id: "itemR", moment: MOMENT }),
  weighed: item("te_beoordelen", [], { ...weighed, contents: [KNOWN], moment: { ...MOMENT, gemeente: null, answerAt: null } }),
  to_decide: item("te_besluiten", [obligation("besluiten_piket", { waitsFor: [HOVJ] })], { ...weighed, contents: [KNOWN, ADVISED], moment: { ...MOMENT, gemeente: null, answerAt: null } }),
};
