/** Join a request to another one about the same (SA-12): choose which, read back, sign. */

import { html, nothing, type TemplateResult } from "lit";

import { link, submitButton } from "../components/button.ts";
import { choices } from "../components/field.ts";
import { notice } from "../components/notice.ts";
import type { Intent } from "../phone-acts.ts";
import type { Delivery, Item } from "../phone.ts";
import { named, say } from "../words/words.ts";
import { mayJoin } from "./can.ts";
import { which } from "./joined.ts";
import { title } from "./page.ts";
import type { Around } from "./part.ts";
import { to } from "./routes.ts";
import { SigningPage } from "./signing.ts";

export class JoinPage extends SigningPage {
  static override properties = { ...SigningPage.properties, item: {}, others: { state: true }, choice: { state: true } };
  declare item: string;
  /** Requests that this one can be joined with; undefined while they are being read. */
  declare others: readonly Item[] | undefined;
  declare choice: string | null;

  constructor() {
    super();
    this.item = "";
    this.choice = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.others = await this.tried(async () => {
      const [own, start] = await Promise.all([this.phone.item(this.item), this.phone.start()]);
      const open = start.items.filter(({ line }) => line.id !== own.id && line.flow === own.flow && line.drill === own.drill && !line.closed);
      const read = await Promise.allSettled(open.map(({ line }) => this.phone.item(line.id)));
      const found = read.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      return found.filter((one) => mayJoin(one) && one.joined.length === 0);
    });
  }

  protected override required(): readonly string[] {
    return ["with_item"];
  }

  protected override intent(read: (name: string) => string): Intent {
    return { act: "spoedaanwijzing.join", item: this.item, withItem: read("with_item") };
  }

  protected override done(_: Delivery): void {
    window.location.hash = to.item(this.item);
  }

  protected override form(): TemplateResult {
    const { others } = this;
    const top = html`${link("subtle", say("app.back"), to.item(this.item), "back")} ${title(named("do", "spoedaanwijzing.join"))}
      <p>${say("joined.explain")}</p> ${this.failure(() => void this.load())}`;
    if (others === undefined) return html`${top} ${this.failed === null ? html`<p role="status">${say("app.loading")}</p>` : nothing}`;
    if (others.length === 0) return html`${top} ${notice("info", say("joined.none"))}`;
    return html`${top}
      <form novalidate @submit=${this.send} @input=${this.filled}>
        ${choices({ name: "with_item", legend: say("joined.choose"), help: say("joined.choose.help"), fault: this.empty.has("with_item") }, others.map((one) => ({ value: one.id, label: which({ ...one, person: this.person(one) }, this.now) })), this.choice, (value) => (this.choice = value))}
        ${submitButton(say("sign.check"), "pen")}
      </form>`;
  }

  private person(one: Item): string | null {
    const request = one.contents.find((each) => each.kind === "spoedaanwijzing");
    return request?.fields.find((each) => each.name === "person")?.text ?? null;
  }
}

customElements.define("page-join", JoinPage);

/** The page, loaded when it is needed. */
export function page({ item, phone, status, now }: Around & { item: string }): TemplateResult {
  return html`<page-join .item=${item} .phone=${phone} .status=${status} .now=${now}></page-join>`;
}
