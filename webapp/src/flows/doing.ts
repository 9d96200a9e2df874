/** Preparing an act on an item this person can read: read it, seal what goes with it; signing and sending come after. */

import type { ItemWraps } from "../crypto/itemkeys.ts";
import { keyOf, linkedItem, type SealedItem } from "../crypto/linked.ts";
import type { Device } from "../device/device.ts";
import type { Draft } from "../device/outbox.ts";
import type { Case } from "../device/reading.ts";
import { sha256Hex, type Bytes } from "../wire/bytes.ts";
import { SPECS } from "../wire/catalogue.ts";
import type { Json } from "../wire/json.ts";
import type { ActName, ActParams, AnyContent, LinkedItem } from "../wire/models.ts";
import { holdingKey, type Holding } from "../wire/payload.ts";

/**
 * An act, made and sealed, that `Device.carryOut` signs and sends: `contents` is what was sealed in it, to be read back;
 * `others` the other requests that it is about (SA-12), each with what was sealed for that one; `readers` who can open it,
 * `gaps` the roles that have no key to seal to; `about` the item it acts on, null where it opens one or acts on none.
 */
export type Prepared = {
  readonly draft: Draft;
  readonly contents: readonly AnyContent[];
  readonly others: readonly Other[];
  readonly readers: readonly Holding[];
  readonly gaps: readonly Holding[];
  readonly about: Case | null;
};

/** Another request that an act is about, and what was sealed in the act for that one alone. */
export type Other = { readonly about: Case; readonly contents: readonly AnyContent[] };

/** One act being prepared: its id (which content names), in which functie, and the blobs that go with it. */
export class Doing<Name extends ActName> {
  readonly device: Device;
  readonly name: Name;
  readonly id: string;
  readonly holding: Holding;
  readonly blobs = new Map<string, Bytes>();
  protected readonly contents: AnyContent[] = [];
  protected readonly readers: Holding[] = [];
  protected readonly others = new Map<Case, AnyContent[]>();
  readonly #gaps: Holding[] = [];

  constructor(device: Device, name: Name, holding: Holding) {
    this.device = device;
    this.name = name;
    this.id = device.newAct();
    this.holding = holding;
  }

  /**
   * Make a new item: its key wrapped for `readers` except who is excluded (P-02), its first content sealed to it.
   * Throws Refused when this act cannot carry the content, or the content is not whole.
   */
  async open(content: AnyContent, readers: Iterable<Holding>, excluded: ReadonlySet<string>, other: Case | null = null): Promise<SealedItem> {
    const { id: act, name, holding } = this;
    const sealed = await this.device.sealItem(content, [...readers], { act, name, holding, excluded });
    sealed.blobs.forEach((blob, hash) => this.blobs.set(hash, blob));
    this.reads(content, other);
    this.readers.push(...sealed.wraps.map((wrap) => ({ functie: wrap.functie, scope: wrap.scope })));
    this.#gaps.push(...sealed.gaps);
    return sealed;
  }

  /** The act with these parameters. */
  prepared(params: ActParams[Name], item: string | null, version: number | null, drill: boolean): Prepared {
    const { id, name, holding, blobs } = this;
    const draft = { id, name, params: params as Record<string, Json>, holding, item, version, blobs, uploaded: [], drill };
    const once = new Map(this.readers.map((one) => [holdingKey(one), one]));
    const others = [...this.others].map(([about, contents]): Other => ({ about, contents }));
    return { draft, contents: this.contents, others, readers: [...once.values()], gaps: this.#gaps, about: null };
  }

  /** Send these wraps of an item's key along. */
  give({ wraps, blobs, gaps }: ItemWraps): void {
    blobs.forEach((blob, name) => this.blobs.set(name, blob));
    this.readers.push(...wraps.map(({ functie, scope }) => ({ functie, scope })));
    this.#gaps.push(...gaps);
  }

  /** Have it read back: beside the request `other` where it was sealed for that one, or with none just name that one. */
  reads(content: AnyContent | null, other: Case | null = null): void {
    const found = other === null ? this.contents : (this.others.get(other) ?? []);
    if (other !== null) this.others.set(other, found);
    if (content !== null) found.push(content);
  }
}

/** One act being prepared on an item as just read. */
export class DoingOn<Name extends ActName> extends Doing<Name> {
  readonly about: Case;

  constructor(device: Device, name: Name, about: Case, holding: Holding | null) {
    super(device, name, device.actingAs(name, about, holding));
    this.about = about;
  }

  /** Begin an act on an item: it is read and verified first; throws as `Device.read`. */
  static async begin<Name extends ActName>(
    device: Device,
    item: string,
    name: Name,
    holding: Holding | null = null,
  ): Promise<DoingOn<Name>> {
    return new DoingOn(device, name, await device.read(item), holding);
  }

  /** Seal content to the item, or to another, `into`, and return its name. */
  async seal(content: AnyContent, into: Case = this.about): Promise<string> {
    const { id: act, name, holding } = this;
    const place = { item: into.answer.item.id, recipient: keyOf(into), act, name, holding, excluded: into.excluded };
    return this.carry(await this.device.seal(content, place), content, into);
  }

  /** Send along what was sealed to the item, or to another, `into`, with this content inside; returns its name. */
  async carry(sealed: Bytes, content: AnyContent, into: Case = this.about): Promise<string> {
    const hash = await sha256Hex(sealed);
    this.blobs.set(hash, sealed);
    this.reads(content, into === this.about ? null : into);
    this.readers.push(...into.answer.participants);
    return hash;
  }

  /**
   * Make a linked item of the act, or of a joined request; that item's exclusions hold for it too (P-02). So do those
   * of the further joined requests that it `serves`, each read and verified (SA-12).
   */
  async link(
    flow: LinkedItem["flow"],
    content: AnyContent,
    readers: Iterable<Holding>,
    joined: Case | null = null,
    serves: readonly Case[] = [],
  ): Promise<LinkedItem> {
    const excluded = new Set([joined ?? this.about, ...serves].flatMap((one) => [...one.excluded]));
    return linkedItem(flow, await this.open(content, readers, excluded, joined), joined?.answer.item.id ?? null);
  }

  /** The act on this item with these parameters. */
  with(params: ActParams[Name]): Prepared {
    const { id, version, drill } = this.about.answer.item;
    return { ...this.prepared(params, id, SPECS[this.name]?.versioned ? version : null, drill), about: this.about };
  }
}

/** An act that says nothing more than its parameters. */
export async function bare<Name extends ActName>(
  device: Device,
  item: string,
  name: Name,
  params: ActParams[Name],
  holding: Holding | null = null,
): Promise<Prepared> {
  return (await DoingOn.begin(device, item, name, holding)).with(params);
}
