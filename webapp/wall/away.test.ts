/** A ring is seen where enough of its phone stands on the screen. */

import { expect, test } from "vitest";

import { inView } from "./away.ts";

test.each([
  ["whole", { top: 100, bottom: 400 }, true],
  ["its upper part", { top: 800, bottom: 1100 }, true],
  ["hardly", { top: 860, bottom: 1160 }, false],
  ["scrolled past", { top: -400, bottom: 30 }, false],
  ["its lower part", { top: -100, bottom: 200 }, true],
  ["not on the wall", undefined, false],
])("%s", (_, box, seen) => expect(inView(box, 900)).toBe(seen));
