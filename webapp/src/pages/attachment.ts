/** One attachment: fetched, checked, and shown in a frame that may run nothing; or saved, when it is asked for. */

import { html, nothing, type TemplateResult } from "lit";

import { button, link } from "../components/button.ts";
import { icon } from "../components/icon.ts";
import { progress, sized } from "../components/size.ts";
import type { Change, OpenedAttachment } from "../phone.ts";
import { when } from "../words/time.ts";
import { party, say } from "../words/words.ts";
import { fileKind, type FileKind } from "./file-kinds.ts";
import { imageDocument, SHOWN_TEXT, textDocument } from "./frame-document.ts";
import { Page, title } from "./page.ts";
import type { Around } from "./part.ts";
import { to } from "./routes.ts";

type Far = { readonly bytes: number; readonly size: number };

/** So long, in milliseconds, a browser may take to begin to save. */
const SAVED = 60_000;

export class AttachmentPage extends Page {
  static override properties = { ...Page.properties, item: {}, blob: {}, found: { state: true }, far: { state: true }, address: { state: true } };
  declare item: string;
  declare blob: string;
  declare found: OpenedAttachment | undefined;
  declare far: Far;
  /** Where the frame finds its page; this and what that page shows is taken back once it has both. */
  declare address: string | undefined;
  private readonly lent: string[] = [];
  private silence: (() => void) | undefined;

  constructor() {
    super();
    this.item = "";
    this.blob = "";
    this.far = { bytes: 0, size: 0 };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.silence = this.phone.listen((change: Change) => {
      if (change.kind === "fetched" && change.blob === this.blob) this.far = change;
    });
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.silence?.();
    this.takeBack();
    this.found = undefined;
  }

  private async load(): Promise<void> {
    const found = await this.tried(() => this.phone.attachment(this.item, this.blob));
    if (found === undefined || !this.isConnected) return;
    this.found = found;
    const kind = fileKind(found.name, found.type);
    if (kind.show === null) return;
    const page = kind.show === "text" ? await textDocument(found.data, found.name) : imageDocument(this.lend(asKind(found, kind)), found.name);
    if (this.isConnected) this.address = this.lend(page);
    else this.takeBack();
  }

  private lend(data: Blob): string {
    const address = URL.createObjectURL(data);
    this.lent.push(address);
    return address;
  }

  protected override render(): TemplateResult {
    const back = link("subtle", say("app.back"), to.item(this.item), "back");
    const { found } = this;
    if (found === undefined) return html`${back} ${title(say("attach.one"))} ${this.failed === null ? this.coming() : this.failure(() => void this.load())}`;
    const kind = fileKind(found.name, found.type);
    return html`${back} ${title(found.name)}
      <p class="quiet">${say("item.by", { name: found.by.name, functie: party(found.by), employer: found.by.employer })}<br />${when(found.at, this.now)}, ${sized(found.size)}</p>
      ${found.removed ? html`<p class="with-icon strong">${icon("alert")}<span>${say("attach.removed")}</span></p>` : nothing}
      ${kind.show === "text" && found.data.size > SHOWN_TEXT ? html`<p class="with-icon strong">${icon("alert")}<span>${say("attach.cut", { size: sized(SHOWN_TEXT) })}</span></p>` : nothing}
      ${kind.show === null ? html`<p>${say("attach.only_save")}</p>` : this.frame(found.name, kind.show)}
      <p class="quiet">${say("attach.save.warn")}</p>
      ${button("secondary", say("attach.save"), () => this.save(found, kind))}`;
  }

  private coming(): TemplateResult {
    const { bytes, size } = this.far;
    if (size > 0 && bytes >= size) return progress(say("attach.checking"), 0, 0);
    if (size === 0) return progress(say("app.loading"), 0, 0);
    return progress(say("attach.fetching", { done: sized(bytes), size: sized(size) }), bytes, size);
  }

  /** Nothing can run in it: no scripts, no forms, no windows. Only a page with an image keeps our origin: it must reach that. */
  private frame(name: string, show: "image" | "text"): TemplateResult {
    if (this.address === undefined) return progress(say("attach.checking"), 0, 0);
    const sandbox = show === "image" ? "allow-same-origin" : "";
    return html`<iframe class="attachment" sandbox=${sandbox} referrerpolicy="no-referrer" title=${say("attach.shown", { name })}
      src=${this.address} @load=${this.takeBack}></iframe>`;
  }

  private readonly takeBack = (): void => this.lent.splice(0).forEach((address) => URL.revokeObjectURL(address));

  private save(found: OpenedAttachment, kind: FileKind): void {
    const address = URL.createObjectURL(asKind(found, kind));
    const anchor = document.createElement("a");
    [anchor.href, anchor.download] = [address, kind.name];
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), SAVED);
  }
}

/** The bytes as a kind from the fixed list, never as what their sender called them. */
function asKind({ data }: OpenedAttachment, { type }: FileKind): Blob {
  return new Blob([data], { type });
}

export function page({ item, blob, phone, status, now }: Around & { item: string; blob: string }): TemplateResult {
  return html`<page-attachment .item=${item} .blob=${blob} .phone=${phone} .status=${status} .now=${now}></page-attachment>`;
}

customElements.define("page-attachment", AttachmentPage);
