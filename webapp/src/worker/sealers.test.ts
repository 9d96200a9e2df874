/** Helpers seal side by side, with what they are told and nothing more; where one cannot, this thread does. */

import { expect, test } from "vitest";

import { newIdentity } from "../crypto/age.ts";
import { newKeys } from "../crypto/keys.ts";
import { EMPTY, type Directory } from "../directory/state.ts";
import { holdingKey, type Holding } from "../wire/payload.ts";
import { sealing, type Begin, type Made, type Task } from "./sealer.ts";
import { AT_ONCE, sealers, type Side } from "./sealers.ts";

const MAYOR: Holding = { functie: "burgemeester", scope: "gm:GM0344" };
const DESK: Holding = { functie: "nctv_behandelaar", scope: "nl" };
const NOTICE = { kind: "burgemeestersbericht", what: "Wat", may_do: "Niets", share_with: "Niemand", say: "Niets", call: "NCTV", when_where: null, visible: null } as const;
const BY = { act: "019c0000-0000-7000-8000-000000000001", name: "burgemeestersbericht.send", holding: DESK, excluded: new Set<string>() };

async function knowing(): Promise<Directory> {
  const { recipient } = await newIdentity();
  const epoch = { holding: MAYOR, number: 1, recipient, wraps: new Map<string, string>() };
  return { ...EMPTY, facts: 3, epochs: new Map([[holdingKey(MAYOR), [epoch]]]) };
}

/** What crosses to a worker crosses here: a copy, as the browser makes one. */
function side(works = true): () => Side {
  return () => {
    let seal: ReturnType<typeof sealing> | null = null;
    const heard: ((event: { readonly data: Made }) => void)[] = [];
    return {
      postMessage(message: Begin | Task) {
        const copy = structuredClone(message);
        if ("keys" in copy) seal = sealing(copy);
        else if (works) void seal?.(copy).then((data) => heard.forEach((one) => one({ data: structuredClone(data) })));
        else heard.forEach((one) => one({ data: { id: copy.id, sealed: null } }));
      },
      addEventListener(kind: string, listener: unknown) {
        if (kind === "message") heard.push(listener as (event: { readonly data: Made }) => void);
      },
      terminate: () => undefined,
    };
  };
}

test("what is sealed beside this thread is whole, and a role without a key is a gap", async () => {
  const { signing, device } = await newKeys("toestel1", "bea", "nctv");
  const { help, close } = sealers(side(), { keys: { signing, device }, directory: await knowing() });
  const sealed = await help(NOTICE, [MAYOR, DESK], BY);
  expect(sealed?.wraps.map(({ functie, scope }) => ({ functie, scope }))).toEqual([MAYOR]);
  expect(sealed?.gaps).toEqual([DESK]);
  expect([...(sealed?.blobs.keys() ?? [])]).toContain(sealed?.content);
  close();
});

test("no more than fit their hands are taken, and each gets an item of its own", async () => {
  const { signing, device } = await newKeys("toestel1", "bea", "nctv");
  const { help, close } = sealers(side(), { keys: { signing, device }, directory: await knowing() });
  const made = Array.from({ length: AT_ONCE }, () => help(NOTICE, [MAYOR], BY));
  expect(help(NOTICE, [MAYOR], BY)).toBeNull();
  const items = (await Promise.all(made)).map((one) => one?.item);
  expect(new Set(items).size).toBe(AT_ONCE);
  expect(await help(NOTICE, [MAYOR], BY)).not.toBeNull();
  close();
});

test("what a helper cannot do is left to this thread", async () => {
  const { signing, device } = await newKeys("toestel1", "bea", "nctv");
  const { help } = sealers(side(false), { keys: { signing, device }, directory: await knowing() });
  await expect(help(NOTICE, [MAYOR], BY)).rejects.toBeInstanceOf(TypeError);
});
