import { defineConfig } from "vitest/config";

/** These put something else in the place of a module, which must not be seen by others. */
const APART = ["src/worker/start.test.ts"];

/**
 * `src/**` beside the sources, in one process that loads each module once; `tests/*.cross.ts` only when Python asks,
 * with the folder of its vectors.
 */
export default defineConfig({
  test: {
    environment: "node",
    testTimeout: 20_000,
    projects:
      process.env.PIKET_VECTORS === undefined
        ? [
            {
              extends: true,
              test: { name: "together", isolate: false, include: ["src/**/*.test.ts", "wall/**/*.test.ts"], exclude: APART },
            },
            { extends: true, test: { name: "apart", include: APART } },
          ]
        : [{ extends: true, test: { name: "cross", include: ["tests/**/*.cross.ts"] } }],
  },
});
