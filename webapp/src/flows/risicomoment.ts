/** What a reporter and the receivers of a risk moment do from their own device, where its form alone does not say it. */

import { contentRefused } from "../crypto/content.ts";
import { keyOf } from "../crypto/linked.ts";
import codes from "../device/arrondissementen.json" with { type: "json" };
import type { Device } from "../device/device.ts";
import { openingOf, type Case, type VerifiedItemAct } from "../device/reading.ts";
import { Refused } from "../refused.ts";
import { sha256Hex } from "../wire/bytes.ts";
import { readContent } from "../wire/catalogue.ts";
import { decodeAny64 } from "../wire/dsse.ts";
import type { Filled } from "../wire/filled.ts";
import type { AnyContent, LoketantwoordContent, RisicomomentContent, RisicowegingContent, WijzigingContent } from "../wire/models.ts";
import type { Holding } from "../wire/payload.ts";
import { DoingOn, type Prepared } from "./doing.ts";
import { newKey, openAnswer, sealAnswer, type Answered } from "./loket.ts";
import { otherEenheid, rccbOf } from "./opening.ts";
import type { Openings, Verbs } from "./openings.ts";

/** The service's word for an answer of the loket. */
export const ANSWER = "loketantwoord";
/** What one text may hold; of more than that the rest stands in the report alone. */
const LONGEST = 8000;
const NATIONAL = "nl";
const DESK = ["nctv_piket", "nctv_behandelaar", "nctv_teamleider", "directeur_nctv"] as const;
const COLLEGE = "pg";
const ABOVE = ["coordinerend_hovj", COLLEGE] as const;
const LCC = ["lcc", "lcc_leiding"] as const;

const national = (functies: readonly Holding["functie"][]): readonly Holding[] => functies.map((functie) => ({ functie, scope: NATIONAL }));

/** RM-02: everybody its ladders can reach on either side, the College (P-02) and the reporter: alike for every report. */
export function sealedFor(reporter: Holding, rccb: Holding, area: string): readonly Holding[] {
  return [reporter, ...national(DESK), rccb, { functie: "adviseur_bbc", scope: area }, { functie: "hovj", scope: area }, ...national([COLLEGE])];
}

/** RM-02: everybody who can come to read what is weighed, whichever side has it; never its reporter. */
export function weighedBy(rccb: Holding, area: string, gemeente: string): readonly Holding[] {
  const local: readonly Holding[] = [{ functie: "hovj", scope: area }, { functie: "adviseur_bbc", scope: area }];
  return [...national(DESK), ...national(LCC), rccb, ...local, ...national(ABOVE), { functie: "burgemeester", scope: gemeente }];
}

/** The arrondissement in which a gemeente lies (P-04: from data); throws Refused `gemeente.unknown` for one that is not. */
export function areaOf(gemeente: string): string {
  const found = Object.entries(codes).find(([, within]) => within.split(" ").includes(gemeente.replace(/^gm:GM/, "")));
  if (found === undefined) throw new Refused("gemeente.unknown", "There is no such gemeente; choose one.");
  return found[0];
}

/** The acts in which its reporter said what the moment is, the newest first: what the loket answers to. */
export function toldBy({ acts }: Pick<Case, "acts">): readonly string[] {
  return acts.filter(tells).map(({ payload }) => payload.id).reverse();
}

type Times = { readonly startsAt: string; readonly endsAt: string; readonly gemeente: string | null };

/** When the moment is, by the newest signed act that says so, and where; null where none is shown. */
export function timesOf({ acts }: Pick<Case, "acts">): Times | null {
  const told = acts.flatMap(({ read }) => (read.act === "risicomoment.report" || read.act === "risicomoment.change" ? [read.params] : []));
  const newest = told.at(-1);
  const gemeente = told.flatMap((one) => ("gemeente" in one ? [one.gemeente] : []))[0] ?? null;
  return newest === undefined ? null : { startsAt: newest.starts_at, endsAt: newest.ends_at, gemeente };
}

/** What was reported, with all changes, as whoever takes it writes it down for who cannot read the report (RM-06). */
export function reported(about: Pick<Case, "acts" | "contents">): RisicowegingContent {
  const told = about.contents.map(({ content }) => content).filter(isTold);
  const times = timesOf(about);
  const what = told.map((one) => one.what).join("\n\n").slice(0, LONGEST);
  return {
    kind: "risicoweging",
    known: null,
    what: what === "" ? null : what,
    where: told.findLast((one) => one.where !== null)?.where ?? null,
    public: told.findLast((one) => one.public !== null)?.public ?? null,
    person: told.find((one) => one.kind === "risicomoment")?.person ?? null,
    starts_at: times?.startsAt ?? null,
    ends_at: times?.endsAt ?? null,
  };
}

/**
 * The newest answer of the loket that was released, and the moment from which it is shown; null: none yet. Where it does
 * not answer the newest of `toldBy`, the moment was changed since. Throws as `openAnswer`.
 */
export async function answerOf(about: Case): Promise<(Answered & { readonly at: string }) | null> {
  const newest = about.answer.contents.findLast((one) => one.kind === ANSWER && one.data !== null);
  if (newest === undefined || newest.data === null) return null;
  const sealed = decodeAny64(newest.data);
  if ((await sha256Hex(sealed)) !== newest.blob) throw contentRefused("loket.malformed", "The answer is not the one that is named");
  const { identities, answer } = about;
  return { ...(await openAnswer(sealed, identities.values(), loketKey(about), answer.item.id, toldBy(about))), at: newest.at };
}

function loketKey({ contents }: Case): string {
  const report = contents.map(({ content }) => content).find((one): one is RisicomomentContent => one.kind === "risicomoment");
  if (report === undefined) throw contentRefused("loket.unread", "The report itself does not open here");
  return report.loket_key;
}

function tells({ read }: VerifiedItemAct): boolean {
  return read.act === "risicomoment.report" || read.act === "risicomoment.change";
}

function isTold(content: AnyContent): content is RisicomomentContent | WijzigingContent {
  return content.kind === "risicomoment" || content.kind === "risicomoment_wijziging";
}

/** Answer the reporter as the loket: the words carry no person's signature, the act does (RM-02). */
async function answer(device: Device, item: string, { content: typed }: Filled): Promise<Prepared> {
  const doing = await DoingOn.begin(device, item, "risicomoment.answer");
  const [told] = toldBy(doing.about);
  if (told === undefined) throw contentRefused("loket.unread", "The report itself does not open here");
  const words = { outcome: (typed["outcome"] ?? "") as LoketantwoordContent["outcome"], text: (typed["text"] ?? "").trim() };
  const sealed = await sealAnswer(loketKey(doing.about), item, told, words, keyOf(doing.about));
  return doing.with({ content: await doing.carry(sealed, { kind: "loketantwoord", ...words, proof: "" }) });
}

/** Take a report for one's side: what was reported goes along into the item in which the receivers weigh it (RM-02). */
async function take(device: Device, item: string, { linked: typed }: Filled): Promise<Prepared> {
  const doing = await DoingOn.begin(device, item, "risicomoment.take");
  const gemeente = timesOf(doing.about)?.gemeente ?? "";
  const area = areaOf(gemeente);
  const known = (typed?.["known"] ?? "").trim();
  const content = readContent({ ...reported(doing.about), known: known === "" ? null : known });
  const rccb = rccbFor(device, area, chosenIn(doing.about));
  return doing.with({ linked: await doing.link("risicoweging", content, weighedBy(rccb, area, gemeente)) });
}

/** The rccb on the local side: of the other eenheid that was chosen (P-02), else of the area's own (P-04). */
function rccbFor(device: Device, area: string, chosen: string | null): Holding {
  return chosen === null ? rccbOf(device, area) : { functie: "rccb", scope: chosen };
}

/** The other eenheid that the signed report asks, where somebody is left out of the place's own. */
function chosenIn({ acts }: Case): string | null {
  const read = openingOf(acts)?.read;
  return read?.act === "risicomoment.report" ? read.params.rccb : null;
}

export const OPENINGS: Openings = {
  // From an item of the same person: of its dossier, but it follows from nothing, so that it is as any other report (RM-02).
  "risicomoment.report": ({ device, holding, params, excluded }) => {
    const area = areaOf(String(params["gemeente"] ?? ""));
    const rccb = typeof params["rccb"] === "string" ? params["rccb"] : otherEenheid(device, area, excluded);
    const readers = sealedFor(holding, rccbFor(device, area, rccb), area);
    return { readers, params: { rccb }, content: { loket_key: newKey(device.random) }, alone: true };
  },
};

export const VERBS: Verbs = { "risicomoment.answer": answer, "risicomoment.take": take };
