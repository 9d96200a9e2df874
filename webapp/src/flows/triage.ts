/** A triage from the app: by which line a case may be put forward, who reads it, and who gets what its acts carry (TR-01 … TR-08). */

import type { Case } from "../device/reading.ts";
import { openingOf } from "../device/reading.ts";
import { contentRefused } from "../crypto/content.ts";
import { readModel } from "../wire/read-model.ts";
import type { Toetsingskader } from "../wire/models.ts";
import type { Holding } from "../wire/payload.ts";
import { toets, type Line } from "../wire/toetsingskader.ts";
import type { DoingOn } from "./doing.ts";
import { otherEenheid, rccbOf } from "./opening.ts";
import type { Comes, Lacks, Links, OpeningOf, Openings } from "./openings.ts";
import { NCTV_TEAMLEIDER, readersOfDispute, readersOfWord } from "./parties.ts";

const nl = (functie: Holding["functie"]): Holding => ({ functie, scope: "nl" });
const OM_AND_NCTV: readonly Holding[] = [
  nl("coordinerend_hovj"), nl("pg"), nl("nctv_behandelaar"), nl("nctv_teamleider"), nl("directeur_nctv"), nl("nctv"),
]; // prettier-ignore

export const OPENINGS: Openings = { "triage.submit": submit };

export const LINKS: Links = {
  "triage.dispute": ({ about }) => readersOfDispute(about.answer.item.area, NCTV_TEAMLEIDER),
  "triage.measures": forTheRccb,
  "triage.end": forTheRccb,
};

export const LACKS: Lacks = { triage: lacking };

/**
 * Put a case forward by the line its form says (TR-01), for everybody it may come to. Throws Refused `intake.criteria`
 * where the criteria do not allow that line, and nothing is made (TR-03).
 */
function submit({ device, holding, params, content, excluded }: OpeningOf): Comes {
  const line = params["line"];
  const criteria = readModel("Toetsingskader", content["criteria"], "criteria") as Toetsingskader;
  if (toets(criteria).line !== line) throw contentRefused("intake.criteria", "The criteria do not allow this line");
  const area = typeof params["area"] === "string" ? params["area"] : holding.scope;
  const rccb = typeof params["rccb"] === "string" ? params["rccb"] : otherEenheid(device, area, excluded);
  const serves: Holding = rccb === null ? rccbOf(device, area) : { functie: "rccb", scope: rccb };
  return { readers: readersOfCase(line as Line, holding, area, serves), params: { rccb } };
}

/** Everybody a case of that line may come to. */
function readersOfCase(line: Line, officer: Holding, area: string, rccb: Holding): readonly Holding[] {
  const table: readonly Holding[] = line === "triagetafel" ? [nl("triagesecretariaat"), rccb, nl("adviseur_bb")] : [];
  return [officer, { functie: "hovj", scope: area }, { functie: "adviseur_bbc", scope: area }, ...OM_AND_NCTV, ...table];
}

/** Word to the rccb of the eenheid that the signed form names (P-02), else of the area's (P-04). */
function forTheRccb(doing: Pick<DoingOn<"triage.end">, "device" | "about" | "holding">): readonly Holding[] {
  const chosen = chosenIn(doing.about);
  const rccb: Holding = chosen === null ? rccbOf(doing.device, doing.about.answer.item.area) : { functie: "rccb", scope: chosen };
  return readersOfWord(rccb, doing.holding);
}

/** What the newest criteria of a case lack for the line by which it was put forward (TR-03): shown to every reader. */
function lacking({ contents }: Case): readonly string[] {
  const intake = contents.find(({ content }) => content.kind === "intake")?.content;
  if (intake?.kind !== "intake") return [];
  const added = contents.flatMap(({ content }) => (content.kind === "aanvulling_triage" && content.criteria !== null ? [content.criteria] : []));
  return toets(added.at(-1) ?? intake.criteria).missing[intake.line];
}

function chosenIn({ acts }: Case): string | null {
  const read = openingOf(acts)?.read;
  return read?.act === "triage.submit" ? read.params.rccb : null;
}
