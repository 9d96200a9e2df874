/** The attachments of an item: what is there, from whom; what is on its way from here; and adding one. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { button, link } from "../components/button.ts";
import { icon } from "../components/icon.ts";
import { notice } from "../components/notice.ts";
import { progress, sized } from "../components/size.ts";
import { PhoneError, type Attachment, type Change, type Item, type Phone, type Upload } from "../phone.ts";
import { when } from "../words/time.ts";
import { party, problem, say } from "../words/words.ts";
import { to } from "./routes.ts";

/** Give it the phone, the item as shown, and whether this person may add to it. */
export class ItemAttachments extends LitElement {
  static override properties = {
    phone: { attribute: false }, view: { attribute: false }, now: { attribute: false }, may: { type: Boolean },
    uploads: { state: true }, sealing: { state: true }, failed: { state: true },
  }; // prettier-ignore
  declare phone: Phone;
  declare view: Item;
  declare now: Date;
  declare may: boolean;
  declare uploads: readonly Upload[];
  declare sealing: boolean;
  declare failed: string | null;
  private silence: (() => void) | undefined;

  constructor() {
    super();
    this.may = false;
    this.uploads = [];
    this.sealing = false;
    this.failed = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.silence = this.phone.listen(this.told);
    void this.phone.uploads(this.view.id).then((found) => (this.uploads = found), () => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.silence?.();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { attachments } = this.view;
    const there = new Set(attachments.map((one) => one.blob));
    const coming = this.uploads.filter((one) => !(one.stage === "stored" && there.has(one.blob)));
    if (attachments.length === 0 && coming.length === 0 && !this.may) return nothing;
    return html`<section aria-labelledby="attachments">
      <h2 id="attachments" class="heading-2">${say("item.attachments")}</h2>
      <ul class="plain">
        ${attachments.map((one) => html`<li class="card">${this.shown(one)}</li>`)}
        ${coming.map((one) => html`<li class="card">${this.coming(one)}</li>`)}
      </ul>
      ${this.failed === null ? nothing : this.failure(this.failed)}
      ${this.sealing ? progress(say("attach.sealing"), 0, 0) : nothing} ${this.may ? this.add() : nothing}
    </section>`;
  }

  private shown(one: Attachment): TemplateResult {
    const who = one.by === null ? nothing : html`${say("item.by", { name: one.by.name, functie: party(one.by), employer: one.by.employer })}<br />`;
    return html`<p class="strong">${one.name ?? say("attach.one")}</p>
      <p class="quiet">${who}${when(one.at, this.now)}, ${say("attach.size", { size: sized(one.size) })}</p>
      ${one.removed ? html`<p class="with-icon strong">${icon("alert")}<span>${say("attach.removed")}</span></p>` : nothing}
      ${link("secondary", say("attach.open"), to.attachment(this.view.id, one.blob), "eye")}`;
  }

  private coming(one: Upload): TemplateResult {
    const drop = (): void => void this.drop(one);
    const heading = html`<p class="strong">${one.name}</p>`;
    if (one.stage === "refused") return html`${heading} ${this.failure(one.code ?? "internal")} ${button("subtle", say("delivery.seen"), drop)}`;
    if (one.stage === "stored") return html`${heading}<p class="with-icon">${icon("check")}<span>${say("attach.stored")}</span></p>`;
    const text = one.stage === "waiting" ? say("attach.waiting") : say("attach.sending", { done: sized(one.sent), size: sized(one.size) });
    return html`${heading} ${progress(text, one.sent, one.size)} ${button("subtle", say("attach.drop"), drop)}`;
  }

  private add(): TemplateResult {
    return html`<p class="quiet" id="attach-help">${say("attach.help")}</p>
      <label class="utrecht-button utrecht-button--secondary-action file">
        ${icon("clip")}<span>${say("attach.do")}</span>
        <input class="file__input" type="file" aria-describedby="attach-help" ?disabled=${this.sealing} @change=${this.chosen} />
      </label>`;
  }

  private failure(code: string): TemplateResult {
    const { title, detail } = problem(code);
    return notice("error", title, html`<p>${detail}</p>`);
  }

  private readonly chosen = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (file === undefined) return;
    this.sealing = true;
    this.failed = null;
    try {
      this.remember(await this.phone.attach(this.view.id, file, file.name));
    } catch (wrong) {
      this.failed = wrong instanceof PhoneError ? wrong.code : "internal";
    } finally {
      this.sealing = false;
      input.value = "";
    }
  };

  private async drop(one: Upload): Promise<void> {
    await this.phone.dropUpload(one.act).catch(() => undefined);
    this.uploads = this.uploads.filter((each) => each.act !== one.act);
  }

  private readonly told = (change: Change): void => {
    if (change.kind === "upload" && change.upload.item === this.view.id) this.remember(change.upload);
  };

  private remember(one: Upload): void {
    const known = this.uploads.findIndex((each) => each.act === one.act);
    this.uploads = known < 0 ? [...this.uploads, one] : this.uploads.with(known, one);
  }
}

customElements.define("item-attachments", ItemAttachments);
