/** C2SP tlog-policy: which witnesses there are, and how many of which must have cosigned. */

import { Refused } from "../refused.ts";
import { hex } from "../wire/bytes.ts";
import { verifyCosignature } from "./cosignatures.ts";
import { COSIGNATURE, type Note, parseKey, unverified, type VerifierKey } from "./notes.ts";
import { malformed } from "./strict.ts";

export const NONE = "none";
const MAX_LINES = 200;

/** It has witnessed when at least `least` of its members have. */
type Group = { readonly least: number; readonly members: readonly string[] };

/** The witnesses by name, the groups of them by name, and the name of the one that must have witnessed. */
export type WitnessPolicy = {
  readonly witnesses: ReadonlyMap<string, VerifierKey>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly quorum: string;
};

/** The policy in such a file; its `log` lines are read over: the logs and their keys are the directory's. */
export async function parsePolicy(text: string): Promise<WitnessPolicy> {
  const witnesses = new Map<string, VerifierKey>();
  const groups = new Map<string, Group>();
  const taken = (name: string): boolean => name === NONE || witnesses.has(name) || groups.has(name);
  let quorum: string | undefined;
  const lines = text.split("\n");
  if (lines.length > MAX_LINES) throw malformed("A witness policy has at most 200 lines; take the right file.");
  for (const line of lines) {
    const [kind, name = "", value = "", ...rest] = line.split(/\s+/).filter((word) => word !== "");
    if (kind === undefined || kind.startsWith("#") || (kind === "log" && name !== "" && rest.length === 0)) continue;
    if (kind === "witness" && value !== "" && rest.length <= 1 && !taken(name)) {
      witnesses.set(name, await witnessKey(value));
    } else if (kind === "group" && rest.length > 0 && !taken(name)) {
      groups.set(name, group(value, rest, new Set([...witnesses.keys(), ...groups.keys()])));
    } else if (kind === "quorum" && quorum === undefined && value === "" && taken(name)) {
      quorum = name;
    } else {
      throw malformed("A line of the witness policy cannot be read; see tlog-policy for its form.");
    }
  }
  const publics = new Set([...witnesses.values()].map((key) => hex(key.public)));
  if (quorum === undefined || publics.size < witnesses.size) {
    throw malformed("A witness policy names one quorum, and each witness key once; correct it.");
  }
  return { witnesses, groups, quorum };
}

/** Return only if enough witnesses cosigned this checkpoint; a line that does not verify is not counted. */
export async function checkWitnessed(policy: WitnessPolicy, note: Note): Promise<void> {
  const cosigned = new Set<string>();
  for (const [name, key] of policy.witnesses) {
    try {
      await verifyCosignature(note, key);
      cosigned.add(name);
    } catch (wrong) {
      if (!(wrong instanceof Refused) || wrong.code !== "audit.signature") throw wrong;
    }
  }
  if (policy.quorum !== NONE && !has(policy, policy.quorum, cosigned)) {
    throw unverified("Too few witnesses have cosigned this checkpoint; do not rely on it yet.");
  }
}

function has(policy: WitnessPolicy, name: string, cosigned: ReadonlySet<string>): boolean {
  const found = policy.groups.get(name);
  if (found === undefined) return cosigned.has(name);
  return found.members.filter((member) => has(policy, member, cosigned)).length >= found.least;
}

async function witnessKey(text: string): Promise<VerifierKey> {
  const key = await parseKey(text);
  if (key.type !== COSIGNATURE) throw malformed("A witness has a key for cosignatures; copy the witness's own.");
  return key;
}

function group(least: string, members: readonly string[], known: ReadonlySet<string>): Group {
  if (new Set(members).size < members.length || !members.every((member) => known.has(member))) {
    throw malformed("A group names members that stand above it, each once; correct the witness policy.");
  }
  if (least === "any" || least === "all") return { least: least === "any" ? 1 : members.length, members };
  const found = /^[0-9]+$/.test(least) ? Number(least) : 0;
  if (found < 1 || found > members.length) {
    throw malformed("A group says how many of its members are enough; correct the witness policy.");
  }
  return { least: found, members };
}
