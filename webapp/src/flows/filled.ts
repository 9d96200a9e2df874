/** An act of any flow from what was filled in on its form: checked against the models, sealed, and ready to be read back. */

import { contentRefused } from "../crypto/content.ts";
import type { Device } from "../device/device.ts";
import type { Case } from "../device/reading.ts";
import type { FilledAct, Opening, OpeningAct } from "../phone-acts.ts";
import { Refused } from "../refused.ts";
import { faultOf } from "../wire/act-rules.ts";
import { CONTENTS, paramsOf, readContent } from "../wire/catalogue.ts";
import { documentOf } from "../wire/document.ts";
import { hasField } from "../wire/fields.ts";
import type { Filled } from "../wire/filled.ts";
import { formOf, type Form } from "../wire/forms.ts";
import type { ActName, ActParams, AnyContent, LinkedItem } from "../wire/models.ts";
import { isFunctie, type Holding } from "../wire/payload.ts";
import { readModel } from "../wire/read-model.ts";
import { DoingOn, type Prepared } from "./doing.ts";
import { leftOut, openItem } from "./opening.ts";
import { linkBy, openingBy, verbBy } from "./openings.ts";

type Document = Readonly<Record<string, unknown>>;

/**
 * Prepare the act on an item; throws Refused `act.malformed` naming the first field that is not as its model has it, or
 * the flow's own code where the content is at odds with the act.
 */
export async function filledIn(device: Device, act: FilledAct, item: string, filled: Filled): Promise<Prepared> {
  const own = verbBy(act);
  if (own !== undefined) return own(device, item, filled);
  const form = known(act);
  const doing = await DoingOn.begin(device, item, act);
  const params = documentOf(form.params, filled.params);
  const content = filled.kind === null ? null : contentOf(filled.kind, form, filled, params);
  const fault = content === null ? null : faultOf(act, params, content);
  if (fault !== null) throw contentRefused(fault, "It is at odds with the act it goes with");
  if (Object.keys(form.contents).length > 0) params["content"] = content === null ? null : await doing.seal(content);
  if (form.linked !== null) params["linked"] = await carried(doing, form.linked, filled);
  if (form.reads) params["read"] = newest(doing.about, filled.reads);
  return doing.with(readModel(paramsOf(act), params, "params") as ActParams[FilledAct]);
}

/** Prepare an act that opens an item, of which its flow says who reads it; throws as `filledIn` and `openItem`. */
export async function filledOpening(device: Device, act: OpeningAct, opening: Opening, filled: Filled): Promise<Prepared> {
  const rule = openingBy(act);
  if (rule === undefined) throw new Refused("act.unknown", "This act opens nothing here; update the app.");
  const form = known(act);
  const follows = opening.follows === null ? null : await device.read(opening.follows);
  const holding = device.actingAs(act, null, holdingOf(opening.as));
  const excluded = leftOut(opening.excluded, follows);
  const kind = filled.kind ?? Object.keys(form.contents)[0] ?? "";
  const asked = { params: documentOf(form.params, filled.params), content: documentOf(form.contents[kind] ?? [], filled.content) };
  const comes = await rule({ device, act, holding, ...asked, excluded, follows });
  const own: Document = { ...asked.params, ...comes.params };
  const content = readContent({ kind, ...asked.content, ...same(kind, own), ...comes.content });
  return openItem(device, act, content, comes.readers, own, {
    holding,
    excluded: comes.excluded ?? excluded,
    dossier: comes.dossier ?? opening.dossier ?? follows?.answer.item.dossier ?? null,
    follows: comes.alone === true ? null : follows,
    drill: opening.drill || follows?.answer.item.drill === true,
  });
}

function known(act: FilledAct | OpeningAct): Form {
  const form = formOf(act);
  if (form === null) throw new Refused("act.unknown", "This act has no form; update the app.");
  return form;
}

/** What its act says as well, content says in the same words. */
function contentOf(kind: string, form: Form, filled: Filled, params: Document): AnyContent {
  return readContent({ kind, ...documentOf(form.contents[kind] ?? [], filled.content), ...same(kind, params) });
}

function same(kind: string, params: Document): Document {
  return Object.fromEntries(Object.entries(params).filter(([name]) => hasField(CONTENTS[kind]?.model ?? "", name)));
}

/** The item that goes with the act, sealed for whom its flow says; null where nothing was filled in for it. */
async function carried(doing: DoingOn<FilledAct>, { kind, wanted }: NonNullable<Form["linked"]>, filled: Filled): Promise<LinkedItem | null> {
  if (filled.linked === null) return null;
  const readers = linkBy(doing.name);
  if (readers === undefined) throw new Refused("act.unknown", "This act carries nothing here; update the app.");
  const content = readContent({ kind, ...documentOf(wanted, filled.linked) });
  return doing.link(kind, content, readers(doing as unknown as DoingOn<ActName>, content));
}

/** The hash of the newest content of these kinds that this device opened and verified (BB-02, BB-04). */
function newest({ contents, answer }: Case, kinds: readonly string[]): string {
  const opened = new Set(contents.filter(({ content }) => kinds.includes(content.kind)).map(({ act }) => act));
  const found = answer.contents.findLast((one) => opened.has(one.act));
  if (found === undefined) throw new Refused("content.sealed", "There is nothing on this item that this device could read.");
  return found.blob;
}

function holdingOf(party: Opening["as"]): Holding | null {
  if (party === null) return null;
  const { functie, scope } = party;
  if (!isFunctie(functie)) throw new Refused("functie.not_held", "This functie is unknown; choose another.");
  return { functie, scope };
}
