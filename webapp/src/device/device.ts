/** A person on one device: items read and verified, acts signed, kept, sent until there is an answer. */

import type { Api } from "../api/api.ts";
import type { ActAnswer, ItemAnswer, LineAnswer, ManyAnswer } from "../api/answers.ts";
import { mayPass, ServerRefused } from "../api/failures.ts";
import type { HybridIdentity } from "../crypto/age.ts";
import { sealContent, type Place } from "../crypto/content.ts";
import { sealItem, type SealedItem } from "../crypto/linked.ts";
import { proof, type DeviceKeys } from "../crypto/keys.ts";
import { DIRECTORY_LOG, epochOf, logOf, type Directory } from "../directory/state.ts";
import { KEEPING, KeptActs, type Keeping } from "../log/kept.ts";
import { Refused } from "../refused.ts";
import type { Bytes, Clock, Random } from "../wire/bytes.ts";
import { SPECS } from "../wire/catalogue.ts";
import { uuid7 } from "../wire/ids.ts";
import type { AnyContent } from "../wire/models.ts";
import { holdingKey, type ActPayload, type Holding } from "../wire/payload.ts";
import { Belief } from "./belief.ts";
import { Forgetting } from "./forgetting.ts";
import type { Locks } from "./locks.ts";
import { isUrgent, Outbox, payloadOf, type Draft, type ReadyAct } from "./outbox.ts";
import { joinedOf, readCase, type Case, type JoinedOutcomes } from "./reading.ts";
import { Shown } from "./shown.ts";
import type { Change, Store } from "./store.ts";

/** What a device lives with; `eenheidOf` is the scope of the eenheid for each arrondissement (P-04). */
export type Surroundings = {
  readonly store: Store;
  readonly api: Api;
  readonly keys: DeviceKeys;
  readonly genesis: string;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly random: Random;
  readonly eenheidOf: ReadonlyMap<string, string>;
  readonly keeping?: Keeping;
  /** Told of an act that was signed and kept, which the service does not take: it was given up, or kept apart. */
  readonly gaveUp?: (act: string, code: string) => void | Promise<void>;
  /** Told of each answer to an act that was kept before, as it comes: of `resume`, or along with a later act. */
  readonly answered?: (answer: ActAnswer) => void | Promise<void>;
};

/** What the service says of an item, not verified yet, and its place among such answers. */
export type Arrived = { readonly answer: ItemAnswer; readonly place: number };

/** What a session began with: the open items, the one of them that waits for this person, and from which event to hear on. */
export type Begun = { readonly lines: readonly LineAnswer[]; readonly item: Arrived | null; readonly cursor: string };

/** Makes a new item beside this thread; null: no hands free now. */
export type Helper = (...what: SealNew) => Promise<SealedItem> | null;
type SealNew = [content: AnyContent, readers: readonly Holding[], by: Pick<Place, "act" | "name" | "holding" | "excluded">];

/** So many items come in one answer. */
const SEVERAL = 16;
/** What these say of an act was stored. */
const STORED: readonly number[] = [201, 403, 409];

/** The life of one unlocked device; everything that must survive a crash is kept before it is sent. */
export class Device {
  readonly keys: DeviceKeys;
  readonly clock: Clock;
  readonly random: Random;
  readonly eenheidOf: ReadonlyMap<string, string>;
  readonly api: Api;
  readonly outbox: Outbox;
  readonly #belief: Belief;
  readonly #kept: KeptActs;
  readonly #forgetting: Forgetting;
  readonly #gaveUp: (act: string, code: string) => void | Promise<void>;
  readonly #answered: (answer: ActAnswer) => void | Promise<void>;
  #joined: JoinedOutcomes = new Map();
  #syncing: Promise<void> | null = null;
  readonly #shown = new Shown();
  /** Items that were read ahead, for as long as a gesture on many of them is made. */
  readonly #ahead = new Map<string, Case>();
  /** Who seals beside this thread, while many items are made at once. */
  helper: Helper | null = null;
  /** Of the newest list, those of a gesture on many, in one line each. */
  many: readonly ManyAnswer[] = [];

  private constructor(around: Surroundings, belief: Belief) {
    const { store, api, keys, locks, clock } = around;
    this.keys = keys;
    this.clock = clock;
    this.random = around.random;
    this.eenheidOf = around.eenheidOf;
    this.api = api;
    this.outbox = new Outbox(store, keys.device, locks, clock);
    this.#belief = belief;
    this.#gaveUp = around.gaveUp ?? (() => undefined);
    this.#answered = around.answered ?? (() => undefined);
    this.#kept = new KeptActs(store, api, belief.logs, around.keeping ?? KEEPING, clock);
    this.#forgetting = new Forgetting(store, clock, (item) => this.#shown.forget(item));
  }

  /** The device with these keys, knowing what it knew before; asks nobody anything yet. */
  static async open(around: Surroundings): Promise<Device> {
    const { store, api, keys, genesis } = around;
    return new Device(around, await Belief.open(store, api, keys, genesis));
  }

  /** The directory as replayed so far. */
  get directory(): Directory {
    return this.#belief.directory;
  }

  /** What this person holds, in a stable order. */
  get holdings(): readonly Holding[] {
    const mine = this.directory.memberships.get(this.keys.person) ?? new Map<string, Holding>();
    return [...mine.values()].sort((one, other) => (holdingKey(one) < holdingKey(other) ? -1 : 1));
  }

  /**
   * Replay the directory and prove it whole, learn role keys, send what a crash left, as `resume` does.
   * Throws Refused when what came does not verify: stop, and call the officers.
   */
  async start(): Promise<void> {
    while (this.#syncing !== null) await this.#syncing.catch(() => undefined);
    await this.#alone(async () => {
      if (await this.#sync()) await this.#belief.verifyDirectoryLog();
    });
    await this.resume();
  }

  /** Whom to believe now, and the role keys of this device: what reading cannot do without. Throws Refused as `start`. */
  refresh(): Promise<void> {
    return this.#belief.refresh();
  }

  /**
   * Replay what is new in the directory, learn new role keys, verify the newest checkpoints, fetch the proofs of this
   * device's acts; call it regularly. What is under way already is waited for, not done twice. Throws Refused as `start`.
   */
  async sync(): Promise<Directory> {
    if (this.#syncing === null) await this.#alone(async () => void (await this.#sync()));
    else await Promise.all([this.#syncing, this.#belief.refresh()]);
    return this.directory;
  }

  /** Whether this device holds the present key of a role; a role without one is shown as a gap. */
  hasKey(holding: Holding): boolean {
    const epoch = epochOf(this.directory, holding);
    return epoch !== null && this.#belief.roles.get(holding, epoch.number) !== null;
  }

  /** The present key of a role, as this device holds it; null when it does not. */
  roleKey(holding: Holding): { readonly number: number; readonly identity: HybridIdentity } | null {
    const number = epochOf(this.directory, holding)?.number;
    const identity = number === undefined ? null : this.#belief.roles.get(holding, number);
    return number === undefined || identity === null ? null : { number, identity };
  }

  /** The items this person takes part in that are not closed, newest first (the service's word). */
  async openItems(): Promise<readonly LineAnswer[]> {
    const { items, many } = await this.api.items();
    this.many = many;
    return openOnes(items);
  }

  /** An item, decrypted and verified, after what is new in the directory; throws Refused as `readCase`. */
  async read(item: string): Promise<Case> {
    const ahead = this.#ahead.get(item);
    if (ahead !== undefined) return ahead;
    await this.#belief.refresh();
    return this.#verified(this.#arrived(await this.#forgetting.heard(this.api.item(item), item)), item);
  }

  /**
   * Do `work` with these items at hand, which were read several in one answer: `read` gives them meanwhile as they were
   * then. `told` hears how many have come; what does not verify is told by `read` when it is asked for.
   */
  async withRead<T>(items: readonly string[], told: (read: number) => void, work: () => Promise<T>): Promise<T> {
    await this.#belief.refresh();
    try {
      for (let start = 0; start < items.length; start += SEVERAL) {
        for (const answer of (await this.api.several(items.slice(start, start + SEVERAL))).items) {
          const { id } = answer.item;
          const found = await this.#verified(this.#arrived(answer), id).catch((wrong: unknown) => {
            if (!(wrong instanceof Refused)) throw wrong;
            return null;
          });
          if (found !== null) this.#ahead.set(id, found);
        }
        told(Math.min(start + SEVERAL, items.length));
      }
      return await work();
    } finally {
      for (const item of items) this.#ahead.delete(item);
    }
  }

  /** A new item, its key wrapped for `readers`: by who helps, where somebody has hands free. Throws as `sealItem`. */
  sealItem(...what: SealNew): Promise<SealedItem> {
    return this.helper?.(...what) ?? sealItem(this, ...what);
  }

  /**
   * Open a session and do what `refresh` does, in two round trips, with all there is to show first. A bell names no item:
   * the service says which one waits, and `believed` verifies it. Throws Refused as `start`.
   */
  async openAfterTap(): Promise<Begun> {
    const { facts: since } = this.#belief;
    const { me, directory, items, item: told, cursor } = await this.api.start(since);
    const item = told === null ? null : this.#arrived(told);
    this.many = items.many;
    await this.#belief.believe(directory.facts.map((fact) => fact.act), since);
    if (directory.more) await this.#belief.catchUp();
    await this.#belief.learn(me);
    return { lines: openOnes(items.items), item, cursor };
  }

  /** An item that a session began with, decrypted and verified; throws Refused as `readCase`. */
  believed(told: Arrived): Promise<Case> {
    return this.#verified(told, told.answer.item.id);
  }

  /** Verify the newest checkpoints of the logs of this device; gives whether there is one of the directory. Throws Refused as `start`. */
  async checked(): Promise<boolean> {
    const logs = [...new Set([DIRECTORY_LOG, this.#logOf(null)])];
    const [watched = false] = await Promise.all(logs.map((log) => this.#belief.watch(log)));
    return watched;
  }

  /**
   * In which functie this person does an act: the one given, else one that may, best for this item: whoever takes part
   * in it, and of those for whom it waits (P-01). Throws Refused `functie.none` when none of this person's functies may.
   */
  actingAs(name: string, about: Case | null, given: Holding | null = null): Holding {
    if (given !== null) return given;
    const open = about?.answer.obligations.filter((one) => one.settled_at === null) ?? [];
    const waits = new Set(open.flatMap((one) => one.waits_for).map(holdingKey));
    const takesPart = new Set(about?.answer.participants.map(holdingKey) ?? []);
    const rank = (one: Holding): number => (takesPart.has(holdingKey(one)) ? 0 : 2) + (waits.has(holdingKey(one)) ? 0 : 1);
    const able = this.holdings.filter((one) => SPECS[name]?.may.includes(one.functie));
    const [best] = able.toSorted((one, other) => rank(one) - rank(other));
    if (best === undefined) throw new Refused("functie.none", "None of this person's functies may do this.");
    return best;
  }

  /** The id of an act to come: its content names it. */
  newAct(): string {
    return uuid7(this.clock(), this.random);
  }

  /** Content of an act of this person, signed and sealed to the item's key. */
  seal(content: AnyContent, place: Place): Promise<Bytes> {
    return sealContent(content, place, this.keys, this.directory, this.clock());
  }

  /**
   * Sign, keep and send an act until there is an answer; `kept` is told once it is safe on this device. An earlier
   * unanswered act in the same log goes first; one that the service does not take is kept apart and holds up nothing. An
   * urgent act waits for nothing: not to be kept, and not to be sent. A refusal by a rule is an answer (403 or 409).
   * Throws ServerRefused when nothing was stored: the act is given up and its number is free again (an urgent one only
   * where sending it again could not help); NotReached: what was kept stays so, and `resume` sends the same bytes.
   */
  async carryOut(draft: Draft, kept: (ready: ReadyAct) => void = () => undefined): Promise<ActAnswer> {
    const log = this.#logOf(draft.name);
    const sent = async (): Promise<ActAnswer> => {
      const seen = await this.#belief.seen(log);
      const ready = await this.outbox.sign(draft, log, [(message) => proof(this.keys, message)], seen);
      kept(ready);
      return this.#deliver(log, ready);
    };
    if (isUrgent({ act: draft.name })) return sent();
    return this.outbox.turn(log, async () => {
      await this.#sendPending(log, true);
      return sent();
    });
  }

  /**
   * Sign, keep and send these acts of one gesture, in this order and in one request; `also` is written as they are kept.
   * Each answer is told as those of `resume` are. Throws as `carryOut`, but of no act that the service does not take.
   */
  carryOutAll(drafts: readonly Draft[], also: readonly Change[]): Promise<void> {
    const log = this.#logOf(drafts[0]?.name ?? null);
    return this.outbox.turn(log, async () => {
      await this.#sendPending(log, true);
      const seen = await this.#belief.seen(log);
      await this.outbox.signAll(drafts, log, [(message) => proof(this.keys, message)], seen, also);
      await this.#sendPending(log, false);
    });
  }

  /**
   * Send every act that was kept and has no answer, the same bytes, what is urgent first; call it after each start. What the service does
   * not take stays (or is given up, as `carryOut` says) and stops nothing else. Each answer is told as it comes. Throws NotReached.
   */
  async resume(): Promise<void> {
    for (const log of await this.outbox.logs()) await this.#sendUrgent(log);
    for (const log of await this.outbox.logs()) await this.outbox.turn(log, () => this.#sendPending(log, false));
  }

  /** What was signed and has no answer yet, as it was signed. */
  async unanswered(): Promise<readonly ActPayload[]> {
    const under = await Promise.all((await this.outbox.logs()).map((log) => this.outbox.underWay(log)));
    return under.flat().map(payloadOf);
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    this.#syncing = work().finally(() => (this.#syncing = null));
    await this.#syncing;
  }

  /** Gives whether there is a log of the directory to hold it against. */
  async #sync(): Promise<boolean> {
    await this.#belief.refresh();
    const watched = await this.checked();
    await this.#forgetting.look(this.api);
    await this.#kept.bringUp(this.directory.logKeys);
    return watched;
  }

  /** Asked at once, since verifying takes its time. */
  #arrived(answer: ItemAnswer): Arrived {
    return { answer, place: this.#shown.arrived() };
  }

  /** What acts decide for requests joined to theirs is remembered: those items are held to it (SA-12). */
  async #verified({ answer, place }: Arrived, item: string): Promise<Case> {
    const found = await readCase(answer, item, this.directory, this.#belief.roles, this.#joined);
    this.#shown.follows(item, answer, place);
    this.#joined = new Map([...this.#joined, ...joinedOf(found)]);
    return found;
  }

  /** Send what is urgent, whoever's turn it is: the service takes the same bytes twice, and out of their order. What may pass stays. */
  async #sendUrgent(log: string): Promise<void> {
    for (const ready of await this.outbox.underWay(log, true)) {
      try {
        await this.#answered(await this.#deliver(log, ready));
      } catch (wrong) {
        if (!(wrong instanceof ServerRefused)) throw wrong;
        if (!mayPass(wrong)) await this.#gaveUp(ready.id, wrong.code);
      }
    }
  }

  /** Send what else is under way in a log until nothing is; what the service does not take is kept apart, or with not `aside` stays. */
  async #sendPending(log: string, aside: boolean): Promise<void> {
    const waiting = (): Promise<readonly ReadyAct[]> => this.outbox.underWay(log, false);
    for (let under = await waiting(); under[0] !== undefined; under = await waiting()) {
      const [head] = under;
      try {
        const answers = await this.#deliverAll(log, under);
        for (const answer of answers) await this.#answered(answer);
        if (answers.length === under.length) return;
      } catch (wrong) {
        if (!(wrong instanceof ServerRefused)) throw wrong;
        const stays = (await waiting())[0]?.id === head.id;
        if (stays && !aside) return;
        if (stays) await this.outbox.setAside(log, wrong.code, head.id);
        await this.#gaveUp(head.id, wrong.code);
      }
    }
  }

  /** Of several of which one is not as it must be, none is stored: then the first goes alone. */
  async #deliverAll(log: string, under: readonly ReadyAct[]): Promise<readonly ActAnswer[]> {
    const [head, ...more] = under;
    if (head === undefined) return [];
    if (more.length === 0) return [await this.#deliver(log, head)];
    try {
      const answers = await this.api.sendAll(under);
      await this.outbox.answeredAll(log, answers.map((one) => ({ act: one.act, stored: STORED.includes(one.status), refused: refusedWith(one) })));
      return answers;
    } catch (wrong) {
      if (!(wrong instanceof ServerRefused) || mayPass(wrong)) throw wrong;
      return [await this.#deliver(log, head)];
    }
  }

  async #deliver(log: string, ready: ReadyAct): Promise<ActAnswer> {
    try {
      const answer = await this.api.send(ready);
      await this.outbox.answered(log, true, refusedWith(answer), ready.id);
      return answer;
    } catch (wrong) {
      // An answer that cannot be read says nothing about what was stored: keep the act.
      if (wrong instanceof ServerRefused && !mayPass(wrong)) await this.outbox.answered(log, false, wrong.code, ready.id);
      throw wrong;
    }
  }

  #logOf(name: string | null): string {
    const log = name?.startsWith("directory.") ? DIRECTORY_LOG : logOf(this.directory, this.keys.person);
    if (log === undefined) throw new Refused("device.unknown", "The directory does not know this person yet; wait for an officer.");
    return log;
  }
}

function refusedWith({ status, code }: ActAnswer): string | null {
  return status === 201 ? null : (code ?? "act.refused");
}

function openOnes(lines: readonly LineAnswer[]): readonly LineAnswer[] {
  return lines.filter((line) => line.closed_at === null);
}
