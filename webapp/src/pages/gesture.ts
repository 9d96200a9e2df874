/** A gesture on many items as a page holds it: made, read back, signed, and followed until all of it was answered. */

import { html, nothing, type TemplateResult } from "lit";

import { gesture } from "../components/gesture.ts";
import { readback, stated } from "../components/readback.ts";
import type { Intent } from "../phone-acts.ts";
import type { Gesture, ManyDraft } from "../phone-many.ts";
import type { Change, Phone } from "../phone.ts";
import { MORE } from "../words/many.ts";
import { problem, sayIn } from "../words/words.ts";

/** So many names stand in one sentence. */
const FEW = 3;

/** Held by the page; `changed` is called when it must be shown anew. */
export class GestureSteps {
  draft: ManyDraft | undefined;
  /** How far it is, while it is made and once it was signed. */
  now: Gesture | undefined;
  signed = false;
  readonly #changed: () => void;
  #making = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get making(): boolean {
    return this.#making;
  }

  /** Make and seal all of it; throws PhoneError. */
  async prepare(phone: Phone, intents: readonly Intent[]): Promise<void> {
    this.#making = true;
    this.now = undefined;
    this.#changed();
    try {
      this.draft = await phone.prepareMany(intents);
    } finally {
      this.#making = false;
      this.now = undefined;
      this.#changed();
    }
  }

  /** Sign what was read back; throws PhoneError. */
  async sign(phone: Phone): Promise<void> {
    const { draft } = this;
    if (draft === undefined || this.signed) return;
    this.signed = true;
    try {
      this.now = await phone.signMany(draft.draft.draft);
    } catch (wrong) {
      this.signed = false;
      this.draft = undefined;
      throw wrong;
    } finally {
      this.#changed();
    }
  }

  change(): void {
    this.draft = undefined;
    this.#changed();
  }

  told(change: Change): void {
    if (change.kind !== "gesture") return;
    const { gesture: one } = change;
    const made = one.stage === "reading" || one.stage === "making";
    if (made ? this.#making : this.signed && one.gesture === this.now?.gesture) {
      this.now = one;
      this.#changed();
    }
  }

  progress(): TemplateResult | typeof nothing {
    return this.now === undefined ? nothing : gesture(this.now);
  }

  /** To whom it goes and what was read there, above what is signed for each of them. */
  readBack(now: Date, nameOf: (area: string) => string, signed: () => void, change: () => void): TemplateResult | typeof nothing {
    const { draft } = this;
    if (draft === undefined) return nothing;
    const names = draft.each.map((one) => nameOf(one.area));
    const keyless = draft.each.filter((one) => one.gaps.some(({ functie }) => functie === "burgemeester")).map((one) => nameOf(one.area));
    const [only = ""] = names;
    return html`<section class="card">
        <h2 class="heading-2">${names.length === 1 ? sayIn(MORE, "many.to_one", { name: only }) : sayIn(MORE, "many.to", { count: names.length })}</h2>
        ${names.length === 1 ? nothing : html`<p>${sayIn(MORE, "many.apart")}</p>${listed(names)}`}
        ${keyless.length === 0 ? nothing : html`<p class="strong">${sayIn(MORE, "many.keyless", { count: keyless.length })}</p>${listed(keyless)}`}
        ${draft.failed.length === 0 ? nothing : html`<p class="strong">${sayIn(MORE, "many.failed", { count: draft.failed.length })}</p>
          <ul>${draft.failed.map((one) => html`<li>${nameOf(one.area)}: ${problem(one.code).title}</li>`)}</ul>`}
      </section>
      ${draft.texts.map((one) => html`<section class="card">
        <h2 class="heading-2">${sayIn(MORE, "many.read")}</h2>
        <p class="quiet">${one.areas.length <= FEW ? sayIn(MORE, "many.read.for", { names: one.areas.map(nameOf).join(", ") }) : sayIn(MORE, "many.read.count", { count: one.areas.length })}</p>
        <dl class="facts">${one.fields.map((fact, index) => stated(fact, one.fields[index - 1], draft.draft, now))}</dl>
      </section>`)}
      ${readback(draft.draft, now, signed, change)}`;
  }
}

function listed(names: readonly string[]): TemplateResult {
  if (names.length <= FEW) return html`<p>${names.join(", ")}</p>`;
  return html`<details class="unfold"><summary>${sayIn(MORE, "many.list")}</summary><p>${names.join(", ")}</p></details>`;
}
