/** What the service tells of a notice to a mayor beside its words: who knows it, who looked, who told the mayor themselves (BB-01). */

import type { HistoryAnswer } from "../api/answers.ts";
import type { Device } from "../device/device.ts";
import type { Case } from "../device/reading.ts";
import type { Item } from "../phone.ts";
import { isFunctie } from "../wire/payload.ts";
import type { Facts } from "./facts.ts";
import { partyOf } from "./views.ts";

const FLOW = "burgemeestersbericht";

export const FACTS: Facts = { [FLOW]: noticeOf };

function noticeOf(device: Device, { answer: { history } }: Case): Pick<Item, "notice"> {
  const known = last(history, "known");
  const looked = last(history, "looked");
  const planned = last(history, "vierhoek_planned");
  const informed = all(history, "informed").map(({ organisation, at }) => ({ organisation: String(organisation), at: String(at) }));
  const comes = Array.isArray(planned?.["participants"]) ? (planned["participants"] as readonly unknown[]) : [];
  const notice = {
    known: known === undefined ? null : { at: String(known["at"]), byTelephone: known["by_telephone"] === true },
    looked: looked === undefined ? null : { at: String(looked["at"]), before: looked["before"] === true },
    informed,
    vierhoek: planned === undefined ? null : { at: String(planned["at"]), who: comes.flatMap((one) => party(device, one)) },
    standIns: all(history, "stand_in").map(({ person }) => String(person)),
  };
  return { notice };
}

function all(history: readonly HistoryAnswer[], name: string): readonly Readonly<Record<string, unknown>>[] {
  return history.filter(({ tag }) => tag === `${FLOW}.${name}`).map(({ event }) => event as Readonly<Record<string, unknown>>);
}

function last(history: readonly HistoryAnswer[], name: string): Readonly<Record<string, unknown>> | undefined {
  return all(history, name).at(-1);
}

function party(device: Device, one: unknown): ReturnType<typeof partyOf>[] {
  const { functie, scope } = (one ?? {}) as { readonly functie?: unknown; readonly scope?: unknown };
  return isFunctie(functie) && typeof scope === "string" ? [partyOf(device.directory, { functie, scope })] : [];
}
