/** The files of the app itself, kept for when there is no line: exactly those of the list, verified, and nothing else. */

/** The parts of a service worker's world that this needs; replaceable in tests. */
export type World = { caches: CacheStorage; fetch: (path: string, init?: RequestInit) => Promise<Response>; digest: (data: BufferSource) => Promise<ArrayBuffer> };

const LIST = "/files.json";
const NAMES = "shell-names";
const PREFIX = "shell-";
/** The worker's own file: the browser keeps that itself. */
const NOT_KEPT = "/sw.js";
const INDEX = "/index.html";

/**
 * Fetch the list, and every file of a release that is not kept yet; keeps the one before it for pages that are open.
 *
 * Safe to repeat. Throws TypeError, and keeps what it had, when a file is not there or is not what the list says.
 */
export async function keepShell(world: World): Promise<void> {
  const list = new Uint8Array(await (await found(world, LIST)).arrayBuffer());
  const name = PREFIX + hex(await world.digest(list)).slice(0, 32);
  const [newest] = await kept(world);
  if (newest === name) return;
  const files = Object.entries(JSON.parse(new TextDecoder().decode(list)) as Record<string, string>);
  const cache = await world.caches.open(name);
  for (const [path, hash] of files.filter(([path]) => path !== NOT_KEPT)) {
    const answer = await found(world, path);
    const bytes = await answer.clone().arrayBuffer();
    if (hex(await world.digest(bytes)) !== hash) throw new TypeError("A file of the app is not what its list says.");
    await cache.put(path, answer);
  }
  await remember(world, newest === undefined ? [name] : [name, newest]);
}

/** The kept answer to a request for the app's own files; undefined for anything else, which goes to the network. */
export async function fromShell(world: World, path: string, navigates: boolean): Promise<Response | undefined> {
  for (const name of await kept(world)) {
    const answer = await (await world.caches.open(name)).match(navigates ? INDEX : path);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Where the names of the kept releases stand, and what else outlives a release. */
export function shellNames(world: World): Promise<Cache> {
  return world.caches.open(NAMES);
}

/** Names of the kept releases, the newest first. */
async function kept(world: World): Promise<string[]> {
  const answer = await (await shellNames(world)).match("/");
  return answer === undefined ? [] : ((await answer.json()) as string[]);
}

async function remember(world: World, names: readonly string[]): Promise<void> {
  await (await shellNames(world)).put("/", new Response(JSON.stringify(names)));
  for (const old of await world.caches.keys()) if (old !== NAMES && !names.includes(old)) await world.caches.delete(old);
}

async function found(world: World, path: string): Promise<Response> {
  const answer = await world.fetch(path, { cache: "no-store", credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new TypeError("A file of the app could not be fetched.");
  return answer;
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
