/** Made-up people and items for tests and for looking at the screens; nothing of it is real. */

import { mayDo, mayOpen } from "../wire/forms.ts";
import type { Functie } from "../wire/models.ts";
import type { Calendar, Duty, Draft, Gezag, Item, ItemLine, Me, Obligation, Opened, Party, Person, Rang, Rung, Start } from "../phone.ts";

export const NOW = new Date("2026-03-10T13:32:20Z");
export const ITEM_ID = "itemA";
export const ORDER_ID = "itemO";

export const party = (functie: string, scope = "nl", number: string | null = null): Party => ({ functie, scope, number });
const PIKET = party("nctv_piket", "nl", "+31 70 555 0100");
const DIRECTEUR = party("directeur_nctv", "nl", "+31 70 555 0101");
const NCTV = party("nctv");
const HOVJ = party("hovj", "arr:noord-holland", "+31 23 555 0110");
const NAMENS = party("namens_hovj", "arr:noord-holland", "+31 23 555 0111");
const LCC = party("lcc", "nl", "+31 343 555 010");

export const at = (minutes: number): string => new Date(NOW.getTime() + minutes * 60_000).toISOString();

const PEOPLE: Readonly<Record<string, { name: string; employer: string; holdings: readonly Party[] }>> = {
  piket: { name: "Mila Berkhout", employer: "NCTV", holdings: [PIKET] },
  namens: { name: "Joris van Vliet", employer: "OM", holdings: [NAMENS] },
  hovj: { name: "Sanne Okkerse", employer: "OM", holdings: [HOVJ] },
  wacht: { name: "Yara Molenaar", employer: "KMar", holdings: [party("escalatiewachter", "board")] },
  beheer: { name: "Jip Castelijn", employer: "NCTV", holdings: [party("functioneel_beheerder", "org:nctv")] },
  team: { name: "Noor Hendriks", employer: "NCTV", holdings: [party("nctv_teamleider")] },
  tafel: { name: "Sem Aalbers", employer: "OM", holdings: [party("triagesecretariaat")] },
  lcc: { name: "Daan Terpstra", employer: "KMar", holdings: [LCC] },
  melder: { name: "wim", employer: "werkgever", holdings: [party("aanmelder", "own:wim")] },
  mayor: { name: "Maud Tichelaar", employer: "gemeente", holdings: [party("burgemeester", "gm:GM0363")] },
  rccb: { name: "rick", employer: "politie", holdings: [party("rccb", "eenheid:noord-holland", "+31 88 555 0130")] },
  persoon: { name: "sam", employer: "personen", holdings: [party("te_beveiligen_persoon", "own:sam")] },
};
export const meAs = (who: string): Me => {
  const found = PEOPLE[who] ?? PEOPLE.piket;
  const holdings = found?.holdings ?? [];
  return { person: found?.name ?? "", organisation: found?.employer ?? "", holdings, opens: mayOpen(holdings) };
};

const who = (functie: string, slot: string, number: string | null = null): Rung["who"][number] => ({ functie, relation: "holder", slot, number });
export const RUNGS: readonly Rung[] = [
  { at: at(-3), reached: true, who: [who("nctv_piket", "on_duty", PIKET.number)] },
  { at: at(-2), reached: true, who: [who("nctv_piket", "backup")] },
  { at: at(-1), reached: true, who: [who("nctv_piket", "all")] },
  { at: at(1), reached: false, who: [who("coordinerend_hovj", "on_duty", "+31 88 555 0120")] },
  { at: at(3), reached: false, who: [who("directeur_nctv", "on_duty", DIRECTEUR.number)] },
  { at: at(5), reached: false, who: [who("pg", "on_duty"), who("nctv", "on_duty")] },
];
const RANG: readonly Rang[] = [
  { name: "Mila Berkhout", rung: 0, rings: 6, seen: true, calling: false, settled: false, me: true },
  { name: "Pim de Wit", rung: 1, rings: 4, seen: true, calling: true, settled: false, me: false },
  { name: "Noor Haddad", rung: 2, rings: 2, seen: false, calling: false, settled: false, me: false },
];

export function obligation(what: string, more: Partial<Obligation> = {}): Obligation {
  return {
    what, waitsFor: [PIKET, DIRECTEUR, NCTV], mine: false, ladder: "L-1.ontvangst", openedAt: at(-3), due: null, late: false,
    rungs: [], rang: [], settledAt: null, settledBy: null, outcome: null, ...more,
  }; // prettier-ignore
}

const RECEIPT = obligation("ontvangen", { rungs: RUNGS, rang: RANG });
const SPOKEN = obligation("gesproken", { waitsFor: [NAMENS, HOVJ, PIKET], ladder: "SA-00.gesproken", rungs: [{ at: at(12), reached: false, who: [who("namens_hovj", "on_duty")] }] });
const DECIDING = obligation("besluiten", { ladder: "L-1.besluit", openedAt: at(-1), due: at(14), rungs: [{ at: at(4), reached: false, who: [{ functie: null, relation: "settler", slot: "", number: null }, who("nctv_piket", "backup")] }] });
const RECEIVED: Obligation = { ...RECEIPT, settledAt: at(-1), settledBy: "Mila Berkhout", outcome: "ontvangen", rang: RANG.map((one) => ({ ...one, settled: one.me })) };
const SPOKE: Obligation = { ...SPOKEN, settledAt: at(-1), settledBy: "Mila Berkhout" };

const OM_GEZAG: Gezag = { holder: HOVJ, since: at(-3), over: ["persoon"], publicOrder: "burgemeester", localMeasures: party("rccb", "eenheid:noord-holland", "+31 88 555 0130") };
export const NCTV_GEZAG: Gezag = { ...OM_GEZAG, holder: NCTV, since: at(-1), over: ["persoon", "kerngezin", "woning", "werkplek"] };

/** The NCTV was the authority before, for three days; it is again. */
const TIMELINE: Item["timeline"] = [
  { holder: HOVJ, since: null, over: ["persoon"] },
  { holder: NCTV, since: at(-90 * 1440), over: NCTV_GEZAG.over },
  { holder: HOVJ, since: at(-87 * 1440), over: NCTV_GEZAG.over },
  { holder: NCTV, since: NCTV_GEZAG.since, over: NCTV_GEZAG.over },
];

const REQUEST: Opened = {
  act: "act1", kind: "spoedaanwijzing", at: at(-3), removed: false, by: { ...NAMENS, name: "Joris van Vliet", employer: "OM" },
  fields: [
    { name: "ground", text: "directe_noodzaak", kind: "word" },
    { name: "person", text: "Mw. R. Voorbeeld, wethouder te Voorbeeldstad" },
    { name: "need", text: "Persoonsbeveiliging vanaf nu.\nZij is thuis met partner en twee kinderen." },
    { name: "callback", text: "+31 6 5550 0199" },
    { name: "threat", text: "Vanmiddag een brief met kogel. Sinds een uur staat een onbekende auto in de straat." },
    { name: "when_where", text: "Nu, Dorpsstraat 1, Voorbeeldstad" },
  ],
}; // prettier-ignore
const QUESTION: Opened = {
  act: "act2", kind: "vraag", at: at(-0.6), removed: false, by: { ...PIKET, name: "Mila Berkhout", employer: "NCTV" },
  fields: [{ name: "text", text: "Is de partner nu ook thuis?" }],
}; // prettier-ignore
const ORDER: Opened = {
  act: "act3", kind: "opdracht", at: at(-4), removed: true, by: { ...PIKET, name: "Mila Berkhout", employer: "NCTV" },
  fields: [{ name: "person", text: "Mw. R. Voorbeeld" }, { name: "where", text: "Dorpsstraat 1, Voorbeeldstad" }, { name: "measures", text: "Persoonsbeveiliging, direct" }],
}; // prettier-ignore

const INTAKE: Opened = {
  act: "act4", kind: "intake", at: at(-50), removed: false, by: { ...HOVJ, name: "Sanne Okkerse", employer: "OM" },
  fields: [
    { name: "line", text: "directe_opname", kind: "word" },
    { name: "person", text: "Mw. R. Voorbeeld" },
    { name: "threat", text: "Sinds mei brieven, nu een wapen gezien." },
    { name: "criteria.a.gericht_op_leven", text: "direct", kind: "word" },
    { name: "criteria.a.factoren", text: "antecedenten_ernstig_geweld", kind: "word" },
    { name: "criteria.a.factoren", text: "psychische_stoornis", kind: "word" },
    { name: "criteria.a.dreiger_bekend", text: "true", kind: "yes_no" },
  ],
}; // prettier-ignore
const PLAN: Opened = {
  act: "act5", kind: "herbeoordeling_plan", at: at(-90), removed: false, by: { ...PIKET, name: "Mila Berkhout", employer: "NCTV" },
  fields: [{ name: "subject", text: "maatregelen", kind: "word" }, { name: "measures", text: "Objectbewaking" }, { name: "triggers", text: "Nieuwe brief" }],
}; // prettier-ignore
export const NOTICE: Opened = {
  act: "act6", kind: "burgemeestersbericht", at: at(-9), removed: false, by: { ...PIKET, name: "Mila Berkhout", employer: "NCTV" },
  fields: [{ name: "what", text: "Een inwoner wordt beveiligd." }, { name: "may_do", text: "Niets." }, { name: "share_with", text: "Niemand." }, { name: "say", text: "Geen mededelingen." }, { name: "call", text: "+31 70 555 0100" }],
}; // prettier-ignore

const line = (state: string, more: Partial<ItemLine> = {}): ItemLine => ({
  id: ITEM_ID, flow: "spoedaanwijzing", state, area: "arr:noord-holland", openedAt: at(-3), openedAs: NAMENS, drill: false, closed: false,
  parent: null, gezag: OM_GEZAG, dossier: "dossierA", ...more,
}); // prettier-ignore

const GROUNDS: Item["grounds"] = [
  { from: "om", to: "nctv", ground: "Artikel 39f Wet justitiële en strafvorderlijke gegevens", source: "C §1.2" },
  { from: "nctv", to: "om", ground: "Artikel 9 Wet coördinatie terrorismebestrijding", source: "C §1.2" },
]; // prettier-ignore

export function item(state: string, obligations: readonly Obligation[], more: Partial<Item> = {}): Item {
  return {
    ...line(state), version: 1, participants: [PIKET, NAMENS, HOVJ], timeline: [], obligations, contents: [REQUEST], attachments: [], linked: [], joined: [], joinedTo: null, keys: { lacking: [], keyless: [], removed: false }, locked: 0,
    callback: { number: "+31 6 5550 0199", verified: false }, excludes: false, lacks: [], grounds: GROUNDS, may: {}, policy: "2026-1", retention: null, now: NOW.toISOString(), ...more,
  }; // prettier-ignore
}

const JOINED: Item["joined"] = [
  { id: "itemB", reads: true, state: "ingediend", openedAs: party("hovj", "arr:limburg"), openedAt: at(-2), person: "Dhr. T. Voorbeeld", apartWord: true },
  { id: "itemC", reads: false, code: "item.unknown" },
];
const LINKED = [{ id: ORDER_ID, flow: "opdracht", state: "ter_plaatse", relation: "child", readable: false }, { id: "itemR", flow: "bericht_rccb", state: "kennisgenomen", relation: "child", readable: true }];
const ARRIVAL = obligation("ter_plaatse", { waitsFor: [LCC], ladder: "L-6.ter_plaatse", due: at(-2), late: true, rungs: [{ at: at(-2), reached: true, who: [who("lcc", "on_duty", LCC.number)] }, { at: at(3), reached: false, who: [who("lcc_leiding", "on_duty"), who("nctv_piket", "on_duty")] }] });

/** An item in each of its states, by name. */
export const ITEMS: Readonly<Record<string, Item>> = {
  asked: item("ingediend", [RECEIPT, SPOKEN]),
  received: item("ontvangen", [RECEIVED, SPOKE, DECIDING], { contents: [REQUEST, QUESTION], excludes: true, attachments: [{ blob: "b".repeat(64), at: at(-2), size: 482_113, name: null, by: { ...NAMENS, name: "nadia", employer: "om" }, removed: false }] }),
  designated: item("aangewezen", [RECEIVED, SPOKE, { ...DECIDING, settledAt: at(-0.5), settledBy: "Mila Berkhout", outcome: "aangewezen" }, obligation("verzoeker_geinformeerd", { waitsFor: [NAMENS], openedAt: at(-0.5) }), obligation("burgemeester", { waitsFor: [PIKET], openedAt: at(-0.5), due: at(240) })], { gezag: NCTV_GEZAG, timeline: TIMELINE, linked: LINKED }),
  no_keys: item("ontvangen", [RECEIVED, DECIDING], { contents: [], locked: 2, callback: null }),
  with_joined: item("ontvangen", [RECEIVED, DECIDING], { joined: JOINED }),
  lacking: item("ontvangen", [RECEIVED, DECIDING], { keys: { lacking: [party("nctv_teamleider")], keyless: [party("pg")], removed: true } }),
  joined_to: item("ontvangen", [RECEIVED, DECIDING], { joinedTo: "itemB" }),
  drill: item("ingediend", [RECEIPT], { drill: true, gezag: null }),
  suspended: item("opgeschort", [], { drill: true, gezag: null }),
  withdrawn: item("ingetrokken", [{ ...RECEIPT, settledAt: at(-1), settledBy: "Joris van Vliet", outcome: "ingetrokken" }], { closed: true }),
  order: item("verstuurd", [obligation("beantwoorden", { waitsFor: [LCC, party("lcc_leiding")], due: at(11), openedAt: at(-4), ladder: "L-6.antwoord", rungs: RUNGS.slice(0, 2) })], { id: ORDER_ID, flow: "opdracht", contents: [ORDER], gezag: NCTV_GEZAG, openedAs: PIKET, callback: null }),
  arriving: item("uitvoerbaar", [ARRIVAL], { id: ORDER_ID, flow: "opdracht", contents: [ORDER], gezag: NCTV_GEZAG, openedAs: PIKET, callback: null }),
};

const REMINDERS: readonly Rung[] = [-4320, 0, 1440].map((minutes) => ({ at: at(9000 + minutes), reached: false, who: [who("nctv_teamleider", "on_duty")] }));

/** Items of flows whose screens and forms are made from the models, and one of a flow that this app does not know. */
export const OTHERS: Readonly<Record<string, Item>> = {
  case: item("te_beoordelen", [obligation("oordelen", { waitsFor: [party("nctv_teamleider"), DIRECTEUR], ladder: "L-7.oordeel", due: at(2000), rungs: [] })], {
    flow: "triage", contents: [INTAKE], callback: null, openedAs: HOVJ, linked: [{ id: "itemS", flow: "spoedaanwijzing", state: "aangewezen", relation: "followed", readable: true }, { id: "itemN", flow: "burgemeestersbericht", state: "verstuurd", relation: "follower", readable: false }],
  }),
  admitted: item("opgenomen", [obligation("overdrachtsdossier", { waitsFor: [HOVJ], ladder: "L-7.om", rungs: [] })], {
    flow: "triage", contents: [INTAKE], callback: null, openedAs: HOVJ, gezag: NCTV_GEZAG,
  }),
  table: item("te_agenderen", [obligation("agenderen", { waitsFor: [party("triagesecretariaat")], ladder: "L-7.om", rungs: [] })], { flow: "triage", contents: [INTAKE], callback: null, openedAs: HOVJ }),
  review: item("gepland", [obligation("herbeoordelen", { waitsFor: [party("nctv_teamleider"), PIKET], ladder: "L-5", due: at(9000), rungs: REMINDERS })], {
    flow: "herbeoordeling", contents: [PLAN], callback: null, openedAs: PIKET, gezag: NCTV_GEZAG,
  }),
  notice: item("verstuurd", [obligation("kennisnemen", { waitsFor: [party("burgemeester", "gm:GM0363"), PIKET], ladder: "L-4" })], {
    flow: "burgemeestersbericht", area: "gm:GM0363", contents: [NOTICE], callback: null, openedAs: PIKET, gezag: NCTV_GEZAG,
  }),
  dispute: item("trede_1", [obligation("trede_1", { waitsFor: [party("coordinerend_hovj"), DIRECTEUR], ladder: "L-2", due: at(90) })], {
    flow: "geschil", callback: null, openedAs: HOVJ, contents: [{ ...QUESTION, kind: "geschil", by: { ...HOVJ, name: "Sanne Okkerse", employer: "OM" }, fields: [{ name: "text", text: "De auto staat er nog. Zij kan daar niet blijven." }] }],
  }),
  unknown: item("iets_nieuws", [obligation("nog_iets", { waitsFor: [PIKET] })], { flow: "een_nieuwe_flow", contents: [{ ...QUESTION, kind: "een_nieuw_soort" }], callback: null }),
}; // prettier-ignore

/** An item as this person sees it: what waits for them is theirs, and their own ring says so. */
export function itemFor(name: string, me: Me, more: Readonly<Record<string, Item>> = {}): Item {
  const found = more[name] ?? ITEMS[name] ?? OTHERS[name] ?? item("ingediend", [RECEIPT]);
  const functies = me.holdings.map((one) => one.functie);
  const name_ = me.person;
  const obligations = found.obligations.map((one) => ({
    ...one,
    mine: one.waitsFor.some((held) => functies.includes(held.functie)),
    rang: one.rang.map((rang) => ({ ...rang, me: rang.name === name_ })),
  }));
  return { ...found, obligations, may: mayDo(found.flow, functies as Functie[]) };
}

export function startFor(me: Me, empty: boolean): Start {
  const reviews = me.holdings.some((one) => one.functie === "nctv_teamleider");
  const names = reviews ? ["review", "designated"] : me.organisation === "KMar" ? ["arriving", "order"] : ["asked", "designated", "received"];
  const items = names.map((name, index) => {
    const found = itemFor(name, me);
    return { line: { ...found, id: `${name}${index}` }, obligations: found.obligations };
  });
  return { items: empty ? [] : items, withoutKeys: [], unshared: [], unproven: [], many: [] };
}

const TERM = { months: 0, days: 0, working: 0, seconds: 0 };
export const CALENDAR: Calendar = {
  policy: "2026-1",
  terms: { herbeoordeling: { ...TERM, months: 1 }, informeren_persoon: { ...TERM, months: 1 }, dreigingsniveau: { ...TERM, months: 3 }, first_review: { ...TERM, days: 3 }, triage_oordeel: { ...TERM, working: 2 } },
  days: [0, 1, 2, 3, 4], opens: "09:00", closes: "17:00", closed: [],
  holidays: ["nieuwjaarsdag", "goede_vrijdag", "tweede_paasdag", "koningsdag", "bevrijdingsdag", "hemelvaartsdag", "tweede_pinksterdag", "eerste_kerstdag", "tweede_kerstdag"],
}; // prettier-ignore

export const DUTY: readonly Duty[] = [
  { ...PIKET, keeps: true, rostered: true, onDuty: [{ name: "Mila Berkhout", slot: "on_duty", until: at(500), override: true, me: true }, { name: "Pim de Wit", slot: "backup", until: at(500), override: false, me: false }] },
  { ...DIRECTEUR, keeps: false, rostered: false, onDuty: [{ name: "Bo Ligthart", slot: "on_duty", until: null, override: false, me: false }] },
  { ...LCC, keeps: false, rostered: false, onDuty: [] },
];
export const CHAIN: readonly Person[] = [
  { person: "p1", name: "Sanne Okkerse", functies: [HOVJ] },
  { person: "p3", name: "Pim de Wit", functies: [PIKET] },
  { person: "p4", name: "Loes Vermaat", functies: [party("loco_burgemeester", "gm:GM0363")] },
  { person: "p2", name: "Ruben Aalders", functies: [party("rccb", "eenheid:noord-holland")] },
  { person: "p5", name: "sam", functies: [party("te_beveiligen_persoon", "own:sam")] },
];
export const DRAFT: Draft = {
  draft: "draft1", name: "spoedaanwijzing.decide", as: PIKET,
  facts: [
    { name: "outcome", value: "aangewezen", kind: "word" },
    { name: "person", value: "Mw. R. Voorbeeld, wethouder te Voorbeeldstad", kind: "text" },
    { name: "from_at", value: at(0), kind: "moment" },
    { name: "review_at", value: at(4320), kind: "moment" },
    { name: "reasons", value: "Concrete dreiging op korte termijn.", kind: "text" },
    { name: "kerngezin", value: "3", kind: "text" },
  ],
  readers: [NAMENS, HOVJ, PIKET, DIRECTEUR, NCTV], gaps: [party("pg")], rungs: [], grounds: GROUNDS,
}; // prettier-ignore
