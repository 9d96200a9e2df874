/** What stands between a person and the app: install, enrol, compare, lock, and a toestel that takes no part any more. */

import { html, nothing, type TemplateResult } from "lit";

import { button, submitButton } from "../components/button.ts";
import { field, typed } from "../components/field.ts";
import { notice } from "../components/notice.ts";
import { LOCK_RULES } from "../device/lock-rules.ts";
import type { Gate } from "../phone.ts";
import { say } from "../words/words.ts";
import { Page, title } from "./page.ts";
import "./scan.ts";

export class GatePage extends Page {
  static override properties = { ...Page.properties, again: { state: true }, empty: { state: true } };
  /** Lost keys were read about; enrol anew. */
  declare again: boolean;
  declare empty: boolean;
  private choosing = false;

  constructor() {
    super();
    this.again = false;
    this.empty = false;
  }

  protected override render(): TemplateResult {
    const { gate } = this.status;
    switch (gate.kind) {
      case "unsupported":
        return this.stopped("gate.unsupported.title", `gate.unsupported.${gate.why}`);
      case "install":
        return install(gate);
      case "enrol":
        return this.enrol();
      case "compare":
        return html`${title(say("compare.title"))}
          <p>${say("compare.explain")}</p>
          <ol class="words card">${gate.words.map((word) => html`<li>${word}</li>`)}</ol>
          <p role="status">${say("compare.wait")}</p>`;
      case "choose_lock":
        return this.chooseLock(gate.passkey);
      case "locked":
        return this.locked(gate);
      case "revoked":
        return this.stopped("gate.revoked.title", "gate.revoked.explain", this.newInvitation());
      case "frozen":
        return this.stopped("gate.frozen.title", "gate.frozen.explain");
      case "lost":
        return this.stopped("gate.lost.title", "gate.lost.explain", html`${this.again ? nothing : this.failure()} ${this.newInvitation()}`);
      case "refused":
        return this.stopped("gate.refused.title", "gate.refused.explain", html`<p class="quiet">${say("gate.code", { code: gate.code })}</p>`);
      case "quiet":
        return this.quiet(gate.delivered);
      case "ready":
        return html``;
    }
  }

  /** An empty app, as any other (SG-07): only who knows reads in it that what was sent arrived. */
  private quiet(delivered: boolean): TemplateResult {
    return html`${title(say("quiet.title"))}
      <p>${say("quiet.empty")}</p>
      <p class="quiet" role="status">${say(delivered ? "quiet.done" : "quiet.busy")}</p>
      ${button("subtle", say("quiet.close"), () => void this.tried(() => this.phone.lock()))}`;
  }

  private stopped(heading: Parameters<typeof say>[0], text: Parameters<typeof say>[0], more: unknown = nothing): TemplateResult {
    return html`${title(say(heading))} ${notice("error", say(text))} ${more}`;
  }

  private newInvitation(): TemplateResult {
    return this.again ? this.enrol() : button("secondary", say("gate.lost.do"), () => (this.again = true), "device");
  }

  private enrol(): TemplateResult {
    const send = (event: Event): void => {
      event.preventDefault();
      const link = typed(event.currentTarget as HTMLFormElement)("link");
      this.empty = link === "";
      if (!this.empty) void this.enrolled(link);
    };
    return html`${this.again ? html`<h2 class="heading-2">${say("enrol.title")}</h2>` : title(say("enrol.title"))}
      <p>${say("enrol.explain")}</p>
      ${this.failure()}
      <scan-invitation @scanned=${(event: CustomEvent<string>) => void this.enrolled(event.detail)}></scan-invitation>
      <p class="strong">${say("scan.or")}</p>
      <form novalidate @submit=${send}>
        ${field({ name: "link", label: say("enrol.link"), help: say("enrol.link.help"), kind: "text", fault: this.empty })}
        ${submitButton(say("enrol.do"), "device")}
      </form>`;
  }

  /** Ask the browser to keep the keys for good, then make them. */
  private async enrolled(link: string): Promise<void> {
    await navigator.storage?.persist?.().catch(() => false);
    await this.tried(() => this.phone.enrol(link));
  }

  /** One choice at a time: a second press while the first is carried out would find another lock, and say that the PIN is wrong. */
  private async chosen(secret: string | null): Promise<void> {
    if (this.choosing) return;
    this.choosing = true;
    await this.tried(() => this.phone.chooseLock(secret));
    this.choosing = false;
  }

  private chooseLock(passkey: boolean): TemplateResult {
    return html`${title(say("choose_lock.title"))}
      <p>${say("choose_lock.explain")}</p>
      ${this.failure()} ${passkey && !this.status.own ? button("primary", say("choose_lock.passkey"), () => void this.chosen(null), "lock") : nothing}
      ${this.pin(say("choose_lock.pin"), say("choose_lock.do"), (pin) => {
        if (pin.length < LOCK_RULES.digits) this.failed = "lock.short";
        else void this.chosen(pin);
      })}`;
  }

  private locked(gate: Extract<Gate, { kind: "locked" }>): TemplateResult {
    const left = gate.left === null ? nothing : html`<p class="strong" role="status">${say("locked.left", { count: gate.left })}</p>`;
    return html`${title(say("locked.title"))} ${this.failure()} ${left}
      ${gate.by === "passkey"
        ? button("primary", say("locked.passkey"), () => void this.tried(() => this.phone.unlock(null)), "lock")
        : this.pin(say("locked.pin"), say("locked.do"), (pin) => void this.tried(() => this.phone.unlock(pin)))}
      <details class="unfold" ?open=${this.again}>
        <summary>${say("locked.help")}</summary>
        <p>${say("locked.help.explain")}</p>
        ${this.newInvitation()}
      </details>`;
  }

  private pin(label: string, go: string, chosen: (pin: string) => void): TemplateResult {
    const send = (event: Event): void => {
      event.preventDefault();
      const form = event.currentTarget as HTMLFormElement;
      chosen(typed(form)("pin"));
      form.reset();
    };
    return html`<form novalidate @submit=${send}>${field({ name: "pin", label, kind: "password" })} ${submitButton(go, "lock")}</form>`;
  }
}

function install(gate: Extract<Gate, { kind: "install" }>): TemplateResult {
  const lines = ([1, 2, 3] as const).map((line) => say(`install.${gate.how}.${line}`));
  return html`${title(say("install.title"))}
    <p>${say("install.why")}</p>
    <p class="strong">${say("install.there")}</p>
    <ol class="card numbered">${lines.map((line) => html`<li>${line}</li>`)}</ol>`;
}

customElements.define("page-gate", GatePage);
