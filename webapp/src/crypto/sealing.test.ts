import { beforeAll, describe, expect, it } from "vitest";
import { refusalCode } from "../refused.ts";
import { concat, text, utf8 } from "../wire/bytes.ts";
import { decrypt, encrypt, identityFrom, newIdentity, type HybridIdentity } from "./age.ts";
import { canHoldKeys, hybridOf, newKeys, proof, publicKeys, type DeviceKeys } from "./keys.ts";
import { openForDevice, openFromEpoch, openSealed, pad, seal, unpad, wrapForDevice, wrapForEpoch } from "./sealing.ts";
import { verifyEs256 } from "./sign.ts";

let keys: DeviceKeys;
let item: HybridIdentity;

beforeAll(async () => {
  keys = await newKeys("toestel-1", "hanna", "om");
  item = await newIdentity();
});

async function codeOf(tried: Promise<unknown>): Promise<string | null> {
  return tried.then(() => null, refusalCode);
}

describe("a device's keys", () => {
  it("can be made here, and no private half of them comes out of the browser", async () => {
    expect(await canHoldKeys()).toBe(true);
    for (const { privateKey } of [keys.signing, keys.x25519]) {
      expect(privateKey.extractable).toBe(false);
      await expect(crypto.subtle.exportKey("jwk", privateKey)).rejects.toThrow();
    }
  });
  it("are all others the next time", async () => {
    const [one, other] = [await publicKeys(keys), await publicKeys(await newKeys("toestel-1", "hanna", "om"))];
    for (const name of ["signing_key", "x25519", "hybrid"] as const) expect(one[name]).not.toBe(other[name]);
  });
  it("prove exactly the bytes that were signed", async () => {
    const { sig } = await proof(keys, utf8("woorden"));
    const { signing_key } = await publicKeys(keys);
    expect(sig.length).toBe(64);
    expect(await verifyEs256(signing_key, utf8("woorden"), sig)).toBe(true);
    expect(await verifyEs256(signing_key, utf8("woorde"), sig)).toBe(false);
    expect(await verifyEs256(signing_key, utf8("woorden"), concat(sig, sig))).toBe(false);
    expect(await codeOf(verifyEs256("A".repeat(87), utf8("woorden"), sig))).toBe("key.malformed");
  });
});

describe("an identity that is wrapped", () => {
  it("needs both keys of the device it is for", async () => {
    const device = { x25519: keys.x25519.privateKey, hybrid: await hybridOf(keys) };
    const wrap = await wrapForDevice(item, await publicKeys(keys));
    expect(await openForDevice(wrap, device)).toEqual(item);
    const other = await newKeys("toestel-2", "hanna", "om");
    expect(await codeOf(openForDevice(wrap, { ...device, x25519: other.x25519.privateKey }))).toBe("age.refused");
    expect(await codeOf(openForDevice(wrap, { ...device, hybrid: item }))).toBe("age.refused");
    const inner = await decrypt(wrap, device.x25519);
    expect(text(inner.slice(0, 40))).toContain("-> mlkem768x25519");
  });
  it("for a role opens with the role's key alone", async () => {
    const role = await newIdentity();
    const wrap = await wrapForEpoch(item, role.recipient);
    expect(await openFromEpoch(wrap, role)).toEqual(item);
    expect(await codeOf(openFromEpoch(wrap, item))).toBe("age.refused");
  });
  it("is never wrapped to a key of the wrong kind", async () => {
    const { x25519, hybrid } = await publicKeys(keys);
    const wrong = [[hybrid, hybrid], [x25519, x25519], ["age1tag1qqq", hybrid], ["", hybrid]] as const;
    for (const [first, second] of wrong) {
      expect(await codeOf(wrapForDevice(item, { x25519: first, hybrid: second }))).toBe("age.key");
    }
    expect(await codeOf(wrapForEpoch(item, x25519))).toBe("age.key");
    expect(await codeOf(seal(utf8("woorden"), x25519))).toBe("age.key");
  });
  it.each(["", " ", "é", "AGE-SECRET-KEY-PQ-1", "AGE-SECRET-KEY-1QQQ"])("is never %j", async (secret) => {
    expect(await codeOf(identityFrom(secret))).toBe("age.key");
  });
  it("is read in its one way of writing alone", async () => {
    for (const secret of [item.secret.toLowerCase(), item.secret.slice(0, -1), `${item.secret}\n`, `${item.secret}Q`]) {
      expect(await codeOf(identityFrom(secret))).toBe("age.key");
    }
  });
});

describe("sealed words", () => {
  it.each([[0, 1], [1016, 1], [1017, 4], [4088, 4], [4089, 16], [16376, 16], [16377, 64], [65528, 64], [65529, 128]])(
    "of %i bytes are %i KiB, whatever they say",
    (length, kib) => {
      expect(pad(new Uint8Array(length)).length).toBe(kib * 1024);
      expect(unpad(pad(utf8("x".repeat(length))))).toEqual(utf8("x".repeat(length)));
    },
  );
  it("come back exactly, and are refused when nobody padded them", async () => {
    expect(text(await openSealed(await seal(utf8("woorden"), item.recipient), item))).toBe("woorden");
    const bare = await encrypt(utf8("woorden"), item.recipient);
    expect(await codeOf(openSealed(bare, item))).toBe("sealing.padding");
  });
});
