import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { isHybridRecipient, isX25519Recipient } from "./recipients.ts";

describe("a recipient of age", () => {
  it("is known for the kind it is, and for nothing when a letter changed", async () => {
    const classic = await identityToRecipient(await generateX25519Identity());
    const hybrid = await identityToRecipient(await generateHybridIdentity());
    expect([isX25519Recipient(classic), isHybridRecipient(classic)]).toEqual([true, false]);
    expect([isX25519Recipient(hybrid), isHybridRecipient(hybrid)]).toEqual([false, true]);
    for (const [text, check] of [[classic, isX25519Recipient], [hybrid, isHybridRecipient]] as const) {
      for (let at = 8; at < text.length; at += 97) {
        const other = text[at] === "q" ? "p" : "q";
        expect(check(text.slice(0, at) + other + text.slice(at + 1))).toBe(false);
      }
    }
  });
});
