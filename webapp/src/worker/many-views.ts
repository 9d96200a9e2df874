/** What pages are shown of a gesture on many items, and of how far each of those is. */

import type { GatheredAnswer } from "../api/answers.ts";
import type { Device } from "../device/device.ts";
import type { Prepared } from "../flows/doing.ts";
import type { Intent } from "../phone-acts.ts";
import type { Each, HowFar, ManyDraft, Read } from "../phone-many.ts";
import { CONTENTS } from "../wire/catalogue.ts";
import { saidIn } from "../wire/fields.ts";
import { draftOf } from "./drafts.ts";
import { partyOf } from "./views.ts";

/** What was asked for, and the act that was made of it. */
export type MadeFor = { readonly intent: Intent; readonly prepared: Prepared };

/** Of what differs between them, only which items it is about is said; all else the first says for all. */
const APART = ["gemeente"];

/** What all of these would sign; throws as `draftOf`. */
export function manyDraftOf(
  device: Device,
  name: string,
  made: readonly MadeFor[],
  failed: readonly { readonly intent: Intent; readonly code: string }[],
): ManyDraft {
  const [first] = made;
  if (first === undefined) throw new TypeError("A gesture without acts.");
  const draft = draftOf(device, name, first.prepared);
  return {
    draft: { ...draft, facts: draft.facts.filter((fact) => !APART.includes(fact.name)), readers: [], gaps: [] },
    dossier: first.prepared.about?.answer.item.dossier ?? String(first.prepared.draft.params["dossier"]),
    each: made.map((one) => eachOf(device, one)),
    texts: textsOf(made),
    failed: failed.map(({ intent, code }) => ({ area: areaIn(intent), code })),
  };
}

function eachOf(device: Device, { prepared: { draft, gaps, about }, intent }: MadeFor): Each {
  const area = about?.answer.item.area ?? areaIn(intent);
  return { item: draft.item ?? "", area, gaps: gaps.map((one) => partyOf(device.directory, one)) };
}

function areaIn(intent: Intent): string {
  if ("filled" in intent) return intent.filled.params["gemeente"] ?? "";
  return "";
}

/** What is said to have been read, each text once, with where it was sent. */
function textsOf(made: readonly MadeFor[]): readonly Read[] {
  const found = new Map<string, { fields: Read["fields"]; areas: string[] }>();
  for (const { intent, prepared } of made) {
    const kinds: readonly string[] = "filled" in intent ? intent.filled.reads : [];
    const read = prepared.about?.contents.findLast(({ content }) => kinds.includes(content.kind));
    if (read === undefined || prepared.about === null) continue;
    const text = JSON.stringify(read.content);
    const fields = saidIn(CONTENTS[read.content.kind]?.model ?? "", read.content);
    const one = found.get(text) ?? { fields, areas: [] as string[] };
    one.areas.push(prepared.about.answer.item.area);
    found.set(text, one);
  }
  return [...found.values()];
}

/** How far each item is, as the service says. */
export function howFarOf({ items }: GatheredAnswer): readonly HowFar[] {
  return items.map(({ id, opened_at, ...one }) => ({ ...one, item: id, openedAt: opened_at }));
}
