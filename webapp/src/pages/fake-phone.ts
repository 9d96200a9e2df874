/** A phone without keys or service that can be put in any state: for tests and for looking at the screens. */

import type { Intent } from "../phone-acts.ts";
import type { DeviceLine } from "../phone-board.ts";
import { PhoneError, type Change, type Delivery, type Draft, type Gate, type Phone, type Signal, type Status, type Upload } from "../phone.ts";
import { formOf } from "../wire/forms.ts";
import { fakeMany } from "./fake-many.ts";
import { boardWith, DEVICES } from "./fake-board.ts";
import { OPENED, uploadOf } from "./fake-attachments.ts";
import { OWN, OWN_FACTS, ownStart } from "./fake-own.ts";
import { NOTICES } from "./fake-notices.ts";
import { fakeQuality } from "./fake-quality.ts";
import { RISK } from "./fake-risk.ts";
import { at, CALENDAR, CHAIN, DRAFT, DUTY, itemFor, meAs, NOW, RUNGS, startFor } from "./fake-data.ts";

/** What it is like; everything left out is the ordinary case. */
export type Like = {
  who?: "piket" | "namens" | "hovj" | "lcc" | "wacht" | "beheer" | "persoon" | "melder" | "rccb" | "mayor";
  gate?: Gate;
  line?: Status["line"]["state"];
  /** Name in `ITEMS` of the item that every item is. */
  item?: string;
  empty?: boolean;
  /** An attachment is on its way, this far. */
  upload?: Partial<Upload>;
  withoutKeys?: boolean;
  /** A device of a colleague has no key, and this phone can share it. */
  unshared?: boolean;
  /** How far deliveries come, and how a refused one is refused. */
  stage?: Delivery["stage"];
  refusal?: string;
  /** Every question is refused with this code. */
  fails?: string;
  noNumber?: boolean;
  /** From its second answer on an item, it has no line. */
  cut?: boolean;
  /** How many ladders the board has; how many answers it gives, after that none comes or it has no line, and for how many. */
  ladders?: number;
  deaf?: { after: number; hangs?: boolean; answers?: number };
  /** How it is rung over Web Push. */
  bell?: "off" | "on" | "dead" | "unserved";
  /** It cannot even say how it is. */
  silent?: boolean;
  /** Of a protected person: how their line stands, and that something of theirs is not sent yet. */
  lifeline?: "none" | "by_day";
  unsent?: "signaal.onveilig" | "signaal.send";
};

export type FakePhone = Phone & { done: Intent[]; signalled: Signal[]; tell: (change: Change) => void };

export function fakePhone(like: Like = {}): FakePhone {
  const me = meAs(like.who ?? "piket");
  const listeners = new Set<(change: Change) => void>();
  const done: Intent[] = [];
  const signalled: Signal[] = [];
  const status: Status = {
    gate: like.gate ?? { kind: "ready" },
    line: { state: like.line ?? "online", since: at(-2) },
    emergency: like.noNumber === true ? null : "+31 70 555 0100",
    skew: 0,
    drill: like.item === "drill",
    own: like.who === "persoon",
  };
  const delivered = (intent: Pick<Intent, "act"> & { item?: string }): Delivery => ({
    act: `act-${done.length}`,
    item: intent.item ?? "itemA",
    name: intent.act,
    at: NOW.toISOString(),
    stage: like.stage ?? "stored",
    code: like.stage === "refused" ? (like.refusal ?? "item.stale") : null,
    ringsAt: intent.act === "item.ring_again" ? at(0) : null,
  });
  const answer = async <T>(value: T): Promise<T> => {
    if (like.fails !== undefined) throw new PhoneError(like.fails);
    return value;
  };
  const does = async (intent: Intent): Promise<Delivery> => {
    const sent = await answer(delivered(intent));
    done.push(intent);
    return sent;
  };
  let boards = 0;
  let items = 0;
  let prepared: Intent | undefined;
  const typed = new Map<string, Readonly<Record<string, string>>>();
  return {
    done,
    tell: (change) => listeners.forEach((told) => told(change)),
    status: async () => (like.silent === true ? Promise.reject(new PhoneError("service.unreachable")) : status),
    listen: (told) => {
      listeners.add(told);
      return () => listeners.delete(told);
    },
    enrol: () => answer(undefined),
    chooseLock: () => answer(undefined),
    unlock: (pin) => (pin === "000000" ? Promise.reject(new PhoneError("lock.wrong")) : answer(undefined)),
    lock: () => answer(undefined),
    me: async () => me,
    deliveries: async () => (like.unsent !== undefined ? [{ ...delivered({ act: like.unsent }), stage: like.stage ?? "kept" }] : like.stage !== undefined && like.stage !== "stored" ? [delivered({ act: "spoedaanwijzing.receive" })] : []),
    start: () => answer({ ...startFor(me, like.empty ?? false), ...(like.who === "persoon" ? { items: ownStart(like.empty ?? false) } : {}), withoutKeys: like.withoutKeys === true ? me.holdings : [], unshared: like.unshared === true ? me.holdings : [] }),
    item: async (id) => {
      items += 1;
      const own = like.who === "persoon" ? Object.values(OWN).find((one) => one.id === id) : undefined;
      if (own !== undefined) return answer(own);
      if (like.cut === true && items > 1) throw new PhoneError("service.unreachable");
      return answer(itemFor(like.item ?? "asked", me, { ...OWN, ...RISK, ...NOTICES }));
    },
    act: does,
    prepare: (intent) => {
      prepared = intent;
      const rungs = intent.act === "spoedaanwijzing.submit" ? RUNGS.map((one) => ({ ...one, reached: false })) : [];
      const facts = boardFacts(intent) ?? (like.who === "persoon" ? OWN_FACTS : DRAFT.facts);
      const sealed = facts === DRAFT.facts || facts === OWN_FACTS ? {} : { readers: [], gaps: [] };
      return answer({ ...DRAFT, name: intent.act, rungs, facts, ...sealed, as: me.holdings[0] ?? DRAFT.as });
    },
    form: async (act) => formOf(act),
    sign: () => (prepared === undefined ? Promise.reject(new PhoneError("internal")) : does(prepared)),
    keepTyped: async (page, fields) => void (fields === null ? typed.delete(page) : typed.set(page, fields)),
    typedBefore: async (page) => typed.get(page) ?? null,
    dismiss: () => answer(undefined),
    duty: () => answer(DUTY),
    calendar: () => answer(CALENDAR),
    quality: () => answer(fakeQuality(like.who === "beheer" ? { organisations: ["om"] } : { none: like.empty === true })),
    qualityCsv: () => answer(new Blob(["month,indicator\r\n"], { type: "text/csv" })),
    board: async () => {
      boards += 1;
      const { deaf } = like;
      const silent = deaf !== undefined && boards > deaf.after && boards <= deaf.after + (deaf.answers ?? Infinity);
      if (silent && deaf.hangs === true) return new Promise<never>(() => undefined);
      if (silent) throw new PhoneError("service.unreachable");
      return answer(boardWith(like.ladders ?? 5));
    },
    devices: () => answer(DEVICES.map((one) => ({ ...one, lacks: like.unshared === true && !one.mine ? me.holdings : [] })).filter((one) => one.mine || one.lacks.length > 0 || like.who === "wacht" || like.who === "beheer").map((one) => ({ ...one, ...mayAs(like.who) }))),
    chain: () => answer(CHAIN),
    attach: (item, file, name) => answer(uploadOf(item, file.size, name)),
    uploads: async (item) => (like.upload === undefined ? [] : [{ ...uploadOf(item, 3_400_000, "foto.jpg"), ...like.upload }]),
    dropUpload: () => answer(undefined),
    attachment: () => answer(OPENED),
    release: () => answer({ stand: "newest" as const, files: "5e".repeat(32), number: 2 }),
    ...fakeMany(like),
    push: () => answer({ key: like.bell === "unserved" ? null : "BA", stand: like.bell === "dead" || like.bell === "on" ? like.bell : ("off" as const) }),
    setPush: () => answer({ ...delivered({ act: "spoedaanwijzing.receive" }), name: "channel.set_push" as const }),
    lifeline: async () => (like.lifeline === "none" ? null : { dayAndNight: like.lifeline !== "by_day", drill: false }),
    signalled,
    signal: (signal) => {
      signalled.push(signal);
      return answer(signal.silent ? null : delivered({ act: signal.about === "onveilig_nu" ? "signaal.onveilig" : "signaal.send" }));
    },
    chooseDuress: (pin) => (pin === "000000" ? Promise.reject(new PhoneError("lock.same")) : answer(undefined)),
    testBell: () => answer({ ...delivered({ act: "spoedaanwijzing.receive" }), name: "channel.test" as const }),
  };
}

/** What is read back of an act from the board or the list of devices; null for any other. */
function boardFacts(intent: Intent): Draft["facts"] | null {
  if ("device" in intent) {
    const stops = intent.act === "directory.freeze_device" && intent.frozen;
    const outcome = intent.act === "directory.freeze_device" ? [{ name: "outcome", value: stops ? "stilgezet" : "vrijgegeven", kind: "word" as const }] : [];
    return [{ name: "device", value: intent.device, kind: "text" }, { name: "holder", value: "Joris van Vliet", kind: "text" }, ...outcome];
  }
  return "unread" in intent && intent.unread !== undefined ? [{ name: "what", value: intent.what, kind: "word" }] : null;
}

/** What who one is lets one do with devices. */
function mayAs(who: Like["who"]): Pick<DeviceLine, "mayFreeze" | "revoke"> {
  return { mayFreeze: who === "wacht" || who === "beheer", revoke: who === "beheer" ? "together" : "not" };
}
