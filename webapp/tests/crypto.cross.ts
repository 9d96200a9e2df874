/** Sealing, opening and refusing against what the Python client makes and says of the same bytes. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { decrypt, identityFrom } from "../src/crypto/age.ts";
import { openContent, sealContent, signContent, verifyContent, type Place } from "../src/crypto/content.ts";
import { RoleKeys, wrapItem, type GivenWrap } from "../src/crypto/itemkeys.ts";
import { publicKeys, type DeviceKeys } from "../src/crypto/keys.ts";
import { linkedItem, sealItem } from "../src/crypto/linked.ts";
import { pad, unpad } from "../src/crypto/sealing.ts";
import type { Directory } from "../src/directory/state.ts";
import { refusalCode } from "../src/refused.ts";
import { encode64 } from "../src/wire/base64url.ts";
import { randomBytes, utf8 } from "../src/wire/bytes.ts";
import { decodeAny64 } from "../src/wire/dsse.ts";
import { CONTENTS } from "../src/wire/catalogue.ts";
import type { AnyContent, Functie } from "../src/wire/models.ts";
import { holdingKey, type Holding } from "../src/wire/payload.ts";
import { keysFrom, replayed, x25519From, type WrittenKeys } from "./keys.ts";

type Said = { code: string } | { content: AnyContent; excluded: string[] };
type WrittenWrap = { functie: Functie; scope: string; epoch: number; device: string | null; data: string };
type Vectors = {
  genesis: string;
  facts: unknown[];
  keys: Record<string, WrittenKeys>;
  roleBlobs: Record<string, { functie: Functie; scope: string; number: number; blob: string }[]>;
  item: { secret: string; recipient: string };
  contents: { blob: string; secret: string; more: unknown[]; item: string; act: string; said: Said }[];
  wraps: {
    wraps: WrittenWrap[];
    recipients: string[];
    said: { who: string; named: string | string[]; unnamed: string | string[] }[];
  }[];
  padding: { padded: string; data: number | null }[];
  files: { file: string; secret: string | null; x25519: string; plain: string | null }[];
  actsOf: Record<string, string[]>;
  writers: Record<string, { who: string; name: string; functie: Functie; scope: string }>;
  kinds: Record<string, AnyContent>;
};

const FOLDER = process.env.PIKET_VECTORS ?? "";
const VECTORS = JSON.parse(readFileSync(join(FOLDER, "crypto.json"), "utf8")) as Vectors;
const NOW = new Date("2026-03-14T02:12:00Z");

let directory: Directory;
const keys = new Map<string, DeviceKeys>();
const directories = new Map<string, Promise<Directory>>();
const roles = new Map<string, RoleKeys>();

beforeAll(async () => {
  directory = await grown([]);
  for (const [name, written] of Object.entries(VECTORS.keys)) {
    const mine = await keysFrom(written);
    const known = new RoleKeys(mine);
    for (const { functie, scope, number, blob } of VECTORS.roleBlobs[name] ?? []) {
      await known.learn(directory, { functie, scope }, number, decodeAny64(blob));
    }
    keys.set(name, mine);
    roles.set(name, known);
  }
});

async function codeOr<Value>(tried: Promise<Value>): Promise<Value | { code: string }> {
  try {
    return await tried;
  } catch (wrong) {
    const code = refusalCode(wrong);
    if (code === null) throw wrong;
    return { code };
  }
}

/** The directory with these facts behind it; replayed once for all cases that name the same. */
async function grown(more: readonly unknown[]): Promise<Directory> {
  const name = JSON.stringify(more);
  const known = directories.get(name) ?? replayed(VECTORS.genesis, [...VECTORS.facts, ...more]);
  directories.set(name, known);
  return known;
}

function of<Value>(found: Value | undefined): Value {
  if (found === undefined) throw new Error("The vectors miss something that they name.");
  return found;
}

function rolesOf(name: string): RoleKeys {
  return of(roles.get(name));
}

function placeOf(kind: string, recipient: string): Place {
  const { name, functie, scope } = of(VECTORS.writers[kind]);
  const excluded = new Set(["lies", "gerard"]);
  const [item, act] = ["a".repeat(22), "019c0000-0000-7000-8000-000000000001"];
  return { item, recipient, act, name, holding: { functie, scope }, excluded };
}

describe("content", () => {
  it.each(VECTORS.contents)("means or is refused for what Python says, case %#", async (vector) => {
    const identity = await identityFrom(vector.secret);
    const known = await grown(vector.more);
    const expected = { item: vector.item, act: vector.act };
    const found = await codeOr(openContent(decodeAny64(vector.blob), identity, known, expected));
    if ("code" in found) return expect(found).toEqual(vector.said);
    const { at, holding, excluded, ...rest } = found;
    expect({ ...rest, ...holding, excluded: [...excluded] }).toEqual(vector.said);
    expect(Date.parse(at)).toBe(NOW.getTime());
  });

  it("with any byte changed inside is refused, or says the very same", { timeout: 60_000 }, async () => {
    const { recipient } = VECTORS.item;
    const place = placeOf("vraag", recipient);
    const content = of(VECTORS.kinds["vraag"]);
    const inside = await signContent(content, place, of(keys.get("pieter")), directory, NOW);
    const whole = await verifyContent(inside, recipient, directory, place);
    const codes = new Set<string>();
    for (let at = 0; at < inside.length; at += 3) {
      const changed = inside.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const found = await codeOr(verifyContent(changed, recipient, directory, place));
      if ("code" in found) codes.add(found.code);
      else expect(found).toEqual(whole);
    }
    expect([...codes]).toEqual(["content.signature"]);
  });

  it("knows the same acts for each kind", () => {
    const sorted = Object.fromEntries(Object.entries(CONTENTS).map(([kind, { acts }]) => [kind, [...acts].sort()]));
    expect(sorted).toEqual(VECTORS.actsOf);
  });
});

describe("keys of items", () => {
  it.each(VECTORS.wraps)("are given to, and refused by, whom Python says, case %#", async (vector) => {
    const wraps = vector.wraps.map(({ functie, scope, epoch, device, data }): GivenWrap => {
      return { holding: { functie, scope }, epoch, device, data: decodeAny64(data) };
    });
    for (const { who, named, unnamed } of vector.said) {
      const mine = rolesOf(who);
      const first = await codeOr(mine.openWraps(wraps, vector.recipients));
      expect("code" in first ? first.code : [...first.keys()].sort(), who).toEqual(named);
      const second = await codeOr(mine.openUnnamed(wraps));
      expect("code" in second ? second.code : [...second.keys()].sort(), who).toEqual(unnamed);
    }
  });

  it("refuses a role key that no officer sealed for this device, or under another number", async () => {
    const mine = new RoleKeys(of(keys.get("paula")));
    const theirs = of(VECTORS.roleBlobs["pieter"]?.[0]);
    const ours = of(VECTORS.roleBlobs["paula"]?.[0]);
    const holding: Holding = { functie: ours.functie, scope: ours.scope };
    for (const [number, blob] of [[1, theirs.blob], [2, ours.blob], [1, encode64(utf8("x"))]] as const) {
      const said = await codeOr(mine.learn(directory, holding, number, decodeAny64(blob)));
      expect(said).toEqual({ code: "sealing.swapped" });
    }
    expect(mine.get(holding, 1)).toBeNull();
    await mine.learn(directory, holding, 1, decodeAny64(ours.blob));
    expect(mine.get(holding, 1)?.recipient).toBe(directory.epochs.get(holdingKey(holding))?.[0]?.recipient);
  });

  it("have a public half as the directory has it, and a private half that stays", async () => {
    for (const mine of keys.values()) {
      const { signing_key, x25519, hybrid } = await publicKeys(mine);
      const known = of(directory.devices.get(mine.device));
      expect([signing_key, x25519, hybrid]).toEqual([known.point, known.x25519, known.hybrid]);
      await expect(crypto.subtle.exportKey("pkcs8", mine.x25519.privateKey)).rejects.toThrow();
    }
  });
});

describe("padding and files", () => {
  it.each(VECTORS.padding)("takes off only what was put on, case %#", async ({ padded, data }) => {
    const bytes = decodeAny64(padded);
    const said = await codeOr(Promise.resolve().then(() => unpad(bytes)));
    if (data === null) return expect(said).toEqual({ code: "sealing.padding" });
    expect(said).toEqual(utf8("x".repeat(data)));
    expect(pad(utf8("x".repeat(data)))).toEqual(bytes);
  });

  it.each(VECTORS.files)("opens an age file, or refuses it as Python does, case %#", async (vector) => {
    const opener = vector.secret === null ? await x25519From(vector.x25519) : await identityFrom(vector.secret);
    const said = await codeOr(decrypt(decodeAny64(vector.file), opener));
    expect(said).toEqual(vector.plain === null ? { code: "age.refused" } : decodeAny64(vector.plain));
  });
});

it("seals contents and keys that Python then opens", async () => {
  const { secret, recipient } = VECTORS.item;
  const contents = [];
  for (const [kind, { who }] of Object.entries(VECTORS.writers)) {
    const place = placeOf(kind, recipient);
    const blob = await sealContent(of(VECTORS.kinds[kind]), place, of(keys.get(who)), directory, NOW);
    contents.push({ kind, blob: encode64(blob) });
    const elsewhere = { ...place, name: "directory.grant" };
    const refused = sealContent(of(VECTORS.kinds[kind]), elsewhere, of(keys.get(who)), directory, NOW);
    expect(await codeOr(refused)).toEqual({ code: "content.kind" });
  }
  const identity = await identityFrom(secret);
  const pieter: Holding = { functie: "nctv_piket", scope: "nl" };
  const nl = (functie: Functie): Holding => ({ functie, scope: "nl" });
  const revoked = [...directory.devices.values()].filter(({ person }) => person === "pieter");
  const gone = revoked.map((one) => [one.id, { ...one, revoked: 9 }] as const);
  const without: Directory = { ...directory, devices: new Map([...directory.devices, ...gone]) };
  const asked = [
    ["all", directory, [pieter, { functie: "hovj", scope: "arr:midden-nederland" }, nl("nctv_teamleider"), pieter], []],
    ["excluded", directory, [pieter, nl("lcc"), nl("pg")], ["pieter", "gerard"]],
    ["revoked", without, [pieter], []],
  ] as const;
  const wraps = [];
  for (const [name, believed, readers, excluded] of asked) {
    const made = await wrapItem(identity, believed, readers, new Set(excluded));
    const blobs = Object.fromEntries([...made.blobs].map(([hash, blob]) => [hash, encode64(blob)]));
    wraps.push({ name, wraps: made.wraps, blobs, gaps: made.gaps.map(holdingKey) });
  }
  const sealer = { keys: of(keys.get("pieter")), directory, clock: () => NOW, random: randomBytes };
  const by = { ...placeOf("opdracht", recipient), excluded: new Set(["paula"]) };
  const sealed = await sealItem(sealer, of(VECTORS.kinds["opdracht"]), [nl("lcc"), pieter], by);
  const linked = linkedItem("opdracht", sealed, null);
  const blobs = Object.fromEntries([...sealed.blobs].map(([hash, blob]) => [hash, encode64(blob)]));
  const made = { contents, wraps, linked: { params: linked, blobs, gaps: sealed.gaps } };
  writeFileSync(join(FOLDER, "made.json"), JSON.stringify(made));
});
