import { bech32 } from "@scure/base";
import { Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { expect, it } from "vitest";
import { text, utf8 } from "../wire/bytes.ts";
import { decrypt, encrypt, identityFrom } from "./age.ts";
import { HybridRecipient } from "./hybrid.ts";

const LINE_FEED = "\n";

/** The names of the stanzas and how long their lines are: all of a header that is not random. */
function shape(file: Uint8Array): readonly (string | number)[] {
  const lines = new TextDecoder("latin1").decode(file).split(LINE_FEED).slice(0, 4);
  return lines.map((line) => (line.startsWith("-> ") ? `${line.split(" ").slice(0, 2).join(" ")} ${line.length}` : line.length));
}

it("seals as the library does, which opens it", async () => {
  const identity = await identityFrom(await generateHybridIdentity());
  const theirs = new Encrypter();
  theirs.addRecipient(identity.recipient);
  const [ours, other] = [await encrypt(utf8("woorden"), identity.recipient), await theirs.encrypt(utf8("woorden"))];
  expect(shape(ours)).toEqual(shape(other));
  expect(text(await decrypt(ours, identity))).toBe("woorden");
});

it("seals to nobody else", async () => {
  const [one, other] = [await identityFrom(await generateHybridIdentity()), await identityFrom(await generateHybridIdentity())];
  await expect(decrypt(await encrypt(utf8("woorden"), one.recipient), other)).rejects.toMatchObject({ code: "age.refused" });
});

it("is another stanza each time, also of the same file key", async () => {
  const recipient = new HybridRecipient(await identityToRecipient(await generateHybridIdentity()));
  const [[one], [other]] = [await recipient.wrapFileKey(new Uint8Array(16)), await recipient.wrapFileKey(new Uint8Array(16))];
  expect(one?.args[1]).not.toBe(other?.args[1]);
  expect(one?.body).not.toEqual(other?.body);
});

it("refuses a key that is too short, of another kind, or with a point that yields no secret", async () => {
  const whole = bech32.fromWords(bech32.decode(await identityToRecipient(await generateHybridIdentity()), false).words);
  const named = (prefix: string, bytes: Uint8Array): string => bech32.encode(prefix, bech32.toWords(bytes), false);
  const pointless = whole.slice();
  pointless.fill(0, whole.length - 32);
  for (const wrong of [named("age1pq", whole.slice(1)), named("age1tagpq", whole), named("age1pq", pointless)]) {
    await expect(encrypt(utf8("woorden"), wrong)).rejects.toMatchObject({ code: "age.key" });
  }
});
