/** Judges every form of the toetsingskader, and every state of a case beside what was signed on it, as Python does (TR-03, TR-05). */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mayStand } from "../src/wire/act-rules.ts";
import type { Toetsingskader } from "../src/wire/models.ts";
import { readModel } from "../src/wire/read-model.ts";
import { toets } from "../src/wire/toetsingskader.ts";

const folder = process.env.PIKET_VECTORS ?? "";
const { forms, stands } = JSON.parse(readFileSync(join(folder, "forms.json"), "utf8")) as {
  forms: object[];
  stands: [string, string[], boolean][];
};

it("says of every form which line is possible and what is missing for each", () => {
  const found = forms.map((form) => toets(readModel("Toetsingskader", form, "") as Toetsingskader));
  writeFileSync(join(folder, "app.json"), JSON.stringify(found.map(({ line, missing }) => [line, missing.directe_opname, missing.triagetafel])));
  expect(found.length).toBe(forms.length);
});

it("lets no case be in a state that nobody's judgement bears out", () => {
  for (const [state, outcomes, may] of stands) {
    const signed = outcomes.map((outcome) => ({ act: "triage.judge", params: { outcome } }));
    expect(mayStand("triage", state, [{ act: "triage.submit", params: {} }, ...signed]), `${state} ${outcomes.join()}`).toBe(may);
  }
});
