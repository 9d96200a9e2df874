/** Release a notice to one who may stand in for its mayor, by name: who that may be is in the directory (BB-05). */

import { html, type TemplateResult } from "lit";

import type { How } from "../components/form-fields.ts";
import type { Item, Person } from "../phone.ts";
import { MORE } from "../words/pages-burgemeestersbericht.ts";
import { sayIn } from "../words/words.ts";
import { FormPage } from "./form.ts";
import type { ActGiven } from "./part.ts";

export class StandInPage extends FormPage {
  private people: readonly Person[] = [];

  protected override async readFirst({ area }: Item): Promise<void> {
    const mayStandIn = (one: Person): boolean => one.functies.some(({ functie, scope }) => functie === "loco_burgemeester" && scope === area);
    this.people = (await this.phone.chain()).filter(mayStandIn);
  }

  protected override get hows(): Readonly<Record<string, How>> {
    const among = this.people.map((one) => ({ value: one.person, label: one.name }));
    return { ...super.hows, person: { word: "stand_in", help: "stand_in", among } };
  }

  protected override instead(): TemplateResult | null {
    return this.people.length === 0 ? html`<p>${sayIn(MORE, "standin.none")}</p>` : null;
  }
}

customElements.define("stand-in", StandInPage);

/** The page of that act. */
export function page({ item, act, what, phone, status, now }: ActGiven): TemplateResult {
  return html`<stand-in .item=${item} .act=${act} .what=${what} .phone=${phone} .status=${status} .now=${now}></stand-in>`;
}
