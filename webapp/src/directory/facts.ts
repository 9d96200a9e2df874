/** What each fact of the directory changes, and what must be true before it does (P-01). */

import { publicKey } from "../crypto/sign.ts";
import { encodeKey, parseKey, type VerifierKey } from "../log/notes.ts";
import { type LogKeys, logKeys, logNamed, newestKey, turned } from "../log/succession.ts";
import { Refused } from "../refused.ts";
import { RULES, scopeFits, type ReadAct } from "../wire/catalogue.ts";
import type { ActParams, DeviceKeys } from "../wire/models.ts";
import { holdingKey, holdingOf, type ActPayload, type Functie, type Holding } from "../wire/payload.ts";
import {
  endedKey,
  epochOf,
  FOUNDERS,
  holds,
  managersAmong,
  watches,
  type Directory,
  type KnownDevice,
  type RoleEpoch,
} from "./state.ts";

/** A directory that a fact may change: the same fields, in maps of its own. */
export type Draft = {
  -readonly [Field in keyof Directory]: Directory[Field] extends ReadonlyMap<infer Key, infer Value>
    ? Map<Key, Value>
    : Directory[Field];
};

/** A directory of its own that holds the same: what changes one does not change the other. */
export function draftOf(directory: Directory): Draft {
  return {
    ...directory,
    organisations: new Map(directory.organisations),
    logKeys: new Map(directory.logKeys),
    people: new Map(directory.people),
    memberships: new Map(directory.memberships),
    ended: new Map(directory.ended),
    devices: new Map(directory.devices),
    epochs: new Map(directory.epochs),
    numbers: new Map(directory.numbers),
  };
}

/** Why something of the directory is not believed; tell the officers by telephone. */
export function no(code: string, sentence: string): Refused {
  return new Refused(code, `${sentence}; do not use this server and call the officers.`);
}

/** Change `state` as the genesis says, which `signers` signed; throws Refused with nothing changed. */
export async function found(
  state: Draft,
  genesis: ActParams["directory.genesis"],
  founding: ReadonlyMap<string, KnownDevice>,
  signers: readonly KnownDevice[],
): Promise<void> {
  if (new Set(signers.map((device) => device.person)).size < genesis.threshold) {
    throw no("threshold.missed", "Fewer founders signed the genesis than it asks for");
  }
  const next = draftOf(state);
  const keys = await Promise.all(genesis.log_keys.map(logKey));
  next.practice = genesis.practice;
  next.threshold = genesis.threshold;
  next.app = genesis.app;
  next.organisations = new Map(genesis.organisations.map((one) => [one.organisation, one.log]));
  next.logKeys = new Map(keys.map((key) => [logNamed(key.first.name), key]));
  if (next.logKeys.size !== keys.length) throw no("genesis.double", "The genesis names something twice");
  for (const { person, organisation, device } of genesis.founders) {
    const employer = next.people.get(person) ?? knownOrganisation(next, organisation);
    if (employer !== organisation) {
      throw no("person.twice", "A founder stands in the genesis under two organisations");
    }
    next.people.set(person, employer);
    next.memberships.set(person, new Map([[holdingKey(FOUNDERS), FOUNDERS]]));
    keep(next, knownDevice(founding, device));
  }
  Object.assign(state, next);
}

/** Change `state` as a later fact says; throws Refused with nothing changed. */
export async function carryOut(
  state: Draft,
  fact: ReadAct,
  payload: ActPayload,
  signers: readonly KnownDevice[],
): Promise<void> {
  const actor = signers.find((device) => device.id === payload.device);
  if (actor === undefined || !holds(state, actor.person, holdingOf(payload)) || !fact.spec.may.includes(payload.functie)) {
    throw no("actor.holding", "The signer does not hold the functie in which the fact was signed");
  }
  switch (fact.act) {
    case "directory.add_person": {
      const { person, organisation } = fact.params;
      needOfficers(state, signers, [knownOrganisation(state, organisation)]);
      if (state.people.has(person)) throw no("person.twice", "A person is added twice");
      state.people.set(person, organisation);
      return;
    }
    case "directory.grant":
      return grant(state, fact.params, signers);
    case "directory.end_grant":
      return endGrant(state, fact.params, signers);
    case "directory.invite_device":
      return needOfficers(state, signers, [employerOf(state, fact.params.person)], 1);
    case "directory.add_device":
      return addDevice(state, fact.params, signers, payload.at);
    case "directory.revoke_device": {
      const device = knownDevice(state.devices, fact.params.device);
      needOfficers(state, signers, [device.organisation]);
      if (device.revoked !== null) throw no("device.revoked", "A device is taken out of use twice");
      state.devices.set(device.id, { ...device, revoked: state.facts, revokedAt: payload.at });
      return;
    }
    case "directory.freeze_device": {
      const device = knownDevice(state.devices, fact.params.device);
      if (!watches(state, actor.person)) needOfficers(state, signers, [device.organisation], 1);
      state.devices.set(device.id, { ...device, frozen: fact.params.frozen });
      return;
    }
    case "directory.new_epoch":
      return newEpoch(state, fact.params, signers);
    case "directory.wrap_epoch":
      return wrapEpoch(state, fact.params, payload, actor, signers);
    case "directory.set_number": {
      const holding = fitting(fact.params.functie, fact.params.scope);
      needOfficers(state, signers, RULES[holding.functie].organisations);
      state.numbers.set(holdingKey(holding), fact.params.number);
      return;
    }
    case "directory.rotate_log_key":
      needOfficers(state, signers, []);
      return rotate(state, fact.params);
    case "directory.release_app":
      needOfficers(state, signers, []);
      state.releases = [...state.releases, { files: fact.params.files, fact: state.facts }];
      return;
    default:
      throw no("fact.foreign", "A fact is no act on the directory");
  }
}

/** A device as officers recorded it; throws Refused when a key of it is none. */
export async function deviceOfKeys(keys: DeviceKeys, since: number, addedAt: string): Promise<KnownDevice> {
  try {
    await publicKey(keys.signing_key);
    if (keys.passkey !== null) await publicKey(keys.passkey);
  } catch {
    throw no("device.keys", "A device is recorded with a key that is none");
  }
  if (keys.passkey === keys.signing_key) throw no("device.twice", "A device is recorded with one key for two purposes");
  return {
    id: keys.device,
    person: keys.person,
    organisation: keys.organisation,
    point: keys.signing_key,
    passkeyPoint: keys.passkey,
    x25519: keys.x25519,
    hybrid: keys.hybrid,
    since,
    addedAt,
    revoked: null,
    revokedAt: null,
    frozen: false,
  };
}

function grant(state: Draft, params: ActParams["directory.grant"], signers: readonly KnownDevice[]): void {
  const holding = fitting(params.functie, params.scope);
  const employer = employerOf(state, params.person);
  needOfficersFor(state, holding, employer, signers);
  const { organisations } = RULES[holding.functie];
  if (organisations.length > 0 && !organisations.includes(employer) && !isFounders(holding)) {
    throw no("grant.organisation", "A functie is given to somebody of an organisation that does not fill it");
  }
  const held = state.memberships.get(params.person) ?? new Map<string, Holding>();
  state.memberships.set(params.person, new Map([...held, [holdingKey(holding), holding]]));
  state.ended.delete(endedKey(params.person, holding));
}

function endGrant(state: Draft, params: ActParams["directory.end_grant"], signers: readonly KnownDevice[]): void {
  const holding = fitting(params.functie, params.scope);
  needOfficersFor(state, holding, employerOf(state, params.person), signers);
  if (!holds(state, params.person, holding)) throw no("grant.unknown", "A functie ends that was never given");
  const held = [...(state.memberships.get(params.person) ?? [])].filter(([key]) => key !== holdingKey(holding));
  state.memberships.set(params.person, new Map(held));
  state.ended.set(endedKey(params.person, holding), state.facts);
}

/** Only founders make (or end) a founder; whoever manages one organisation cannot reach beyond it. */
function needOfficersFor(state: Draft, holding: Holding, employer: string, signers: readonly KnownDevice[]): void {
  needOfficers(state, signers, isFounders(holding) ? [] : [employer]);
}

async function addDevice(
  state: Draft,
  params: ActParams["directory.add_device"],
  signers: readonly KnownDevice[],
  at: string,
): Promise<void> {
  if (employerOf(state, params.person) !== params.organisation) {
    throw no("device.organisation", "A device is added under an organisation that is not its person's");
  }
  needOfficers(state, signers, [params.organisation]);
  keep(state, await deviceOfKeys(params, state.facts, at));
}

function keep(state: Draft, device: KnownDevice): void {
  const points = [device.point, device.passkeyPoint];
  for (const known of state.devices.values()) {
    const shared = points.includes(known.point) || (known.passkeyPoint !== null && points.includes(known.passkeyPoint));
    if (known.id === device.id || known.hybrid === device.hybrid || shared) {
      throw no("device.twice", "A device or one of its keys is added twice");
    }
  }
  state.devices.set(device.id, device);
}

function newEpoch(state: Draft, params: ActParams["directory.new_epoch"], signers: readonly KnownDevice[]): void {
  const holding = fitting(params.functie, params.scope);
  needOfficers(state, signers, RULES[holding.functie].organisations);
  if (params.epoch !== (epochOf(state, holding)?.number ?? 0) + 1) {
    throw no("epoch.number", "A role key does not follow the one before it");
  }
  if ([...state.epochs.values()].flat().some((one) => one.recipient === params.recipient)) {
    throw no("epoch.recipient", "An earlier role key is presented as a new one");
  }
  const fresh = { holding, number: params.epoch, recipient: params.recipient, wraps: wrapsOf(state, holding, params.wraps) };
  state.epochs.set(holdingKey(holding), [...(state.epochs.get(holdingKey(holding)) ?? []), fresh]);
}

function wrapEpoch(
  state: Draft,
  params: ActParams["directory.wrap_epoch"],
  payload: ActPayload,
  actor: KnownDevice,
  signers: readonly KnownDevice[],
): void {
  const holding = fitting(params.functie, params.scope);
  const present = epochOf(state, holding);
  if (present === null || params.epoch !== present.number) {
    throw no("epoch.number", "A role key is shared that is not the present one");
  }
  if (holdingKey(holdingOf(payload)) !== holdingKey(holding) || !holds(state, actor.person, holding)) {
    needOfficers(state, signers, RULES[holding.functie].organisations);
  }
  const grown: RoleEpoch = { ...present, wraps: new Map([...present.wraps, ...wrapsOf(state, holding, params.wraps)]) };
  state.epochs.set(holdingKey(holding), [...(state.epochs.get(holdingKey(holding)) ?? []).slice(0, -1), grown]);
}

function wrapsOf(
  state: Draft,
  holding: Holding,
  wraps: readonly { readonly device: string; readonly blob: string }[],
): ReadonlyMap<string, string> {
  for (const wrap of wraps) {
    const device = knownDevice(state.devices, wrap.device);
    if (device.revoked !== null || !holds(state, device.person, holding)) {
      throw no("epoch.member", "A role key is sealed for a device of somebody who does not hold the role");
    }
  }
  const found = new Map(wraps.map((wrap) => [wrap.device, wrap.blob]));
  if (found.size !== wraps.length) throw no("epoch.double", "A role key is sealed twice for one device");
  return found;
}

async function rotate(state: Draft, params: ActParams["directory.rotate_log_key"]): Promise<void> {
  const keys = state.logKeys.get(params.log);
  if (keys === undefined || encodeKey(newestKey(keys)) !== params.old) {
    throw no("log_key.old", "A key takes over a log from a key that does not have it");
  }
  const { first: fresh } = await logKey(params.new);
  try {
    state.logKeys.set(params.log, turned(keys, params.size, fresh));
  } catch {
    throw no("log_key.new", "A key takes over a log that cannot have it");
  }
}

/** Return only if enough different persons who may manage people of these organisations signed. */
function needOfficers(
  state: Draft,
  signers: readonly KnownDevice[],
  organisations: readonly string[],
  least: number = state.threshold,
): void {
  const persons = new Set(signers.map((device) => device.person));
  if (managersAmong(state, persons, organisations).size < least) {
    throw no("threshold.missed", "Fewer officers signed a fact than must");
  }
}

function knownOrganisation(state: Draft, name: string): string {
  if (!state.organisations.has(name)) {
    throw no("organisation.unknown", "A fact names an organisation that the genesis does not know");
  }
  return name;
}

function employerOf(state: Draft, person: string): string {
  const employer = state.people.get(person);
  if (employer === undefined) throw no("person.unknown", "A fact names a person whom no officer added");
  return employer;
}

function knownDevice(devices: ReadonlyMap<string, KnownDevice>, name: string): KnownDevice {
  const device = devices.get(name);
  if (device === undefined) throw no("device.unknown", "A fact names a device that no officer added");
  return device;
}

function fitting(functie: Functie, scope: string): Holding {
  if (!scopeFits(functie, scope)) throw no("scope.kind", "A functie is named in a scope in which it cannot act");
  return { functie, scope };
}

function isFounders(holding: Holding): boolean {
  return holdingKey(holding) === holdingKey(FOUNDERS);
}

/** The keys of a log that begins with this key; a witness's key is none of a log. */
async function logKey(text: string): Promise<LogKeys> {
  try {
    const key: VerifierKey = await parseKey(text);
    return logKeys(key);
  } catch {
    throw no("log_key.malformed", "The directory names a log key that is none");
  }
}
