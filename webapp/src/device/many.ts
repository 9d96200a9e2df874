/** Gestures on many items that are kept on this device: each act in a row of its own, until it is signed and under way. */

import type { Draft } from "./outbox.ts";
import type { Change, Store } from "./store.ts";

/** What one of its acts is about. */
export type Target = { readonly act: string; readonly item: string; readonly area: string };

/** A gesture that was signed: those from place `next` on wait here for their number and signature, the others are under way. */
export type KeptGesture = { readonly id: string; readonly name: string; readonly next: number; readonly targets: readonly Target[] };

/** So many acts go in one request, and so many bytes of ciphertext at most. */
const TOGETHER = 16;
const BYTES = 1_500_000;

/** Keep a gesture whole: all of its acts or none. Durable on return. */
export async function keepGesture(store: Store, id: string, name: string, acts: readonly { draft: Draft; area: string }[]): Promise<KeptGesture> {
  const targets = acts.map(({ draft, area }) => ({ act: draft.id, item: draft.item ?? "", area }));
  const kept: KeptGesture = { id, name, next: 0, targets };
  const rows = acts.map(({ draft }, place): Change => ({ table: "parts", key: rowOf(kept, place), value: draft }));
  await store.write([{ table: "many", key: id, value: kept }, ...rows]);
  return kept;
}

/** The gestures that are kept, oldest first. */
export async function keptGestures(store: Store): Promise<readonly KeptGesture[]> {
  return ((await store.all("many")) as [string, KeptGesture][]).map(([, kept]) => kept);
}

/** The acts that go next, and what to write as they are signed: they wait here no more. */
export async function nextOf(store: Store, kept: KeptGesture): Promise<{ drafts: readonly Draft[]; after: KeptGesture; taken: readonly Change[] }> {
  const drafts: Draft[] = [];
  let bytes = 0;
  for (let place = kept.next; place < kept.targets.length && drafts.length < TOGETHER; place += 1) {
    const draft = (await store.get("parts", rowOf(kept, place))) as Draft;
    const size = [...draft.blobs.values()].reduce((sum, blob) => sum + blob.length, 0);
    if (drafts.length > 0 && bytes + size > BYTES) break;
    bytes += size;
    drafts.push(draft);
  }
  const after = { ...kept, next: kept.next + drafts.length };
  const rows = drafts.map((_draft, place): Change => ({ table: "parts", key: rowOf(kept, kept.next + place), value: undefined }));
  return { drafts, after, taken: [{ table: "many", key: kept.id, value: after }, ...rows] };
}

/** All of it was answered. */
export async function forgetGesture(store: Store, kept: KeptGesture): Promise<void> {
  await store.write([{ table: "many", key: kept.id, value: undefined }]);
}

function rowOf({ id }: Pick<KeptGesture, "id">, place: number): string {
  return `${id}/${String(place).padStart(4, "0")}`;
}
