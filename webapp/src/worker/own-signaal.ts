/** What a protected person's own phone does beside what every phone does: their line, their signals, silence, duress (SG-01 … SG-07). */

import type { Api } from "../api/api.ts";
import { Device } from "../device/device.ts";
import { keepDuress, type KeptKeys } from "../device/enrol.ts";
import type { Draft } from "../device/outbox.ts";
import type { Case } from "../device/reading.ts";
import { send, unsafe } from "../flows/signaal.ts";
import { lifelineOf, type Lifeline } from "../flows/signaallijn.ts";
import type { Intent } from "../phone-acts.ts";
import { PhoneError, type Delivery, type Signal } from "../phone.ts";
import type { OnveiligContent } from "../wire/models.ts";
import { holdingKey } from "../wire/payload.ts";
import type { Around } from "./around.ts";
import { pinSecret } from "./locking.ts";
import { Quiet, type Came } from "./quiet.ts";

/** Whose people protected persons are: nobody's employees. */
export const PERSONS = "personen";
const PLACE = { table: "directory", key: "lifeline" } as const;
const FLOW = "signaallijn";

/** The line as it is kept, with the language in which this person reads. */
type Known = Lifeline & { readonly language: string };

/** What the rest of the phone does for it: the open device, an act on its way, and nothing to see any more. */
export type Rest = { open(): Device; send(draft: Draft): Promise<Delivery>; quieted(delivered: boolean): void };

/** Whether these keys are a protected person's. */
export function isOwn(kept: Pick<KeptKeys, "organisation"> | null): boolean {
  return kept?.organisation === PERSONS;
}

export class Own {
  readonly #around: Around;
  readonly #api: Api;
  readonly #rest: Rest;
  readonly #quiet: Quiet;

  constructor(around: Around, api: Api, rest: Rest) {
    this.#around = around;
    this.#api = api;
    this.#rest = rest;
    this.#quiet = new Quiet(around.store, around.pause);
  }

  /** What pages may know of the line; no round trip. `language` is remembered for what is sent without a page. */
  async lifeline(language: string): Promise<{ dayAndNight: boolean; drill: boolean } | null> {
    const known = await this.#known();
    if (known === null) return null;
    if (known.language !== language) await this.#around.store.write([{ ...PLACE, value: { ...known, language } }]);
    return { dayAndNight: known.dayAndNight, drill: known.drill };
  }

  /** What was kept of the line; needs no contact and no lock. Null where none stands. */
  async #known(): Promise<Known | null> {
    return ((await this.#around.store.get(PLACE.table, PLACE.key)) as Known | undefined) ?? null;
  }

  /** Whom to believe; and of one's own phone, the line as it stands. */
  async synced(device: Device): Promise<void> {
    await device.sync();
    await this.learn(device);
  }

  /** Keep the line that stands: a signal goes along it when nothing can be read any more. What cannot be read now changes nothing. */
  async learn(device: Device): Promise<void> {
    if (isOwn(device.keys)) await this.#learn(device).catch(() => undefined);
  }

  async #learn(device: Device): Promise<void> {
    const lines = (await device.openItems()).filter((one) => one.flow === FLOW);
    const found = await Promise.all(lines.map((one) => device.read(one.id)));
    const mine = new Set(device.holdings.map(holdingKey));
    const known = found.map((one: Case) => lifelineOf(device, one)).filter((one) => one !== null && mine.has(holdingKey(one.holder)));
    const line = known.find((one) => one?.drill === false) ?? known[0] ?? null;
    const language = (await this.#known())?.language ?? "nl";
    await this.#around.store.write([{ ...PLACE, value: line === null ? undefined : { ...line, language } }]);
  }

  /** What a protected person opens is of the dossier of their line, leaves out whom that does (P-02), and is a drill where it is; no round trip. */
  async along(intent: Intent): Promise<Intent> {
    const line = "opening" in intent ? await this.#known() : null;
    if (line === null || !("opening" in intent)) return intent;
    const { dossier, drill } = line;
    const excluded = [...new Set([...intent.opening.excluded, ...line.excluded])].sort();
    return { ...intent, opening: { ...intent.opening, dossier, drill, excluded } };
  }

  /** Seal, sign and keep a signal, then send it; null for a silent one, of which no page hears. */
  async signal(signal: Signal): Promise<Delivery | null> {
    const device = this.#rest.open();
    const line = await this.#known();
    if (line === null) throw new PhoneError("signaal.no_line");
    const { language, where } = signal;
    const text = signal.text === "" ? null : signal.text;
    if (signal.about !== "onveilig_nu") {
      const content = { kind: "signaal", about: signal.about, language, text: signal.text, where } as const;
      return this.#rest.send((await send(device, line, content)).draft);
    }
    const { draft } = await unsafe(device, line, { kind: "onveilig_nu", language, text, where, duress: false }, signal.silent);
    if (!signal.silent) return this.#rest.send(draft);
    this.#silently(device, draft);
    return null;
  }

  /** The PIN under duress opened the lock: warn, and show nothing. The seed stays sealed: what signs needs none. */
  async duress(kept: KeptKeys): Promise<void> {
    const device = await this.#without(kept);
    const line = await this.#known();
    if (line === null) return this.#quieted(false);
    const content: OnveiligContent = { kind: "onveilig_nu", language: line.language, text: null, where: null, duress: true };
    this.#silently(device, (await unsafe(device, line, content, true)).draft);
  }

  /** What was signed on a person's own phone and not sent goes out while the lock is closed, too; nobody waits for it. */
  goOn(kept: KeptKeys): void {
    if (isOwn(kept)) this.#quiet.goOn(() => this.#without(kept));
  }

  /** Let this PIN open the phone as one under duress; rejects with `lock.short`, `lock.same`. Durable on return. */
  async chooseDuress(pin: string): Promise<void> {
    this.#rest.open();
    pinSecret(pin);
    await keepDuress(this.#around.store, pin, this.#around.random);
  }

  #silently(device: Device, draft: Draft): void {
    const came = (how: Came): void => (how === "stored" ? this.#quieted(true) : undefined);
    this.#quieted(false);
    this.#quiet.send(device, draft, came);
  }

  /** Every window of this phone shows the same. */
  #quieted(delivered: boolean): void {
    this.#rest.quieted(delivered);
    this.#around.tabs.tell({ kind: "quiet", delivered });
  }

  /** The device as it is without its seed: it signs and sends, and opens nothing. */
  #without(kept: KeptKeys): Promise<Device> {
    const { store, locks, clock, random, eenheidOf } = this.#around;
    const { person, organisation, device, signing, x25519, genesis } = kept;
    const keys = { person, organisation, device, signing, x25519, hybrid: "" };
    return Device.open({ store, api: this.#api, keys, genesis, locks, clock, random, eenheidOf });
  }
}
