/** A made-up notice as its mayor reads it in several nights, and as who may not read it sees it; nothing of it is real. */

import type { NoticeFacts } from "../phone-many.ts";
import type { Item, Opened } from "../phone.ts";
import { at, item, NCTV_GEZAG, NOTICE, obligation, party } from "./fake-data.ts";

const MAYOR = party("burgemeester", "gm:GM0363");
const RCCB = party("rccb", "eenheid:noord-holland", "+31 88 555 0130");

const KNOWN: NoticeFacts = {
  known: { at: at(-5), byTelephone: true }, looked: { at: at(-3), before: false }, informed: [{ organisation: "politie", at: at(-4) }],
  vierhoek: { at: at(1200), who: [party("hovj", "arr:noord-holland", "+31 23 555 0110"), RCCB, MAYOR] }, standIns: ["Loes Vermaat"],
}; // prettier-ignore
const UNKNOWN: NoticeFacts = { known: null, looked: null, informed: [], vierhoek: null, standIns: [] };

const MORE: Opened = { ...NOTICE, act: "act7", kind: "bericht_aanvulling", at: at(-4), fields: [{ name: "text", text: "Er staat nu een auto van de politie in de straat." }] };
const BETTER: Opened = { ...NOTICE, act: "act6", kind: "bericht_correctie", at: at(-3), fields: [...NOTICE.fields, { name: "wrong", text: "De straat klopte niet." }] };
const LAST = [{ name: "say", text: "Geen mededelingen." }, { name: "call", text: "NCTV, +31 70 555 0100" }];
const BACK: Opened = { ...NOTICE, act: "act8", kind: "bericht_intrekking", at: at(-2), fields: [{ name: "reasons", text: "Het ging om een andere gemeente." }, ...LAST] };
const OVER: Opened = { ...NOTICE, act: "act9", kind: "bericht_einde", at: at(-2), fields: [{ name: "text", text: "De situatie is voorbij." }, ...LAST] };

const TO_KNOW = obligation("kennisnemen", { waitsFor: [MAYOR, party("nctv_piket", "nl", "+31 70 555 0100")], ladder: "L-4" });
const CURRENT = obligation("actueel", { waitsFor: [party("nctv_behandelaar"), party("nctv_teamleider")], ladder: "L-8.regulier" });
const told = { flow: "burgemeestersbericht", area: "gm:GM0363", callback: null, openedAs: party("nctv_piket"), gezag: NCTV_GEZAG, parent: null } as const;

export const NOTICES: Readonly<Record<string, Item>> = {
  notice_new: item("verstuurd", [TO_KNOW], { ...told, contents: [NOTICE, MORE], notice: UNKNOWN }),
  notice_known: item("kennisgenomen", [CURRENT], { ...told, contents: [NOTICE], notice: KNOWN }),
  notice_corrected: item("verstuurd", [TO_KNOW], { ...told, contents: [NOTICE, BETTER], notice: KNOWN }),
  notice_back: item("ingetrokken", [TO_KNOW], { ...told, contents: [NOTICE, BACK], notice: UNKNOWN }),
  notice_over: item("beeindigd", [TO_KNOW], { ...told, contents: [NOTICE, OVER], notice: UNKNOWN }),
  notice_blind: item("verstuurd", [TO_KNOW], { ...told, contents: [], notice: UNKNOWN }),
};
