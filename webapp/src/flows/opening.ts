/** Opening an item of its own from a device: sealed and ready to be read back; and which rccb serves it (P-02, P-04). */

import { contentRefused } from "../crypto/content.ts";
import { exclusionsOf } from "../crypto/linked.ts";
import type { Device } from "../device/device.ts";
import type { Case } from "../device/reading.ts";
import { holders } from "../directory/state.ts";
import { faultOf } from "../wire/act-rules.ts";
import { paramsOf } from "../wire/catalogue.ts";
import { randomId } from "../wire/ids.ts";
import type { ActName, ActParams, AnyContent } from "../wire/models.ts";
import type { Holding } from "../wire/payload.ts";
import { readModel } from "../wire/read-model.ts";
import { Doing, type Prepared } from "./doing.ts";

/** How an item opens: in which functie, who is left out (P-02), of which dossier, and what it follows from. */
export type How = {
  readonly holding: Holding;
  readonly excluded?: readonly string[];
  /** The random handle of the person; left out, that of the item it follows from, else a new one. */
  readonly dossier?: string | null;
  readonly follows?: Case | null;
  readonly drill?: boolean;
};

/**
 * Seal an item to `readers` and to who opens it, and make the act that opens it with the flow's `own` parameters. Who is
 * excluded, here or from what it follows, gets no key (P-02); what follows from a drill is one. Throws Refused
 * `act.malformed` naming the field that is not as its model has it, the flow's own code where the content does not say
 * what its act asks, or as `exclusionsOf`.
 */
export async function openItem<Name extends ActName>(
  device: Device,
  name: Name,
  content: AnyContent,
  readers: Iterable<Holding>,
  own: Readonly<Record<string, unknown>>,
  how: How,
): Promise<Prepared> {
  const follows = how.follows ?? null;
  const excluded = leftOut(how.excluded ?? [], follows);
  const doing = new Doing(device, name, how.holding);
  const sealed = await doing.open(content, [...readers, how.holding], new Set(excluded));
  const params = {
    dossier: how.dossier ?? follows?.answer.item.dossier ?? randomId(device.random),
    recipient: sealed.recipient,
    wraps: sealed.wraps,
    content: sealed.content,
    excluded,
    follows: follows?.answer.item.id ?? null,
    ...own,
  };
  const read = readModel(paramsOf(name), params, "params") as ActParams[Name];
  const fault = faultOf(name, read, content);
  if (fault !== null) throw contentRefused(fault, "It is at odds with the act it goes with");
  return doing.prepared(read, sealed.item, null, how.drill === true || follows?.answer.item.drill === true);
}

/** Who is excluded from a new item: also everybody who is from the item it follows from (P-02); throws as `exclusionsOf`. */
export function leftOut(excluded: readonly string[], follows: Case | null): readonly string[] {
  if (follows === null) return excluded;
  const there = exclusionsOf({ ...follows, parent: follows.answer.item.parent });
  return [...new Set([...excluded, ...there])].sort();
}

/** The rccb of the eenheid in which an arrondissement lies (P-04: from data). */
export function rccbOf(device: Device, area: string): Holding {
  const scope = device.eenheidOf.get(area) ?? `eenheid:${area.slice(area.indexOf(":") + 1)}`;
  return { functie: "rccb", scope };
}

/**
 * The eenheid to ask where somebody excluded is rccb of the area's own (P-02, C §2.4.2), else null. One that has an
 * rccb goes first; the sender may choose another, nearer one.
 */
export function otherEenheid(device: Device, area: string, excluded: readonly string[]): string | null {
  const concerns = (rccb: Holding): boolean => holders(device.directory, rccb).some((one) => excluded.includes(one));
  const own = rccbOf(device, area);
  if (!concerns(own)) return null;
  const scopes = [...new Set(device.eenheidOf.values())].filter((scope) => scope !== own.scope).sort();
  const free = scopes.map((scope): Holding => ({ functie: "rccb", scope })).filter((one) => !concerns(one));
  return (free.find((one) => holders(device.directory, one).length > 0) ?? free[0])?.scope ?? null;
}
