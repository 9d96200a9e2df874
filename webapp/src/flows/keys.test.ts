/** Who must read a request and lacks a key of it, by signed acts and the directory alone. */

import { describe, expect, test } from "vitest";

import type { Case } from "../device/reading.ts";
import { EMPTY, type Directory, type KnownDevice } from "../directory/state.ts";
import { SPECS } from "../wire/catalogue.ts";
import { holdingKey, type Holding } from "../wire/payload.ts";
import { keysOf } from "./keys.ts";

const HOVJ: Holding = { functie: "hovj", scope: "arr:limburg" };
const PIKET: Holding = { functie: "nctv_piket", scope: "nl" };
const [FIRST, SECOND] = ["age-first", "age-second"];

/** The phone `tel-x` is that of `x`; `roles` says who holds what, and which phones have the key of each of its epochs. */
function directory(roles: readonly [Holding, readonly string[], ...(readonly string[])[]][], gone: readonly string[] = [], stopped: readonly string[] = []): Directory {
  const people = [...new Set(roles.flatMap(([, of]) => of).concat(gone))];
  const held = (person: string) => new Map(roles.filter(([, of]) => of.includes(person)).map(([one]) => [holdingKey(one), one] as const));
  const device = (person: string): KnownDevice => ({
    id: `tel-${person}`, person, organisation: "om", point: "", passkeyPoint: null, x25519: "", hybrid: "", since: 1, addedAt: "",
    revoked: gone.includes(person) ? 9 : null, revokedAt: null, frozen: stopped.includes(person),
  }); // prettier-ignore
  const epochs = roles.map(([holding, , ...all]) => {
    const made = all.map((given, index) => ({ holding, number: index + 1, recipient: "", wraps: new Map(given.map((one) => [`tel-${one}`, ""])) }));
    return [holdingKey(holding), made] as const;
  });
  return {
    ...EMPTY,
    memberships: new Map(people.map((person) => [person, held(person)])),
    devices: new Map(people.map((person) => [`tel-${person}`, device(person)])),
    epochs: new Map(epochs),
  };
}

const wrap = (holding: Holding, epoch: number, device: string | null = null) => ({ ...holding, epoch, device, blob: "" });
type Wraps = readonly ReturnType<typeof wrap>[];

function read(wraps: Wraps, more: readonly { act: string; params: object }[] = [], over: Partial<Case> = {}): Case {
  const opening = { act: "spoedaanwijzing.submit", params: { recipient: FIRST, wraps } };
  const acts = [opening, ...more].map((one) => ({ read: { ...one, spec: SPECS[one.act] }, holding: HOVJ, payload: {}, person: "h" }));
  return { acts, identities: new Map([[FIRST, {}], [SECOND, {}]]), excluded: new Set(), ...over } as unknown as Case;
}

const ASKING = [HOVJ, ["h"], ["h"]] as const;
const found = (known: Directory, about: Case) => keysOf({ directory: known }, about);
const lacking = (known: Directory, about: Case) => found(known, about)?.lacking.map(holdingKey);

describe("who lacks a key of a request", () => {
  test("is nobody when each role was wrapped to, with a key that each of its phones has", () => {
    const known = directory([[...ASKING], [PIKET, ["p", "q"], ["p", "q"]]]);
    expect(found(known, read([wrap(HOVJ, 1), wrap(PIKET, 1)]))).toEqual({ lacking: [], keyless: [], removed: false });
  });

  test("is a role that has a key since, and no wrap; without a key it waits for officers", () => {
    const opened = read([wrap(HOVJ, 1)]);
    expect(found(directory([[...ASKING], [PIKET, ["p"]]]), opened)).toMatchObject({ lacking: [], keyless: [PIKET] });
    expect(found(directory([[...ASKING], [PIKET, ["p"], ["p"]]]), opened)).toMatchObject({ lacking: [PIKET], keyless: [] });
  });

  test("is a role of which a phone has the new key alone, until a wrap was made for that one", () => {
    const known = directory([[...ASKING], [PIKET, ["p", "q"], ["p"], ["p", "q"]]]);
    const wraps = [wrap(HOVJ, 1), wrap(PIKET, 1)];
    expect(lacking(known, read(wraps))).toEqual(["nctv_piket@nl"]);
    expect(lacking(known, read(wraps, [{ act: "item.wrap", params: { wraps: [wrap(PIKET, 2)] } }]))).toEqual([]);
    expect(lacking(known, read([...wraps, wrap(PIKET, 2, "tel-q")]))).toEqual([]);
  });

  test("is asked of every key of the request, where this phone has it", () => {
    const known = directory([[...ASKING], [PIKET, ["p"], ["p"]]]);
    const rekey = { act: "item.rekey", params: { recipient: SECOND, wraps: [wrap(HOVJ, 1)] } };
    const both = [wrap(HOVJ, 1), wrap(PIKET, 1)];
    expect(lacking(known, read(both, [rekey]))).toEqual(["nctv_piket@nl"]);
    expect(lacking(known, read(both, [rekey], { identities: new Map([[FIRST, {}]]) as never }))).toEqual([]);
    const late = { act: "item.wrap", params: { wraps: [wrap(PIKET, 1)] } };
    expect(lacking(known, read(both, [late, rekey]))).toEqual(["nctv_piket@nl"]);
    expect(lacking(known, read(both, [rekey, late]))).toEqual([]);
  });

  test("is nobody who is left out (P-02): the others of the role get one each", () => {
    const known = directory([[...ASKING], [PIKET, ["p", "q"], ["p", "q"]]]);
    const excluded = new Set(["p"]);
    expect(lacking(known, read([wrap(HOVJ, 1)], [], { excluded }))).toEqual(["nctv_piket@nl"]);
    expect(lacking(known, read([wrap(HOVJ, 1), wrap(PIKET, 1, "tel-q")], [], { excluded }))).toEqual([]);
    expect(found(directory([[...ASKING], [PIKET, ["p"]]]), read([wrap(HOVJ, 1)], [], { excluded }))).toMatchObject({ lacking: [], keyless: [] });
  });

  test("is no phone that was stopped, and none that only lacks the key of its role", () => {
    const wraps = [wrap(HOVJ, 1), wrap(PIKET, 1)];
    expect(lacking(directory([[...ASKING], [PIKET, ["p", "q"], ["p"]]]), read(wraps))).toEqual([]);
    expect(lacking(directory([[...ASKING], [PIKET, ["p", "q"], ["p"], ["p", "q"]]], [], ["q"]), read(wraps))).toEqual([]);
  });
});

describe("who still has a key", () => {
  const wraps = [wrap(HOVJ, 1), wrap(PIKET, 1)];

  test("is a phone that was revoked, or of who holds the functie no longer, until a new key was made without it", () => {
    const revoked = directory([[...ASKING], [PIKET, ["p", "q"], ["p", "q"]]], ["q"]);
    expect(found(revoked, read(wraps))?.removed).toBe(true);
    const left = directory([[...ASKING], [PIKET, ["p"], ["p", "h"]]]);
    expect(found(left, read(wraps))?.removed).toBe(true);
    const rekey = { act: "item.rekey", params: { recipient: SECOND, wraps: [wrap(HOVJ, 1), wrap(PIKET, 1, "tel-p")] } };
    expect(found(revoked, read(wraps, [rekey]))?.removed).toBe(false);
  });

  test("is not known of a linked item, whose readers are not shown for whom it was sealed", () => {
    const about = read(wraps);
    expect(found(directory([[...ASKING]]), { ...about, acts: [] })).toBe(null);
  });
});

describe("an item of another flow", () => {
  const notice = (wraps: Wraps): Case => {
    const opening = { act: "burgemeestersbericht.send", params: { recipient: FIRST, wraps } };
    return { ...read([]), acts: [{ read: { ...opening, spec: SPECS[opening.act] }, holding: PIKET, payload: {}, person: "p" }] } as unknown as Case;
  };

  test("lacks a key where a role for whom it was sealed has a new one, and never for who only takes part", () => {
    const known = directory([[...ASKING], [PIKET, ["p", "q"], ["p"], ["p", "q"]]]);
    expect(lacking(known, notice([wrap(PIKET, 1)]))).toEqual([holdingKey(PIKET)]);
    expect(lacking(known, notice([wrap(PIKET, 2)]))).toEqual([]);
  });
});
