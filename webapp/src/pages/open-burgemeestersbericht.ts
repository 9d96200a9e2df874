/** Write to one mayor, to some or to all of them: one gesture, and an act and an item of its own for each (BB-01, BB-03). */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import { complete, typed } from "../components/field.ts";
import { GemeentenQuestion } from "../components/gemeenten.ts";
import type { Intent } from "../phone-acts.ts";
import type { Change } from "../phone.ts";
import { MORE } from "../words/many.ts";
import { say, sayIn } from "../words/words.ts";
import { GestureSteps } from "./gesture.ts";
import { OpenPage } from "./open.ts";
import { title } from "./page.ts";
import type { OpenGiven } from "./part.ts";
import { to } from "./routes.ts";

const FLOW = "burgemeestersbericht";

export class MayorsPage extends OpenPage {
  private readonly gemeenten = new GemeentenQuestion(() => this.requestUpdate(), true);
  private readonly steps = new GestureSteps(() => this.requestUpdate());
  private nowhere = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.gemeenten.load();
  }

  override told(change: Change): void {
    super.told(change);
    this.steps.told(change);
  }

  protected override get without(): readonly string[] {
    return [...super.without, "gemeente"];
  }

  protected override questions(): TemplateResult {
    return html`${this.gemeenten.show(this.nowhere && this.gemeenten.chosen.length === 0)} ${super.questions()}`;
  }

  /** Check, seal for each of them, and read back once. */
  protected override readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    this.empty = complete(form, this.required());
    this.nowhere = this.gemeenten.chosen.length === 0;
    if (this.nowhere) form.querySelector<HTMLElement>('[name="gemeente_find"]')?.focus();
    this.requestUpdate();
    if (this.empty.size > 0 || this.nowhere || this.steps.making) return;
    const read = typed(form);
    await this.tried(() => this.steps.prepare(this.phone, this.gemeenten.chosen.map((scope) => this.toOne(scope, read))));
    await this.updateComplete;
    [...this.querySelectorAll<HTMLElement>("[data-title]")].at(-1)?.focus();
  };

  private toOne(gemeente: string, read: (name: string) => string): Intent {
    const intent = this.intent(read);
    if (!("filled" in intent)) return intent;
    return { ...intent, filled: { ...intent.filled, params: { ...intent.filled.params, gemeente } } };
  }

  private async signAll(): Promise<void> {
    await this.tried(() => this.steps.sign(this.phone));
    if (this.steps.signed) await this.tried(() => this.phone.keepTyped(window.location.hash, null));
  }

  protected override render(): TemplateResult {
    const { steps } = this;
    if (steps.signed) return this.afterwards();
    const shown = steps.draft !== undefined || steps.making;
    return html`<div ?hidden=${shown}>${this.form()}</div>
      ${!shown ? nothing : html`${title(say("sign.title"))} ${this.failure()} ${steps.progress()}
        ${steps.readBack(this.now, (scope) => this.gemeenten.nameOf(scope), () => void this.signAll(), () => steps.change())}`}`;
  }

  private afterwards(): TemplateResult {
    const dossier = this.steps.draft?.dossier ?? "";
    return html`${title(say("sign.done"))} ${this.failure()} ${this.steps.progress()}
      ${dossier === "" ? nothing : link("primary", sayIn(MORE, "many.follow"), to.flow(FLOW, "overzicht", dossier))}`;
  }
}

customElements.define("page-mayors", MayorsPage);

/** The page on which one writes to mayors. */
export function page({ act, follows, phone, status, now }: OpenGiven): TemplateResult {
  return html`<page-mayors .act=${act} .follows=${follows} .phone=${phone} .status=${status} .now=${now}></page-mayors>`;
}
