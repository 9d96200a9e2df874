/** Writes `files.json` beside what was built: each path with its SHA-256, for the service worker and for verifying. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";

export const LIST = "files.json";

/** Every file below `folder` but the list itself: its path as a browser asks for it, and its SHA-256 in hex. */
export function listed(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = files.map((one) => relative(folder, join(one.parentPath, one.name)).split(sep).join("/"));
  const kept = paths.filter((path) => path !== LIST).sort();
  return Object.fromEntries(
    kept.map((path) => [`/${path}`, createHash("sha256").update(readFileSync(join(folder, path))).digest("hex")]),
  );
}

/** The plugin: the list is written when all else is. */
export function fileList(): Plugin {
  return {
    name: "piket-file-list",
    apply: "build",
    writeBundle({ dir }) {
      if (dir === undefined) throw new TypeError("The build says no folder.");
      writeFileSync(join(dir, LIST), `${JSON.stringify(listed(dir), null, 1)}\n`);
    },
  };
}
