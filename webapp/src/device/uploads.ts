/** Attachments on their way, kept on this device as ciphertext in pieces, so that a bad line or a crash costs no more than one. */

import { CHUNK_BYTES } from "../api/api.ts";
import type { Bytes } from "../wire/bytes.ts";
import type { Draft } from "./outbox.ts";
import type { Change, Store } from "./store.ts";

/** One attachment that is sealed and kept: the act that will name it, and how many of its pieces the service has. */
export type KeptUpload = {
  readonly draft: Draft;
  /** The ciphertext's name: its SHA-256. */
  readonly blob: string;
  readonly size: number;
  readonly sent: number;
  readonly at: string;
  /** Why the service will not have it; it stays listed until somebody looked. */
  readonly refused?: string;
};

/** How many pieces there are. */
export function piecesOf({ size }: Pick<KeptUpload, "size">): number {
  return Math.ceil(size / CHUNK_BYTES);
}

/** Keep a sealed attachment before anything of it is sent; all of it or nothing, durable on return. */
export async function keepUpload(store: Store, upload: KeptUpload, sealed: Blob): Promise<void> {
  const changes: Change[] = [entry(upload)];
  for (let number = 0; number < piecesOf(upload); number += 1) {
    const part = sealed.slice(number * CHUNK_BYTES, (number + 1) * CHUNK_BYTES);
    changes.push({ table: "pieces", key: pieceKey(upload, number), value: new Uint8Array(await part.arrayBuffer()) });
  }
  await store.write(changes);
}

/** Everything that is kept and not yet stored by the service, in the order in which it was added. */
export async function keptUploads(store: Store): Promise<readonly KeptUpload[]> {
  return (await store.all("uploads")).map(([, upload]) => upload as KeptUpload);
}

/** One piece; undefined when the upload was dropped meanwhile. */
export async function pieceOf(store: Store, upload: KeptUpload, number: number): Promise<Bytes | undefined> {
  return (await store.get("pieces", pieceKey(upload, number))) as Bytes | undefined;
}

/** The service has this many pieces; returns the upload as it is kept now. */
export async function sentSoFar(store: Store, upload: KeptUpload, sent: number): Promise<KeptUpload> {
  const next = { ...upload, sent };
  await store.write([entry(next)]);
  return next;
}

/** The service will not have it: its pieces go, and why stays, here and no longer among the acts that were refused. */
export async function refuseUpload(store: Store, upload: KeptUpload, refused: string): Promise<void> {
  const told: Change = { table: "refused", key: upload.draft.id, value: undefined };
  await store.write([entry({ ...upload, refused }), told, ...withoutPieces(upload)]);
}

/** Forget an upload, its pieces and its name: the service stored it, or it is not wanted any more. Safe to repeat. */
export async function dropUpload(store: Store, upload: KeptUpload): Promise<void> {
  await store.write(dropped(upload));
}

/** What takes an upload away, with its pieces and its name. */
export function dropped(upload: KeptUpload): readonly Change[] {
  return [
    { table: "uploads", key: upload.draft.id, value: undefined },
    { table: "drafts", key: nameOf(upload), value: undefined },
    ...withoutPieces(upload),
  ];
}

/** Its name is content: it stands beside what was typed, encrypted, under this. */
export function nameOf({ draft }: KeptUpload): string {
  return `upload/${draft.id}`;
}

function withoutPieces(upload: KeptUpload): readonly Change[] {
  const keys = Array.from({ length: piecesOf(upload) }, (_none, number) => pieceKey(upload, number));
  return keys.map((key): Change => ({ table: "pieces", key, value: undefined }));
}

function entry(upload: KeptUpload): Change {
  return { table: "uploads", key: upload.draft.id, value: upload };
}

function pieceKey({ draft }: KeptUpload, number: number): string {
  return `${draft.id}/${number}`;
}
