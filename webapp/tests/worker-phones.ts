/** Phones of the app in their worker under Node: between page and worker go messages alone, as in a browser. */

import { MessageChannel } from "node:worker_threads";
import { expect } from "vitest";
import type { Fetch } from "../src/api/transport.ts";
import { webLocks } from "../src/device/locks.ts";
import { openStore, type Store } from "../src/device/store.ts";
import type { Change, Delivery, Gate, Phone } from "../src/phone.ts";
import { randomBytes, type Clock } from "../src/wire/bytes.ts";
import type { SpoedaanwijzingContent } from "../src/wire/models.ts";
import { phoneAt, type Port } from "../src/worker/remote.ts";
import { WorkerPhone } from "../src/worker/phone.ts";
import { browserTabs, type Tabs } from "../src/worker/tabs.ts";
import { answer } from "../src/worker/answering.ts";
import type { Answer, Call } from "../src/worker/rpc.ts";
import { clock, step, WORLD } from "./stage.ts";

export const PIN = "482913";
export const REQUEST: SpoedaanwijzingContent = {
  kind: "spoedaanwijzing",
  person: "Wethouder V. de Wit",
  need: "Persoonsbeveiliging, nu",
  callback: "+31 30 555 0002",
  threat: null,
  when_where: "Nu, thuis",
  keten: null,
};

export type Worker = { phone: Phone; store: Store; heard: Change[]; until(wanted: (change: Change) => boolean): Promise<Change> };

/** What of the world may be another than it is; `seen` is put out of sight as a page is. */
export type How = { fetch?: Fetch; pause?: () => Promise<void>; clock?: Clock; seen?: Seen };

/** The part of a document that says whether anybody looks. */
export class Seen extends EventTarget {
  visibilityState: DocumentVisibilityState = "visible";

  now(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

const DISKS: IDBFactory[] = [];

/** The tabs of one phone are those on one disk. */
function tabsOn(disk: IDBFactory): Tabs {
  if (!DISKS.includes(disk)) DISKS.push(disk);
  const channel = new BroadcastChannel(`piket:acts:${DISKS.indexOf(disk)}`) as BroadcastChannel & { unref(): void };
  channel.unref();
  return browserTabs(channel);
}

/** A page and a worker on this disk, between which only messages go. */
export async function opened(factory: IDBFactory, how: How = {}): Promise<Worker> {
  const { port1, port2 } = new MessageChannel();
  const store = await openStore("piket", factory);
  const around = { service: async () => WORLD.origin, store, locks: webLocks, clock, random: randomBytes };
  const eenheidOf = new Map(Object.entries(WORLD.eenheid_of));
  const told = (change: Change): void => port2.postMessage({ change } satisfies Answer);
  const worker = new WorkerPhone({ ...around, eenheidOf, told, tabs: tabsOn(factory), ...how });
  port2.on("message", (call: Call) => void answer(worker, call).then((found) => port2.postMessage(found)));
  port2.unref();
  const phone = phoneAt(port1 as unknown as Port, undefined, how.seen as unknown as Document | undefined);
  port1.unref();
  const heard: Change[] = [];
  const waiting = new Set<() => void>();
  phone.listen((change) => {
    heard.push(change);
    waiting.forEach((look) => look());
  });
  await worker.begin();
  const until = (wanted: (change: Change) => boolean): Promise<Change> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = heard.find(wanted);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { phone, store, heard, until };
}

export const gate = (kind: Gate["kind"]) => (change: Change): boolean => change.kind === "status" && change.status.gate.kind === kind;
export const stage = (act: string, stage: Delivery["stage"]) => (change: Change): boolean =>
  change.kind === "delivery" && change.delivery.act === act && change.delivery.stage === stage;

/** A worker whose phone was invited, admitted and locked by the PIN. */
export async function admitted(factory: IDBFactory, how: { fetch?: Fetch } = {}): Promise<Worker> {
  const { link, token } = (await step("invite", { person: "hanna" })) as { link: string; token: string };
  let admit: () => void = () => undefined;
  const officers = new Promise<void>((resolve) => (admit = resolve));
  const worker = await opened(factory, { ...how, pause: () => officers });
  expect((await worker.phone.status()).gate).toEqual({ kind: "enrol" });
  await worker.phone.enrol(link);
  expect((await worker.phone.status()).gate.kind).toBe("compare");
  await step("admit", { token });
  admit();
  await worker.until(gate("choose_lock"));
  await expect(worker.phone.chooseLock("12345")).rejects.toMatchObject({ code: "lock.short" });
  await worker.phone.chooseLock(PIN);
  return worker;
}
