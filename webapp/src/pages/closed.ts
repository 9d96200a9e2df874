/** "Afgesloten": what is over and this person takes part in, the last closed first; each opens as it always did. */

import { html, nothing, type TemplateResult } from "lit";

import { button, link } from "../components/button.ts";
import { authorityLine } from "../components/gezagskaart.ts";
import { PhoneError, type Change } from "../phone.ts";
import type { Closed } from "../phone-many.ts";
import { CLOSED } from "../words/pages-closed.ts";
import { full } from "../words/time.ts";
import { area, named, say, sayIn } from "../words/words.ts";
import { Page, title } from "./page.ts";
import type { Around } from "./part.ts";
import { to } from "./routes.ts";

const GONE: ReadonlySet<string> = new Set(["item.erased", "item.unknown"]);

export class ClosedPage extends Page {
  static override properties = { ...Page.properties, view: { state: true }, asking: { state: true } };
  declare view: Closed | undefined;
  declare asking: boolean;

  constructor() {
    super();
    this.asking = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.older();
  }

  /** Ask where nothing came yet, once there may be a line; what stands there does not move under a finger. */
  told(change: Change): void {
    if (change.kind === "status" && this.view === undefined) void this.older();
  }

  /** The page after what is shown; the first where nothing is. Of an item that is shown already nothing comes twice. */
  private readonly older = async (): Promise<void> => {
    if (this.asking) return;
    this.asking = true;
    let shown = this.view?.items ?? [];
    const found = await this.tried(() =>
      this.phone.closed(shown.at(-1)?.id ?? null).catch((wrong: unknown) => {
        if (shown.length === 0 || !(wrong instanceof PhoneError) || !GONE.has(wrong.code)) throw wrong;
        shown = []; // the last one shown is no more: what follows on it is found from the start
        return this.phone.closed(null);
      }),
    );
    const known = new Set(shown.map((one) => one.id));
    if (found !== undefined) this.view = { items: [...shown, ...found.items.filter((one) => !known.has(one.id))], more: found.more };
    this.asking = false;
  };

  protected override render(): TemplateResult {
    const { view } = this;
    const top = html`${link("subtle", say("app.back"), to.start, "back")} ${title(sayIn(CLOSED, "title"))}`;
    const failure = this.failure(() => void this.older());
    if (view === undefined) return html`${top} ${failure} ${this.failed === null ? html`<p role="status">${say("app.loading")}</p>` : nothing}`;
    if (view.items.length === 0 && !view.more) return html`${top} <div class="card"><p class="strong">${sayIn(CLOSED, "none")}</p></div>`;
    return html`${top} <p>${sayIn(CLOSED, "explain")}</p>
      <ul class="entries">${view.items.map((one) => this.entry(one))}</ul>
      ${failure} ${view.more && this.failed === null ? button("secondary", sayIn(CLOSED, "older"), () => void this.older()) : nothing}`;
  }

  private entry(line: Closed["items"][number]): TemplateResult {
    return html`<li><a class="entry entry--closed" href=${to.item(line.id)}>
      ${line.drill ? html`<span class="drill">${say("app.drill")}</span>` : nothing}
      <span class="entry__what">${named("state", line.state, line.flow)}</span>
      <span>${sayIn(CLOSED, "at", { at: full(line.closedAt) })}</span>
      <span class="quiet">${named("flow", line.flow)}, ${area(line.area)}</span>
      ${line.gezag === null ? nothing : html`<span class="quiet">${authorityLine(line.gezag, this.now)}</span>`}
      <span class="quiet">${sayIn(CLOSED, "opened", { at: full(line.openedAt) })}</span>
    </a></li>`;
  }
}

customElements.define("page-closed", ClosedPage);

export function page({ phone, status, now }: Around): TemplateResult {
  return html`<page-closed .phone=${phone} .status=${status} .now=${now}></page-closed>`;
}
