/** Join a request to another one about the same: which other requests there are (SA-12). */

import { html, type TemplateResult } from "lit";

import type { How } from "../components/form-fields.ts";
import { notice } from "../components/notice.ts";
import type { Item } from "../phone.ts";
import { say } from "../words/words.ts";
import { mayJoin } from "./flow-spoedaanwijzing.ts";
import { FormPage } from "./form.ts";
import { which } from "./joined-spoedaanwijzing.ts";
import type { ActGiven } from "./part.ts";

export class JoinPage extends FormPage {
  /** Requests that this one can be joined with. */
  private others: readonly Item[] = [];

  protected override async readFirst(own: Item): Promise<void> {
    const { items } = await this.phone.start();
    const open = items.filter(({ line }) => line.id !== own.id && line.flow === own.flow && line.drill === own.drill && !line.closed);
    const read = await Promise.allSettled(open.map(({ line }) => this.phone.item(line.id)));
    const found = read.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    this.others = found.filter((one) => mayJoin(one) && one.joined.length === 0);
  }

  protected override get hows(): Readonly<Record<string, How>> {
    const among = this.others.map((one) => ({ value: one.id, label: which({ ...one, person: person(one) }, this.now) }));
    return { ...super.hows, with_item: { among } };
  }

  protected override head(): TemplateResult {
    return html`<p>${say("joined.explain")}</p>`;
  }

  protected override instead(): TemplateResult | null {
    return this.others.length === 0 ? notice("info", say("joined.none")) : null;
  }
}

function person(one: Item): string | null {
  const request = one.contents.find((each) => each.kind === "spoedaanwijzing");
  return request?.fields.find((each) => each.name === "person")?.text ?? null;
}

customElements.define("page-join", JoinPage);

/** The page of that act. */
export function page({ item, act, what, phone, status, now }: ActGiven): TemplateResult {
  return html`<page-join .item=${item} .act=${act} .what=${what} .phone=${phone} .status=${status} .now=${now}></page-join>`;
}
