import { defineConfig } from "vite";

import { fileList } from "./tools/file-list.ts";
import { plainImport } from "./tools/plain-import.ts";

const KNOWS_X25519 = ["chrome133", "edge133", "firefox135", "safari18.4"];

/** Files with a hash in their name, nothing inline, one file for the worker, no source maps; `/sw.js` keeps its name. */
export default defineConfig({
  base: "/",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: KNOWS_X25519,
    sourcemap: false,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { app: "index.html", sw: "src/sw.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  worker: {
    format: "es",
    rolldownOptions: { output: { entryFileNames: "assets/worker-[hash].js", codeSplitting: false } },
  },
  plugins: [plainImport(), fileList()],
});
