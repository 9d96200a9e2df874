/** The phone as the worker has it: keys, belief and acts of one device, behind the calls that pages make. */

import type { ActAnswer } from "../api/answers.ts";
import { Api } from "../api/api.ts";
import { pause } from "../api/patience.ts";
import { Transport, type Fetch } from "../api/transport.ts";
import { Turns } from "../api/turns.ts";
import { sign } from "../crypto/keys.ts";
import { Device, type Begun } from "../device/device.ts";
import { enrol, keptKeys, relock, type KeptKeys } from "../device/enrol.ts";
import { readInvitation } from "../device/invitation.ts";
import type { Secret } from "../device/lock.ts";
import type { Draft as SignedDraft } from "../device/outbox.ts";
import { fingerprintWords } from "../directory/fingerprint.ts";
import type { Prepared } from "../flows/doing.ts";
import type { FormAct, Intent } from "../phone-acts.ts";
import type { Board, DeviceLine } from "../phone-board.ts";
import { PhoneError, type Calendar, type Delivery, type Draft, type Duty, type Item, type Me, type OpenedAttachment, type Person, type PushLine, type Release, type Signal, type Start, type Status, type Subscription, type Upload } from "../phone.ts";
import { refusalCode } from "../refused.ts";
import type { Bytes } from "../wire/bytes.ts";
import { formOf, type Form } from "../wire/forms.ts";
import { randomId } from "../wire/ids.ts";
import type { Around } from "./around.ts";
import { boardOf, devicesOf } from "./board.ts";
import { calendarOf } from "./calendar.ts";
import { attachmentsOf, openOne } from "./attachments.ts";
import { admitted, knownBefore, lookForLine } from "./before.ts";
import { Deliveries } from "./deliveries.ts";
import { dutyOf } from "./duty.ts";
import { First } from "./first.ts";
import { forecastOf } from "./forecast.ts";
import { hear } from "./hearing.ts";
import { ManyPhone } from "./many-phone.ts";
import { prepare } from "./intents.ts";
import { Background, forgetTries, lockedGate, opened, pinSecret } from "./locking.ts";
import { knowNewest, letIn } from "./knowing.ts";
import { codeOf, gateOf } from "./problems.ts";
import { pushDraft, pushLine, testDraft } from "./push.ts";
import { ownFiles, releaseOf } from "./release.ts";
import { factsOf } from "./facts.ts";
import { Own } from "./own-signaal.ts";
import { keepTyped, typedBefore, type Typed } from "./typed.ts";
import { Uploads } from "./uploads.ts";
import { Standing } from "./standing.ts";
import type { Word } from "./tabs.ts";
import { draftOf } from "./drafts.ts";
import { chainOf, itemOf, meOf } from "./views.ts";

/** Every method throws; `worker/answering.ts` makes a code of it. */
export class WorkerPhone {
  readonly #around: Around;
  readonly #transport: Transport;
  readonly #api: Api;
  readonly #deliveries: Deliveries;
  readonly #prepared = new Map<string, Prepared>();
  readonly #background: Background;
  readonly #uploads: Uploads;
  /** What is typed is kept and forgotten in the order in which the pages said so. */
  readonly #typing = new Turns();
  /** What attachments are called, by their ciphertext: known once opened. */
  readonly #names = new Map<string, string>();
  readonly #standing: Standing;
  readonly #first: First;
  readonly #own: Own;
  readonly many: ManyPhone;
  #device: Device | null = null;
  #hearing = new AbortController();

  constructor(around: Around) {
    this.#around = around;
    const ask = around.fetch ?? ((url: string, init: RequestInit) => fetch(url, init));
    const at: Fetch = async (target, init) => ask((await around.service()) + target, init);
    const wait = around.pause === undefined ? {} : { pause: around.pause };
    this.#standing = new Standing(around.clock, { told: (status) => around.told({ kind: "status", status }), back: () => this.#back() });
    this.#first = new First(around.clock);
    this.#transport = new Transport("", { fetch: (target, init) => this.#standing.noticed(at(target, init)), ...wait });
    this.#api = new Api(this.#transport);
    const ears = { told: (upload: Upload) => around.told({ kind: "upload", upload }), closes: (wrong: unknown) => this.#closes(wrong) };
    this.many = new ManyPhone(around, () => this.#open(), ears.closes);
    this.#uploads = new Uploads({ ...around, api: this.#api, pause: around.pause ?? pause, ...ears });
    this.#background = new Background(around.clock, () => void this.lock());
    this.#deliveries = new Deliveries(around.store, (delivery) => around.told({ kind: "delivery", delivery }), around.tabs, () => this.#standing.skew);
    const rest = { open: () => this.#open(), send: (draft: SignedDraft) => this.#send(draft), quieted: (done: boolean) => this.#quieted(done) };
    this.#own = new Own(around, this.#api, rest);
    around.tabs.listen((word) => void this.#elsewhere(word));
  }

  /** Look at what rests on this device, which needs no line; call it once, first. */
  async begin(): Promise<void> {
    const kept = await keptKeys(this.#around.store);
    const before = await knownBefore(this.#around.store);
    this.#standing.before = before;
    if (kept === null) this.#standing.now({ kind: before.known ? "lost" : "enrol" });
    else if (kept.locked.kind === "none") await this.#compare(kept);
    else this.#standing.now(await lockedGate(this.#around.store, kept));
    if (kept !== null) this.#own.goOn(kept);
    void lookForLine(this.#api, this.#around.pause ?? pause, () => this.#device === null && this.#standing.line !== "online");
  }

  readonly status = async (): Promise<Status> => this.#standing.status();

  async enrol(link: string): Promise<void> {
    const { store, random } = this.#around;
    const kept = await enrol(store, this.#api, readInvitation(link), random);
    this.#standing.before = await knownBefore(store);
    await this.#compare(kept);
  }

  async chooseLock(pin: string): Promise<void> {
    await this.lockBy(pinSecret(pin));
  }

  /** Lock by what was chosen; `passkey` names the one that the page asked, and that gave it. */
  async lockBy(secret: Secret, passkey?: Bytes): Promise<void> {
    const { store, random } = this.#around;
    await this.#opened(await relock(store, { kind: "none" }, secret, random, passkey), secret);
  }

  async unlock(pin: string): Promise<void> {
    await this.unlockBy({ kind: "pin", pin });
  }

  async unlockBy(secret: Secret): Promise<void> {
    const kept = await keptKeys(this.#around.store);
    if (kept === null) return this.#standing.now({ kind: "lost" });
    try {
      await this.#opened(kept, secret);
    } catch (wrong) {
      if (refusalCode(wrong) === "lock.duress") return this.#own.duress(kept);
      if (codeOf(wrong) === "lock.wrong") this.#standing.now(await lockedGate(this.#around.store, kept));
      if (codeOf(wrong) === "lock.erased") this.#standing.now({ kind: "lost" });
      throw wrong;
    }
  }

  /** Which passkey opens the lock; null where a PIN does. */
  readonly passkey = async (): Promise<Bytes | null> => (await keptKeys(this.#around.store))?.passkey ?? null;

  /** The page went out of sight, or came back: too long, and the lock closes before anything else is answered. */
  async inBackground(hidden: boolean): Promise<void> {
    if (hidden) this.#background.hidden();
    else this.#background.shown();
    if (!hidden && this.#device !== null) await this.#deliveries.look(this.#device);
  }

  /** Forget every key and everything opened, at once; what was signed and not sent stays kept. */
  async lock(): Promise<void> {
    const open = this.#forget();
    if (!open && this.#standing.gate.kind !== "quiet") return;
    await forgetTries(this.#around.store, open);
    const kept = await keptKeys(this.#around.store);
    if (kept === null) return;
    this.#standing.now(await lockedGate(this.#around.store, kept));
    this.#own.goOn(kept);
  }

  readonly me = async (): Promise<Me> => meOf(this.#open());
  readonly deliveries = async (): Promise<readonly Delivery[]> => this.#deliveries.open();

  async start(): Promise<Start> {
    this.#open();
    return this.#first.list(() => this.#open(), (device) => this.#synced(() => this.#own.synced(device)));
  }

  async item(id: string): Promise<Item> {
    const device = this.#open();
    const found = await this.#first.read(device, id, (now) => this.#standing.heard(now));
    return { ...itemOf(device, found, attachmentsOf(device, found, this.#names)), ...(await factsOf(device, found)) };
  }

  async act(intent: Intent): Promise<Delivery> {
    const device = this.#open();
    return this.#send((await prepare(device, intent)).draft);
  }

  async prepare(intent: Intent): Promise<Draft> {
    const device = this.#open();
    this.#first.forget();
    if (!("item" in intent) && this.#standing.line !== "unreachable") {
      await knowNewest(() => this.#synced(() => device.sync()), this.#around.pause ?? pause);
    }
    const made = await prepare(device, await this.#own.along(intent));
    const name = randomId(this.#around.random);
    this.#prepared.set(name, made);
    const { rungs, grounds } = await forecastOf(device, made);
    const draft = draftOf(device, name, made);
    return { ...draft, rungs, grounds: [...draft.grounds, ...grounds] };
  }

  async sign(draft: string): Promise<Delivery> {
    const made = this.#prepared.get(draft);
    if (made === undefined) throw new PhoneError("internal");
    this.#prepared.delete(draft);
    return this.#send(made.draft);
  }

  async keepTyped(page: string, typed: Typed | null): Promise<void> {
    const { keys } = this.#open();
    await this.#typing.take(() => keepTyped(this.#around.store, keys, page, typed, this.#around.random));
  }

  async typedBefore(page: string): Promise<Typed | null> {
    const { keys } = this.#open();
    return this.#typing.take(() => typedBefore(this.#around.store, keys, page));
  }

  readonly dismiss = async (act: string): Promise<void> => this.#deliveries.dismiss(act);

  /** Who is on duty for each functie of which the directory has a number. */
  readonly duty = async (): Promise<readonly Duty[]> => dutyOf(this.#open());
  readonly calendar = async (policy: string | null): Promise<Calendar> => calendarOf(this.#open(), policy);
  readonly board = async (): Promise<Board> => boardOf(this.#open());
  readonly quality = async (until: string | null) => this.#open().api.quality(until);
  readonly qualityCsv = async (until: string | null) => new Blob([await this.#open().api.qualityCsv(until)], { type: "text/csv" });

  async devices(): Promise<readonly DeviceLine[]> {
    const device = this.#open();
    await this.#synced(() => device.sync());
    return devicesOf(device);
  }

  readonly chain = async (): Promise<readonly Person[]> => chainOf(this.#open().directory);
  readonly form = async (act: FormAct): Promise<Form | null> => formOf(act);

  async attach(item: string, file: Blob, name: string): Promise<Upload> {
    return this.#uploads.add(this.#open(), item, file, name);
  }

  readonly uploads = async (item: string): Promise<readonly Upload[]> => this.#uploads.of(this.#open(), item);
  readonly dropUpload = async (act: string): Promise<void> => this.#uploads.drop(act);

  async attachment(item: string, blob: string): Promise<OpenedAttachment> {
    const told = (bytes: number, size: number): void => this.#around.told({ kind: "fetched", blob, bytes, size });
    const opened = await openOne(this.#open(), this.#api, item, blob, told);
    if (this.#device !== null) this.#names.set(blob, opened.name);
    return opened;
  }

  async release(): Promise<Release> {
    return releaseOf(await (this.#around.own ?? ownFiles)(), this.#open().directory.releases);
  }

  readonly lifeline = async (language: string): ReturnType<Own["lifeline"]> => this.#own.lifeline(language);
  readonly signal = async (signal: Signal): Promise<Delivery | null> => this.#own.signal(signal);
  readonly chooseDuress = async (pin: string): Promise<void> => this.#own.chooseDuress(pin);
  readonly testBell = async (): Promise<Delivery> => this.#send(testDraft(this.#open()));

  async push(): Promise<PushLine> {
    this.#open();
    return pushLine(this.#api);
  }

  readonly setPush = async (subscription: Subscription | null): Promise<Delivery> => this.#send(pushDraft(this.#open(), subscription));

  #open(): Device {
    if (this.#device === null) throw new PhoneError("lock.closed");
    return this.#device;
  }

  /** Nothing is shown from now on; later, that what was sent is with the service. */
  #quieted(delivered: boolean): void {
    if (delivered && this.#standing.gate.kind !== "quiet") return;
    this.#forget();
    this.#standing.now({ kind: "quiet", delivered });
  }

  /** Nothing that was opened is at hand any more; gives whether anything was. */
  #forget(): boolean {
    const open = this.#device !== null;
    this.#hearing.abort();
    this.#prepared.clear();
    this.#names.clear();
    this.#uploads.stop();
    this.many.stop();
    this.#first.forget();
    this.#device = null;
    return open;
  }

  #send(draft: SignedDraft): Promise<Delivery> {
    this.#first.forget();
    return this.#deliveries.send(this.#open(), draft);
  }

  /** Keys that no officer has admitted yet: ask until the service knows the device, then a lock can be chosen. */
  async #compare(kept: KeptKeys): Promise<void> {
    this.#standing.now({ kind: "compare", words: await fingerprintWords(kept.genesis) });
    this.#transport.use({ device: kept.device, sign: (message) => sign(kept, message) });
    const asked = admitted(this.#api, this.#around.pause ?? pause, () => this.#standing.gate.kind === "compare");
    void asked.then((known) => (known ? this.#standing.now({ kind: "choose_lock", passkey: false }) : undefined));
  }

  async #opened(kept: KeptKeys, secret: Secret): Promise<void> {
    const { store, locks, clock, random, eenheidOf } = this.#around;
    // What reads has no need of the seed, and stays when the lock closes. What is asked ahead is signed once it is open.
    this.#transport.use({ device: kept.device, sign: (message) => sign(kept, message) });
    this.#transport.expect();
    const keys = await opened(store, locks, kept, secret);
    const gaveUp = (act: string, code: string): Promise<void> => this.#deliveries.gaveUp(act, code);
    const answered = (answer: ActAnswer): Promise<void> => this.#deliveries.answered(answer);
    const around = { store, api: this.#api, keys, genesis: kept.genesis, locks, clock, random, eenheidOf, gaveUp, answered };
    const device = await Device.open(around);
    this.#device = device;
    await this.#deliveries.look(device);
    let whole: Promise<void> | null = null;
    const started = (): Promise<void> => (whole ??= this.#started(device));
    let begun: Begun | null = null;
    await this.#closing(async () => void (begun = await letIn(device, started, this.#around.pause ?? pause)));
    if (this.#device !== device) return;
    this.#begins(device, begun);
    this.#uploads.resume(device);
    this.many.resume(device);
    // What fails for want of a line is done again once there is one; anything else closed the gate.
    started().catch(() => undefined);
  }

  /** The pages may ask. */
  #begins(device: Device, begun: Begun | null): void {
    if (begun?.item != null) this.#standing.heard(begun.item.answer.now);
    if (begun !== null) this.#first.keep(device, begun, this.#synced(() => device.checked()));
    this.#standing.now({ kind: "ready" });
    this.#hearing = new AbortController();
    void this.#hear(device, this.#hearing.signal, begun?.cursor);
  }

  async #started(device: Device): Promise<void> {
    await this.#closing(() => device.start());
    if (this.#device === device) await this.#deliveries.look(device);
    this.#standing.before = await knownBefore(this.#around.store);
    await this.#own.learn(device);
    if (this.#standing.gate.kind === "ready" && this.#device === device) this.#standing.changed();
  }

  async #closing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (wrong) {
      if (!this.#closes(wrong)) throw wrong;
    }
  }

  async #hear(device: Device, signal: AbortSignal, from?: string): Promise<void> {
    const heard = (item: string | null): void => (signal.aborted ? undefined : this.#news(device, item));
    await hear(this.#api, { heard, board: () => this.#around.told({ kind: "board" }), failed: (wrong) => void this.#closes(wrong) }, this.#around.pause ?? pause, signal, from);
  }

  /** Whom to believe, role keys, checkpoints, proofs of what was done here; the gate closes on what does not verify. */
  async #synced(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (wrong) {
      this.#closes(wrong);
      throw wrong;
    }
  }

  /** Something changed: one item, or nobody knows what (null). */
  #news(device: Device, item: string | null): void {
    this.#first.forget();
    this.#around.told(item === null ? { kind: "items" } : { kind: "item", item });
    if (item === null) void this.#resumed(device);
  }

  /** Another tab of this phone did something with an act, or must show nothing. */
  async #elsewhere(word: Word): Promise<void> {
    if (word.kind === "quiet") return this.#quieted(word.delivered);
    const device = this.#device;
    if (device === null) return;
    // Without a line it goes out when there is one again.
    await this.#deliveries.heard(word, device, async () => (this.#standing.line === "unreachable" ? undefined : this.#resumed(device)));
  }

  /** What the line held up goes out again. */
  async #resumed(device: Device): Promise<void> {
    try {
      await device.resume();
    } catch (wrong) {
      if (this.#device !== device) return; // locked meanwhile: what was kept goes out at the next start
      if (!this.#closes(wrong) && codeOf(wrong) === "internal") throw wrong;
    }
    if (this.#device === device) await this.#deliveries.look(device);
  }

  /** Whether nothing can be believed or done any more: the gate says why then. */
  #closes(wrong: unknown): boolean {
    const gate = gateOf(wrong);
    if (gate === null) return false;
    this.#hearing.abort();
    this.#first.forget();
    this.#device = null;
    this.#standing.now(gate);
    return true;
  }

  /** There is a line again. */
  #back(): void {
    if (this.#device !== null && this.#standing.gate.kind === "ready") this.#news(this.#device, null);
  }
}
