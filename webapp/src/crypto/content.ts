/** Content of items: signed, then sealed; opened only when item, act, key and signer are what they must be. */

import { endedAt, holds, type Directory } from "../directory/state.ts";
import { refusalCode, Refused } from "../refused.ts";
import { utf8, type Bytes } from "../wire/bytes.ts";
import { CONTENTS, readContent, SPECS } from "../wire/catalogue.ts";
import { envelopeBytes, envelopeFromBytes, preAuth, signEnvelope, type SignedAct } from "../wire/dsse.ts";
import { ACT, ITEM, NAME, RECIPIENT, SCOPE } from "../wire/ids.ts";
import { strictJson } from "../wire/json.ts";
import type { AnyContent, Functie } from "../wire/models.ts";
import { written } from "../wire/moment.ts";
import { isCount, isFunctie, isMoment, isObject, malformedDocument, malformedField, matches } from "../wire/payload.ts";
import type { Holding } from "../wire/payload.ts";
import type { HybridIdentity } from "./age.ts";
import { proof, type Signing } from "./keys.ts";
import { openSealed, seal } from "./sealing.ts";
import { verifyEs256 } from "./sign.ts";

/** Content is signed under a type of its own, so that it can never pass for an act, nor an act for content. */
export const INNER_TYPE = "application/vnd.piket.inhoud.v1+json";

/** Where content belongs: its item, the key it is sealed to, who is excluded; its act, and the functie acted in. */
export type Place = {
  readonly item: string;
  readonly recipient: string;
  readonly act: string;
  readonly name: string;
  readonly holding: Holding;
  /** Who is excluded from the item (P-02), as its acts say. */
  readonly excluded: ReadonlySet<string>;
};

/**
 * Content that opened and verified: what it says, who signed it and as what.
 *
 * `at` is the sender's own clock: evidence only. `sinceRemoved` tells that the device was revoked, or the functie
 * ended, after the moment the sender names: shown beside the content, because the moment cannot be proven by it.
 */
export type Opened = {
  readonly content: AnyContent;
  readonly act: string;
  readonly name: string;
  readonly person: string;
  readonly device: string;
  readonly holding: Holding;
  readonly at: string;
  readonly sinceRemoved: boolean;
  /** The item's key that the sender signed for. */
  readonly recipient: string;
  readonly excluded: ReadonlySet<string>;
};

/** Which item and act, as the signed acts of the item have them, content must have been written for. */
export type Expected = { readonly item: string; readonly act: string };

/** What the sender signs before it is sealed; nobody but readers ever sees it. */
type Inner = {
  readonly v: 1;
  readonly item: string;
  readonly act: string;
  readonly name: string;
  readonly kind: string;
  readonly device: string;
  readonly functie: Functie;
  readonly scope: string;
  readonly at: string;
  readonly recipient: string;
  /** How many facts of the directory the sender had replayed. */
  readonly directory: number;
  readonly excluded: readonly string[];
  readonly content: unknown;
};

const MOST_EXCLUDED = 64 * 17;
const INNER = {
  v: (value: unknown) => value === 1,
  item: matches(ITEM),
  act: matches(ACT),
  name: matches(/^[a-z_]{1,40}\.[a-z0-9_]{1,40}$/),
  kind: matches(/^[a-z_]{1,40}$/),
  device: matches(NAME),
  functie: isFunctie,
  scope: matches(SCOPE),
  at: isMoment,
  recipient: matches(RECIPIENT),
  directory: (value: unknown) => isCount(value) && value !== 0,
  excluded: (value: unknown) => Array.isArray(value) && value.length <= MOST_EXCLUDED && value.every(matches(NAME)),
  content: isObject,
} satisfies Record<keyof Inner, (value: unknown) => boolean>;

/**
 * The signed envelope that is to be sealed; it names where it belongs. Throws Refused `content.kind` when this act
 * cannot carry content of this kind, `act.malformed` when a compulsory field of it is missing.
 */
export async function signContent(
  content: AnyContent,
  place: Place,
  keys: Signing,
  directory: Directory,
  now: Date,
): Promise<Bytes> {
  const read = readContent(content);
  if (!carries(place.name, read.kind)) {
    throw contentRefused("content.kind", "This act does not carry content of this kind");
  }
  const inner: Inner = {
    v: 1,
    item: place.item,
    act: place.act,
    name: place.name,
    kind: read.kind,
    device: keys.device,
    functie: place.holding.functie,
    scope: place.holding.scope,
    at: written(now),
    recipient: place.recipient,
    directory: directory.facts,
    excluded: [...place.excluded].sort(),
    content: read,
  };
  const wrong = malformedField(inner, INNER);
  if (wrong !== null) throw malformedDocument(wrong);
  const payload = utf8(JSON.stringify(inner));
  return envelopeBytes(await signEnvelope(INNER_TYPE, payload, [(message) => proof(keys, message)]));
}

/** `content` signed by this device, then sealed to `place.recipient`; throws as `signContent`. */
export async function sealContent(
  content: AnyContent,
  place: Place,
  keys: Signing,
  directory: Directory,
  now: Date,
): Promise<Bytes> {
  return seal(await signContent(content, place, keys, directory, now), place.recipient);
}

/**
 * What is sealed in `blob`, verified against the directory. Throws Refused when it does not open (`content.sealed`),
 * is not signed as it must be or malformed (`content.signature`), was written for another item, act or key
 * (`content.place`), for another act than carries it (`content.kind`), or not by somebody who may write this
 * (`content.functie`, `content.removed`); nothing of it is shown.
 */
export async function openContent(
  blob: Uint8Array,
  identity: HybridIdentity,
  directory: Directory,
  expected: Expected,
): Promise<Opened> {
  return verifyContent(await opened(blob, identity), identity.recipient, directory, expected);
}

/** The content in an opened envelope; throws Refused as `openContent` does. */
export async function verifyContent(
  signed: Uint8Array,
  recipient: string,
  directory: Directory,
  expected: Expected,
): Promise<Opened> {
  const { inner, content, device } = await verified(signed, directory);
  const fits = inner.item === expected.item && inner.act === expected.act && inner.recipient === recipient;
  if (!fits || inner.device !== device) {
    throw contentRefused("content.place", "The content was written for another item, act or key");
  }
  if (inner.kind !== content.kind || !carries(inner.name, content.kind)) {
    throw contentRefused("content.kind", "The content is not of the kind its act carries");
  }
  const holding: Holding = { functie: inner.functie, scope: inner.scope };
  const { person, sinceRemoved } = authority(directory, device, holding, inner);
  const { act, name, at } = inner;
  const excluded = new Set(inner.excluded);
  return { content, act, name, person, device, holding, at, sinceRemoved, recipient, excluded };
}

function carries(act: string, kind: string): boolean {
  return CONTENTS[kind]?.acts.includes(act) === true;
}

/** What content is refused with: nothing of it may be shown. */
export function contentRefused(code: string, sentence: string): Refused {
  return new Refused(code, `${sentence}; do not rely on it and call the sender.`);
}

async function opened(blob: Uint8Array, identity: HybridIdentity): Promise<Bytes> {
  try {
    return await openSealed(blob, identity);
  } catch (wrong) {
    if (refusalCode(wrong) === null) throw wrong;
    throw contentRefused("content.sealed", "The content does not open with the item's key");
  }
}

async function verified(
  signed: Uint8Array,
  directory: Directory,
): Promise<{ inner: Inner; content: AnyContent; device: string }> {
  try {
    const envelope = envelopeFromBytes(signed);
    const device = await signer(envelope, directory);
    const inner = strictJson(envelope.payload);
    const wrong = malformedField(inner, INNER);
    if (wrong !== null) throw malformedDocument(wrong);
    return { inner: inner as Inner, content: readContent((inner as Inner).content), device };
  } catch (wrong) {
    if (refusalCode(wrong) === null) throw wrong;
    throw contentRefused("content.signature", "The content is not signed as it must be, or malformed");
  }
}

async function signer(envelope: SignedAct, directory: Directory): Promise<string> {
  const [one, ...more] = envelope.proofs;
  const device = one === undefined ? undefined : directory.devices.get(one.device);
  if (envelope.payloadType !== INNER_TYPE || one?.kind !== "es256" || more.length > 0 || device === undefined) {
    throw new Refused("content.proof", "Content carries exactly one proof, of a known device, under its own type.");
  }
  if (!(await verifyEs256(device.point, preAuth(envelope.payloadType, envelope.payload), one.sig))) {
    throw new Refused("proof.invalid", "The proof does not belong to these bytes; sign again.");
  }
  return device.id;
}

/** Who signed, and whether they or their functie were removed since; Refused when they never had the authority. */
function authority(
  directory: Directory,
  device: string,
  holding: Holding,
  inner: Inner,
): { person: string; sinceRemoved: boolean } {
  const known = directory.devices.get(device);
  const spec = Object.hasOwn(SPECS, inner.name) ? SPECS[inner.name] : undefined;
  const ended = known === undefined ? null : endedAt(directory, known.person, holding);
  const held = known !== undefined && (holds(directory, known.person, holding) || ended !== null);
  if (spec === undefined || !held || !spec.may.includes(holding.functie)) {
    throw contentRefused("content.functie", "The signer does not hold a functie that may write this");
  }
  const removals = [known.revoked, ended].filter((position) => position !== null);
  if (known.since >= inner.directory || removals.some((position) => position < inner.directory)) {
    throw contentRefused("content.removed", "The signer's device or functie had been taken away before");
  }
  return { person: known.person, sinceRemoved: removals.length > 0 };
}
