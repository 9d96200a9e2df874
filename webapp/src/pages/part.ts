/** A page that is loaded when it is needed; where it cannot be, that is said in plain words, with the number to call. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { button, link } from "../components/button.ts";
import { number } from "../components/call.ts";
import { notice } from "../components/notice.ts";
import type { AskedAct, Bare, OpeningAct } from "../phone-acts.ts";
import type { Change, Item, Phone, Status } from "../phone.ts";
import { say } from "../words/words.ts";
import { title } from "./page.ts";
import { to } from "./routes.ts";

/** What every page is given. */
export type Around = { phone: Phone; status: Status; now: Date };
/** A page at `#/<flow>/<name>[/<rest>]`. */
export type PageGiven = Around & { rest: string | null };
/** The page of an emergency request: by telephone or one's own, and the item it follows from. */
export type SubmitGiven = Around & { telephone: boolean; follows: string | null };
/** The page of an act that opens an item, and the item it follows from. */
export type OpenGiven = Around & { act: OpeningAct; follows: string | null };
/** The page of an act on an item; `what` is the obligation for which one came. */
export type ActGiven = Around & { item: string; act: AskedAct | Bare; what: string | null };

/** What a flow shows of its own on the screen of an item. */
export type ItemGiven = Around & { view: Item };

/** Fetches a page: a function that calls `import()`. */
export type Load<Given> = () => Promise<{ page: (given: Given) => TemplateResult }>;

/** Any file of the app that no service worker answers for: whether the app can be had now. */
const LIST = "/files.json";

type Shows = (given: Around) => TemplateResult;

export class PagePart extends LitElement {
  static override properties = { load: { attribute: false }, given: { attribute: false }, shows: { state: true }, failed: { state: true } };
  declare load: Load<Around>;
  declare given: Around;
  declare shows: Shows | null;
  declare failed: boolean;

  constructor() {
    super();
    this.shows = null;
    this.failed = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fetched();
  }

  private async fetched(): Promise<void> {
    try {
      this.shows = (await this.load()).page;
    } catch {
      this.failed = true;
    }
  }

  /** Fetch it once more; a browser that remembers the failure starts the app anew, where that can be had. */
  private readonly again = async (): Promise<void> => {
    this.failed = false;
    await this.fetched();
    if (this.failed && (await fetch(LIST, { cache: "no-store" }).then(({ ok }) => ok, () => false))) window.location.reload();
  };

  /** What it shows is told of changes as any other page. */
  told(change: Change): void {
    for (const page of this.querySelectorAll<HTMLElement & { told?: (change: Change) => void }>(":scope > *")) page.told?.(change);
  }

  protected override render(): TemplateResult {
    const { emergency, own } = this.given.status;
    if (this.shows !== null) return this.shows(this.given);
    if (!this.failed) return html`<p role="status">${say("app.loading")}</p>`;
    const call = emergency === null || own ? nothing : html`<p>${number(emergency)}</p>`;
    return html`${link("subtle", say("app.back"), to.start, "back")}
      ${title(say("part.failed"))} ${notice("error", say("call.help"), html`<p>${say("part.failed.detail")}</p>${call}${button("primary", say("app.retry"), () => void this.again())}`)}`;
  }
}

/** Show a page that is fetched now; what it is given may change, what fetches it does not. */
export function part<Given extends Around>(load: Load<Given>, given: Given): TemplateResult {
  return html`<page-part .load=${load} .given=${given}></page-part>`;
}

customElements.define("page-part", PagePart);
