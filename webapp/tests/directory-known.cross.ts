/** Knows recipients, telephone numbers and acts after a removal as Python does. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { signedAfterRemoval } from "../src/directory/removed.ts";
import { Replay } from "../src/directory/replay.ts";
import { sameNumber } from "../src/directory/telephone.ts";
import { envelopeFrom } from "../src/wire/dsse.ts";
import type { ActPayload } from "../src/wire/payload.ts";
import { isHybridRecipient, isX25519Recipient } from "../src/wire/recipients.ts";

type Removals = {
  readonly genesis: string;
  readonly facts: readonly unknown[];
  readonly acts: readonly ActPayload[];
  readonly judged: readonly (readonly [number, number, boolean])[];
};

const VECTORS = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "known.json"), "utf8")) as {
  recipients: [string, boolean, boolean][];
  numbers: [string, string, boolean][];
  removals: Removals;
};

it.each(VECTORS.recipients)("takes %s for the kind of key it is", (text, classic, hybrid) => {
  expect([isX25519Recipient(text), isHybridRecipient(text)]).toEqual([classic, hybrid]);
});

it("takes two spellings for one telephone exactly when the client does", () => {
  const judged = VECTORS.numbers.map(([one, other]) => [one, other, sameNumber(one, other)]);
  expect(judged).toEqual(VECTORS.numbers);
});

it("counts nothing that a removed device signed afterwards", async () => {
  const { genesis, facts, acts, judged } = VECTORS.removals;
  const directory = await new Replay(genesis).extend(facts.map(envelopeFrom));
  const told = judged.map(([at, before]) => {
    const [act, other] = [acts[at], acts[before]];
    if (act === undefined || other === undefined) throw new Error("The vectors name no such act.");
    return [at, before, signedAfterRemoval(act, [other], directory)];
  });
  expect(told).toEqual(judged);
});
