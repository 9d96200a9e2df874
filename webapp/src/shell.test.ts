/** The service worker keeps exactly the listed files of a release, verified; never anything half. */

import { createHash } from "node:crypto";
import { expect, test } from "vitest";

import { fromShell, keepShell, type World } from "./shell.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A server with these files, and a browser's caches over maps. */
function browser(files: Record<string, string>, wrong: Record<string, string> = {}) {
  const stores = new Map<string, Map<string, Response>>();
  const asked: string[] = [];
  const cache = (name: string) => {
    const store = stores.get(name) ?? new Map<string, Response>();
    stores.set(name, store);
    return {
      match: async (path: string) => store.get(path)?.clone(),
      put: async (path: string, answer: Response) => void store.set(path, answer),
    };
  };
  const caches = {
    open: async (name: string) => cache(name),
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
  } as unknown as CacheStorage;
  const world: World = {
    caches,
    digest: (data) => crypto.subtle.digest("SHA-256", data),
    fetch: async (path) => {
      asked.push(path);
      const all = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, hash(text)]));
      const text = path === "/files.json" ? JSON.stringify(all) : (wrong[path] ?? files[path]);
      return text === undefined ? new Response("", { status: 404 }) : new Response(text);
    },
  };
  return { world, stores, asked };
}

const text = async (answer: Response | undefined): Promise<string | undefined> => answer?.text();

test("a page without a line gets the app's own files, and nothing else", async () => {
  const { world } = browser({ "/index.html": "shell", "/assets/a.js": "code", "/sw.js": "worker" });
  await keepShell(world);
  expect(await text(await fromShell(world, "/whatever", true))).toBe("shell");
  expect(await text(await fromShell(world, "/assets/a.js", false))).toBe("code");
  expect(await fromShell(world, "/sw.js", false)).toBeUndefined();
  expect(await fromShell(world, "/v1/items", false)).toBeUndefined();
});

test("a newer release is fetched once, and files of the one before stay for pages that are open", async () => {
  const files: Record<string, string> = { "/index.html": "one", "/assets/1.js": "1" };
  const { world, stores, asked } = browser(files);
  await keepShell(world);
  asked.length = 0;
  await keepShell(world);
  expect(asked).toEqual(["/files.json"]);
  for (const release of ["two", "three"]) {
    delete files["/assets/1.js"];
    files["/index.html"] = release;
    await keepShell(world);
    expect(await text(await fromShell(world, "/", true))).toBe(release);
    expect(await text(await fromShell(world, "/assets/1.js", false))).toBe(release === "two" ? "1" : undefined);
  }
  expect(stores.size).toBe(3);
});

test("a file that is not what the list says is refused, and what was kept stays", async () => {
  const files: Record<string, string> = { "/index.html": "one" };
  const wrong: Record<string, string> = {};
  const { world } = browser(files, wrong);
  await keepShell(world);
  files["/index.html"] = "two";
  wrong["/index.html"] = "evil";
  await expect(keepShell(world)).rejects.toThrow(TypeError);
  expect(await text(await fromShell(world, "/", true))).toBe("one");
});

test("a missing file keeps what was kept", async () => {
  const files: Record<string, string> = { "/index.html": "one" };
  const { world } = browser(files);
  await keepShell(world);
  files["/index.html"] = "two";
  const broken: World = { ...world, fetch: async (path, init) => (path === "/index.html" ? new Response("", { status: 500 }) : world.fetch(path, init)) };
  await expect(keepShell(broken)).rejects.toThrow(TypeError);
  expect(await text(await fromShell(world, "/", true))).toBe("one");
});
