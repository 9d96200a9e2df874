import { join } from "node:path";
import { defineConfig } from "vite";

const WALL = join(import.meta.dirname, "wall");

/** The practice wall and the driver of its phones, apart from the app: `dist-wall`, served under `/practice/` by the sandbox. */
export default defineConfig({
  root: WALL,
  base: "/practice/",
  publicDir: false,
  build: {
    outDir: "../dist-wall",
    emptyOutDir: true,
    target: ["chrome133", "edge133", "firefox135", "safari18.4"],
    sourcemap: false,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: { input: { index: join(WALL, "index.html"), driver: join(WALL, "driver.html") } },
  },
});
