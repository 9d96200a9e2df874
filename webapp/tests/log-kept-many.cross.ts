/** The proofs of a gesture on many items come in few requests, go on where the line was cut, and each is verified. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ProofAnswer, ProofsAnswer } from "../src/api/answers.ts";
import { PROOFS } from "../src/api/api.ts";
import { NotReached, ServerRefused } from "../src/api/failures.ts";
import { memoryStore, type Store } from "../src/device/store.ts";
import { KEEPING, KeptActs, type DoneAct } from "../src/log/kept.ts";
import { parseKey } from "../src/log/notes.ts";
import { logKeys } from "../src/log/succession.ts";
import { LogWatch, type KeysOfLogs } from "../src/log/watch.ts";

type Act = { readonly id: string; readonly envelope: string; readonly leaf: string; readonly proof: string };

const V = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "kept-many.json"), "utf8")) as {
  log: string;
  key: string;
  signed: string;
  acts: Act[];
};
const KEYS: KeysOfLogs = new Map([[V.log, logKeys(await parseKey(V.key))]]);
const BY_ID = new Map(V.acts.map((act) => [act.id, act]));
const SIGNED = new Date(V.signed);

type Says = { proof?: (act: Act) => ProofAnswer; none?: Partial<Record<string, "waiting" | "unknown">>; at?: (request: number) => void };

function proofOf({ id, leaf, proof }: Act): ProofAnswer {
  return { act: id, log: V.log, leaf, proof };
}

/** A service that proves what it is asked, in so many requests, save as `says` has it. */
function service(says: Says = {}) {
  const asked: (readonly string[])[] = [];
  const nothing = (): never => {
    throw new Error("One checkpoint proves all of them; nothing else is asked.");
  };
  const proofs = async (acts: readonly string[]): Promise<ProofsAnswer> => {
    asked.push(acts);
    says.at?.(asked.length);
    const of = (kind: string): string[] => acts.filter((act) => says.none?.[act] === kind);
    const given = acts.filter((act) => says.none?.[act] === undefined).map((act) => BY_ID.get(act) as Act);
    return { proofs: given.map(says.proof ?? proofOf), waiting: of("waiting"), unknown: of("unknown") };
  };
  return { asked, proofs, logFile: nothing, logEntries: nothing };
}

async function phone(): Promise<Store> {
  const store = memoryStore();
  await store.write(V.acts.map(({ id, envelope }) => ({ table: "done", key: id, value: { envelope } })));
  return store;
}

function kept(store: Store, shown: ReturnType<typeof service>, late = 0): KeptActs {
  return new KeptActs(store, shown, new LogWatch(store, shown), KEEPING, () => new Date(SIGNED.getTime() + late));
}

async function proven(store: Store): Promise<string[]> {
  const done = (await store.all("done")) as [string, DoneAct][];
  return done.filter(([, act]) => act.proof !== undefined).map(([id]) => id);
}

const IDS = V.acts.map((act) => act.id);
const REQUESTS = Math.ceil(IDS.length / PROOFS);
const [LOST = "", OTHER = ""] = [IDS[70], IDS[71]];
const WITH_LOST = Math.floor(70 / PROOFS) + 1;

describe("the proofs of many acts", () => {
  it("come in few requests, and are not asked again", async () => {
    const [store, shown] = [await phone(), service()];
    await kept(store, shown).bringUp(KEYS);
    expect(shown.asked).toEqual(Array.from({ length: REQUESTS }, (_, request) => IDS.slice(request * PROOFS, (request + 1) * PROOFS)));
    expect(await proven(store)).toEqual(IDS);
    await kept(store, shown).bringUp(KEYS);
    expect(shown.asked).toHaveLength(REQUESTS);
  });

  it("go on where the line was cut", async () => {
    const store = await phone();
    const cut = (request: number): void => {
      if (request === 2) throw new NotReached("The line was cut.");
    };
    await expect(kept(store, service({ at: cut })).bringUp(KEYS)).rejects.toBeInstanceOf(NotReached);
    expect(await proven(store)).toEqual(IDS.slice(0, PROOFS));
    const shown = service();
    await kept(store, shown).bringUp(KEYS);
    expect(shown.asked.flat()).toEqual(IDS.slice(PROOFS));
    expect(await proven(store)).toEqual(IDS);
  });

  it("are each verified: one that proves another act says so, and what came before it is kept", async () => {
    const store = await phone();
    const lies = (act: Act): ProofAnswer => (act.id === LOST ? { ...proofOf(BY_ID.get(OTHER) as Act), act: LOST } : proofOf(act));
    await expect(kept(store, service({ proof: lies })).bringUp(KEYS)).rejects.toMatchObject({ code: "receipt.other" });
    expect(await proven(store)).toEqual(IDS.slice(0, 70));
    const spoilt = (act: Act): ProofAnswer => (act.id === LOST ? { ...proofOf(act), proof: (BY_ID.get(OTHER) as Act).proof } : proofOf(act));
    await expect(kept(store, service({ proof: spoilt })).bringUp(KEYS)).rejects.toMatchObject({ code: "receipt.invalid" });
    await kept(store, service()).bringUp(KEYS);
    expect(await proven(store)).toEqual(IDS);
  });

  it("say that the service lost an accepted act", async () => {
    const store = await phone();
    await expect(kept(store, service({ none: { [LOST]: "unknown" } })).bringUp(KEYS)).rejects.toMatchObject({ code: "receipt.gone" });
    expect(await proven(store)).not.toContain(LOST);
  });

  it.each([{ none: { [LOST]: "waiting" } as const }, { at: () => { throw new ServerRefused(503, "store.busy"); } }])(
    "wait while the service gives none, and say so when it takes too long: %o",
    async (says: Says) => {
      const store = await phone();
      await kept(store, service(says)).bringUp(KEYS);
      const without = says.none === undefined ? IDS : [LOST];
      expect(await proven(store)).toEqual(IDS.filter((id) => !without.includes(id)));
      await kept(store, service(says), KEEPING.proveWithin - 1).bringUp(KEYS);
      const late = kept(store, service(says), KEEPING.proveWithin).bringUp(KEYS);
      await expect(late).rejects.toMatchObject({ code: "receipt.withheld", act: without[0] });
      expect(await store.all("done")).toHaveLength(V.acts.length);
    },
  );

  it("leave what was forgotten meanwhile forgotten", async () => {
    const store = await phone();
    const forget = (): void => void store.write([{ table: "done", key: LOST, value: undefined }]);
    await kept(store, service({ at: (request) => (request === WITH_LOST ? forget() : undefined) })).bringUp(KEYS);
    expect((await store.all("done")).map(([id]) => id)).toEqual(IDS.filter((id) => id !== LOST));
  });
});
