/** Answers of the loket: sealed to a report and proven with its own key, with no person's signature inside (RM-02). */

import type { HybridIdentity } from "../crypto/age.ts";
import { contentRefused } from "../crypto/content.ts";
import { openSealed, seal } from "../crypto/sealing.ts";
import { refusalCode } from "../refused.ts";
import { decode64, encode64 } from "../wire/base64url.ts";
import { hex, utf8, type Bytes, type Random } from "../wire/bytes.ts";
import { readContent } from "../wire/catalogue.ts";
import { strictJson } from "../wire/json.ts";
import type { AnyContent, LoketantwoordContent } from "../wire/models.ts";

const KEY_BYTES = 32;
/** What is proven here can be taken for nothing else. */
const DOMAIN = "piket.loketantwoord.v2";

/** What an answer says, without its proof. */
export type Words = Pick<LoketantwoordContent, "outcome" | "text">;
/** An answer, and which act of the reporter it answers: the report, or a change of it (RM-05). */
export type Answered = { readonly content: LoketantwoordContent; readonly told: string };

/** The key with which the loket answers one report; it stands in that report's sealed content. */
export function newKey(random: Random): string {
  return encode64(random(KEY_BYTES));
}

/**
 * The answer to `told`, an act of the reporter; padded and sealed to the report, it says nothing of who wrote. It names the
 * act that it answers and not the one that carries it: the id of that one tells when somebody signed.
 */
export async function sealAnswer(key: string, item: string, told: string, { outcome, text: words }: Words, recipient: string): Promise<Bytes> {
  const proof = hex(new Uint8Array(await crypto.subtle.sign("HMAC", await proving(key), said(item, told, outcome, words))));
  const content = readContent({ kind: "loketantwoord", outcome, text: words, proof });
  return seal(utf8(JSON.stringify(content)), recipient);
}

/**
 * The answer, when somebody who could read this very report wrote it to one of these acts of its reporter. Throws Refused
 * `content.sealed` when it does not open, `loket.malformed`, or `loket.proof` when it is not proven with the report's key.
 */
export async function openAnswer(
  blob: Uint8Array,
  identities: Iterable<HybridIdentity>,
  key: string,
  item: string,
  told: readonly string[],
): Promise<Answered> {
  for (const identity of identities) {
    const content = answerIn(await opened(blob, identity));
    if (content === null) continue;
    const prover = await proving(key);
    const proof = Uint8Array.from(content.proof.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    for (const one of told) {
      const proven = await crypto.subtle.verify("HMAC", prover, proof, said(item, one, content.outcome, content.text));
      if (proven) return { content, told: one };
    }
    throw contentRefused("loket.proof", "The answer was not written by a reader of this report");
  }
  throw contentRefused("content.sealed", "The content does not open with the item's key");
}

async function opened(blob: Uint8Array, identity: HybridIdentity): Promise<Bytes | null> {
  try {
    return await openSealed(blob, identity);
  } catch (wrong) {
    if (refusalCode(wrong) === null) throw wrong;
    return null;
  }
}

function answerIn(plain: Bytes | null): LoketantwoordContent | null {
  if (plain === null) return null;
  const content = read(plain);
  if (content?.kind !== "loketantwoord") throw contentRefused("loket.malformed", "The answer of the loket is malformed");
  return content;
}

function read(plain: Bytes): AnyContent | null {
  try {
    return readContent(strictJson(plain));
  } catch (wrong) {
    if (refusalCode(wrong) === null) throw wrong;
    return null;
  }
}

function proving(key: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", decode64(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

function said(item: string, told: string, outcome: string, words: string): Bytes {
  return utf8(JSON.stringify([DOMAIN, item, told, outcome, words]));
}
