/** What is open for this person, each item verified: one that does not verify is told, and hides none of the others. */

import type { LineAnswer } from "../api/answers.ts";
import { ServerRefused } from "../api/failures.ts";
import type { Device } from "../device/device.ts";
import type { Case } from "../device/reading.ts";
import { withoutRoleKey } from "../flows/role-key.ts";
import type { Start } from "../phone.ts";
import { Refused } from "../refused.ts";
import { isFunctie } from "../wire/payload.ts";
import { codeOf } from "./problems.ts";
import { lineOf, meOf, obligationsOf, partyOf } from "./views.ts";

const GONE = 404;

/** What a session began with: the open items, and one of them as it was read. */
export type Opened = { readonly lines: readonly LineAnswer[]; readonly item: { readonly id: string; readonly found: Promise<Case> } | null };

/**
 * Read every open item while `synced` goes on, which must end well too; what the session began with, where it is given, is
 * not asked for again. Throws what is not about one item alone.
 */
export async function startOf(device: Device, synced: Promise<unknown>, begun: Opened | null = null): Promise<Start> {
  const items: Start["items"][number][] = [];
  const unproven: Start["unproven"][number][] = [];
  const [, [lines, read]] = await Promise.all([synced, opened(device, begun)]);
  for (const [index, line] of lines.entries()) {
    const found = read[index];
    if (found?.status === "fulfilled") {
      const { item, obligations } = found.value.answer;
      const open = obligations.filter((one) => one.settled_at === null);
      items.push({ line: lineOf(device.directory, item), obligations: obligationsOf(device, open) });
    } else if (found?.reason instanceof Refused) unproven.push({ item: line.id, code: codeOf(found.reason) });
    else if (!(found?.reason instanceof ServerRefused) || found.reason.status !== GONE) throw found?.reason;
  }
  const withoutKeys = meOf(device).holdings.filter(({ functie, scope }) => isFunctie(functie) && !device.hasKey({ functie, scope }));
  const unshared = device.holdings.filter((held) => withoutRoleKey(device, held).length > 0).map((held) => partyOf(device.directory, held));
  const many = (device.many ?? []).map(({ opened_at, flow, dossier, drill, states }) => ({ flow, dossier, drill, states, openedAt: opened_at }));
  return { items, withoutKeys, unshared, unproven, many };
}

async function opened(device: Device, begun: Opened | null): Promise<[readonly LineAnswer[], readonly PromiseSettledResult<Case>[]]> {
  const lines = begun?.lines ?? (await device.openItems());
  const first = begun?.item;
  const read = (id: string): Promise<Case> => (first?.id === id ? first.found : device.read(id));
  return [lines, await Promise.allSettled(lines.map((line) => read(line.id)))];
}
