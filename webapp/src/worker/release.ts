/** Which app this is, by its own list of files, held against what founders signed in the directory. */

import type { AppRelease } from "../directory/state.ts";
import type { Release } from "../phone.ts";
import { sha256Hex, text, type Bytes } from "../wire/bytes.ts";

/** The list as it is served now, and the file that runs here: one that the list names, or the app was replaced since. */
export type Own = { readonly list: Bytes; readonly path: string };

/** Ask where this app came from for its list; null where there is no line. */
export async function ownFiles(): Promise<Own | null> {
  try {
    const answer = await fetch("/files.json", { cache: "no-store", credentials: "omit" });
    return answer.ok ? { list: new Uint8Array(await answer.arrayBuffer()), path: self.location.pathname } : null;
  } catch {
    return null;
  }
}

/** How this app stands to the releases of the directory, oldest first. */
export async function releaseOf(own: Own | null, releases: readonly AppRelease[]): Promise<Release> {
  if (own === null) return { stand: "unreached", files: null, number: null };
  const files = await sha256Hex(own.list);
  if (!names(own)) return { stand: "replaced", files, number: null };
  if (releases.length === 0) return { stand: "none", files, number: null };
  const number = releases.findLastIndex((one) => one.files === files) + 1;
  if (number === 0) return { stand: "unknown", files, number: null };
  return { stand: number === releases.length ? "newest" : "older", files, number };
}

function names({ list, path }: Own): boolean {
  try {
    const found: unknown = JSON.parse(text(list));
    return typeof found === "object" && found !== null && Object.hasOwn(found, path);
  } catch {
    return false;
  }
}
