/** A page whose form is made from the models: its fields, what was chosen, and what was filled in, as an act asks for it. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";

import { choices, soon } from "../components/field.ts";
import { formField, type Asked, type How, type Shown } from "../components/form-fields.ts";
import type { AskedAct, Bare, OpeningAct } from "../phone-acts.ts";
import type { Wanted } from "../wire/fields.ts";
import { NOTHING, type Filled } from "../wire/filled.ts";
import type { Form } from "../wire/forms.ts";
import { fromLocal } from "../words/time.ts";
import { named, say } from "../words/words.ts";
import { carriedBy, fieldsOf, mustSay, isSaid, withQuestions, type Along } from "./asking.ts";
import { ASKS } from "./offers.ts";
import { SigningPage } from "./signing.ts";

type Read = (name: string) => string;
/** Kinds of fields in which one writes in one's own words. */
const WRITTEN: readonly Wanted["kind"][] = ["text", "line", "lines"];
/** Kinds of fields that are not typed. */
const CHOSEN: readonly Wanted["kind"][] = ["word", "words", "yes_no", "person", "item"];

export abstract class FillingPage extends SigningPage {
  static override properties = { ...SigningPage.properties, act: {}, asked: { state: true }, kind: { state: true }, chosen: { state: true } };
  declare act: AskedAct | OpeningAct | Bare;
  declare asked: Form | null;
  /** Which kind of content it carries, where it may carry several. */
  declare kind: string | null;
  /** What was chosen, and what was known already, by field. */
  declare chosen: Readonly<Record<string, string>>;

  /** What stood in the fields when something was chosen last; of a field that is away, what stood there before. */
  private typed: Readonly<Record<string, string>> = {};

  constructor() {
    super();
    this.asked = null;
    this.kind = null;
    this.chosen = {};
  }

  protected get flow(): string {
    return this.act.split(".")[0] ?? "";
  }

  /** Fields that are not asked for here. */
  protected get without(): readonly string[] {
    return [];
  }

  /** How fields are asked at this moment. */
  protected get hows(): Readonly<Record<string, How>> {
    return {};
  }

  /** Whether the item that the act may carry goes along; null: who fills it in says so by filling it in. */
  protected get carries(): boolean | null {
    return null;
  }

  /** What is known already, by field: it stands there, and who leaves it as it stands says nothing by it. */
  protected get known(): Readonly<Record<string, string>> {
    return {};
  }

  protected get kinds(): readonly string[] {
    return Object.keys(this.asked?.contents ?? {});
  }

  protected get content(): readonly Wanted[] {
    return this.kind === null ? [] : (this.asked?.contents[this.kind] ?? []);
  }

  private get along(): readonly Along[] {
    return this.asked === null ? [] : carriedBy(this.asked, this.carries, withQuestions(this.act, this.hows));
  }

  protected get fields(): readonly Asked[] {
    const { act, asked, content, hows, chosen } = this;
    // Of content that may be left out altogether nothing is compulsory, until something of it is said.
    const free = asked?.contentOptional === true && !isSaid(content, ({ name }) => chosen[name] ?? "", this.known);
    const all = [...(asked?.params ?? []), ...content.map((one) => ({ ...one, optional: one.optional || free }))];
    return fieldsOf(all.filter((one) => !this.without.includes(one.name)), withQuestions(act, hows));
  }

  protected override required(): readonly string[] {
    const typed = (one: Wanted): string => this.typedNow(one);
    const said = new Set(this.content.filter((one) => !one.optional).map((one) => one.name));
    const silent = this.asked?.contentOptional !== true || this.querySelector("form") === null || !isSaid(this.content, typed, this.known);
    const needed = this.fields.filter((one) => !one.optional || (!silent && said.has(one.name) && one.how?.needed !== false));
    const several = this.kind === null && this.kinds.length > 1 && this.asked?.contentOptional !== true;
    const along = this.along.flatMap((one) => mustSay(one, isSaid(one.fields, typed, this.known)));
    return [...(several ? ["kind"] : []), ...needed.map((one) => one.name), ...along];
  }

  private typedNow(one: Wanted): string {
    const form = this.querySelector("form");
    return form === null ? "" : this.textOf(one, (name) => String(new FormData(form).get(name) ?? ""));
  }

  protected textOf(one: Wanted, read: Read): string {
    const { says } = this.hows[one.name] ?? {};
    if (says !== undefined) return says;
    return one.kind === "moment" ? (fromLocal(read(one.name)) ?? "") : read(one.name).trim();
  }

  /** What was filled in, by the names in the models; what is not asked for here is left to the phone. */
  protected textsOf(wanted: readonly Wanted[], read: Read): Readonly<Record<string, string>> {
    const asked = wanted.filter((one) => !this.without.includes(one.name));
    return Object.fromEntries(asked.map((one) => [one.name, this.textOf(one, read)]));
  }

  /** What goes into each item that goes along, by its kind; one in which nothing was filled in does not. */
  protected alongBy(read: Read): Readonly<Record<string, Readonly<Record<string, string>>>> {
    const all = this.along.filter((one) => !one.optional || isSaid(one.fields, (field) => this.textOf(field, read), this.known));
    return Object.fromEntries(all.map(({ kind, within, fields }) => [kind, Object.fromEntries(fields.map((one) => [one.name.slice(within.length), this.textOf(one, read)]))]));
  }

  protected filledBy(read: Read): Filled {
    const content = this.textsOf(this.content, read);
    const silent = this.asked?.contentOptional === true && !isSaid(this.content, (one) => content[one.name] ?? "", this.known);
    const linked = this.alongBy(read)[this.asked?.linked?.kind ?? ""] ?? null;
    return { ...NOTHING, params: this.textsOf(this.asked?.params ?? [], read), kind: silent ? null : this.kind, content, linked };
  }

  /** What is chosen may change which fields there are, and where: what was typed until now goes along. */
  protected readonly choose = (name: string, value: string): void => {
    const form = this.querySelector("form");
    const data = form === null ? null : new FormData(form);
    const { known } = this;
    const typed = [...this.fields, ...this.along.flatMap((one) => one.fields)].filter((one) => !CHOSEN.includes(one.kind) && data?.has(one.name) === true);
    const texts = typed.map((one) => [one.name, String(data?.get(one.name) ?? "")] as const);
    // What stands there as it was known follows what is known after this choice.
    const away = Object.entries(this.typed).filter(([of]) => data?.has(of) !== true);
    this.typed = Object.fromEntries([...away, ...texts.filter(([of, text]) => text !== (known[of] ?? ""))]);
    this.chosen = { ...this.chosen, [name]: value };
    if (this.empty.has(name)) this.empty = new Set([...this.empty].filter((one) => one !== name));
  };

  protected get shown(): Shown {
    return { flow: this.flow, empty: this.empty, chosen: { ...this.known, ...this.chosen, ...this.typed }, choose: this.choose };
  }

  /** P-05: what goes from one organisation to another in one's own words holds no state secrets. */
  protected secrets(): TemplateResult | typeof nothing {
    const { asked, act, flow } = this;
    const all = asked === null ? [] : [...asked.params, ...Object.values(asked.contents).flat(), ...[asked.linked, ...asked.several].flatMap((one) => one?.wanted ?? [])];
    const written = all.some(({ kind }) => WRITTEN.includes(kind));
    return !written || this.status.own || ASKS.get(flow)?.toPerson?.some((one) => one === act) === true ? nothing : html`<p class="quiet">${say("sign.secrets")}</p>`;
  }

  /** What a page asks of its own, after what must be filled in. */
  protected between(): TemplateResult | typeof nothing {
    return nothing;
  }

  private one(field: Asked): unknown {
    const { soon: minutes } = field.how ?? {};
    return keyed(field.name, html`${formField(field, this.shown)} ${minutes === undefined ? nothing : soon(field.name, minutes, this.now)}`);
  }

  private group({ kind, fields }: Along): TemplateResult {
    return html`<h2 class="heading-2">${named("flow", kind)}</h2>${fields.map((one) => this.one(one))}`;
  }

  /** The fields, first all that must be filled in, also of what goes along. */
  protected asks(kindIsKnown = false): TemplateResult {
    const { empty, flow, fields, kinds, along } = this;
    const of = kinds.map((value) => ({ value, label: named("kind", value, flow) }));
    const needed = along.filter((one) => !one.optional);
    const [ticks, free] = [fields.filter((one) => one.how?.tick === true), fields.filter((one) => one.optional && one.how?.tick !== true)];
    return html`${kinds.length < 2 || kindIsKnown ? nothing : choices({ name: "kind", legend: say("field.kind"), fault: empty.has("kind") }, of, this.kind, (value) => (this.kind = value))}
      ${fields.filter((one) => !one.optional).map((one) => this.one(one))}
      ${needed.map((one) => this.group(one))} ${ticks.map((one) => this.one(one))} ${this.between()}
      ${needed.length === 0 || free.length === 0 ? nothing : html`<h2 class="heading-2">${say("sign.optional")}</h2>`}
      ${free.map((one) => this.one(one))}
      ${along.filter((one) => one.optional).map((one) => this.group(one))}`;
  }
}
