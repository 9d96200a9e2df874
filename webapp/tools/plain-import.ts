/** Lets a script that is fetched when needed be imported plainly: this app links to nothing ahead of time. */

import type { Plugin } from "vite";

const HELPER = "\0vite/preload-helper.js";

/** In the place of Vite's helper, which would put links to scripts and styles into the page: just the import. */
export function plainImport(): Plugin {
  return {
    name: "piket-plain-import",
    apply: "build",
    enforce: "pre",
    load: (id) => (id === HELPER ? "export const __vitePreload = (load) => load();" : null),
  };
}
