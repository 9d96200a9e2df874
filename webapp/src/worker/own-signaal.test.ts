/** What a protected person opens goes by their line, whether or not there is contact (P-02, RM-02, RM-07). */

import { describe, expect, test } from "vitest";

import type { Api } from "../api/api.ts";
import { memoryStore } from "../device/store.ts";
import { FRESH, type Intent } from "../phone-acts.ts";
import { NOTHING } from "../wire/filled.ts";
import type { Around } from "./around.ts";
import { Own, type Rest } from "./own-signaal.ts";

const GOING: Intent = { act: "risicomoment.report", opening: { ...FRESH, excluded: ["p2"] }, filled: NOTHING };
const LINE = { dossier: "d".repeat(22), excluded: ["p1", "p2"], drill: true, dayAndNight: true, language: "nl" };

async function phone(line: typeof LINE | undefined): Promise<Own> {
  const store = memoryStore();
  await store.write([{ table: "directory", key: "lifeline", value: line }]);
  return new Own({ store } as Around, {} as Api, {} as Rest);
}

describe("what a protected person opens", () => {
  test("is of the dossier of their line, leaves out whom that does, and is a drill where it is", async () => {
    expect(await (await phone(LINE)).along(GOING)).toEqual({ ...GOING, opening: { ...FRESH, dossier: LINE.dossier, excluded: ["p1", "p2"], drill: true } });
  });

  test("without a line it is what it was, and so is what opens nothing", async () => {
    expect(await (await phone(undefined)).along(GOING)).toBe(GOING);
    const read: Intent = { act: "risicomoment.read", item: "i", filled: NOTHING };
    expect(await (await phone(LINE)).along(read)).toBe(read);
  });
});
