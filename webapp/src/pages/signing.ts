/** A page on which something is filled in, read back and signed: it holds the draft between the two. */

import { html, nothing, type TemplateResult } from "lit";

import { allTyped, complete, fillIn, typed } from "../components/field.ts";
import { readback } from "../components/readback.ts";
import type { Intent } from "../phone-acts.ts";
import type { Delivery, Draft } from "../phone.ts";
import { say } from "../words/words.ts";
import { Page, title } from "./page.ts";

const KEEP_AFTER = 500;
/** A choice may bring up fields that were filled in as well. */
const PASSES = 2;

export abstract class SigningPage extends Page {
  static override properties = { ...Page.properties, draft: { state: true }, empty: { state: true }, busy: { state: true } };
  declare draft: Draft | undefined;
  /** Names of compulsory fields that were left empty. */
  declare empty: ReadonlySet<string>;
  declare busy: boolean;
  /** Something was typed into `typedIn` and is not kept yet. */
  private keeping: ReturnType<typeof setTimeout> | undefined;
  private declare typedIn: HTMLFormElement;
  /** The address of this page: where one is when something is kept or forgotten may be another by then. */
  private place = "";

  constructor() {
    super();
    this.empty = new Set();
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.place = window.location.hash;
  }

  /** What was typed in the moment before one left is kept as well. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.keeping !== undefined) void this.keep();
  }

  private settled(): void {
    clearTimeout(this.keeping);
    this.keeping = undefined;
  }

  /** What the form says; `read` gives a field by name. */
  protected abstract intent(read: (name: string) => string): Intent;
  /** Compulsory fields as they stand now. */
  protected abstract required(): readonly string[];
  protected abstract form(): TemplateResult;
  protected abstract done(delivery: Delivery): void;

  protected override render(): TemplateResult {
    const { draft } = this;
    return html`<div ?hidden=${draft !== undefined}>${this.form()}</div>
      ${draft === undefined ? nothing : html`${title(say("sign.title"))} ${this.failure()} ${this.caution()} ${readback(draft, this.now, () => void this.sign(), () => this.change(), this.backWord(), this.status.own)}`}`;
  }

  /** The word for not signing what is read back. */
  protected backWord(): string {
    return say("sign.change");
  }

  /** What may not be signed unnoticed. */
  protected caution(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** Go back to what was filled in. */
  protected change(): void {
    this.draft = undefined;
  }

  /** Check, seal in the worker, and read back. */
  protected readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    this.empty = complete(form, this.required());
    if (this.empty.size > 0 || this.busy) return;
    this.busy = true;
    this.draft = await this.tried(() => this.phone.prepare(this.intent(typed(form))));
    this.busy = false;
    await this.updateComplete;
    if (this.draft !== undefined) [...this.querySelectorAll<HTMLElement>("[data-title]")].at(-1)?.focus();
    else this.showFailure();
  };

  /** Who pressed below sees above what went wrong. */
  private showFailure(): void {
    this.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
  }

  /** Fill in what was typed before a lock or a reload. */
  protected async restore(): Promise<void> {
    const before = await this.tried(() => this.phone.typedBefore(this.place));
    if (before === undefined || before === null) return;
    this.taken(before);
    for (let pass = 0; pass < PASSES; pass += 1) {
      await this.updateComplete;
      const form = this.querySelector("form");
      if (form !== null) fillIn(form, before);
    }
  }

  /** What was typed before is about to be filled in again: what a page holds beside its fields goes first. */
  protected taken(_: Readonly<Record<string, string>>): void {}

  /** What was filled in meanwhile is no fault any more; it is kept, encrypted, until it was signed. */
  protected readonly filled = (event: Event): void => {
    const form = event.currentTarget as HTMLFormElement;
    this.settled();
    this.typedIn = form;
    this.keeping = setTimeout(() => void this.keep(), KEEP_AFTER);
    const name = (event.target as HTMLInputElement).name;
    if (this.empty.has(name)) this.empty = new Set([...this.empty].filter((one) => one !== name));
  };

  /** What went wrong before stays in sight. */
  private async keep(): Promise<void> {
    this.settled();
    const { failed, typedIn } = this;
    await this.tried(() => this.phone.keepTyped(this.place, allTyped(typedIn)));
    this.failed ??= failed;
  }

  private async sign(): Promise<void> {
    const { draft } = this;
    if (draft === undefined) return;
    const delivery = await this.tried(() => this.phone.sign(draft.draft));
    if (delivery === undefined) {
      this.draft = undefined;
      await this.updateComplete;
      this.showFailure();
      return;
    }
    this.settled();
    // At once: what is told of this act from now on is for who follows it.
    this.done(delivery);
    await this.tried(() => this.phone.keepTyped(this.place, null));
  }
}
