/** One item that does not verify is told with its reason, and hides none of the others. */

import { expect, test, vi } from "vitest";

import { NotReached, ServerRefused } from "../api/failures.ts";
import type { Device } from "../device/device.ts";
import { Refused } from "../refused.ts";
import { startOf } from "./start.ts";

vi.mock("./views.ts", () => ({
  lineOf: (_directory: unknown, item: { id: string }) => ({ id: item.id }),
  meOf: () => ({ holdings: [] }),
  obligationsOf: () => [],
}));

function device(...reads: readonly (Error | null)[]): Device {
  return {
    holdings: [],
    openItems: async () => reads.map((_none, index) => ({ id: `item${index}` })),
    read: async (id: string) => {
      const wrong = reads[Number(id.replace("item", ""))];
      if (wrong instanceof Error) throw wrong;
      return { answer: { item: { id }, obligations: [] } };
    },
  } as unknown as Device;
}

test("what does not verify is told, what went away meanwhile is not, and the others are there", async () => {
  const { items, unproven } = await startOf(device(null, new Refused("act.signature", "No."), new ServerRefused(404, "item.unknown"), null), Promise.resolve());
  expect(items.map((one) => one.line.id)).toEqual(["item0", "item3"]);
  expect(unproven).toEqual([{ item: "item1", code: "refused.act.signature" }]);
});

test.each([new NotReached("no line"), new ServerRefused(500, "internal")])("what is not about one item alone is thrown", async (wrong) => {
  await expect(startOf(device(null, wrong), Promise.resolve())).rejects.toBe(wrong);
});

test("nothing is shown when whom to believe does not verify", async () => {
  const wrong = new Refused("directory.held_back", "No.");
  await expect(startOf(device(null), Promise.reject(wrong))).rejects.toBe(wrong);
});
